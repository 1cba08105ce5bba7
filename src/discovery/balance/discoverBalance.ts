/**
 * Learning a balance T = Σ_γ c_γ N_γ between known fields, without a time derivative: the target T and the candidates are
 * operators with values in scalars, vectors or tensors of one rank, e.g. ∇Φ = c₁ f εV + c₂ ∇_V V. All components share the
 * coefficients and errors are measured in the inner product of the space, so nothing depends on the frame. Supports of each
 * size with the least residual (`bestSubsets`), cross-validated on compact regions left out (`crossValidate`), the choice by
 * what larger models gain there (`gain.ts`); how often each candidate comes back in halves of the regions (`stability`).
 */
import { checkInteger, checkOptions, InvalidInput } from '../../base/index.js';
import type { CanonicalGraph } from '../../graph/index.js';
import { bestSubsets } from '../bestSubsets.js';
import { crossValidate, jackknifeErrors } from '../crossValidation.js';
import { columnNorm, fitSupport, stackFactors } from '../leastSquares.js';
import { extrapolated, type ScoredModel, scoreModel } from '../modelSelection.js';
import { type NearRelation, named, nearRelations } from '../nearRelations.js';
import { stability } from '../stability.js';
import {
  type BalanceData,
  type BalanceDesign,
  balanceDesign,
  factorsOfRegions,
  factorsOfSamples,
} from './balanceDesign.js';
import { type BalanceTerms, balanceEvaluator, type FieldValues } from './balanceFeatures.js';
import { judge } from './gain.js';

/** Data, candidates and options of `discoverBalance`. */
export interface DiscoverBalanceRequest extends BalanceData {
  /** Largest number of terms; default 5. */
  readonly maxTerms?: number;
  /** Pairs of halves for the stability of terms; default 25. */
  readonly stabilityPairs?: number;
}

/** One term of a balance. */
export interface BalanceTerm {
  readonly graph: CanonicalGraph;
  readonly key: string;
  readonly coefficient: number;
  /** Jackknife over the regions: allows errors that are correlated within a region. */
  readonly stderr: number;
  /** ‖c N‖ / ‖T‖ over all rows. */
  readonly share: number;
}

/** A balance with how well it holds. */
export interface BalanceModel {
  readonly terms: readonly BalanceTerm[];
  /** ‖T − Σ c N‖ / ‖T‖ over all rows. */
  readonly residual: number;
  /** The same on regions left out, with its standard error. */
  readonly crossValidation: { readonly error: number; readonly standardError: number };
  /** The same on samples left out; undefined where there is one sample. */
  readonly transfer: number | undefined;
  /** Estimated part of `residual` that is error of the differences; 0 where it cannot be estimated. */
  readonly discretisation: number;
  /** Condition number of the chosen columns, scaled to unit norm. */
  readonly condition: number;
}

/** A model among others: what it gains over the largest smaller one that was accepted. */
export interface JudgedBalance extends BalanceModel {
  /** t-value of the gain on regions left out, over its critical value: above 1 is accepted; see gain.ts. */
  readonly evidence: number;
}

/** The chosen model. */
export interface BalanceDiscovery extends JudgedBalance {
  /** The best model found of every other size, smallest first. */
  readonly alternatives: readonly JudgedBalance[];
  /** For each candidate the share of halves of the regions whose best support of the chosen size has it, largest first. */
  readonly stability: readonly { readonly key: string; readonly share: number }[];
  readonly rows: number;
  readonly regions: number;
  /** Candidates that are nearly combinations of others on these data: such candidates are hard to tell apart. */
  readonly nearRelations: readonly NearRelation<string>[];
}

const where = 'balance';

const dataOptions: readonly (keyof BalanceData)[] = [
  'grid',
  'target',
  'library',
  'accuracy',
  'bandLimit',
  'samples',
  'nodes',
  'regions',
  'maxRows',
  'seed',
  'onProgress',
];

/**
 * Learns which candidates balance the target.
 * @throws InvalidInput for unknown options, fields that do not fit the grid, candidates of another rank than the target, a
 * target that vanishes, and data that leave fewer than four regions; Unsupported for missing values with spectral derivatives.
 * @example
 * // On a torus V = ∇u, and the target grad(u) is V itself.
 * const grid = parseGrid('cartesian:16x16', euclidean(2));
 * const u = Float64Array.from(grid.variables.get('x'), (x, i) => Math.sin(x) * Math.cos(grid.variables.get('y')[i]));
 * const target = normalize(parse('grad(u)'), { dimension: 2 });
 * const V = evaluateBalance({ grid, target, library: [], accuracy: 'spectral' }, [], { u }).left;
 * const library = candidateLibrary({ dimension: 2, edges: [0, 1], maxOrder: 1, maxDegree: 2, fields: [], vectors: ['V'], rank: 1 });
 * discoverBalance({ grid, target, library, samples: [{ u, V }], accuracy: 'spectral' }).terms[0].key // 'V_a'
 */
