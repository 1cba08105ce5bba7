/**
 * Learning u_t = Σ_γ c_γ N_γ(u) from snapshots, strong form: features and u_t are evaluated pointwise, the supports of each
 * size with the least residual are found (`bestSubsets`), cross-validated (`crossValidation`), and one of them is chosen by
 * the rule of `modelSelection`. With `smoothing: 'auto'` this is repeated on data smoothed more and more, as long as the
 * score of the chosen model falls.
 */
import { checkInteger, checkOptions, InvalidInput } from '../base/index.js';
import { bestSubsets } from './bestSubsets.js';
import { blocksOfFactors, bootstrapIntervals, type Interval } from './bootstrap.js';
import { largestProved, provedSubsets } from './branchAndBound.js';
import { orderBy } from './criterion.js';
import { crossValidate, jackknifeErrors } from './crossValidation.js';
import { buildDesign, type Design, type FeatureEvaluator, type Snapshots } from './designMatrix.js';
import { type InformationCriteria, informationCriteria } from './informationCriterion.js';
import { columnNorm, conditionNumber, type Factor, fitSupport, stackFactors } from './leastSquares.js';
import { extrapolated, rankModels, type ScoredModel, scoreModel } from './modelSelection.js';
import { type NearRelation, named, nearRelations } from './nearRelations.js';
import { type SelectionOptions, selectionOptionNames, selectionOptions } from './options.js';
import { type SliceSeries, sliceAt } from './series.js';
import type { SmoothingAxes } from './smoothing.js';
import { stability } from './stability.js';

/** How to fit: shared by `discover` and `discoverEquation`. */
export interface FitOptions extends SelectionOptions {
  /** Half-width of the smoothing window in nodes and in snapshots; 0 is none; 'auto' (default) chooses by the score. */
  readonly smoothing?: number | 'auto';
  /** Number of cross-validation blocks, at least 2; default 10. */
  readonly folds?: number;
  /** Bound on the rows of the regression; nodes are sampled to meet it. Default 20 000. */
  readonly maxRows?: number;
  /** Bound on the snapshots at which features are evaluated. Default 100. */
  readonly maxSnapshots?: number;
  /** Seed of the sampling; default 1. */
  readonly seed?: number;
  /** Called with each half-width before it is tried. */
  readonly onSmoothing?: (halfWidth: number) => void;
}

export const fitOptionNames: readonly (keyof FitOptions)[] = [
  ...selectionOptionNames,
  'smoothing',
  'folds',
  'maxRows',
  'maxSnapshots',
  'seed',
  'onSmoothing',
];

/** Data, candidates and options of `discover`. */
export interface DiscoverRequest extends FitOptions {
  /** For every field one array over the nodes at each time. */
  readonly snapshots: Snapshots;
  /** Strictly increasing, at least 3. */
  readonly times: ArrayLike<number>;
  /** Names of the candidates, in the order in which `features` returns them. */
  readonly candidates: readonly string[];
  readonly features: FeatureEvaluator;
  /** The same features with accuracy two orders lower (two higher where `accuracy` is 2): measures the discretisation error. */
  readonly comparison?: FeatureEvaluator;
  /** Order of accuracy of `features`; needed with `comparison`. */
  readonly accuracy?: number;
  /** Quadrature weights of the nodes: residuals are then integrals. Default: all nodes count the same. */
  readonly weights?: Float64Array;
  /** Nodes that may enter the regression, e.g. without a boundary layer. Default: all. */
  readonly nodes?: ArrayLike<number>;
  /** How to smooth in space; without it `smoothing` acts in time only. */
  readonly smoothingAxes?: SmoothingAxes;
}

/** One term of a learned equation. */
export interface LearnedTerm {
  /** Position in the list of candidates. */
  readonly candidate: number;
  readonly key: string;
  readonly coefficient: number;
  /** From s² (AᵀA)⁻¹: supposes that the errors of rows are independent, so a lower bound. */
  readonly stderr: number;
  /** From leaving out one block at a time: allows errors correlated within a block. */
  readonly jackknife: number;
  /** From resampled cross-validation blocks (bootstrap.ts); absent in alternatives. */
  readonly interval?: Interval;
  /** Share of halves of the data whose best model of as many terms has this one; absent unless asked for. */
  readonly stability?: number;
}

/** One model, with how well it predicts what it has not seen. */
export interface LearnedModel {
  readonly terms: readonly LearnedTerm[];
  /** ‖u_t − Σ c N‖ / ‖u_t‖ over all rows. */
  readonly residual: number;
  /** The same on held-out blocks, with its standard error. */
  readonly crossValidation: { readonly error: number; readonly standardError: number };
  /** Estimated part of `residual` that is discretisation error; 0 where it cannot be estimated. */
  readonly discretisation: number;
  /** What models were ranked by (smaller is better), see modelSelection.ts. */
  readonly score: number;
  /** For independent rows. */
  readonly information: InformationCriteria;
  /** Whether it is proved that no other terms, as many, leave a smaller residual. */
  readonly proved: boolean;
  /** Condition number of the chosen columns, scaled to unit norm. */
  readonly condition: number;
}

