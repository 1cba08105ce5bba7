/** How models are searched for, chosen and judged: options that the strong and the weak form share. */
import { checkInteger } from '../base/index.js';
import { checkSearch, type SearchMethod } from './bestSubsets.js';
import { checkBootstrap } from './bootstrap.js';
import { type Criterion, checkCriterion } from './criterion.js';

export interface SelectionOptions {
  /** Largest number of terms considered; default 8. */
  readonly maxTerms?: number;
  /** How supports are searched for; default `all`. */
  readonly search?: SearchMethod;
  /** Whether supports of up to 5 terms are proved to leave the least residual, by branch and bound; default false. */
  readonly proved?: boolean;
  /** By what one model is chosen; default `standard`. */
  readonly criterion?: Criterion;
  /** Pairs of halves of the data for stability selection; default 0, none. */
  readonly stabilityPairs?: number;
  /** Probability that an interval holds the true coefficient; default 0.95. */
  readonly confidence?: number;
  /** Resamples of the block bootstrap that gives the intervals, at least 100; default 1000. */
  readonly resamples?: number;
}

export const selectionOptionNames: readonly (keyof SelectionOptions)[] = [
  'maxTerms',
  'search',
  'proved',
  'criterion',
  'stabilityPairs',
  'confidence',
  'resamples',
];

/** With defaults. @throws InvalidInput for values that make no sense. */
export function selectionOptions(where: string, options: SelectionOptions): Required<SelectionOptions> {
  const { maxTerms = 8, search = 'all', proved = false, criterion = 'standard', stabilityPairs = 0 } = options;
  const { confidence = 0.95, resamples = 1000 } = options;
  checkInteger(where, 'maxTerms', maxTerms, 1);
  checkInteger(where, 'stabilityPairs', stabilityPairs, 0);
  checkSearch(where, search);
  checkCriterion(where, criterion);
  checkBootstrap(where, { confidence, resamples });
  return { maxTerms, search, proved, criterion, stabilityPairs, confidence, resamples };
}
