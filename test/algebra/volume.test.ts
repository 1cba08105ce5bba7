/** The volume form: laws on random graphs, components at random jets, and identities of vector calculus. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  contract,
  contractVolume,
  derivative,
  type GraphSum,
  metric,
  normalize,
  permuteLegs,
  volumeForm,
} from '../../src/algebra/index.js';
import { InvalidInput, OutOfRange, Random } from '../../src/base/index.js';
import { Polynomial, Rational } from '../../src/exact/index.js';
import { parse } from '../../src/expression/index.js';
import { isZeroInDimension } from '../../src/relations/index.js';
import { bruteContraction, type JetValues } from '../oracle/bruteContraction.js';
import { orientedSums, sums } from './samples.js';

const indices = (rank: number): number[] => [...Array(rank).keys()];

function expectEqual(a: GraphSum, b: GraphSum): void {
  expect(a.minus(b).toString()).toBe('0');
}

/** Random components of symmetric tensors. */
function randomJets(seed: number): JetValues {
  const table = new Map<string, number>();
  const random = new Random(seed);
  return (field, index) => {
    const key = `${field}:${[...index].sort()}`;
    const known = table.get(key) ?? random.normal();
    table.set(key, known);
    return known;
  };
}

const letterLists = (rank: number, n: number): number[][] =>
  rank === 0 ? [[]] : letterLists(rank - 1, n).flatMap((list) => indices(n).map((i) => [...list, i]));

type Component = (letters: readonly number[]) => number;

const componentsOf = (sum: GraphSum, n: number, jets: JetValues): Component => {
  const terms = [...sum.terms.values()].map(({ graph, coefficient }) => ({
    graph,
    value: coefficient.evaluate({ n, kappa: 0.3, a: -0.7 }),
  }));
  return (letters) => terms.reduce((t, { graph, value }) => t + value * bruteContraction(graph, n, jets, letters), 0);
};

function expectComponents(sum: GraphSum, n: number, jets: JetValues, expected: Component): void {
  const component = componentsOf(sum, n, jets);
  for (const letters of letterLists(sum.rank, n)) {
    const value = expected(letters);
    expect(Math.abs(component(letters) - value)).toBeLessThan(1e-9 * (1 + Math.abs(value)) * 100);
  }
}

