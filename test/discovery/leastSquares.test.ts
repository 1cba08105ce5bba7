import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from '../../src/base/index.js';
import {
  columnNorm,
  conditionNumber,
  factorize,
  fitSupport,
  residualOf,
  stackFactors,
} from '../../src/discovery/leastSquares.js';
import { singularValues } from '../../src/discovery/singularValues.js';

const seeds = fc.integer({ min: 1, max: 1e9 });

/** Row-major matrix of normal deviates, column j scaled by 10^scales[j]. */
function randomMatrix(random: Random, rows: number, scales: readonly number[]): Float64Array {
  return Float64Array.from(
    { length: rows * scales.length },
    (_, i) => random.normal() * 10 ** scales[i % scales.length]!,
  );
}

describe('Householder least squares', () => {
  it('leaves a residual orthogonal to every column of the support, whatever the units of the columns', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 5, max: 40 }), (seed, rows) => {
        const scales = [-6, 0, 3, 1, 0];
        const matrix = randomMatrix(new Random(seed), rows, scales);
        const factor = factorize(matrix, rows, 5);
        const support = [3, 0, 2];
        const { coefficients, residual } = fitSupport(factor, 4, support);
        let sum = 0;
        const overlaps = [0, 0, 0];
        for (let i = 0; i < rows; i++) {
          let rest = matrix[5 * i + 4]!;
          for (const [j, c] of support.entries()) rest -= coefficients[j]! * matrix[5 * i + c]!;
          sum += rest * rest;
          for (const [j, c] of support.entries()) overlaps[j] = overlaps[j]! + rest * matrix[5 * i + c]!;
        }
        for (const [j, c] of support.entries()) {
          expect(Math.abs(overlaps[j]!)).toBeLessThan(1e-11 * columnNorm(factor, c) * columnNorm(factor, 4));
        }
        expect(residual).toBeCloseTo(sum, 9);
        expect(residualOf(factor, 4, support, coefficients)).toBeCloseTo(sum, 9);
      }),
    );
  });

  it('has no units: columns of size 1e-200 or 1e200 give the coefficients', () => {
    // y = 3 a − 2 b in units of 1e-200 and 1e180.
    const [p, q] = [1e-200, 1e180];
    const rows = [
      [1, 2],
      [3, -1],
      [0.5, 4],
      [-2, 1],
    ].flatMap(([a, b]) => [a! * p, b! * q, 3 * a! - 2 * b!]);
    const factor = factorize(Float64Array.from(rows), 4, 3);
    const { coefficients, residual } = fitSupport(factor, 2, [0, 1]);
    expect(coefficients[0]! * p).toBeCloseTo(3, 12);
    expect(coefficients[1]! * q).toBeCloseTo(-2, 12);
    expect(residual).toBeLessThan(1e-28);
    expect(columnNorm(factor, 0) / p).toBeCloseTo(Math.sqrt(14.25), 12);
  });

  it('gives the same fit from stacked blocks as from the whole matrix', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 1, max: 29 }), (seed, cut) => {
        const matrix = randomMatrix(new Random(seed), 30, [0, 2, -3]);
        const whole = fitSupport(factorize(matrix, 30, 3), 2, [0, 1]);
        const parts = stackFactors([
          factorize(matrix.slice(0, 3 * cut), cut, 3),
          factorize(matrix.slice(3 * cut), 30 - cut, 3),
        ]);
        const stacked = fitSupport(parts, 2, [0, 1]);
        expect(parts.rows).toBe(30);
        for (let j = 0; j < 2; j++) {
          expect(stacked.coefficients[j]! / whole.coefficients[j]!).toBeCloseTo(1, 9);
          expect(stacked.standardErrors[j]! / whole.standardErrors[j]!).toBeCloseTo(1, 9);
        }
      }),
    );
  });

  it('agrees with a straight line fitted by the textbook formulas', () => {
    // y = a + b x: b = Sxy / Sxx, stderr(b)² = s² / Sxx, stderr(a)² = s² Σx² / (N Sxx)
    const x = [1, 2, 4, 7, 11];
    const y = [2.1, 2.9, 5.2, 7.7, 12.4];
    const mean = (v: number[]) => v.reduce((s, e) => s + e, 0) / v.length;
    const [mx, my] = [mean(x), mean(y)];
    const sxx = x.reduce((s, e) => s + (e - mx) ** 2, 0);
    const b = x.reduce((s, e, i) => s + (e - mx) * (y[i]! - my), 0) / sxx;
    const a = my - b * mx;
    const s2 = x.reduce((s, e, i) => s + (y[i]! - a - b * e) ** 2, 0) / 3;
    const found = fitSupport(factorize(Float64Array.from(x.flatMap((e, i) => [1, e, y[i]!])), 5, 3), 2, [0, 1]);
    expect(found.coefficients[0]).toBeCloseTo(a, 12);
    expect(found.coefficients[1]).toBeCloseTo(b, 12);
    expect(found.standardErrors[0]).toBeCloseTo(Math.sqrt((s2 * x.reduce((s, e) => s + e * e, 0)) / (5 * sxx)), 12);
    expect(found.standardErrors[1]).toBeCloseTo(Math.sqrt(s2 / sxx), 12);
  });

  it('predicts the scatter of coefficients over repeated noise', () => {
    const random = new Random(11);
    const rows = 60;
    const x = Array.from({ length: rows }, () => [random.normal(), random.normal()] as const);
    const trials = 2000;
    const sums = [0, 0];
    const squares = [0, 0];
    const predicted = [0, 0];
    for (let trial = 0; trial < trials; trial++) {
      const data = x.flatMap(([p, q]) => [p, p + 0.3 * q, 2 * p - q + 0.5 * random.normal()]);
      const { coefficients, standardErrors } = fitSupport(factorize(Float64Array.from(data), rows, 3), 2, [0, 1]);
      for (let j = 0; j < 2; j++) {
        sums[j] = sums[j]! + coefficients[j]!;
        squares[j] = squares[j]! + coefficients[j]! ** 2;
        predicted[j] = predicted[j]! + standardErrors[j]! ** 2 / trials;
      }
    }
    for (let j = 0; j < 2; j++) {
      const scatter = squares[j]! / trials - (sums[j]! / trials) ** 2;
      expect(predicted[j]! / scatter).toBeGreaterThan(0.88); // 2000 trials: relative error of a variance 3 %, four of them
      expect(predicted[j]! / scatter).toBeLessThan(1.14);
    }
  });

  it('gives zero columns the coefficient 0 and no precision', () => {
    const found = fitSupport(factorize(Float64Array.of(1, 0, 2, 2, 0, 4, 3, 0, 6.3), 3, 3), 2, [0, 1]);
    expect(found.coefficients[1]).toBe(0);
    expect(found.standardErrors[1]).toBe(Number.POSITIVE_INFINITY);
    expect(found.coefficients[0]).toBeCloseTo(28.9 / 14, 12);
  });

  it('refuses a matrix of the wrong length and factors that do not match', () => {
    expect(() => factorize(new Float64Array(5), 2, 3)).toThrow('expected a matrix of 2 × 3 numbers, got 5 numbers');
    expect(() => stackFactors([])).toThrow('at least one factor');
  });
});

