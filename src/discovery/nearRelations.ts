/**
 * What makes a regression ill-conditioned, in words: columns that are nearly combinations of few others, x_j ≈ Σ a_i x_i within a share of
 * ‖x_j‖. The column that the others explain best is written by as few of them as will do, then left out, until every column left has a
 * part of its own. (Singular vectors say the same in mixtures of all columns, which nobody can read.) Source: [belsley-1980].
 */
import { stepwise } from './bestSubsets.js';
import { columnNorm, type Factor, fitSupport, ownShares, residualSquares } from './leastSquares.js';

/** Column `candidate` ≈ Σ coefficient · column, up to `within` times its norm. */
export interface NearRelation<Name = number> {
  readonly candidate: Name;
  readonly terms: readonly { readonly candidate: Name; readonly coefficient: number }[];
  readonly within: number;
}

/** The same with the columns' names. */
export const named = (relations: readonly NearRelation[], names: readonly string[]): readonly NearRelation<string>[] =>
  relations.map(({ candidate, terms, within }) => ({
    candidate: names[candidate]!,
    terms: terms.map((term) => ({ ...term, candidate: names[term.candidate]! })),
    within,
  }));

/** A column of which others explain all but this share is reported. */
export const nearlyRelated = 0.01;

/** Combinations of as many columns are searched for thoroughly; longer ones are what elimination leaves. */
const fewTerms = 4;

/**
 * The near-relations, the closest first. Zero columns are left out.
 * @example
 * // columns x, y and x + y
 * nearRelations(factorize(Float64Array.of(1, 0, 1, 0, 1, 1, 1, 2, 3), 3, 3), [0, 1, 2]).length // 1
 */
export function nearRelations(
  factor: Factor,
  columns: readonly number[],
  within = nearlyRelated,
): readonly NearRelation[] {
  let left = columns.filter((column) => columnNorm(factor, column) > 0);
  const found: NearRelation[] = [];
  while (left.length > 1) {
    const shares = ownShares(factor, left);
    const least = Math.min(...shares);
    if (least > within) break;
    const target = left[shares.indexOf(least)]!;
    left = left.filter((column) => column !== target);
    const norm = columnNorm(factor, target);
    const rest = (support: readonly number[]): number => Math.sqrt(residualSquares(factor, target, support)) / norm;
    const support =
      stepwise(factor, target, left, fewTerms).find((own) => rest(own) <= within) ?? eliminated(rest, left, within);
    const { coefficients } = fitSupport(factor, target, support);
    found.push({
      candidate: target,
      terms: support.map((candidate, i) => ({ candidate, coefficient: coefficients[i]! })),
      within: rest(support),
    });
  }
  return found.sort((a, b) => a.within - b.within);
}

/** Columns left when those go, one after the other, without which the rest stays smallest, as long as it is within the bound. */
function eliminated(
  rest: (support: readonly number[]) => number,
  columns: readonly number[],
  within: number,
): readonly number[] {
  let support = columns;
  for (;;) {
    const options = support.map((column) => support.filter((other) => other !== column));
    const losses = options.map(rest);
    const least = Math.min(...losses);
    if (!(least <= within)) return support;
    support = options[losses.indexOf(least)]!;
  }
}
