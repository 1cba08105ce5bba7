import { describe, expect, it } from 'vitest';
import { divergence, euler, GraphSum, normalize } from '../../src/algebra/index.js';
import { InvalidInput } from '../../src/base/index.js';
import { Rational } from '../../src/exact/index.js';
import { parse } from '../../src/expression/index.js';
import { parseKey } from '../../src/graph/index.js';
import { candidateLibrary, type StructuredOptions, structuredLibrary } from '../../src/library/index.js';
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
  { dimension: 1, edges: [1, 3], maxDegree: 3, group: 'O' },
  { dimension: 2, edges: [1, 3], maxDegree: 3, group: 'O' },
  { dimension: 3, edges: [1, 3], maxDegree: 3, group: 'O' },
  { dimension: 1, edges: [0, 2], maxDegree: 4, group: 'SO' },
  { dimension: 2, edges: [0, 2], maxDegree: 4, group: 'SO' },
  { dimension: 2, edges: [0, 1], maxDegree: 3, fields: ['u', 'v'], group: 'SO' },
  { dimension: 3, edges: [0, 1], maxDegree: 4, fields: ['u', 'v'], group: 'SO' },
];

describe.each(cases)('$dimension dimensions, $group, fields $fields', (bounds) => {
  const { dimension, group, fields = ['u'] } = bounds;
  const reducer = new Reducer(dimension);

  it('divergences are the divergences of their fluxes, independent, and all that the Euler operator sends to zero', () => {
    const library = structuredLibrary({ ...bounds, class: 'divergence' });
    for (const { operator, source } of library) {
      expect(reducer.vanishes(divergence(source).minus(operator))).toBe(true);
      for (const field of fields) expect(reducer.vanishes(euler(operator, field))).toBe(true);
    }
    for (let edges = bounds.edges[0]; edges <= bounds.edges[1]; edges++) {
      for (let degree = 1; degree <= bounds.maxDegree; degree++) {
        const all = candidateLibrary({ dimension, edges: [edges, edges], maxDegree: degree, fields, group: group! })
          .filter((entry) => entry.degree === degree)
          .map(({ graph }) => GraphSum.of(graph));
        // Flat space: κ = 0 keeps the number of edges. A variation by field f is told from others by one more factor wf.
        const variations = all.map((graph) =>
          fields
            .map((field) => reducer.reduce(euler(graph, field)).times(GraphSum.of(parseKey(`w${field}`))))
            .reduce((total, variation) => total.plus(variation))
            .mapCoefficients((c) => c.substitute({ kappa: Rational.zero })),
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
});

it.each(cases.filter(({ fields }) => fields === undefined))(
  'gradient flows are variations of their densities, and independent: $dimension dimensions, $group',
  (bounds) => {
    const reducer = new Reducer(bounds.dimension);
    const library = structuredLibrary({ ...bounds, edges: [0, 2], class: 'gradient-flow' });
    expect(library.length).toBeGreaterThan(3);
    for (const { operator, source } of library) {
      expect(reducer.vanishes(euler(source).plus(operator))).toBe(true);
    }
    expect(rank(library.map(({ operator }) => operator))).toBe(library.length);
  },
);

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
    [{ class: 'divergence', dimension: 2, edges: [1, 1], maxDegree: 1, group: 'U' }],
  ])('refuses %j', (options) => {
    expect(() => structuredLibrary(options as unknown as StructuredOptions)).toThrow(InvalidInput);
  });
});

describe('operators of the line', () => {
  const reducer = new Reducer(1);
  const library = structuredLibrary({ class: 'divergence', dimension: 1, edges: [0, 3], maxDegree: 4, group: 'SO' });
  const weight = (operator: GraphSum): number => {
    const { edges, epsilon } = [...operator.terms.values()][0]!.graph;
    return 2 * edges.length + epsilon.length;
  };

  /** A product of derivatives of u of these orders. */
  function monomial(...orders: readonly number[]): GraphSum {
    const ends = orders.flatMap((order, v) => new Array<number>(order).fill(v));
    const epsilon = ends.length % 2 === 1 ? [ends.shift()!] : [];
    const edges = ends.flatMap((v, i) => (i % 2 === 0 ? [[v, ends[i + 1]!] as const] : []));
    return reducer.reduce(GraphSum.of({ vertices: orders.map(() => 'u'), edges, legs: [], epsilon }));
  }

  /** Partitions of a number into at most so many parts: monomials u_k…u_l of that weight and degree. */
  const partitions = (total: number, parts: number, largest = total): number => {
    if (total === 0) return 1;
    if (parts === 0) return 0;
    let count = 0;
    for (let first = Math.min(total, largest); first > 0; first--) count += partitions(total - first, parts - 1, first);
    return count;
  };

  it.each([1, 2, 3, 4, 5, 6, 7])('with %i derivatives: d/dx has no kernel', (derivatives) => {
    for (const degree of [1, 2, 3, 4]) {
      const found = library.filter((entry) => entry.degree === degree && weight(entry.operator) === derivatives);
      expect(found.length).toBe(partitions(derivatives - 1, degree));
    }
  });

  it.each([
    ['Burgers: u u_x', monomial(1, 0)],
    ['u_xxx', monomial(3)],
    ['(u²)_xx', monomial(2, 0).scaled(2).plus(monomial(1, 1).scaled(2))],
    ['the modified equation of Korteweg and de Vries: u² u_x', monomial(1, 0, 0)],
    ['Camassa and Holm: 2 u_x u_xx + u u_xxx', monomial(2, 1).scaled(2).plus(monomial(3, 0))],
    ['Kawahara: u_xxxxx', monomial(5)],
    [
      'the fifth-order equation of Korteweg and de Vries: 30 u² u_x + 20 u_x u_xx + 10 u u_xxx',
      monomial(3, 0).plus(monomial(2, 1).scaled(2)),
    ],
  ])('conservative: %s', (_, operator) => {
    const degree = [...operator.terms.values()][0]!.graph.vertices.length;
    const operators = library
      .filter((entry) => entry.degree === degree && weight(entry.operator) === weight(operator))
      .map((entry) => entry.operator);
    expect(rank([...operators, operator])).toBe(operators.length);
  });

  it.each([
    ['u_x²', monomial(1, 1)],
    ['u u_xx', monomial(2, 0)],
    ['u_x³', monomial(1, 1, 1)],
    ['u u_x u_xx', monomial(2, 1, 0)],
  ])('not conservative: %s', (_, operator) => {
    const degree = [...operator.terms.values()][0]!.graph.vertices.length;
    const operators = library
      .filter((entry) => entry.degree === degree && weight(entry.operator) === weight(operator))
      .map((entry) => entry.operator);
    expect(rank([...operators, operator])).toBe(operators.length + 1);
  });

  it('gradient flows of odd order come from cubic densities on: ∫ u_x³ gives 6 u_x u_xx', () => {
    const bounds = { class: 'gradient-flow', dimension: 1, edges: [0, 1], maxDegree: 2, group: 'SO' } as const;
    const odd = structuredLibrary(bounds).filter(({ operator }) => weight(operator) % 2 === 1);
    expect(odd.map(({ operator }) => operator.toString())).toEqual([monomial(2, 1).toString()]);
    expect(reducer.reduce(euler(monomial(1, 1, 1))).equals(monomial(2, 1).scaled(-6))).toBe(true);
  });
});

describe('oriented divergences', () => {
  const of = (dimension: number, fields: readonly string[], maxDegree: number) =>
    structuredLibrary({ class: 'divergence', dimension, edges: [0, 0], maxDegree, fields, group: 'SO' }).map(
      ({ operator }) => operator.toString(),
    );

  it('brackets of two functions, with one of them before it', () => {
    expect(of(2, ['u', 'v'], 3)).toEqual(['eps_ab u_a v_b', 'eps_ab u_a v_b u', 'eps_ab u_a v_b v']);
    expect(of(2, ['u'], 4)).toEqual([]);
  });

  it('the triple product of three', () => {
    expect(of(3, ['u', 'v', 'w'], 3)).toEqual(['eps_abc u_a v_b w_c']);
  });
});