export function discoverBalance(request: DiscoverBalanceRequest): BalanceDiscovery {
  checkOptions(where, request, [...dataOptions, 'maxTerms', 'stabilityPairs']);
  const { library, maxTerms = 5, stabilityPairs = 25, seed = 1 } = request;
  checkInteger(where, 'maxTerms', maxTerms, 1);
  checkInteger(where, 'stabilityPairs', stabilityPairs, 1);
  const fit = prepare(request);
  const live = library.map((_, j) => j).filter((j) => columnNorm(fit.all, j) > 0);
  const supports = bestSubsets(fit.all, fit.target, live, maxTerms);
  const { regions } = fit;
  const { judged, chosen: position } = judge(scored(fit, supports, request), regions, fit.target, live.length);
  const models = judged.map(({ model, evidence }) => ({ ...toModel(fit, model, request), evidence }));
  const chosen = models[position]!;
  const shares =
    chosen.terms.length === 0
      ? new Map<number, number>()
      : stability(
          regions.length,
          (half) => stackFactors(half.map((r) => regions[r]!)),
          fit.target,
          live,
          chosen.terms.length,
          { pairs: stabilityPairs, seed },
        );
  return {
    ...chosen,
    alternatives: models.filter((model) => model !== chosen),
    stability: [...shares]
      .filter(([, share]) => share > 0)
      .sort((a, b) => b[1] - a[1] || a[0] - b[0])
      .map(([j, share]) => ({ key: library[j]!.graph.key, share })),
    rows: fit.all.rows,
    regions: regions.length,
    nearRelations: named(
      nearRelations(fit.all, live),
      library.map(({ graph }) => graph.key),
    ),
  };
}

/**
 * Fits all candidates of the library, without choosing among them.
 * @throws InvalidInput and Unsupported as `discoverBalance` does.
 */
export function fitBalance(request: BalanceData): BalanceModel {
  checkOptions(where, request, dataOptions);
  const fit = prepare(request);
  const [model] = scored(fit, [request.library.map((_, j) => j)], request);
  return toModel(fit, model!, request);
}

/**
 * Both sides at all nodes for one set of fields: components one after the other, in the frame of the grid; NaN where a value
 * within the reach of the differences is missing.
 * @param coefficients one for each candidate of the library.
 * @throws InvalidInput for another number of coefficients, and as `discoverBalance` does.
 */
export function evaluateBalance(
  terms: BalanceTerms,
  coefficients: readonly number[],
  fields: FieldValues,
): { readonly left: Float64Array; readonly right: Float64Array } {
  const { library, grid } = terms;
  if (coefficients.length !== library.length) {
    const expected = `${library.length} coefficients, one for each candidate`;
    throw new InvalidInput({ where, expected, got: String(coefficients.length) });
  }
  const { components, evaluate } = balanceEvaluator(terms);
  const { out, usable } = evaluate(fields);
  const [left, right] = [new Float64Array(components * grid.size), new Float64Array(components * grid.size)];
  for (let c = 0; c < components; c++) {
    left.set(out[library.length * components + c]!, c * grid.size);
    coefficients.forEach((coefficient, j) => {
      const values = out[j * components + c]!;
      for (let node = 0; node < grid.size; node++) right[c * grid.size + node]! += coefficient * values[node]!;
    });
  }
  usable.forEach((use, node) => {
    if (use === 1) return;
    for (let c = 0; c < components; c++) {
      left[c * grid.size + node] = Number.NaN;
      right[c * grid.size + node] = Number.NaN;
    }
  });
  return { left, right };
}

/** Everything a fit needs; the target is the last column. */
interface Fitting {
  readonly target: number;
  readonly design: BalanceDesign;
  readonly regions: ReturnType<typeof factorsOfRegions>;
  readonly samples: ReturnType<typeof factorsOfSamples>;
  readonly all: ReturnType<typeof stackFactors>;
}

function prepare(request: BalanceData): Fitting {
  const design = balanceDesign(request);
  const regions = factorsOfRegions(design);
  if (regions.length < 4) {
    const expected = 'nodes in at least four regions without missing values within reach';
    throw new InvalidInput({ where, expected, got: String(regions.length) });
  }
  const all = stackFactors(regions);
  const target = request.library.length;
  if (columnNorm(all, target) === 0) {
    throw new InvalidInput({ where, expected: 'a target that does not vanish on the data', got: 'zeros' });
  }
  return { target, design, regions, samples: factorsOfSamples(design), all };
}

/** Cross-validated models, with the error of the differences in their residuals. */
function scored(fit: Fitting, supports: readonly (readonly number[])[], request: BalanceData): readonly ScoredModel[] {
  const { all, target, design } = fit;
  const norm = columnNorm(all, target);
  const accuracy = typeof request.accuracy === 'number' ? request.accuracy : 6;
  return crossValidate(fit.regions, target, supports).map((validation) => {
    const { coefficients } = fitSupport(all, target, validation.support);
    const parts = validation.support.map(
      (j, i) => coefficients[i]! * columnNorm(all, j) * extrapolated(design.change[j], accuracy),
    );
    return scoreModel(validation, Math.hypot(norm * extrapolated(design.change[target], accuracy), ...parts) / norm);
  });
}

function toModel(fit: Fitting, model: ScoredModel, { library }: BalanceData): BalanceModel {
  const { all, target, samples } = fit;
  const { coefficients, residual, condition } = fitSupport(all, target, model.support);
  const jackknife = jackknifeErrors(model);
  const norm = columnNorm(all, target);
  return {
    terms: model.support.map((j, i) => ({
      graph: library[j]!.graph,
      key: library[j]!.graph.key,
      coefficient: coefficients[i]!,
      stderr: jackknife[i]!,
      share: (Math.abs(coefficients[i]!) * columnNorm(all, j)) / norm,
    })),
    residual: Math.sqrt(residual) / norm,
    crossValidation: { error: model.error, standardError: model.standardError },
    transfer: samples.length < 2 ? undefined : crossValidate(samples, target, [model.support])[0]!.error,
    discretisation: model.discretisation,
    condition,
  };
}
