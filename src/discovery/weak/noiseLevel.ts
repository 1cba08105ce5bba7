/**
 * Standard deviation of white noise on samples of a smooth function: differences of high order along two axes at once remove
 * the function and multiply the variance of the noise by the product of the central binomial coefficients C(2q, q). What is
 * left of the function only adds, so of several orders the smallest value counts. Source: [gasser-1986] (differences of order 2).
 */

/** Orders of the differences tried, low ones first. */
const orders: readonly number[] = [2, 3, 4, 5, 6];

/**
 * Estimated standard deviation; NaN marks missing samples. Along an axis with fewer than 9 nodes no differences are taken.
 * @param values row-major samples.
 * @param shape number of samples along each axis.
 * @param smooth along which axes neighbours are near each other at even steps; all unless told.
 * @example
 * noiseLevel(Float64Array.from({ length: 400 }, (_, i) => Math.sin(i / 40)), [20, 20]) < 1e-6 // true
 */
export function noiseLevel(
  values: Float64Array,
  shape: readonly number[],
  smooth: readonly boolean[] = shape.map(() => true),
): number {
  const axes = shape.map((count, axis) => ({ count, axis })).filter(({ count, axis }) => count >= 9 && smooth[axis]);
  if (axes.length === 0) return 0;
  // the two longest axes: the best resolved ones
  const chosen = [...axes].sort((a, b) => b.count - a.count || a.axis - b.axis).slice(0, 2);
  let best = Number.POSITIVE_INFINITY;
  for (const q of orders) {
    let current = values;
    let scale = 1;
    for (const { axis, count } of chosen) {
      let inner = 1;
      for (let b = axis + 1; b < shape.length; b++) inner *= shape[b]!;
      current = differences(current, count, inner, q);
      scale *= centralBinomial(q);
    }
    let sum = 0;
    let number = 0;
    for (const value of current) {
      if (Number.isNaN(value)) continue;
      sum += value * value;
      number++;
    }
    if (number < 10) continue;
    const level = Math.sqrt(sum / number / scale);
    // where higher orders agree to their scatter the lower one has more samples that are nearly independent
    if (level < best * 0.97) best = level;
  }
  return Number.isFinite(best) ? best : 0;
}

/** Differences of order q along one axis; NaN where the axis ends. */
function differences(values: Float64Array, count: number, inner: number, q: number): Float64Array {
  const signs = Array.from({ length: q + 1 }, (_, k) => (-1) ** k * binomial(q, k));
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
