/** Textbook Gauss–Jordan elimination with rationals on whole matrices: slow and obvious. */
import { Rational } from '../../src/exact/index.js';

/** Reduced row echelon form with its zero rows removed. */
export function gaussJordan(matrix: readonly (readonly number[])[], columns: number): Rational[][] {
  const rows = matrix.map((row) => row.map((entry) => Rational.of(entry)));
  let done = 0;
  for (let j = 0; j < columns; j++) {
    const at = rows.findIndex((row, i) => i >= done && !row[j]!.isZero());
    if (at < 0) continue;
    [rows[done], rows[at]] = [rows[at]!, rows[done]!];
    const pivot = rows[done]![j]!;
    rows[done] = rows[done]!.map((entry) => entry.dividedBy(pivot));
    for (let i = 0; i < rows.length; i++) {
      if (i === done) continue;
      const factor = rows[i]![j]!;
      rows[i] = rows[i]!.map((entry, k) => entry.minus(factor.times(rows[done]![k]!)));
    }
    done++;
  }
  return rows.slice(0, done);
}
