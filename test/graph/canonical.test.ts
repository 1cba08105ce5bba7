import { describe, expect, it } from 'vitest';
import { canonicalize, enumerateGraphs, type Multigraph, multigraph } from '../../src/graph/index.js';
import { canonicalLaws, disguised, randomGraphs } from '../laws/canonical.js';
import { isomorphisms } from '../oracle/graphs.js';

canonicalLaws('few vertices, many edges', randomGraphs({ vertices: 4, edges: 9 }), 150);
canonicalLaws('six vertices', randomGraphs({ vertices: 6, edges: 7 }), 60);
canonicalLaws('two fields', randomGraphs({ vertices: 5, edges: 6, fields: ['u', 'v'] }), 100);
canonicalLaws('legs', randomGraphs({ vertices: 4, edges: 5, fields: ['u', 'w2'], legs: 4 }), 100);
canonicalLaws('the volume form', randomGraphs({ vertices: 5, edges: 4, epsilon: 4 }), 150);
canonicalLaws(
  'everything together',
  randomGraphs({ vertices: 5, edges: 4, fields: ['u', 'v'], legs: 2, epsilon: 3 }),
  100,
);

type Edge = readonly [number, number];

const plain = (count: number, edges: readonly Edge[]): Multigraph =>
  multigraph({ vertices: new Array<string>(count).fill('u'), edges });
const cycle = (n: number): readonly Edge[] => Array.from({ length: n }, (_, i) => [i, (i + 1) % n] as const);
const pairs = (n: number): readonly Edge[] =>
  Array.from({ length: n }, (_, i) => Array.from({ length: i }, (_, j) => [j, i] as const)).flat();
const twice = (edges: readonly Edge[]): readonly Edge[] => [...edges, ...edges];

const spokes: readonly Edge[] = Array.from({ length: 5 }, (_, i) => [i, i + 5] as const);
const star: readonly Edge[] = Array.from({ length: 5 }, (_, i) => [i + 5, ((i + 2) % 5) + 5] as const);
const beside = (...sizes: readonly number[]): Multigraph => {
  let first = 0;
  const edges = sizes.flatMap((size) => {
    first += size;
    return cycle(size).map(([i, j]) => [first - size + i, first - size + j] as const);
  });
  return plain(first, edges);
};
/** Chords of the Frucht graph in LCF notation: a cubic graph without symmetry. */
const frucht = [-5, -2, -4, 2, 5, -2, 2, 5, -2, -5, 4, 2].flatMap((step, i) =>
  step > 0 ? [[i, (i + step) % 12] as const] : [],
);
const petersen = [...cycle(5), ...spokes, ...star];

/** Groups known from the literature or by hand. */
const known: readonly (readonly [name: string, graph: Multigraph, automorphisms: number])[] = [
  ['the empty graph', plain(0, []), 1],
  ['9 isolated vertices: 9!', plain(9, []), 362880],
  [
    '7 disjoint edges: 7! 2^7',
    plain(
      14,
      Array.from({ length: 7 }, (_, i) => [2 * i, 2 * i + 1] as const),
    ),
    645120,
  ],
  [
    'the star K(1,7): 7!',
    plain(
      8,
      Array.from({ length: 7 }, (_, i) => [0, i + 1] as const),
    ),
    5040,
  ],
  ['the hexagon: dihedral', plain(6, cycle(6)), 12],
  ['K4: all permutations', plain(4, pairs(4)), 24],
  ['K4 doubled', plain(4, twice(pairs(4))), 24],
  ['K8', plain(8, pairs(8)), 40320],
  [
    'K(3,3)',
    plain(
      6,
      [0, 1, 2].flatMap((i) => [3, 4, 5].map((j) => [i, j] as const)),
    ),
    72,
  ],
  ['the Petersen graph: S5', plain(10, petersen), 120],
  ['the Petersen graph doubled', plain(10, twice(petersen)), 120],
  [
    'the Petersen graph with its spokes doubled: rotations, reflections and the exchange of the pentagons',
    plain(10, [...petersen, ...spokes]),
    20,
  ],
  ['the Petersen graph with one edge doubled: 120 / 15', plain(10, [...petersen, [0, 1]]), 8],
  ['two pentagons: 2 · 10²', beside(5, 5), 200],
  ['a triangle beside a square: 6 · 8', beside(3, 4), 48],
  ['two triangles beside a square: 2 · 6² · 8', beside(3, 4, 3), 576],
  ['the Frucht graph: none', plain(12, [...cycle(12), ...frucht]), 1],
  [
    'the cube',
    plain(
      8,
      [0, 1, 2, 3, 4, 5, 6, 7].flatMap((i) => [1, 2, 4].filter((b) => (i & b) === 0).map((b) => [i, i | b] as const)),
    ),
    48,
  ],
];

