import { describe, expect, it } from 'vitest';
import { divergence, euler, GraphSum, normalize } from '../../src/algebra/index.js';
import { InvalidInput } from '../../src/base/index.js';
import { Rational } from '../../src/exact/index.js';
import { parse } from '../../src/expression/index.js';
import { parseKey } from '../../src/graph/index.js';
import { candidateLibrary, classify, type StructuredOptions, structuredLibrary } from '../../src/library/index.js';
import { Reducer } from '../../src/relations/index.js';

const sum = (text: string, fields = ['u']): GraphSum => normalize(parse(text, { fields }));

/** Rank over Q of sums, by elimination on their coefficients with kappa = 1/7: a number that no formula singles out. */
function rank(sums: readonly GraphSum[]): number {
  const pivots = new Map<string, GraphSum>();
  for (const given of sums) {
    let rest = given.mapCoefficients((c) => c.substitute({ kappa: Rational.of(1, 7) }));
    for (const [key, pivot] of pivots) {
      const factor = rest.terms.get(key)?.coefficient;
      if (factor !== undefined) rest = rest.minus(pivot.scaled(factor));
    }
    const first = [...rest.terms][0];
    if (first === undefined) continue;
    pivots.set(first[0], rest.scaled(first[1].coefficient.constantValue()!.inverse()));
  }
  return pivots.size;
}

const cases: readonly Omit<StructuredOptions, 'class'>[] = [
  { dimension: 1, edges: [1, 3], maxDegree: 3 },
  { dimension: 2, edges: [1, 3], maxDegree: 3 },
  { dimension: 3, edges: [1, 3], maxDegree: 3 },
];

describe.each(cases)('$dimension dimensions', (bounds) => {
  const { dimension } = bounds;
  const reducer = new Reducer(dimension);

  it('divergences are the divergences of their fluxes, independent, and all that the Euler operator sends to zero', () => {
    const library = structuredLibrary({ ...bounds, class: 'divergence' });
    for (const { operator, source } of library) {
      expect(reducer.vanishes(divergence(source).minus(operator))).toBe(true);
      expect(reducer.vanishes(euler(operator))).toBe(true);
    }
    for (let edges = bounds.edges[0]; edges <= bounds.edges[1]; edges++) {
      for (let degree = 1; degree <= bounds.maxDegree; degree++) {
        const all = candidateLibrary({ dimension, edges: [edges, edges], maxDegree: degree })
          .filter((entry) => entry.degree === degree)
          .map(({ graph }) => GraphSum.of(graph));
        // Flat space: κ = 0 keeps the number of edges.
        const variations = all.map((graph) =>
          reducer.reduce(euler(graph)).mapCoefficients((c) => c.substitute({ kappa: Rational.zero })),
        );
        const found = library.filter(
          ({ operator, degree: d }) =>
            d === degree && Math.max(...[...operator.terms.values()].map(({ graph }) => graph.edges.length)) === edges,
        );
        expect(rank(found.map(({ operator }) => operator))).toBe(found.length);
        expect(found.length).toBe(all.length - rank(variations));
      }
    }
  });

  it('gradient flows are variations of their densities, and independent', () => {
    const library = structuredLibrary({ ...bounds, edges: [0, 2], class: 'gradient-flow' });
    expect(library.length).toBeGreaterThan(3);
    for (const { operator, source } of library) {
      expect(reducer.vanishes(euler(source).plus(operator))).toBe(true);
    }
    expect(rank(library.map(({ operator }) => operator))).toBe(library.length);
  });
});

describe('bounds of structured libraries', () => {
  it('on the order hold for combinations: the Monge–Ampère operator has order 2 though its parts need not', () => {
    const library = structuredLibrary({ class: 'divergence', dimension: 2, edges: [2, 2], maxDegree: 2, maxOrder: 2 });
    expect(library.map(({ operator }) => operator.toString())).toEqual(['u_aa u_bb - u_ab u_ab - kappa u_a u_a']);
  });

  it('two fields: two Laplacians and four products u ∇u, u ∇v, v ∇u, v ∇v', () => {
    const options = { class: 'divergence', dimension: 2, edges: [1, 1], maxDegree: 2, fields: ['u', 'v'] } as const;
    const operators = structuredLibrary(options).map(({ operator }) => operator);
    expect(rank([...operators, sum('div(u*grad(v))', ['u', 'v']), sum('lap(u*v)', ['u', 'v'])])).toBe(operators.length);
    expect(operators.length).toBe(2 + 4);
  });

  it.each([
    [{ class: 'gradient-flow', dimension: 2, edges: [1, 1], maxDegree: 2, fields: ['u', 'v'] }],
    [{ class: 'divergence', dimension: 0, edges: [1, 1], maxDegree: 2 }],
    [{ class: 'divergence', dimension: 2, edges: [2, 1], maxDegree: 2 }],
    [{ class: 'divergence', dimension: 2, edges: [1, 1], maxDegree: 0 }],
    [{ class: 'divergence', dimension: 2, edges: [1, 1], maxDegree: 1, fields: [] }],
    [{ class: 'divergence', dimension: 2, edges: [1, 1], maxDegree: 1, order: 2 }],
  ])('refuses %j', (options) => {
    expect(() => structuredLibrary(options as unknown as StructuredOptions)).toThrow(InvalidInput);
  });
});

