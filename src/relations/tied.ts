/**
 * Graphs with slots from graphs without. A field with values in tensors is linear in products of a scalar field and gradients,
 * so its vertex may be taken apart: a vertex of a name of its own for the derivatives, and one of degree 1 for each slot. Any
 * relation between such labelled graphs holds for the tied ones, and by averaging over the permutations of like vertices
 * and slots every relation between tied graphs arises in this way.
 */
import type { TensorType } from '../base/index.js';
import type { SparseRow } from '../exact/index.js';
import { type CanonicalGraph, canonicalize, compareGraphs, type Multigraph } from '../graph/index.js';
import { type Block, blockOfVertices } from './block.js';

/** A vertex with slots, and the names of the vertices that it is taken apart into. */
interface Taken {
  readonly field: string;
  readonly type: TensorType;
  readonly vertex: string;
  readonly slots: readonly string[];
}

/** A block without slots, and the way back to the one that it was taken from. */
export interface BlockApart {
  readonly block: Block;
  readonly tie: (graph: Multigraph) => Multigraph;
}

/** Whether the block has vertices with slots. */
export const hasSlots = ({ vertices }: Block): boolean => vertices.some(({ type }) => type !== undefined);

/** A block with slots taken apart: vertex i becomes `part0`, its slots `part0s0`, …, or longer names where these are taken. */
export function takeApart({ vertices, epsilon }: Block): BlockApart {
  let prefix = 'part';
  while (vertices.some(({ field }) => field.startsWith(prefix))) prefix += 'x';
  const taken: Taken[] = [];
  const labelled = vertices.flatMap(({ field, degree, count, type }) =>
    Array.from({ length: count }, () => {
      if (type === undefined) return [{ field, degree }];
      const vertex = `${prefix}${taken.length}`;
      const slots = Array.from({ length: type.rank }, (_, s) => `${vertex}s${s}`);
      taken.push({ field, type, vertex, slots });
      return [{ field: vertex, degree }, ...slots.map((slot) => ({ field: slot, degree: 1 }))];
    }).flat(),
  );
  return { block: blockOfVertices(labelled, epsilon), tie: (graph) => tie(graph, taken) };
}

function tie({ vertices, edges, epsilon }: Multigraph, taken: readonly Taken[]): Multigraph {
  const parts = new Set(taken.flatMap(({ vertex, slots }) => [vertex, ...slots]));
  const scalars = vertices.flatMap((name, v) => (parts.has(name) ? [] : [v]));
  const ends = [
    ...scalars,
    ...taken.map(({ vertex }) => vertices.indexOf(vertex)),
    ...taken.flatMap(({ slots }) => slots.map((slot) => vertices.indexOf(slot))),
  ];
  const to = (v: number): number => ends.indexOf(v);
  return {
    vertices: [...scalars.map((v) => vertices[v]!), ...taken.map(({ field }) => field)],
    edges: edges.map(([v, w]) => [to(v), to(w)] as const),
    legs: [],
    epsilon: epsilon.map(to),
    tensors: Object.fromEntries(taken.map(({ field, type }) => [field, type])),
  };
}

/** The different graphs that labelled ones are tied to, in the order of compareGraphs; those that vanish are left out. */
export function tiedGraphs(labelled: readonly CanonicalGraph[], { tie: back }: BlockApart): readonly CanonicalGraph[] {
  const found = new Map<string, CanonicalGraph>();
  for (const one of labelled) {
    const { graph, sign } = canonicalize(back(one));
    if (sign !== 0) found.set(graph.key, graph);
  }
  return [...found.values()].sort(compareGraphs);
}

/** Turns rows over labelled graphs into rows over the graphs that these are tied to. */
export function tieRows(
  labelled: readonly CanonicalGraph[],
  graphs: readonly CanonicalGraph[],
  { tie: back }: BlockApart,
): (row: SparseRow) => SparseRow {
  const place = new Map(graphs.map(({ key }, i) => [key, i]));
  const images = labelled.map((one) => {
    const { graph, sign } = canonicalize(back(one));
    return { place: place.get(graph.key), sign };
  });
  return ({ columns, values }) => {
    const entries = new Map<number, number>();
    columns.forEach((column, i) => {
      const { place: at, sign } = images[column]!;
      if (at !== undefined) entries.set(at, (entries.get(at) ?? 0) + sign * values[i]!);
    });
    const kept = [...entries].filter(([, value]) => value !== 0).sort(([a], [b]) => a - b);
    return { columns: kept.map(([column]) => column), values: kept.map(([, value]) => value) };
  };
}
