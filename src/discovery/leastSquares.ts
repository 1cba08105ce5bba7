/**
 * Linear least squares by Householder QR. A tall matrix, its last columns being targets, is reduced once to its upper
 * triangular factor R; every fit on a subset of the columns, and its residual, then costs only small matrices, because
 * ‖A z‖ = ‖R z‖ for all z. Factors of blocks of rows are stacked to the factor of all rows, so a matrix never has to be
 * in memory whole. Columns are scaled to unit norm before a fit is solved. No normal equations: they square the
 * condition number. Sources: [golub-van-loan-2013] (5.2, 5.3), [demmel-2012] (stacking of factors).
 */
import { Inconsistent, InvalidInput } from '../base/index.js';
import { singularValues } from './singularValues.js';

/** Upper triangular factor of a matrix with `rows` rows: `r` is columns × columns, row-major. */
export interface Factor {
  readonly rows: number;
  readonly columns: number;
  readonly r: Float64Array;
}

/** A least squares fit of one target column by the columns of `support`, in the order of `support`. */
export interface Fit {
  readonly support: readonly number[];
  readonly coefficients: readonly number[];
  /** Square roots of the diagonal of s² (AᵀA)⁻¹, s² = residual / (rows − terms): for independent errors of equal size. */
  readonly standardErrors: readonly number[];
  /** Sum of squared residuals. */
  readonly residual: number;
  /** Ratio of the extreme singular values of the columns scaled to unit norm; 1 for an empty support. */
  readonly condition: number;
}

/**
 * Triangular factor of a row-major matrix.
 * @param matrix rows × columns, row-major; left unchanged.
 * @throws InvalidInput if the length is not rows × columns.
 * @example
 * factorize(Float64Array.of(3, 4), 2, 1).r // [-5]: the sign that avoids cancellation
 */
export function factorize(matrix: Float64Array, rows: number, columns: number): Factor {
  if (matrix.length !== rows * columns) {
    throw new InvalidInput({
      where: 'factorize',
      expected: `a matrix of ${rows} × ${columns} numbers`,
      got: `${matrix.length} numbers`,
    });
  }
  const a = matrix.slice();
  const steps = Math.min(rows, columns);
  const dots = new Float64Array(columns);
  for (let k = 0; k < steps; k++) reflect(a, rows, columns, k, dots);
  const r = new Float64Array(columns * columns);
  for (let i = 0; i < steps; i++) {
    for (let j = i; j < columns; j++) r[i * columns + j] = a[i * columns + j]!;
  }
  return { rows, columns, r };
}

/** One Householder step: annihilates column k below the diagonal and reflects the columns to its right. */
function reflect(a: Float64Array, rows: number, columns: number, k: number, dots: Float64Array): void {
  let largest = 0;
  for (let i = k; i < rows; i++) largest = Math.max(largest, Math.abs(a[i * columns + k]!));
  if (largest === 0) return;
  // The column is used in units of its largest entry, so that squares neither overflow nor vanish.
  let sum = 0;
  for (let i = k; i < rows; i++) sum += (a[i * columns + k]! / largest) ** 2;
  const head = a[k * columns + k]! / largest;
  const alpha = head > 0 ? -Math.sqrt(sum) : Math.sqrt(sum); // the sign that avoids cancellation in head − alpha
  const pivot = head - alpha;
  // v = (pivot, a_{k+1,k}, …) and vᵀv / 2 = −alpha · pivot
  const scale = 1 / (-alpha * pivot);
  const entry = (i: number): number => (i === k ? pivot : a[i * columns + k]! / largest);
  dots.fill(0, k + 1);
  for (let i = k; i < rows; i++) {
    const v = entry(i);
    const row = i * columns;
    for (let j = k + 1; j < columns; j++) dots[j] = dots[j]! + v * a[row + j]!;
  }
  for (let i = k; i < rows; i++) {
    const v = entry(i) * scale;
    const row = i * columns;
    for (let j = k + 1; j < columns; j++) a[row + j] = a[row + j]! - v * dots[j]!;
  }
  a[k * columns + k] = alpha * largest;
}

/**
 * Factor of the matrix whose rows are those of all the factored matrices.
 * @throws InvalidInput if there is none, or their numbers of columns differ.
 */
export function stackFactors(factors: readonly Factor[]): Factor {
  const columns = factors[0]?.columns ?? 0;
  if (factors.length === 0 || factors.some((factor) => factor.columns !== columns)) {
    throw new InvalidInput({
      where: 'stackFactors',
      expected: 'at least one factor, all with equally many columns',
      got: `[${factors.map((factor) => factor.columns).join(', ')}] columns`,
    });
  }
  const tall = new Float64Array(factors.length * columns * columns);
  for (const [i, factor] of factors.entries()) tall.set(factor.r, i * columns * columns);
  const rows = factors.reduce((sum, factor) => sum + factor.rows, 0);
  return { ...factorize(tall, factors.length * columns, columns), rows };
}

/** Norm of one column of the factored matrix. */
export function columnNorm(factor: Factor, column: number): number {
  let largest = 0;
  for (let i = 0; i <= column; i++) largest = Math.max(largest, Math.abs(factor.r[i * factor.columns + column]!));
  if (largest === 0) return 0;
  let sum = 0;
  for (let i = 0; i <= column; i++) sum += (factor.r[i * factor.columns + column]! / largest) ** 2;
  return largest * Math.sqrt(sum);
}

