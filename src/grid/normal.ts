/**
 * Normal coordinates of nodes: w_q = log_p(q) in an orthonormal frame e_i at p. The tangent vector has the direction
 * of the projection of q, so w_i = d(p, q) ⟨e_i, q − p⟩ / |⟨e, q − p⟩|.
 */
import { ambientDimension, radius, type Space } from '../space/index.js';
import type { LocalNodes } from './taylor.js';

/**
 * Writes the normal coordinates at p of the point that begins at `points[at]`.
 * @returns its distance from p.
 */
export function writeNormalCoordinates(
  space: Space,
  p: ArrayLike<number>,
  frame: readonly ArrayLike<number>[],
  points: ArrayLike<number>,
  at: number,
  coordinates: Float64Array,
  to: number,
): number {
  const n = space.dimension;
  const ambient = ambientDimension(space);
  const r = radius(space);
  const last = space.kind === 'H' ? -1 : 1;
  let chord = 0;
  let sum = 0;
  for (let a = 0; a < ambient; a++) {
    const sign = a === n ? last : 1;
    chord += sign * (points[at + a]! - p[a]!) ** 2;
    sum += sign * (points[at + a]! + p[a]!) ** 2;
  }
  chord = Math.sqrt(Math.max(0, chord));
  let distance = chord;
  if (space.kind === 'S') distance = 2 * r * Math.atan2(chord, Math.sqrt(sum));
  else if (space.kind === 'H') distance = 2 * r * Math.asinh(chord / (2 * r));
  let square = 0;
  for (let i = 0; i < n; i++) {
    const direction = frame[i]!;
    let component = 0;
    for (let a = 0; a < ambient; a++) component += (a === n ? last : 1) * direction[a]! * (points[at + a]! - p[a]!);
    coordinates[to + i] = component;
    square += component * component;
  }
  const factor = square > 0 ? distance / Math.sqrt(square) : 1;
  for (let i = 0; i < n; i++) coordinates[to + i]! *= factor;
  return distance;
}

/** Normal coordinates at p of the listed nodes, in their order. */
export function normalCoordinates(
  space: Space,
  p: ArrayLike<number>,
  frame: readonly ArrayLike<number>[],
  points: ArrayLike<number>,
  nodes: ArrayLike<number>,
): LocalNodes {
  const ambient = ambientDimension(space);
  const coordinates = new Float64Array(nodes.length * space.dimension);
  const distances = Float64Array.from(nodes, (node, s) =>
    writeNormalCoordinates(space, p, frame, points, node * ambient, coordinates, s * space.dimension),
  );
  return { coordinates, distances };
}
