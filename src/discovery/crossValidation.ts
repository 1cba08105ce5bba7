/**
 * Cross-validation over blocks of rows. Errors of derivatives are correlated in space and time, so folds are contiguous
 * blocks (of time when there are enough snapshots): a row left out has no twin next to it among the rows that are kept.
 * Folds come as triangular factors, so leaving one out never touches the data again. Source: [roberts-2017].
 */
import { InvalidInput } from '../base/index.js';
import { columnNorm, type Factor, fitSupport, residualOf, stackFactors } from './leastSquares.js';

/** How a support predicts rows that it was not fitted to. */
export interface Validation {
  readonly support: readonly number[];
  /** Root mean square of the held-out residual over the root mean square of the target. */
  readonly error: number;
  /** Standard error of `error`, from its scatter over the folds. */
  readonly standardError: number;
  /** Coefficients fitted with one fold left out, one list for each fold. */
  readonly foldCoefficients: readonly (readonly number[])[];
}

/**
 * Cross-validates each support.
 * @param folds at least two factors, in the same columns.
 * @throws InvalidInput for fewer than two folds, or a target that vanishes.
 */
export function crossValidate(
  folds: readonly Factor[],
  target: number,
  supports: readonly (readonly number[])[],
): readonly Validation[] {
  if (folds.length < 2) {
    throw new InvalidInput({ where: 'crossValidate', expected: 'at least 2 folds', got: String(folds.length) });
  }
  const training = folds.map((_, left) => stackFactors(folds.filter((_, i) => i !== left)));
  const rows = folds.reduce((sum, fold) => sum + fold.rows, 0);
  const power = folds.reduce((sum, fold) => sum + columnNorm(fold, target) ** 2, 0) / rows;
  if (power === 0) {
    throw new InvalidInput({ where: 'crossValidate', expected: 'a target that does not vanish', got: 'zeros' });
  }
  return supports.map((support) => {
    const foldCoefficients = training.map((factor) => fitSupport(factor, target, support).coefficients);
    const sums = folds.map((fold, i) => residualOf(fold, target, support, foldCoefficients[i]!));
    const meanSquare = sums.reduce((sum, value) => sum + value, 0) / rows / power;
    const error = Math.sqrt(meanSquare);
    // each fold's mean square, against the total: the scatter of the mean, then d√m = dm / 2√m
    const scatter = sums.reduce((sum, value, i) => sum + (value / folds[i]!.rows / power - meanSquare) ** 2, 0);
    const standardError = Math.sqrt(scatter / (folds.length * (folds.length - 1)));
    return { support, error, standardError: error === 0 ? 0 : standardError / (2 * error), foldCoefficients };
  });
}

/**
 * Delete-one-block jackknife standard errors of the coefficients. Unlike s²(AᵀA)⁻¹ they allow errors that are correlated
 * within a block. Source: [efron-1982].
 */
export function jackknifeErrors(validation: Validation): readonly number[] {
  const { foldCoefficients } = validation;
  const folds = foldCoefficients.length;
  return validation.support.map((_, j) => {
    const values = foldCoefficients.map((coefficients) => coefficients[j]!);
    const mean = values.reduce((sum, value) => sum + value, 0) / folds;
    return Math.sqrt(((folds - 1) / folds) * values.reduce((sum, value) => sum + (value - mean) ** 2, 0));
  });
}
