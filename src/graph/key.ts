/**
 * Index notation: one factor for each vertex, `u_ab` for a vertex of field u with half-edges a and b; an index that
 * occurs twice is contracted, an index that occurs once is a leg. Legs are numbered in alphabetical order of their
 * indices (a, …, z, a1, …, z1, a2, …). `g_ab` is the metric between two legs, `eps_ab…` the volume form (in `eps_ab u_b`
 * with the leg a), `1` the empty graph. `u_aa` is a loop. A field with values in tensors has the indices of its value
 * first and derivatives after a semicolon: `X_a`, and `X_a;bc` for the symmetrised second derivative of a vector field.
 */
import {
  checkFieldName,
  checkOptions,
  checkTensorTypes,
  InvalidInput,
  reservedNames,
  type TensorTypes,
  tensorTypeOf,
} from '../base/index.js';
import { type Multigraph, multigraph, slotOwners } from './multigraph.js';

const letters = 'abcdefghijklmnopqrstuvwxyz';

const indexName = (i: number): string => (i < 26 ? letters[i]! : `${letters[i % 26]}${Math.floor(i / 26)}`);

const indexNumber = (name: string): number => letters.indexOf(name[0]!) + 26 * Number(name.slice(1) || '0');

/** The graph in index notation: legs take the first letters, then the volume form, then the edges in their order. */
export function formatKey(graph: Multigraph): string {
  const { vertices, tensors } = graph;
  const owners = slotOwners(graph);
  const indices: string[] = new Array(vertices.length + owners.length).fill('');
  let next = graph.legs.length;
  let metrics = '';
  let volume = '';
  graph.legs.forEach((end, l) => {
    if (end >= 0) indices[end] += indexName(l);
    else if (-1 - end > l) metrics += ` g_${indexName(l)}${indexName(-1 - end)}`;
  });
  for (const v of graph.epsilon) {
    const name = indexName(v < 0 ? -1 - v : next++);
    volume += name;
    if (v >= 0) indices[v] += name;
  }
  for (const [v, w] of graph.edges) {
    const name = indexName(next++);
    indices[v] += name;
    indices[w] += name;
  }
  let key = volume === '' ? metrics : ` eps_${volume}${metrics}`;
  let slot = vertices.length;
  vertices.forEach((field, v) => {
    let value = '';
    for (let { rank } = tensorTypeOf(tensors, field) ?? { rank: 0 }; rank > 0; rank--) value += indices[slot++]!;
    const all = value === '' || indices[v] === '' ? value + indices[v]! : `${value};${indices[v]}`;
    key += all === '' ? ` ${field}` : ` ${field}_${all}`;
  });
  return key === '' ? '1' : key.slice(1);
}

interface Factor {
  readonly name: string;
  readonly values: readonly string[];
  readonly derivatives: readonly string[];
}

const indexPattern = '(?:[a-z](?:[1-9][0-9]*)?)+';
const factorPattern = new RegExp(`^([A-Za-z][A-Za-z0-9]*)(?:_(${indexPattern})(?:;(${indexPattern}))?)?$`);

function parseFactor(where: string, text: string, types: TensorTypes): Factor {
  const match = factorPattern.exec(text);
  if (match === null) {
    throw new InvalidInput({ where, expected: 'factors such as u, u_a, u_ab or eps_ab', got: `'${text}'` });
  }
  const [first, second] = [match[2], match[3]].map((list) => list?.match(/[a-z][0-9]*/g) ?? []);
  const name = match[1]!;
  const type = tensorTypeOf(types, name);
  if (type === undefined) {
    if (match[3] !== undefined) {
      if (reservedNames.includes(name)) {
        throw new InvalidInput({ where, expected: `no semicolon in '${name}'`, got: `'${text}'` });
      }
      const hint = `declare a vector field with --vectors ${name}`;
      throw new InvalidInput({ where, expected: `no semicolon in '${name}', a scalar`, got: `'${text}'`, hint });
    }
    return { name, values: [], derivatives: first! };
  }
  if (first!.length !== type.rank) {
    const example = `${name}_${letters.slice(0, type.rank)}`;
    const expected = `${type.rank} value ${type.rank === 1 ? 'index' : 'indices'} in '${name}', as in ${example} or ${example};${letters[type.rank]}`;
    throw new InvalidInput({ where, expected, got: `'${text}'` });
  }
  return { name, values: first!, derivatives: second! };
}

