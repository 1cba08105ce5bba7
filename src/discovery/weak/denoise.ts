/**
 * Smoothing of space-time samples by local polynomials, axis by axis, with the window of each axis chosen by Stein's unbiased
 * estimate of the risk, mean (û − ũ)² − σ² + 2σ² w₀, w₀ the weight of a sample in its own smoothed value [stein-1981]. Without noise
 * the shortest window, which changes nothing, is chosen.
 */
import type { Grid } from '../../grid/index.js';
import { localPolynomialWeights } from '../localPolynomial.js';
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

/** Half of the samples of a short axis at most lie in one window. */
const fits = (halfWidth: number, count: number): boolean => halfWidth === 0 || 4 * halfWidth <= count;

/** The half-width for each axis. */
export function chooseSmoothing(values: Float64Array, axes: SampleAxes, sigma: number): readonly number[] {
  return axes.shape.map((count, axis) => {
    if (!axes.even[axis] || sigma === 0) return 0;
    let best = 0;
    let least = sigma * sigma;
    for (const halfWidth of halfWidths) {
      if (halfWidth === 0 || !fits(halfWidth, count)) continue;
      const smooth = along(values, axes, axis, halfWidth);
      let sum = 0;
      for (let i = 0; i < values.length; i++) sum += (smooth[i]! - values[i]!) ** 2;
      const offsets = Float64Array.from({ length: 2 * halfWidth + 1 }, (_, s) => s - halfWidth);
      const own = localPolynomialWeights(offsets, 0, smoothingDegree, 0)[halfWidth]!;
      const risk = sum / values.length + sigma * sigma * (2 * own - 1);
      if (risk < least) {
        least = risk;
        best = halfWidth;
      }
    }
    return best;
  });
}

/** Samples smoothed along every axis. */
export function denoise(values: Float64Array, axes: SampleAxes, halfWidthOf: readonly number[]): Float64Array {
  return halfWidthOf.reduce(
    (current, halfWidth, axis) => (halfWidth === 0 ? current : along(current, axes, axis, halfWidth)),
    values,
  );
}

function along(values: Float64Array, axes: SampleAxes, axis: number, halfWidth: number): Float64Array {
  const stride = axes.shape.slice(axis + 1).reduce((product, n) => product * n, 1);
  return smoothAxis(values, axes.shape[axis]!, stride, axes.periodic[axis]!, halfWidth);
}
