/**
 * Learning u_t = Σ_γ c_γ N_γ(u) from integrals against test functions: derivatives are moved on to bumps in space and time wherever the
 * operator allows, so noise is averaged instead of amplified; what noise still does to the columns is corrected for. Window sizes,
 * noise level and smoothing come from the data. Sources: [messenger-bortz-2021], [fuller-1987].
 */
import { checkInteger, checkOptions, InvalidInput } from '../../base/index.js';
import type { CanonicalGraph } from '../../graph/index.js';
import type { Grid } from '../../grid/index.js';
import type { Interval } from '../bootstrap.js';
import { largestProved } from '../branchAndBound.js';
import type { InformationCriteria } from '../informationCriterion.js';
import { columnNorm, conditionNumber } from '../leastSquares.js';
import { type NearRelation, named, nearRelations } from '../nearRelations.js';
import { type SelectionOptions, selectionOptionNames, selectionOptions } from '../options.js';
import { sliceAt } from '../series.js';
import { curvedForms } from './curvedForm.js';
import { flatForms } from './flatForm.js';
import { buildWeakDesign, type Trajectory } from './weakDesign.js';
import { chooseWeak, type WeakFit, weakStability } from './weakSelection.js';
import { weakIntervals } from './windowBlocks.js';

/** Data, library and options of {@link discoverWeak}. */
export interface DiscoverWeakRequest extends SelectionOptions {
  readonly grid: Grid;
  /** One or more runs on the same grid; NaN where nothing was measured. Times may be uneven. */
  readonly trajectories: readonly Trajectory[];
  /** Fields that are given and have no equation of their own: a potential, the Coriolis parameter. Default none. */
  readonly background?: readonly string[];
  /** Candidates, e.g. from `candidateLibrary`; they should hold no relation in the grid's dimension. */
  readonly library: readonly { readonly graph: CanonicalGraph }[];
  /** Pairs of noisy copies that measure what noise does; default 4. */
  readonly replicates?: number;
  /** Seed of the noisy copies; default 1. */
  readonly seed?: number;
  /**
   * Bytes of slices to keep in memory; default 2^30. Slices that `fields` make when asked are asked for again where there is no room;
   * a few hundred of each field are kept in any case, as many as smoothing in time needs.
   */
  readonly memory?: number;
  /** Called with the part of the work that is done. */
  readonly onProgress?: (fraction: number) => void;
}

/** One term of an equation learned by the weak form. */
export interface WeakTerm {
  /** Position in the library. */
  readonly candidate: number;
  readonly graph: CanonicalGraph;
  readonly coefficient: number;
  /** From the scatter over blocks of windows: allows correlated and unequal errors. */
  readonly stderr: number;
  /** From resampled blocks of windows (bootstrap.ts); absent in alternatives. */
  readonly interval?: Interval;
  /** What the term explains over what chance, unexplained rest and rounding could: above 1 it is kept (weakSelection.ts). */
  readonly evidence: number;
  /** Share of halves of the data whose best model of as many terms has this one; absent unless asked for. */
  readonly stability?: number;
}

/** A model. */
export interface WeakModel {
  readonly terms: readonly WeakTerm[];
  /** ‖u_t − Σ c N‖ / ‖u_t‖ over the windows, noise included. */
  readonly residual: number;
  /** The part of it that noise does not account for. */
  readonly misfit: number;
  /** Evidence for the weakest term; below 1 the model was refused. 0 for the empty model. */
  readonly score: number;
  /** Error on blocks of windows held out, relative to u_t and without what noise does, and its standard error. */
  readonly crossValidation: { readonly error: number; readonly standardError: number };
  readonly information: InformationCriteria;
  /** Whether it is proved that no other terms, as many, leave a smaller residual. */
  readonly proved: boolean;
  /** Condition number of the columns, scaled to unit norm. */
  readonly condition: number;
}

/** The equation of one field, and the best models of other sizes. */
export interface WeakEquation extends WeakModel {
  readonly field: string;
  readonly alternatives: readonly WeakModel[];
}

