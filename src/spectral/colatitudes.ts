/**
 * Integration over the colatitudes θ_i = (i + 1/2) π/N, or θ_i = i π/(N − 1), of one Fourier coefficient f of a field
 * against spherical harmonics of the same order m: numbers g_i with Σ g_i p(θ_i) = ∫ f p sin θ dθ for all such f and p of
 * degree ≤ L < N.
 *
 * If 2L < N these are Fejér's weights, or Clenshaw and Curtis's, times f ([davis-rabinowitz-1984], section 2.5.5). Otherwise
 * f, a trigonometric polynomial of degree ≤ L that is even (m even) or odd (m odd) in θ, is first continued to twice as many
 * points by Fourier interpolation, weighted there, and brought back by the adjoint [reinecke-seljebotn-2013, section 2].
 */
import { clenshawCurtis } from '../grid/index.js';
import { FourierPlan } from './fft.js';

/** Overwrites real and imaginary parts, N each, by the numbers g_i. */
export type ColatitudeWeighting = (m: number, re: Float64Array, im: Float64Array) => void;

/**
 * The weighting for N rows, exact to degree `limit` < N, < N − 1 with nodes at the poles; `weights` are the N weights for
 * sin θ dθ.
 */
export function colatitudeWeighting(weights: Float64Array, limit: number, onPoles: boolean): ColatitudeWeighting {
  const rows = weights.length;
  if (2 * limit < rows) {
    return (_, re, im) => {
      for (let i = 0; i < rows; i++) {
        re[i]! *= weights[i]!;
        im[i]! *= weights[i]!;
      }
    };
  }
  // Intervals of a meridian; rows are met on the circle at i and, but for rows at the poles, at its mirror image.
  const n = onPoles ? rows - 1 : rows;
  const mirror = (i: number): number => (2 * n - (onPoles ? 0 : 1) - i) % (2 * n);
  const coarse = new FourierPlan(2 * n);
  const fine = new FourierPlan(4 * n);
  // The circle runs over θ_0 + jπ/(2n): even j are nodes. Poles are met once, all else twice.
  const half = clenshawCurtis(2 * n);
  const circle = Float64Array.from({ length: 4 * n }, (_, j) => {
    const step = (j + (onPoles ? 0 : 1)) % (4 * n);
    const at = Math.min(step, 4 * n - step);
    return (half[at]! * (at === 0 || at === 2 * n ? 1 : 0.5) * 2) / (2 * n) ** 2;
  });
  const [a, b] = [new Float64Array(2 * n), new Float64Array(2 * n)];
  const [c, d] = [new Float64Array(4 * n), new Float64Array(4 * n)];
  return (m, re, im) => {
    const sign = m % 2 === 0 ? 1 : -1;
    for (let i = rows - 1; i >= 0; i--) {
      a[mirror(i)] = sign * re[i]!;
      b[mirror(i)] = sign * im[i]!;
      a[i] = re[i]!;
      b[i] = im[i]!;
    }
    coarse.forward(a, b);
    c.fill(0);
    d.fill(0);
    for (let k = -n + 1; k < n; k++) {
      c[(k + 4 * n) % (4 * n)] = a[(k + 2 * n) % (2 * n)]!;
      d[(k + 4 * n) % (4 * n)] = b[(k + 2 * n) % (2 * n)]!;
    }
    fine.backward(c, d);
    for (let j = 0; j < 4 * n; j++) {
      c[j]! *= circle[j]!;
      d[j]! *= circle[j]!;
    }
    fine.forward(c, d);
    a.fill(0);
    b.fill(0);
    for (let k = -n + 1; k < n; k++) {
      a[(k + 2 * n) % (2 * n)] = c[(k + 4 * n) % (4 * n)]!;
      b[(k + 2 * n) % (2 * n)] = d[(k + 4 * n) % (4 * n)]!;
    }
    coarse.backward(a, b);
    for (let i = 0; i < rows; i++) {
      const once = mirror(i) === i ? 0.5 : 1;
      re[i] = once * a[i]!;
      im[i] = once * b[i]!;
    }
  };
}
