/**
 * The canonical form of a multigraph: one representative of each isomorphism class, with the relabelling that leads to
 * it. Isomorphisms preserve field names, the numbering of the legs and, up to sign, the volume form.
 */

import { formatKey } from './key.js';
import { type ColouredGraph, canonicalLabelling } from './labelling.js';
import { degrees, type Multigraph } from './multigraph.js';

declare const canonicalBrand: unique symbol;

/** A multigraph in canonical form; equal keys mean isomorphic graphs. Only {@link canonicalize} makes one. */
export interface CanonicalGraph extends Multigraph {
  readonly key: string;
  readonly [canonicalBrand]: true;
}

/** The result of {@link canonicalize}. */
export interface Canonical {
  readonly graph: CanonicalGraph;
  /** `relabelling[v]` is the number in the canonical form of the given vertex v. */
  readonly relabelling: readonly number[];
  /** The given graph is `sign` times the canonical one; 0 if an odd automorphism makes the operator vanish. */
  readonly sign: -1 | 0 | 1;
  /** Number of vertex permutations that map the graph to itself, legs and fields fixed. */
  readonly automorphisms: number;
}

/** Sign of the permutation that sorts distinct numbers. */
function sortingSign(numbers: readonly number[]): -1 | 1 {
  let inversions = 0;
  for (let i = 0; i < numbers.length; i++) {
    for (let j = i + 1; j < numbers.length; j++) if (numbers[i]! > numbers[j]!) inversions++;
  }
  return inversions % 2 === 0 ? 1 : -1;
}

/** Vertices first (by falling degree, then field name), then one node for each leg, then one for the volume form. */
function coloured(graph: Multigraph): ColouredGraph {
  const { vertices, edges, legs, epsilon } = graph;
  const size = vertices.length + legs.length + (epsilon.length > 0 ? 1 : 0);
  const multiplicity = new Uint32Array(size * size);
  const join = (v: number, w: number): void => {
    multiplicity[v * size + w]!++;
    if (v !== w) multiplicity[w * size + v]!++;
  };
  for (const [v, w] of edges) join(v, w);
  legs.forEach((end, l) => {
    if (end >= 0) join(vertices.length + l, end);
    else if (-1 - end > l) join(vertices.length + l, vertices.length - 1 - end);
  });
  for (const v of epsilon) join(size - 1, v);
  const degree = degrees(graph);
  const kinds = vertices.map((name, v) => ({ name, degree: degree[v]! }));
  const compare = (a: (typeof kinds)[0], b: (typeof kinds)[0]): number =>
    b.degree - a.degree || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
  const sorted = [...kinds].sort(compare);
  const colours = Int32Array.from({ length: size }, (_, v) =>
    v < vertices.length ? sorted.findIndex((kind) => compare(kind, kinds[v]!) === 0) : v,
  );
  return { size, multiplicity, colours };
}

/**
 * Places within each kind of vertex, renumbered in the order of a breadth-first walk over the canonical labelling, so that
 * the factors of a connected component stand together in the key. A function of the canonical labelling alone.
 */
function readingOrder(graph: Multigraph, position: Int32Array, kind: Int32Array): number[] {
  const neighbours: number[][] = graph.vertices.map(() => []);
  for (const [v, w] of graph.edges) {
    neighbours[v]!.push(w);
    neighbours[w]!.push(v);
  }
  const byPosition = (v: number, w: number): number => position[v]! - position[w]!;
  const queue: number[] = [];
  const seen = new Set<number>();
  const visit = (v: number): void => {
    if (!seen.has(v)) queue.push(v);
    seen.add(v);
  };
  for (const start of graph.vertices.map((_, v) => v).sort(byPosition)) {
    visit(start);
    for (let i = queue.indexOf(start); i < queue.length; i++) neighbours[queue[i]!]!.sort(byPosition).forEach(visit);
  }
  const place = graph.vertices.map(() => 0);
  queue
    .map((v, rank) => ({ v, rank }))
    .sort((a, b) => kind[a.v]! - kind[b.v]! || a.rank - b.rank)
    .forEach(({ v }, i) => {
      place[v] = i;
    });
  return place;
}

/**
 * Canonical form, relabelling, sign and automorphism count together.
 * @example
 * canonicalize(multigraph({ vertices: ['u', 'u', 'u'], edges: [[0, 1], [2, 1]] })).graph.key // 'u_ab u_a u_b'
 */
export function canonicalize(graph: Multigraph): Canonical {
  const input = coloured(graph);
  const { position, generators, groupOrder } = canonicalLabelling(input);
  const relabelling = readingOrder(graph, position, input.colours);
  const vertices: string[] = new Array(graph.vertices.length);
  graph.vertices.forEach((name, v) => {
    vertices[relabelling[v]!] = name;
  });
  const edges = graph.edges
    .map(([v, w]) => {
      const [i, j] = [relabelling[v]!, relabelling[w]!];
      return i <= j ? ([i, j] as const) : ([j, i] as const);
    })
    .sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const legs = graph.legs.map((end) => (end < 0 ? end : relabelling[end]!));
  const moved = graph.epsilon.map((v) => relabelling[v]!);
  const epsilon = [...moved].sort((a, b) => a - b);
  const repeated = new Set(epsilon).size < epsilon.length;
  const odd = generators.some((g) => {
    const places = graph.epsilon.map((v) => graph.epsilon.indexOf(g[v]!));
    return sortingSign(places) < 0;
  });
  const parts: Multigraph = { vertices, edges, legs, epsilon };
  return {
    graph: { ...parts, key: formatKey(parts) } as CanonicalGraph,
    relabelling,
    sign: repeated || odd ? 0 : sortingSign(moved),
    automorphisms: groupOrder,
  };
}