describe('rank watch', () => {
  it('finds the condition number of the Hilbert matrix of order 4 (15513.7387, [higham-2002])', () => {
    const hilbert = Float64Array.from({ length: 16 }, (_, i) => 1 / ((i >> 2) + (i & 3) + 1));
    const { values } = singularValues(hilbert, 4);
    expect(values[0]! / values[3]!).toBeCloseTo(15513.7387, 3);
  });

  it('has singular vectors that are orthonormal and diagonalize AᵀA', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const k = 6;
        const a = randomMatrix(new Random(seed), k, [0, 0, -2, 0, 1, 0]);
        const { values, vectors } = singularValues(a, k);
        for (let s = 0; s < k; s++) {
          for (let t = 0; t < k; t++) {
            let images = 0;
            let overlap = 0;
            for (let i = 0; i < k; i++) {
              let p = 0;
              let q = 0;
              for (let j = 0; j < k; j++) {
                p += a[i * k + j]! * vectors[j * k + s]!;
                q += a[i * k + j]! * vectors[j * k + t]!;
              }
              images += p * q;
              overlap += vectors[i * k + s]! * vectors[i * k + t]!;
            }
            expect(overlap).toBeCloseTo(s === t ? 1 : 0, 11);
            expect(images / values[0]! ** 2).toBeCloseTo(s === t ? (values[s]! / values[0]!) ** 2 : 0, 11);
          }
        }
      }),
    );
  });

  it('finds independent columns well conditioned', () => {
    const factor = factorize(randomMatrix(new Random(9), 80, [0, 5, -5, 2]), 80, 4);
    expect(conditionNumber(factor, [0, 1, 2, 3])).toBeLessThan(3);
    expect(conditionNumber(factor, [])).toBe(1);
  });
});
