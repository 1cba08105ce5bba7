import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/base/index.js';
import { factorize, lassoPath, provedSubsets, stability, stackFactors } from '../../../src/discovery/index.js';
import { fitSupport, residualSquares } from '../../../src/discovery/leastSquares.js';
import { correctFactor, factorOfGram } from '../../../src/discovery/weak/errorsInVariables.js';
import { flatForms } from '../../../src/discovery/weak/flatForm.js';
import { buildWeakDesign } from '../../../src/discovery/weak/weakDesign.js';
import { parseGrid } from '../../../src/grid/index.js';
import { candidateLibrary } from '../../../src/library/index.js';
import { euclidean } from '../../../src/space/index.js';

/** Rows of `columns` standard normal numbers and a target, the last column. */
function sample(rows: number, columns: number, seed: number, truth: readonly number[], noise: number): Float64Array {
  const random = new Random(seed);
  const matrix = new Float64Array(rows * (columns + 1));
  for (let r = 0; r < rows; r++) {
    let sum = noise * random.normal();
    for (let j = 0; j < columns; j++) {
      const value = random.normal();
      matrix[r * (columns + 1) + j] = value;
      sum += (truth[j] ?? 0) * value;
    }
    matrix[r * (columns + 1) + columns] = sum;
  }
  return matrix;
}

describe('errors in variables', () => {
  const clean = sample(4000, 3, 1, [1, -2, 0.5], 0);
  const random = new Random(2);
  const noisy = clean.map((value, i) => (i % 4 === 3 ? value : value + 0.5 * random.normal()));
  const excess = Float64Array.from({ length: 16 }, (_, i) => (i % 5 === 0 && i < 15 ? 4000 * 0.25 : 0));

  it('draw coefficients towards zero, and the correction takes that off', () => {
    const observed = factorize(noisy, 4000, 4);
    const plain = fitSupport(observed, 3, [0, 1, 2]).coefficients;
    const corrected = fitSupport(correctFactor(observed, excess), 3, [0, 1, 2]).coefficients;
    for (const [j, value] of [1, -2, 0.5].entries()) {
      expect(plain[j]! / value).toBeLessThan(0.9); // 1 / (1 + 0.25)
      expect(Math.abs(corrected[j]! - value)).toBeLessThan(0.08);
    }
  });

  it('nothing changes without excess', () => {
    const observed = factorize(clean, 4000, 4);
    const same = correctFactor(observed, new Float64Array(16));
    for (const [i, value] of same.r.entries()) expect(Math.abs(value) - Math.abs(observed.r[i]!)).toBeCloseTo(0, 9);
  });

  it('an excess larger than the data leaves a positive matrix', () => {
    const observed = factorize(clean, 4000, 4);
    const { r } = correctFactor(
      observed,
      excess.map((value) => 100 * value),
    );
    for (let j = 0; j < 4; j++) expect(Math.abs(r[5 * j]!)).toBeGreaterThan(0);
  });

  it('a Gram matrix has the factor of its rows', () => {
    const { r } = factorize(clean, 4000, 4);
    const gram = Float64Array.from({ length: 16 }, (_, i) => {
      let sum = 0;
      for (let m = 0; m < 4; m++) sum += r[m * 4 + Math.floor(i / 4)]! * r[m * 4 + (i % 4)]!;
      return sum;
    });
    const fit = fitSupport(factorOfGram(gram, 4, 4000), 3, [0, 2]).coefficients;
    const expected = fitSupport(factorize(clean, 4000, 4), 3, [0, 2]).coefficients;
    for (const [j, value] of expected.entries()) expect(fit[j]).toBeCloseTo(value, 7);
  });
});

