/**
 * Quadrature weights for samples at given times. Evenly spaced times get equal weights: against a bump, which vanishes with
 * its derivatives at the ends, the trapezoidal rule is as accurate as the bump is smooth [trefethen-weideman-2014]. Otherwise every interval
 * is integrated through the polynomial of its nearest six nodes, with an error of the sixth power of the spacing.
 */
const gauss = [
  [-Math.sqrt(0.6), 5 / 9],
  [0, 8 / 9],
  [Math.sqrt(0.6), 5 / 9],
] as const;

/** Weights w with Σ w_k f(t_k) ≈ ∫ f dt between the first and the last time. */
export function timeWeights(times: ArrayLike<number>): Float64Array {
  const count = times.length;
  const step = (times[count - 1]! - times[0]!) / (count - 1);
  const weights = new Float64Array(count);
  let even = true;
  for (let k = 0; k < count; k++) even &&= Math.abs(times[k]! - times[0]! - k * step) <= 1e-6 * step;
  if (even) return weights.fill(step);
  const width = Math.min(6, count);
  for (let k = 0; k + 1 < count; k++) {
    const half = (times[k + 1]! - times[k]!) / 2;
    const first = Math.max(0, Math.min(k + 1 - width / 2, count - width)) | 0;
    for (const [s, w] of gauss) {
      const t = times[k]! + half * (1 + s);
      for (let i = first; i < first + width; i++) {
        let lagrange = 1;
        for (let j = first; j < first + width; j++) {
          if (j !== i) lagrange *= (t - times[j]!) / (times[i]! - times[j]!);
        }
        weights[i] = weights[i]! + half * w * lagrange;
      }
    }
  }
  return weights;
}
