/** Graphs with slots: canonical form against the contraction itself, index notation and JSON forth and back. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidInput, Random } from '../../src/base/index.js';
import {
  canonicalize,
  components,
  degrees,
  graphFromJson,
  graphToJson,
  type Multigraph,
  multigraph,
  order,
  parseKey,
  slotOwners,
} from '../../src/graph/index.js';
import { bruteContraction } from '../oracle/bruteContraction.js';
import { tensorGraphs, tensorJets, tensorTypes as tensors } from '../oracle/tensorGraphs.js';

const numberOf = (graph: Multigraph, seed: number): number =>
  bruteContraction(
    graph,
    3,
    tensorJets(seed),
    graph.legs.map((_, l) => (l + seed) % 3),
  );

/** The same graph with vertices and slots renumbered, and the sign of what antisymmetric fields notice. */
function scramble(graph: Multigraph, seed: number): { graph: Multigraph; sign: number } {
  const random = new Random(seed);
  const shuffle = (list: readonly number[]): number[] =>
    list
      .map((x) => [random.uniform(), x] as const)
      .sort(([a], [b]) => a - b)
      .map(([, x]) => x);
  const count = graph.vertices.length;
  const owners = slotOwners(graph);
  const oldVertices = shuffle(graph.vertices.map((_, v) => v));
  const oldSlots = oldVertices.flatMap((v) => {
    const own = owners.flatMap((owner, s) => (owner === v ? [count + s] : []));
    return graph.tensors?.[graph.vertices[v]!]?.symmetry === 'general' ? own : shuffle(own);
  });
  let sign = 1;
  oldSlots.forEach((a, i) => {
    for (const b of oldSlots.slice(i + 1)) {
      const [owner, other] = [owners[a - count]!, owners[b - count]!];
      if (owner === other && a > b && tensors[graph.vertices[owner]!]!.symmetry === 'antisymmetric') sign = -sign;
    }
  });
  const to = (end: number): number => {
    if (end < 0) return end;
    return end < count ? oldVertices.indexOf(end) : count + oldSlots.indexOf(end);
  };
  return {
    sign,
    graph: multigraph({
      vertices: oldVertices.map((v) => graph.vertices[v]!),
      edges: graph.edges.map(
        ([v, w]) => (random.uniform() < 0.5 ? [to(v), to(w)] : [to(w), to(v)]) as [number, number],
      ),
      legs: graph.legs.map(to),
      epsilon: graph.epsilon.map(to),
      tensors,
    }),
  };
}

describe('canonical form', () => {
  it('is the given graph up to its sign, in numbers', () => {
    fc.assert(
      fc.property(tensorGraphs, fc.nat(1000), (graph, seed) => {
        const { graph: canonical, sign } = canonicalize(graph);
        const given = numberOf(graph, seed);
        if (sign === 0) expect(Math.abs(given)).toBeLessThan(1e-12);
        else expect(Math.abs(given - sign * numberOf(canonical, seed))).toBeLessThan(1e-12);
      }),
      { numRuns: 200, seed: 20261123 },
    );
  });

  it('does not depend on the numbering', () => {
    fc.assert(
      fc.property(tensorGraphs, fc.nat(1000), (graph, seed) => {
        const other = scramble(graph, seed);
        const [a, b] = [canonicalize(graph), canonicalize(other.graph)];
        expect(b.graph.key).toBe(a.graph.key);
        expect(b.sign).toBe(a.sign * other.sign + 0);
        expect(canonicalize(a.graph)).toMatchObject({ graph: a.graph, sign: a.sign === 0 ? 0 : 1 });
      }),
      { numRuns: 300, seed: 20261124 },
    );
  });

  it('does not take a vertex for the far end of its slot', () => {
    const keys = ['X_a;b X_b;c X_c;a', 'X_a;b X_c;a X_b;c', 'X_b;a X_c;b X_a;c'];
    expect(new Set(keys.map((key) => canonicalize(parseKey(key, { tensors })).graph.key)).size).toBe(1);
    expect(canonicalize(parseKey('X_a;b X_b;c X_a;c', { tensors })).graph.key).not.toBe(
      canonicalize(parseKey(keys[0]!, { tensors })).graph.key,
    );
  });

  it('only graphs that vanish for every field have sign 0', () => {
    fc.assert(
      fc.property(tensorGraphs, (graph) => {
        // In dimension 3 relations may make other graphs vanish, but not those of one vertex and few edges.
        fc.pre(graph.vertices.length === 1 && graph.epsilon.length === 0 && graph.edges.length <= 1);
        const size = Math.max(...[1, 2, 3, 4].map((seed) => Math.abs(numberOf(graph, seed))));
        expect(canonicalize(graph).sign === 0).toBe(size < 1e-12);
      }),
      { numRuns: 300, seed: 20261125 },
    );
  });
});

