/**
 * Relations between graphs with slots. A field with values in tensors is linear in products of a scalar field and gradients,
 * so its vertex may be taken apart: a vertex of a name of its own for the derivatives, and one of degree 1 for each slot. Any
 * relation between such labelled graphs holds for the tied ones, and by averaging over the permutations of like vertices
 * and slots every relation between tied graphs arises in this way.
 */
import { type TensorTypes, tensorTypeOf } from '../base/index.js';
import type { SparseRow } from '../exact/index.js';
import { type CanonicalGraph, canonicalize, compareGraphs, degrees, type Multigraph } from '../graph/index.js';
import { type Block, blockLabel, blockOf, blockOfVertices } from './block.js';
import { relationsOfBlock } from './certificate.js';

/** A vertex with slots, and the names of the vertices that it is taken apart into. */
interface Taken {
  readonly field: string;
  readonly vertex: string;
  readonly slots: readonly string[];
}

interface Apart {
  readonly block: Block;
  readonly taken: readonly Taken[];
}

/** The vertices of a graph taken apart. Like vertices of different graphs of a block get the same names. */
function takeApart(graph: Multigraph): Apart {
  const degree = degrees(graph);
  let prefix = 'part';
  while (graph.vertices.some((name) => name.startsWith(prefix))) prefix += 'x';
  const taken: Taken[] = [];
  const vertices = graph.vertices.flatMap((field, v) => {
    const type = tensorTypeOf(graph.tensors, field);
    if (type === undefined) return [{ field, degree: degree[v]! }];
    const vertex = `${prefix}${taken.length}`;
    const slots = Array.from({ length: type.rank }, (_, s) => `${vertex}s${s}`);
    taken.push({ field, vertex, slots });
    return [{ field: vertex, degree: degree[v]! }, ...slots.map((slot) => ({ field: slot, degree: 1 }))];
  });
  return { block: blockOfVertices(vertices, graph.epsilon.length), taken };
}

/** The graph with slots of a labelled one. */
function tie({ vertices, edges, epsilon }: Multigraph, taken: readonly Taken[], tensors: TensorTypes): Multigraph {
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
    tensors,
  };
}

/** A name for the block of a graph with slots, for messages and map keys: `X:1,0` with the types of the fields. */
export function tiedLabel(graph: Multigraph): string {
  const types = Object.entries(graph.tensors ?? {}).map(([name, { rank, symmetry }]) => ` ${name}=${symmetry}${rank}`);
  return `${blockLabel(blockOf(graph))}${types.join('')}`;
}

/**
 * Rows that span the relations of the block of a graph with slots in dimension n, over graphs of that block.
 * @throws OutOfRange if the block taken apart is too large.
 */
export function tiedRelations(
  graph: Multigraph,
  dimension: number,
): { readonly graphs: readonly CanonicalGraph[]; readonly rows: readonly SparseRow[] } {
  const { block, taken } = takeApart(graph);
  const labelled = relationsOfBlock(block, dimension);
  const images = labelled.graphs.map((one) => canonicalize(tie(one, taken, graph.tensors!)));
  const graphs = [...new Map(images.map((image) => [image.graph.key, image.graph])).values()].sort(compareGraphs);
  const place = new Map(graphs.map(({ key }, i) => [key, i]));
  const rows = labelled.rows.flatMap(({ columns, values }): SparseRow[] => {
    const entries = new Map<number, number>();
    columns.forEach((column, i) => {
      const { graph: image, sign } = images[column]!;
      const at = place.get(image.key)!;
      entries.set(at, (entries.get(at) ?? 0) + sign * Number(values[i]!));
    });
    const kept = [...entries].filter(([, value]) => value !== 0).sort(([a], [b]) => a - b);
    return kept.length === 0
      ? []
      : [{ columns: kept.map(([column]) => column), values: kept.map(([, value]) => value) }];
  });
  return { graphs, rows };
}
