/**
 * Weights of smallest norm with prescribed moments: among all s with Σ_q A[q][a] s_q = t[a], the one that minimises
 * Σ (s_q / ω_q)². This is the weighted least-squares fit seen from the side of its weights. Solved by Householder QR
 * of the matrix ω A, whose columns should be of similar size ([golub-van-loan-2013], section 5.6).
 */
import { Inconsistent } from '../base/index.js';

/** A factored problem; both solutions come from the same Q R = ω A. */
export interface MomentFit {
  /** ‖R‖ ‖R⁻¹‖ in the Frobenius norm: infinite when the moments are dependent on the given nodes. */
  readonly condition: number;
  /** The weights with the moments `target`. */
  weights(target: ArrayLike<number>): Float64Array;
  /** The coefficients c that minimise Σ (ω_q (values_q − Σ_a A[q][a] c_a))². */
  coefficients(values: ArrayLike<number>): Float64Array;
  /** y ↦ Qᵀ y and y ↦ Q y, in place. */
  toBasis(y: Float64Array): void;
  fromBasis(y: Float64Array): void;
  /** z with Rᵀ z = t, in the first places of a vector with one place for each node. */
  solveTransposed(target: ArrayLike<number>): Float64Array;
}

/**
 * Factors ω A.
 * @param matrix - A by columns: column a at `matrix[a * rows + q]`; overwritten.
 */
export function factorMoments(
  matrix: Float64Array,
  rows: number,
  columns: number,
  omega: ArrayLike<number>,
): MomentFit {
  const a = matrix;
  for (let c = 0; c < columns; c++) for (let q = 0; q < rows; q++) a[c * rows + q]! *= omega[q]!;
  const diagonal = new Float64Array(columns);
  // Column k ends as the Householder vector v below the diagonal, with Q_k = 1 − v vᵀ / factor_k.
  const factors = new Float64Array(columns);
  for (let k = 0; k < columns; k++) {
    const own = k * rows;
    let square = 0;
    for (let q = k; q < rows; q++) square += a[own + q]! ** 2;
    const size = a[own + k]! < 0 ? Math.sqrt(square) : -Math.sqrt(square);
    diagonal[k] = size;
    const factor = square - size * a[own + k]!;
    factors[k] = factor;
    a[own + k]! -= size;
    if (!(factor > 0)) continue;
    reflectColumns(a, rows, k, columns, factor);
  }
  const reflect = (y: Float64Array, k: number): void => {
    const own = k * rows;
    let overlap = 0;
    for (let q = k; q < rows; q++) overlap += a[own + q]! * y[q]!;
    overlap /= factors[k]!;
    for (let q = k; q < rows; q++) y[q]! -= overlap * a[own + q]!;
  };
  const toBasis = (y: Float64Array): void => {
    for (let k = 0; k < columns; k++) reflect(y, k);
  };
  const fromBasis = (y: Float64Array): void => {
    for (let k = columns - 1; k >= 0; k--) reflect(y, k);
  };
  const solveTransposed = (target: ArrayLike<number>): Float64Array => {
    const y = new Float64Array(rows);
    for (let k = 0; k < columns; k++) {
      let z = target[k]!;
      for (let i = 0; i < k; i++) z -= a[k * rows + i]! * y[i]!;
      y[k] = z / diagonal[k]!;
    }
    return y;
  };
  return {
    condition: conditionNumber(a, rows, columns, diagonal),
    toBasis,
    fromBasis,
    solveTransposed,
    weights(target) {
      // (ωA)ᵀ y = t with ωA = Q R: solve Rᵀ z = t, then y = Q (z, 0) and s = ω y.
      const y = solveTransposed(target);
      fromBasis(y);
      for (let q = 0; q < rows; q++) y[q]! *= omega[q]!;
      return y;
    },
    coefficients(values) {
      const y = new Float64Array(rows);
      for (let q = 0; q < rows; q++) y[q] = omega[q]! * values[q]!;
      toBasis(y);
      const c = y.slice(0, columns);
      for (let k = columns - 1; k >= 0; k--) {
        for (let j = k + 1; j < columns; j++) c[k]! -= a[j * rows + k]! * c[j]!;
        c[k]! /= diagonal[k]!;
      }
      return c;
    },
  };
}

/** Applies 1 − v vᵀ / factor, v in column k, to the columns after it; four at once, because each sum waits for its last addition. */
function reflectColumns(a: Float64Array, rows: number, k: number, columns: number, factor: number): void {
  const own = k * rows;
  let c = k + 1;
  for (; c + 4 <= columns; c += 4) {
    const [c0, c1, c2, c3] = [c * rows, (c + 1) * rows, (c + 2) * rows, (c + 3) * rows];
    let [s0, s1, s2, s3] = [0, 0, 0, 0];
    for (let q = k; q < rows; q++) {
      const v = a[own + q]!;
      s0 += v * a[c0 + q]!;
      s1 += v * a[c1 + q]!;
      s2 += v * a[c2 + q]!;
      s3 += v * a[c3 + q]!;
    }
    s0 /= factor;
    s1 /= factor;
    s2 /= factor;
    s3 /= factor;
    for (let q = k; q < rows; q++) {
      const v = a[own + q]!;
      a[c0 + q]! -= s0 * v;
      a[c1 + q]! -= s1 * v;
      a[c2 + q]! -= s2 * v;
      a[c3 + q]! -= s3 * v;
    }
  }
  for (; c < columns; c++) {
    const other = c * rows;
    let sum = 0;
    for (let q = k; q < rows; q++) sum += a[own + q]! * a[other + q]!;
    sum /= factor;
    for (let q = k; q < rows; q++) a[other + q]! -= sum * a[own + q]!;
  }
}

function conditionNumber(a: Float64Array, rows: number, columns: number, diagonal: Float64Array): number {
  let square = 0;
  for (let j = 0; j < columns; j++) {
    square += diagonal[j]! ** 2;
    for (let i = 0; i < j; i++) square += a[j * rows + i]! ** 2;
  }
  let inverse = 0;
  const x = new Float64Array(columns);
  for (let j = 0; j < columns; j++) {
    // Column j of R⁻¹ by back substitution.
    x.fill(0);
    x[j] = 1;
    for (let k = j; k >= 0; k--) {
      for (let i = k + 1; i <= j; i++) x[k]! -= a[i * rows + k]! * x[i]!;
      x[k]! /= diagonal[k]!;
      inverse += x[k]! ** 2;
    }
  }
  const condition = Math.sqrt(square * inverse);
  return Number.isNaN(condition) ? Number.POSITIVE_INFINITY : condition;
}

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
  const byColumns = new Float64Array(rows * columns);
  for (const [q, row] of matrix.entries()) for (const [c, x] of row.entries()) byColumns[c * rows + q] = x;
  const fit = factorMoments(byColumns, rows, columns, omega);
  if (!(fit.condition < 1e11)) fail(`condition number ${fit.condition.toExponential(1)}`);
  return targets.map((target) => {
    const solution = Array.from(fit.weights(target));
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
