/**
 * The simply connected space M^n_kappa of constant sectional curvature kappa, in its ambient model:
 * kappa = 0: R^n itself; kappa > 0: the sphere <p,p> = 1/kappa in R^{n+1}; kappa < 0: the upper sheet of
 * <p,p> = 1/kappa in R^{n,1}, whose time coordinate is LAST (and positive). Source: [ratcliffe-2006], chapters 1 to 3.
 */
import { checkInteger, InvalidInput } from '../base/index.js';

/** A model space. `kappa` is 0 for kind E, positive for S, negative for H. */
export interface Space {
  readonly kind: 'E' | 'S' | 'H';
  readonly dimension: number;
  readonly kappa: number;
}

/** Euclidean space of dimension n ≥ 1. */
export function euclidean(dimension: number): Space {
  checkInteger('euclidean', 'the dimension', dimension, 1);
  return { kind: 'E', dimension, kappa: 0 };
}

/**
 * The sphere of dimension n ≥ 1 and radius 1/√kappa.
 * @throws InvalidInput when kappa is not positive and finite.
 */
export function sphere(dimension: number, kappa = 1): Space {
  checkInteger('sphere', 'the dimension', dimension, 1);
  if (!(kappa > 0 && Number.isFinite(kappa))) {
    throw new InvalidInput({ where: 'sphere', expected: 'a curvature > 0', got: String(kappa) });
  }
  return { kind: 'S', dimension, kappa };
}

/**
 * Hyperbolic space of dimension n ≥ 1.
 * @throws InvalidInput when kappa is not negative and finite.
 */
export function hyperbolic(dimension: number, kappa = -1): Space {
  checkInteger('hyperbolic', 'the dimension', dimension, 1);
  if (!(kappa < 0 && Number.isFinite(kappa))) {
    throw new InvalidInput({ where: 'hyperbolic', expected: 'a curvature < 0', got: String(kappa) });
  }
  return { kind: 'H', dimension, kappa };
}

/**
 * A space by the letter of its kind; kappa defaults to 0, 1 or −1.
 * @throws InvalidInput when the letter is unknown or kappa has the wrong sign.
 * @example
 * makeSpace('S', 2) // the unit sphere
 */
export function makeSpace(kind: string, dimension: number, kappa?: number): Space {
  if (kind === 'S') return sphere(dimension, kappa);
  if (kind === 'H') return hyperbolic(dimension, kappa);
  if (kind !== 'E') throw new InvalidInput({ where: 'space', expected: 'E, S or H', got: `'${kind}'` });
  if (kappa !== undefined && kappa !== 0) {
    throw new InvalidInput({ where: 'space E', expected: 'curvature 0', got: String(kappa) });
  }
  return euclidean(dimension);
}

/** Number of ambient coordinates: n for E, n + 1 for S and H. */
export function ambientDimension(space: Space): number {
  return space.kind === 'E' ? space.dimension : space.dimension + 1;
}

/** Radius of curvature 1/√|kappa|; 1 for E, where it only sets a unit. */
export function radius(space: Space): number {
  return space.kappa === 0 ? 1 : 1 / Math.sqrt(Math.abs(space.kappa));
}

/** The base point: 0 in E^n, (0, …, 0, radius) on S^n and H^n. */
export function origin(space: Space): number[] {
  const point = new Array<number>(ambientDimension(space)).fill(0);
  if (space.kind !== 'E') point[space.dimension] = radius(space);
  return point;
}
