/** Spaces, points and tangent vectors to run the laws of geometry over. */
import type { Random } from '../../src/base/index.js';
import {
  euclidean,
  exp,
  frameAt,
  fromComponents,
  hyperbolic,
  origin,
  radius,
  type Space,
  sphere,
} from '../../src/space/index.js';

export const spaces: readonly (readonly [string, Space])[] = [
  ['E^1', euclidean(1)],
  ['E^3', euclidean(3)],
  ['S^1', sphere(1)],
  ['S^2', sphere(2)],
  ['S^2 of curvature 2.5', sphere(2, 2.5)],
  ['S^3 of curvature 0.3', sphere(3, 0.3)],
  ['H^1', hyperbolic(1)],
  ['H^2', hyperbolic(2)],
  ['H^3 of curvature −2', hyperbolic(3, -2)],
];

export const surfaces = spaces.filter(([, space]) => space.dimension > 1);

/** A frame vector list with normal components of the given scale in units of the radius of curvature. */
export function randomTangent(space: Space, p: readonly number[], random: Random, scale = 0.5): number[] {
  const w = Array.from({ length: space.dimension }, () => scale * radius(space) * random.normal());
  return fromComponents(frameAt(space, p), w);
}

export function randomPoint(space: Space, random: Random): number[] {
  const base = origin(space);
  return exp(space, base, randomTangent(space, base, random, 0.8));
}

/** Largest difference of two vectors. */
export function gap(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Math.max(...Array.from(a, (x, i) => Math.abs(x - b[i]!)));
}