describe('index notation and JSON', () => {
  it('come back', () => {
    fc.assert(
      fc.property(tensorGraphs, (given) => {
        const { graph } = canonicalize(given);
        const again = canonicalize(parseKey(graph.key, { tensors }));
        expect(again.graph).toEqual(graph);
        expect(canonicalize(graphFromJson(JSON.parse(JSON.stringify(graphToJson(graph))))).graph).toEqual(graph);
      }),
      { numRuns: 200, seed: 20261126 },
    );
  });

  it.each([
    ['X_a;a', 'X_a;a'],
    ['X_b;c X_c', 'X_a;b X_b'],
    ['X_ab', null],
    ['h_ba;cc', 'h_ab;cc'],
    ['h_bc u_b u_c', 'u_a u_b h_ab'],
  ])('%s is %s', (text, key) => {
    if (key === null) expect(() => parseKey(text, { tensors })).toThrow("1 value index in 'X', as in X_a or X_a;b");
    else expect(canonicalize(parseKey(text, { tensors })).graph.key).toBe(key);
  });

  it('keeps the types that occur', () => {
    expect(parseKey('u_a X_a', { tensors }).tensors).toEqual({ X: tensors.X });
    expect('tensors' in parseKey('u_a u_a', { tensors })).toBe(false);
    expect(graphToJson(canonicalize(parseKey('u_a X_a', { tensors })).graph)).toEqual({
      key: 'u_a X_a',
      vertices: ['u', 'X'],
      edges: [[0, 2]],
      tensors: { X: { rank: 1, symmetry: 'general' } },
    });
  });
});

it('slots are no derivatives', () => {
  const graph = parseKey('h_ab;c X_b;c X_a u', { tensors });
  expect(degrees(graph)).toEqual([1, 1, 0, 0]);
  expect(order(graph)).toBe(1);
  expect(components(graph)).toEqual([[0, 1, 2], [3]]);
  expect(slotOwners(graph)).toEqual([0, 0, 1, 2]);
});

describe('wrong input', () => {
  it.each([
    [{ vertices: ['X'], tensors }, 'slot 1 used 0 times'],
    [{ vertices: ['X'], legs: [1, 1], tensors }, 'slot 1 used 2 times'],
    [{ vertices: ['X'], legs: [2], tensors }, 'leg 0 at 2'],
    [{ vertices: ['X'], edges: [[0, 3]] as [number, number][], tensors }, 'edge [0,3]'],
    [{ vertices: ['X'], tensors: { X: { rank: 1.5, symmetry: 'general' as const } } }, "a rank from 1 to 16 for 'X'"],
  ])('%o', (parts, message) => {
    expect(() => multigraph(parts)).toThrow(InvalidInput);
    expect(() => multigraph(parts)).toThrow(message);
  });

  it('JSON with a type that is none', () => {
    expect(() => graphFromJson({ vertices: ['X'], edges: [], tensors: { X: 1 } })).toThrow(InvalidInput);
    const odd = { vertices: ['X'], edges: [], legs: [1], tensors: { X: { rank: 1, symmetry: 'odd' } } };
    expect(() => graphFromJson(odd)).toThrow("symmetric, antisymmetric, general for the indices of 'X', got 'odd'");
  });
});
