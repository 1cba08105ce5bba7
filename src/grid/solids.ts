/**
 * Nearly uniform nodes in dimension 3. `cubed:m` on S^n, n = 2 or 3: the 2(n + 1) m^n nodes of the cubed sphere, where
 * the central projection carries a grid of equal angles on each side of a cube to the sphere ([ronchi-1996]); weights
 * integrate harmonics of low degree exactly. `ball:N[:R]` in E³ and H³: the N points of a body-centred cubic
 * lattice nearest to the base point, in normal coordinates; they fill a ball of radius R, whose edge is open.
 */
import { combine, exp, frameAt, fromComponents, origin, radius, type Space } from '../space/index.js';
import { type CloudGrid, cloudGrid } from './cloud.js';
import { sphereWeights } from './quadrature.js';

/** Builds the cubed sphere; the space must be S² or S³. */
export function cubedGrid(spec: string, space: Space, perSide: number): CloudGrid {
  const n = space.dimension;
  const r = radius(space);
  const angles = Array.from({ length: perSide }, (_, i) => ((i + 0.5) / perSide - 0.5) * (Math.PI / 2));
  let squares: number[][] = [[]];
  for (let a = 0; a < n; a++) squares = squares.flatMap((x) => angles.map((angle) => [...x, Math.tan(angle)]));
  const points: number[] = [];
  for (let axis = 0; axis <= n; axis++) {
    for (const side of [1, -1]) {
      for (const square of squares) {
        const x = [...square.slice(0, axis), side, ...square.slice(axis)];
        const size = r / Math.hypot(...x);
        for (const coordinate of x) points.push(coordinate * size);
      }
    }
  }
  const all = Float64Array.from(points);
  return cloudGrid({
    spec,
    space,
    points: all,
    closed: true,
    weights: (volumes) => {
      const base = volumes();
      const total = base.reduce((sum, w) => sum + w, 0);
      const area = (n === 2 ? 4 * Math.PI : 2 * Math.PI ** 2) * r ** n;
      return sphereWeights(
        space,
        all,
        base.map((w) => (w * area) / total),
      );
    },
  });
}

/** Builds the lattice; the space must be E³ or H³. */
export function ballGrid(spec: string, space: Space, count: number, reach: number): CloudGrid {
  // Two nodes for each cube of side a: N a³/2 is the volume of the ball.
  const side = reach * ((8 * Math.PI) / (3 * count)) ** (1 / 3);
  // The base point is in general position in its cube, so that no two nodes are equally far from it.
  const offset = [0.2137, 0.3481, 0.1293];
  const steps = Math.ceil(reach / side) + 2;
  const lattice: { readonly w: number[]; readonly distance: number }[] = [];
  for (let i = -steps; i <= steps; i++) {
    for (let j = -steps; j <= steps; j++) {
      for (let k = -steps; k <= steps; k++) {
        for (const half of [0, 0.5]) {
          const w = [i, j, k].map((x, a) => (x + half + offset[a]!) * side);
          lattice.push({ w, distance: Math.hypot(...w) });
        }
      }
    }
  }
  lattice.sort((a, b) => a.distance - b.distance);
  const base = origin(space);
  const frame = frameAt(space, base);
  const points = lattice.slice(0, count).flatMap(({ w }) => {
    const v = fromComponents(frame, w);
    return space.kind === 'E' ? combine([1, base], [1, v]) : exp(space, base, v);
  });
  return cloudGrid({ spec, space, points: Float64Array.from(points) });
}