describe('symmetric graphs', () => {
  it.each(known)('%s', (_, graph, automorphisms) => {
    const canonical = canonicalize(graph);
    expect(canonical.automorphisms).toBe(automorphisms);
    for (let seed = 0; seed < 10; seed++) {
      expect(canonicalize(disguised(graph, seed).graph).graph).toEqual(canonical.graph);
    }
  });

  it('regular graphs with the same local picture are told apart', () => {
    const keyOf = (graph: Multigraph): string => canonicalize(graph).graph.key;
    expect(keyOf(beside(3, 3))).not.toBe(keyOf(plain(6, cycle(6))));
    expect(keyOf(beside(3, 5))).not.toBe(keyOf(beside(4, 4)));
    const prism = plain(10, [...cycle(5), ...spokes, ...cycle(5).map(([i, j]) => [i + 5, j + 5] as const)]);
    expect(keyOf(prism)).not.toBe(keyOf(plain(10, petersen)));
  });
});

describe('small graphs, all of them', () => {
  it('automorphisms are those of the oracle for every graph with at most 4 edges on 6 vertices', () => {
    for (const edges of [0, 1, 2, 3, 4]) {
      for (const graph of enumerateGraphs({ edges, vertices: [0, 6] })) {
        expect(canonicalize(graph).automorphisms, graph.key).toBe(isomorphisms(graph, graph).length);
      }
    }
  });

  it('multiplicities beyond a byte count', () => {
    const square = (a: number, b: number): Multigraph =>
      plain(4, [
        ...[0, 2].flatMap((v) => new Array<Edge>(a).fill([v, v + 1])),
        ...[0, 1].flatMap((v) => new Array<Edge>(b).fill([v, v + 2])),
      ]);
    for (const [a, b, automorphisms] of [
      [256, 1, 4],
      [256, 0, 8],
      [300, 44, 4],
      [300, 300, 8],
    ] as const) {
      expect(canonicalize(square(a, b)).automorphisms).toBe(automorphisms);
      expect(canonicalize(square(b, a)).graph.key).toBe(canonicalize(square(a, b)).graph.key);
    }
  });
});

describe('the volume form', () => {
  const keyAndSign = (parts: Partial<Multigraph>): readonly [string, number] => {
    const { graph, sign } = canonicalize(multigraph(parts));
    return [graph.key, sign];
  };

  it('turns its sign with two of its half-edges', () => {
    const vertices = ['u', 'v', 'w'];
    const [key, sign] = keyAndSign({ vertices, epsilon: [0, 1, 2] });
    expect(keyAndSign({ vertices, epsilon: [1, 0, 2] })).toEqual([key, -sign]);
    expect(keyAndSign({ vertices, epsilon: [1, 2, 0] })).toEqual([key, sign]);
  });

  it('vanishes on two gradients of one field and on a Hessian', () => {
    expect(keyAndSign({ vertices: ['u', 'u'], epsilon: [0, 1] })[1]).toBe(0);
    expect(keyAndSign({ vertices: ['u'], epsilon: [0, 0] })[1]).toBe(0);
  });

  it('does not vanish on det(∇u, ∇²u ∇u)', () => {
    const vertices = ['u', 'u', 'u'];
    expect(keyAndSign({ vertices, edges: [[1, 2]], epsilon: [0, 1] })[1]).not.toBe(0);
  });
});
