/**
 * From snapshots to triangular factors. The full matrix (nodes × snapshots rows, one column for each candidate and each
 * target) is never formed: snapshot by snapshot the features are evaluated, a seeded sample of nodes is taken, and the rows
 * are folded into one factor for each cross-validation block.
 */
import { InvalidInput, Random } from '../base/index.js';
import { type Factor, stackFactors } from './leastSquares.js';
import { RowAccumulator, rowScaling, sampleNodes } from './rows.js';
import { cached, type SliceSeries } from './series.js';
import { type SmoothingAxes, smooth } from './smoothing.js';
import { combineSnapshots, type TimeFormula, timeFormulas } from './timeDerivative.js';

/** All candidates evaluated at every node of the grid, in the order of the library. The arrays may be reused by the next call. */
export type FeatureEvaluator = (fields: Readonly<Record<string, Float64Array>>) => readonly Float64Array[];

/** Observed fields: for every field name one array over the nodes at each time, in memory or made when asked for. */
export type Snapshots = Readonly<Record<string, SliceSeries>>;

/** What is needed to fill the matrix. */
export interface DesignRequest {
  readonly snapshots: Snapshots;
  readonly times: ArrayLike<number>;
  readonly features: FeatureEvaluator;
  /** The same features at another accuracy; absent when there is none. */
  readonly comparison: FeatureEvaluator | undefined;
  /** Names of the candidates. */
  readonly candidates: readonly string[];
  readonly weights: Float64Array | undefined;
  readonly nodes: ArrayLike<number>;
  readonly smoothingAxes: SmoothingAxes | undefined;
  readonly smoothing: number;
  readonly folds: number;
  readonly maxRows: number;
  readonly maxSnapshots: number;
  readonly seed: number;
}

/** Factors over columns 0..candidates−1 (features) and candidates.. (u_t of each field, in order). */
export interface Design {
  readonly folds: readonly Factor[];
  readonly all: Factor;
  readonly snapshots: number;
  readonly timeDegree: number;
  /** Relative change of each column when its accuracy is another; undefined where that cannot be told. */
  readonly change: readonly (number | undefined)[];
}

/** Fills and factors the matrix. */
export function buildDesign(request: DesignRequest): Design {
  const names = Object.keys(request.snapshots);
  const count = request.times.length;
  const half = Math.min(request.smoothing, Math.floor(count / 3));
  const { degree, formulas: every } = timeFormulas(request.times, half);
  const formulas = evenly(every, request.maxSnapshots);
  // three formulas take the same slices one after the other
  const window = 1 + Math.max(...formulas.map(({ value }) => value.length));
  const snapshots = Object.fromEntries(names.map((name) => [name, cached(request.snapshots[name]!, window)]));
  const columns = request.candidates.length + names.length;
  const blocks = Math.ceil(Math.min(request.folds, formulas.length * request.nodes.length) / formulas.length);
  const foldCount = blocks > 1 ? blocks * formulas.length : Math.min(request.folds, formulas.length);
  const accumulators = Array.from({ length: foldCount }, () => new RowAccumulator(columns));
  const perSnapshot = Math.min(request.nodes.length, Math.max(blocks, Math.ceil(request.maxRows / formulas.length)));
  const random = new Random(request.seed, 'nodes');
  const rowScale = rowScaling(request.weights, request.nodes);
  const squares = new Float64Array(columns);
  const changes = new Float64Array(columns);
  /** A size of each column; sums of squares are in these units. */
  const units = new Float64Array(columns);
  const row = new Float64Array(columns);

  for (const [i, formula] of formulas.entries()) {
    const sample = sampleNodes(request.nodes, perSnapshot, random);
    const { fields, targets, coarseTargets } = stateAt({ ...request, snapshots }, names, formula);
    const features = request.features(fields).map((values) => take(values, sample));
    const coarse = request.comparison?.(fields).map((values) => take(values, sample)) ?? [];
    const found = [...features, ...targets.map((values) => take(values, sample))];
    const lower = [...coarse, ...coarseTargets.map((values) => take(values, sample))];
    if (found.length !== columns) {
      throw new InvalidInput({
        where: 'discover',
        expected: `${request.candidates.length} features`,
        got: String(features.length),
      });
    }
    for (const [j, values] of found.entries()) {
      if (units[j] === 0) units[j] = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    }
    for (const [s, node] of sample.entries()) {
      const scale = rowScale(node);
      for (let j = 0; j < columns; j++) {
        const value = scale * found[j]![s]!;
        row[j] = value;
        const unit = units[j]! || 1;
        squares[j] = squares[j]! + (value / unit) ** 2;
        const below =
          j < request.candidates.length
            ? coarse[j]
            : coarseTargets.length > 0
              ? lower[coarse.length + j - request.candidates.length]
              : undefined;
        if (below !== undefined) changes[j] = changes[j]! + ((value - scale * below[s]!) / unit) ** 2;
      }
      const fold =
        blocks > 1
          ? i * blocks + Math.floor((s * blocks) / sample.length)
          : Math.floor((i * foldCount) / formulas.length);
      accumulators[fold]!.push(row);
    }
  }
  const bad = squares.findIndex((square, j) => !Number.isFinite(square * units[j]! ** 2));
  if (bad >= 0) throw overflow(request.candidates[bad] ?? 'a time derivative');
  const folds = accumulators.map((accumulator) => accumulator.finish());
  const timeKnown = formulas.every((formula) => formula.coarse !== undefined);
  const change = Array.from(squares, (square, j) => {
    const known = j < request.candidates.length ? request.comparison !== undefined : timeKnown;
    return known && square > 0 ? Math.min(1, Math.sqrt(changes[j]! / square)) : undefined;
  });
  return { folds, all: stackFactors(folds), snapshots: formulas.length, timeDegree: degree, change };
}

/** Smoothed fields and u_t at one snapshot. */
function stateAt(request: DesignRequest, names: readonly string[], formula: TimeFormula) {
  const inSpace = (values: Float64Array) =>
    request.smoothingAxes === undefined || request.smoothing === 0
      ? values
      : smooth(values, request.smoothingAxes, request.smoothing);
  const at = (name: string, weights: Float64Array) =>
    inSpace(combineSnapshots(request.snapshots[name]!, formula.first, weights));
  const { coarse } = formula;
  return {
    fields: Object.fromEntries(names.map((name) => [name, at(name, formula.value)])),
    targets: names.map((name) => at(name, formula.derivative)),
    coarseTargets: coarse === undefined ? [] : names.map((name) => at(name, coarse)),
  };
}

/** At most `most` entries, evenly spaced. */
function evenly<T>(entries: readonly T[], most: number): readonly T[] {
  if (entries.length <= most) return entries;
  return Array.from({ length: most }, (_, i) => entries[Math.floor(((i + 0.5) * entries.length) / most)]!);
}

function take(values: Float64Array, sample: Int32Array): Float64Array {
  return Float64Array.from(sample, (node) => values[node]!);
}

function overflow(what: string): InvalidInput {
  return new InvalidInput({
    where: 'discover',
    expected: 'candidates with finite values',
    got: `an overflow or NaN in ${what}`,
    hint: 'scale the data, or lower the degree of the library',
  });
}
