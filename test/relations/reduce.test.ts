import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { elementarySymmetric, GraphSum, symmetricDerivative } from '../../src/algebra/index.js';
import { InvalidInput } from '../../src/base/index.js';
import { Polynomial } from '../../src/exact/index.js';
import { type CanonicalGraph, enumerateGraphs, parseKey } from '../../src/graph/index.js';
import {
  basisOfBlock,
  blocksWithEdges,
  evaluateSum,
  evaluationSpace,
  isZeroInDimension,
  preferenceNames,
  RandomJet,
  Reducer,
  rankInDimension,
  reduce,
  relations,
} from '../../src/relations/index.js';

const graph = (key: string): GraphSum => GraphSum.of(parseKey(key));

/** Sums of a few graphs with up to 4 edges, with and without the volume form of dimension 2. */
const graphs = [
  ...[2, 3, 4].flatMap((edges) => [...enumerateGraphs({ edges })]),
  ...[2, 3].flatMap((edges) => [...enumerateGraphs({ edges, epsilon: 2 })]),
];
const sums = fc
  .array(fc.tuple(fc.constantFrom(...graphs), fc.integer({ min: -5, max: 5 })), { maxLength: 6 })
  .map((terms) =>
    GraphSum.collect(
      0,
      terms.map(([graph, coefficient]) => ({ graph, coefficient })),
    ),
  );

