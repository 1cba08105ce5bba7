/** Libraries of vector and tensor fields, and of operators with values in vector fields. */
import { describe, expect, it } from 'vitest';
import { InvalidInput } from '../../src/base/index.js';
import type { CanonicalGraph } from '../../src/graph/index.js';
import { candidateLibrary, type LibraryOptions } from '../../src/library/index.js';
import { bruteContraction } from '../oracle/bruteContraction.js';
import { tensorJets, tensorTypes } from '../oracle/tensorGraphs.js';

const graphsOf = (options: LibraryOptions): CanonicalGraph[] => candidateLibrary(options).map(({ graph }) => graph);
const keysOf = (options: LibraryOptions): string[] => graphsOf(options).map(({ key }) => key);

/** Rank of a real matrix by elimination with complete pivoting. */
function rank(rows: readonly (readonly number[])[]): number {
  const m = rows.map((row) => [...row]);
  for (let r = 0; ; r++) {
    let [size, i, j] = [1e-9, -1, -1];
    for (let k = r; k < m.length; k++) {
      m[k]!.forEach((x, l) => {
        if (Math.abs(x) > size) [size, i, j] = [Math.abs(x), k, l];
      });
    }
    if (i < 0) return r;
    [m[r], m[i]] = [m[i]!, m[r]!];
    for (let k = r + 1; k < m.length; k++) {
      const factor = m[k]![j]! / m[r]![j]!;
      m[k] = m[k]!.map((x, l) => x - factor * m[r]![l]!);
    }
  }
}

describe('libraries of vector fields', () => {
  it('know the terms of the Navier–Stokes and of the Toner–Tu equations', () => {
    const keys = keysOf({ dimension: 2, edges: [0, 1], maxDegree: 3, fields: ['p'], vectors: ['X'], rank: 1 });
    for (const key of ['X_a', 'p_a', 'X_a;bb', 'X_b;ab', 'X_a;b X_b', 'X_b;a X_b', 'X_b;b X_a', 'X_b X_b X_a']) {
      const sorted = key.split(' ').sort().join(' ');
      expect(keys.map((other) => other.split(' ').sort().join(' '))).toContain(sorted);
    }
  });

  it('know the transport of a scalar by a given flow, and the pressure equation', () => {
    const keys = keysOf({ dimension: 2, edges: [1, 2], maxDegree: 2, fields: ['u'], vectors: ['X'] });
    for (const key of ['u_a X_a', 'X_a;a u', 'X_a;a', 'X_a X_a', 'X_a;b X_b;a', 'X_a;b X_a;b'])
      expect(keys).toContain(key);
  });

  it.each<readonly [LibraryOptions]>([
    [{ dimension: 2, edges: [0, 2], maxDegree: 2, fields: [], vectors: ['X'] }],
    [{ dimension: 2, edges: [0, 1], maxDegree: 2, fields: ['u'], vectors: ['X'], rank: 1 }],
    [{ dimension: 2, edges: [0, 1], maxDegree: 3, maxOrder: 1, fields: [], vectors: ['X'], rank: 1, group: 'SO' }],
    [{ dimension: 3, edges: [0, 1], maxDegree: 2, fields: [], vectors: ['X'], rank: 1, group: 'SO' }],
    [
      {
        dimension: 2,
        edges: [0, 3],
        maxDegree: 3,
        maxOrder: 0,
        fields: [],
        tensors: { h: tensorTypes.h!, F: tensorTypes.F! },
      },
    ],
    [{ dimension: 1, edges: [0, 2], maxDegree: 3, fields: ['u'], vectors: ['X'], rank: 1 }],
  ])('are independent: %j', (options) => {
    const graphs = graphsOf(options);
    const n = options.dimension;
    const values = Array.from({ length: graphs.length + 4 }, (_, seed) =>
      graphs.map((graph) =>
        bruteContraction(
          graph,
          n,
          tensorJets(seed + 1),
          graph.legs.map(() => seed % n),
        ),
      ),
    );
    expect(graphs.length).toBeGreaterThan(3);
    expect(rank(values)).toBe(graphs.length);
  });

  it('have vectors as values where they are asked for', () => {
    const library = candidateLibrary({ dimension: 2, edges: [0, 1], maxDegree: 2, rank: 1, group: 'SO' });
    expect(library.every(({ graph }) => graph.legs.length === 1)).toBe(true);
    const keys = library.map(({ graph }) => graph.key);
    for (const key of ['u_a', 'u_a u', 'u_abb', 'u_ab u_b', 'eps_ab u_b', 'eps_ab u_b u']) expect(keys).toContain(key);
  });

  it.each([
    [{ dimension: 2, edges: [0, 1], maxDegree: 1, rank: 2 }, 'the rank'],
    [{ dimension: 2, edges: [0, 1], maxDegree: 1, fields: ['X'], vectors: ['X'] }, "'X' twice"],
    [{ dimension: 2, edges: [0, 1], maxDegree: 1, fields: [] }, 'at least one field'],
  ])('refuse %j', (options, reason) => {
    expect(() => candidateLibrary(options as unknown as LibraryOptions)).toThrow(InvalidInput);
    expect(() => candidateLibrary(options as unknown as LibraryOptions)).toThrow(reason);
  });
});
