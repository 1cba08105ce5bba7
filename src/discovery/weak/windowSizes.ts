/** How large windows are: as large as lets a bump pass what the data hold and hold back what is mostly noise [messenger-bortz-2021]. */
import { GraphSum } from '../../algebra/index.js';
import { parseKey } from '../../graph/index.js';
import type { Grid } from '../../grid/index.js';
import { compileKernel } from '../../kernel/index.js';
import { contractionProgram } from '../../program/index.js';
import { type SliceSeries, sliceAt } from '../series.js';
import { meanOf, spectralCorner } from './corner.js';
import { cartesianAxis } from './spaceWindows.js';
import type { Samples } from './weakFeatures.js';

/** What sizes depend on beside the samples. */
interface SizeRequest {
  readonly grid: Grid;
  readonly trajectories: readonly { readonly times: ArrayLike<number> }[];
  readonly fields: readonly string[];
  /** How many fields, the first ones, choose the windows. */
  readonly learned: number;
}

/** Half-widths of windows from the data: bumps whose spectrum has its corner at that of the data. */
export function windowSizes(
  request: SizeRequest,
  data: readonly Samples[],
  smooth: readonly Samples[],
  degree: number,
) {
  const means = data.map((samples) => new Map(Object.entries(samples).map(([name, series]) => [name, meanOf(series)])));
  const { grid, trajectories } = request;
  const fields = request.fields.slice(0, request.learned);
  // (1 − s²)^p is nearly exp(−p s²), of spectral deviation √(2p)/a; the corner of the data lies √2 deviations out
  const halfWidth = (corner: number): number => (Math.SQRT2 * Math.sqrt(2 * degree)) / corner;
  const mean = (values: readonly number[]): number =>
    Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
  const shapeOf = (i: number): readonly number[] => [trajectories[i]!.times.length, ...grid.shape];
  const cornersAlong = (axis: number): number =>
    mean(
      data.flatMap((samples, i) =>
        fields.map((name) => spectralCorner(samples[name]!, shapeOf(i), axis, means[i]!.get(name)!)),
      ),
    );
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
function waveNumber(grid: Grid, samples: SliceSeries): number {
  const gradient = contractionProgram([GraphSum.of(parseKey('u_a u_a'))], grid.space.dimension);
  const kernel = compileKernel(gradient, grid.jetScheme(1, 4));
  const out = new Float64Array(grid.size);
  let above = 0;
  let below = 0;
  for (let k = 0; k < samples.length; k++) {
    const u = sliceAt(samples, k);
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
