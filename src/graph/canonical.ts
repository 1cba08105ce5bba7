/**
 * The canonical form of a multigraph: one representative of each isomorphism class, with the relabelling that leads to
 * it. Isomorphisms preserve field names, the numbering of the legs and, up to sign, the volume form.
 */

import { tensorTypeOf } from '../base/index.js';
import { formatKey } from './key.js';
import { Labeller } from './labelling.js';
import { degrees, type Multigraph, slotOwners } from './multigraph.js';

declare const canonicalBrand: unique symbol;

/** A multigraph in canonical form; equal keys mean isomorphic graphs. Only {@link canonicalize} makes one. */
export interface CanonicalGraph extends Multigraph {
  readonly key: string;
  readonly [canonicalBrand]: true;
}

/** The result of {@link canonicalize}. */
export interface Canonical {
  readonly graph: CanonicalGraph;
  /** `relabelling[v]` is the number in the canonical form of the given vertex or slot v. */
  readonly relabelling: readonly number[];
  /** The given graph is `sign` times the canonical one; 0 if an odd automorphism makes the operator vanish. */
  readonly sign: -1 | 0 | 1;
  /** Number of permutations of vertices and slots that map the graph to itself, legs and fields fixed. */
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
 * Hands the graph to a labeller: vertices first (by falling degree, then field name), then slots, each joined to its vertex
 * (by field name and, where they must not be exchanged, by index), then one node for each leg, then one for the volume form.
 */
function load(graph: Multigraph, owners: readonly number[], labeller: Labeller): void {
  const { vertices, edges, legs, epsilon } = graph;
  const count = vertices.length;
  const ends = count + owners.length;
  labeller.begin(ends + legs.length + (epsilon.length > 0 ? 1 : 0));
  for (const [v, w] of edges) labeller.join(v, w);
  // Twice, so that a slot's own vertex is not taken for the end of an edge.
  owners.forEach((owner, s) => {
    labeller.join(count + s, owner);
    labeller.join(count + s, owner);
  });
  legs.forEach((end, l) => {
    if (end >= 0) labeller.join(ends + l, end);
    else if (-1 - end > l) labeller.join(ends + l, ends - 1 - end);
  });
  for (const v of epsilon) labeller.join(labeller.size - 1, v < 0 ? ends - 1 - v : v);
  const names = vertices.every((name) => name === vertices[0]) ? vertices.slice(0, 1) : [...new Set(vertices)].sort();
  const degree = degrees(graph);
  let most = 0;
  for (let v = 0; v < count; v++) most = Math.max(most, degree[v]!);
  for (let v = 0; v < count; v++) {
    labeller.colours[v] = (most - degree[v]!) * names.length + names.indexOf(vertices[v]!);
  }
  const next = (most + 1) * names.length;
  owners.forEach((owner, s) => {
    const name = vertices[owner]!;
    const position = tensorTypeOf(graph.tensors, name)!.symmetry === 'general' ? s - owners.indexOf(owner) : 0;
    labeller.colours[count + s] = next + names.indexOf(name) * owners.length + position;
  });
  const after = next + names.length * owners.length;
  for (let node = ends; node < labeller.size; node++) labeller.colours[node] = after + node;
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
 * Places of vertices and slots within each kind, renumbered in the order of a breadth-first walk over the canonical
 * labelling, so that the factors of a connected component stand together in the key. A function of that labelling alone.
 */
function readingOrder(ends: number, labeller: Labeller): number[] {
  const { position, colours } = labeller;
  const at: number[] = new Array(ends);
  for (let v = 0; v < ends; v++) at[position[v]!] = v;
  const queue: number[] = [];
  const seen = new Uint8Array(ends);
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
  const place: number[] = new Array(ends);
  insertionSort(queue, (v) => colours[v]!);
  for (let i = 0; i < ends; i++) place[queue[i]!] = i;
  return place;
}

/** Moves slots behind their vertices, those of one vertex in the order of their places. */
function placeSlots(place: number[], owners: readonly number[]): void {
  const first = place.length - owners.length;
  const slots = owners.map((_, s) => s);
  insertionSort(slots, (s) => place[owners[s]!]! * place.length + place[first + s]!);
  slots.forEach((s, i) => {
    place[first + s] = first + i;
  });
}

/** Vertices and slots in the order in which the key names them: the slots of a vertex, then the vertex. */
function readingEnds(owners: readonly number[], relabelling: readonly number[]): readonly number[] | undefined {
  if (owners.length === 0) return undefined;
  const count = relabelling.length - owners.length;
  const moved = owners.map((owner) => relabelling[owner]!).sort((v, w) => v - w);
  const result: number[] = [];
  for (let v = 0, s = 0; v < count; v++) {
    while (moved[s] === v) result.push(count + s++);
    result.push(v);
  }
  return result;
}

/** Product over the vertices with antisymmetric values of the sign of the permutation of their slots. */
function slotSign(graph: Multigraph, owners: readonly number[], image: ArrayLike<number>): 1 | -1 {
  const count = graph.vertices.length;
  let sign: 1 | -1 = 1;
  for (let v = 0; v < count; v++) {
    if (tensorTypeOf(graph.tensors, graph.vertices[v]!)?.symmetry !== 'antisymmetric') continue;
    const images = owners.flatMap((owner, s) => (owner === v ? [image[count + s]!] : []));
    if (sortingSign(images) < 0) sign = sign === 1 ? -1 : 1;
  }
  return sign;
}

/**
 * Canonical form, relabelling, sign and automorphism count together.
 * @param labeller - arrays to work in; to pass the same one again saves their allocation.
 * @example
 * canonicalize(multigraph({ vertices: ['u', 'u', 'u'], edges: [[0, 1], [2, 1]] })).graph.key // 'u_ab u_a u_b'
 */
export function canonicalize(graph: Multigraph, labeller = new Labeller()): Canonical {
  const owners = slotOwners(graph);
  load(graph, owners, labeller);
  const signed =
    graph.tensors !== undefined && Object.values(graph.tensors).some(({ symmetry }) => symmetry === 'antisymmetric');
  labeller.label(signed || graph.epsilon.length > 0);
  const { generators, groupOrder } = labeller;
  const count = graph.vertices.length;
  const ends = count + owners.length;
  const relabelling = readingOrder(ends, labeller);
  if (owners.length > 0) placeSlots(relabelling, owners);
  const vertices: string[] = new Array(count);
  for (let v = 0; v < count; v++) vertices[relabelling[v]!] = graph.vertices[v]!;
  const codes: number[] = [];
  const reading = readingEnds(owners, relabelling);
  for (const [v, w] of graph.edges) {
    const i = reading === undefined ? relabelling[v]! : reading.indexOf(relabelling[v]!);
    const j = reading === undefined ? relabelling[w]! : reading.indexOf(relabelling[w]!);
    codes.push(i < j ? i * ends + j : j * ends + i);
  }
  insertionSort(codes, (code) => code);
  const endAt = (place: number): number => (reading === undefined ? place : reading[place]!);
  const edges = codes.map((code) => [endAt(Math.floor(code / ends)), endAt(code % ends)] as const);
  const legs = graph.legs.map((end) => (end < 0 ? end : relabelling[end]!));
  const moved = graph.epsilon.map((v) => (v < 0 ? v : relabelling[v]!));
  const epsilon = [...moved].sort(compareEnds);
  const repeated = epsilon.some((end, i) => end === epsilon[i - 1]);
  const signOfSlots = (image: ArrayLike<number>): 1 | -1 => (signed ? slotSign(graph, owners, image) : 1);
  const odd = generators.some((g) => {
    const places = graph.epsilon.map((v) => graph.epsilon.indexOf(v < 0 ? v : g[v]!));
    return sortingSign(places) * signOfSlots(g) < 0;
  });
  const parts: Multigraph = { vertices, edges, legs, epsilon, ...(graph.tensors && { tensors: graph.tensors }) };
  return {
    graph: { ...parts, key: formatKey(parts) } as CanonicalGraph,
    relabelling,
    sign: repeated || odd ? 0 : ((sortingSign(moved) * signOfSlots(relabelling)) as 1 | -1),
    automorphisms: groupOrder,
  };
}
