/**
 * The rows of the weak regression: one for each window in space and time, with the sums ∫∫ (D*φ)(x) θ(t) g of every candidate and,
 * as target, −∫∫ φ θ′ u of every field, which is ∫∫ φ θ u_t. Slice by slice in time the windows in space are applied;
 * what is kept is as large as the windows, not as the data. Undifferentiated powers u^d enter as σ^d He_d(u/σ), whose mean over
 * noise of variance σ² is the power of the true value [stefanski-1989].
 */
import type { Kernel } from '../../kernel/index.js';
import { type SliceSeries, sliceAt } from '../series.js';
import type { AxisWindows } from './axisWindows.js';
import type { MomentForms } from './momentForm.js';
import type { SpaceWindows } from './spaceWindows.js';

/** Slices of all fields, by name. */
export type Samples = Readonly<Record<string, SliceSeries>>;

/** What stays the same for data, noise added to data, and smoothed data. */
export interface WeakSetting {
  readonly fields: readonly string[];
  readonly forms: MomentForms;
  readonly space: SpaceWindows;
  /** Position of the identity among `forms.operators`. */
  readonly identity: number;
  readonly time: AxisWindows;
  readonly times: number;
  readonly nodes: number;
  readonly jets: Kernel | undefined;
}

/** A matrix of rows × columns, row-major; columns are the candidates, then the targets. */
export interface WeakRows {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
}

/** σ^d He_d(u/σ) by He_{d+1} = x He_d − d He_{d−1}. */
export function hermitePower(u: number, variance: number, exponent: number): number {
  let before = 1;
  let value = u;
  for (let d = 1; d < exponent; d++) [before, value] = [value, u * value - d * variance * before];
  return exponent === 0 ? 1 : value;
}

/** Samples to be evaluated. */
export interface SampleSet {
  /** For undifferentiated factors and targets. */
  readonly raw: Samples;
  /** For jets. */
  readonly smooth: Samples;
  /** Of the noise on `raw`, by field. */
  readonly variances: Readonly<Record<string, number>>;
}

/**
 * Evaluates all rows for several sets of samples in one pass over the slices.
 * @param onSlice called after each slice.
 */
export function weakRows(setting: WeakSetting, sets: readonly SampleSet[], onSlice: () => void): readonly WeakRows[] {
  const { forms, space, time, times, nodes, fields } = setting;
  const needed = operatorsByPoint(forms);
  const jetValues = forms.jets?.outputs.map(() => new Float64Array(nodes)) ?? [];
  const point = new Float64Array(nodes);
  const size = time.count * space.count;
  const states = sets.map((set) => ({
    ...set,
    series: needed.map((operators) => operators.map(() => new Float64Array(size))),
    targets: fields.map(() => new Float64Array(size)),
  }));
  const covering = windowsByNode(time, times);
  for (let k = 0; k < times; k++) {
    /** Adds the share of this slice to the windows in time that cover it. */
    const add = (sums: Float64Array, moments: Float64Array, derivative: number): void => {
      const factors = time.factors[derivative]!;
      for (const { window, entry } of covering[k]!) {
        const to = window * space.count;
        const factor = factors[entry]!;
        for (let c = 0; c < space.count; c++) sums[to + c] = sums[to + c]! + factor * moments[c]!;
      }
    };
    for (const { raw, smooth, variances, series, targets } of states) {
      const slice = (samples: Samples): Record<string, Float64Array> =>
        Object.fromEntries(fields.map((name) => [name, sliceAt(samples[name]!, k)]));
      const own = slice(raw);
      if (setting.jets !== undefined) setting.jets.run(slice(smooth), {}, jetValues);
      for (const [g, { powers, jet }] of forms.points.entries()) {
        if (jet === undefined) point.fill(1);
        else point.set(jetValues[jet]!);
        for (const { field, exponent } of powers) {
          const u = own[field]!;
          const variance = variances[field]!;
          for (let i = 0; i < nodes; i++) point[i] = point[i]! * hermitePower(u[i]!, variance, exponent);
        }
        for (const [j, moments] of space.apply(point, needed[g]!).entries()) add(series[g]![j]!, moments, 0);
      }
      for (const [f, name] of fields.entries()) add(targets[f]!, space.apply(own[name]!, [setting.identity])[0]!, 1);
    }
    onSlice();
  }
  return states.map(({ series, targets }) => assembled(setting, needed, series, targets));
}

/** Rows from the sums of every point function and operator. */
function assembled(
  { forms, fields, time, space }: WeakSetting,
  needed: readonly (readonly number[])[],
  series: readonly (readonly Float64Array[])[],
  targets: readonly Float64Array[],
): WeakRows {
  const candidates = forms.candidates.length;
  const columns = candidates + fields.length;
  const rows = time.count * space.count;
  const values = new Float64Array(rows * columns);
  for (const [c, moments] of forms.candidates.entries()) {
    for (const { coefficient, operator, point: g } of moments) {
      const part = series[g]![needed[g]!.indexOf(operator)]!;
      for (let r = 0; r < rows; r++) {
        values[r * columns + c] = values[r * columns + c]! + coefficient * part[r]!;
      }
    }
  }
  for (const [f, part] of targets.entries()) {
    for (let r = 0; r < rows; r++) values[r * columns + candidates + f] = part[r]!;
  }
  return { rows, columns, values };
}

/** For each slice the windows in time that cover it, with the place of their factor. */
export function windowsByNode(
  { count, start, nodes }: AxisWindows,
  length: number,
): readonly (readonly { readonly window: number; readonly entry: number }[])[] {
  const lists = Array.from({ length }, (): { window: number; entry: number }[] => []);
  for (let window = 0; window < count; window++) {
    for (let entry = start[window]!; entry < start[window + 1]!; entry++) lists[nodes[entry]!]!.push({ window, entry });
  }
  return lists;
}

/** For each point function the operators that some candidate applies to it. */
function operatorsByPoint({ candidates, points }: MomentForms): readonly (readonly number[])[] {
  const sets = points.map(() => new Set<number>());
  for (const { point, operator } of candidates.flat()) sets[point]!.add(operator);
  return sets.map((set) => [...set].sort((a, b) => a - b));
}
