import { describe, expect, it } from 'vitest';
import { parseGrid, sampleJets } from '../../src/grid/index.js';
import { euclidean } from '../../src/space/index.js';
import { laplacianError, observedOrder, tabulate } from './convergence.js';
import { growth } from './growth.js';

const accuracies = [2, 4, 6] as const;

describe('periodic', () => {
  it.each(accuracies)('the Laplacian of a plane wave converges at order %i in dimensions 1, 2, 3', (p) => {
    for (const [n, counts] of [
      [1, (m: number) => `${m}`],
      [2, (m: number) => `${m}x${m}`],
      [3, (m: number) => `${m}x${m}x${m}`],
    ] as const) {
      const phase = (at: Readonly<Record<string, number>>) => at.x! + 2 * (at.y ?? 0) - (at.z ?? 0);
      const square = [1, 5, 6][n - 1]!;
      const order = observedOrder(
        (m) => `cartesian:${counts(m)}`,
        euclidean(n),
        14,
        (grid) =>
          laplacianError(
            grid,
            p,
            (at) => Math.sin(phase(at)),
            (at) => -square * Math.sin(phase(at)),
          ),
      );
      expect(order).toBeGreaterThan(p - 0.4);
    }
  });

  it.each(accuracies)('every jet component up to order 4 of a plane wave in space converges at order %i', (p) => {
    const k = [1, -1, 1];
    const phase = (at: Readonly<Record<string, number>>) => k[0]! * at.x! + k[1]! * at.y! + k[2]! * at.z!;
    const errors = (m: number) => {
      const grid = parseGrid(`cartesian:${m}x${m}x${m}`, euclidean(3));
      const scheme = grid.jetScheme(4, p);
      const jets = sampleJets(
        scheme,
        tabulate(grid, (at) => Math.sin(phase(at))),
      );
      return Math.max(
        ...scheme.components.map((index, c) => {
          const factor = index.reduce((x, i) => x * k[i]!, 1);
          const exact = tabulate(grid, (at) => factor * Math.sin(phase(at) + (index.length * Math.PI) / 2));
          return exact.reduce((worst, x, node) => Math.max(worst, Math.abs(x - jets[c]![node]!)), 0);
        }),
      );
    };
    expect(Math.log2(errors(9) / errors(18))).toBeGreaterThan(p - 0.4);
  });
});

describe('walls', () => {
  // Functions that satisfy the condition but do not continue smoothly by reflection: odd derivatives do not vanish.
  const neumann = {
    u: (x: number) => 3 * x ** 2 - 2 * x ** 3 + x ** 2 * (1 - x) ** 2 * Math.exp(x),
    lap: (x: number) => 6 - 12 * x + Math.exp(x) * (2 - 8 * x + x ** 2 + 6 * x ** 3 + x ** 4),
  };
  const dirichlet = {
    u: (x: number) => x * (1 - x) * Math.exp(2 * x),
    lap: (x: number) => Math.exp(2 * x) * (2 - 8 * x + 4 * (x - x * x)),
  };

  it.each(accuracies)('the Laplacian keeps order %i up to both ends', (p) => {
    for (const [rule, { u, lap }] of [
      ['neumann', neumann],
      ['dirichlet', dirichlet],
    ] as const) {
      const order = observedOrder(
        (m) => `cartesian:${m}:1:${rule}`,
        euclidean(1),
        40,
        (grid) =>
          laplacianError(
            grid,
            p,
            (at) => u(at.x!),
            (at) => lap(at.x!),
          ),
      );
      expect(order).toBeGreaterThan(p - 0.4);
    }
  });

  it.each(accuracies)('and into corners (order %i)', (p) => {
    const order = observedOrder(
      (m) => `cartesian:${m}x${m}:1:neumann`,
      euclidean(2),
      16,
      (grid) =>
        laplacianError(
          grid,
          p,
          (at) => neumann.u(at.x!) * neumann.u(at.y!),
          (at) => neumann.lap(at.x!) * neumann.u(at.y!) + neumann.u(at.x!) * neumann.lap(at.y!),
        ),
    );
    expect(order).toBeGreaterThan(p - 0.6);
  });

  it.each(accuracies)('the heat equation does not grow (accuracy %i)', (p) => {
    for (const rule of ['neumann', 'dirichlet']) {
      const scheme = parseGrid(`cartesian:32:1:${rule}`, euclidean(1)).jetScheme(2, p);
      const matrix = Array.from({ length: 32 }, () => new Float64Array(32));
      for (const { start, count, stencil, offsets } of scheme.runs) {
        const { width, weights } = scheme.stencils[stencil]!;
        for (let i = start; i < start + count; i++) {
          for (const [s, offset] of offsets.entries()) matrix[i]![i + offset]! += weights[2 * width + s]!;
        }
      }
      const limit = rule === 'neumann' ? 1.01 : 2 * Math.exp(-(Math.PI ** 2));
      expect(growth(matrix, 1)).toBeLessThan(limit);
    }
  });
});

it('reports too coarse a grid when the jet is asked for', () => {
  const grid = parseGrid('cartesian:8x4', euclidean(2));
  expect(grid.jetScheme(2, 2).size).toBe(32);
  expect(() => grid.jetScheme(2, 4)).toThrow(/at least 5 points along y .* got 4/);
});
