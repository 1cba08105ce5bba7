/** Random graphs of fields with values in tensors, and random jets of such fields. */
import fc from 'fast-check';
import { Random, type TensorTypes } from '../../src/base/index.js';
import { type Multigraph, multigraph, slotOwners } from '../../src/graph/index.js';
import type { TensorJetValues } from './bruteContraction.js';

export const tensorTypes: TensorTypes = {
  X: { rank: 1, symmetry: 'general' },
  h: { rank: 2, symmetry: 'symmetric' },
  F: { rank: 2, symmetry: 'antisymmetric' },
  T: { rank: 2, symmetry: 'general' },
  C: { rank: 3, symmetry: 'antisymmetric' },
};

/** Vertices with some derivatives each; all half-edges are shuffled, the first become legs, the next ε, the rest pairs. */
export const tensorGraphs: fc.Arbitrary<Multigraph> = fc
  .record({
    vertices: fc.array(fc.constantFrom('u', 'X', 'h', 'F', 'T', 'C'), { minLength: 1, maxLength: 3 }),
    derivatives: fc.array(fc.nat(2), { minLength: 3, maxLength: 3 }),
    legs: fc.nat(2),
    volume: fc.boolean(),
    seed: fc.nat(10_000),
  })
  .map(({ vertices, derivatives, legs, volume, seed }) => {
    const slots = slotOwners({ vertices, tensors: tensorTypes }).map((_, s) => vertices.length + s);
    const ends = [...slots, ...vertices.flatMap((_, v) => new Array<number>(derivatives[v]!).fill(v))];
    const random = new Random(seed);
    const shuffled = ends
      .map((end) => [random.uniform(), end] as const)
      .sort(([a], [b]) => a - b)
      .map(([, end]) => end);
    const epsilon = volume && shuffled.length >= 3 ? shuffled.splice(0, 3) : [];
    const free = shuffled.splice(0, Math.min(shuffled.length, legs));
    if (shuffled.length % 2 === 1) free.push(shuffled.pop()!);
    const edges = Array.from(
      { length: shuffled.length / 2 },
      (_, e) => [shuffled[2 * e]!, shuffled[2 * e + 1]!] as const,
    );
    return multigraph({ vertices, edges, legs: free, epsilon, tensors: tensorTypes });
  })
  .filter(({ edges, epsilon }) => edges.length + epsilon.length <= 5);

/** Random components with the symmetry of the field, the same for every order of the derivatives. */
export function tensorJets(seed: number): TensorJetValues {
  // A function of the key alone, so that it does not matter in which order components are asked for.
  const entry = (key: string): number => {
    let hash = seed;
    for (const letter of key) hash = (Math.imul(hash, 31) + letter.charCodeAt(0)) & 0xffffff;
    return new Random(hash).uniform() - 0.5;
  };
  return (field, index, value) => {
    const at = `${field} ${[...index].sort().join('')}`;
    const symmetry = tensorTypes[field]?.symmetry ?? 'general';
    if (symmetry === 'general') return entry(`${at} ${value.join('')}`);
    const sorted = [...value].sort();
    if (symmetry === 'symmetric') return entry(`${at} ${sorted.join('')}`);
    let sign = 1;
    value.forEach((x, i) => {
      for (const y of value.slice(i + 1)) sign *= Math.sign(y - x);
    });
    return sign === 0 ? 0 : sign * entry(`${at} ${sorted.join('')}`);
  };
}
