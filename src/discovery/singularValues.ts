/**
 * Singular values of a small square matrix by one-sided Jacobi rotations: columns are rotated in pairs until all are
 * orthogonal; their norms are then the singular values and the accumulated rotations the right singular vectors. Slow for
 * large matrices, but accurate for small singular values, which is what a rank watch is for. Source: [golub-van-loan-2013] (8.6.3).
 */

/** `values` descending; column s of the row-major k × k `vectors` is the right singular vector of `values[s]`. */
export interface SingularValues {
  readonly values: readonly number[];
  readonly vectors: Float64Array;
}

/** Singular values and right singular vectors of a row-major k × k matrix. */
export function singularValues(matrix: Float64Array, k: number): SingularValues {
  const a = matrix.slice();
  const v = new Float64Array(k * k);
  for (let i = 0; i < k; i++) v[i * k + i] = 1;
  for (let sweep = 0; sweep < 60; sweep++) {
    let rotated = false;
    for (let p = 0; p < k; p++) for (let q = p + 1; q < k; q++) rotated = orthogonalize(a, v, k, p, q) || rotated;
    if (!rotated) break;
  }
  const norms = Array.from({ length: k }, (_, j) => {
    let sum = 0;
    for (let i = 0; i < k; i++) sum += a[i * k + j]! ** 2;
    return Math.sqrt(sum);
  });
  const order = norms.map((_, j) => j).sort((i, j) => norms[j]! - norms[i]! || i - j);
  const vectors = new Float64Array(k * k);
  for (const [s, j] of order.entries()) for (let i = 0; i < k; i++) vectors[i * k + s] = v[i * k + j]!;
  return { values: order.map((j) => norms[j]!), vectors };
}

/** Rotates columns p and q of `a` (and of `v`) to be orthogonal; false when they are already. */
function orthogonalize(a: Float64Array, v: Float64Array, k: number, p: number, q: number): boolean {
  let pp = 0;
  let qq = 0;
  let pq = 0;
  for (let i = 0; i < k; i++) {
    const x = a[i * k + p]!;
    const y = a[i * k + q]!;
    pp += x * x;
    qq += y * y;
    pq += x * y;
  }
  if (Math.abs(pq) <= 1e-15 * Math.sqrt(pp * qq) || pq === 0) return false;
  const zeta = (qq - pp) / (2 * pq);
  const tangent = (zeta >= 0 ? 1 : -1) / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta));
  const cosine = 1 / Math.sqrt(1 + tangent * tangent);
  const sine = cosine * tangent;
  for (const m of [a, v]) {
    for (let i = 0; i < k; i++) {
      const x = m[i * k + p]!;
      const y = m[i * k + q]!;
      m[i * k + p] = cosine * x - sine * y;
      m[i * k + q] = sine * x + cosine * y;
    }
  }
  return true;
}
