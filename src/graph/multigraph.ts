/**
 * Multigraphs with field labels, loops, parallel edges, legs and at most one volume form.
 *
 * A vertex of degree k stands for the symmetrised k-th covariant derivative of its field, an edge for a metric
 * contraction, a leg for a free index [ballerin-grong-2026]. A loop adds 2 to the degree of its vertex.
 */
import { checkFieldName, InvalidInput } from '../base/index.js';

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
}

/**
 * A multigraph from its parts, checked and copied.
 * @example
 * multigraph({ vertices: ['u', 'u'], edges: [[0, 1], [0, 1]] }) // |∇²u|²
 * @throws InvalidInput if a vertex number is out of range, a metric between legs is one-sided, `legs` and `epsilon` do not
 * agree on the legs of the volume form, or a name is not allowed.
 */
export function multigraph(parts: Partial<Multigraph>): Multigraph {
  const { vertices = [], edges = [], legs = [], epsilon = [] } = parts;
  const where = 'multigraph';
  for (const name of vertices) checkFieldName(where, name);
  const refuse = (got: string): never => {
    throw new InvalidInput({ where, expected: `vertex numbers from 0 to ${vertices.length - 1}`, got });
  };
  const isVertex = (v: number): boolean => Number.isInteger(v) && v >= 0 && v < vertices.length;
  for (const edge of edges) if (edge.length !== 2 || !edge.every(isVertex)) refuse(`edge [${edge}]`);
  for (const v of epsilon) if (!isVertex(v) && !(v < 0 && legs[-1 - v] === v)) refuse(`volume form at ${v}`);
  legs.forEach((end, l) => {
    const times = end === -1 - l ? epsilon.filter((v) => v === end).length : 1;
    if (times !== 1 || (!isVertex(end) && !(end < 0 && legs[-1 - end] === -1 - l))) refuse(`leg ${l} at ${end}`);
  });
  return {
    vertices: [...vertices],
    edges: edges.map(([v, w]) => [v, w] as const),
    legs: [...legs],
    epsilon: [...epsilon],
  };
}

/** Number of half-edges at each vertex: edges (a loop counts twice), legs and the volume form. */
export function degrees(graph: Multigraph): number[] {
  const result = graph.vertices.map(() => 0);
  for (const [v, w] of graph.edges) {
    result[v]!++;
    result[w]!++;
  }
  for (const v of [...graph.legs, ...graph.epsilon]) if (v >= 0) result[v]!++;
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
  for (const [v, w] of graph.edges) join(v, w);
  const atVolume = graph.epsilon.filter((v) => v >= 0);
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
