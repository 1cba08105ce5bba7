/**
 * Sparse matrices by rows. Row i has the columns `columns[first[i]] … columns[first[i + 1] − 1]`, which rise strictly, with
 * the entries at the same places of `entries`.
 */

/** A sparse matrix. */
export interface CsrMatrix {
  /** Number of rows. */
  readonly rows: number;
  readonly first: Int32Array;
  readonly columns: Int32Array;
  readonly entries: Float64Array;
}

/** Builds a matrix row by row; entries at one place are added up. */
export function csrFromRows(
  rows: number,
  columnCount: number,
  fill: (row: number, add: (column: number, entry: number) => void) => void,
): CsrMatrix {
  const first = new Int32Array(rows + 1);
  const sums = new Float64Array(columnCount);
  const seen = new Int32Array(columnCount).fill(-1);
  let columns = new Int32Array(16 * rows + 16);
  let entries = new Float64Array(columns.length);
  let count = 0;
  const touched: number[] = [];
  for (let row = 0; row < rows; row++) {
    touched.length = 0;
    fill(row, (column, entry) => {
      if (seen[column] !== row) {
        seen[column] = row;
        sums[column] = 0;
        touched.push(column);
      }
      sums[column]! += entry;
    });
    touched.sort((a, b) => a - b);
    if (count + touched.length > columns.length) {
      const size = Math.max(2 * columns.length, count + touched.length);
      [columns, entries] = [grown(columns, new Int32Array(size)), grown(entries, new Float64Array(size))];
    }
    for (const column of touched) {
      columns[count] = column;
      entries[count++] = sums[column]!;
    }
    first[row + 1] = count;
  }
  return { rows, first, columns: columns.slice(0, count), entries: entries.slice(0, count) };
}

function grown<T extends Int32Array | Float64Array>(old: T, fresh: T): T {
  fresh.set(old);
  return fresh;
}

/** out = A x. */
export function multiplyCsr({ rows, first, columns, entries }: CsrMatrix, x: Float64Array, out: Float64Array): void {
  for (let row = 0; row < rows; row++) {
    let sum = 0;
    for (let k = first[row]!; k < first[row + 1]!; k++) sum += entries[k]! * x[columns[k]!]!;
    out[row] = sum;
  }
}

/** A B for square matrices of one size. */
export function csrProduct(a: CsrMatrix, b: CsrMatrix): CsrMatrix {
  return csrFromRows(a.rows, b.rows, (row, add) => {
    for (let k = a.first[row]!; k < a.first[row + 1]!; k++) {
      const [middle, factor] = [a.columns[k]!, a.entries[k]!];
      for (let l = b.first[middle]!; l < b.first[middle + 1]!; l++) add(b.columns[l]!, factor * b.entries[l]!);
    }
  });
}

/** The largest sum of sizes of the entries of a row: a bound for the size of the eigenvalues. */
export function rowNorm({ rows, first, entries }: CsrMatrix): number {
  let norm = 0;
  for (let row = 0; row < rows; row++) {
    let sum = 0;
    for (let k = first[row]!; k < first[row + 1]!; k++) sum += Math.abs(entries[k]!);
    norm = Math.max(norm, sum);
  }
  return norm;
}
