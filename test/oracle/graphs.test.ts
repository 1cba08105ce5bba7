import { describe, expect, it } from 'vitest';
import { isomorphisms, listGraphs, orderSign, permutations, vanishes } from './graphs.js';

const plain = { legs: [], epsilon: [] };

describe('the brute-force oracle for graphs', () => {
  it('lists n! different permutations, the last one the identity', () => {
    for (const [n, factorial] of [1, 1, 2, 6, 24, 120].entries()) {
      const all = permutations(n);
      expect(new Set(all.map(String)).size).toBe(factorial);
      expect(all.at(-1)).toEqual(Array.from({ length: n }, (_, i) => i));
    }
  });

  it('knows signs', () => {
    expect([orderSign([]), orderSign([0, 1, 2]), orderSign([1, 0, 2]), orderSign([2, 0, 1])]).toEqual([1, 1, -1, 1]);
    expect(orderSign([1, 0, 1])).toBe(0);
  });

  it('knows the dihedral group of a square and the two ways through a path', () => {
    const square = {
      ...plain,
      vertices: ['u', 'u', 'u', 'u'],
      edges: [
        [0, 1],
        [1, 2],
        [2, 3],
        [3, 0],
      ] as const,
    };
    expect(isomorphisms(square, square)).toHaveLength(8);
    const path = {
      ...plain,
      vertices: ['u', 'v', 'u'],
      edges: [
        [0, 1],
        [1, 2],
      ] as const,
    };
    expect(isomorphisms(path, path)).toHaveLength(2);
    expect(isomorphisms(path, { ...path, vertices: ['v', 'u', 'u'] })).toHaveLength(0);
    expect(vanishes({ ...path, epsilon: [0, 2] })).toBe(true);
    expect(vanishes({ ...path, epsilon: [0, 1] })).toBe(false);
    expect(vanishes({ ...path, epsilon: [1, 1] })).toBe(true);
  });

  it('counts the multigraphs with two edges on one to four vertices as by hand', () => {
    // One vertex: two loops. Two: double edge, loop and edge, two loops apart. Three: path, loop beside an edge. Four: two edges.
    expect([1, 2, 3, 4].map((vertices) => listGraphs({ vertices, edges: 2 }).length)).toEqual([1, 3, 2, 1]);
  });
});
