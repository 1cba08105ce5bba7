/**
 * Sums with legs as sums without: leg l is joined to a vertex of degree 1 of a field of its own, that is, contracted with
 * the gradient of a new function. A tensor vanishes exactly if its contraction with arbitrary covectors does, so relations
 * between tensors are relations between such scalars.
 */
import { GraphSum } from '../algebra/index.js';
import type { Multigraph } from '../graph/index.js';

/** Names for the functions at the legs, none of which is a field of the sum. */
function legNames(sum: GraphSum): readonly string[] {
  const used = [...sum.terms.values()].flatMap(({ graph }) => graph.vertices);
  let prefix = 'leg';
  while (used.some((name) => name.startsWith(prefix))) prefix += 'x';
  return Array.from({ length: sum.rank }, (_, l) => `${prefix}${l}`);
}

function close(graph: Multigraph, names: readonly string[]): Multigraph {
  const size = graph.vertices.length;
  const joined = graph.legs.flatMap((end, l) => {
    if (end >= 0) return [[end, size + l] as const];
    return -1 - end > l ? [[size + l, size - 1 - end] as const] : [];
  });
  const volume = graph.epsilon.map((end) => (end >= 0 ? end : size - 1 - end));
  return {
    vertices: [...graph.vertices, ...names],
    edges: [...graph.edges, ...joined],
    legs: [],
    epsilon: volume,
  };
}

function open(graph: Multigraph, names: readonly string[]): Multigraph {
  const at = names.map((name) => graph.vertices.indexOf(name));
  const kept = graph.vertices.flatMap((_, v) => (at.includes(v) ? [] : [v]));
  const end = (v: number): number => (at.includes(v) ? -1 - at.indexOf(v) : kept.indexOf(v));
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
  };
}

/** The scalar sum, the fields at the legs, and the way back for any sum of scalars in the same fields. */
export function closeLegs(sum: GraphSum): {
  readonly scalar: GraphSum;
  readonly names: readonly string[];
  readonly reopen: (scalar: GraphSum) => GraphSum;
} {
  if (sum.rank === 0) return { scalar: sum, names: [], reopen: (scalar) => scalar };
  const names = legNames(sum);
  const map = (from: GraphSum, rank: number, change: (graph: Multigraph) => Multigraph): GraphSum =>
    GraphSum.collect(
      rank,
      [...from.terms.values()].map(({ graph, coefficient }) => ({ graph: change(graph), coefficient })),
    );
  return {
    scalar: map(sum, 0, (graph) => close(graph, names)),
    names,
    reopen: (scalar) => map(scalar, sum.rank, (graph) => open(graph, names)),
  };
}