describe.each(preferenceNames)('reduction in dimension 2, %s', (prefer) => {
  const reducer = new Reducer(2, { prefer });
  const jets = [11, 12].map((seed) => new RandomJet(2, seed));

  it('keeps the operator', () => {
    fc.assert(
      fc.property(sums, (sum) => {
        const reduced = reducer.reduce(sum);
        for (const jet of jets) expect(evaluateSum(reduced, jet)).toBe(evaluateSum(sum, jet));
      }),
      { numRuns: 50 },
    );
  });

  it('is linear and idempotent', () => {
    fc.assert(
      fc.property(sums, sums, fc.integer({ min: -3, max: 3 }), (a, b, c) => {
        const reduced = reducer.reduce(a);
        expect(reducer.reduce(reduced).equals(reduced)).toBe(true);
        expect(reducer.reduce(a.scaled(c).plus(b)).equals(reduced.scaled(c).plus(reducer.reduce(b)))).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it('gives equal operators equal sums', () => {
    const zeros = [3, 4].flatMap((edges) => relations({ edges, dimension: 2, group: 'SO' })).map(({ sum }) => sum);
    for (const zero of zeros) expect(reducer.reduce(zero).isZero()).toBe(true);
    fc.assert(
      fc.property(sums, fc.constantFrom(...zeros), (sum, zero) => {
        expect(reducer.reduce(sum.plus(zero)).equals(reducer.reduce(sum))).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it('has bases of the right size that are independent', () => {
    for (const block of [...blocksWithEdges(4), ...blocksWithEdges(2, { epsilon: 2 })]) {
      const basis = reducer.basisOfBlock(block);
      expect(basis.length).toBe(rankInDimension(block, 2));
      expect(evaluationSpace(basis, 2).rank).toBe(basis.length);
      for (const kept of basis) expect(reducer.reduce(GraphSum.of(kept)).equals(GraphSum.of(kept))).toBe(true);
    }
  });
});

describe('preferences', () => {
  it('remove what is least preferred', () => {
    const cube = graph('u_aa u_bb u_cc');
    expect(reduce(cube, 2).toString()).toBe('3 u_ab u_ab u_cc - 2 u_ab u_ac u_bc');
    expect(reduce(cube, 2, { prefer: 'lowest-order' }).equals(cube)).toBe(true);
    expect(reduce(graph('u_ab u_ac u_bc'), 2, { prefer: 'lowest-order' }).toString()).toBe(
      '-1/2 u_aa u_bb u_cc + 3/2 u_ab u_ab u_cc',
    );
  });

  it("take the caller's own order", () => {
    const loops = (g: CanonicalGraph): number => g.edges.filter(([v, w]) => v === w).length;
    const most = (a: CanonicalGraph, b: CanonicalGraph): number => loops(b) - loops(a);
    const [block] = [...blocksWithEdges(3)].filter(({ vertices }) => vertices[0]!.count === 3);
    expect(basisOfBlock(block!, 2, { prefer: most }).map(({ key }) => key)).toEqual([
      'u_aa u_bb u_cc',
      'u_ab u_ab u_cc',
    ]);
  });
});

describe('known identities', () => {
  const hessian = symmetricDerivative('u', 2);

  it('elementary symmetric functions of the Hessian vanish beyond the dimension, and only there', () => {
    for (const k of [2, 3, 4]) {
      const sigma = elementarySymmetric(k, hessian);
      for (const n of [1, 2, 3, 4]) expect(isZeroInDimension(sigma, n)).toBe(n < k);
    }
  });

  it('Cayley–Hamilton for the Hessian as a tensor of rank 2', () => {
    const square = graph('u_ac u_bc');
    const determinant = graph('g_ab u_cc u_dd').minus(graph('g_ab u_cd u_cd'));
    const difference = square.scaled(2).minus(graph('u_ab u_cc').scaled(2)).plus(determinant);
    expect(isZeroInDimension(difference, 2)).toBe(true);
    expect(isZeroInDimension(difference, 3)).toBe(false);
    expect(isZeroInDimension(square.minus(graph('u_ab u_cc')), 2)).toBe(false);
    expect(reduce(difference, 2).isZero()).toBe(true);
    const reduced = reduce(graph('g_ab u_cc u_dd'), 2);
    expect(reduced.rank).toBe(2);
    expect(isZeroInDimension(reduced.minus(graph('g_ab u_cc u_dd')), 2)).toBe(true);
  });

  it('the metric in dimension 1 is any direction', () => {
    expect(isZeroInDimension(graph('g_ab u_c u_c').minus(graph('u_a u_b')), 1)).toBe(true);
    expect(isZeroInDimension(graph('g_ab u_c u_c').minus(graph('u_a u_b')), 2)).toBe(false);
  });

  it('antisymmetrising three indices in dimension 2, with a leg and the volume form', () => {
    // Any three indices, with legs on the volume form too.
    const three = graph('eps_ab u_c').plus(graph('eps_bc u_a')).plus(graph('eps_ca u_b'));
    expect(isZeroInDimension(three, 2)).toBe(true);
    expect(isZeroInDimension(three.plus(graph('eps_ab u_c')), 2)).toBe(false);
    // ε(∇u, ∇v) ∇w + ε(∇v, ∇w) ∇u + ε(∇w, ∇u) ∇v = 0
    const cyclic = graph('eps_bc u_b v_c w_a').plus(graph('eps_bc v_b w_c u_a')).plus(graph('eps_bc w_b u_c v_a'));
    expect(isZeroInDimension(cyclic, 2)).toBe(true);
    expect(isZeroInDimension(cyclic.plus(graph('eps_bc w_b u_c v_a')), 2)).toBe(false);
    for (const prefer of preferenceNames) {
      const reduced = reduce(graph('eps_bc u_b v_c w_a'), 2, { prefer });
      expect(reduced.rank).toBe(1);
      expect(reduce(reduced, 2, { prefer }).equals(reduced)).toBe(true);
    }
  });

  it('coefficients take the value of n and keep kappa and parameters', () => {
    const n = Polynomial.variable('n');
    const sum = graph('u_a u_a').scaled(n.minus(1).times(Polynomial.variable('kappa')));
    expect(reduce(sum, 3).toString()).toBe('2*kappa u_a u_a');
    expect(reduce(sum, 1).isZero()).toBe(true);
    const scaled = graph('u_aa u_bb u_cc').scaled(Polynomial.variable('c'));
    expect(reduce(scaled, 2).toString()).toBe('3*c u_ab u_ab u_cc - 2*c u_ab u_ac u_bc');
  });

  it('powers of the field go along', () => {
    expect(reduce(graph('u_aa u_bb u_cc u u'), 2).toString()).toBe('3 u_ab u_ab u_cc u u - 2 u_ab u_ac u_bc u u');
  });
});

describe('bad input', () => {
  it('is refused', () => {
    expect(() => reduce(graph('u'), 0)).toThrow(InvalidInput);
    const prefer: string = 'prettiest';
    expect(() => reduce(graph('u'), 2, { prefer: prefer as 'fewest-loops' })).toThrow(/'prettiest'/);
    const options: object = { preference: 'fewest-loops' };
    expect(() => reduce(graph('u'), 2, options)).toThrow(/'preference'/);
    const oriented = graph('eps_ab u_a u_bc u_c');
    expect(() => reduce(oriented, 2, { group: 'O' })).toThrow(InvalidInput);
    expect(() => reduce(oriented, 3)).toThrow(InvalidInput);
    expect(reduce(oriented, 2).equals(oriented)).toBe(true);
  });
});
