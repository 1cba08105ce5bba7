/**
 * Integration over the colatitudes θ_i = (i + 1/2) π/N of one Fourier coefficient f of a field against spherical harmonics
 * of the same order m: numbers g_i with Σ g_i p(θ_i) = ∫ f p sin θ dθ for all such f and p of degree ≤ L < N.
 *
 * If 2L < N these are Fejér's weights times f ([davis-rabinowitz-1984], section 2.5.5). Otherwise f, a trigonometric
 * polynomial of degree < N that is even (m even) or odd (m odd) in θ, is first continued to twice as many points by Fourier
 * interpolation, weighted there, and brought back by the adjoint [reinecke-seljebotn-2013, section 2].
 */
import { FourierPlan } from './fft.js';

/** Overwrites real and imaginary parts, N each, by the numbers g_i. */
export type ColatitudeWeighting = (m: number, re: Float64Array, im: Float64Array) => void;

/** Weights at all j π/n, 0 ≤ j ≤ n, exact for cosine polynomials of degree ≤ n (Clenshaw and Curtis), n even. */
function clenshawCurtis(n: number): Float64Array {
  // ∫ cos kθ sin θ dθ = 2/(1 − k²) for even k.
  return Float64Array.from({ length: n + 1 }, (_, j) => {
    let sum = 1;
    for (let k = 2; k <= n; k += 2)
      sum += ((k === n ? 1 : 2) / (1 - k * k)) * Math.cos((Math.PI * ((k * j) % (2 * n))) / n);
    return ((j === 0 || j === n ? 1 : 2) * sum) / n;
  });
}

/** The weighting for N rows, exact to degree `limit` < N; `fejer` are the N weights for sin θ dθ. */
export function colatitudeWeighting(fejer: Float64Array, limit: number): ColatitudeWeighting {
  const n = fejer.length;
  if (2 * limit < n) {
    return (_, re, im) => {
      for (let i = 0; i < n; i++) {
        re[i]! *= fejer[i]!;
        im[i]! *= fejer[i]!;
      }
    };
  }
  const coarse = new FourierPlan(2 * n);
  const fine = new FourierPlan(4 * n);
  // The circle runs over θ_0 + jπ/(2N): odd multiples of π/(2N) are nodes. Poles are met once, all else twice.
  const half = clenshawCurtis(2 * n);
  const circle = Float64Array.from({ length: 4 * n }, (_, j) => {
    const step = (j + 1) % (4 * n);
    const at = Math.min(step, 4 * n - step);
    return (half[at]! * (at === 0 || at === 2 * n ? 1 : 0.5) * 2) / (2 * n) ** 2;
  });
  const [a, b] = [new Float64Array(2 * n), new Float64Array(2 * n)];
  const [c, d] = [new Float64Array(4 * n), new Float64Array(4 * n)];
  return (m, re, im) => {
    const sign = m % 2 === 0 ? 1 : -1;
    for (let i = 0; i < n; i++) {
      a[i] = re[i]!;
      b[i] = im[i]!;
      a[2 * n - 1 - i] = sign * re[i]!;
      b[2 * n - 1 - i] = sign * im[i]!;
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
    for (let i = 0; i < n; i++) {
      re[i] = a[i]!;
      im[i] = b[i]!;
    }
  };
}
