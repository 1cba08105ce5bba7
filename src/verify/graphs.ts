/**
 * Multigraphs as the checker sees them: read from index notation and compared by trying relabellings.
 *
 * A vertex is a symmetric tensor, an edge a metric, `eps_ab…` the volume form. Relabelling keeps the operator up to the
 * sign of the permutation of the vertices at the volume form, so a graph with an odd automorphism vanishes, and so does
 * one whose volume form meets a vertex twice.
 */
import { checkFieldName, InvalidInput } from '../base/index.js';

/** A pair of vertex numbers. */
export type Pair = readonly [number, number];

/** A multigraph without legs. */
export interface Graph {
  readonly vertices: readonly string[];
  readonly edges: readonly Pair[];
  /** The vertices at the volume form in order; empty without it. */
  readonly epsilon: readonly number[];
}

/** Ends a check: what it wanted and what it met. */
export function refuse(expected: string, got: string): never {
  throw new InvalidInput({ where: 'relation', expected, got });
}

/**
 * Reads index notation of a graph without legs; vertices are numbered in the order of the factors.
 * @throws InvalidInput unless every index occurs twice.
 */
export function readKey(key: string): Graph {
  const ends = new Map<string, number[]>();
  const vertices: string[] = [];
  const volume: string[] = [];
  for (const factor of key === '1' ? [] : key.split(' ')) {
    const match = /^([A-Za-z][A-Za-z0-9]*)(?:_((?:[a-z]\d*)+))?$/.exec(factor);
    if (match === null) return refuse('index notation such as u_ab u_a u_b', `'${key}'`);
    const indices = match[2]?.match(/[a-z]\d*/g) ?? [];
    if (match[1] === 'eps' && volume.length === 0 && indices.length > 0) {
      volume.push(...indices);
    } else {
      checkFieldName('relation', match[1]!);
      for (const index of indices) ends.set(index, [...(ends.get(index) ?? []), vertices.length]);
      vertices.push(match[1]!);
    }
  }
  const epsilon = volume.map((index) => {
    const at = ends.get(index) ?? [];
    ends.delete(index);
    return at.length === 1 ? at[0]! : refuse(`index '${index}' once on eps and once on a vertex`, `'${key}'`);
  });
  const edges = [...ends].map(([index, at]): Pair => {
    return at.length === 2 ? [at[0]!, at[1]!] : refuse(`index '${index}' twice`, `'${key}'`);
  });
  return { vertices, edges, epsilon };
}

/** Half-edges at each vertex. */
export function degreesOf({ vertices, edges, epsilon }: Graph): number[] {
  const degrees = vertices.map(() => 0);
  for (const v of [...edges.flat(), ...epsilon]) degrees[v]!++;
  return degrees;
}

/** Sign of the permutation that takes one list of distinct numbers to the other, 0 if there is none. */
export function signBetween(from: readonly number[], to: readonly number[]): number {
  const places = from.map((x) => to.indexOf(x));
  if (from.length !== to.length || new Set(places).size < from.length || places.includes(-1)) return 0;
  let sign = 1;
  for (let i = 0; i < places.length; i++) for (let j = 0; j < i; j++) if (places[j]! > places[i]!) sign = -sign;
  return sign;
}

/** A graph as a matrix of multiplicities, with what relabelling cannot change. */
interface Shape {
  readonly epsilon: readonly number[];
  readonly size: number;
  /** Number of edges vw at v·size + w, of loops on the diagonal. */
  readonly matrix: Int32Array;
  /** An invariant of each vertex: equal for vertices that a relabelling can exchange. */
  readonly colours: Int32Array;
  /** Field of each vertex, marked if it is at the volume form. */
  readonly labels: readonly string[];
  /** The vertices at the volume form first, then each next to as many earlier ones as possible. */
  readonly order: readonly number[];
}

const mix = (x: number): number => {
  const y = Math.imul(x ^ (x >>> 15), 0x2c1b3c6d);
  return y ^ (y >>> 13);
};