/**
 * Least squares fit of column `target` by the columns in `support`. A zero column, or one that depends on earlier ones to
 * rounding, gets the coefficient 0 and an infinite standard error.
 * @example
 * // rows (x, y): y = 2x
 * fitSupport(factorize(Float64Array.of(1, 2, 2, 4), 2, 2), 1, [0]).coefficients // [2]
 */
export function fitSupport(factor: Factor, target: number, support: readonly number[]): Fit {
  const k = support.length;
  const { triangle, right, norms, residual } = reduced(factor, target, support);
  const coefficients = new Array<number>(k).fill(0);
  const live = support.map((_, i) => Math.abs(triangle[i * k + i]!) > 1e-13);
  for (let i = k - 1; i >= 0; i--) {
    if (!live[i]) continue;
    let sum = right[i]!;
    for (let j = i + 1; j < k; j++) sum -= triangle[i * k + j]! * coefficients[j]!;
    coefficients[i] = sum / triangle[i * k + i]!;
  }
  const variance = factor.rows > k ? residual / (factor.rows - k) : Number.POSITIVE_INFINITY;
  const inverseNorms = inverseRowNorms(triangle, k, live);
  return {
    support: [...support],
    coefficients: coefficients.map((c, i) => (live[i] ? c / norms[i]! : 0)),
    standardErrors: inverseNorms.map((s, i) =>
      live[i] ? (s * Math.sqrt(variance)) / norms[i]! : Number.POSITIVE_INFINITY,
    ),
    residual,
    get condition() {
      if (k === 0) return 1;
      const { values } = singularValues(triangle, k);
      return values[0]! / values[k - 1]!;
    },
  };
}

/**
 * Sum of squared residuals of the best fit by the columns in `support`: `fitSupport` without everything else.
 */
export function residualSquares(factor: Factor, target: number, support: readonly number[]): number {
  return reduced(factor, target, support).residual;
}

/** QR of [scaled support columns | target] inside the factor: triangle, right-hand side, column norms, residual². */
function reduced(factor: Factor, target: number, support: readonly number[]) {
  const k = support.length;
  const p = factor.columns;
  for (const column of [...support, target]) {
    if (!(column >= 0 && column < p)) {
      throw new Inconsistent({ where: 'fit', expected: `columns below ${p}`, got: String(column) });
    }
  }
  const norms = support.map((column) => columnNorm(factor, column) || 1);
  const small = new Float64Array(p * (k + 1));
  for (let i = 0; i < p; i++) {
    for (const [j, column] of support.entries()) small[i * (k + 1) + j] = factor.r[i * p + column]! / norms[j]!;
    small[i * (k + 1) + k] = factor.r[i * p + target]!;
  }
  const { r } = factorize(small, p, k + 1);
  const triangle = new Float64Array(k * k);
  const right = new Float64Array(k);
  for (let i = 0; i < k; i++) {
    for (let j = i; j < k; j++) triangle[i * k + j] = r[i * (k + 1) + j]!;
    right[i] = r[i * (k + 1) + k]!;
    if (Math.abs(triangle[i * k + i]!) <= 1e-13) right[i] = 0;
  }
  return { triangle, right, norms, residual: r[k * (k + 1) + k]! ** 2 };
}

/** Norms of the rows of the inverse of an upper triangular k × k matrix: square roots of the diagonal of (RᵀR)⁻¹. */
function inverseRowNorms(triangle: Float64Array, k: number, live: readonly boolean[]): number[] {
  const sums = new Array<number>(k).fill(0);
  const x = new Float64Array(k);
  for (let column = 0; column < k; column++) {
    if (!live[column]) continue;
    x.fill(0);
    for (let i = column; i >= 0; i--) {
      if (!live[i]) continue;
      let sum = i === column ? 1 : 0;
      for (let j = i + 1; j <= column; j++) sum -= triangle[i * k + j]! * x[j]!;
      x[i] = sum / triangle[i * k + i]!;
      sums[i] = sums[i]! + x[i]! ** 2;
    }
  }
  return sums.map(Math.sqrt);
}

/**
 * For each column of `support` the share of its norm that the other columns of `support` do not explain; 0 for one that depends on
 * earlier ones to rounding.
 */
export function ownShares(factor: Factor, support: readonly number[]): readonly number[] {
  const k = support.length;
  const { triangle } = reduced(factor, support[0]!, support);
  const live = support.map((_, i) => Math.abs(triangle[i * k + i]!) > 1e-13);
  return inverseRowNorms(triangle, k, live).map((norm, i) => (live[i] ? 1 / norm : 0));
}

/**
 * Sum of squares of target − Σ coefficients · columns over the rows of the factor.
 */
export function residualOf(
  factor: Factor,
  target: number,
  support: readonly number[],
  coefficients: readonly number[],
) {
  let total = 0;
  for (let i = 0; i < factor.columns; i++) {
    let row = factor.r[i * factor.columns + target]!;
    for (const [j, column] of support.entries()) row -= factor.r[i * factor.columns + column]! * coefficients[j]!;
    total += row * row;
  }
  return total;
}

/** Condition number of the columns scaled to unit norm; 1 for none. */
export function conditionNumber(factor: Factor, support: readonly number[]): number {
  const k = support.length;
  if (k === 0) return 1;
  const { values } = singularValues(reduced(factor, support[0]!, support).triangle, k);
  return values[0]! / values[k - 1]!;
}
