/**
 * Geodesics in the ambient model, one formula for every sign of kappa:
 * exp_p(v) = c(kappa |v|²) p + s(kappa |v|²) v with c(x) = cos √x and s(x) = sin √x / √x (cosh, sinh for x < 0).
 * No inverse cosine is used anywhere: distances come from atan2 and asinh of chords, which stay accurate for
 * neighbouring and for antipodal points. Source: [ratcliffe-2006].
 */
import { OutOfRange } from '../base/index.js';
import { combine, inner, norm } from './metric.js';
import { radius, type Space } from './space.js';

/** cos √x, continued to negative x as cosh √−x. */
function cosine(x: number): number {
  return x >= 0 ? Math.cos(Math.sqrt(x)) : Math.cosh(Math.sqrt(-x));
}

/** sin √x / √x, continued to negative x as sinh √−x / √−x. */
function sinc(x: number): number {
  if (x === 0) return 1;
  const root = Math.sqrt(Math.abs(x));
  return (x > 0 ? Math.sin(root) : Math.sinh(root)) / root;
}

/** The point reached from p after unit time with initial velocity v (ambient tangent vector at p). */
export function exp(space: Space, p: ArrayLike<number>, v: ArrayLike<number>): number[] {
  const x = space.kappa * inner(space, v, v);
  return combine([cosine(x), p], [sinc(x), v]);
}

/** Geodesic distance of two points of the model. */
export function distance(space: Space, p: ArrayLike<number>, q: ArrayLike<number>): number {
  const chord = norm(space, combine([1, q], [-1, p]));
  const r = radius(space);
  if (space.kind === 'S') return 2 * r * Math.atan2(chord, norm(space, combine([1, q], [1, p])));
  return space.kind === 'H' ? 2 * r * Math.asinh(chord / (2 * r)) : chord;
}

/**
 * The tangent vector v at p with exp_p(v) = q and |v| = distance(p, q).
 * @throws OutOfRange when q is the antipode of p, where the direction is undefined.
 */
export function log(space: Space, p: ArrayLike<number>, q: ArrayLike<number>): number[] {
  const chord = combine([1, q], [-1, p]);
  const tangent = combine([1, chord], [(space.kappa / 2) * inner(space, chord, chord), p]);
  const length = norm(space, tangent);
  const d = distance(space, p, q);
  if (length > 0) return combine([d / length, tangent]);
  if (d < radius(space)) return chord.fill(0);
  throw new OutOfRange({ where: 'log', expected: 'two points that are not antipodal', got: 'antipodes' });
}
