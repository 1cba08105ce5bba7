import { describe, expect, it } from 'vitest';
import { parseGrid } from '../../src/grid/index.js';
import { hyperbolic } from '../../src/space/index.js';
import { type At, jetErrors, laplacianError, observedOrder } from './convergence.js';

const accuracies = [2, 4, 6] as const;

// In units of the radius of curvature: T at the wall |x| = 0.6 is (1 + R²) / (1 − R²); ΔT = 2T, ΔX = 2X, <∇T, ∇X> = T X.
const kappa = -1.7;
const radius = 1 / Math.sqrt(-kappa);
const wall = (1 + 0.6 ** 2) / (1 - 0.6 ** 2);
const slope = -wall / (2 * wall ** 2 - 1);
const scaled =
  (f: (X: number, T: number) => number, factor = 1) =>
  (at: At) =>
    factor * f(at.X! / radius, at.T! / radius);

describe('walls of a disk of H²', () => {
  it.each([
    // ∂_ρ (1 + sT) X = 0 at the wall where (1 + sT) T + s (T² − 1) = 0.
    [
      'neumann',
      (X: number, T: number) => (1 + slope * T) * X + (T - wall) ** 2,
      (X: number, T: number) => 2 * X + 6 * slope * T * X + 2 * (T * T - 1 + 2 * T * (T - wall)),
    ],
    [
      'dirichlet',
      (X: number, T: number) => (T - wall) * (1 + X),
      (X: number, T: number) => 2 * T * (1 + X) + 2 * (T - wall) * X + 2 * T * X,
    ],
  ] as const)('%s keeps the order of accuracy', (rule, u, laplacian) => {
    for (const p of accuracies) {
      const order = observedOrder(
        (n) => `disk:${n}x${2 * n}:0.6:${rule}`,
        hyperbolic(2, kappa),
        20,
        (grid) => laplacianError(grid, p, scaled(u), scaled(laplacian, -kappa)),
      );
      expect(order).toBeGreaterThan(p - 0.3);
    }
  });
});

// Fourth derivatives of order 6 reach rounding on finer grids.
it.each([
  [2, 40, 1.8],
  [4, 40, 3.8],
  [6, 20, 4.8],
])('jets of orders 1 to 4 agree with Taylor coefficients in the ambient model (order %i)', (p, rows, least) => {
  const [coarse, fine] = [rows, 2 * rows].map((n) =>
    jetErrors(parseGrid(`disk:${n}x${2 * n}:0.6`, hyperbolic(2, kappa)), 4, p, [0.5, -0.4, 0.6]),
  );
  for (let k = 1; k <= 4; k++) expect(Math.log2(coarse![k]! / fine![k]!)).toBeGreaterThan(least);
});