describe('components at random jets', () => {
  const seeds = fc.integer({ min: 1, max: 1e6 });

  it.each([1, 2, 3])('products with one and with two volume forms, n = %i', (n) => {
    const rank = n === 3 ? 1 : 2;
    fc.assert(
      fc.property(orientedSums(rank, n, 1), orientedSums(1, n, 1), sums(1, 1), seeds, (a, b, c, seed) => {
        const jets = randomJets(seed);
        const [inA, inB, inC] = [a, b, c].map((sum) => componentsOf(sum, n, jets)) as [Component, Component, Component];
        expectComponents(a.times(b), n, jets, (l) => inA(l.slice(0, rank)) * inB(l.slice(rank)));
        expectComponents(b.times(c), n, jets, (l) => inB(l.slice(0, 1)) * inC(l.slice(1)));
      }),
      { numRuns: 8 },
    );
  });

  it.each([1, 2, 3])('contractions and permutations, n = %i', (n) => {
    const permutation = fc.shuffledSubarray([0, 1, 2], { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(orientedSums(3, n, 1), permutation, seeds, (sum, from, seed) => {
        const jets = randomJets(seed);
        const inSum = componentsOf(sum, n, jets);
        expectComponents(permuteLegs(sum, from), n, jets, (letters) => {
          const source: number[] = [];
          from.forEach((m, l) => {
            source[m] = letters[l]!;
          });
          return inSum(source);
        });
        const [i, j] = from as [number, number];
        expectComponents(contract(sum, i, j), n, jets, ([letter]) =>
          indices(n).reduce((total, k) => {
            const letters = [letter!, letter!, letter!];
            letters[i] = k;
            letters[j] = k;
            return total + inSum(letters);
          }, 0),
        );
      }),
      { numRuns: 20 },
    );
  });

  it.each([1, 2, 3, 4])('the volume form is antisymmetric, 1 on the frame, and its square is n! (n = %i)', (n) => {
    const form = volumeForm(n);
    const jets = randomJets(1);
    expect(componentsOf(form, n, jets)(indices(n))).toBe(1);
    for (let l = 1; l < n; l++) {
      const exchange = indices(n)
        .with(l, l - 1)
        .with(l - 1, l);
      expectEqual(permuteLegs(form, exchange), form.scaled(-1));
    }
    const factorial = indices(n).reduce((product, i) => product * (i + 1), 1);
    const square = contractVolume(n, form).mapCoefficients((c) => c.substitute({ n: Rational.of(n) }));
    expect(square.toString()).toBe(`${factorial}`);
  });
});

describe('derivation', () => {
  const kappa = Polynomial.variable('kappa');

  it.each([1, 2, 3, 4])('kills the volume form of dimension %i', (n) => {
    expect(derivative(volumeForm(n)).isZero()).toBe(true);
  });

  it.each([1, 2, 3])('obeys Leibniz and commutes with contraction and permutation, n = %i', (n) => {
    fc.assert(
      fc.property(orientedSums(1, n, 1), sums(1, 1), orientedSums(3, n, 1), (a, b, c) => {
        const second = permuteLegs(a.times(derivative(b)), [1, 0, 2]);
        expectEqual(derivative(a.times(b)), derivative(a).times(b).plus(second));
        expectEqual(derivative(contract(c, 2, 0)), contract(derivative(c), 3, 1));
        expectEqual(derivative(permuteLegs(c, [2, 0, 1])), permuteLegs(derivative(c), [0, 3, 1, 2]));
      }),
      { numRuns: 15 },
    );
  });

  it('obeys Leibniz on products of two volume forms', () => {
    fc.assert(
      fc.property(orientedSums(1, 2, 1), orientedSums(1, 2, 1), (a, b) => {
        const second = permuteLegs(a.times(derivative(b)), [1, 0, 2]);
        expectEqual(derivative(a.times(b)), derivative(a).times(b).plus(second));
      }),
      { numRuns: 20 },
    );
  });

  it.each([0, 1, 2])('obeys the Ricci identity with %i legs, in the dimension of the form', (rank) => {
    fc.assert(
      fc.property(orientedSums(rank, 2, 1), (sum) => {
        const second = derivative(derivative(sum));
        const rest = indices(rank).map((l) => l + 2);
        const commutator = second.minus(permuteLegs(second, [1, 0, ...rest]));
        const product = metric.times(sum);
        let curvature = commutator.scaled(0);
        for (const l of rest) {
          // κ (g_ac T_{…b…} − g_bc T_{…a…}) at leg c.
          const term = permuteLegs(product, [0, l, ...rest.map((m) => (m === l ? 1 : m))]);
          curvature = curvature.plus(term).minus(permuteLegs(term, [1, 0, ...rest]));
        }
        expect(isZeroInDimension(commutator.minus(curvature.scaled(kappa)), 2)).toBe(true);
      }),
      { numRuns: 10 },
    );
  });
});

describe('products of three volume forms', () => {
  it('depend on brackets, by a relation of their dimension', () => {
    const forms = ['eps_ab u_a v_b', 'eps_ab u_a w_b', 'eps_ab v_a w_b'].map((key) =>
      normalize(parse(`[${key}]`, { fields: ['u', 'v', 'w'] })),
    ) as [GraphSum, GraphSum, GraphSum];
    const [a, b, c] = forms;
    const difference = a
      .times(b)
      .times(c)
      .minus(a.times(b.times(c)));
    expect(difference.isZero()).toBe(false);
    expect(isZeroInDimension(difference, 2)).toBe(true);
  });

  it('of different dimensions, or too large, are refused', () => {
    expect(() => volumeForm(1).times(volumeForm(2))).toThrow(InvalidInput);
    expect(() => volumeForm(1).times(volumeForm(2))).toThrow(
      /^product: expected volume forms of one dimension, got 1 and/,
    );
    expect(() => volumeForm(9).times(volumeForm(9))).toThrow(OutOfRange);
    expect(() => volumeForm(0)).toThrow(InvalidInput);
    expect(() => contractVolume(2, volumeForm(3))).toThrow(
      /^volume form: expected a tensor of rank 2 or less, got rank 3/,
    );
  });
});

/** For every curvature. */
describe.each<readonly [dimension: number, identities: readonly (readonly [string, string, string])[]]>([
  [
    1,
    [
      ['the square of a derivative', '[eps_a u_a]^2', 'norm2(grad(u))'],
      ['second derivative', 'dot(grad([eps_a u_a]), [eps_a])', 'lap(u)'],
    ],
  ],
  [
    2,
    [
      ['the bracket is antisymmetric', 'bracket(u, v)', '-bracket(v, u)'],
      ['Jacobi', 'bracket(u, bracket(v, w)) + bracket(v, bracket(w, u)) + bracket(w, bracket(u, v))', '0'],
      ['Leibniz', 'bracket(u, v*w)', 'bracket(u, v)*w + v*bracket(u, w)'],
      ['index notation', 'bracket(u, v)', '[eps_ab u_a v_b]'],
      ['a rotated gradient has no divergence', 'div(rot(grad(u)))', '0'],
      ['a quarter turn twice', 'rot(rot(u*grad(v)))', '-u*grad(v)'],
      ['a turn is an isometry', 'dot(rot(grad(u)), rot(grad(v)))', 'dot(grad(u), grad(v))'],
      ['turned into itself', 'dot(rot(u*grad(v)), u*grad(v))', '0'],
      ['the bracket along a rotated gradient', 'dot(rot(grad(u)), grad(v))', 'bracket(v, u)'],
      ['the bracket is a divergence', 'bracket(u, v)', 'div(u*rot(grad(v)))'],
      ['Lagrange', 'bracket(u, v)^2', 'norm2(grad(u))*norm2(grad(v)) - dot(grad(u), grad(v))^2'],
      // The vorticity of a flow X is ω = div(rot(X)), that of X = rot(grad(u)) is −Δu: X·∇X gives X·∇ω, and the divergence of
      // the rate of strain, 2 div sym ∇X, gives Δω + 2κω.
      ['vorticity', 'div(rot(rot(grad(u))))', '-lap(u)'],
      ['transport of vorticity', 'div(rot(dot(rot(grad(u)), grad(rot(grad(u))))))', 'dot(rot(grad(u)), grad(-lap(u)))'],
      ['viscosity on a curved surface', 'div(rot(2*div(sym(grad(rot(grad(u)))))))', '-lap(lap(u)) - 2*kappa*lap(u)'],
      ['the connection Laplacian has half of it', 'div(rot(lap(rot(grad(u)))))', '-lap(lap(u)) - kappa*lap(u)'],
    ],
  ],
  [
    3,
    [
      ['curl grad', 'curl(grad(u))', '0*grad(u)'],
      ['div curl', 'div(curl(u*grad(v)))', '0'],
      ['curl of a product', 'curl(u*grad(v))', 'cross(grad(u), grad(v))'],
      ['curl curl', 'curl(curl(u*grad(v)))', 'grad(div(u*grad(v))) - lap(u*grad(v)) + 2*kappa*u*grad(v)'],
      [
        'divergence of a cross product',
        'div(cross(u*grad(v), w*grad(u)))',
        'dot(w*grad(u), curl(u*grad(v))) - dot(u*grad(v), curl(w*grad(u)))',
      ],
      [
        'the triple product is cyclic',
        'dot(grad(u), cross(grad(v), grad(w)))',
        'dot(grad(w), cross(grad(u), grad(v)))',
      ],
      ['the triple product in index notation', 'dot(grad(u), cross(grad(v), grad(w)))', '[eps_abc u_a v_b w_c]'],
      [
        'Grassmann',
        'cross(grad(u), cross(grad(v), grad(w)))',
        'grad(v)*dot(grad(u), grad(w)) - grad(w)*dot(grad(u), grad(v))',
      ],
      ['Lagrange', 'norm2(cross(grad(u), grad(v)))', 'norm2(grad(u))*norm2(grad(v)) - dot(grad(u), grad(v))^2'],
      ['Lamb', 'dot(u*grad(v), grad(u*grad(v)))', 'grad(norm2(u*grad(v)))/2 - cross(u*grad(v), curl(u*grad(v)))'],
      [
        'curl of a cross product',
        'curl(cross(grad(u), grad(v)))',
        'grad(u)*lap(v) - grad(v)*lap(u) + dot(grad(v), hess(u)) - dot(grad(u), hess(v))',
      ],
    ],
  ],
])('in dimension %i', (dimension, identities) => {
  const read = (text: string): GraphSum => normalize(parse(text, { fields: ['u', 'v', 'w'] }), { dimension });

  it.each(identities)('%s: %s = %s', (_, left, right) => {
    expectEqual(read(left), read(right));
  });
});

describe('near misses', () => {
  it.each([
    [2, 'bracket(u, bracket(v, w))', 'bracket(bracket(u, v), w)'],
    [2, 'rot(rot(grad(u)))', 'grad(u)'],
    [2, 'dot(rot(grad(u)), grad(v))', 'bracket(u, v)'],
    [2, 'div(rot(lap(rot(grad(u)))))', '-lap(lap(u))'],
    [3, 'curl(curl(u*grad(v)))', 'grad(div(u*grad(v))) - lap(u*grad(v))'],
    [3, 'curl(curl(u*grad(v)))', 'grad(div(u*grad(v))) - lap(u*grad(v)) - 2*kappa*u*grad(v)'],
    [3, 'cross(grad(u), grad(v))', 'cross(grad(v), grad(u))'],
  ])('in dimension %i %s is not %s', (dimension, left, right) => {
    const [a, b] = [left, right].map((text) => normalize(parse(text, { fields: ['u', 'v', 'w'] }), { dimension }));
    expect(isZeroInDimension(a!.minus(b!), dimension)).toBe(false);
  });
});
