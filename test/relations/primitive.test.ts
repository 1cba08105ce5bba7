import { describe, expect, it } from 'vitest';
import { derivative, dot, GraphSum, inner, laplacian, normalize } from '../../src/algebra/index.js';
import { Inconsistent, InvalidInput, OutOfRange } from '../../src/base/index.js';
import { invertResidue, multiplyResidues, Rational, toResidue } from '../../src/exact/index.js';
import { parse } from '../../src/expression/index.js';
import { canonicalize, degrees, type Multigraph, parseKey } from '../../src/graph/index.js';
import {
  blockDegrees,
  blockOf,
  blocksWithEdges,
  type Consequence,
  consequenceSum,
  countRows,
  evaluateSum,
  explainRelations,
  RandomJet,
  type Relation,
  type RelationOptions,
  relations,
  relationsOfBlock,
  relationToJson,
  totalDegree,
} from '../../src/relations/index.js';

const sum = (...keys: readonly (readonly [number, string])[]): GraphSum =>
  GraphSum.collect(
    0,
    keys.map(([coefficient, key]) => ({ graph: parseKey(key), coefficient })),
  );

/** Any sum of one block dressed as a relation: what consequences are defined for does not have to vanish. */
function pretended(of: GraphSum, dimension: number): Relation {
  const block = blockOf([...of.terms.values()][0]!.graph);
  const [example] = relationsOfBlock(blockOf(parseKey('u_aa u_bb u_cc')), 2).relations;
  return { block, sum: of, certificate: { ...example!.certificate, dimension } };
}

const graphOf = (key: string): Consequence['with'] => canonicalize(parseKey(key)).graph;

const isMultiple = (a: GraphSum, b: GraphSum): boolean => {
  const [key, { coefficient }] = [...b.terms][0]!;
  const other = a.terms.get(key)?.coefficient;
  return other !== undefined && a.scaled(coefficient).equals(b.scaled(other));
};

/** The block of a list of degrees of u. */
function blockOfDegrees(list: readonly number[]): Consequence['block'] {
  const kinds = [...new Set(list)].sort((a, b) => b - a);
  const vertices = kinds.map((degree) => ({ field: 'u', degree, count: list.filter((d) => d === degree).length }));
  return { vertices, epsilon: 0 };
}

/** All parts of a derivative, whatever their block. */
function everyPart(relation: Relation, key: string, edges: number): GraphSum {
  const common = { operation: 'differentiation', relation, with: graphOf(key), place: 'R' } as const;
  return [...blocksWithEdges(edges)].reduce(
    (total, block) => total.plus(consequenceSum({ ...common, block })),
    GraphSum.zero(),
  );
}

