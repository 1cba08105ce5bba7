/**
 * The rows of the weak regression: one for each window in space and time, with the sums ∫∫ (D*φ)(x) θ(t) g of every candidate and,
 * as target, −∫∫ φ θ′ u of every field, which is ∫∫ φ θ u_t. Slice by slice in time the windows in space are applied;
 * what is kept is as large as the windows, not as the data. Undifferentiated powers u^d enter as σ^d He_d(u/σ), whose mean over
 * noise of variance σ² is the power of the true value [stefanski-1989].
 */
import type { Kernel } from '../../kernel/index.js';
import { type AxisWindows, contractAxis } from './axisWindows.js';
import type { MomentForms } from './momentForm.js';
import type { SpaceWindows } from './spaceWindows.js';

/** Samples of all fields: time-major, times × nodes. */
export type Samples = Readonly<Record<string, Float64Array>>;

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

/**
 * Evaluates all rows.
 * @param raw samples for undifferentiated factors and targets.
 * @param smooth samples for jets.
 * @param variances of the noise on `raw`, by field.
 */
export function weakRows(
  setting: WeakSetting,
  raw: Samples,
  smooth: Samples,
  variances: Readonly<Record<string, number>>,
): WeakRows {
  const { forms, space, time, times, nodes, fields } = setting;
  const candidates = forms.candidates.length;
  const columns = candidates + fields.length;
  const rows = time.count * space.count;
  const values = new Float64Array(rows * columns);
  const needed = operatorsByPoint(forms);
  const series = needed.map((operators) => operators.map(() => new Float64Array(times * space.count)));
  const targets = fields.map(() => new Float64Array(times * space.count));
  const jetValues = forms.jets?.outputs.map(() => new Float64Array(nodes)) ?? [];
  const point = new Float64Array(nodes);
  for (let k = 0; k < times; k++) {
    const slice = (samples: Samples): Record<string, Float64Array> =>
      Object.fromEntries(fields.map((name) => [name, samples[name]!.subarray(k * nodes, (k + 1) * nodes)]));
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
      for (const [j, sums] of space.apply(point, needed[g]!).entries()) series[g]![j]!.set(sums, k * space.count);
    }
    for (const [f, name] of fields.entries()) {
      targets[f]!.set(space.apply(own[name]!, [setting.identity])[0]!, k * space.count);
    }
  }
  const inTime = (moments: Float64Array, derivative: number): Float64Array =>
    contractAxis(moments, time, derivative, times, space.count);
  const sums = series.map((list) => list.map((moments) => inTime(moments, 0)));
  for (const [c, moments] of forms.candidates.entries()) {
    for (const { coefficient, operator, point: g } of moments) {
      const part = sums[g]![needed[g]!.indexOf(operator)]!;
      for (let r = 0; r < rows; r++) {
        values[r * columns + c] = values[r * columns + c]! + coefficient * part[r]!;
      }
    }
  }
  for (const [f, moments] of targets.entries()) {
    const part = inTime(moments, 1);
    for (let r = 0; r < rows; r++) values[r * columns + candidates + f] = part[r]!;
  }
  return { rows, columns, values };
}

/** For each point function the operators that some candidate applies to it. */
function operatorsByPoint({ candidates, points }: MomentForms): readonly (readonly number[])[] {
  const sets = points.map(() => new Set<number>());
  for (const { point, operator } of candidates.flat()) sets[point]!.add(operator);
  return sets.map((set) => [...set].sort((a, b) => a - b));
}
