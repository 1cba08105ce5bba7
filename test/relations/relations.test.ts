import { describe, expect, it } from 'vitest';
import type { GraphSum } from '../../src/algebra/index.js';
import { InvalidInput, OutOfRange } from '../../src/base/index.js';
import { ResidueRowSpace } from '../../src/exact/index.js';
import { canonicalize, parseKey } from '../../src/graph/index.js';
import {
  blockOf,
  blocksWithEdges,
  countRows,
  evaluateSum,
  evaluationSpace,
  graphsOfBlock,
  minorSum,
  RandomJet,
  type Relation,
  rankInDimension,
  relations,
  relationsOfBlock,
  relationToJson,
} from '../../src/relations/index.js';

const texts = (list: readonly Relation[]): string[] => list.map(({ sum }) => sum.toString());

const isMultiple = (a: GraphSum, b: GraphSum): boolean => {
  const [key, { coefficient }] = [...b.terms][0]!;
  const other = a.terms.get(key)?.coefficient;
  return other !== undefined && a.scaled(coefficient).equals(b.scaled(other));
};

describe('first relations', () => {
  it('the two cubic ones of dimension 2 come out literally', () => {
    expect(texts(relations({ edges: 3, dimension: 2 }))).toEqual([
      // (Δu)³ − 3 Δu |∇²u|² + 2 tr (∇²u)³
      'u_aa u_bb u_cc - 3 u_ab u_ab u_cc + 2 u_ab u_ac u_bc',
      // 2 ⟨∇u, (∇²u)² ∇u⟩ − 2 Δu ∇²u(∇u, ∇u) + ((Δu)² − |∇²u|²) |∇u|²
      'u_aa u_bb u_c u_c - 2 u_aa u_bc u_b u_c - u_ab u_ab u_c u_c + 2 u_ab u_ac u_b u_c',
    ]);
  });

  it('start at n + 1 edges', () => {
    for (const dimension of [1, 2, 3, 4]) {
      expect(relations({ edges: dimension, dimension })).toEqual([]);
      expect(relations({ edges: dimension + 1, dimension }).length).toBeGreaterThan(0);
    }
  });

  it('in dimension 1 all graphs of a block agree', () => {
    const { graphs, relations: found } = relationsOfBlock(blockOf(parseKey('u_ab u_ab u_cc')), 1);
    expect(found.length).toBe(graphs.length - 1);
    for (const { sum } of found) {
      expect([...sum.terms.values()].map(({ coefficient }) => coefficient.toString()).sort()).toEqual(['-1', '1']);
    }
  });

  it('carry over to powers of the field', () => {
    const degrees = [2, 2, 2, 0, 0];
    expect(texts(relations({ edges: 3, dimension: 2, degrees }))).toEqual([
      'u_aa u_bb u_cc u u - 3 u_ab u_ab u_cc u u + 2 u_ab u_ac u_bc u u',
    ]);
  });

  it('with the volume form', () => {
    const found = relationsOfBlock(blockOf(parseKey('eps_ab u_cc u_ad u_d u_b')), 2).relations;
    expect(found.length).toBe(1);
    const jet = new RandomJet(2, 5);
    expect(evaluateSum(found[0]!.sum, jet)).toBe(0);
    expect(found[0]!.certificate.minor.volume).toBe(true);
  });
});

