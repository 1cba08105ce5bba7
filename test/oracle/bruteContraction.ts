/**
 * N_γ as it is defined: the sum over all assignments of frame indices to edges and to the volume form, legs having given
 * indices.
 */
import type { Multigraph } from '../../src/graph/index.js';

/** The component of the symmetrised derivative of a scalar field with the given frame indices, in any order. */
export type JetValues = (field: string, index: readonly number[]) => number;

/** The same for fields with values in tensors: also the indices of the value, in order. */
export type TensorJetValues = (field: string, index: readonly number[], value: readonly number[]) => number;

export function bruteContraction(
  graph: Multigraph,
  dimension: number,
  jets: TensorJetValues,
  letters: readonly number[] = [],
): number {
  const { vertices, edges, legs, epsilon, tensors = {} } = graph;
  const ranks = vertices.map((field) => tensors[field]?.rank ?? 0);
  const firstSlot = ranks.map((_, v) => vertices.length + ranks.slice(0, v).reduce((sum, rank) => sum + rank, 0));
  const ends = vertices.length + ranks.reduce((sum, rank) => sum + rank, 0);
  if (legs.some((end, l) => end < 0 && letters[l] !== letters[-1 - end])) return 0;
  const free = epsilon.flatMap((end, i) => (end >= 0 ? [i] : []));
  const count = edges.length + free.length;
  let total = 0;
  for (let code = 0; code < dimension ** count; code++) {
    const values = Array.from({ length: count }, (_, i) => Math.floor(code / dimension ** i) % dimension);
    const indices: number[][] = Array.from({ length: ends }, () => []);
    edges.forEach(([v, w], e) => {
      indices[v]!.push(values[e]!);
      indices[w]!.push(values[e]!);
    });
    legs.forEach((v, l) => {
      if (v >= 0) indices[v]!.push(letters[l]!);
    });
    const volume = epsilon.map((end, i) => (end < 0 ? letters[-1 - end]! : values[edges.length + free.indexOf(i)]!));
    epsilon.forEach((v, i) => {
      if (v >= 0) indices[v]!.push(volume[i]!);
    });
    const sign = epsilon.length === 0 ? 1 : signOf(volume);
    if (sign === 0) continue;
    const valueAt = (v: number): number[] => indices.slice(firstSlot[v]!, firstSlot[v]! + ranks[v]!).flat();
    total += sign * vertices.reduce((product, field, v) => product * jets(field, indices[v]!, valueAt(v)), 1);
  }
  return total;
}

/** Sign of a list as a permutation of 0, 1, …; 0 if it is none. Counts transpositions of selection sort. */
function signOf(list: readonly number[]): number {
  const work = [...list];
  let sign = 1;
  for (let i = 0; i < work.length; i++) {
    const at = work.indexOf(i);
    if (at < 0) return 0;
    if (at !== i) {
      [work[i], work[at]] = [work[at]!, work[i]!];
      sign = -sign;
    }
  }
  return sign;
}
