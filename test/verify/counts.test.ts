/** The checker's counts against listing by the oracle, another integration, and published numbers. */
import { describe, expect, it } from 'vitest';
import { type Block, GraphCounter, type Kind, OperatorCounter } from '../../src/verify/counts.js';
import { listGraphs } from '../oracle/graphs.js';
import { invariants } from '../oracle/molienWeyl.js';

/** All blocks of one field with a given number of derivatives. */
function blocks(total: number, epsilon = 0): Block[] {
  const extend = (left: number, largest: number): Kind[][] =>
    left === 0
      ? [[]]
      : Array.from({ length: Math.min(left, largest) }, (_, i) => i + 1).flatMap((degree) =>
          Array.from({ length: Math.floor(left / degree) }, (_, i) => i + 1).flatMap((count) =>
            extend(left - count * degree, degree - 1).map((rest) => [{ field: 'u', degree, count }, ...rest]),
          ),
        );
  return extend(total, total).map((kinds) => ({ kinds, epsilon }));
}

const graphs = (list: readonly Block[]): number => {
  const counter = new GraphCounter();
  return list.reduce((sum, block) => sum + Number(counter.count(block)), 0);
};

const operators = (list: readonly Block[], dimension: number, total: number): number => {
  const counter = new OperatorCounter(dimension, total);
  return list.reduce((sum, block) => sum + counter.count(block, 1_000_000n)!, 0);
};

describe('graphs', () => {
  it('are as many as OEIS A007717 says', () => {
    const known = [1, 2, 7, 23, 79, 274, 1003, 3763];
    expect(known.map((_, edges) => graphs(blocks(2 * edges)))).toEqual(known);
  });

  it.each([
    { edges: 3, epsilon: 0 },
    { edges: 2, epsilon: 1 },
    { edges: 2, epsilon: 2 },
    { edges: 1, epsilon: 3 },
  ])('are as many as the oracle lists: %j', ({ edges, epsilon }) => {
    let listed = 0;
    for (let vertices = 1; vertices <= 2 * edges + epsilon; vertices++) {
      listed += listGraphs({ vertices, edges, epsilon }).length;
    }
    expect(graphs(blocks(2 * edges + epsilon, epsilon))).toBe(listed);
  });

  it('two fields', () => {
    const kinds = [
      { field: 'u', degree: 2, count: 2 },
      { field: 'v', degree: 2, count: 1 },
      { field: 'v', degree: 0, count: 3 },
    ];
    expect(new GraphCounter().count({ kinds, epsilon: 0 })).toBe(4n);
  });
});

describe('independent operators', () => {
  it.each([
    [2, [2, 7, 21, 66, 192, 565]],
    [3, [2, 7, 23, 77, 261, 914]],
    [4, [2, 7, 23, 79, 272, 990]],
    [6, [2, 7, 23, 79, 274]],
  ])('of O(%i) with 1, 2, … edges', (n, known) => {
    expect(known.map((_, e) => operators(blocks(2 * e + 2), n, 2 * e + 2))).toEqual(known);
  });

  it.each([
    [2, [2, 4, 6, 8, 10, 12], [0, 2, 10, 43, 147, 478]],
    [3, [7, 9, 11], [3, 32, 181]],
  ])('of SO(%i) beyond O by derivatives', (n, totals, known) => {
    expect(totals.map((total) => operators(blocks(total, n), n, total))).toEqual(known);
  });

  it.each([1, 2, 3])('agree with averages over angles block by block, n = %i', (n) => {
    for (const total of [5, 6, 8]) {
      const counter = new OperatorCounter(n, total);
      for (const epsilon of [0, n]) {
        for (const block of blocks(total, epsilon)) {
          const kinds = block.kinds.map(({ degree, count }) => [degree, count] as const);
          expect(counter.count(block, 1000n)).toBe(Math.round(invariants(kinds, n, epsilon > 0)) + 0);
        }
      }
    }
  });

  it('are not counted where the torus or the number is too large', () => {
    const block = blocks(2)[0]!;
    expect(new OperatorCounter(12, 8).count(block, 10n)).toBeUndefined();
    expect(new OperatorCounter(2, 8).count(block, 10n ** 9n)).toBeUndefined();
  });
});
