/**
 * The value of a graph at a random jet modulo a prime, by contracting one vertex after the other: what is contracted so far
 * is a tensor with one index for each edge that still has an end to come. Symmetric tensors have independent random
 * components; a loop is a trace.
 */
import { Random } from '../base/index.js';
import type { Graph } from './graphs.js';
import { reduce } from './residues.js';

/** Largest number of components of a tensor on the way. */
const mostComponents = 2 ** 16;

/** Values of the fields' symmetrised derivatives at a point of a space of some dimension. */
export class Jet {
  readonly #dimension: number;
  readonly #prime: number;
  readonly #random: Random;
  readonly #components = new Map<string, number>();
  readonly #tensors = new Map<string, Float64Array>();

  constructor(dimension: number, prime: number, seed: number) {
    this.#dimension = dimension;
    this.#prime = prime;
    this.#random = new Random(seed);
  }

  /** A component, after some traces; `counts` says how often each index occurs besides. */
  component(field: string, counts: readonly number[], traces = 0): number {
    const name = `${field} ${traces} ${counts}`;
    const known = this.#components.get(name);
    if (known !== undefined) return known;
    const twice = (i: number): number[] => counts.map((count, j) => count + (i === j ? 2 : 0));
    const value =
      traces === 0
        ? this.#random.below(this.#prime)
        : counts.reduce((sum, _, i) => (sum + this.component(field, twice(i), traces - 1)) % this.#prime, 0);
    this.#components.set(name, value);
    return value;
  }

  /** All components of a symmetric tensor of some rank after some traces, first index slowest. */
  #tensor(field: string, rank: number, traces: number): Float64Array {
    const name = `${field} ${rank} ${traces}`;
    const known = this.#tensors.get(name);
    if (known !== undefined) return known;
    const tensor = new Float64Array(this.#dimension ** rank).map((_, position) => {
      const counts = new Array<number>(this.#dimension).fill(0);
      for (let k = 0, rest = position; k < rank; k++, rest = Math.floor(rest / this.#dimension)) {
        counts[rest % this.#dimension]!++;
      }
      return this.component(field, counts, traces);
    });
    this.#tensors.set(name, tensor);
    return tensor;
  }

  /** The value of a graph mod the prime; undefined if a tensor on the way is too large. */
  valueOf({ vertices, edges, epsilon }: Graph): number | undefined {
    const n = this.#dimension;
    const fits = (rank: number): boolean => n ** rank <= mostComponents;
    if (!fits(epsilon.length)) return undefined;
    let open = epsilon.map((end) => ({ end }));
    let state = epsilon.length > 0 ? volumeForm(n, this.#prime) : Float64Array.of(1);
    const waiting = new Set(vertices.keys());
    const growth = (v: number): number =>
      edges.filter(([a, b]) => a !== b && (a === v || b === v)).length - 2 * open.filter(({ end }) => end === v).length;
    while (waiting.size > 0) {
      const v = [...waiting].reduce((best, other) => (growth(other) < growth(best) ? other : best));
      waiting.delete(v);
      const closing = [...open.keys()].filter((k) => open[k]!.end === v);
      const staying = [...open.keys()].filter((k) => open[k]!.end !== v);
      const opening = edges.flatMap(([a, b]) =>
        a !== b && a === v && waiting.has(b) ? [{ end: b }] : a !== b && b === v && waiting.has(a) ? [{ end: a }] : [],
      );
      const loops = edges.filter(([a, b]) => a === v && b === v).length;
      const rank = closing.length + opening.length;
      if (!fits(rank) || !fits(staying.length + opening.length)) return undefined;
      const sorted = transpose(state, n, [...staying, ...closing]);
      state = multiply(sorted, this.#tensor(vertices[v]!, rank, loops), n ** closing.length, this.#prime);
      open = [...staying.map((k) => open[k]!), ...opening];
    }
    return state[0]!;
  }
}

/** The tensor with components ε_{i1…in} = sign of (i1, …, in). */
function volumeForm(n: number, prime: number): Float64Array {
  return new Float64Array(n ** n).map((_, position) => {
    const indices = Array.from({ length: n }, (_, k) => Math.floor(position / n ** (n - 1 - k)) % n);
    let sign = 1;
    for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) sign *= Math.sign(indices[i]! - indices[j]!);
    return sign < 0 ? prime - 1 : sign;
  });
}

/** The same tensor with its indices in another order: `order[k]` is the old place of index k. */
function transpose(tensor: Float64Array, n: number, order: readonly number[]): Float64Array {
  const rank = order.length;
  if (order.every((place, k) => place === k)) return tensor;
  return tensor.map((_, position) => {
    let from = 0;
    for (let k = rank - 1, rest = position; k >= 0; k--, rest = Math.floor(rest / n)) {
      from += (rest % n) * n ** (rank - 1 - order[k]!);
    }
    return tensor[from]!;
  });
}

/** Product of a matrix with `inner` columns and one with `inner` rows. */
function multiply(a: Float64Array, b: Float64Array, inner: number, prime: number): Float64Array {
  const columns = b.length / inner;
  const product = new Float64Array((a.length / inner) * columns);
  for (let i = 0; i < a.length; i++) {
    const [target, source] = [Math.floor(i / inner) * columns, (i % inner) * columns];
    const factor = a[i]!;
    if (factor === 0) continue;
    for (let j = 0; j < columns; j++) {
      product[target + j] = reduce(product[target + j]! + factor * b[source + j]!, prime);
    }
  }
  return product;
}
