/** Arithmetic modulo a prime below 2^26, and the rank of a matrix. A product is below 2^52, so doubles hold it exactly. */

/** Primes below 2^26. Rows that are independent modulo one prime are independent. */
export const primes = [67_108_859, 67_108_837] as const;

/** The remainder of an integer from 0 to 2^53 − 1; x / p is never rounded up to the next integer for these p. */
export const reduce = (x: number, p: number): number => x - p * Math.floor(x / p);

/** a·b mod p of residues. */
export const times = (a: number, b: number, p: number): number => reduce(a * b, p);

/** a^k mod p. */
export function power(a: number, k: number, p: number): number {
  let result = 1;
  for (let base = a, rest = k; rest > 0; rest = Math.floor(rest / 2), base = times(base, base, p)) {
    if (rest % 2 === 1) result = times(result, base, p);
  }
  return result;
}

/** 1/a mod p for a ≠ 0, by Fermat. */
export const inverse = (a: number, p: number): number => power(a, p - 2, p);

/** Rank mod p of rows of residues of equal length: at most the rank over Q. */
export function rankModulo(rows: readonly Float64Array[], p: number): number {
  const left = rows.map((row) => row.slice());
  const columns = left[0]?.length ?? 0;
  let rank = 0;
  for (let c = 0; c < columns && rank < left.length; c++) {
    const at = left.findIndex((row, i) => i >= rank && row[c] !== 0);
    if (at < 0) continue;
    const pivot = left[at]!;
    left[at] = left[rank]!;
    left[rank++] = pivot;
    const scale = inverse(pivot[c]!, p);
    for (let i = rank; i < left.length; i++) {
      const row = left[i]!;
      if (row[c] === 0) continue;
      const factor = p - times(row[c]!, scale, p);
      for (let j = c; j < columns; j++) if (pivot[j] !== 0) row[j] = reduce(row[j]! + factor * pivot[j]!, p);
    }
  }
  return rank;
}
