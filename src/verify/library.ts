/**
 * Checks a candidate library, sharing nothing with the code that makes it: in each block the operators are independent, because
 * their values at some jets are independent modulo a prime, and they are as many as theory says, so that they span.
 */
import { checkFieldName, checkInteger, checkOptions, JetgraphError } from '../base/index.js';
import { blockName, blockOfGraph, blocksWithDerivatives } from './blocks.js';
import type { Block } from './counts.js';
import type { WrittenCandidate } from './file.js';
import { degreesOf, type Graph, GraphClasses, refuse } from './graphs.js';
import { Jet } from './jets.js';
import { checkGraph } from './relation.js';
import { primes, rankModulo } from './residues.js';
import { Theory } from './theory.js';
import type { Checked, Failure } from './verify.js';

/** Bounds that a library claims to fill: all operators within them are combinations of its entries. */
export interface LibraryClaim {
  readonly dimension: number;
  /** Range of the number of metric contractions. */
  readonly edges: readonly [number, number];
  /** Largest number of factors, undifferentiated ones included. */
  readonly maxDegree: number;
  /** Largest number of derivatives on one factor; default no bound. */
  readonly maxOrder?: number;
  /** Default `O`. */
  readonly group?: 'O' | 'SO';
  /** Default `['u']`. */
  readonly fields?: readonly string[];
}

/** How to check. */
export interface LibraryVerifyOptions {
  /** The list fills these bounds and does not go beyond; without it only the blocks that occur are held complete. */
  readonly all?: LibraryClaim;
  /** Called before each block with the part that is done, from 0 to 1. */
  readonly onProgress?: (fraction: number) => void;
}

/** What was checked in a library. */
export interface LibraryVerification extends Checked {
  readonly operators: number;
}

interface Part {
  readonly name: string;
  readonly block: Block;
  readonly dimension: number;
  readonly entries: readonly { readonly at: number; readonly graph: Graph }[];
}

const operatorCount = (count: number): string => `${count} operator${count === 1 ? '' : 's'}`;

/** All multisets of at most `most` fields. */
function* multisets(fields: readonly string[], most: number, from = 0): Generator<readonly string[]> {
  yield [];
  if (most === 0) return;
  for (let f = from; f < fields.length; f++) {
    for (const rest of multisets(fields, most - 1, f)) yield [fields[f]!, ...rest];
  }
}

/** All blocks within the bounds of a claim. */
function* claimedBlocks(claim: LibraryClaim): Generator<Block> {
  const { dimension, edges, maxDegree, maxOrder = Number.MAX_SAFE_INTEGER, group = 'O', fields = ['u'] } = claim;
  const names = [...new Set(fields)];
  for (let e = edges[0]; e <= edges[1]; e++) {
    for (const epsilon of group === 'SO' ? [0, dimension] : [0]) {
      for (const { kinds } of blocksWithDerivatives(2 * e + epsilon, names, epsilon)) {
        const factors = kinds.reduce((sum, { count }) => sum + count, 0);
        if (factors > maxDegree || kinds.some(({ degree }) => degree > maxOrder)) continue;
        for (const free of multisets(names, maxDegree - factors)) {
          const isolated = [...new Set(free)].map((field) => {
            return { field, degree: 0, count: free.filter((other) => other === field).length };
          });
          yield { kinds: [...kinds, ...isolated], epsilon };
        }
      }
    }
  }
}

/** Whether the values at random jets are independent; undefined if the graphs are too large to evaluate. */
function areIndependent(graphs: readonly Graph[], dimension: number): boolean | undefined {
  for (const p of primes) {
    const rows = graphs.map(() => new Float64Array(graphs.length + 2));
    for (let k = 0; k < graphs.length + 2; k++) {
      const jet = new Jet(dimension, p, k + 1);
      for (const [i, graph] of graphs.entries()) {
        const value = jet.valueOf(graph);
        if (value === undefined) return undefined;
        rows[i]![k] = value;
      }
    }
    if (rankModulo(rows, p) === graphs.length) return true;
  }
  return false;
}

/**
 * Checks a library as {@link readLibraryFile} reads it. What is wrong with it is in the result and no exception.
 * @example
 * verifyLibrary([], { all: { dimension: 2, edges: [1, 1], maxDegree: 1 } }).failures // [{ block: 'u:2', dimension: 2, expected: '1 operator', got: 'none' }]
 * @throws InvalidInput for unknown options or a claim that makes no sense.
 */