describe('searches', () => {
  const matrix = sample(60, 8, 7, [0, 1, 0, 0.4, 0, -0.7], 0.5);
  const factor = factorize(matrix, 60, 9);
  const columns = [0, 1, 2, 3, 4, 5, 6, 7];

  it('branch and bound finds what going through all supports finds', () => {
    const best = provedSubsets(factor, 8, columns, 4);
    const all = Array.from({ length: 2 ** columns.length }, (_, bits) => columns.filter((j) => (bits >> j) & 1));
    expect(best.map(({ length }) => length)).toEqual([0, 1, 2, 3, 4]);
    for (const support of best) {
      const least = Math.min(
        ...all.filter(({ length }) => length === support.length).map((set) => residualSquares(factor, 8, set)),
      );
      expect(residualSquares(factor, 8, support)).toBeCloseTo(least, 9);
    }
  });

  it('the lasso meets its optimality conditions and ends at least squares', () => {
    const path = lassoPath(factor, 8, columns);
    expect(path[0]!.support).toEqual([]);
    const norm = (j: number) => Math.sqrt(residualSquares(factor, j, []));
    const target = norm(8);
    const gradient = (support: readonly number[], coefficients: readonly number[], j: number): number => {
      let sum = 0;
      for (let r = 0; r < 60; r++) {
        let rest = matrix[r * 9 + 8]!;
        for (const [i, k] of support.entries()) rest -= coefficients[i]! * matrix[r * 9 + k]!;
        sum += rest * matrix[r * 9 + j]!;
      }
      return sum / norm(j) / target;
    };
    const largest = Math.max(...columns.map((j) => Math.abs(gradient([], [], j))));
    for (const { penalty, support, coefficients } of path) {
      for (const j of columns) {
        const slope = gradient(support, coefficients, j);
        const position = support.indexOf(j);
        if (position < 0) expect(Math.abs(slope)).toBeLessThan(penalty * largest + 1e-7);
        else expect(slope).toBeCloseTo(Math.sign(coefficients[position]!) * penalty * largest, 6);
      }
    }
    const end = path.at(-1)!;
    const full = fitSupport(factor, 8, end.support).coefficients;
    for (const [i, value] of end.coefficients.entries()) expect(value).toBeCloseTo(full[i]!, 3);
  });

  it('terms of the model are stable under halving, others are not', () => {
    const folds = Array.from({ length: 6 }, (_, f) => factorize(matrix.slice(f * 90, (f + 1) * 90), 10, 9));
    const factorOf = (half: readonly number[]) => stackFactors(half.map((i) => folds[i]!));
    const shares = stability(6, factorOf, 8, columns, 2, { pairs: 10, seed: 3 });
    expect(shares.get(1)).toBeGreaterThan(0.9);
    expect([...shares.values()].reduce((sum, value) => sum + value, 0)).toBeCloseTo(2, 9);
    expect(shares.get(6)).toBeLessThan(0.5);
    expect(() => stability(1, factorOf, 8, columns, 2)).toThrow('at least 2 blocks');
  });
});

it('the copies that measure noise share no numbers with noise of the same seed', () => {
  const random = new Random(1);
  const times = Array.from({ length: 60 }, (_, k) => k / 60);
  const u = times.map(() => Float64Array.from({ length: 64 }, () => random.normal()));
  const graphs = candidateLibrary({ dimension: 1, edges: [0, 0], maxDegree: 1 }).map(({ graph }) => graph);
  const { values, errors, kept } = buildWeakDesign({
    ...{ grid: parseGrid('cartesian:64', euclidean(1)), trajectories: [{ times, fields: { u } }], fields: ['u'] },
    ...{ learned: 1, forms: flatForms(graphs, 1), seed: 1, replicates: 2, memory: 2 ** 24 },
  }).runs[0]!;
  // the first column is ∫ φ u: what noise does to it is noise itself
  const column = (matrix: Float64Array): number[] => kept.map((row) => matrix[2 * row]!);
  const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, x, i) => sum + x * b[i]!, 0);
  const correlation = (a: readonly number[], b: readonly number[]) => dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
  for (const { part } of errors.slice(0, 2)) {
    expect(Math.abs(correlation(column(values), column(part)))).toBeLessThan(0.4);
  }
});