/** The equation of one field: the chosen model and the runners-up, best first. */
export interface LearnedEquation extends LearnedModel {
  readonly field: string;
  readonly alternatives: readonly LearnedModel[];
}

/** Everything learned. */
export interface Discovery {
  readonly equations: readonly LearnedEquation[];
  readonly smoothing: number;
  readonly rows: number;
  readonly folds: number;
  readonly snapshots: number;
  /** Order of accuracy of the time derivative. */
  readonly timeAccuracy: number;
  /** Of all candidates, scaled to unit norm. */
  readonly condition: number;
  /** Candidates that are nearly combinations of others on these data: such candidates are hard to tell apart. */
  readonly nearRelations: readonly NearRelation<string>[];
}

const knownOptions: readonly (keyof DiscoverRequest)[] = [
  ...fitOptionNames,
  'snapshots',
  'times',
  'candidates',
  'features',
  'comparison',
  'accuracy',
  'weights',
  'nodes',
  'smoothingAxes',
];

/** Half-widths tried, in order; below 4 a window of smoothing degree 6 only interpolates. */
const smoothingLadder: readonly number[] = [0, 6, 9, 12, 16, 20, 26];

/** Data that are explained this well need no smoothing. */
const goodEnough = 1e-3;

/**
 * Learns one equation for each field.
 * @throws InvalidInput for data that are not finite, do not match in shape, have fewer than 3 times or do not change in
 * time, and for unknown options.
 * @example
 * discover({ snapshots: { u: snapshots }, times, candidates: ['u', 'u^2'], features: ({ u }) => [u, u.map((x) => x * x)] })
 *   .equations[0].terms[0].key // 'u'
 */
export function discover(request: DiscoverRequest): Discovery {
  checkOptions('discover', request, knownOptions);
  checkRequest(request);
  const { smoothing = 'auto' } = request;
  if (smoothing !== 'auto') return learn(request, smoothing).discovery;
  let best: Attempt | undefined;
  let failures = 0;
  for (const halfWidth of smoothingLadder) {
    if (3 * halfWidth > request.times.length && request.smoothingAxes === undefined) break;
    request.onSmoothing?.(halfWidth);
    const attempt = learn(request, halfWidth);
    if (best === undefined || attempt.score < best.score) {
      best = attempt;
      failures = 0;
    } else if (++failures === 2) break;
    if (best.discovery.equations.every((equation) => equation.crossValidation.error < goodEnough)) break;
  }
  return best!.discovery;
}

interface Attempt {
  readonly discovery: Discovery;
  /** Product of the scores of all equations. */
  readonly score: number;
}

function learn(request: DiscoverRequest, smoothing: number): Attempt {
  const { candidates, folds = 10, maxRows = 20_000, maxSnapshots = 100, seed = 1 } = request;
  const design = buildDesign({
    snapshots: request.snapshots,
    times: request.times,
    features: request.features,
    comparison: request.comparison,
    candidates,
    weights: request.weights,
    nodes: request.nodes ?? allNodes(request.snapshots),
    smoothingAxes: request.smoothingAxes,
    smoothing,
    folds,
    maxRows,
    maxSnapshots,
    seed,
  });
  const equations = Object.keys(request.snapshots).map((field, f) =>
    learnField(request, design, field, candidates.length + f),
  );
  const live = liveColumns(design, candidates.length);
  const condition = conditionNumber(design.all, live);
  return {
    score: equations.reduce((product, equation) => product * equation.score, 1),
    discovery: {
      equations,
      smoothing,
      rows: design.all.rows,
      folds: design.folds.length,
      snapshots: design.snapshots,
      timeAccuracy: design.timeDegree,
      condition,
      nearRelations: named(nearRelations(design.all, live), candidates),
    },
  };
}

function liveColumns(design: Design, candidates: number): readonly number[] {
  return Array.from({ length: candidates }, (_, j) => j).filter((j) => columnNorm(design.all, j) > 0);
}

