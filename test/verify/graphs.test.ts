/** The checker's graphs against the oracle that tries every permutation. */
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { InvalidInput } from '../../src/base/index.js';
import { degreesOf, type Graph, GraphClasses, readKey, signBetween } from '../../src/verify/graphs.js';
import { isomorphisms, listGraphs, vanishes } from '../oracle/graphs.js';

describe('index notation', () => {
  it('is read with vertices in the order of the factors', () => {
    expect(readKey('eps_ab u_acc v_bd u1_d w')).toEqual({
      vertices: ['u', 'v', 'u1', 'w'],
      edges: [
        [0, 0],
        [1, 2],
      ],
      epsilon: [0, 1],
    });
    expect(readKey('1')).toEqual({ vertices: [], edges: [], epsilon: [] });
    expect(readKey('u_aa1 v_a1a').edges).toEqual([
      [0, 1],
      [0, 1],
    ]);
  });

  it.each([
    '',
    'u_',
    'u_a',
    'u_aaa',
    'u__aa',
    'eps_a',
    'eps_aa',
    'eps_ab u_aab u_bb',
    'eps u',
    'g_ab u_ab',
    'u_A',
    '2 u',
  ])("refuses '%s'", (key) => expect(() => readKey(key)).toThrow(InvalidInput));
});

it('degrees count loops twice and the volume form once', () => {
  expect(degreesOf(readKey('eps_a u_abb v_cc w'))).toEqual([3, 2, 0]);
  expect(degreesOf(readKey('eps_ab u_acdd u_bc'))).toEqual([4, 2]);
});

it('signs of permutations', () => {
  expect(signBetween([4, 7, 9], [7, 9, 4])).toBe(1);
  expect(signBetween([4, 7], [7, 4])).toBe(-1);
  expect(signBetween([4, 7], [4, 8])).toBe(0);
  expect(signBetween([], [])).toBe(1);
});

const relabel = (graph: Graph, image: readonly number[]): Graph => {
  const vertices: string[] = [];
  for (const [v, field] of graph.vertices.entries()) vertices[image[v]!] = field;
  const edges = graph.edges.map(([v, w]) => [image[w]!, image[v]!] as const);
  return { vertices, edges: edges.reverse(), epsilon: graph.epsilon.map((v) => image[v]!) };
};

const sizes = [
  { vertices: 3, edges: 3 },
  { vertices: 4, edges: 3 },
  { vertices: 3, edges: 2, fields: ['u', 'v'] },
  { vertices: 2, edges: 2, epsilon: 1 },
  { vertices: 3, edges: 2, epsilon: 2 },
  { vertices: 4, edges: 2, epsilon: 2 },
  { vertices: 4, edges: 1, epsilon: 3, fields: ['u', 'v'] },
];

describe('classes', () => {
  it.each(sizes)('are those of the oracle: %j', (size) => {
    const classes = new GraphClasses();
    const graphs = listGraphs(size);
    for (const graph of graphs) expect(classes.find(graph)).toEqual({ index: classes.graphs.length - 1, sign: 1 });
    expect(classes.graphs.length).toBe(graphs.length);
  });

  test.prop([fc.constantFrom(...sizes), fc.nat(), fc.infiniteStream(fc.nat())])(
    'a relabelled graph has the same class, with the sign of the oracle',
    (size, pick, keys) => {
      const graphs = listGraphs(size);
      const graph = graphs[pick % graphs.length]!;
      const order = graph.vertices.map((_, v) => v);
      const weights = order.map(() => keys.next().value);
      const image = [...order].sort((a, b) => weights[a]! - weights[b]! || a - b);
      const moved = relabel(graph, image);
      const classes = new GraphClasses();
      classes.find(graph);
      const [known] = isomorphisms(graph, { ...moved, legs: [] });
      expect(classes.find(moved)).toEqual({ index: 0, sign: graph.epsilon.length > 0 ? known!.sign : 1 });
      if (graph.epsilon.length > 1) {
        const [a, b, ...rest] = moved.epsilon;
        expect(classes.find({ ...moved, epsilon: [b!, a!, ...rest] })?.sign).toBe(-known!.sign);
      }
    },
    30_000,
  );

  it.each(['eps_ab u_a u_b', 'eps_ab u_abcc', 'eps_ab u_ac u_bc', 'eps_ab u_acd u_bce v_d v_e'])(
    '%s vanishes',
    (key) => {
      const graph = readKey(key);
      expect(vanishes({ ...graph, legs: [] })).toBe(true);
      const classes = new GraphClasses();
      expect([classes.find(graph), classes.find(graph)]).toEqual([undefined, undefined]);
      expect(classes.graphs).toEqual([]);
    },
  );

  it('graphs that refinement of colours cannot tell apart', () => {
    const classes = new GraphClasses();
    const ring = (from: number, size: number): [number, number][] =>
      Array.from({ length: size }, (_, i) => [from + i, from + ((i + 1) % size)]);
    const vertices = new Array<string>(8).fill('u');
    for (const edges of [ring(0, 8), [...ring(0, 4), ...ring(4, 4)], [...ring(0, 3), ...ring(3, 5)]]) {
      classes.find({ vertices, edges, epsilon: [] });
    }
    expect(classes.graphs.length).toBe(3);
  });
});