describe('consequences', () => {
  const r = sum([1, 'u_aab u_bc u_c'], [-3, 'u_abc u_ab u_c']);
  const flat = (of: GraphSum): GraphSum => of.mapCoefficients((c) => c.substitute({ kappa: Rational.zero }));
  const u = GraphSum.of(parseKey('u'));
  const hessian = (of: GraphSum): GraphSum => derivative(derivative(of));

  it.each([
    ['R_aa', 4, flat(laplacian(r))],
    ['R_a u_a', 4, flat(dot(derivative(r), derivative(u)))],
    ['R_ab u_ab', 5, flat(inner(hessian(r), hessian(u)))],
    ['R_aab u_b', 5, flat(dot(derivative(laplacian(r)), derivative(u)))],
    ['R_ab u_a u_b', 5, flat(dot(dot(hessian(r), derivative(u)), derivative(u)))],
  ])('differentiation agrees with the covariant derivative at curvature 0: %s', (key, edges, expected) => {
    expect(everyPart(pretended(r, 2), key, edges).equals(expected)).toBe(true);
  });

  it('union is the product', () => {
    const [relation, other] = [pretended(r, 2), 'u_aab u_b'];
    const product = r.times(GraphSum.of(parseKey(other)));
    const block = blockOf([...product.terms.values()][0]!.graph);
    const found = consequenceSum({ operation: 'union', relation, with: graphOf(`R ${other}`), place: 'R', block });
    expect(found.equals(product)).toBe(true);
  });

  /** A jet with other values in the components of one degree of u: P_d + t T. */
  class ShiftedJet extends RandomJet {
    readonly #shift: { readonly degree: number; readonly t: number; readonly tensor: ReadonlyMap<number, number> };
    constructor(dimension: number, seed: number, degree: number, t: number, tensor: ReadonlyMap<number, number>) {
      super(dimension, seed);
      this.#shift = { degree, t, tensor };
    }
    override component(field: string, degree: number, code: number): number {
      const own = super.component(field, degree, code);
      if (field !== 'u' || degree !== this.#shift.degree) return own;
      return toResidue(own + multiplyResidues(this.#shift.t, this.#shift.tensor.get(code)!));
    }
  }

  /** All lists of `length` indices below n. */
  const lists = (n: number, length: number): number[][] =>
    length === 0 ? [[]] : lists(n, length - 1).flatMap((list) => Array.from({ length: n }, (_, i) => [...list, i]));
  const codeOf = (indices: readonly number[]): number => indices.reduce((code, i) => code + 32 ** i, 0);
  const product = (values: readonly number[]): number => values.reduce(multiplyResidues, 1);

  /** The tensor at the legs of a graph (vertex `hole` removed), symmetrised, by the definition of a contraction. */
  function tensorAt(graph: Multigraph, hole: number, jet: RandomJet): Map<number, number> {
    const own = graph.edges.flatMap(([v, w], e) => [...(v === hole ? [e] : []), ...(w === hole ? [e] : [])]);
    const degree = degrees(graph);
    const { dimension } = jet;
    const values = new Map<number, number>();
    const counts = new Map<number, number>();
    // A loop at the hole is a metric: its two legs have one index. So lists of leg indices come from lists of edge indices.
    for (const legs of lists(dimension, degree[hole]!)) {
      counts.set(codeOf(legs), (counts.get(codeOf(legs)) ?? 0) + 1);
    }
    for (const indices of lists(dimension, graph.edges.length)) {
      const legs = own.map((e) => indices[e]!);
      const value = product(
        graph.vertices.flatMap((name, v) => {
          if (v === hole) return [];
          const at = graph.edges.flatMap(([a, b], e) => [
            ...(a === v ? [indices[e]!] : []),
            ...(b === v ? [indices[e]!] : []),
          ]);
          return [jet.component(name, degree[v]!, codeOf(at))];
        }),
      );
      values.set(codeOf(legs), toResidue((values.get(codeOf(legs)) ?? 0) + value));
    }
    return new Map(
      [...counts].map(([code, ways]) => [code, multiplyResidues(values.get(code) ?? 0, invertResidue(ways))]),
    );
  }

  it.each([
    [2, 'u_ab', 'R_ab u_a u_b'],
    [2, 'u_ab', 'R_ab u_ac u_bc'],
    [3, 'u_ab', 'R_ab u_abcc'],
    [2, 'u_a', 'R_a u_ab u_b'],
    [3, 'u_abc', 'R_abc u_ab u_c'],
    [2, 'u_abc', 'R_aab u_b'],
    [3, 'u_abc', 'R_aab u_bc u_c'],
    [2, 'u_abcd', 'R_aabb u_c u_c'],
    [3, 'u_abcd', 'R_aabc u_b u_c'],
    [2, 'u_abcd', 'R_abcd u_ab u_c u_d'],
  ])('gluing in dimension %i is the derivative in a direction: %s, %s', (dimension, vertex, key) => {
    const free = parseKey(vertex).legs.length;
    const given: Record<number, GraphSum> = {
      1: r,
      2: sum([1, 'u_aa u_bb u_c u_c'], [-2, 'u_aa u_bc u_b u_c'], [5, 'u_ab u_bc u_a u_c']),
      3: sum([2, 'u_aab u_bcc u_d u_d'], [1, 'u_abc u_abd u_c u_d'], [-1, 'u_aab u_bcd u_c u_d']),
      4: sum([1, 'u_aabb u_ccdd'], [3, 'u_abcd u_abcd'], [-7, 'u_aabc u_bcdd']),
    };
    const relation = pretended(given[free]!, dimension);
    const graph = graphOf(key);
    const jet = new RandomJet(dimension, 11);
    const tensor = tensorAt(graph, graph.vertices.indexOf('R'), jet);
    // r(P + t T) is a polynomial of degree at most 3 in t; its linear coefficient from the values at t = 0, 1, 2, 3.
    const [f0, f1, f2, f3] = [0, 1, 2, 3].map((t) =>
      evaluateSum(relation.sum, new ShiftedJet(dimension, 11, free, t, tensor)),
    );
    const expected = multiplyResidues(toResidue(-11 * f0! + 18 * f1! - 9 * f2! + 2 * f3!), invertResidue(6));
    const own = degrees([...relation.sum.terms.values()][0]!.graph);
    const beside = degrees(graph).filter((_, v) => graph.vertices[v] !== 'R');
    const found = consequenceSum({
      operation: 'gluing',
      relation,
      vertex: { field: 'u', degree: free },
      with: graph,
      place: 'R',
      block: blockOfDegrees([...own.toSpliced(own.indexOf(free), 1), ...beside]),
    });
    expect(found.isZero()).toBe(false);
    expect(evaluateSum(found, jet)).toBe(expected);
  });

  it('need integer coefficients', () => {
    const relation = pretended(r.scaled(Rational.of(1, 2)), 2);
    const half = { operation: 'union', relation, with: graphOf('R u'), place: 'R', block: relation.block } as const;
    expect(() => consequenceSum(half)).toThrow(Inconsistent);
  });
});

const key = ({ block }: Relation): string => JSON.stringify(blockDegrees(block));

describe.each([
  { dimension: 1, edges: 4 },
  { dimension: 2, edges: 5 },
  { dimension: 3, edges: 5 },
  { dimension: 4, edges: 5 },
  { dimension: 2, edges: 3, fields: ['u', 'v'] },
  { dimension: 1, edges: 2, group: 'SO' },
  { dimension: 2, edges: 3, group: 'SO' },
  { dimension: 3, edges: 3, group: 'SO' },
] as const)('$dimension dimensions, up to $edges edges', ({ dimension, edges: last, ...rest }) => {
  const lists = Array.from({ length: last }, (_, i) => {
    const options: RelationOptions = { edges: i + 1, dimension, ...rest };
    return { options, explained: explainRelations(options) };
  });
  const all = lists.flatMap(({ explained }) => explained);
  const { fields = ['u'] } = rest as { readonly fields?: readonly string[] };

  it('all relations are there, as many as theory says', () => {
    for (const { options, explained } of lists) {
      expect(explained.map(({ relation }) => relation.sum)).toEqual(relations(options).map((r) => r.sum));
    }
    const rows = countRows({ edges: [1, last], dimension, ...rest });
    expect(lists.map(({ explained }) => explained.length)).toEqual(rows.map((row) => row.relations));
  });

  it('what a relation follows from adds up to it, computed from the data alone', () => {
    for (const { relation, from } of all.filter((one) => one.from.length > 0)) {
      const steps = relationToJson(relation, fields, from).from!.map((step): GraphSum => {
        const { edges, degrees: list, oriented = false, index } = step.relation;
        const block = [...blocksWithEdges(edges, { fields, epsilon: oriented ? dimension : 0 })].find(
          (one) => JSON.stringify(blockDegrees(one, fields)) === JSON.stringify(list),
        )!;
        const graph = step.vertex === undefined ? undefined : parseKey(step.vertex);
        return consequenceSum({
          operation: step.operation,
          relation: relationsOfBlock(block, dimension).relations[index]!,
          ...(graph !== undefined && { vertex: { field: graph.vertices[0]!, degree: graph.legs.length } }),
          with: graphOf(step.with),
          place: step.place,
          block: relation.block,
        }).scaled(Rational.parse(step.coefficient));
      });
      expect(steps.reduce((total, step) => total.plus(step)).equals(relation.sum), key(relation)).toBe(true);
    }
  });

  it('each step is a relation of its own, from a smaller block or a primitive one of the same', () => {
    const jet = new RandomJet(dimension, 4);
    const size = ({ block }: Relation): number[] => {
      const vertices = block.vertices.reduce((total, { count }) => total + count, 0);
      return [totalDegree(block), vertices, block.epsilon, -(degreesByField(block).u ?? 0)];
    };
    const primitive = new Set(
      all.filter(({ from }) => from.length === 0).map(({ relation }) => relation.sum.toString()),
    );
    for (const { relation, from } of all) {
      for (const { consequence } of from) {
        expect(evaluateSum(consequenceSum(consequence), jet)).toBe(0);
        const [a, b] = [size(consequence.relation), size(relation)];
        const at = a.findIndex((value, i) => value !== b[i]);
        if (at >= 0) expect(a[at]).toBeLessThan(b[at]!);
        else expect(primitive.has(consequence.relation.sum.toString())).toBe(true);
      }
    }
  });

  it('most derived relations are one consequence', () => {
    const derived = all.filter(({ from }) => from.length > 0);
    expect(derived.filter(({ from }) => from.length === 1).length).toBeGreaterThanOrEqual(0.6 * derived.length);
  });
});

/** Number of vertices of u, the first field. */
function degreesByField(block: Consequence['block']): Record<string, number> {
  return Object.fromEntries(block.vertices.map(({ field, count }) => [field, count]));
}

describe('primitive relations', () => {
  it.each([1, 2, 3, 4])('dimension %i: σ_{n+1} of the Hessian, and with n + 1 edges nothing else', (dimension) => {
    const explained = explainRelations({ edges: dimension + 1, dimension });
    // Two relations: S_(2^{n+1}) occurs in h_{n+1}[h_2] and in h_n[h_2] h_2, once each, and in no other block of n + 1 edges.
    expect(explained.map(({ relation }) => blockDegrees(relation.block))).toEqual([
      new Array(dimension + 1).fill(2),
      [...new Array<number>(dimension).fill(2), 1, 1],
    ]);
    const [first, second] = explained;
    expect(isMultiple(first!.relation.sum, normalize(parse(`sigma(${dimension + 1}, hess(u))`)))).toBe(true);
    expect(first!.from).toEqual([]);
    expect(second!.from.map(({ consequence }) => [consequence.operation, consequence.with.key])).toEqual([
      ['gluing', 'R_ab u_a u_b'],
    ]);
  });

  it.each([
    [1, 4],
    [3, 5],
    [4, 6],
  ])('dimension %i, %i edges: none', (dimension, edges) => {
    const explained = explainRelations({ edges, dimension });
    expect(explained.length).toBeGreaterThan(0);
    expect(explained.filter(({ from }) => from.length === 0)).toEqual([]);
  });

  it('of two fields: those of the first field', () => {
    const found = explainRelations({ edges: 3, dimension: 2, fields: ['u', 'v'] }).filter(
      ({ from }) => from.length === 0,
    );
    expect(found.map(({ relation }) => blockDegrees(relation.block, ['u', 'v']))).toEqual([{ u: [2, 2, 2] }]);
  });

  it('with the volume form: nothing smaller exists where the first ones stand', () => {
    const [line, plane] = [1, 2].map((dimension) =>
      explainRelations({ edges: dimension, dimension, group: 'SO' }).filter(({ from }) => from.length === 0),
    );
    // n = 1: (u_xx)(u_x) in two ways. n = 2: degrees 3, 2, 1.
    expect(line!.map(({ relation }) => relation.sum.toString())).toEqual(['eps_a u_ab u_b - eps_a u_bb u_a']);
    expect(plane!.map(({ relation }) => blockDegrees(relation.block))).toEqual([
      [3, 2, 1],
      [3, 2, 1],
    ]);
    for (const edges of [0, 1]) expect(relations({ edges, dimension: 2, group: 'SO' })).toEqual([]);
  });

  it('powers of the field only multiply', () => {
    const [found, ...others] = explainRelations({ edges: 3, dimension: 2, degrees: [2, 2, 2, 0, 0] });
    expect(others).toEqual([]);
    expect(found!.from.map(({ consequence }) => consequence.with.key)).toEqual(['R u u']);
  });

  it('wrong input', () => {
    expect(() => explainRelations({ edges: 3, dimension: 0 })).toThrow(InvalidInput);
    expect(() => explainRelations({ edges: 3, dimension: 2, order: 1 } as RelationOptions)).toThrow(InvalidInput);
    expect(() => explainRelations({ edges: 7, dimension: 2 })).toThrow(OutOfRange);
    expect(() => explainRelations({ edges: 8, dimension: 2, degrees: [8, 8] })).toThrow(OutOfRange);
    expect(() => explainRelations({ edges: 5, dimension: 2, group: 'SO' })).toThrow(OutOfRange);
  });
});