export function verifyLibrary(
  list: readonly WrittenCandidate[],
  options: LibraryVerifyOptions = {},
): LibraryVerification {
  const where = 'verify';
  checkOptions(where, options, ['all', 'onProgress']);
  const { all, onProgress } = options;
  if (all !== undefined) {
    checkOptions(where, all, ['dimension', 'edges', 'maxDegree', 'maxOrder', 'group', 'fields']);
    checkInteger(where, 'dimension', all.dimension, 1);
    checkInteger(where, 'the smallest number of edges', all.edges[0], 0);
    checkInteger(where, 'the largest number of edges', all.edges[1], all.edges[0]);
    checkInteger(where, 'the largest degree', all.maxDegree, 1);
    for (const field of all.fields ?? []) checkFieldName(where, field);
  }
  const theory = new Theory();
  const failures: Failure[] = [];
  const parts = new Map<string, Part & { readonly entries: { at: number; graph: Graph }[] }>();

  const fail = (block: string, dimension: number, expected: string, got: string, entry?: number): void => {
    failures.push({ block, dimension, ...(entry !== undefined && { entry: entry + 1 }), expected, got });
  };
  const keyOf = (dimension: number, name: string): string => `${dimension} ${name}`;
  for (const [i, { graph: shown, order, degree, certificate }] of list.entries()) {
    const { dimension } = certificate;
    try {
      const graph = checkGraph(shown, dimension);
      const [most, factors] = [Math.max(0, ...degreesOf(graph)), graph.vertices.length];
      if (order !== most) refuse(`order ${most} of ${shown.key}`, `${order}`);
      if (degree !== factors) refuse(`degree ${factors} of ${shown.key}`, `${degree}`);
      const block = blockOfGraph(graph);
      const name = blockName(block);
      const part = parts.get(keyOf(dimension, name)) ?? { name, block, dimension, entries: [] };
      part.entries.push({ at: i, graph });
      parts.set(keyOf(dimension, name), part);
    } catch (error) {
      if (!(error instanceof JetgraphError)) throw error;
      fail(shown.key, dimension, error.complaint.expected, error.complaint.got, i);
    }
  }

  let [completenessChecked, evaluated, done] = [0, 0, 0];
  const checkPart = ({ name, block, dimension, entries }: Part): void => {
    const classes = new GraphClasses();
    for (const { at, graph } of entries) {
      const { key } = list[at]!.graph;
      const before = classes.graphs.length;
      const found = classes.find(graph);
      if (found === undefined) fail(name, dimension, 'operators that do not vanish by symmetry', key, at);
      else if (found.index < before) fail(name, dimension, 'each operator once', `${key} a second time`, at);
    }
    const independent = areIndependent(classes.graphs, dimension);
    if (independent !== undefined) evaluated++;
    if (independent === false) fail(name, dimension, 'independent operators', 'dependent ones');
    const counted = theory.count(block, dimension);
    if (counted === undefined) return;
    completenessChecked++;
    const right = `${counted.graphs} graphs, ${counted.independent} independent`;
    for (const { at } of entries) {
      const { certificate } = list[at]!;
      const stated = `${certificate.graphs} graphs, ${certificate.independent} independent`;
      if (stated !== right) fail(name, dimension, `a certificate of ${right}`, stated, at);
    }
    if (entries.length !== counted.independent) {
      fail(name, dimension, operatorCount(counted.independent), `${entries.length}`);
    }
  };

  const claimed = new Map(
    (all === undefined ? [] : [...claimedBlocks(all)]).map((block) => [keyOf(all!.dimension, blockName(block)), block]),
  );
  const missing = [...claimed].filter(([key]) => !parts.has(key)).map(([, block]) => block);
  const total = parts.size + missing.length;
  for (const [key, part] of parts) {
    onProgress?.(done++ / total);
    if (all !== undefined && !claimed.has(key)) {
      const { name, dimension, entries } = part;
      const expected = `blocks within the bounds of the claim, dimension ${all.dimension}`;
      fail(name, dimension, expected, operatorCount(entries.length));
    }
    checkPart(part);
  }
  let blocks = parts.size;
  for (const block of missing) {
    onProgress?.(done++ / total);
    const counted = theory.count(block, all!.dimension);
    if (counted?.independent === 0) continue;
    blocks++;
    if (counted === undefined) continue;
    completenessChecked++;
    fail(blockName(block), all!.dimension, operatorCount(counted.independent), 'none');
  }
  const dimensions = new Set(list.map(({ certificate }) => certificate.dimension));
  if (all !== undefined) dimensions.add(all.dimension);
  return {
    valid: failures.length === 0,
    operators: list.length,
    blocks,
    dimensions: [...dimensions].sort((a, b) => a - b),
    completenessChecked,
    evaluated,
    failures,
  };
}