describe.each([
  { dimension: 1, edges: 5, group: 'O' },
  { dimension: 2, edges: 5, group: 'O' },
  { dimension: 3, edges: 5, group: 'O' },
  { dimension: 2, edges: 6, group: 'O' },
  { dimension: 1, edges: 3, group: 'SO' },
  { dimension: 2, edges: 4, group: 'SO' },
  { dimension: 3, edges: 3, group: 'SO' },
] as const)('all relations: dimension $dimension, up to $edges edges, $group', ({ dimension, edges: last, group }) => {
  const lists = Array.from({ length: last }, (_, i) => relations({ edges: i + 1, dimension, group }));
  const all = lists.flat();

  it('are as many as theory says', () => {
    const rows = countRows({ edges: [1, last], dimension, group });
    expect(lists.map((list) => list.length)).toEqual(rows.map((row) => row.relations));
  });

  it('vanish at random jets', () => {
    const jets = [1, 2].map((seed) => new RandomJet(dimension, seed));
    for (const { sum } of all) for (const jet of jets) expect(evaluateSum(sum, jet), sum.toString()).toBe(0);
  });

  it('do not vanish one dimension higher', () => {
    const jet = new RandomJet(dimension + 1, 3);
    for (const { sum, block } of all) if (block.epsilon === 0) expect(evaluateSum(sum, jet)).not.toBe(0);
  });

  it('have coprime integer coefficients, the first one positive', () => {
    const gcd = (a: number, b: number): number => (b === 0 ? Math.abs(a) : gcd(b, a % b));
    for (const { sum } of all) {
      const values = [...sum.terms.values()].map(({ coefficient }) => coefficient.constantValue()!);
      expect(values.every(({ denominator }) => denominator === 1n)).toBe(true);
      expect(values.map((value) => value.toNumber()).reduce(gcd, 0)).toBe(1);
      expect(values[0]!.sign()).toBe(1);
    }
  });

  it('are multiples of the minors that their certificates name', () => {
    for (const { sum, certificate } of all) {
      const { graph } = canonicalize(parseKey(certificate.minor.graph));
      expect(graph.key).toBe(certificate.minor.graph);
      expect(certificate.relations).toBe(certificate.graphs - certificate.independent);
      expect(certificate.minor.edges.length).toBe(certificate.minor.volume ? 1 : dimension + 1);
      expect(isMultiple(sum, minorSum(graph, certificate.minor))).toBe(true);
    }
  });
});

describe('random jets', () => {
  it.each([
    [1, 4, 0],
    [2, 5, 0],
    [3, 5, 0],
    [1, 3, 1],
    [2, 3, 2],
    [3, 3, 3],
  ])('span the dimension that characters predict: n = %i, E = %i, volume form %i', (dimension, edges, epsilon) => {
    for (const block of blocksWithEdges(edges, { epsilon })) {
      expect(evaluationSpace(graphsOfBlock(block), dimension).rank).toBe(rankInDimension(block, dimension));
    }
  });

  it('have the relations as kernel', () => {
    const block = blockOf(parseKey('u_abc u_abd u_ce u_d u_e'));
    const { graphs, rows } = relationsOfBlock(block, 2);
    const spaceOf = (list: readonly ArrayLike<number>[]): ResidueRowSpace => {
      const space = new ResidueRowSpace(graphs.length);
      for (const row of list) space.add(row);
      return space;
    };
    expect(rows.length).toBeGreaterThan(3);
    const dense = rows.map(({ columns, values }) => graphs.map((_, i) => values[columns.indexOf(i)] ?? 0));
    expect(spaceOf(dense).reduced()).toEqual(spaceOf(evaluationSpace(graphs, 2).kernel()).reduced());
  });
});

describe('two fields', () => {
  it('relations hold and are complete', () => {
    const fields = ['u', 'v'];
    const found = relations({ edges: 3, dimension: 2, fields });
    expect(found.length).toBe(countRows({ edges: [3, 3], dimension: 2, fields })[0]!.relations);
    const jet = new RandomJet(2, 8);
    for (const { sum } of found) expect(evaluateSum(sum, jet)).toBe(0);
    const polarised = found.map((relation) => relationToJson(relation, fields));
    expect(polarised.map(({ degrees }) => degrees)).toContainEqual({ u: [2, 2], v: [2] });
  });
});

describe('bad input', () => {
  it('is refused', () => {
    expect(() => relations({ edges: 3, dimension: 0 })).toThrow(InvalidInput);
    expect(() => relations({ edges: -1, dimension: 2 })).toThrow(InvalidInput);
    expect(() => relations({ edges: 3, dimension: 2, degrees: [2.5] })).toThrow(InvalidInput);
    const unknown: object = { edges: 3, dimension: 2, primitive: true };
    expect(() => relations(unknown as { edges: number; dimension: number })).toThrow(/'primitive'/);
    expect(() => relationsOfBlock(blockOf(parseKey('eps_ab u_a u_bc u_c')), 3)).toThrow(InvalidInput);
    const degrees = [4, 4, 3, 3, 2, 2, 1, 1];
    expect(() => relations({ edges: 10, dimension: 2, degrees })).toThrow(OutOfRange);
  });

  it('a block without relations lists nothing', () => {
    expect(relationsOfBlock(blockOf(parseKey('u_aa')), 1).graphs).toEqual([]);
  });
});
