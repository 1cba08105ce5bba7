/** Rows of a regression: which nodes they come from, what they weigh, and how they become a triangular factor. */
import type { Random } from '../base/index.js';
import { type Factor, factorize, stackFactors } from './leastSquares.js';

/** Collects rows; folds them into a factor whenever the buffer is full. */
export class RowAccumulator {
  readonly #columns: number;
  readonly #buffer: Float64Array;
  #filled = 0;
  #factor: Factor | undefined;

  constructor(columns: number) {
    this.#columns = columns;
    this.#buffer = new Float64Array(Math.max(512, 4 * columns) * columns);
  }

  /** Takes a copy of a row. */
  push(row: Float64Array): void {
    this.#buffer.set(row, this.#filled);
    this.#filled += this.#columns;
    if (this.#filled === this.#buffer.length) this.#fold();
  }

  /** The factor of all rows so far. */
  finish(): Factor {
    this.#fold();
    return this.#factor ?? { rows: 0, columns: this.#columns, r: new Float64Array(this.#columns ** 2) };
  }

  #fold(): void {
    if (this.#filled === 0) return;
    const part = factorize(this.#buffer.slice(0, this.#filled), this.#filled / this.#columns, this.#columns);
    this.#factor = this.#factor === undefined ? part : stackFactors([this.#factor, part]);
    this.#filled = 0;
  }
}

/** A sample without replacement, ascending (partial Fisher–Yates). */
export function sampleNodes(nodes: ArrayLike<number>, size: number, random: Random): Int32Array {
  const all = Int32Array.from(nodes);
  if (size >= all.length) return all;
  for (let i = 0; i < size; i++) {
    const j = i + random.below(all.length - i);
    const swap = all[i]!;
    all[i] = all[j]!;
    all[j] = swap;
  }
  return all.slice(0, size).sort();
}

/** Square root of the quadrature weight over its mean, so that sums of squares are integrals. */
export function rowScaling(weights: Float64Array | undefined, nodes: ArrayLike<number>): (node: number) => number {
  if (weights === undefined) return () => 1;
  let sum = 0;
  for (let i = 0; i < nodes.length; i++) sum += Math.abs(weights[nodes[i]!]!);
  const mean = sum / nodes.length;
  return (node) => Math.sqrt(Math.abs(weights[node]!) / mean);
}
