/**
 * A graph as a product of factors with indices: what its key says, with indices as numbers. An index that occurs once is a
 * leg, and legs have the smallest numbers; one that occurs twice is contracted.
 */
import { tensorTypeOf } from '../base/index.js';
import type { CanonicalGraph } from '../graph/index.js';

/** One factor. */
export interface Factor {
  readonly kind: 'field' | 'metric' | 'volume';
  /** Name of the field. */
  readonly name: string;
  /** Indices of the value of a field, of the metric or of the volume form. */
  readonly values: readonly number[];
  /** Indices of the symmetrised covariant derivative. */
  readonly derivatives: readonly number[];
}

const letters = 'abcdefghijklmnopqrstuvwxyz';

/** `a`, …, `z`, `a1`, … for 0, …, 25, 26, …; with other letters if given. */
export const indexName = (index: number, alphabet = letters): string =>
  `${alphabet[index % alphabet.length]}${Math.floor(index / alphabet.length) || ''}`;

const indexNumber = (name: string): number => letters.indexOf(name[0]!) + letters.length * Number(name.slice(1));

/** The factors of a graph in the order of its key. */
export function factorsOf(graph: CanonicalGraph): Factor[] {
  if (graph.key === '1') return [];
  return graph.key.split(' ').map((text): Factor => {
    const [name, indices = ''] = text.split('_') as [string, string?];
    const [first, second] = [0, 1].map((i) => (indices.split(';')[i]?.match(/[a-z][0-9]*/g) ?? []).map(indexNumber));
    const kind = name === 'g' ? 'metric' : name === 'eps' ? 'volume' : 'field';
    const scalar = kind === 'field' && tensorTypeOf(graph.tensors, name) === undefined;
    return { kind, name, values: scalar ? [] : first!, derivatives: scalar ? first! : second! };
  });
}

export const indicesOf = ({ values, derivatives }: Factor): readonly number[] => [...values, ...derivatives];

/** Factors with their indices renamed. */
export const renamed = (factors: readonly Factor[], name: (index: number) => number): Factor[] =>
  factors.map((factor) => ({
    ...factor,
    values: factor.values.map(name),
    derivatives: factor.derivatives.map(name),
  }));

/** Index notation, as in a key. */
export function writeFactors(factors: readonly Factor[]): string {
  const list = (indices: readonly number[]): string => indices.map((i) => indexName(i)).join('');
  return factors
    .map(({ name, values, derivatives }) => {
      const all = [values, derivatives].filter(({ length }) => length > 0).map(list);
      return all.length === 0 ? name : `${name}_${all.join(';')}`;
    })
    .join(' ');
}

/** Groups of factors that share indices, each in order, by first factor. */
export function connected(factors: readonly Factor[]): Factor[][] {
  const groups: { factors: Factor[]; indices: Set<number> }[] = [];
  for (const factor of factors) {
    const indices = indicesOf(factor);
    const touched = groups.filter((group) => indices.some((i) => group.indices.has(i)));
    const [into] = touched;
    if (into === undefined) {
      groups.push({ factors: [factor], indices: new Set(indices) });
      continue;
    }
    into.factors.push(factor);
    for (const i of indices) into.indices.add(i);
    for (const other of touched.slice(1)) {
      into.factors.push(...other.factors);
      for (const i of other.indices) into.indices.add(i);
      groups.splice(groups.indexOf(other), 1);
    }
  }
  return groups.map((group) => factors.filter((factor) => group.factors.includes(factor)));
}