/** What may occur in index notation. */
export interface Notation {
  /** The only names of fields allowed; any if absent. */
  readonly fields?: readonly string[];
  /** Types of those with values in tensors. */
  readonly tensors?: TensorTypes;
}

/**
 * Reads index notation. The result is not canonical: vertices stand in the order of the text.
 * @example
 * parseKey('u_ab u_a u_b') // vertices u u u, edges 0–1 and 0–2
 * @throws InvalidInput for an unknown field, a malformed factor, or an index that occurs more than twice.
 */
export function parseKey(text: string, notation: Notation = {}): Multigraph {
  const where = 'index notation';
  checkOptions(where, notation, ['fields', 'tensors']);
  const { fields, tensors = {} } = notation;
  checkTensorTypes(where, tensors);
  const factors =
    text.trim() === '1'
      ? []
      : text
          .trim()
          .split(/\s+/)
          .map((factor) => parseFactor(where, factor, tensors));
  const volume: string[] = [];
  const metrics: (readonly string[])[] = [];
  const vertices: Factor[] = [];
  for (const factor of factors) {
    const { name, derivatives: indices } = factor;
    if (name === 'eps') {
      if (volume.length > 0 || indices.length === 0) {
        throw new InvalidInput({ where, expected: 'at most one eps, with its indices', got: `'${text}'` });
      }
      volume.push(...indices);
    } else if (name === 'g') {
      if (indices.length !== 2) throw new InvalidInput({ where, expected: 'g with two indices', got: `'${text}'` });
      metrics.push(indices);
    } else {
      checkFieldName(where, name);
      if (fields !== undefined && !fields.includes(name)) {
        throw new InvalidInput({
          where,
          expected: `a field among ${fields.join(', ')}`,
          got: `'${name}' in '${text}'`,
          hint: `declare it with --fields ${[...fields, name].join(',')}`,
        });
      }
      vertices.push(factor);
    }
  }
  const places = new Map<string, number[]>();
  const place = (index: string, end: number): void => {
    places.set(index, [...(places.get(index) ?? []), end]);
  };
  let slot = vertices.length;
  vertices.forEach(({ values, derivatives }, v) => {
    for (const index of values) place(index, slot++);
    for (const index of derivatives) place(index, v);
  });
  const uses = (index: string): number =>
    (places.get(index)?.length ?? 0) + [...volume, ...metrics.flat()].filter((other) => other === index).length;
  const all = [...new Set([...places.keys(), ...volume, ...metrics.flat()])];
  for (const index of all) {
    if (uses(index) > 2) {
      throw new InvalidInput({
        where,
        expected: 'every index once (free) or twice (contracted)',
        got: `'${index}' ${uses(index)} times in '${text}'`,
      });
    }
  }
  const free = all.filter((index) => uses(index) === 1).sort((a, b) => indexNumber(a) - indexNumber(b));
  const epsilon = volume.map((index) => {
    if (free.includes(index)) return -1 - free.indexOf(index);
    const at = places.get(index);
    if (at === undefined) {
      throw new InvalidInput({ where, expected: `index '${index}' of eps free or on a vertex`, got: `'${text}'` });
    }
    return at[0]!;
  });
  const legs = free.map((index, l) => places.get(index)?.[0] ?? -1 - l);
  for (const [a, b] of metrics) {
    const [i, j] = [free.indexOf(a!), free.indexOf(b!)];
    if (i < 0 || j < 0) throw new InvalidInput({ where, expected: 'free indices on g', got: `'${text}'` });
    legs[i] = -1 - j;
    legs[j] = -1 - i;
  }
  const edges = all.flatMap((index) => {
    const at = places.get(index) ?? [];
    return at.length === 2 ? [[at[0]!, at[1]!] as const] : [];
  });
  return multigraph({ vertices: vertices.map(({ name }) => name), edges, legs, epsilon, tensors });
}
