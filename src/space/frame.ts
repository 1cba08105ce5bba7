/**
 * Orthonormal frames of tangent spaces, and coordinates of tangent vectors in them.
 */
import { combine, inner } from './metric.js';
import { ambientDimension, origin, type Space } from './space.js';
import { transport } from './transport.js';

/**
 * An orthonormal frame e_0 … e_{n−1} of T_pM as ambient vectors: the coordinate directions carried from the base
 * point in parallel (on the lower half of a sphere: from its antipode, since the frame cannot be continuous there).
 */
export function frameAt(space: Space, p: ArrayLike<number>): number[][] {
  const size = ambientDimension(space);
  let base = origin(space);
  if (space.kind === 'S' && inner(space, base, p) < 0) base = combine([-1, base]);
  return Array.from({ length: space.dimension }, (_, i) => {
    const unit = new Array<number>(size).fill(0);
    unit[i] = 1;
    return transport(space, base, p, unit);
  });
}

/** Components of a tangent vector in an orthonormal frame. */
export function components(space: Space, frame: readonly ArrayLike<number>[], v: ArrayLike<number>): number[] {
  return frame.map((e) => inner(space, e, v));
}

/** The tangent vector Σ w_i e_i. */
export function fromComponents(frame: readonly ArrayLike<number>[], w: ArrayLike<number>): number[] {
  return combine(...frame.map((e, i) => [w[i]!, e] as const));
}
