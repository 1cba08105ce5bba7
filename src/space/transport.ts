/**
 * Parallel transport along the shortest geodesic from p to q:
 * v ↦ v − kappa <q,v> / (1 + kappa <p,q>) (p + q). It is a linear isometry T_p → T_q.
 */
import { OutOfRange } from '../base/index.js';
import { combine, inner } from './metric.js';
import type { Space } from './space.js';

/**
 * Carries the tangent vector v at p to q.
 * @throws OutOfRange when p and q are antipodal.
 */
export function transport(space: Space, p: ArrayLike<number>, q: ArrayLike<number>, v: ArrayLike<number>): number[] {
  const denominator = 1 + space.kappa * inner(space, p, q);
  if (!(denominator > 0)) {
    throw new OutOfRange({ where: 'transport', expected: 'two points that are not antipodal', got: 'antipodes' });
  }
  return combine([1, v], [(-space.kappa * inner(space, q, v)) / denominator, combine([1, p], [1, q])]);
}
