/**
 * Icosahedral grids on S²: `icosahedral:k`, the 10 · 4^k + 2 nodes of an icosahedron whose triangles are cut into four k
 * times. Two vertices are the poles. Weights start from a third of the area of the triangles around a node and integrate spherical
 * harmonics of low degree exactly (`quadrature.ts`).
 */
import { radius, type Space } from '../space/index.js';
import { type CloudGrid, cloudGrid } from './cloud.js';
import { once } from './once.js';
import { sphereWeights } from './quadrature.js';
import { bisected, sideNeighbours, type Triangulation, triangleWeights } from './triangulation.js';

/** Builds the grid; the space must be S². */
export function icosahedralGrid(spec: string, space: Space, bisections: number): CloudGrid {
  let net = icosahedron(radius(space));
  for (let k = 0; k < bisections; k++) net = bisected(space, net);
  const { points } = net;
  const neighbours = once(() => sideNeighbours(net, points.length / 3));
  return cloudGrid({
    spec,
    space,
    points,
    closed: true,
    weights: () => sphereWeights(space, points, triangleWeights(space, net)),
    neighbours: (node) => neighbours()[node]!,
  });
}

/** North pole, five nodes at z = 1/√5, five at −1/√5 turned by 36°, south pole. */
function icosahedron(r: number): Triangulation {
  const z = 1 / Math.sqrt(5);
  const ring = (height: number, turn: number) =>
    [0, 1, 2, 3, 4].map((k) => {
      const phi = ((2 * k + turn) * Math.PI) / 5;
      return [2 * z * Math.cos(phi), 2 * z * Math.sin(phi), height];
    });
  const points = [[0, 0, 1], ...ring(z, 0), ...ring(-z, 1), [0, 0, -1]].flat().map((x) => x * r);
  const triangles = [0, 1, 2, 3, 4].flatMap((k) => {
    const next = (k + 1) % 5;
    const [a, b, c, d] = [1 + k, 1 + next, 6 + k, 6 + next];
    return [0, a, b, a, c, b, b, c, d, 11, d, c];
  });
  return { points: Float64Array.from(points), triangles: Int32Array.from(triangles) };
}
