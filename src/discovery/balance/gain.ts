/**
 * Which of several models of a balance is taken. Data of a balance have misfits that are neither small nor independent noise:
 * processes that no candidate describes. What counts is whether a model predicts regions it was not fitted to better than a
 * smaller model does, and whether it does so throughout: gain_r = ½ ln(e_r(smaller)² / e_r(larger)²) with e_r the error in
 * region r, left out of both fits, must be positive in the mean over the regions by Student's test, at 1% over all the ways
 * in which as many terms could have been added. Every region counts the same, so a term that serves one place is not taken.
 * Errors below what differences can tell count as equal.
 */
import { columnNorm, type Factor, residualOf } from '../leastSquares.js';
import type { ScoredModel } from '../modelSelection.js';
import { misfitFloor } from '../modelSelection.js';
import { studentCritical } from '../studentQuantile.js';

/** Probability of taking terms that have nothing to say, over all that could be taken. */
const risk = 0.01;

/** Evidence is not told apart beyond this. */
const mostEvidence = 1000;

/** A model and the t-value of its gain over the model accepted before it, in units of the critical value. */
export interface JudgedModel {
  readonly model: ScoredModel;
  /** Above 1: accepted. 0 for the empty model. */
  readonly evidence: number;
}

/** Mean squares of the errors in regions left out, over the mean square of the target; never below what can be told. */
function heldOut(model: ScoredModel, regions: readonly Factor[], target: number, floor: number): readonly number[] {
  const rows = regions.reduce((sum, factor) => sum + factor.rows, 0);
  const power = regions.reduce((sum, factor) => sum + columnNorm(factor, target) ** 2, 0) / rows;
  return regions.map((factor, r) => {
    const square = residualOf(factor, target, model.support, model.foldCoefficients[r]!);
    return Math.max(square / factor.rows / power, floor ** 2);
  });
}

/**
 * The models in the order given with their evidence, and the position of the chosen one, the last that is accepted.
 * @param models by rising size, cross-validated on the regions; the first is the empty one.
 * @param candidates the number of candidates that there were to choose from.
 */
export function judge(
  models: readonly ScoredModel[],
  regions: readonly Factor[],
  target: number,
  candidates: number,
): { readonly judged: readonly JudgedModel[]; readonly chosen: number } {
  let chosen = 0;
  const judged = models.map((model, k) => {
    if (k === 0) return { model, evidence: 0 };
    const accepted = models[chosen]!;
    const added = Math.max(1, model.support.length - accepted.support.length);
    const critical = studentCritical(risk / candidates ** added, regions.length - 1);
    const floor = misfitFloor(Math.max(model.discretisation, accepted.discretisation));
    const [before, after] = [accepted, model].map((each) => heldOut(each, regions, target, floor));
    const gains = before!.map((square, r) => Math.log(square / after![r]!) / 2);
    const mean = gains.reduce((sum, gain) => sum + gain, 0) / gains.length;
    const scatter = gains.reduce((sum, gain) => sum + (gain - mean) ** 2, 0);
    const error = Math.sqrt(scatter / (gains.length * (gains.length - 1)));
    // Gains that are all the same have no scatter, and no need of more evidence than this.
    const evidence = mean === 0 ? 0 : Math.min(mostEvidence, mean / (critical * Math.max(error, 1e-12)));
    if (evidence > 1) chosen = k;
    return { model, evidence };
  });
  return { judged, chosen };
}