function shapeOf({ vertices, edges, epsilon }: Graph): Shape {
  const size = vertices.length;
  const matrix = new Int32Array(size * size);
  for (const [v, w] of edges) {
    matrix[v * size + w]!++;
    if (v !== w) matrix[w * size + v]!++;
  }
  const labels = vertices.map((field, v) => (epsilon.includes(v) ? `${field}*` : field));
  let colours = Int32Array.from(labels, (label) => [...label].reduce((hash, c) => mix(31 * hash + c.charCodeAt(0)), 7));
  for (let round = 0; round < 4; round++) {
    colours = colours.map((colour, v) => {
      let sum = mix(colour);
      for (let w = 0; w < size; w++) {
        const times = matrix[v * size + w]!;
        if (times > 0) sum += mix(Math.imul(colours[w]!, 2 * times + 1) + (v === w ? 1 : 0));
      }
      return sum;
    });
  }
  const order = [...new Set(epsilon)];
  const nearness = (v: number): number => order.reduce((sum, w) => sum + matrix[v * size + w]!, 0);
  while (order.length < size) {
    const rest = vertices.map((_, v) => v).filter((v) => !order.includes(v));
    order.push(rest.reduce((best, v) => (nearness(v) > nearness(best) ? v : best)));
  }
  return { epsilon, size, matrix, colours, labels, order };
}

/**
 * Images of the vertices of a under a relabelling a → b, or undefined.
 * @param wanted - only relabellings that permute the volume form with this sign.
 */
function relabelling(a: Shape, b: Shape, wanted?: number): readonly number[] | undefined {
  const { size, order } = a;
  if (size !== b.size || a.epsilon.length !== b.epsilon.length) return undefined;
  const image = new Array<number>(size).fill(-1);
  const fits = (v: number, w: number, placed: number): boolean => {
    if (a.colours[v] !== b.colours[w] || a.labels[v] !== b.labels[w] || image.includes(w)) return false;
    if (a.matrix[v * size + v] !== b.matrix[w * size + w]) return false;
    for (let k = 0; k < placed; k++) {
      if (a.matrix[v * size + order[k]!] !== b.matrix[w * size + image[order[k]!]!]) return false;
    }
    return true;
  };
  const place = (k: number): boolean => {
    if (k === a.epsilon.length && wanted !== undefined) {
      const moved = a.epsilon.map((v) => image[v]!);
      if (signBetween(moved, b.epsilon) !== wanted) return false;
    }
    if (k === size) return true;
    const v = order[k]!;
    for (let w = 0; w < size; w++) {
      if (!fits(v, w, k)) continue;
      image[v] = w;
      if (place(k + 1)) return true;
      image[v] = -1;
    }
    return false;
  };
  return place(0) ? image : undefined;
}

/** Distinct graphs up to relabelling and sign, numbered as they come. */
export class GraphClasses {
  /** One graph of each class. */
  readonly graphs: Graph[] = [];
  readonly #shapes = new Map<string, { readonly shape: Shape; readonly index: number }[]>();

  /** The class of a graph and its sign against the one that stands for the class; undefined if the graph vanishes. */
  find(graph: Graph): { readonly index: number; readonly sign: number } | undefined {
    if (new Set(graph.epsilon).size < graph.epsilon.length) return undefined;
    const shape = shapeOf(graph);
    const name = [...shape.colours].sort((x, y) => x - y).join();
    const similar = this.#shapes.get(name) ?? [];
    for (const known of similar) {
      const image = relabelling(known.shape, shape);
      if (image === undefined) continue;
      const moved = known.shape.epsilon.map((v) => image[v]!);
      return known.index < 0 ? undefined : { index: known.index, sign: signBetween(moved, shape.epsilon) };
    }
    const vanishes = graph.epsilon.length > 0 && relabelling(shape, shape, -1) !== undefined;
    const index = vanishes ? -1 : this.graphs.push(graph) - 1;
    this.#shapes.set(name, [...similar, { shape, index }]);
    return vanishes ? undefined : { index, sign: 1 };
  }
}
