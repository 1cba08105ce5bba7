/**
 * From data to a regression: noise level, smoothing, windows, rows, and what noise adds to their Gram matrix. Noise of the estimated
 * size is added to the smoothed data with both signs; half the difference of the two is the part of the rows' error that is odd in
 * the noise, half the sum less the rows of the smoothed data the even one. The mean of the even part is a bias, taken off the rows;
 * both together give E δᵀδ (errorsInVariables.ts).
 */
import { GraphSum } from '../../algebra/index.js';
import { Random } from '../../base/index.js';
import { parseKey } from '../../graph/index.js';
import type { Grid } from '../../grid/index.js';
import { compileKernel } from '../../kernel/index.js';
import { contractionProgram } from '../../program/index.js';
import { type Factor, factorize } from '../leastSquares.js';
import { type AxisWindows, axisWindows } from './axisWindows.js';
import { spectralCorner } from './corner.js';
import { chooseSmoothing, denoise, sampleAxes } from './denoise.js';
import { correctFactor } from './errorsInVariables.js';
import { fillGaps } from './gaps.js';
import { jetKernel } from './jetKernel.js';
import type { MomentForms } from './momentForm.js';
import { noiseLevel } from './noiseLevel.js';
import { cartesianAxis, curvedWindows, flatWindows, type SpaceWindows } from './spaceWindows.js';
import { timeWeights } from './timeQuadrature.js';
import { type Samples, type WeakRows, type WeakSetting, weakRows } from './weakFeatures.js';

/** One run of the system. */
export interface Trajectory {
  readonly times: ArrayLike<number>;
  /** For every field one array over the nodes at each time; NaN where nothing was measured. */
  readonly fields: Readonly<Record<string, readonly Float64Array[]>>;
}

/** Sums over the windows of one block, corrected for noise: the Gram matrix of the columns, row-major. */
export interface BlockGram {
  readonly rows: number;
  readonly gram: Float64Array;
}

/** The rows of one run, corrected for bias, with what noise does to them. */
export interface WindowRows {
  /** Rows × columns, row-major; row = window in time × windows in space + window in space. */
  readonly values: Float64Array;
  /** Errors as noise makes them, rows × columns: Σ weight · part partᵀ is what noise adds to the Gram matrix of some rows. */
  readonly errors: readonly { readonly part: Float64Array; readonly weight: number }[];
  /** Rows without too many missing samples. */
  readonly kept: readonly number[];
  readonly time: AxisWindows;
  readonly space: SpaceWindows;
}

/** Everything that fits need. Columns: candidates, then u_t of each field. */
export interface WeakDesign {
  readonly rows: number;
  /** As if there were no noise on the columns. */
  readonly corrected: Factor;
  /** As observed. */
  readonly observed: Factor;
  readonly blocks: readonly BlockGram[];
  /** The rows themselves, run by run. */
  readonly runs: readonly WindowRows[];
  /** About how many rows noise leaves independent: as many as would stand 0.8 half-widths apart. */
  readonly samples: number;
  /** Estimated standard deviation of the noise of each field. */
  readonly noise: Readonly<Record<string, number>>;
  /** Half-widths of the windows, time first, in units of time and length. */
  readonly windows: readonly number[];
}

export interface WeakDesignRequest {
  readonly grid: Grid;
  readonly trajectories: readonly Trajectory[];
  readonly fields: readonly string[];
  /** How many of them, the first ones, have an equation; the data of these choose the windows. */
  readonly learned: number;
  readonly forms: MomentForms;
  readonly seed: number;
  /** Pairs of noisy copies. */
  readonly replicates: number;
  /** Called after each evaluation of all rows, with the part that is done. */
  readonly onProgress?: ((fraction: number) => void) | undefined;
}

/** Distance of neighbouring windows over their half-width. */
const overlap = (dimension: number): number => (dimension === 1 ? 0.25 : 0.35);

/** Distance over half-width at which noise in two windows is hardly correlated: a bump of degree 8 shifted so far overlaps itself by 5%. */
const uncorrelated = 0.8;

/** The exponent of bumps: a test function keeps five continuous derivatives after those it takes over. */
const bumpDegree = (order: number): number => Math.max(8, order + 6);

/** Rows at most; windows are set further apart beyond it. */
const mostRows = 8_000;

