import { describe, expect, it } from 'vitest';
import { InvalidInput, OutOfRange } from '../../src/base/index.js';
import { enumerateGraphs, parseKey } from '../../src/graph/index.js';
import {
  type Block,
  blockOf,
  blocksWithEdges,
  countGraphs,
  countRows,
  graphsOfBlock,
  rankInDimension,
} from '../../src/relations/index.js';
import { invariants } from '../oracle/molienWeyl.js';

const pairs = (block: Block): (readonly [number, number])[] =>
  block.vertices.map(({ degree, count }) => [degree, count] as const);

const independent = (first: number, last: number, dimension: number): number[] =>
  countRows({ edges: [first, last], dimension }).map((row) => row.independent);

describe('numbers of graphs', () => {
  it('are OEIS A007717', () => {
    const known = [1, 2, 7, 23, 79, 274, 1003, 3763, 14723, 59663, 250738, 1090608, 4905430];
    expect(countRows({ edges: [0, 12] }).map(({ graphs }) => graphs)).toEqual(known);
  });

  it('agree with listing, block by block, with and without the volume form', () => {
    for (const [edges, epsilon] of [
      [3, 0],
      [4, 0],
      [5, 0],
      [3, 1],
      [3, 2],
      [3, 3],
      [2, 4],
    ] as const) {
      for (const block of blocksWithEdges(edges, { epsilon })) {
        expect(countGraphs(block), JSON.stringify(block)).toBe(graphsOfBlock(block).length);
      }
    }
  });

  it('listing finds what the room graph enumerates', () => {
    const keys = (graphs: Iterable<{ key: string }>): string[] => [...graphs].map(({ key }) => key).sort();
    for (const options of [{ edges: 5 }, { edges: 3, fields: ['u', 'v'] }, { edges: 3, epsilon: 3 }] as const) {
      const { edges, ...rest } = options;
      const listed = [...blocksWithEdges(edges, rest)].flatMap((block) => graphsOfBlock(block));
      expect(keys(listed)).toEqual(keys(enumerateGraphs(options)));
    }
  });

  it('agree with listing for two fields', () => {
    const fields = ['u', 'v'];
    const [row] = countRows({ edges: [3, 3], fields });
    expect(row!.graphs).toBe([...enumerateGraphs({ edges: 3, fields })].length);
    const byDegrees = countRows({ edges: [3, 3], fields, by: 'degrees' });
    expect(byDegrees.reduce((sum, { graphs }) => sum + graphs, 0)).toBe(row!.graphs);
    expect(byDegrees.map(({ degrees }) => degrees)).toContainEqual({ u: [2, 1], v: [3] });
  });
});

describe('numbers of independent operators', () => {
  // Known totals for E = 1.. edges.
  it.each([
    [1, [2, 5, 11, 22, 42, 77, 135, 231, 385, 627]],
    [2, [2, 7, 21, 66, 192, 565, 1579, 4348, 11582, 30205]],
    [3, [2, 7, 23, 77, 261, 914, 3201, 11329, 40044, 140726]],
  ])('in dimension %i', (dimension, totals) => {
    expect(independent(1, totals.length, dimension)).toEqual(totals);
  });

  it('in dimension 4, and as many as graphs from E dimensions on', () => {
    expect(independent(5, 6, 4)).toEqual([272, 990]);
    for (const row of countRows({ edges: [1, 6], dimension: 6 })) expect(row.relations).toBe(0);
  });

  it('for SO beyond O', () => {
    const beyond = (first: number, last: number, dimension: number): number[] => {
      const [with_, without] = (['SO', 'O'] as const).map((group) =>
        countRows({ edges: [first, last], dimension, group }).map((row) => row.independent),
      );
      return with_!.map((x, i) => x - without![i]!);
    };
    expect(beyond(0, 5, 2)).toEqual([0, 2, 10, 43, 147, 478]);
    expect(beyond(0, 4, 3)).toEqual([0, 0, 3, 32, 181]);
  });

  it('agree with Molien–Weyl integration, block by block', () => {
    for (const n of [1, 2, 3]) {
      for (const edges of [1, 2, 3, 4, 5, 6]) {
        for (const block of blocksWithEdges(edges)) {
          expect(invariants(pairs(block), n)).toBeCloseTo(rankInDimension(block, n), 6);
        }
        for (const block of blocksWithEdges(edges - 1, { epsilon: n })) {
          expect(invariants(pairs(block), n, true)).toBeCloseTo(rankInDimension(block, n), 6);
        }
      }
    }
  });

  it('do not change with isolated vertices', () => {
    const [plain, more] = ['u_aa u_bb u_cc', 'u_aa u_bb u_cc u u'].map((key) => blockOf(parseKey(key)));
    expect(countGraphs(more!)).toBe(countGraphs(plain!));
    expect(rankInDimension(more!, 2)).toBe(rankInDimension(plain!, 2));
  });
});

describe('rows', () => {
  it('by degrees add up and name the block', () => {
    const rows = countRows({ edges: [3, 3], dimension: 2, by: 'degrees' });
    expect(rows.filter(({ relations }) => relations > 0)).toEqual([
      { edges: 3, graphs: 3, independent: 2, relations: 1, degrees: [2, 2, 2] },
      { edges: 3, graphs: 4, independent: 3, relations: 1, degrees: [2, 2, 1, 1] },
    ]);
    const oriented = countRows({ edges: [1, 1], dimension: 2, group: 'SO', by: 'degrees' });
    expect(oriented.filter((row) => row.oriented).reduce((sum, row) => sum + row.independent, 0)).toBe(2);
  });

  it('refuse bad input', () => {
    expect(() => countRows({ edges: [1, 2], dimension: 0 })).toThrow(InvalidInput);
    expect(() => countRows({ edges: [2, 1] })).toThrow(InvalidInput);
    expect(() => countRows({ edges: [1, 1], group: 'SO' })).toThrow(/a dimension with the group SO/);
    expect(() => countRows({ edges: [1, 1], fields: ['n'] })).toThrow(InvalidInput);
    expect(() => countRows({ edges: [16, 16] })).toThrow(OutOfRange);
    expect(() => countRows({ edges: [15, 15], dimension: 14 })).toThrow(OutOfRange);
    const unknown: object = { edges: [1, 1], dim: 2 };
    expect(() => countRows(unknown as { edges: [number, number] })).toThrow(/'dim'/);
    expect(() => rankInDimension({ vertices: [{ field: 'u', degree: 1, count: 2 }], epsilon: 2 }, 3)).toThrow(
      InvalidInput,
    );
  });
});
