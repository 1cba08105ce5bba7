/**
 * The rule by which one model is chosen, in one place.
 *
 * With data from a run or a file the misfit of the true equation is not independent noise but discretisation error (and,
 * amplified by differentiation, rounding and noise). It is a smooth function of the same jets as the candidates: a further
 * candidate always explains some of it, on held-out rows too, significantly by any test that supposes independence. The
 * minimum of the cross-validation error therefore over-selects. Two corrections:
 *
 * 1. Floor. A residual below the estimated discretisation error of the model itself says nothing. So a model's misfit is
 *    max(error, floor), with floor = `floorMargin` × the estimate (which is good to a factor of a few) and never below
 *    rounding.
 * 2. Price. Each term must on average lower the misfit by the factor `priceOfTerm`: score = misfit · price^terms, the
 *    least score wins. A true term whose part of u_t is s times the remaining misfit lowers it by √(1+s²): at 1.5 it is
 *    kept when s > 1.12, that is, when it stands out of what nobody can explain. What is then given up is honest: terms
 *    smaller than the unexplained rest.
 *
 * One-standard-error rule on top [hastie-2009, 7.10]: of the models whose score is within one standard error of the best,
 * the one with fewest terms. Because score is comparable between differently smoothed data, it also chooses the smoothing.
 */
import type { Validation } from './crossValidation.js';

export const priceOfTerm = 1.5;
const floorMargin = 4;
const rounding = 1e-10;

/** A cross-validated model with its misfit and score; smaller is better. */
export interface ScoredModel extends Validation {
  /** Estimated relative discretisation error of u_t − Σ c N. */
  readonly discretisation: number;
  readonly score: number;
}

/**
 * Relative error at accuracy p from the relative change δ between p and p − 2: errors go like θ^p, θ the phase advance per
 * node of the dominant wave, so δ ~ θ^(p−2) and the error ~ δ^(p/(p−2)). For p = 2, δ is the change from 2 to 4, which is
 * the error itself. 0 where the change is not known.
 */
export function extrapolated(change: number | undefined, accuracy: number): number {
  if (change === undefined || accuracy <= 2) return change ?? 0;
  return change ** (accuracy / (accuracy - 2));
}

/** Relative errors below this say nothing, given the estimated discretisation error. */
export const misfitFloor = (discretisation: number): number => Math.max(floorMargin * discretisation, rounding);

/** Scores one model. */
export function scoreModel(validation: Validation, discretisation: number): ScoredModel {
  const misfit = Math.max(validation.error, misfitFloor(discretisation));
  return { ...validation, discretisation, score: misfit * priceOfTerm ** validation.support.length };
}

/**
 * The models in order of preference: the chosen one, then the others by score (ties: fewer terms first).
 * @example
 * const models = [[0], [0, 1], [0, 1, 2]].map((support, i) =>
 *   scoreModel({ support, error: [0.4, 1e-3, 0.9e-3][i], standardError: 0, foldCoefficients: [] }, 0),
 * );
 * rankModels(models).map(({ support }) => support.length) // [2, 3, 1]
 */
export function rankModels<T extends ScoredModel>(models: readonly T[]): readonly T[] {
  const ranked = [...models].sort((a, b) => a.score - b.score || a.support.length - b.support.length);
  const best = ranked[0];
  if (best === undefined) return [];
  const relative = best.error > 0 ? best.standardError / best.error : 0;
  const bound = best.score * (1 + relative);
  const chosen = ranked
    .filter((model) => model.score <= bound)
    .reduce((a, b) => (b.support.length < a.support.length ? b : a), best);
  return [chosen, ...ranked.filter((model) => model !== chosen)];
}
