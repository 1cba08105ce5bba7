/**
 * Checks one relation: that it is well formed, and that it holds because of its certificate. The minor of a certificate joins
 * the tails and heads of n + 1 edges in all ways with signs, or moves the tail of one edge through the volume form; either way
 * n + 1 indices are antisymmetrised, which is zero in dimension n. So a multiple of a minor vanishes.
 */
import { blockName, blockOf, blockOfGraph } from './blocks.js';
import type { Block } from './counts.js';
import type { WrittenGraph, WrittenRelation } from './file.js';
import { type Graph, type GraphClasses, type Pair, readKey, refuse, signBetween } from './graphs.js';

/** Coefficients by class of graphs; no zeros. */
export type Row = ReadonlyMap<number, bigint>;

/** The block that a relation states, with the volume form if its first graph has one. */
export function statedBlock({ degrees, terms }: WrittenRelation): Block {
  const graph = terms[0]?.graph;
  const isList = (list: WrittenRelation['degrees']): list is readonly number[] => Array.isArray(list);
  const byField = isList(degrees) ? [[graph?.vertices[0] ?? 'u', degrees] as const] : Object.entries(degrees);
  return blockOf(byField, graph?.epsilon?.length ?? 0);
}

const pairName = ([v, w]: Pair): string => `${Math.min(v, w)}–${Math.max(v, w)}`;

const pairNames = (pairs: readonly Pair[]): string[] => pairs.map(pairName).sort();

/**
 * A graph of a file.
 * @throws InvalidInput unless its key says the same as its parts, and a volume form is one of the dimension.
 */
export function checkGraph(shown: WrittenGraph, dimension: number): Graph {
  const graph = readKey(shown.key);
  const agree = (what: string, right: readonly unknown[], written: readonly unknown[]): void => {
    if (right.join() !== written.join()) refuse(`${what} ${right} as in ${shown.key}`, `${written}` || 'none');
  };
  agree('vertices', graph.vertices, shown.vertices);
  agree('edges', pairNames(graph.edges), pairNames(shown.edges));
  agree('the volume form at', graph.epsilon, shown.epsilon ?? []);
  if (![0, dimension].includes(graph.epsilon.length)) refuse(`a volume form of dimension ${dimension}`, shown.key);
  return graph;
}

/**
 * The terms as a row.
 * @param block - the name of the block.
 * @throws InvalidInput unless keys, parts and degrees agree and coefficients are nonzero coprime integers.
 */
export function termsRow({ terms, certificate }: WrittenRelation, block: string, classes: GraphClasses): Row {
  const row = new Map<number, bigint>();
  let divisor = 0n;
  for (const { coefficient, graph } of terms) {
    const term = checkGraph(graph, certificate.dimension);
    const name = blockName(blockOfGraph(term));
    if (name !== block) refuse(`graphs with degrees ${block}`, `${graph.key} with ${name}`);
    const found = classes.find(term);
    if (found === undefined) return refuse('graphs that do not vanish by symmetry', graph.key);
    if (row.has(found.index)) refuse('each graph once', `${graph.key} a second time`);
    if (!/^-?0*[1-9]\d*$/.test(coefficient)) refuse(`a nonzero integer before ${graph.key}`, `'${coefficient}'`);
    const value = BigInt(coefficient);
    row.set(found.index, value * BigInt(found.sign));
    for (let a = value; a !== 0n; ) [divisor, a] = [a, divisor % a];
  }
  if (divisor < 0n) divisor = -divisor;
  if (divisor !== 1n) refuse('coprime coefficients', row.size === 0 ? 'no terms' : `the common divisor ${divisor}`);
  return row;
}

/** All orders of 0, …, size − 1. */
function* orders(size: number, chosen: readonly number[] = []): Generator<readonly number[]> {
  if (chosen.length === size) yield chosen;
  for (let i = 0; i < size; i++) if (!chosen.includes(i)) yield* orders(size, [...chosen, i]);
}

/** The signed graphs of a minor. */
function* minorTerms({ dimension, minor }: WrittenRelation['certificate']): Generator<readonly [Graph, number]> {
  const graph = readKey(minor.graph);
  const size = minor.volume ? 1 : dimension + 1;
  const { edges: chosen } = minor;
  if (chosen.length !== size) refuse(`a minor of ${size} edges in dimension ${dimension}`, `${chosen.length} edges`);
  const rest = [...graph.edges];
  for (const pair of chosen) {
    const at = rest.map(pairName).indexOf(pairName(pair));
    if (at < 0) refuse(`a minor of edges of ${minor.graph}`, pairName(pair));
    rest.splice(at, 1);
  }
  if (minor.volume) {
    if (graph.epsilon.length !== dimension) refuse(`a minor with a volume form of dimension ${dimension}`, minor.graph);
    const [tail, head] = chosen[0]!;
    const vectors = [tail, ...graph.epsilon];
    for (const [k, vector] of vectors.entries()) {
      const epsilon = vectors.filter((_, i) => i !== k);
      yield [{ ...graph, edges: [...rest, [vector, head]], epsilon }, k % 2 === 0 ? 1 : -1];
    }
  } else {
    const natural = [...chosen.keys()];
    for (const order of orders(size)) {
      const joined = chosen.map(([tail], k): Pair => [tail, chosen[order[k]!]![1]]);
      yield [{ ...graph, edges: [...rest, ...joined] }, signBetween(order, natural)];
    }
  }
}

/**
 * Writes the minor of the certificate out.
 * @throws InvalidInput unless it is a nonzero multiple of the row.
 */
export function checkMinor({ certificate }: WrittenRelation, row: Row, classes: GraphClasses): void {
  const minor = new Map<number, bigint>();
  for (const [graph, sign] of minorTerms(certificate)) {
    const found = classes.find(graph);
    if (found !== undefined) minor.set(found.index, (minor.get(found.index) ?? 0n) + BigInt(sign * found.sign));
  }
  const all = [...new Set([...row.keys(), ...minor.keys()])];
  const [ours, theirs] = [minor, row].map((r) => all.map((index) => r.get(index) ?? 0n)) as [bigint[], bigint[]];
  const lead = ours.findIndex((c) => c !== 0n);
  if (lead < 0) refuse('a minor that is not zero by itself', `that of ${certificate.minor.graph}`);
  if (theirs[lead] === 0n || ours.some((c, i) => c * theirs[lead]! !== theirs[i]! * ours[lead]!)) {
    refuse(`coefficients in proportion ${ours.join(':')} as in the minor of its certificate`, theirs.join(':'));
  }
}
