/**
 * Weights of smallest norm with prescribed moments: among all s with Σ_q A[q][a] s_q = t[a], the one that minimises
 * Σ (s_q / ω_q)². This is the weighted least-squares fit seen from the side of its weights. Solved by Householder QR
 * of the matrix ω A, whose columns should be of similar size ([golub-van-loan-2013], section 5.6).
 */
import { Inconsistent } from '../base/index.js';

/**
 * Solves for several right-hand sides: `result[k][q]` are the weights with moments `targets[k]`. The matrix has one
 * row for each node q and one column for each moment a, more rows than columns.
 * @throws Inconsistent when the moments are (nearly) dependent on the given nodes.
 */
export function momentWeights(
  matrix: readonly (readonly number[])[],
  omega: readonly number[],
  targets: readonly (readonly number[])[],
): number[][] {
  const rows = matrix.length;
  const columns = matrix[0]!.length;
  const fail = (got: string): never => {
    throw new Inconsistent({ where: 'least squares', expected: `${columns} independent moments`, got });
  };
  if (rows < columns) fail(`${rows} nodes`);
  const a = matrix.map((row, q) => row.map((x) => x * omega[q]!));
  const reflectors: number[][] = [];
  for (let k = 0; k < columns; k++) {
    let square = 0;
    for (let q = k; q < rows; q++) square += a[q]![k]! ** 2;
    const v = new Array<number>(rows).fill(0);
    for (let q = k; q < rows; q++) v[q] = a[q]![k]!;
    v[k]! += Math.sign(v[k]! || 1) * Math.sqrt(square);
    const size = Math.hypot(...v);
    const unit = v.map((x) => x / size);
    reflectors.push(unit);
    for (let c = k; c < columns; c++) {
      let overlap = 0;
      for (let q = k; q < rows; q++) overlap += unit[q]! * a[q]![c]!;
      for (let q = k; q < rows; q++) a[q]![c]! -= 2 * overlap * unit[q]!;
    }
  }
  const diagonal = reflectors.map((_, k) => Math.abs(a[k]![k]!));
  const [least, most] = [Math.min(...diagonal), Math.max(...diagonal)];
  if (!(least > 1e-9 * most)) fail(`pivots from ${least.toExponential(1)} to ${most.toExponential(1)}`);
  return targets.map((target) => {
    // (ωA)ᵀ y = t with ωA = Q R: solve Rᵀ z = t, then y = Q (z, 0) and s = ω y.
    const y = new Array<number>(rows).fill(0);
    for (let k = 0; k < columns; k++) {
      let z = target[k]!;
      for (let i = 0; i < k; i++) z -= a[i]![k]! * y[i]!;
      y[k] = z / a[k]![k]!;
    }
    for (let k = columns - 1; k >= 0; k--) {
      const unit = reflectors[k]!;
      const overlap = unit.reduce((sum, x, q) => sum + x * y[q]!, 0);
      for (let q = k; q < rows; q++) y[q]! -= 2 * overlap * unit[q]!;
    }
    const solution = y.map((x, q) => x * omega[q]!);
    checkMoments(matrix, solution, target);
    return solution;
  });
}

/** Verifies the prescribed moments, relative to the size of the terms. */
function checkMoments(matrix: readonly (readonly number[])[], s: readonly number[], target: readonly number[]): void {
  const size = Math.max(...s.map(Math.abs));
  for (const [a, t] of target.entries()) {
    let sum = 0;
    for (const [q, row] of matrix.entries()) sum += row[a]! * s[q]!;
    if (!(Math.abs(sum - t) <= 1e-9 * size)) {
      throw new Inconsistent({ where: 'least squares', expected: `moment ${a} to be ${t}`, got: String(sum) });
    }
  }
}
