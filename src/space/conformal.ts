/**
 * The conformal chart g = 4 |dx|² / (1 + kappa |x|²)²: stereographic projection from −(base point) for S^n, the
 * Poincaré ball |x| < R for H^n. x_i = R p_i / (R + p_n), p_n the last ambient coordinate.
 */
import { InvalidInput } from '../base/index.js';
import type { Chart } from './chart.js';
import { radius, type Space } from './space.js';

/**
 * The conformal chart of S^n or H^n, centred at the base point; coordinates x0, x1, … (multiply by √|kappa| for the
 * unit disk of pictures).
 * @throws InvalidInput for Euclidean space.
 */
export function conformalChart(space: Space): Chart {
  if (space.kind === 'E') throw new InvalidInput({ where: 'conformal chart', expected: 'S^n or H^n', got: 'E^n' });
  const { dimension: n, kappa } = space;
  const r = radius(space);
  const indices = Array.from({ length: n }, (_, i) => i);
  const factor = (x: ArrayLike<number>) => 1 + kappa * indices.reduce((sum, i) => sum + x[i]! * x[i]!, 0);
  return {
    name: 'conformal',
    space,
    coordinates: indices.map((i) => `x${i}`),
    toAmbient: (x) => {
      const f = factor(x);
      return [...indices.map((i) => (2 * x[i]!) / f), (r * (2 - f)) / f];
    },
    fromAmbient: (p) => indices.map((i) => (r * p[i]!) / (r + p[n]!)),
    frame: (x) => {
      const f = factor(x);
      return indices.map((i) => [
        ...indices.map((j) => (i === j ? 1 : 0) - (2 * kappa * x[i]! * x[j]!) / f),
        (-2 * kappa * r * x[i]!) / f,
      ]);
    },
  };
}
