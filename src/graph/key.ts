/**
 * Index notation: one factor for each vertex, `u_ab` for a vertex of field u with half-edges a and b; an index that
 * occurs twice is contracted, an index that occurs once is a leg. Legs are numbered in alphabetical order of their
 * indices (a, …, z, a1, …, z1, a2, …). `g_ab` is the metric between two legs, `eps_ab…` the volume form (in `eps_ab u_b`
 * with the leg a), `1` the empty graph. `u_aa` is a loop.
 */
import { checkFieldName, InvalidInput } from '../base/index.js';
import { type Multigraph, multigraph } from './multigraph.js';

const letters = 'abcdefghijklmnopqrstuvwxyz';

const indexName = (i: number): string => (i < 26 ? letters[i]! : `${letters[i % 26]}${Math.floor(i / 26)}`);

const indexNumber = (name: string): number => letters.indexOf(name[0]!) + 26 * Number(name.slice(1) || '0');

/** The graph in index notation: legs take the first letters, then the volume form, then the edges in their order. */
export function formatKey(graph: Multigraph): string {
  const indices: string[] = new Array(graph.vertices.length).fill('');
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
  graph.vertices.forEach((field, v) => {
    key += indices[v] === '' ? ` ${field}` : ` ${field}_${indices[v]}`;
  });
  return key === '' ? '1' : key.slice(1);
}

interface Factor {
  readonly name: string;
  readonly indices: readonly string[];
}

function parseFactor(where: string, text: string): Factor {
  const match = /^([A-Za-z][A-Za-z0-9]*)(?:_((?:[a-z](?:[1-9][0-9]*)?)+))?$/.exec(text);
  if (match === null) {
    throw new InvalidInput({ where, expected: 'factors such as u, u_a, u_ab or eps_ab', got: `'${text}'` });
  }
  return { name: match[1]!, indices: match[2]?.match(/[a-z][0-9]*/g) ?? [] };
}

/**
 * Reads index notation. The result is not canonical: vertices stand in the order of the text.
 * @param fields - if given, the only field names allowed.
 * @example
 * parseKey('u_ab u_a u_b') // vertices u u u, edges 0–1 and 0–2
 * @throws InvalidInput for an unknown field, a malformed factor, or an index that occurs more than twice.
 */
export function parseKey(text: string, fields?: readonly string[]): Multigraph {
  const where = 'index notation';
  const factors =
    text.trim() === '1'
      ? []
      : text
          .trim()
          .split(/\s+/)
          .map((factor) => parseFactor(where, factor));
  const places = new Map<string, number[]>();
  const vertices: string[] = [];
  const volume: string[] = [];
  const metrics: (readonly string[])[] = [];
  for (const { name, indices } of factors) {
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
      for (const index of indices) places.set(index, [...(places.get(index) ?? []), vertices.length]);
      vertices.push(name);
    }
  }
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
  return multigraph({ vertices, edges, legs, epsilon });
}