function learnField(request: DiscoverRequest, design: Design, field: string, target: number): LearnedEquation {
  const { candidates, accuracy = 2, seed = 1 } = request;
  const { all, folds, change, timeDegree } = design;
  const { maxTerms, search, proved, criterion, stabilityPairs, ...bootstrap } = selectionOptions('discover', request);
  const targetNorm = columnNorm(all, target);
  checkChanges(request, field, targetNorm / Math.sqrt(all.rows));
  const live = liveColumns(design, candidates.length);
  const certain = proved ? provedSubsets(all, target, live, maxTerms) : [];
  const supports = bestSubsets(all, target, live, maxTerms, search).filter(
    ({ length }) => !certain.some((own) => own.length === length),
  );
  const models = crossValidate(folds, target, [...certain, ...supports]).map((validation) => {
    const { coefficients } = fitSupport(all, target, validation.support);
    const parts = validation.support.map(
      (column, i) => coefficients[i]! * columnNorm(all, column) * extrapolated(change[column], accuracy),
    );
    parts.push(targetNorm * extrapolated(change[target], timeDegree));
    return scoreModel(validation, Math.hypot(...parts) / targetNorm);
  });
  const judged = models.map((model) => ({
    ...model,
    validation: model,
    information: informationCriteria(
      all.rows,
      model.support.length,
      Math.sqrt(fitSupport(all, target, model.support).residual) / targetNorm,
    ),
  }));
  const ranked = criterion === 'standard' ? rankModels(judged) : orderBy(criterion, judged);
  const [chosen, ...others] = ranked.map((model) => toModel(request, design, target, model));
  const { support } = ranked[0]!;
  const coefficients = chosen!.terms.map((term) => term.coefficient);
  const intervals = bootstrapIntervals(
    coefficients,
    blocksOfFactors(folds, target, support, coefficients),
    folds.length,
    { ...bootstrap, seed },
  );
  const halves = (half: readonly number[]): Factor => stackFactors(half.map((fold) => folds[fold]!));
  const shares =
    stabilityPairs > 0 && support.length > 0
      ? stability(folds.length, halves, target, live, support.length, { pairs: stabilityPairs, seed })
      : undefined;
  const terms = chosen!.terms.map((term, i) => ({
    ...term,
    interval: intervals[i]!,
    ...(shares && { stability: shares.get(term.candidate)! }),
  }));
  return { field, ...chosen!, terms, alternatives: others };
}

function toModel(
  request: DiscoverRequest,
  design: Design,
  target: number,
  model: ScoredModel & { readonly information: InformationCriteria },
): LearnedModel {
  const { coefficients, standardErrors, residual, condition } = fitSupport(design.all, target, model.support);
  const jackknife = jackknifeErrors(model);
  return {
    terms: model.support.map((candidate, i) => ({
      candidate,
      key: request.candidates[candidate]!,
      coefficient: coefficients[i]!,
      stderr: standardErrors[i]!,
      jackknife: jackknife[i]!,
    })),
    residual: Math.sqrt(residual) / columnNorm(design.all, target),
    crossValidation: { error: model.error, standardError: model.standardError },
    discretisation: model.discretisation,
    score: model.score,
    information: model.information,
    proved: request.proved === true && model.support.length <= largestProved,
    condition,
  };
}

function allNodes(snapshots: Snapshots): Int32Array {
  const size = sliceAt(Object.values(snapshots)[0]!, 0).length;
  return Int32Array.from({ length: size }, (_, i) => i);
}

function checkRequest(request: DiscoverRequest): void {
  const where = 'discover';
  const { snapshots, times, candidates, smoothing = 'auto', folds = 10, maxRows = 20_000 } = request;
  const names = Object.keys(snapshots);
  if (names.length === 0 || candidates.length === 0) {
    throw new InvalidInput({
      where,
      expected: 'at least one field and one candidate',
      got: `${names.length} fields, ${candidates.length} candidates`,
    });
  }
  if (smoothing !== 'auto') checkInteger(where, 'smoothing', smoothing, 0);
  selectionOptions(where, request);
  checkInteger(where, 'folds', folds, 2);
  checkInteger(where, 'maxRows', maxRows, 10);
  checkInteger(where, 'maxSnapshots', request.maxSnapshots ?? 100, 1);
  if (request.comparison !== undefined && request.accuracy === undefined) {
    throw new InvalidInput({ where, expected: 'accuracy along with comparison', got: 'none' });
  }
  const size = snapshots[names[0]!]!.at(0)?.length ?? 0;
  for (const name of names) checkField(name, snapshots[name]!, times.length, size);
  if (request.weights !== undefined && request.weights.length !== size) {
    throw new InvalidInput({ where, expected: `${size} weights`, got: String(request.weights.length) });
  }
}

function checkField(name: string, snapshots: SliceSeries, times: number, size: number): void {
  const where = 'discover';
  if (snapshots.length !== times) {
    throw new InvalidInput({
      where,
      expected: `${times} snapshots of ${name}, one for each time`,
      got: String(snapshots.length),
    });
  }
  for (let i = 0; i < snapshots.length; i++) {
    const values = sliceAt(snapshots, i);
    if (values.length !== size || size === 0) {
      throw new InvalidInput({
        where,
        expected: `${size || 'some'} values in snapshot ${i} of ${name}`,
        got: String(values.length),
      });
    }
    const bad = values.findIndex((value) => !Number.isFinite(value));
    if (bad >= 0) {
      throw new InvalidInput({
        where,
        expected: `finite values of ${name}`,
        got: `${values[bad]} at node ${bad} of snapshot ${i}`,
      });
    }
  }
}

/** Refuses a field whose change over the whole time span is rounding. */
function checkChanges(request: DiscoverRequest, field: string, rate: number): void {
  const { times } = request;
  let largest = 0;
  const snapshots = request.snapshots[field]!;
  for (let i = 0; i < snapshots.length; i++) {
    for (const value of sliceAt(snapshots, i)) largest = Math.max(largest, Math.abs(value));
  }
  if (rate * (times[times.length - 1]! - times[0]!) > 1e-12 * largest) return;
  throw new InvalidInput({
    where: 'discover',
    expected: `a field ${field} that changes in time`,
    got: 'a constant one',
  });
}