/** Everything learned. */
export interface WeakDiscovery {
  readonly equations: readonly WeakEquation[];
  /** Number of windows. */
  readonly rows: number;
  /** Half-widths of the windows: time, then space. */
  readonly windows: readonly number[];
  /** Estimated standard deviation of the noise of each field. */
  readonly noise: Readonly<Record<string, number>>;
  /** Of all candidates, scaled to unit norm. */
  readonly condition: number;
  /** Candidates, by key, that are nearly combinations of others on these data: such candidates are hard to tell apart. */
  readonly nearRelations: readonly NearRelation<string>[];
}

/** Fewest snapshots for which windows in time are worth having. */
const fewestSnapshots = 24;

/** Fewest nodes along an axis of flat space, and on a curved space in all. */
const fewestNodes = { axis: 24, all: 400 };

/**
 * Whether data are fine enough for the weak form to be the better choice: windows with enough nodes in them, and enough windows.
 * @example
 * weakApplies(parseGrid('cartesian:64', euclidean(1)), 13) // false: too few snapshots
 */
export function weakApplies(grid: Grid, snapshots: number): boolean {
  if (snapshots < fewestSnapshots) return false;
  return grid.space.kind === 'E'
    ? grid.shape.every((count) => count >= fewestNodes.axis)
    : grid.size >= fewestNodes.all;
}

/**
 * Learns one equation for each field.
 * @throws InvalidInput for arrays that do not fit, times that do not increase, fewer than 24 of them, or an unknown option.
 * @example
 * const line = parseGrid('cartesian:32', euclidean(1));
 * const t = Array.from({ length: 40 }, (_, k) => k / 40);
 * const wave = (x, time) => [1, 2, 3].reduce((sum, k) => sum + Math.exp(-k * k * time) * Math.cos(k * x + k * k), 0);
 * const slices = t.map((time) => Float64Array.from({ length: 32 }, (_, i) => wave((i * Math.PI) / 16, time)));
 * const candidates = candidateLibrary({ dimension: 1, edges: [0, 1], maxDegree: 2 });
 * const learned = discoverWeak({ grid: line, trajectories: [{ times: t, fields: { u: slices } }], library: candidates });
 * learned.equations[0].terms.map(({ graph }) => graph.key) // ['u_aa']
 */
