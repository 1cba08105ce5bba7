/**
 * Quadrature weights on S^n that integrate all polynomials of degree ≤ L in the ambient coordinates exactly: of all such
 * weights those nearest to given ones v, in Σ (s_q − v_q)²/v_q. For exponents α all even
 * ∫ x^α = 2 Π Γ((α_i + 1)/2) / Γ(Σ (α_i + 1)/2) on the unit sphere, otherwise 0 ([folland-2001]). On a sphere the
 * monomials of degree L and L − 1 span all of lower degree too.
 */
import { symmetricIndices } from '../base/index.js';
import { ambientDimension, radius, type Space } from '../space/index.js';
import { factorMoments } from './leastsquares.js';

/** Most floating-point operations that a fit may take. */
const workLimit = 4e8;
const highestDegree = 12;

/** The weights next to `base`, for the highest degree up to 12 that the nodes determine, leave positive and allow in time. */
export function sphereWeights(space: Space, points: Float64Array, base: Float64Array): Float64Array {
  for (let degree = highestDegree; degree > 0; degree--) {
    const moments = monomialsOf(ambientDimension(space), degree);
    const size = base.length;
    if (2 * size * moments.length ** 2 > workLimit || 2 * moments.length > size) continue;
    const weights = fittedWeights(space, points, base, moments);
    if (weights !== undefined) return weights;
  }
  return base;
}

/** Exponents of the monomials of degree L and L − 1. */
function monomialsOf(ambient: number, degree: number): number[][] {
  return [...symmetricIndices(ambient, degree), ...symmetricIndices(ambient, degree - 1)].map((index) =>
    Array.from({ length: ambient }, (_, a) => index.filter((i) => i === a).length),
  );
}

function fittedWeights(
  space: Space,
  points: Float64Array,
  base: Float64Array,
  exponents: readonly (readonly number[])[],
): Float64Array | undefined {
  const ambient = ambientDimension(space);
  const r = radius(space);
  const rows = base.length;
  const matrix = new Float64Array(rows * exponents.length);
  const targets = new Float64Array(exponents.length);
  for (const [c, alpha] of exponents.entries()) {
    const size = Math.sqrt(sphereMoment(alpha.map((e) => 2 * e)) / sphereMoment(alpha.map(() => 0)));
    let defect = sphereMoment(alpha) * r ** space.dimension;
    for (let q = 0; q < rows; q++) {
      let product = 1;
      for (let a = 0; a < ambient; a++) product *= (points[q * ambient + a]! / r) ** alpha[a]!;
      matrix[c * rows + q] = product / size;
      defect -= base[q]! * product;
    }
    targets[c] = defect / size;
  }
  const fit = factorMoments(matrix, rows, exponents.length, base.map(Math.sqrt));
  if (!(fit.condition < 1e8)) return undefined;
  const result = fit.weights(targets).map((correction, q) => base[q]! + correction);
  return result.every((w) => w > 0) ? result : undefined;
}

/** ∫ x^α over the unit sphere. */
function sphereMoment(alpha: readonly number[]): number {
  if (alpha.some((e) => e % 2 === 1)) return 0;
  const halves = alpha.map((e) => (e + 1) / 2);
  return (
    (2 * halves.reduce((product, h) => product * gammaOfHalf(h), 1)) /
    gammaOfHalf(halves.reduce((sum, h) => sum + h, 0))
  );
}

/** Γ at a positive multiple of 1/2. */
function gammaOfHalf(x: number): number {
  let [value, at] = x % 1 === 0 ? [1, 1] : [Math.sqrt(Math.PI), 0.5];
  for (; at < x; at++) value *= at;
  return value;
}
