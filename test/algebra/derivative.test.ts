/** Laws of the covariant derivative on random graphs, for symbolic n and kappa. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  contract,
  cotangentCoefficients,
  derivative,
  GraphSum,
  metric,
  permuteLegs,
  symmetricDerivative,
  symmetrise,
} from '../../src/algebra/index.js';
import { Polynomial, Rational } from '../../src/exact/index.js';
import { parseKey } from '../../src/graph/index.js';
import { graphs, sums } from './samples.js';

const kappa = Polynomial.variable('kappa');
const indices = (rank: number): number[] => [...Array(rank).keys()];
const exchangeFirstTwo = (sum: GraphSum): GraphSum => permuteLegs(sum, [1, 0, ...indices(sum.rank).slice(2)]);

/** toString shows the difference when a law fails. */
function expectEqual(a: GraphSum, b: GraphSum): void {
  expect(a.minus(b).toString()).toBe('0');
}

describe('curvature', () => {
  /** Σ over legs c: κ (g_ac T_{…b…} − g_bc T_{…a…}), new legs a, b first. */
  const curvatureOn = (sum: GraphSum): GraphSum => {
    const product = metric.times(sum);
    return indices(sum.rank).reduce(
      (total, l) => {
        const from = indices(product.rank);
        from[1] = 2 + l;
        from[2 + l] = 1;
        const term = permuteLegs(product, from);
        return total.plus(term).minus(exchangeFirstTwo(term));
      },
      GraphSum.zero(sum.rank + 2),
    );
  };

  it.each([0, 1, 2, 3])('Ricci identity on graphs with %i legs', (rank) => {
    fc.assert(
      fc.property(graphs(rank, rank === 3 ? 1 : 2), (graph) => {
        const sum = GraphSum.of(graph);
        const second = derivative(derivative(sum));
        expectEqual(second.minus(exchangeFirstTwo(second)), curvatureOn(sum).scaled(kappa));
      }),
      { numRuns: 30 },
    );
  });

  it.each([1, 2, 3, 4, 5, 6])('Ricci identity on the vertex with %i legs', (k) => {
    const sum = symmetricDerivative('u', k);
    const second = derivative(derivative(sum));
    expectEqual(second.minus(exchangeFirstTwo(second)), curvatureOn(sum).scaled(kappa));
  });

  it('on a gradient: [∇_i, ∇_j] ω_k = κ (g_ik ω_j − g_jk ω_i)', () => {
    const third = derivative(derivative(symmetricDerivative('u', 1)));
    const expected = [
      { graph: { vertices: ['u'], edges: [], legs: [-3, 0, -1], epsilon: [] }, coefficient: kappa },
      { graph: { vertices: ['u'], edges: [], legs: [0, -3, -2], epsilon: [] }, coefficient: kappa.negated() },
    ];
    expectEqual(third.minus(exchangeFirstTwo(third)), GraphSum.collect(3, expected));
  });
});

describe('derivation', () => {
  it('is linear over the coefficients', () => {
    fc.assert(
      fc.property(sums(1), sums(1), (a, b) => {
        const factor = kappa.plus(Rational.of(2, 3));
        expectEqual(derivative(a.scaled(factor).plus(b)), derivative(a).scaled(factor).plus(derivative(b)));
      }),
      { numRuns: 40 },
    );
  });

  it('obeys Leibniz, the new leg moved to the front', () => {
    fc.assert(
      fc.property(sums(1, 1), sums(1, 1), (a, b) => {
        // a ⊗ ∇b has legs (a, new, b).
        const second = permuteLegs(a.times(derivative(b)), [1, 0, 2]);
        expectEqual(derivative(a.times(b)), derivative(a).times(b).plus(second));
      }),
      { numRuns: 40 },
    );
  });

  it('commutes with contraction', () => {
    fc.assert(
      fc.property(sums(3), fc.constantFrom([0, 1], [0, 2], [2, 1]), (sum, [i, j]) => {
        expectEqual(derivative(contract(sum, i!, j!)), contract(derivative(sum), i! + 1, j! + 1));
      }),
      { numRuns: 40 },
    );
  });

  it('commutes with permutations of the legs', () => {
    const permutation = fc.shuffledSubarray([0, 1, 2], { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(sums(3), permutation, (sum, from) => {
        expectEqual(derivative(permuteLegs(sum, from)), permuteLegs(derivative(sum), [0, ...from.map((l) => l + 1)]));
      }),
      { numRuns: 40 },
    );
  });

  it('kills the metric and constants', () => {
    expect(derivative(metric).isZero()).toBe(true);
    expect(derivative(GraphSum.constant(kappa))).toEqual(GraphSum.zero(1));
    fc.assert(
      fc.property(sums(1), (sum) => {
        expectEqual(derivative(metric.times(sum)), permuteLegs(metric.times(derivative(sum)), [2, 0, 1, 3]));
      }),
      { numRuns: 20 },
    );
  });

  it('gives the next symmetrised derivative when symmetrised', () => {
    for (let k = 0; k <= 5; k++) {
      expectEqual(symmetrise(derivative(symmetricDerivative('u', k))), symmetricDerivative('u', k + 1));
    }
  });

  it('symmetrised derivatives do not compose: ∇∇²u is not ∇³_sym u unless kappa = 0', () => {
    const difference = derivative(symmetricDerivative('u', 2)).minus(symmetricDerivative('u', 3));
    // By hand: ∇³u − sym ∇³u = ⅓ [∇_a, ∇_b] ∇_c u + ⅓ [∇_a, ∇_c] ∇_b u.
    const second = GraphSum.of(parseKey('g_ab u_c')).plus(GraphSum.of(parseKey('g_ac u_b')));
    const first = GraphSum.of(parseKey('g_bc u_a')).scaled(-2);
    expectEqual(difference, second.plus(first).scaled(kappa.times(Rational.of(1, 3))));
    const flat = difference.mapCoefficients((c) => c.substitute({ kappa: Rational.zero }));
    expect(flat.isZero()).toBe(true);
  });
});

describe('coefficients of √s cot √s', () => {
  it('are (−1)^m 4^m B_2m/(2m)! with the Bernoulli numbers of the tables', () => {
    const bernoulli: readonly (readonly [bigint, bigint])[] = [
      [1n, 1n],
      [1n, 6n],
      [-1n, 30n],
      [1n, 42n],
      [-1n, 30n],
      [5n, 66n],
      [-691n, 2730n],
      [7n, 6n],
      [-3617n, 510n],
    ];
    let scale = Rational.one;
    const expected = bernoulli.map(([p, q], m) => {
      if (m > 0) scale = scale.times(Rational.of(-4, 2 * m * (2 * m - 1)));
      return scale.times(Rational.of(p, q)).toString();
    });
    expect(cotangentCoefficients(8).map(String)).toEqual(expected);
  });

  it('sum to √s cot √s', () => {
    const series = cotangentCoefficients(40).map((c) => c.toNumber());
    for (const s of [0.1, 1, 2]) {
      const value = series.reduceRight((sum, c) => sum * s + c, 0);
      expect(value).toBeCloseTo(Math.sqrt(s) / Math.tan(Math.sqrt(s)), 13);
    }
  });
});
