/**
 * Sequentially thresholded least squares: fit, drop the terms whose coefficient is below the threshold, fit again, until
 * nothing drops. Coefficients are compared after scaling every column and the target to unit norm, so that the units of
 * the features do not matter. Raising the threshold from the last support on gives a nested path. Source: [brunton-2016].
 */
import { columnNorm, type Factor, factorize, fitSupport } from './leastSquares.js';

/** Thresholds, ascending, from far below to above any scaled coefficient of a well-posed fit: 12 a decade. */
const thresholds: readonly number[] = Array.from({ length: 97 }, (_, i) => 10 ** (-6 + i / 12));

/**
 * The distinct supports along the path of thresholds, largest first, each contained in the one before.
 * @param columns the candidate columns to start from.
 */
export function stlsqPath(factor: Factor, target: number, columns: readonly number[]): readonly (readonly number[])[] {
  const path: (readonly number[])[] = [];
  let support: readonly number[] = columns;
  for (const threshold of thresholds) {
    const next = stlsq(factor, target, support, threshold);
    if (path.length === 0 || next.length < support.length) path.push(next);
    support = next;
  }
  return path;
}

/** The support at which thresholding comes to rest when it starts from `columns`. */
export function stlsq(
  factor: Factor,
  target: number,
  columns: readonly number[],
  threshold: number,
): readonly number[] {
  const targetNorm = columnNorm(factor, target) || 1;
  let support = [...columns];
  for (;;) {
    const { coefficients } = fitSupport(factor, target, support);
    const kept = support.filter(
      (column, i) => Math.abs(coefficients[i]!) * columnNorm(factor, column) >= threshold * targetNorm,
    );
    if (kept.length === support.length) return support;
    support = kept;
  }
}

/**
 * Ridge-STLSQ: the same with the penalty `ridge` · Σ (c_j ‖x_j‖)² / ‖y‖² on every fit, which keeps the coefficients of nearly dependent
 * columns from growing against each other [rudy-2017]. Only the supports are of use: the penalty shrinks coefficients.
 */
export function ridgePath(
  factor: Factor,
  target: number,
  columns: readonly number[],
  ridge: number,
): readonly (readonly number[])[] {
  return stlsqPath(withRidge(factor, columns, ridge), target, columns);
}

/** The factor of the matrix with one further row √ridge ‖x_j‖ e_j for each column. */
function withRidge(factor: Factor, columns: readonly number[], ridge: number): Factor {
  const { columns: p, r, rows } = factor;
  const tall = new Float64Array((p + columns.length) * p);
  tall.set(r);
  for (const [i, column] of columns.entries()) {
    tall[(p + i) * p + column] = Math.sqrt(ridge) * columnNorm(factor, column);
  }
  return { ...factorize(tall, p + columns.length, p), rows };
}
