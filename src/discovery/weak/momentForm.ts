/**
 * Operators written with their derivatives moved as far as possible on to test functions: N = Σ_j c_j D_j g_j, each D_j a
 * differential operator with constant coefficients that a test function φ can take over, ∫ φ D_j g_j = ∫ (D_j* φ) g_j, and each g_j
 * a function of jets of lower order, of the values alone where possible.
 */
import { type CanonicalGraph, degrees } from '../../graph/index.js';
import type { ContractionProgram } from '../../program/index.js';

/** A function at a point: Π field^exponent, times one output of the jet program. */
export interface PointFunction {
  readonly powers: readonly { readonly field: string; readonly exponent: number }[];
  /** Position among the outputs of the jet program; absent for a function of the values alone. */
  readonly jet?: number;
}

/** One moment c ∫ (D* φ) g. */
export interface Moment {
  readonly coefficient: number;
  /** Position in `MomentForms.operators`. */
  readonly operator: number;
  /** Position in `MomentForms.points`. */
  readonly point: number;
}

/** A whole library in this form. */
export interface MomentForms {
  /** For each candidate its moments. */
  readonly candidates: readonly (readonly Moment[])[];
  /**
   * The operators D_j: in flat space the number of derivatives along each axis, in curved space one number, the power of the
   * Laplacian.
   */
  readonly operators: readonly (readonly number[])[];
  readonly points: readonly PointFunction[];
  /** Products of jets of order at least 1; absent where no point function has a jet. */
  readonly jets?: ContractionProgram;
}

/** Undifferentiated factors of a graph as powers, and what is left of it. */
export function splitPowers(graph: CanonicalGraph) {
  const degree = degrees(graph);
  const counts = new Map<string, number>();
  graph.vertices.forEach((field, v) => {
    if (degree[v] === 0) counts.set(field, (counts.get(field) ?? 0) + 1);
  });
  const kept = graph.vertices.map((_, v) => v).filter((v) => degree[v]! > 0);
  const at = (v: number): number => kept.indexOf(v);
  return {
    powers: [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([field, exponent]) => ({ field, exponent })),
    rest: {
      vertices: kept.map((v) => graph.vertices[v]!),
      edges: graph.edges.map(([v, w]) => [at(v), at(w)] as const),
      legs: [],
      epsilon: graph.epsilon.map(at),
    },
  };
}

/** Numbers things by name, in the order in which they are first met. */
export class Numbering<T> {
  readonly #positions = new Map<string, number>();
  readonly #items: T[] = [];

  of(name: string, item: () => T): number {
    const known = this.#positions.get(name);
    if (known !== undefined) return known;
    this.#positions.set(name, this.#items.length);
    return this.#items.push(item()) - 1;
  }

  get items(): readonly T[] {
    return this.#items;
  }
}
