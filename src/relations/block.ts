/**
 * Blocks: the finest grading that relations respect. A block is a multiset of vertices (field, degree), with or without
 * the volume form. Graphs of different blocks involve different jets, so no relation mixes them.
 */
import {
  checkFieldName,
  checkInteger,
  checkOptions,
  checkTensorTypes,
  InvalidInput,
  type TensorType,
  type TensorTypes,
  tensorTypeOf,
} from '../base/index.js';
import { degrees, type Multigraph } from '../graph/index.js';

/** `count` vertices of one field and degree (number of derivatives), with slots if the field has values in tensors. */
export interface VertexKind {
  readonly field: string;
  readonly degree: number;
  readonly count: number;
  readonly type?: TensorType;
}

/** A multiset of vertices. */
export interface Block {
  /** By falling degree, then field name; counts positive. */
  readonly vertices: readonly VertexKind[];
  /** Half-edges of the volume form (the dimension), 0 without it. */
  readonly epsilon: number;
}

/** The degree sequence as data: a list for one field, lists by field name for several. */
export type Degrees = readonly number[] | Readonly<Record<string, readonly number[]>>;

const byKind = (a: { degree: number; field: string }, b: { degree: number; field: string }): number =>
  b.degree - a.degree || (a.field < b.field ? -1 : a.field > b.field ? 1 : 0);

/** The block with the given vertices, in any order. */
export function blockOfVertices(vertices: readonly Omit<VertexKind, 'count'>[], epsilon = 0): Block {
  const kinds: VertexKind[] = [];
  for (const vertex of [...vertices].sort(byKind)) {
    const last = kinds.at(-1);
    if (last?.field === vertex.field && last.degree === vertex.degree) {
      kinds[kinds.length - 1] = { ...last, count: last.count + 1 };
    } else kinds.push({ ...vertex, count: 1 });
  }
  return { vertices: kinds, epsilon };
}

/**
 * The block of a graph without legs.
 * @example
 * blockLabel(blockOf(parseKey('u_ab u_a u_b'))) // 'u:2,1,1'
 */
export function blockOf(graph: Multigraph): Block {
  const degree = degrees(graph);
  return blockOfVertices(
    graph.vertices.map((field, v) => {
      const type = tensorTypeOf(graph.tensors, field);
      return { field, degree: degree[v]!, ...(type && { type }) };
    }),
    graph.epsilon.length,
  );
}

/** Total number of derivatives. */
export const totalDegree = (block: Block): number =>
  block.vertices.reduce((sum, { degree, count }) => sum + degree * count, 0);

/** Derivatives and slots of a vertex. */
const halfEdges = ({ degree, type }: Omit<VertexKind, 'count'>): number => degree + (type?.rank ?? 0);

/** Number of metric contractions: half of the half-edges that do not belong to the volume form. */
export const blockEdges = ({ vertices, epsilon }: Block): number =>
  (vertices.reduce((sum, kind) => sum + halfEdges(kind) * kind.count, 0) - epsilon) / 2;

/** Degrees of each field, falling; isolated vertices are zeros. */
export function degreesByField(block: Block): Record<string, number[]> {
  const result = new Map<string, number[]>();
  for (const { field, degree, count } of block.vertices) {
    result.set(field, [...(result.get(field) ?? []), ...new Array<number>(count).fill(degree)]);
  }
  return Object.fromEntries(result);
}

/** The degree sequence: a plain list if only one field is declared, lists by field otherwise. */
export function blockDegrees(block: Block, fields: readonly string[] = ['u']): Degrees {
  const byField = degreesByField(block);
  if (fields.length > 1) return byField;
  return Object.hasOwn(byField, fields[0]!) ? byField[fields[0]!]! : [];
}

