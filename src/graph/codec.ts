/** Graphs as data: the JSON form of the command line and of files. */
import { InvalidInput, type TensorTypes } from '../base/index.js';
import type { CanonicalGraph } from './canonical.js';
import { type Multigraph, multigraph } from './multigraph.js';

/** `legs`, `epsilon` and `tensors` are left out when empty. */
export interface GraphJson {
  readonly key: string;
  readonly vertices: readonly string[];
  readonly edges: readonly (readonly [number, number])[];
  readonly legs?: readonly number[];
  readonly epsilon?: readonly number[];
  readonly tensors?: TensorTypes;
}

export function graphToJson(graph: CanonicalGraph): GraphJson {
  return {
    key: graph.key,
    vertices: graph.vertices,
    edges: graph.edges,
    ...(graph.legs.length > 0 && { legs: graph.legs }),
    ...(graph.epsilon.length > 0 && { epsilon: graph.epsilon }),
    ...(graph.tensors !== undefined && { tensors: graph.tensors }),
  };
}

/**
 * Reads the JSON form; the key is not needed and not trusted.
 * @throws InvalidInput if `vertices` or `edges` are missing or malformed.
 */
export function graphFromJson(json: unknown): Multigraph {
  const where = 'graph JSON';
  if (typeof json !== 'object' || json === null || !('vertices' in json) || !('edges' in json)) {
    throw new InvalidInput({ where, expected: 'an object with vertices and edges', got: JSON.stringify(json) });
  }
  const isStrings = (x: unknown): x is string[] => Array.isArray(x) && x.every((y) => typeof y === 'string');
  const isNumbers = (x: unknown): x is number[] => Array.isArray(x) && x.every((y) => typeof y === 'number');
  const isPairs = (x: unknown): x is [number, number][] =>
    Array.isArray(x) && x.every((y) => isNumbers(y) && y.length === 2);
  const isTypes = (x: unknown): x is TensorTypes =>
    typeof x === 'object' &&
    x !== null &&
    Object.values(x).every((y) => typeof y === 'object' && y !== null && 'rank' in y && 'symmetry' in y);
  const { vertices, edges } = json;
  const legs = 'legs' in json ? json.legs : [];
  const epsilon = 'epsilon' in json ? json.epsilon : [];
  const tensors = 'tensors' in json ? json.tensors : {};
  if (!isStrings(vertices) || !isPairs(edges) || !isNumbers(legs) || !isNumbers(epsilon) || !isTypes(tensors)) {
    throw new InvalidInput({
      where,
      expected: 'vertices as names, edges as pairs, legs and epsilon as numbers, tensors with rank and symmetry',
      got: JSON.stringify(json),
    });
  }
  return multigraph({ vertices, edges, legs, epsilon, tensors });
}
