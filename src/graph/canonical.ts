/**
 * The canonical form of a multigraph: one representative of each isomorphism class, with the relabelling that leads to
 * it. Isomorphisms preserve field names, the numbering of the legs and, up to sign, the volume form.
 */

import { formatKey } from './key.js';
import { Labeller } from './labelling.js';
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

/** Order of the half-edges of the volume form: legs by their number, then vertices. */
const compareEnds = (a: number, b: number): number => (a < 0 && b < 0 ? b - a : a - b);

/** Sign of the permutation that sorts distinct ends. */
function sortingSign(ends: readonly number[]): -1 | 1 {
  let inversions = 0;
  for (let i = 0; i < ends.length; i++) {
    for (let j = i + 1; j < ends.length; j++) if (compareEnds(ends[i]!, ends[j]!) > 0) inversions++;
  }
  return inversions % 2 === 0 ? 1 : -1;
}

/**
 * Hands the graph to a labeller: vertices first (by falling degree, then field name), then one node for each leg, then one
 * for the volume form.
 */
function load(graph: Multigraph, labeller: Labeller): void {
  const { vertices, edges, legs, epsilon } = graph;
  const count = vertices.length;
  labeller.begin(count + legs.length + (epsilon.length > 0 ? 1 : 0));
  for (const [v, w] of edges) labeller.join(v, w);
  legs.forEach((end, l) => {
    if (end >= 0) labeller.join(count + l, end);
    else if (-1 - end > l) labeller.join(count + l, count - 1 - end);
  });
  for (const v of epsilon) labeller.join(labeller.size - 1, v < 0 ? count - 1 - v : v);
  const names = vertices.every((name) => name === vertices[0]) ? vertices.slice(0, 1) : [...new Set(vertices)].sort();
  const degree = degrees(graph);
  let most = 0;
  for (let v = 0; v < count; v++) most = Math.max(most, degree[v]!);
  for (let v = 0; v < count; v++) {
    labeller.colours[v] = (most - degree[v]!) * names.length + names.indexOf(vertices[v]!);
  }
  for (let node = count; node < labeller.size; node++) labeller.colours[node] = (most + 1) * names.length + node;
}

/** Sorts a short list in place, equal entries keeping their order. */
function insertionSort(list: number[], rank: (entry: number) => number): void {
  for (let i = 1; i < list.length; i++) {
    const entry = list[i]!;
    const key = rank(entry);
    let j = i;
    for (; j > 0 && rank(list[j - 1]!) > key; j--) list[j] = list[j - 1]!;
    list[j] = entry;
  }
}

/**
 * Places within each kind of vertex, renumbered in the order of a breadth-first walk over the canonical labelling, so that
 * the factors of a connected component stand together in the key. A function of the canonical labelling alone.
 */
function readingOrder(count: number, labeller: Labeller): number[] {
  const { position, colours } = labeller;
  const at: number[] = new Array(count);
  for (let v = 0; v < count; v++) at[position[v]!] = v;
  const queue: number[] = [];
  const seen = new Uint8Array(count);
  for (const start of at) {
    if (seen[start] === 1) continue;
    seen[start] = 1;
    for (let done = queue.push(start) - 1; done < queue.length; done++) {
      for (const w of at) {
        if (seen[w] === 1 || !labeller.areJoined(queue[done]!, w)) continue;
        seen[w] = 1;
        queue.push(w);
      }
    }
  }
  const place: number[] = new Array(count);
  insertionSort(queue, (v) => colours[v]!);
  for (let i = 0; i < count; i++) place[queue[i]!] = i;
  return place;
}

/**
 * Canonical form, relabelling, sign and automorphism count together.
 * @param labeller - arrays to work in; to pass the same one again saves their allocation.
 * @example
 * canonicalize(multigraph({ vertices: ['u', 'u', 'u'], edges: [[0, 1], [2, 1]] })).graph.key // 'u_ab u_a u_b'
 */
export function canonicalize(graph: Multigraph, labeller = new Labeller()): Canonical {
  load(graph, labeller);
  labeller.label(graph.epsilon.length > 0);
  const { generators, groupOrder } = labeller;
  const relabelling = readingOrder(graph.vertices.length, labeller);
  const count = graph.vertices.length;
  const vertices: string[] = new Array(count);
  for (let v = 0; v < count; v++) vertices[relabelling[v]!] = graph.vertices[v]!;
  const codes: number[] = [];
  for (const [v, w] of graph.edges) {
    const i = relabelling[v]!;
    const j = relabelling[w]!;
    codes.push(i < j ? i * count + j : j * count + i);
  }
  insertionSort(codes, (code) => code);
  const edges = codes.map((code) => [Math.floor(code / count), code % count] as const);
  const legs = graph.legs.map((end) => (end < 0 ? end : relabelling[end]!));
  const moved = graph.epsilon.map((v) => (v < 0 ? v : relabelling[v]!));
  const epsilon = [...moved].sort(compareEnds);
  const repeated = epsilon.some((end, i) => end === epsilon[i - 1]);
  const odd = generators.some((g) => {
    const places = graph.epsilon.map((v) => graph.epsilon.indexOf(v < 0 ? v : g[v]!));
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
