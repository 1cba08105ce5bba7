/**
 * Fibonacci grids, `fibonacci:N[:R]`: N nodes in a ball of geodesic radius R around the base point, on S² and S³ all of the
 * space (no R). In dimension 2 node i encloses the share t_i = (i + 1/2)/N of the area and lies at the angle i · π(3 − √5): for
 * S² this is the spherical Fibonacci lattice [gonzalez-2010]. On S³ the super-Fibonacci spiral of [alexa-2022]. In the
 * balls of dimension 3 the direction comes from the additive sequences of 1/ρ and 1/ρ², ρ³ = ρ + 1.
 */
import { Unsupported } from '../base/index.js';
import { radius, type Space } from '../space/index.js';
import { type CloudGrid, cloudGrid } from './cloud.js';
import { sphereWeights } from './quadrature.js';

const goldenAngle = Math.PI * (3 - Math.sqrt(5));
const plastic = 1.324717957244746;
/** The root of ψ⁴ = ψ + 4. */
const spiral = 1.533751168755204;

/**
 * Builds the grid.
 * @throws Unsupported for dimensions other than 2 and 3.
 */
export function fibonacciGrid(spec: string, space: Space, count: number, reach: number): CloudGrid {
  const points = new Float64Array(fibonacciPoints(space, count, reach).flat());
  if (space.kind !== 'S') return cloudGrid({ spec, space, points });
  return cloudGrid({ spec, space, points, closed: true, weights: (cells) => sphereWeights(space, points, cells()) });
}

function fibonacciPoints(space: Space, count: number, reach: number): number[][] {
  const { kind, dimension: n } = space;
  if (n !== 2 && n !== 3) {
    throw new Unsupported({ where: 'fibonacci grid', expected: 'dimension 2 or 3', got: String(n) });
  }
  const r = radius(space);
  return Array.from({ length: count }, (_, i) => {
    const t = (i + 0.5) / count;
    if (kind === 'S' && n === 3) {
      const [inner, outer] = [Math.sqrt(t), Math.sqrt(1 - t)];
      const [a, b] = [(2 * Math.PI * (i + 0.5)) / Math.SQRT2, (2 * Math.PI * (i + 0.5)) / spiral];
      return [inner * Math.sin(a), inner * Math.cos(a), outer * Math.sin(b), outer * Math.cos(b)].map((x) => r * x);
    }
    const distance = radiusOfShare(space, t, reach);
    const direction = n === 2 ? [Math.cos(goldenAngle * i), Math.sin(goldenAngle * i)] : spherePoint(i);
    if (kind === 'E') return direction.map((x) => x * distance);
    const [across, along] =
      kind === 'S'
        ? [Math.sin(distance / r), Math.cos(distance / r)]
        : [Math.sinh(distance / r), Math.cosh(distance / r)];
    return [...direction.map((x) => r * across * x), r * along];
  });
}

function spherePoint(i: number): number[] {
  const z = 2 * ((i / plastic + 0.5) % 1) - 1;
  const phi = 2 * Math.PI * ((i / plastic ** 2) % 1);
  const s = Math.sqrt(1 - z * z);
  return [s * Math.cos(phi), s * Math.sin(phi), z];
}

/** The radius of the ball that holds the share t of the ball of radius `reach` (of all of S²). */
function radiusOfShare(space: Space, t: number, reach: number): number {
  const { kind, dimension: n } = space;
  const r = radius(space);
  if (kind === 'E') return reach * t ** (1 / n);
  if (kind === 'S') return 2 * r * Math.asin(Math.sqrt(t));
  if (n === 2) return 2 * r * Math.asinh(Math.sqrt(t) * Math.sinh(reach / (2 * r)));
  // The volume grows as sinh 2x − 2x: Newton's method from above, where it is convex.
  const volume = (x: number) => Math.sinh(2 * x) - 2 * x;
  const wanted = t * volume(reach / r);
  let x = reach / r;
  for (let step = 0; step < 60; step++) x -= (volume(x) - wanted) / (2 * Math.cosh(2 * x) - 2);
  return r * x;
}
