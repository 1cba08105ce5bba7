/**
 * Charts: named coordinates, the map to and from the ambient model, and the orthonormal frame that belongs to the
 * coordinate directions. The Cartesian chart of E^n is the identity.
 */
import { InvalidInput } from '../base/index.js';
import type { Space } from './space.js';

/** A chart of a space; coordinates are in the order of `coordinates`. */
export interface Chart {
  readonly name: string;
  readonly space: Space;
  readonly coordinates: readonly string[];
  /** Ambient point with the given coordinates. */
  toAmbient(x: ArrayLike<number>): number[];
  /** Coordinates of an ambient point; not finite where the chart does not reach. */
  fromAmbient(p: ArrayLike<number>): number[];
  /** Ambient orthonormal frame at the point with coordinates x; e_i points along the i-th coordinate. */
  frame(x: ArrayLike<number>): number[][];
}

/** Refuses a space that a chart does not serve. */
export function checkChartSpace(name: string, space: Space, kind: Space['kind'], dimension?: number): void {
  if (space.kind === kind && (dimension === undefined || space.dimension === dimension)) return;
  const wanted = `${kind}^${dimension ?? 'n'}`;
  throw new InvalidInput({ where: name, expected: wanted, got: `${space.kind}^${space.dimension}` });
}

/** Standard coordinates of E^n, named x, y, z for n ≤ 3 and x0, x1, … above. */
export function cartesianChart(space: Space): Chart {
  checkChartSpace('cartesian', space, 'E');
  const n = space.dimension;
  return {
    name: 'cartesian',
    space,
    coordinates: n <= 3 ? ['x', 'y', 'z'].slice(0, n) : Array.from({ length: n }, (_, i) => `x${i}`),
    toAmbient: (x) => Array.from(x),
    fromAmbient: (p) => Array.from(p),
    frame: () => Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => (i === j ? 1 : 0))),
  };
}
