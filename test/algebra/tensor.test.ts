import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  contract,
  divergence,
  dot,
  elementarySymmetric,
  type GraphSum,
  inner,
  metric,
  normalize,
  permuteLegs,
  symmetrise,
  trace,
  transpose,
} from '../../src/algebra/index.js';
import { InvalidInput, Random, symmetricIndices } from '../../src/base/index.js';
import { Rational } from '../../src/exact/index.js';
import { parse } from '../../src/expression/index.js';
import { bruteContraction } from '../oracle/bruteContraction.js';
import { sums } from './samples.js';

function expectEqual(a: GraphSum, b: GraphSum): void {
  expect(a.minus(b).toString()).toBe('0');
}

describe('sums', () => {
  it('form a commutative ring in rank 0', () => {
    fc.assert(
      fc.property(sums(0), sums(0), sums(0, 1), (a, b, c) => {
        expectEqual(a.plus(b), b.plus(a));
        expectEqual(a.times(b), b.times(a));
        expectEqual(a.times(b).times(c), a.times(b.times(c)));
        expectEqual(a.plus(b).times(c), a.times(c).plus(b.times(c)));
        expect(a.minus(a).isZero()).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it('tensor products commute up to the order of the legs', () => {
    fc.assert(
      fc.property(sums(1), sums(2, 1), (a, b) => {
        expectEqual(a.times(b), permuteLegs(b.times(a), [2, 0, 1]));
        expectEqual(a.times(b).times(a), a.times(b.times(a)));
      }),
      { numRuns: 30 },
    );
  });

  it('the scalar 0 is the zero of every rank', () => {
    const gradient = normalize(parse('grad(u)'));
    for (const text of ['grad(u) + 0', '0 - (-grad(u))', 'u - u + grad(u)', 'grad(u) - 0']) {
      expectEqual(normalize(parse(text)), gradient);
    }
    expect(gradient.minus(gradient).equals(normalize(parse('0')))).toBe(true);
    expect(gradient.equals(normalize(parse('0')))).toBe(false);
  });

  it('keep ranks apart', () => {
    expect(() => normalize(parse('u + grad(u)'))).toThrow(/^sum: expected terms of one rank, got rank 0 and rank 1/);
  });
});

describe('contraction and permutation', () => {
  it('permutations compose', () => {
    const permutation = fc.shuffledSubarray([0, 1, 2], { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(sums(3), permutation, permutation, (sum, p, q) => {
        expectEqual(
          permuteLegs(permuteLegs(sum, p), q),
          permuteLegs(
            sum,
            q.map((l) => p[l]!),
          ),
        );
      }),
      { numRuns: 40 },
    );
  });

  it('the metric is the unit of dot and its trace is n', () => {
    expect(trace(metric).toString()).toBe('n');
    fc.assert(
      fc.property(sums(2), (sum) => {
        expectEqual(dot(metric, sum), sum);
        expectEqual(dot(sum, metric), sum);
        expectEqual(inner(metric, sum), trace(sum));
      }),
      { numRuns: 20 },
    );
  });

  it('contractions in either order agree', () => {
    fc.assert(
      fc.property(sums(4, 1), (sum) => {
        expectEqual(contract(contract(sum, 0, 1), 0, 1), contract(contract(sum, 2, 3), 0, 1));
        expectEqual(contract(sum, 1, 3), contract(sum, 3, 1));
      }),
      { numRuns: 30 },
    );
  });

  it('inner is symmetric, dot is transposed, sym is a projection', () => {
    fc.assert(
      fc.property(sums(2), sums(2, 1), (a, b) => {
        expectEqual(inner(a, b), inner(b, a));
        expectEqual(inner(a, b), trace(dot(a, transpose(b))));
        expectEqual(transpose(dot(a, b)), dot(transpose(b), transpose(a)));
        expectEqual(symmetrise(symmetrise(a)), symmetrise(a));
        expectEqual(inner(symmetrise(a), b), inner(a, symmetrise(b)));
      }),
      { numRuns: 30 },
    );
  });
});

describe('symmetrisation', () => {
  const permutations = (items: readonly number[]): number[][] =>
    items.length === 0
      ? [[]]
      : items.flatMap((first) => permutations(items.filter((x) => x !== first)).map((rest) => [first, ...rest]));

  it.each([0, 1, 2, 3, 4])('is the mean over all permutations of %i legs', (rank) => {
    const all = permutations([...Array(rank).keys()]);
    fc.assert(
      fc.property(sums(rank, 1), (sum) => {
        const total = all.map((from) => permuteLegs(sum, from)).reduce((a, b) => a.plus(b));
        expectEqual(symmetrise(sum).scaled(all.length), total);
      }),
      { numRuns: 15 },
    );
  });

  it('of many legs takes no time', () => {
    expect(normalize(parse('sym(D(u,12)) - D(u,12)')).isZero()).toBe(true);
  });
});

describe('determinants', () => {
  /** Random symmetric matrices as second derivatives of fields. */
  const matrices = (n: number, random: Random): ((field: string, index: readonly number[]) => number) => {
    const table = new Map<string, number>();
    for (const field of ['u', 'v']) {
      for (const index of symmetricIndices(n, 2)) table.set(`${field}${index}`, random.normal());
    }
    return (field, index) => table.get(`${field}${[...index].sort()}`)!;
  };
  const leibniz = (rows: readonly (readonly number[])[]): number =>
    rows.length === 0
      ? 1
      : rows[0]!.reduce(
          (sum, x, j) => sum + (j % 2 === 0 ? x : -x) * leibniz(rows.slice(1).map((r) => r.toSpliced(j, 1))),
          0,
        );
  const evaluate = (sum: GraphSum, n: number, jets: (field: string, index: readonly number[]) => number): number =>
    [...sum.terms.values()].reduce(
      (total, { graph, coefficient }) => total + coefficient.evaluate({ n }) * bruteContraction(graph, n, jets),
      0,
    );

  it.each([1, 2, 3, 4])('det in dimension %i is that of Laplace expansion', (n) => {
    const jets = matrices(n, new Random(n));
    const rows = (field: string): number[][] =>
      Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_x, j) => jets(field, [i, j])));
    const [a, b] = [leibniz(rows('u')), leibniz(rows('v'))];
    const symmetric = normalize(parse('det(hess(u))'), { dimension: n });
    expect(evaluate(symmetric, n, jets)).toBeCloseTo(a, 11);
    if (n <= 3) {
      // A matrix that is not symmetric.
      const product = normalize(parse('det(dot(hess(u),hess(v)))', { fields: ['u', 'v'] }), { dimension: n });
      expect(evaluate(product, n, jets)).toBeCloseTo(a * b, 11);
    }
  });

  it.each([1, 2, 3])('sigma(n + 1, A) vanishes in dimension n = %i, though not as a graph', (n) => {
    const sum = normalize(parse(`sigma(${n + 1}, hess(u))`));
    expect(sum.isZero()).toBe(false);
    expect(evaluate(sum, n, matrices(n, new Random(10 + n)))).toBeCloseTo(0, 12);
  });

  it('sigma(k, g) is a binomial coefficient in n', () => {
    const { coefficient } = elementarySymmetric(3, metric).terms.get('1')!;
    expect(coefficient.substitute({ n: Rational.of(7) }).toString()).toBe('35');
    expect(coefficient.substitute({ n: Rational.of(2) }).toString()).toBe('0');
  });
});

describe('refusals', () => {
  it.each([
    ['trace(grad(u))', /^trace: expected a tensor of rank 2, got rank 1/],
    ['transpose(u)', /^transpose: expected a tensor of rank 2, got rank 0/],
    ['sigma(2, grad(u))', /^sigma: expected a tensor of rank 2, got rank 1/],
    ['sigma(-1, hess(u))', /expected a whole number as argument 1 of sigma/],
    ['inner(grad(u), hess(u))', /^inner: expected a tensor of rank 1, got rank 2/],
    ['dot(u, grad(u))', /^dot: expected two tensors of rank 1 or more, got ranks 0 and 1\. Hint: multiply scalars/],
    ['div(u)', /^div: expected a tensor of rank 1 or more, got a scalar/],
    ['contract(grad(u), 1, 2)', /^contract: expected a tensor of rank 2 or more, got rank 1/],
    ['contract(hess(u), 1, 1)', /^contract: expected two different positions, got 1 twice/],
    ['contract(hess(u), 0, 1)', /^contract: expected a position to be an integer from 1 to 2, got 0/],
    ['contract(hess(u), 1, 3)', /^contract: expected a position to be an integer from 1 to 2, got 3/],
  ])('%s', (text, message) => {
    expect(() => normalize(parse(text))).toThrow(InvalidInput);
    expect(() => normalize(parse(text))).toThrow(message);
  });

  it('a divergence of a scalar', () => {
    expect(() => divergence(normalize(parse('u')))).toThrow(InvalidInput);
  });
});
