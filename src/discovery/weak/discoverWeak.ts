/**
 * Learning u_t = Σ_γ c_γ N_γ(u) from integrals against test functions: derivatives are moved on to bumps in space and time wherever the
 * operator allows, so noise is averaged instead of amplified; what noise still does to the columns is corrected for. Window sizes,
 * noise level and smoothing come from the data. Sources: [messenger-bortz-2021], [fuller-1987].
 */
import { checkInteger, checkOptions, InvalidInput } from '../../base/index.js';
import type { CanonicalGraph } from '../../graph/index.js';
import type { Grid } from '../../grid/index.js';
import { columnNorm, conditioning } from '../leastSquares.js';
import { curvedForms } from './curvedForm.js';
import { flatForms } from './flatForm.js';
import { buildWeakDesign, type Trajectory } from './weakDesign.js';
import { chooseWeak, type WeakFit, weakStability } from './weakSelection.js';

/** Data, library and options of {@link discoverWeak}. */
export interface DiscoverWeakRequest {
  readonly grid: Grid;
  /** One or more runs on the same grid; NaN where nothing was measured. Times may be uneven. */
  readonly trajectories: readonly Trajectory[];
  /** Fields that are given and have no equation of their own: a potential, the Coriolis parameter. Default none. */
  readonly background?: readonly string[];
  /** Candidates, e.g. from `candidateLibrary`; they should hold no relation in the grid's dimension. */
  readonly library: readonly { readonly graph: CanonicalGraph }[];
  /** Largest number of terms considered; default 8. */
  readonly maxTerms?: number;
  /** Whether supports of up to 5 terms are proved to leave the least residual, by branch and bound; default false. */
  readonly proved?: boolean;
  /** Pairs of halves of the data for stability selection; default 0, none. */
  readonly stabilityPairs?: number;
  /** Pairs of noisy copies that measure what noise does; default 4. */
  readonly replicates?: number;
  /** Seed of the noisy copies; default 1. */
  readonly seed?: number;
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
  /** Combinations of candidates that nearly vanish on these data (keys with weights): such candidates are hard to tell apart. */
  readonly nearDependences: readonly (readonly { readonly key: string; readonly weight: number }[])[];
}

/** Combinations of unit columns shorter than this are reported. */
const nearlyDependent = 1e-4;

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
    'grid',
    'trajectories',
    'library',
    'background',
    'maxTerms',
    'proved',
    'stabilityPairs',
    'replicates',
    'seed',
    'onProgress',
  ]);
  const {
    grid,
    trajectories,
    library,
    background = [],
    maxTerms = 8,
    proved = false,
    stabilityPairs = 0,
    replicates = 4,
    seed = 1,
  } = request;
  checkInteger(where, 'maxTerms', maxTerms, 1);
  checkInteger(where, 'replicates', replicates, 2);
  checkInteger(where, 'stabilityPairs', stabilityPairs, 0);
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
    onProgress: request.onProgress,
  });
  const live = graphs.map((_, j) => j).filter((j) => columnNorm(design.observed, j) > 0);
  const { condition, nearDependences } = conditioning(design.observed, live, nearlyDependent);
  return {
    equations: fields.slice(0, learned).map((field, f) => {
      const target = graphs.length + f;
      const [best, ...rest] = chooseWeak(design, target, live, { maxTerms, proved });
      const size = best!.support.length;
      const shares =
        stabilityPairs > 0 && size > 0
          ? weakStability(design, target, live, size, { pairs: stabilityPairs, seed })
          : undefined;
      const { terms, ...chosen } = modelOf(best!, library);
      return {
        field,
        terms: terms.map((term) => ({ ...term, ...(shares && { stability: shares.get(term.candidate)! }) })),
        ...chosen,
        alternatives: rest.map((fit) => modelOf(fit, library)),
      };
    }),
    rows: design.rows,
    windows: design.windows,
    noise: design.noise,
    condition,
    nearDependences: nearDependences.map(({ columns, weights }) =>
      columns.map((column, i) => ({ key: graphs[column]!.key, weight: weights[i]! })),
    ),
  };
}

function modelOf(fit: WeakFit, library: DiscoverWeakRequest['library']): WeakModel {
  const { support, coefficients, standardErrors, evidence, residual, misfit, condition } = fit;
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
    for (const [k, slice] of snapshots.entries()) {
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
