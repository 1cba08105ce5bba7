/**
 * The lasso: least ½‖y − Σ c_j x_j‖² + λ Σ |c_j|, columns in units of their norms, by cyclic coordinate descent along a path of falling λ,
 * each solution the start of the next. Works on the triangular factor, so the number of rows does not matter.
 * Sources: [tibshirani-1996], [friedman-2010].
 */
import { columnNorm, type Factor } from './leastSquares.js';

/** One point of the path. */
export interface LassoPoint {
  /** Penalty relative to the least one at which every coefficient is zero. */
  readonly penalty: number;
  /** Columns whose coefficients are not zero, ascending, and their shrunken coefficients. */
  readonly support: readonly number[];
  readonly coefficients: readonly number[];
}

/** Penalties for each factor of ten, and decades. */
const perDecade = 12;
const decades = 5;

/** Passes over all columns for one penalty, at most; stops when nothing moves by more than the tolerance. */
const mostPasses = 400;
const tolerance = 1e-9;

/**
 * The path from the empty support on.
 * @example
 * lassoPath(factorize(Float64Array.of(1, 3, 2, 6), 2, 2), 1, [0]).at(-1).coefficients[0].toFixed(3) // '3.000'
 */
export function lassoPath(factor: Factor, target: number, columns: readonly number[]): readonly LassoPoint[] {
  const { columns: p, r } = factor;
  const used = columns.filter((column) => columnNorm(factor, column) > 0);
  const norms = used.map((column) => columnNorm(factor, column));
  const targetNorm = columnNorm(factor, target) || 1;
  const unit = (column: number, norm: number): Float64Array =>
    Float64Array.from({ length: p }, (_, i) => r[i * p + column]! / norm);
  const x = used.map((column, j) => unit(column, norms[j]!));
  const rest = unit(target, targetNorm);
  const c = new Float64Array(used.length);
  const largest = Math.max(0, ...x.map((column) => Math.abs(dot(column, rest))));
  const path: LassoPoint[] = [];
  for (let step = 0; step <= perDecade * decades && largest > 0; step++) {
    const relative = 10 ** (-step / perDecade);
    const lambda = largest * relative;
    for (let pass = 0; pass < mostPasses; pass++) {
      let moved = 0;
      for (const [j, column] of x.entries()) {
        const pull = dot(column, rest) + c[j]!;
        const next = Math.sign(pull) * Math.max(0, Math.abs(pull) - lambda);
        const change = next - c[j]!;
        if (change === 0) continue;
        for (let i = 0; i < p; i++) rest[i] = rest[i]! - change * column[i]!;
        c[j] = next;
        moved = Math.max(moved, Math.abs(change));
      }
      if (moved < tolerance) break;
    }
    const live = used.map((_, j) => j).filter((j) => c[j] !== 0);
    path.push({
      penalty: relative,
      support: live.map((j) => used[j]!),
      coefficients: live.map((j) => (c[j]! * targetNorm) / norms[j]!),
    });
  }
  return path;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
