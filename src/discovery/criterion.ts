/** By what one model is chosen among the best of each size. */
import { InvalidInput } from '../base/index.js';

/**
 * `standard`: the rule of modelSelection.ts for the strong form, of weak/weakSelection.ts for the weak form. `cross-validation`: the fewest terms
 * within one standard error of the least error on held-out blocks [hastie-2009, 7.10]. `bic`, `aicc`: the least.
 */
export const criteria = ['standard', 'cross-validation', 'bic', 'aicc'] as const;
export type Criterion = (typeof criteria)[number];

/** What the rules look at. */
interface Judged {
  readonly support: readonly number[];
  readonly validation: { readonly error: number; readonly standardError: number };
  readonly information: { readonly bic: number; readonly aicc: number };
}

/** @throws InvalidInput for a name that is none of {@link criteria}. */
export function checkCriterion(where: string, criterion: Criterion): void {
  if (criteria.includes(criterion)) return;
  throw new InvalidInput({
    where,
    expected: `a criterion among ${criteria.join(', ')}`,
    got: `'${String(criterion)}'`,
  });
}

/** The models, the chosen one first, the others from better to worse. */
export function orderBy<T extends Judged>(
  criterion: Exclude<Criterion, 'standard'>,
  models: readonly T[],
): readonly T[] {
  const value = ({ validation, information }: T): number =>
    criterion === 'cross-validation' ? validation.error : information[criterion];
  const sorted = [...models].sort((a, b) => value(a) - value(b) || a.support.length - b.support.length);
  const best = sorted[0];
  if (best === undefined || criterion !== 'cross-validation') return sorted;
  const bound = best.validation.error + best.validation.standardError;
  const chosen = sorted
    .filter(({ validation }) => validation.error <= bound)
    .reduce((a, b) => (b.support.length < a.support.length ? b : a), best);
  return [chosen, ...sorted.filter((model) => model !== chosen)];
}
