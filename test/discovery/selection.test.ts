import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from '../../src/base/index.js';
import { crossValidate, jackknifeErrors, type Validation } from '../../src/discovery/crossValidation.js';
import { factorize } from '../../src/discovery/leastSquares.js';
import { priceOfTerm, rankModels, scoreModel } from '../../src/discovery/modelSelection.js';

/** Folds of (x, y) pairs as factors. */
const foldsOf = (folds: readonly (readonly (readonly [number, number])[])[]) =>
  folds.map((pairs) => factorize(Float64Array.from(pairs.flat()), pairs.length, 2));

describe('cross-validation', () => {
  it('is what leaving out each block and fitting y = c x by hand gives', () => {
    const random = new Random(4);
    const data = Array.from({ length: 4 }, (_, f) =>
      Array.from({ length: 6 + f }, () => {
        const x = random.normal();
        return [x, 3 * x + random.normal()] as const;
      }),
    );
    const [found] = crossValidate(foldsOf(data), 1, [[0]]);
    const slopes = data.map((_, left) => {
      const kept = data.filter((_, f) => f !== left).flat();
      return kept.reduce((s, [x, y]) => s + x * y, 0) / kept.reduce((s, [x]) => s + x * x, 0);
    });
    const misses = data.map((pairs, f) => pairs.reduce((s, [x, y]) => s + (y - slopes[f]! * x) ** 2, 0));
    const total = data.flat().reduce((s, [, y]) => s + y * y, 0);
    expect(found!.error).toBeCloseTo(Math.sqrt(misses.reduce((s, m) => s + m, 0) / total), 12);
    for (const [f, slope] of slopes.entries()) expect(found!.foldCoefficients[f]![0]).toBeCloseTo(slope, 12);
    const mean = slopes.reduce((s, c) => s + c, 0) / 4;
    expect(jackknifeErrors(found!)[0]).toBeCloseTo(
      Math.sqrt(0.75 * slopes.reduce((s, c) => s + (c - mean) ** 2, 0)),
      12,
    );
  });

  it('gives the empty model the error 1', () => {
    const [empty] = crossValidate(foldsOf([[[1, 2]], [[2, 1]], [[0, 5]]]), 1, [[]]);
    expect(empty!.error).toBeCloseTo(1, 14);
  });

  it('sees errors shared by a block that the formula for independent errors does not', () => {
    // ten blocks, each with its own slope: the jackknife knows the scatter of slopes, s²(AᵀA)⁻¹ sees 2000 rows
    const random = new Random(8);
    const data = Array.from({ length: 10 }, () => {
      const slope = 1 + 0.1 * random.normal();
      return Array.from({ length: 200 }, () => {
        const x = random.normal();
        return [x, slope * x] as const;
      });
    });
    const [found] = crossValidate(foldsOf(data), 1, [[0]]);
    const error = jackknifeErrors(found!)[0]!;
    expect(error).toBeGreaterThan(0.1 / Math.sqrt(10) / 2); // 0.032, within a factor of two
    expect(error).toBeLessThan((0.1 / Math.sqrt(10)) * 2);
  });

  it('refuses one fold and a target of zeros', () => {
    expect(() => crossValidate(foldsOf([[[1, 2]]]), 1, [[0]])).toThrow('at least 2 folds');
    expect(() => crossValidate(foldsOf([[[1, 0]], [[2, 0]]]), 1, [[0]])).toThrow('does not vanish');
  });
});

describe('the choice of a model', () => {
  const model = (terms: number, error: number, standardError = 0, discretisation = 0) =>
    scoreModel(
      {
        support: Array.from({ length: terms }, (_, i) => i),
        error,
        standardError,
        foldCoefficients: [],
      } satisfies Validation,
      discretisation,
    );

  it('takes the elbow, not the minimum', () => {
    const ranked = rankModels([model(0, 1), model(1, 0.4), model(2, 1e-3), model(3, 0.95e-3), model(4, 0.9e-3)]);
    expect(ranked.map(({ support }) => support.length)).toEqual([2, 3, 4, 1, 0]);
  });

  it('pays for a term exactly when the misfit falls by more than the price', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 0.99, noNaN: true }), (error) => {
        const [chosen] = rankModels([model(1, 0.5), model(2, 0.5 * error)]);
        expect(chosen!.support.length).toBe(error < 1 / priceOfTerm ? 2 : 1);
      }),
    );
  });

  it('does not reward a fit below the discretisation error', () => {
    const [chosen] = rankModels([model(1, 4e-6, 0, 1e-6), model(2, 1e-9, 0, 1e-6)]);
    expect(chosen!.support.length).toBe(1);
    const [exact] = rankModels([model(1, 4e-6), model(2, 1e-9)]);
    expect(exact!.support.length).toBe(2);
  });

  it('prefers fewer terms within one standard error', () => {
    expect(rankModels([model(1, 0.155), model(2, 0.1, 0.01)])[0]!.support.length).toBe(1);
    expect(rankModels([model(1, 0.155), model(2, 0.1, 0.001)])[0]!.support.length).toBe(2);
  });
});
