/**
 * Smoothing of space-time samples by local polynomials, axis by axis, with the window of each axis chosen by Stein's unbiased
 * estimate of the risk, mean (û − ũ)² − σ² + 2σ² w₀, w₀ the weight of a sample in its own smoothed value [stein-1981]. Without noise
 * the shortest window, which changes nothing, is chosen.
 */
import type { Grid } from '../../grid/index.js';
import { localPolynomialWeights, windowStart } from '../localPolynomial.js';
import { madeSeries, type SliceSeries, sliceAt } from '../series.js';
import { smoothAxis, smoothingDegree } from '../smoothing.js';

/** Shape of space-time samples, time first, and which axes close up. */
export interface SampleAxes {
  readonly shape: readonly number[];
  readonly periodic: readonly boolean[];
  /** Axes whose samples are evenly spaced; the others are not smoothed. */
  readonly even: readonly boolean[];
}

/** The axes of snapshots on a grid, time first; scattered nodes make one axis, along which nothing is smoothed. */
export function sampleAxes(grid: Grid, times: ArrayLike<number>): SampleAxes {
  const step = (times[times.length - 1]! - times[0]!) / (times.length - 1);
  let even = true;
  for (let k = 0; k < times.length; k++) even &&= Math.abs(times[k]! - times[0]! - k * step) <= 1e-6 * step;
  const product = grid.shape.reduce((size, n) => size * n, 1) === grid.size;
  return {
    shape: [times.length, ...(product ? grid.shape : [grid.size])],
    periodic: [false, ...grid.axes.map(({ rule }) => rule === 'periodic')],
    even: [even, ...(product ? grid.shape.map(() => true) : [false])],
  };
}

/** Half-widths tried; 0 does nothing. */
const halfWidths: readonly number[] = [0, 4, 5, 6, 8, 10, 12, 16, 20, 26, 32, 40];

/** Slices that the widest window in time covers. */
export const widestWindow = 2 * halfWidths.at(-1)! + 1;

/** Half of the samples of a short axis at most lie in one window. */
const fits = (halfWidth: number, count: number): boolean => halfWidth === 0 || 4 * halfWidth <= count;

/** The half-width for each axis, in one pass over the slices. */
export function chooseSmoothing(series: SliceSeries, axes: SampleAxes, sigma: number): readonly number[] {
  const tried = axes.shape.flatMap((count, axis) => {
    if (!axes.even[axis] || sigma === 0) return [];
    const widths = halfWidths.filter((halfWidth) => halfWidth > 0 && fits(halfWidth, count));
    return widths.map((halfWidth) => ({ axis, halfWidth, sum: 0 }));
  });
  let size = 0;
  for (let k = 0; k < series.length && tried.length > 0; k++) {
    const values = sliceAt(series, k);
    size += values.length;
    for (const candidate of tried) {
      const { axis, halfWidth } = candidate;
      const smooth = axis === 0 ? smoothInTime(series, k, halfWidth) : alongSpace(values, axes, axis, halfWidth);
      for (let i = 0; i < values.length; i++) candidate.sum += (smooth[i]! - values[i]!) ** 2;
    }
  }
  return axes.shape.map((_, axis) => {
    let best = 0;
    let least = sigma * sigma;
    for (const { halfWidth, sum } of tried.filter((candidate) => candidate.axis === axis)) {
      const offsets = Float64Array.from({ length: 2 * halfWidth + 1 }, (_, s) => s - halfWidth);
      const own = localPolynomialWeights(offsets, 0, smoothingDegree, 0)[halfWidth]!;
      const risk = sum / size + sigma * sigma * (2 * own - 1);
      if (risk < least) {
        least = risk;
        best = halfWidth;
      }
    }
    return best;
  });
}

/** Slices smoothed along every axis, time first; the `capacity` last ones are kept. */
export function denoised(
  series: SliceSeries,
  axes: SampleAxes,
  halfWidthOf: readonly number[],
  capacity: number,
): SliceSeries {
  if (halfWidthOf.every((halfWidth) => halfWidth === 0)) return series;
  return madeSeries(series.length, capacity, (k) =>
    halfWidthOf.reduce(
      (current, halfWidth, axis) =>
        halfWidth === 0 || axis === 0 ? current : alongSpace(current, axes, axis, halfWidth),
      halfWidthOf[0] === 0 ? sliceAt(series, k) : smoothInTime(series, k, halfWidthOf[0]!),
    ),
  );
}

/** One slice smoothed in time. */
function smoothInTime(series: SliceSeries, k: number, halfWidth: number): Float64Array {
  const width = 2 * halfWidth + 1;
  const start = windowStart(k, width, series.length);
  const weights = timeWeightsAt(halfWidth, k - start - halfWidth);
  const result = new Float64Array(sliceAt(series, k).length);
  for (let s = 0; s < width; s++) {
    const slice = sliceAt(series, start + s);
    const weight = weights[s]!;
    for (let i = 0; i < result.length; i++) result[i] = result[i]! + weight * slice[i]!;
  }
  return result;
}

const timeWeights = new Map<string, Float64Array>();

/** Weights of a window by half-width and the place of the slice in it; there are few of them. */
function timeWeightsAt(halfWidth: number, centre: number): Float64Array {
  const name = `${halfWidth} ${centre}`;
  const known = timeWeights.get(name);
  if (known !== undefined) return known;
  const offsets = Float64Array.from({ length: 2 * halfWidth + 1 }, (_, s) => s - halfWidth);
  const weights = localPolynomialWeights(offsets, centre, smoothingDegree, 0);
  timeWeights.set(name, weights);
  return weights;
}

/** A slice smoothed along one axis of space. */
function alongSpace(values: Float64Array, axes: SampleAxes, axis: number, halfWidth: number): Float64Array {
  const stride = axes.shape.slice(axis + 1).reduce((product, n) => product * n, 1);
  return smoothAxis(values, axes.shape[axis]!, stride, axes.periodic[axis]!, halfWidth);
}
