/**
 * Standard deviation of white noise on samples of a smooth function: differences of high order along two axes at once remove
 * the function and multiply the variance of the noise by the product of the central binomial coefficients C(2q, q). What is
 * left of the function only adds, so of several orders the smallest value counts. Source: [gasser-1986] (differences of order 2).
 */
import { type SliceSeries, sliceAt } from '../series.js';

/** Orders of the differences tried, low ones first. */
const orders: readonly number[] = [2, 3, 4, 5, 6];

/**
 * Estimated standard deviation; NaN marks missing samples. Along an axis with fewer than 9 nodes no differences are taken. Every slice
 * is looked at once, and seven are held.
 * @param shape number of samples along each axis, time first.
 * @param smooth along which axes neighbours are near each other at even steps; all unless told.
 * @example
 * noiseLevel([0, 1].map(() => Float64Array.from({ length: 400 }, (_, i) => Math.sin(i / 40))), [2, 400]) < 1e-6 // true
 */
export function noiseLevel(
  series: SliceSeries,
  shape: readonly number[],
  smooth: readonly boolean[] = shape.map(() => true),
): number {
  const axes = shape.map((count, axis) => ({ count, axis })).filter(({ count, axis }) => count >= 9 && smooth[axis]);
  if (axes.length === 0) return 0;
  // the two longest axes: the best resolved ones
  const chosen = [...axes].sort((a, b) => b.count - a.count || a.axis - b.axis).slice(0, 2);
  const timePosition = chosen.findIndex(({ axis }) => axis === 0);
  const before = timePosition < 0 ? chosen : chosen.slice(0, timePosition);
  const after = timePosition < 0 ? [] : chosen.slice(timePosition + 1);
  const along = (values: Float64Array, list: typeof chosen, q: number): Float64Array =>
    list.reduce((current, { axis, count }) => {
      const inner = shape.slice(axis + 1).reduce((product, n) => product * n, 1);
      return differences(current, count, inner, q);
    }, values);
  const states = orders.map((q) => ({ q, held: [] as Float64Array[], sum: 0, number: 0 }));
  for (let k = 0; k < series.length; k++) {
    const slice = sliceAt(series, k);
    for (const state of states) {
      const { q, held } = state;
      held.push(along(slice, before, q));
      if (timePosition >= 0 && held.length <= q) continue;
      const own = timePosition < 0 ? held[0]! : along(inTime(held, q), after, q);
      for (const value of own) {
        if (Number.isNaN(value)) continue;
        state.sum += value * value;
        state.number++;
      }
      held.shift();
    }
  }
  let best = Number.POSITIVE_INFINITY;
  for (const { q, sum, number } of states) {
    if (number < 10) continue;
    const level = Math.sqrt(sum / number / centralBinomial(q) ** chosen.length);
    // where higher orders agree to their scatter the lower one has more samples that are nearly independent
    if (level < best * 0.97) best = level;
  }
  return Number.isFinite(best) ? best : 0;
}

const signsOf = (q: number): readonly number[] => Array.from({ length: q + 1 }, (_, k) => (-1) ** k * binomial(q, k));

/** The difference of order q of q + 1 slices. */
function inTime(slices: readonly Float64Array[], q: number): Float64Array {
  const result = new Float64Array(slices[0]!.length);
  for (const [k, sign] of signsOf(q).entries()) {
    const slice = slices[k]!;
    for (let i = 0; i < result.length; i++) result[i] = result[i]! + sign * slice[i]!;
  }
  return result;
}

/** Differences of order q along one axis; NaN where the axis ends. */
function differences(values: Float64Array, count: number, inner: number, q: number): Float64Array {
  const signs = signsOf(q);
  return values.map((_, i) => {
    const position = Math.floor(i / inner) % count;
    if (position + q >= count) return Number.NaN;
    let sum = 0;
    for (let k = 0; k <= q; k++) sum += signs[k]! * values[i + k * inner]!;
    return sum;
  });
}

function binomial(n: number, k: number): number {
  let result = 1;
  for (let i = 1; i <= k; i++) result = (result * (n - k + i)) / i;
  return result;
}

const centralBinomial = (q: number): number => binomial(2 * q, q);
