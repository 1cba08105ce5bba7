/**
 * The ambient bilinear form: Σ a_i b_i, with a minus sign on the last coordinate for kind H. On tangent vectors it
 * is the Riemannian metric; on points of S and H it gives <p,p> = 1/kappa.
 */
import type { Space } from './space.js';

/** Ambient inner product of two vectors of ambient length. */
export function inner(space: Space, a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < space.dimension; i++) sum += a[i]! * b[i]!;
  if (space.kind === 'E') return sum;
  const last = a[space.dimension]! * b[space.dimension]!;
  return space.kind === 'S' ? sum + last : sum - last;
}

/** Length of a tangent (or any spacelike) vector; rounding below zero counts as zero. */
export function norm(space: Space, v: ArrayLike<number>): number {
  return Math.sqrt(Math.max(0, inner(space, v, v)));
}

/** Σ of the scaled vectors: combine([a, p], [b, q]) = a p + b q. */
export function combine(...terms: readonly (readonly [number, ArrayLike<number>])[]): number[] {
  const result = new Array<number>(terms[0]![1].length).fill(0);
  for (const [factor, vector] of terms) for (let i = 0; i < result.length; i++) result[i]! += factor * vector[i]!;
  return result;
}

/** How far p is from the model: kappa <p,p> − 1 (0 for kind E, where every point belongs). */
export function modelDefect(space: Space, p: ArrayLike<number>): number {
  return space.kind === 'E' ? 0 : space.kappa * inner(space, p, p) - 1;
}
