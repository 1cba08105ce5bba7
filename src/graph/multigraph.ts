/**
 * Multigraphs with field labels, loops, parallel edges, legs and at most one volume form.
 *
 * A vertex of degree k stands for the symmetrised k-th covariant derivative of its field, an edge for a metric
 * contraction, a leg for a free index [ballerin-grong-2026]. A loop adds 2 to the degree of its vertex.
 *
 * A vertex whose field has values in tensors has, beside these derivative half-edges, one *slot* for each index of the
 * value. Slots are numbered after the vertices: those of the first vertex in the order of its indices, then those of the
 * next. Edges, legs and the volume form end at slots as they end at vertices, once at each; slots do not count in degrees.
 */
import { checkFieldName, checkTensorTypes, InvalidInput, type TensorTypes, tensorTypeOf } from '../base/index.js';

/** A labelled multigraph: plain immutable data. */
export interface Multigraph {
  /** The field name at each vertex. */
  readonly vertices: readonly string[];
  /** Pairs of vertex numbers; a loop is `[v, v]`; parallel edges are repeated. */
  readonly edges: readonly (readonly [number, number])[];
  /**
   * Where leg l ends: a vertex v ≥ 0, or −1−m if a metric joins legs l and m (then `legs[m]` is −1−l), or −1−l, its own
   * number, if it ends on the volume form.
   */
  readonly legs: readonly number[];
  /**
   * What stands at the half-edges of the volume form, in order: a vertex v ≥ 0, or −1−l for leg l. Empty when there is no
   * volume form.
   */
  readonly epsilon: readonly number[];
  /** Types of the fields that have values in tensors, of those that occur; absent if all are scalars. */
  readonly tensors?: TensorTypes;
}

/**
 * The vertex of each slot.
 * @example
 * slotOwners(multigraph({ vertices: ['u', 'X'], edges: [[0, 2]], tensors: { X: { rank: 1, symmetry: 'general' } } })) // [1]
 */
export function slotOwners({ vertices, tensors }: Pick<Multigraph, 'vertices' | 'tensors'>): readonly number[] {
  if (tensors === undefined) return [];
  return vertices.flatMap((field, v) => new Array<number>(tensorTypeOf(tensors, field)?.rank ?? 0).fill(v));
}

/** The types of the fields that occur, as a part of a graph: nothing if they are all scalars. */
export function tensorsOf(vertices: readonly string[], types: TensorTypes | undefined): Pick<Multigraph, 'tensors'> {
  if (types === undefined) return {};
  const names = [...new Set(vertices)].filter((name) => tensorTypeOf(types, name) !== undefined).sort();
  return names.length === 0 ? {} : { tensors: Object.fromEntries(names.map((name) => [name, types[name]!])) };
}

/**
 * A multigraph from its parts, checked and copied.
 * @example
 * multigraph({ vertices: ['u', 'u'], edges: [[0, 1], [0, 1]] }) // |∇²u|²
 * @throws InvalidInput if a vertex number is out of range, a metric between legs is one-sided, `legs` and `epsilon` do not
 * agree on the legs of the volume form, a slot is not used exactly once, or a name or type is not allowed.
 */
export function multigraph(parts: Partial<Multigraph>): Multigraph {
  const { vertices = [], edges = [], legs = [], epsilon = [] } = parts;
  const where = 'multigraph';
  for (const name of vertices) checkFieldName(where, name);
  checkTensorTypes(where, parts.tensors ?? {});
  const ends = vertices.length + slotOwners({ vertices, ...tensorsOf(vertices, parts.tensors) }).length;
  const refuse = (got: string): never => {
    const slots = ends === vertices.length ? '' : ` (slots from ${vertices.length})`;
    throw new InvalidInput({ where, expected: `vertex numbers from 0 to ${ends - 1}${slots}`, got });
  };
  const isEnd = (v: number): boolean => Number.isInteger(v) && v >= 0 && v < ends;
  for (const edge of edges) if (edge.length !== 2 || !edge.every(isEnd)) refuse(`edge [${edge}]`);
  for (const v of epsilon) if (!isEnd(v) && !(v < 0 && legs[-1 - v] === v)) refuse(`volume form at ${v}`);
  legs.forEach((end, l) => {
    const times = end === -1 - l ? epsilon.filter((v) => v === end).length : 1;
    if (times !== 1 || (!isEnd(end) && !(end < 0 && legs[-1 - end] === -1 - l))) refuse(`leg ${l} at ${end}`);
  });
  const used = [...edges.flat(), ...legs, ...epsilon];
  for (let slot = vertices.length; slot < ends; slot++) {
    const times = used.filter((end) => end === slot).length;
    if (times !== 1) refuse(`slot ${slot} used ${times} times`);
  }
  return {
    vertices: [...vertices],
    edges: edges.map(([v, w]) => [v, w] as const),
    legs: [...legs],
    epsilon: [...epsilon],
    ...tensorsOf(vertices, parts.tensors),
  };
}

/** Number of derivatives at each vertex: edges (a loop counts twice), legs and the volume form, slots left out. */
export function degrees(graph: Multigraph): number[] {
  const result = graph.vertices.map(() => 0);
  const count = (end: number): void => {
    if (end >= 0 && end < result.length) result[end]!++;
  };
  for (const [v, w] of graph.edges) {
    count(v);
    count(w);
  }
  for (const end of graph.legs) count(end);
  for (const end of graph.epsilon) count(end);
  return result;
}

/** Order of the operator: the largest degree of a vertex (0 for the empty graph). */
export function order(graph: Multigraph): number {
  return Math.max(0, ...degrees(graph));
}

/**
 * Connected components as lists of vertex numbers, each sorted, by smallest member. The volume form joins the vertices
 * at its half-edges; legs join nothing.
 */
export function components(graph: Multigraph): number[][] {
  const root = graph.vertices.map((_, v) => v);
  const find = (v: number): number => {
    let r = v;
    while (root[r] !== r) r = root[r]!;
    return r;
  };
  const join = (v: number, w: number): void => {
    const [a, b] = [find(v), find(w)];
    root[Math.max(a, b)] = Math.min(a, b);
  };
  const owners = slotOwners(graph);
  const at = (end: number): number => (end < root.length ? end : owners[end - root.length]!);
  for (const [v, w] of graph.edges) join(at(v), at(w));
  const atVolume = graph.epsilon.filter((v) => v >= 0).map(at);
  for (const v of atVolume) join(atVolume[0]!, v);
  const groups = new Map<number, number[]>();
  graph.vertices.forEach((_, v) => {
    const r = find(v);
    groups.set(r, [...(groups.get(r) ?? []), v]);
  });
  return [...groups.values()];
}

/**
 * The total order in which sums and lists of graphs are kept: more edges first, then fewer vertices, then by key.
 */
export function compareGraphs(
  a: Multigraph & { readonly key: string },
  b: Multigraph & { readonly key: string },
): number {
  const byEdges = b.edges.length - a.edges.length;
  const byVertices = a.vertices.length - b.vertices.length;
  return byEdges || byVertices || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);
}
