/**
 * Cross-validation of the weak form: the fit to all windows but those of one fold is ĉ − (M − M_f)⁻¹ s_f, with s_f the scores and M_f the Gram
 * matrix of the fold, both corrected for noise. Folds are contiguous blocks, as in crossValidation.ts.
 */
import { solvePositive } from '../bootstrap.js';
import { scores, unexplained } from './blockScores.js';
import type { WeakDesign } from './weakDesign.js';

/** Number of folds, at most. */
const mostFolds = 10;

/** The relative error on windows held out, noise taken off, and its standard error over folds. */
export function validateWeak(
  { blocks, corrected }: Pick<WeakDesign, 'blocks' | 'corrected'>,
  target: number,
  support: readonly number[],
  coefficients: readonly number[],
): { readonly error: number; readonly standardError: number } {
  const p = corrected.columns;
  const k = support.length;
  const count = Math.min(mostFolds, blocks.length);
  const folds = Array.from({ length: count }, () => new Float64Array(p * p));
  for (const [b, { gram }] of blocks.entries()) {
    const fold = folds[Math.floor((b * count) / blocks.length)]!;
    for (let i = 0; i < gram.length; i++) fold[i] = fold[i]! + gram[i]!;
  }
  const all = new Float64Array(p * p);
  for (const fold of folds) for (let i = 0; i < all.length; i++) all[i] = all[i]! + fold[i]!;
  const part = (gram: Float64Array, without?: Float64Array): Float64Array =>
    Float64Array.from({ length: k * k }, (_, i) => {
      const place = support[Math.floor(i / k)]! * p + support[i % k]!;
      return gram[place]! - (without?.[place] ?? 0);
    });
  const errors = folds.map((fold) => {
    const own = Float64Array.from(scores(fold, p, target, support, coefficients));
    const change = solvePositive(part(all, fold), own);
    if (change === undefined) return Number.POSITIVE_INFINITY;
    return unexplained(
      fold,
      p,
      target,
      support,
      coefficients.map((c, i) => c - change[i]!),
    );
  });
  const power = all[target * p + target]!;
  const share = Math.max(0, errors.reduce((sum, value) => sum + value, 0) / power);
  if (!Number.isFinite(share)) return { error: share, standardError: share };
  const mean = share / count;
  const scatter = errors.reduce((sum, value) => sum + (value / power - mean) ** 2, 0);
  const error = Math.sqrt(share);
  const standardError = Math.sqrt((scatter * count) / Math.max(1, count - 1));
  return { error, standardError: error === 0 ? 0 : standardError / (2 * error) };
}
