/**
 * Smoothing of samples on a product grid, axis by axis, by local polynomials. Applied to u and u_t alike: a linear filter
 * commutes with derivatives, and with products as far as the filter's degree resolves the field. Differentiation k times
 * amplifies noise of wavelength near the spacing h by h⁻ᵏ, which the filter removes first.
 */
import { localPolynomialWeights, windowStart } from './localPolynomial.js';

/** Degree of the smoothing polynomial: errors begin at the eighth power of window over wavelength. */
export const smoothingDegree = 6;

/** What smoothing has to know of a grid: node counts, row-major (last axis fastest), and which axes close up. */
export interface SmoothingAxes {
  readonly shape: readonly number[];
  readonly periodic: readonly boolean[];
}

/**
 * Samples smoothed along every axis with windows of 2·halfWidth + 1 nodes; unchanged where the window would be no longer
 * than the polynomial is flexible, or longer than the axis.
 * @example
 * smooth(new Float64Array(256).fill(1), { shape: [256], periodic: [true] }, 12)
 */
export function smooth(values: Float64Array, axes: SmoothingAxes, halfWidth: number): Float64Array {
  const width = 2 * halfWidth + 1;
  let current = values;
  let stride = values.length;
  for (const [axis, count] of axes.shape.entries()) {
    stride /= count;
    if (width <= smoothingDegree + 1 || width > count) continue;
    current = smoothAxis(current, count, stride, axes.periodic[axis]!, halfWidth);
  }
  return current;
}

/**
 * Smooths along one axis only; the window has to be longer than the polynomial is flexible, and no longer than the axis.
 * @param stride distance in `values` of neighbours along the axis.
 */
export function smoothAxis(
  values: Float64Array,
  count: number,
  stride: number,
  periodic: boolean,
  halfWidth: number,
): Float64Array {
  const width = 2 * halfWidth + 1;
  const offsets = Float64Array.from({ length: width }, (_, s) => s - halfWidth);
  const result = new Float64Array(values.length);
  const weightsAt = new Map<number, Float64Array>(); // by position of the node inside its window
  for (let i = 0; i < count; i++) {
    const start = periodic ? i - halfWidth : windowStart(i, width, count);
    const centre = i - start - halfWidth;
    const weights = weightsAt.get(centre) ?? localPolynomialWeights(offsets, centre, smoothingDegree, 0);
    weightsAt.set(centre, weights);
    const sources = Int32Array.from(weights, (_, s) => ((start + s + count) % count) * stride);
    for (let outer = 0; outer < values.length; outer += count * stride) {
      const to = outer + i * stride;
      if (stride === 1) {
        let sum = 0;
        for (let s = 0; s < width; s++) sum += weights[s]! * values[outer + sources[s]!]!;
        result[to] = sum;
        continue;
      }
      for (let s = 0; s < width; s++) {
        const from = outer + sources[s]!;
        const weight = weights[s]!;
        for (let inner = 0; inner < stride; inner++) {
          result[to + inner] = result[to + inner]! + weight * values[from + inner]!;
        }
      }
    }
  }
  return result;
}