export function discoverWeak(request: DiscoverWeakRequest): WeakDiscovery {
  const where = 'discover';
  checkOptions(where, request, [
    ...selectionOptionNames,
    'grid',
    'trajectories',
    'library',
    'background',
    'replicates',
    'memory',
    'seed',
    'onProgress',
  ]);
  const { grid, trajectories, library, background = [], replicates = 4, seed = 1, memory = 2 ** 30 } = request;
  const selection = selectionOptions(where, request);
  const { stabilityPairs, confidence, resamples } = selection;
  checkInteger(where, 'replicates', replicates, 2);
  checkInteger(where, 'memory', memory, 0);
  const given = Object.keys(trajectories[0]?.fields ?? {});
  const stray = background.find((name) => !given.includes(name));
  if (stray !== undefined) {
    throw new InvalidInput({ where, expected: `background fields among ${given.join(', ')}`, got: `'${stray}'` });
  }
  const fields = [...given.filter((name) => !background.includes(name)), ...background];
  const learned = fields.length - background.length;
  if (learned === 0 || library.length === 0) {
    const got = `${learned} fields, ${library.length} candidates`;
    throw new InvalidInput({ where, expected: 'at least one field and one candidate', got });
  }
  for (const trajectory of trajectories) checkTrajectory(grid, fields, trajectory);
  const unknown = library.flatMap(({ graph }) => graph.vertices).find((field) => !fields.includes(field));
  if (unknown !== undefined) {
    throw new InvalidInput({ where, expected: `candidates in the fields ${fields.join(', ')}`, got: `'${unknown}'` });
  }
  const graphs = library.map(({ graph }) => graph);
  const { dimension, kappa, kind } = grid.space;
  const forms = kind === 'E' ? flatForms(graphs, dimension) : curvedForms(graphs, dimension, kappa);
  const design = buildWeakDesign({
    grid,
    trajectories,
    fields,
    learned,
    forms,
    seed,
    replicates,
    memory,
    onProgress: request.onProgress,
  });
  const live = graphs.map((_, j) => j).filter((j) => columnNorm(design.observed, j) > 0);
  const condition = conditionNumber(design.observed, live);
  const provedTerms = selection.proved ? largestProved : -1;
  return {
    equations: fields.slice(0, learned).map((field, f) => {
      const target = graphs.length + f;
      const [best, ...rest] = chooseWeak(design, target, live, selection);
      const { support, coefficients } = best!;
      const size = support.length;
      const intervals = weakIntervals(design, target, support, coefficients, { confidence, resamples, seed });
      const shares =
        stabilityPairs > 0 && size > 0
          ? weakStability(design, target, live, size, { pairs: stabilityPairs, seed })
          : undefined;
      const { terms, ...chosen } = modelOf(best!, library, provedTerms);
      return {
        field,
        terms: terms.map((term, i) => ({
          ...term,
          interval: intervals[i]!,
          ...(shares && { stability: shares.get(term.candidate)! }),
        })),
        ...chosen,
        alternatives: rest.map((fit) => modelOf(fit, library, provedTerms)),
      };
    }),
    rows: design.rows,
    windows: design.windows,
    noise: design.noise,
    condition,
    nearRelations: named(
      nearRelations(design.observed, live),
      graphs.map(({ key }) => key),
    ),
  };
}

function modelOf(fit: WeakFit, library: DiscoverWeakRequest['library'], provedTerms: number): WeakModel {
  const { support, coefficients, standardErrors, evidence, residual, misfit, condition, validation, information } = fit;
  return {
    terms: support.map((candidate, i) => ({
      candidate,
      graph: library[candidate]!.graph,
      coefficient: coefficients[i]!,
      stderr: standardErrors[i]!,
      evidence: evidence[i]!,
    })),
    residual,
    misfit,
    score: evidence.length === 0 ? 0 : Math.min(...evidence),
    crossValidation: validation,
    information,
    proved: support.length <= provedTerms,
    condition,
  };
}

function checkTrajectory(grid: Grid, fields: readonly string[], { times, fields: values }: Trajectory): void {
  const where = 'discover';
  if (times.length < fewestSnapshots) {
    throw new InvalidInput({
      where,
      expected: `at least ${fewestSnapshots} snapshots for the weak form`,
      got: String(times.length),
      hint: 'the strong form needs three',
    });
  }
  for (let k = 0; k < times.length; k++) {
    if (!Number.isFinite(times[k]!) || (k > 0 && !(times[k]! > times[k - 1]!))) {
      throw new InvalidInput({
        where,
        expected: 'finite, strictly increasing times',
        got: `time ${times[k]} at index ${k}`,
      });
    }
  }
  for (const name of fields) {
    const snapshots = values[name];
    if (snapshots?.length !== times.length) {
      const got = String(snapshots?.length ?? 'none');
      throw new InvalidInput({ where, expected: `${times.length} snapshots of ${name}, one for each time`, got });
    }
    for (let k = 0; k < snapshots.length; k++) {
      const slice = sliceAt(snapshots, k);
      if (slice.length !== grid.size) {
        const expected = `${grid.size} values of ${name} in each snapshot, one for each node of ${grid.spec}`;
        throw new InvalidInput({ where, expected, got: `${slice.length} in snapshot ${k}` });
      }
      const bad = slice.findIndex((value) => value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY);
      if (bad >= 0) {
        const got = `${slice[bad]} at node ${bad} of snapshot ${k}`;
        throw new InvalidInput({ where, expected: `finite values of ${name}, or NaN for missing ones`, got });
      }
    }
  }
}