/** Fewest windows in space worth having; below it they are made smaller. */
const fewestWindows = 12;

/** Half-widths of windows from the data: bumps whose spectrum has its corner at that of the data. */
function windowSizes(request: WeakDesignRequest, data: readonly Samples[], smooth: readonly Samples[], degree: number) {
  const { grid, trajectories } = request;
  const fields = request.fields.slice(0, request.learned);
  // (1 − s²)^p is nearly exp(−p s²), of spectral deviation √(2p)/a; the corner of the data lies √2 deviations out
  const halfWidth = (corner: number): number => (Math.SQRT2 * Math.sqrt(2 * degree)) / corner;
  const mean = (values: readonly number[]): number =>
    Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
  const shapeOf = (i: number): readonly number[] => [trajectories[i]!.times.length, ...grid.shape];
  const cornersAlong = (axis: number): number =>
    mean(data.flatMap((samples, i) => fields.map((name) => spectralCorner(centred(samples[name]!), shapeOf(i), axis))));
  const times = trajectories[0]!.times;
  const shortest = Math.min(...trajectories.map(({ times: t }) => t[t.length - 1]! - t[0]!));
  const step = (times[times.length - 1]! - times[0]!) / (times.length - 1);
  const time = Math.min(Math.max(halfWidth(cornersAlong(0)), 8) * step, shortest / 3);
  if (grid.space.kind !== 'E') {
    // no axes: twice the root mean square wave number takes the place of the corner
    const waves = smooth.flatMap((samples) => fields.map((name) => waveNumber(grid, samples[name]!)));
    const area = grid.weights.reduce((sum, weight) => sum + weight, 0);
    const spacing = (area / grid.size) ** (1 / grid.space.dimension);
    return { time, space: [Math.max(halfWidth(2 * mean(waves)), 8 * spacing)] };
  }
  const space = grid.shape.map((count, axis) => {
    const { positions, period } = cartesianAxis(grid, axis);
    const spacing = Math.abs(positions[1]! - positions[0]!);
    const room = period === undefined ? (positions[count - 1]! - positions[0]!) / 3 : period / 2.5;
    return Math.min(Math.max(halfWidth(cornersAlong(axis + 1)), 8) * spacing, room);
  });
  return { time, space };
}

/** Root of ∫|∇u|² / ∫(u − mean)² over all slices. */
function waveNumber(grid: Grid, samples: Float64Array): number {
  const gradient = contractionProgram([GraphSum.of(parseKey('u_a u_a'))], grid.space.dimension);
  const kernel = compileKernel(gradient, grid.jetScheme(1, 4));
  const out = new Float64Array(grid.size);
  let above = 0;
  let below = 0;
  for (let k = 0; k < samples.length; k += grid.size) {
    const u = samples.subarray(k, k + grid.size);
    kernel.run({ u }, {}, [out]);
    let mass = 0;
    let sum = 0;
    for (let i = 0; i < grid.size; i++) {
      mass += grid.weights[i]!;
      sum += grid.weights[i]! * u[i]!;
    }
    for (let i = 0; i < grid.size; i++) {
      above += grid.weights[i]! * out[i]!;
      below += grid.weights[i]! * (u[i]! - sum / mass) ** 2;
    }
  }
  return Math.sqrt(above / below);
}

function centred(values: Float64Array): Float64Array {
  let sum = 0;
  for (const value of values) sum += value;
  return values.map((value) => value - sum / values.length);
}

