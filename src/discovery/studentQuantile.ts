/**
 * Two-sided critical values of Student's t: the value that |t| exceeds with probability α, by bisection of that probability. With ν degrees
 * of freedom it is I_y(ν/2, 1/2), y = ν/(ν + t²), the incomplete beta function by its continued fraction [abramowitz-stegun-1964] (26.5.27,
 * 26.5.8); from 10⁵ on that of a normal deviate (26.7.8), by the continued fraction of Mills' ratio (26.2.14) or a series (26.2.11).
 */
import { InvalidInput } from '../base/index.js';

/** Degrees of freedom from which t is close to a normal deviate: what is left out is of the order of ν⁻². */
const nearlyNormal = 1e5;

/**
 * The critical value for probability `alpha` and ν > 0 degrees of freedom, whole or not, or infinitely many.
 * @throws InvalidInput for a probability outside (0, 1) or ν not above 0.
 * @example
 * studentCritical(0.05, 30).toFixed(3) // '2.042'
 */
export function studentCritical(alpha: number, freedom: number): number {
  if (!(alpha > 0 && alpha < 1 && freedom > 0)) {
    const expected = 'a probability between 0 and 1 and positive degrees of freedom';
    throw new InvalidInput({ where: 'studentCritical', expected, got: `${alpha}, ${freedom}` });
  }
  let [low, high] = [0, 1];
  while (studentTails(high, freedom) > alpha && high < Number.MAX_VALUE) [low, high] = [high, 2 * high];
  for (let i = 0; i < 60; i++) {
    const middle = low + (high - low) / 2;
    if (studentTails(middle, freedom) > alpha) low = middle;
    else high = middle;
  }
  return high;
}

/** Probability that |t| exceeds x ≥ 0. */
function studentTails(x: number, freedom: number): number {
  if (freedom >= nearlyNormal) {
    return 2 * normalTail((x * (1 - 1 / (4 * freedom))) / Math.hypot(1, x / Math.sqrt(2 * freedom)));
  }
  const ratio = x / Math.sqrt(freedom);
  const [y, rest] = [1 / (1 + ratio * ratio), 1 / (1 + 1 / ratio / ratio)];
  const a = freedom / 2;
  return y < (a + 1) / (a + 2.5) ? incompleteBeta(y, rest, a, 0.5) : 1 - incompleteBeta(rest, y, 0.5, a);
}

/** I_y(a, b) for y below (a + 1)/(a + b + 2), given 1 − y too: it may be far below the rounding of y. */
function incompleteBeta(y: number, rest: number, a: number, b: number): number {
  if (y === 0) return 0;
  let fraction = 1;
  for (let k = 40 + Math.ceil(6 * Math.sqrt(a + b)); k >= 1; k--) {
    const m = Math.floor(k / 2);
    const d = k % 2 === 0 ? (m * (b - m)) / (a + k - 1) : (-(a + m) * (a + b + m)) / (a + k);
    fraction = 1 + (d * y) / (a + k - (k % 2)) / fraction;
  }
  const logBeta = logGamma(a) + logGamma(b) - logGamma(a + b);
  return Math.exp(a * Math.log(y) + b * Math.log(rest) - logBeta) / a / fraction;
}

/** ln Γ(x) for x > 0, by Stirling's series (6.1.41) beyond 10 and Γ(x) = Γ(x + 1)/x below. */
function logGamma(x: number): number {
  let [z, product] = [x, 1];
  for (; z < 10; z++) product *= z;
  const series = (1 / 12 - (1 / 360 - (1 / 1260 - 1 / 1680 / z / z) / z / z) / z / z) / z;
  return (z - 0.5) * Math.log(z) - z + Math.log(2 * Math.PI) / 2 + series - Math.log(product);
}

/** Probability that a standard normal deviate exceeds z ≥ 0. */
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
