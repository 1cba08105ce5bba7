/**
 * Two-sided critical values of Student's t: the value that |t| exceeds with probability α. The normal quantile by bisection of
 * the complementary error function (a continued fraction), then the Cornish–Fisher expansion in 1/ν [abramowitz-stegun-1964] (26.7.5).
 */

/** Probability that a standard normal deviate exceeds z ≥ 0, by the continued fraction of Mills' ratio, or its series for small z. */
function normalTail(z: number): number {
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  if (z < 2) {
    let term = z;
    let sum = z;
    for (let k = 1; k < 60; k++) {
      term *= (z * z) / (2 * k + 1);
      sum += term;
    }
    return 0.5 - density * sum;
  }
  let fraction = z;
  for (let k = 60; k >= 1; k--) fraction = z + k / fraction;
  return density / fraction;
}

/**
 * The critical value for probability `alpha` and ν degrees of freedom (at least 3; fewer are taken as 3).
 * @example
 * studentCritical(0.05, 30).toFixed(2) // '2.04'
 */
export function studentCritical(alpha: number, freedom: number): number {
  let low = 0;
  let high = 40;
  for (let i = 0; i < 80; i++) {
    const middle = (low + high) / 2;
    if (2 * normalTail(middle) > alpha) low = middle;
    else high = middle;
  }
  const z = (low + high) / 2;
  const v = Math.max(3, freedom);
  const g1 = (z ** 3 + z) / 4;
  const g2 = (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96;
  const g3 = (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384;
  return z + g1 / v + g2 / v ** 2 + g3 / v ** 3;
}