describe('classify', () => {
  it.each([
    ['lap(u)', { divergence: true, flow: true, square: false, parity: 'odd', order: 2 }],
    ['lap(u^3 - u - g*lap(u))', { divergence: true, flow: false, square: false, parity: 'odd', order: 4 }],
    ['u^3 - u + lap(u)', { divergence: false, flow: true, square: false, parity: 'odd', order: 2 }],
    ['norm2(grad(u))', { divergence: false, flow: false, square: false, parity: 'even', order: 1 }],
    ['div(u*grad(u))', { divergence: true, flow: false, square: false, parity: 'even', order: 2 }],
    ['norm2(grad(u)) + 2*u*lap(u)', { divergence: false, flow: true, square: false, parity: 'even', order: 2 }],
    ['-lap(lap(u)) - (n-1)*kappa*lap(u)', { divergence: true, flow: true, square: false, parity: 'odd', order: 4 }],
    [
      'lap(u)^2 - norm2(hess(u)) - (n-1)*kappa*norm2(grad(u))',
      {
        divergence: true,
        flow: true,
        square: false,
        parity: 'even',
        order: 2,
      },
    ],
    // u div(|∇u|² ∇u) is no divergence: ∫|∇u|⁴ is positive.
    ['div(norm2(grad(u))*grad(u))', { divergence: true, flow: true, square: false, parity: 'odd', order: 2 }],
    ['u + u^2', { divergence: false, flow: true, square: false, parity: 'mixed', order: 0 }],
    // A constant is the variation of a multiple of u, and no divergence.
    ['1', { divergence: false, flow: true, square: false, parity: 'even', order: 0 }],
  ] as const)('%s', (text, expected) => {
    const found = classify(sum(text));
    expect({
      divergence: found.divergence,
      flow: found.density !== undefined,
      square: found.conserves.square,
      parity: found.parity,
      order: found.order,
    }).toEqual(expected);
    expect(found.conserves.mass).toBe(found.divergence);
    if (found.density !== undefined) expect(euler(found.density).plus(sum(text)).isZero()).toBe(true);
  });

  it('finds the flux in a dimension, curvature terms and parameters included', () => {
    for (const text of [
      'lap(u^3 - u - g*lap(u))',
      'lap(lap(u))',
      'lap(u)^2 - norm2(hess(u)) - (n-1)*kappa*norm2(grad(u))',
    ]) {
      for (const dimension of [2, 3]) {
        const operator = sum(text);
        const { flux } = classify(operator, { dimension });
        expect(new Reducer(dimension).vanishes(divergence(flux!).minus(operator))).toBe(true);
      }
    }
    expect(classify(sum('norm2(grad(u))'), { dimension: 2 }).flux).toBeUndefined();
  });

  it('of a given curvature', () => {
    const operator = sum('lap(u)^2 - norm2(hess(u)) - norm2(grad(u))');
    expect(classify(operator, { dimension: 2 }).divergence).toBe(false);
    expect(classify(operator, { dimension: 2, curvature: Rational.of(1) }).divergence).toBe(true);
    expect(classify(operator, { dimension: 3, curvature: Rational.of(1) }).divergence).toBe(false);
  });

  it('says in which dimensions relations leave less', () => {
    const { simplifies } = classify(sum('sigma(3, hess(u))'));
    expect(simplifies.map(({ dimension, operator }) => [dimension, operator.toString()])).toEqual([
      [1, '0'],
      [2, '0'],
    ]);
  });

  it('u_t = 2 ∇u·∇v + u Δv conserves the square, of which it is the divergence of u² ∇v, and not the mass', () => {
    const found = classify(sum('2*dot(grad(u),grad(v)) + u*lap(v)', ['u', 'v']), { fields: ['u', 'v'] });
    expect(found.conserves).toEqual({ mass: false, square: true });
  });

  it('refuses tensors and oriented operators', () => {
    expect(() => classify(sum('grad(u)'))).toThrow(InvalidInput);
    expect(() => classify(GraphSum.of(parseKey('eps_ab u_a v_b')))).toThrow(InvalidInput);
    expect(() => classify(sum('u'), { dim: 2 } as never)).toThrow(InvalidInput);
  });
});