export function buildWeakDesign(request: WeakDesignRequest): WeakDesign {
  const { grid, trajectories, fields, forms, seed, replicates } = request;
  const flat = grid.space.kind === 'E';
  const order = Math.max(1, ...forms.operators.flatMap((beta) => (flat ? beta : beta.map((m) => 2 * m))));
  const degree = bumpDegree(order);
  const filled = trajectories.map(({ times, fields: values }) => fillGaps(times, fields, values));
  const axes = trajectories.map(({ times }) => sampleAxes(grid, times));
  const noise = Object.fromEntries(
    fields.map((name) => {
      const levels = filled.map(({ samples }, i) => noiseLevel(samples[name]!, axes[i]!.shape, axes[i]!.even));
      return [name, Math.sqrt(levels.reduce((sum, level) => sum + level * level, 0) / levels.length)];
    }),
  );
  const variances = Object.fromEntries(fields.map((name) => [name, noise[name]! ** 2]));
  const smoothers = filled.map(({ samples }, i) => {
    const halfWidths = Object.fromEntries(
      fields.map((name) => [name, chooseSmoothing(samples[name]!, axes[i]!, noise[name]!)]),
    );
    return (given: Samples): Samples =>
      Object.fromEntries(fields.map((name) => [name, denoise(given[name]!, axes[i]!, halfWidths[name]!)]));
  });
  const centres = filled.map(({ samples }, i) => smoothers[i]!(samples));
  const sizes = windowSizes(
    request,
    filled.map(({ samples }) => samples),
    centres,
    degree,
  );
  const identity = forms.operators.findIndex((beta) => beta.every((k) => k === 0));
  const operators = identity < 0 ? [...forms.operators, flat ? grid.shape.map(() => 0) : [0]] : forms.operators;
  let halfWidths: readonly number[] = sizes.space;
  const windowsAt = (gap: number): SpaceWindows =>
    (flat ? flatWindows : curvedWindows)(grid, { halfWidths, degree, overlap: gap }, operators);
  const timeAt = (times: ArrayLike<number>, gap: number) =>
    axisWindows(
      { positions: times, weights: timeWeights(times) },
      { halfWidth: sizes.time, degree, stride: sizes.time * gap },
      1,
    );
  let gap = overlap(grid.space.dimension);
  let space = windowsAt(gap);
  for (let tries = 0; space.count < fewestWindows && tries < 20; tries++) {
    halfWidths = halfWidths.map((width) => 0.8 * width);
    space = windowsAt(gap);
  }
  let inTime = trajectories.map(({ times }) => timeAt(times, gap));
  const count = () => inTime.reduce((sum, windows) => sum + windows.count, 0) * space.count;
  while (count() > mostRows && gap < 1) {
    gap *= Math.min(1.5, Math.max(1.1, (count() / mostRows) ** (1 / (1 + grid.space.dimension))));
    space = windowsAt(gap);
    inTime = trajectories.map(({ times }) => timeAt(times, gap));
  }
  const jets =
    forms.jets === undefined
      ? undefined
      : jetKernel(
          forms.jets,
          grid,
          filled.flatMap(({ samples }) => fields.map((name) => ({ values: samples[name]!, sigma: noise[name]! }))),
        );
  const settings = trajectories.map(
    ({ times }, i): WeakSetting => ({
      fields,
      forms: { ...forms, operators },
      space,
      identity: identity < 0 ? operators.length - 1 : identity,
      time: inTime[i]!,
      times: times.length,
      nodes: grid.size,
      jets,
    }),
  );
  const blocks: BlockGram[] = [];
  const columns = forms.candidates.length + fields.length;
  const matrices: Float64Array[] = [];
  const runs: WindowRows[] = [];
  const excess = new Float64Array(columns * columns);
  const random = new Random(seed);
  const steps = settings.length * (2 * replicates + 2);
  let done = 0;
  for (const [position, setting] of settings.entries()) {
    const data = filled[position]!.samples;
    const kept = keptRows(setting, filled[position]!.missing);
    const centre = centres[position]!;
    const evaluate = (samples: Samples, of = variances): WeakRows => {
      const smooth = setting.jets === undefined ? samples : smoothers[position]!(samples);
      const result = weakRows(setting, samples, smooth, of);
      request.onProgress?.(++done / steps);
      return result;
    };
    const { rows, values } = evaluate(data);
    const none = Object.fromEntries(fields.map((name) => [name, 0]));
    const smoothRows = evaluate(centre, none).values;
    const odd: Float64Array[] = [];
    const even: Float64Array[] = [];
    const bias = new Float64Array(values.length);
    for (let b = 0; b < replicates; b++) {
      const shift = Object.fromEntries(
        fields.map((name) => [name, data[name]!.map(() => noise[name]! * random.normal())]),
      );
      const moved = (sign: number): Samples =>
        Object.fromEntries(
          fields.map((name) => [name, centre[name]!.map((value, i) => value + sign * shift[name]![i]!)]),
        );
      const plus = evaluate(moved(1)).values;
      const minus = evaluate(moved(-1)).values;
      odd.push(plus.map((value, i) => (value - minus[i]!) / 2));
      even.push(plus.map((value, i) => (value + minus[i]!) / 2 - smoothRows[i]!));
      for (let i = 0; i < bias.length; i++) bias[i] = bias[i]! + even[b]![i]! / replicates;
    }
    for (let i = 0; i < values.length; i++) values[i] = values[i]! - bias[i]!;
    const errors = [
      ...odd.map((part) => ({ part, weight: 1 / replicates })),
      // the mean taken off, the scatter of the rest is that of one copy times 1 − 1/replicates, and the bias scatters too
      ...even.map((part) => ({
        part: part.map((value, i) => value - bias[i]!),
        weight: (1 + 1 / replicates) / Math.max(1, replicates - 1),
      })),
    ];
    const kernel = blockNumbers(setting, rows, position, settings.length);
    const members = new Map<number, number[]>();
    for (const row of kept) members.set(kernel[row]!, [...(members.get(kernel[row]!) ?? []), row]);
    for (const list of [...members].sort(([a], [b]) => a - b).map(([, own]) => own)) {
      const gram = new Float64Array(columns * columns);
      addGram(gram, values, columns, list, 1);
      const own = new Float64Array(columns * columns);
      for (const { part, weight } of errors) addGram(own, part, columns, list, weight);
      for (let i = 0; i < gram.length; i++) {
        gram[i] = gram[i]! - own[i]!;
        excess[i] = excess[i]! + own[i]!;
      }
      blocks.push({ rows: list.length, gram });
    }
    const matrix = new Float64Array(kept.length * columns);
    for (const [r, row] of kept.entries()) matrix.set(values.subarray(row * columns, (row + 1) * columns), r * columns);
    matrices.push(matrix);
    runs.push({ values, errors, kept, time: setting.time, space });
  }
  const total = matrices.reduce((sum, matrix) => sum + matrix.length, 0);
  const all = new Float64Array(total);
  let offset = 0;
  for (const matrix of matrices) {
    all.set(matrix, offset);
    offset += matrix.length;
  }
  const observed = factorize(all, total / columns, columns);
  return {
    rows: total / columns,
    observed,
    corrected: correctFactor(observed, excess),
    blocks,
    runs,
    samples: (total / columns) * Math.min(1, gap / uncorrelated) ** (1 + grid.space.dimension),
    noise,
    windows: [sizes.time, ...halfWidths],
  };
}

