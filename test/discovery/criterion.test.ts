import { describe, expect, it } from 'vitest';
import { Random } from '../../src/base/index.js';
import { bestSubsets, searchMethods } from '../../src/discovery/bestSubsets.js';
import { orderBy } from '../../src/discovery/criterion.js';
import { informationCriteria } from '../../src/discovery/informationCriterion.js';
import { factorize, fitSupport, residualSquares } from '../../src/discovery/leastSquares.js';

const rows = 60;
const candidates = 8;
const all = Array.from({ length: candidates }, (_, j) => j);
const planted = new Map([
  [1, 1.5],
  [4, -2],
  [6, 0.8],
]);

function problem(seed: number, noise: number) {
  const random = new Random(seed);
  const data = Array.from({ length: rows }, () => {
    const common = random.normal();
    const row = all.map(() => random.normal() + 0.7 * common);
    return [...row, [...planted].reduce((sum, [j, c]) => sum + c * row[j]!, noise * random.normal())];
  });
  return factorize(Float64Array.from(data.flat()), rows, candidates + 1);
}

describe('searches', () => {
  it.each(searchMethods.map((method) => [method] as const))('%s finds a planted model', (method) => {
    for (let seed = 1; seed <= 10; seed++) {
      expect(bestSubsets(problem(seed, 0.05), candidates, all, 6, method)).toContainEqual([1, 4, 6]);
    }
  });

  it('none leaves a smaller residual than all together', () => {
    for (let seed = 1; seed <= 10; seed++) {
      const factor = problem(seed, 3);
      const residual = (support: readonly number[]): number => residualSquares(factor, candidates, support);
      const best = bestSubsets(factor, candidates, all, candidates);
      for (const method of searchMethods) {
        for (const support of bestSubsets(factor, candidates, all, candidates, method)) {
          expect(residual(best[support.length]!)).toBeLessThanOrEqual(residual(support) * (1 + 1e-9));
        }
      }
    }
  });
});

describe('criteria', () => {
  const judged = (seed: number, noise: number) => {
    const factor = problem(seed, noise);
    const total = residualSquares(factor, candidates, []);
    return bestSubsets(factor, candidates, all, candidates).map((support) => ({
      support,
      validation: { error: 0, standardError: 0 },
      information: informationCriteria(
        rows,
        support.length,
        Math.sqrt(fitSupport(factor, candidates, support).residual / total),
      ),
    }));
  };

  it('BIC is wrong less often than AICc, as its price for a term is higher', () => {
    const right = (name: 'bic' | 'aicc'): number =>
      Array.from({ length: 30 }, (_, i) => orderBy(name, judged(i + 1, 1))[0]!.support.join()).filter(
        (support) => support === '1,4,6',
      ).length;
    expect(right('bic')).toBeGreaterThan(right('aicc'));
    expect(right('bic')).toBeGreaterThan(20);
  });

  it('differ by the textbook amounts from the logarithm of the likelihood', () => {
    // n ln(RSS/n) + penalty, the constant n ln(Σy²/n) taken off
    const { bic, aicc } = informationCriteria(50, 3, 0.2);
    expect(bic - 50 * Math.log(0.04)).toBeCloseTo(3 * Math.log(50), 12);
    expect(aicc - 50 * Math.log(0.04)).toBeCloseTo(6 + 24 / 46, 12);
    expect(informationCriteria(4, 3, 0.2).aicc).toBe(Number.POSITIVE_INFINITY);
  });

  it('cross-validation takes the fewest terms within one standard error', () => {
    const model = (terms: number, error: number) => ({
      support: all.slice(0, terms),
      validation: { error, standardError: 0.02 },
      information: { bic: 0, aicc: 0 },
    });
    const order = orderBy('cross-validation', [model(0, 1), model(1, 0.31), model(2, 0.3), model(3, 0.299)]);
    expect(order.map(({ support }) => support.length)).toEqual([1, 3, 2, 0]);
  });
});
