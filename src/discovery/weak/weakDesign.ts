/**
 * From data to a regression: noise level, smoothing, windows, rows, and what noise adds to their Gram matrix. Noise of the estimated
 * size is added to the smoothed data with both signs; half the difference of the two is the part of the rows' error that is odd in
 * the noise, half the sum less the rows of the smoothed data the even one. The mean of the even part is a bias, taken off the rows;
 * both together give E δᵀδ (errorsInVariables.ts).
 */
import { Random } from '../../base/index.js';
import type { Grid } from '../../grid/index.js';
import { type Factor, factorize } from '../leastSquares.js';
import { cached, madeSeries, type SliceSeries, sliceAt } from '../series.js';
import { type AxisWindows, axisWindows } from './axisWindows.js';
import { chooseSmoothing, denoised, sampleAxes, widestWindow } from './denoise.js';
import { correctFactor } from './errorsInVariables.js';
import { fillGaps } from './gaps.js';
import { jetKernel } from './jetKernel.js';
import type { MomentForms } from './momentForm.js';
import { noiseLevel } from './noiseLevel.js';
import { curvedWindows, flatWindows, type SpaceWindows } from './spaceWindows.js';
import { timeWeights } from './timeQuadrature.js';
import { type SampleSet, type Samples, type WeakSetting, weakRows, windowsByNode } from './weakFeatures.js';
import { windowSizes } from './windowSizes.js';

/** One run of the system. */
export interface Trajectory {
  readonly times: ArrayLike<number>;
  /** For every field one array over the nodes at each time, in memory or made when asked for; NaN where nothing was measured. */
  readonly fields: Readonly<Record<string, SliceSeries>>;
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
  /** Bytes of slices to keep beyond those that a window in time needs. */
  readonly memory: number;
  /** Called after each slice of each evaluation of all rows, with the part that is done. */
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

export function buildWeakDesign(request: WeakDesignRequest): WeakDesign {
  const { grid, trajectories, fields, forms, seed, replicates } = request;
  const flat = grid.space.kind === 'E';
  const order = Math.max(1, ...forms.operators.flatMap((beta) => (flat ? beta : beta.map((m) => 2 * m))));
  const degree = bumpDegree(order);
  const room = slicesToKeep(request);
  const filled = trajectories.map(({ times, fields: values }) => {
    const own = eachField(fields, (name) => cached(values[name]!, widestWindow));
    return fillGaps(times, fields, own, widestWindow);
  });
  const axes = trajectories.map(({ times }) => sampleAxes(grid, times));
  const noise = Object.fromEntries(
    fields.map((name) => {
      const levels = filled.map(({ samples }, i) => noiseLevel(samples[name]!, axes[i]!.shape, axes[i]!.even));
      return [name, Math.sqrt(levels.reduce((sum, level) => sum + level * level, 0) / levels.length)];
    }),
  );
  const variances = eachField(fields, (name) => noise[name]! ** 2);
  const smoothers = filled.map(({ samples }, i) => {
    const halfWidths = eachField(fields, (name) => chooseSmoothing(samples[name]!, axes[i]!, noise[name]!));
    const window = 1 + 2 * Math.max(...fields.map((name) => halfWidths[name]![0]!));
    const smooth = (given: Samples, capacity: number): Samples =>
      eachField(fields, (name) => denoised(given[name]!, axes[i]!, halfWidths[name]!, capacity));
    return { smooth, window };
  });
  const centres = filled.map(({ samples }, i) => smoothers[i]!.smooth(samples, Math.max(smoothers[i]!.window, room)));
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
  const slices = settings.reduce((sum, { times }) => sum + times, 0) * (1 + replicates);
  let done = 0;
  const onSlice = (): void => request.onProgress?.(++done / slices);
  /** Normal deviates that runs before this one have used. */
  let drawn = 0;
  for (const [position, setting] of settings.entries()) {
    const data = filled[position]!.samples;
    const kept = keptRows(setting, filled[position]!.missing);
    const centre = centres[position]!;
    const { smooth, window } = smoothers[position]!;
    const smoothed = (samples: Samples): Samples => (setting.jets === undefined ? samples : smooth(samples, 1));
    const none = eachField(fields, () => 0);
    const [observed, clean] = weakRows(
      setting,
      [
        { raw: data, smooth: setting.jets === undefined ? data : centre, variances },
        { raw: centre, smooth: smoothed(centre), variances: none },
      ],
      onSlice,
    );
    const { rows, values } = observed!;
    const smoothRows = clean!.values;
    const odd: Float64Array[] = [];
    const even: Float64Array[] = [];
    const bias = new Float64Array(values.length);
    const size = setting.times * grid.size;
    for (let b = 0; b < replicates; b++) {
      const shift = eachField(fields, (name) => {
        const first = drawn + (b * fields.length + fields.indexOf(name)) * size;
        return madeSeries(setting.times, window, (k) => {
          const random = new Random(seed, 'noisy copies');
          random.skipNormals(first + k * grid.size);
          return Float64Array.from({ length: grid.size }, () => noise[name]! * random.normal());
        });
      });
      const moved = (sign: number): SampleSet => {
        const raw = eachField(fields, (name) =>
          madeSeries(setting.times, window, (k) => {
            const own = sliceAt(shift[name]!, k);
            return sliceAt(centre[name]!, k).map((value, i) => value + sign * own[i]!);
          }),
        );
        return { raw, smooth: smoothed(raw), variances };
      };
      const [plus, minus] = weakRows(setting, [moved(1), moved(-1)], onSlice).map((found) => found.values);
      odd.push(plus!.map((value, i) => (value - minus![i]!) / 2));
      even.push(plus!.map((value, i) => (value + minus![i]!) / 2 - smoothRows[i]!));
      for (let i = 0; i < bias.length; i++) bias[i] = bias[i]! + even[b]![i]! / replicates;
    }
    drawn += replicates * fields.length * size;
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

/** Something for each field. */
const eachField = <T>(fields: readonly string[], make: (name: string) => T): Record<string, T> =>
  Object.fromEntries(fields.map((name) => [name, make(name)]));

/** Smoothed slices of each field that the memory has room for, beside the widest windows of data, noise and noisy copies. */
function slicesToKeep({ grid, fields, memory }: WeakDesignRequest): number {
  return Math.floor(memory / (8 * grid.size * fields.length)) - 5 * widestWindow;
}

/** Largest share of a window that may rest on values filled in. */
const mostMissing = 0.05;

function keptRows(setting: WeakSetting, missing: SliceSeries | undefined): readonly number[] {
  const { space, time, times, identity } = setting;
  const rows = Array.from({ length: time.count * space.count }, (_, r) => r);
  if (missing === undefined) return rows;
  const shares = new Float64Array(rows.length);
  const factors = time.factors[0]!;
  for (const [k, windows] of windowsByNode(time, times).entries()) {
    const own = space.apply(sliceAt(missing, k), [identity])[0]!;
    for (const { window, entry } of windows) {
      for (const [c, share] of own.entries()) {
        const row = window * space.count + c;
        shares[row] = shares[row]! + factors[entry]! * share;
      }
    }
  }
  return rows.filter((row) => shares[row]! <= mostMissing);
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