/** A name for messages and map keys: `u:2,2,1,1`, `u:2,1 v:1`, `eps2 u:3,1`, `X(general1):1,0` with the type of a field. */
export function blockLabel(block: Block): string {
  const types = new Map(block.vertices.flatMap(({ field, type }) => (type ? [[field, type] as const] : [])));
  const typeOf = (field: string): string => {
    const type = types.get(field);
    return type === undefined ? '' : `(${type.symmetry}${type.rank})`;
  };
  const parts = Object.entries(degreesByField(block))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([field, list]) => `${field}${typeOf(field)}:${list.join()}`);
  return [...(block.epsilon > 0 ? [`eps${block.epsilon}`] : []), ...parts].join(' ') || '1';
}

/** The block without its isolated vertices, and those vertices' fields. */
export function splitIsolated(block: Block): { readonly core: Block; readonly isolated: readonly string[] } {
  const isolated = block.vertices.flatMap((kind) =>
    halfEdges(kind) === 0 ? new Array<string>(kind.count).fill(kind.field) : [],
  );
  return { core: { ...block, vertices: block.vertices.filter((kind) => halfEdges(kind) > 0) }, isolated };
}

/** Bounds for {@link blocksWithEdges}. */
export interface BlockOptions {
  /** Field names; default `['u']`. */
  readonly fields?: readonly string[];
  /** Types of those with values in tensors. */
  readonly tensors?: TensorTypes;
  /** Half-edges of the volume form; default 0, none. */
  readonly epsilon?: number;
  /** Number of isolated vertices; default 0. */
  readonly isolated?: number;
  /** Largest number of vertices that are not isolated; default no bound. */
  readonly maxVertices?: number;
}

/**
 * All blocks with E metric contractions, larger degrees first.
 * @example
 * [...blocksWithEdges(1)].map(blockLabel) // ['u:2', 'u:1,1']
 * @throws InvalidInput for a negative number of edges or a bad field name.
 */
export function* blocksWithEdges(edges: number, options: BlockOptions = {}): Generator<Block> {
  const where = 'blocks';
  checkOptions(where, options, ['fields', 'tensors', 'epsilon', 'isolated', 'maxVertices']);
  const { fields = ['u'], tensors = {}, epsilon = 0, isolated = 0, maxVertices = Number.MAX_SAFE_INTEGER } = options;
  checkInteger(where, 'edges', edges, 0);
  checkInteger(where, 'isolated', isolated, 0);
  checkInteger(where, 'epsilon', epsilon, 0);
  if (fields.length === 0) throw new InvalidInput({ where, expected: 'at least one field', got: 'none' });
  for (const field of fields) checkFieldName(where, field);
  checkTensorTypes(where, tensors);
  const total = 2 * edges + epsilon;
  const names = [...new Set(fields)].sort();
  const scalars = names.filter((field) => tensorTypeOf(tensors, field) === undefined);
  const kinds = Array.from({ length: total + 1 }, (_, k) => total - k).flatMap((degree) =>
    names.flatMap((field): Omit<VertexKind, 'count'>[] => {
      const type = tensorTypeOf(tensors, field);
      if (degree === 0 && type === undefined) return [];
      return [{ field, degree, ...(type && { type }) }];
    }),
  );
  function* isolate(from: number, left: number, chosen: readonly VertexKind[]): Generator<Block> {
    if (left === 0) yield { vertices: chosen, epsilon };
    for (let f = from; f < scalars.length; f++) {
      for (let count = left; count > 0; count--) {
        yield* isolate(f + 1, left - count, [...chosen, { field: scalars[f]!, degree: 0, count }]);
      }
    }
  }
  const largest = Math.max(1, ...kinds.map(halfEdges));
  function* extend(from: number, left: number, room: number, chosen: readonly VertexKind[]): Generator<Block> {
    if (left === 0) yield* isolate(0, isolated, chosen);
    if (left > room * largest) return;
    for (let k = from; k < kinds.length; k++) {
      const size = halfEdges(kinds[k]!);
      for (let count = Math.min(room, Math.floor(left / size)); count > 0; count--) {
        yield* extend(k + 1, left - count * size, room - count, [...chosen, { ...kinds[k]!, count }]);
      }
    }
  }
  yield* extend(0, total, maxVertices, []);
}