/** Largest share of a window that may rest on values filled in. */
const mostMissing = 0.05;

function keptRows(setting: WeakSetting, missing: Float64Array | undefined): readonly number[] {
  const { space, time, times, nodes, identity } = setting;
  const rows = Array.from({ length: time.count * space.count }, (_, r) => r);
  if (missing === undefined) return rows;
  const shares = new Float64Array(times * space.count);
  for (let k = 0; k < times; k++) {
    shares.set(space.apply(missing.subarray(k * nodes, (k + 1) * nodes), [identity])[0]!, k * space.count);
  }
  const factors = time.factors[0]!;
  return rows.filter((r) => {
    const window = Math.floor(r / space.count);
    let share = 0;
    for (let s = time.start[window]!; s < time.start[window + 1]!; s++) {
      share += factors[s]! * shares[time.nodes[s]! * space.count + (r % space.count)]!;
    }
    return share <= mostMissing;
  });
}

/** The block of each row: blocks of time times blocks of space. */
function blockNumbers(setting: WeakSetting, rows: number, trajectory: number, trajectories: number): Int32Array {
  const { space, time } = setting;
  const inTime = Math.max(1, Math.min(time.count, Math.ceil(8 / trajectories)));
  return Int32Array.from({ length: rows }, (_, r) => {
    const block = Math.floor((Math.floor(r / space.count) * inTime) / time.count);
    return (trajectory * inTime + block) * space.blockCount + space.blocks[r % space.count]!;
  });
}

/** gram += weight · Σ over the rows of (row)ᵀ(row). */
function addGram(gram: Float64Array, values: Float64Array, columns: number, rows: readonly number[], weight: number) {
  for (const row of rows) {
    const base = row * columns;
    for (let i = 0; i < columns; i++) {
      const left = weight * values[base + i]!;
      for (let j = i; j < columns; j++) gram[i * columns + j] = gram[i * columns + j]! + left * values[base + j]!;
    }
  }
  for (let i = 0; i < columns; i++) for (let j = 0; j < i; j++) gram[i * columns + j] = gram[j * columns + i]!;
}
