import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conditionedWeights, fornbergWeights } from '../../src/grid/differences.js';

const near = (a: readonly number[], b: readonly number[]) => {
  expect(a.length).toBe(b.length);
  for (const [i, x] of a.entries()) expect(x).toBeCloseTo(b[i]!, 12);
};

describe('weights on a line', () => {
  it('reproduces the classical central formulas', () => {
    near(fornbergWeights([-1, 0, 1], 0, 2)[2]!, [1, -2, 1]);
    near(fornbergWeights([-2, -1, 0, 1, 2], 0, 1)[1]!, [1 / 12, -2 / 3, 0, 2 / 3, -1 / 12]);
    near(fornbergWeights([-3, -2, -1, 0, 1, 2, 3], 0, 2)[2]!, [
      1 / 90,
      -3 / 20,
      3 / 2,
      -49 / 18,
      3 / 2,
      -3 / 20,
      1 / 90,
    ]);
    near(fornbergWeights([-2, -1, 0, 1, 2], 0, 4)[4]!, [1, -4, 6, -4, 1]);
  });

  it('reproduces the cell-centred closures of the second derivative', () => {
    // Neumann: (u_1 − u_0)/h² minus a vanishing flux; exact on 1 and x².
    near(conditionedWeights([0.5, 1.5], 0.5, 2, 'neumann'), [-1, 1]);
    // Dirichlet: the parabola through (0, 0) and two nodes.
    near(conditionedWeights([0.5, 1.5], 0.5, 2, 'dirichlet'), [-4, 4 / 3]);
  });

  it.each(['dirichlet', 'neumann', 'none'] as const)('is exact on polynomials that satisfy %s', (condition) => {
    fc.assert(
      fc.property(
        fc.integer({ min: 4, max: 9 }),
        fc.integer({ min: 0, max: 3 }),
        fc.integer({ min: 0, max: 4 }),
        fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 10, maxLength: 10 }),
        (count, node, d, digits) => {
          const nodes = Array.from({ length: count }, (_, j) => j + 0.5);
          const degree = condition === 'none' ? count - 1 : count;
          const coefficients = digits.slice(0, degree + 1);
          if (condition === 'dirichlet') coefficients[0] = 0;
          if (condition === 'neumann') coefficients[1] = 0;
          const value = (x: number) => coefficients.reduce((sum, c, k) => sum + c * x ** k, 0);
          const derivative = (x: number) =>
            coefficients.reduce((sum, c, k) => {
              let falling = c;
              for (let j = 0; j < d; j++) falling *= k - j;
              return k < d ? sum : sum + falling * x ** (k - d);
            }, 0);
          const weights = conditionedWeights(nodes, node + 0.5, d, condition);
          const terms = weights.map((w, j) => w * value(nodes[j]!));
          const scale = terms.reduce((sum, t) => sum + Math.abs(t), 1);
          const sum = terms.reduce((a, b) => a + b, 0);
          expect(Math.abs(sum - derivative(node + 0.5))).toBeLessThan(1e-10 * scale);
        },
      ),
    );
  });

  it('is not exact on polynomials that violate the condition', () => {
    const weights = conditionedWeights([0.5, 1.5, 2.5], 0.5, 1, 'neumann');
    expect(weights.reduce((sum, w, j) => sum + w * (j + 0.5), 0)).not.toBeCloseTo(1, 3);
  });
});
