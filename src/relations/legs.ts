/**
 * Sums with legs as sums without: leg l is joined to a vertex of degree 1 of a field of its own, that is, contracted with
 * the gradient of a new function. A tensor vanishes exactly if its contraction with arbitrary covectors does, so relations
 * between tensors are relations between such scalars.
 */
import { GraphSum } from '../algebra/index.js';
import type { Multigraph } from '../graph/index.js';

/** Names for the functions at the legs, none of which is among the fields. */
export function legNames(fields: readonly string[], rank: number): readonly string[] {
  let prefix = 'leg';
  while (fields.some((name) => name.startsWith(prefix))) prefix += 'x';
  return Array.from({ length: rank }, (_, l) => `${prefix}${l}`);
}

function close(graph: Multigraph, names: readonly string[]): Multigraph {
  const size = graph.vertices.length;
  const at = (end: number): number => {
    if (end < 0) return size - 1 - end;
    return end < size ? end : end + names.length;
  };
  const joined = graph.legs.flatMap((end, l) => (end >= 0 || -1 - end > l ? [[at(end), size + l] as const] : []));
  return {
    vertices: [...graph.vertices, ...names],
    edges: [...graph.edges.map(([v, w]) => [at(v), at(w)] as const), ...joined],
    legs: [],
    epsilon: graph.epsilon.map(at),
    ...(graph.tensors && { tensors: graph.tensors }),
  };
}

/** The graph with legs instead of the functions of these names. */
export function openLegs(graph: Multigraph, names: readonly string[]): Multigraph {
  const size = graph.vertices.length;
  const at = names.map((name) => graph.vertices.indexOf(name));
  const kept = graph.vertices.flatMap((_, v) => (at.includes(v) ? [] : [v]));
  const end = (v: number): number => {
    if (at.includes(v)) return -1 - at.indexOf(v);
    return v < size ? kept.indexOf(v) : v - names.length;
  };
  const legs = at.map((v) => {
    const edge = graph.edges.find(([a, b]) => a === v || b === v);
    // Without an edge the leg ends on the volume form, that is, on itself.
    return end(edge === undefined ? v : edge[0] === v ? edge[1] : edge[0]);
  });
  return {
    vertices: kept.map((v) => graph.vertices[v]!),
    edges: graph.edges.flatMap(([v, w]) => (at.includes(v) || at.includes(w) ? [] : [[end(v), end(w)] as const])),
    legs,
    epsilon: graph.epsilon.map(end),
    ...(graph.tensors && { tensors: graph.tensors }),
  };
}

/** The scalar sum, and the way back for any sum of scalars in the same fields. */
export function closeLegs(sum: GraphSum): {
  readonly scalar: GraphSum;
  readonly reopen: (scalar: GraphSum) => GraphSum;
} {
  if (sum.rank === 0) return { scalar: sum, reopen: (scalar) => scalar };
  const fields = [...sum.terms.values()].flatMap(({ graph }) => graph.vertices);
  const names = legNames(fields, sum.rank);
  const map = (from: GraphSum, rank: number, change: (graph: Multigraph) => Multigraph): GraphSum =>
    GraphSum.collect(
      rank,
      [...from.terms.values()].map(({ graph, coefficient }) => ({ graph: change(graph), coefficient })),
    );
  return {
    scalar: map(sum, 0, (graph) => close(graph, names)),
    reopen: (scalar) => map(scalar, sum.rank, (graph) => openLegs(graph, names)),
  };
}
