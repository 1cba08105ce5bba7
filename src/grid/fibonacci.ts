/**
 * Fibonacci grids in dimension 2, `fibonacci:N[:R]`: N nodes in a disk of geodesic radius R around the base point, on S² all
 * of the sphere (no R). Node i encloses the share (i + 1/2)/N of the area and lies at the angle i · π(3 − √5): on S²
 * this is the spherical Fibonacci lattice [gonzalez-2010]. Its weights on a disk are
 * equal, on S² they integrate harmonics of low degree exactly. The edge of a disk is open.
 */
import { radius, type Space } from '../space/index.js';
import { type CloudGrid, cloudGrid } from './cloud.js';
import { sphereWeights } from './quadrature.js';

const goldenAngle = Math.PI * (3 - Math.sqrt(5));

/** Builds the grid; the space has dimension 2. */
export function fibonacciGrid(spec: string, space: Space, count: number, reach: number): CloudGrid {
  const { kind } = space;
  const r = radius(space);
  const points = Float64Array.from(
    Array.from({ length: count }, (_, i) => {
      const t = (i + 0.5) / count;
      const direction = [Math.cos(goldenAngle * i), Math.sin(goldenAngle * i)];
      if (kind === 'E') return direction.map((x) => x * reach * Math.sqrt(t));
      // Half of the angle or distance from the base point.
      const half = kind === 'S' ? Math.asin(Math.sqrt(t)) : Math.asinh(Math.sqrt(t) * Math.sinh(reach / (2 * r)));
      const [across, along] =
        kind === 'S' ? [Math.sin(2 * half), Math.cos(2 * half)] : [Math.sinh(2 * half), Math.cosh(2 * half)];
      return [...direction.map((x) => r * across * x), r * along];
    }).flat(),
  );
  if (kind !== 'S') {
    const area = kind === 'E' ? Math.PI * reach ** 2 : 2 * Math.PI * r * r * (Math.cosh(reach / r) - 1);
    return cloudGrid({ spec, space, points, weights: () => new Float64Array(count).fill(area / count) });
  }
  return cloudGrid({ spec, space, points, closed: true, weights: (cells) => sphereWeights(space, points, cells()) });
}
