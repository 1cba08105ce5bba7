import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from '../../src/base/index.js';
import { bestSubsets } from '../../src/discovery/bestSubsets.js';
import { type Factor, factorize, fitSupport } from '../../src/discovery/leastSquares.js';
import { stlsq, stlsqPath } from '../../src/discovery/stlsq.js';

const seeds = fc.integer({ min: 1, max: 1e9 });
const rows = 60;
const candidates = 7;
const all = Array.from({ length: candidates }, (_, j) => j);

/** Correlated columns; the target is `coefficients` · columns plus noise. Column j is multiplied by scales[j] afterwards. */
function problem(
  seed: number,
  coefficients: readonly number[],
  noise: number,
  order = all,
  scales = all.map(() => 1),
): Factor {
  const random = new Random(seed);
  const matrix: number[] = [];
  for (let i = 0; i < rows; i++) {
    const common = random.normal();
    const row = all.map(() => random.normal() + 0.7 * common);
    const target = row.reduce((sum, value, j) => sum + value * coefficients[j]!, noise * random.normal());
    matrix.push(...order.map((j) => row[j]! * scales[j]!), target);
  }
  return factorize(Float64Array.from(matrix), rows, candidates + 1);
}

const planted = [0, 1.5, 0, 0, -2, 0, 0.8];

describe('sequentially thresholded least squares', () => {
  it('recovers a planted sparse model', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        expect(stlsq(problem(seed, planted, 1e-3), candidates, all, 0.05)).toEqual([1, 4, 6]);
        expect(stlsqPath(problem(seed, planted, 1e-3), candidates, all)).toContainEqual([1, 4, 6]);
      }),
    );
  });

  it('makes a nested path from all candidates to none', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const path = stlsqPath(problem(seed, planted, 1), candidates, all);
        expect(path.at(-1)).toEqual([]);
        for (let i = 1; i < path.length; i++) {
          expect(path[i]!.length).toBeLessThan(path[i - 1]!.length);
          expect(path[i]!.every((column) => path[i - 1]!.includes(column))).toBe(true);
        }
      }),
    );
  });

  it('does not depend on the units or the order of the candidates', () => {
    const order = [3, 6, 0, 5, 1, 4, 2];
    const scales = [1e-5, 10, 3, 1e4, 0.1, 7, 1e-2];
    fc.assert(
      fc.property(seeds, fc.double({ min: 0.01, max: 0.5, noNaN: true }), (seed, threshold) => {
        const plain = stlsq(problem(seed, planted, 0.5), candidates, all, threshold);
        const other = stlsq(problem(seed, planted, 0.5, order, scales), candidates, all, threshold);
        expect(other.map((j) => order[j]!).sort()).toEqual(plain);
      }),
    );
  });
});

describe('best subsets', () => {
  it('never leaves a larger residual than thresholding with as many terms, and is exact for one term', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const factor = problem(seed, planted, 2);
        const residual = (support: readonly number[]) => fitSupport(factor, candidates, support).residual;
        const subsets = bestSubsets(factor, candidates, all, candidates);
        expect(subsets.map((support) => support.length)).toEqual([0, ...all.map((j) => j + 1)]);
        for (const support of stlsqPath(factor, candidates, all)) {
          expect(residual(subsets[support.length]!)).toBeLessThanOrEqual(residual(support) * (1 + 1e-9));
        }
        expect(residual(subsets[1]!)).toBeCloseTo(Math.min(...all.map((j) => residual([j]))), 8);
      }),
    );
  });

  it('finds a model that thresholding and both stepwise searches lose', () => {
    // target = a + b; c is so near to a + b that it enters first, and a, b, c are nearly dependent
    const random = new Random(2);
    const matrix = Array.from({ length: 200 }, () => {
      const [a, b, e, f] = [random.normal(), random.normal(), random.normal(), random.normal()];
      return [a, b, a + b + 0.1 * e, f, a + b + 1e-4 * random.normal()];
    }).flat();
    const factor = factorize(Float64Array.from(matrix), 200, 5);
    const subsets = bestSubsets(factor, 4, [0, 1, 2, 3], 3);
    expect(subsets[1]).toEqual([2]);
    expect(subsets[2]).toEqual([0, 1]);
  });

  it('adds no column that depends on those chosen', () => {
    const matrix = Array.from({ length: 20 }, (_, i) => [
      i,
      2 * i,
      Math.sin(i),
      i + Math.sin(i) + Math.cos(3 * i),
    ]).flat();
    const subsets = bestSubsets(factorize(Float64Array.from(matrix), 20, 4), 3, [0, 1, 2], 3);
    expect(subsets.length).toBe(3);
  });
});
