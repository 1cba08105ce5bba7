/**
 * Checks a list of relations, sharing nothing with the code that finds them: each relation holds, by its certificate and again
 * at random jets; in each block the relations are independent; and they are as many as theory says, so none is missing.
 */
import { checkFieldName, checkInteger, checkOptions, JetgraphError, OutOfRange } from '../base/index.js';
import { blockName, blocksWithDerivatives } from './blocks.js';
import type { Block } from './counts.js';
import type { WrittenRelation } from './file.js';
import { type Graph, GraphClasses, refuse } from './graphs.js';
import { Jet } from './jets.js';
import { checkMinor, type Row, statedBlock, termsRow } from './relation.js';
import { primes, rankModulo, times } from './residues.js';
import { Theory } from './theory.js';

/** What a list claims to hold. */
export interface Claim {
  readonly edges: number;
  readonly dimension: number;
  /** Default `O`. */
  readonly group?: 'O' | 'SO';
  /** Default `['u']`. */
  readonly fields?: readonly string[];
}

/** How to check. */
export interface VerifyOptions {
  /** The list holds all relations of this kind and no others; without it only the blocks that occur are held complete. */
  readonly all?: Claim;
  /** Called before each block with the part that is done, from 0 to 1. */
  readonly onProgress?: (fraction: number) => void;
}

/** A check that failed. */
export interface Failure {
  /** Degrees by field, after `eps` with the volume form. */
  readonly block: string;
  readonly dimension: number;
  /** Position in the list from 1; missing if the block as a whole is wrong. */
  readonly entry?: number;
  readonly expected: string;
  readonly got: string;
}

/** What was checked in a file and what failed. */
export interface Checked {
  readonly valid: boolean;
  readonly blocks: number;
  /** Dimensions that occur or are claimed, rising. */
  readonly dimensions: readonly number[];
  /** Blocks whose number of entries was compared with theory; the others are too large. */
  readonly completenessChecked: number;
  /** Blocks whose entries were evaluated at random jets; the others are too large. */
  readonly evaluated: number;
  readonly failures: readonly Failure[];
}

/** What was checked in a list of relations. */
export interface Verification extends Checked {
  readonly relations: number;
}

/** Jets at which every relation must vanish. */
const jetCount = 2;

/** A minor has (n + 1)! terms. */
const largestDimension = 8;

interface Part {
  readonly name: string;
  readonly block: Block;
  readonly dimension: number;
  readonly entries: readonly { readonly at: number; readonly relation: WrittenRelation }[];
}

const relationCount = (count: number): string => `${count} relation${count === 1 ? '' : 's'}`;

/** The blocks of a list in the order in which they first occur. */
function partsOf(list: readonly WrittenRelation[]): Map<string, Part> {
  const parts = new Map<string, Part & { readonly entries: { at: number; relation: WrittenRelation }[] }>();
  for (const [i, relation] of list.entries()) {
    const block = statedBlock(relation);
    const { dimension } = relation.certificate;
    const name = blockName(block);
    const key = `${dimension} ${name}`;
    const part = parts.get(key) ?? { name, block, dimension, entries: [] };
    part.entries.push({ at: i + 1, relation });
    parts.set(key, part);
  }
  return parts;
}

/** All blocks of a claim. */
function claimedBlocks({ edges, dimension, group = 'O', fields: names = ['u'] }: Claim): Block[] {
  const fields = [...new Set(names)];
  return (group === 'SO' ? [0, dimension] : [0]).flatMap((epsilon) =>
    blocksWithDerivatives(2 * edges + epsilon, fields, epsilon),
  );
}

/** Whether all rows vanish at random jets; undefined if the graphs are too large to evaluate. */
function vanishing(rows: readonly Row[], graphs: readonly Graph[], dimension: number): boolean[] | undefined {
  const p = primes[0];
  const vanish = rows.map(() => true);
  for (let seed = 1; seed <= jetCount; seed++) {
    const jet = new Jet(dimension, p, seed);
    const values = graphs.map((graph) => jet.valueOf(graph));
    if (values.includes(undefined)) return undefined;
    for (const [i, row] of rows.entries()) {
      let sum = 0;
      for (const [index, c] of row) sum = (sum + times(residue(c, p), values[index]!, p)) % p;
      vanish[i] &&= sum === 0;
    }
  }
  return vanish;
}

const residue = (c: bigint, p: number): number => Number(((c % BigInt(p)) + BigInt(p)) % BigInt(p));

function areIndependent(rows: readonly Row[], columns: number): boolean {
  return primes.some((p) => {
    const matrix = rows.map((row) => {
      const dense = new Float64Array(columns);
      for (const [index, c] of row) dense[index] = residue(c, p);
      return dense;
    });
    return rankModulo(matrix, p) === rows.length;
  });
}

/**
 * Checks relations as {@link readRelationFile} reads them.
 * What is wrong with the list is in the result and no exception.
 * @example
 * verifyRelations([], { all: { edges: 2, dimension: 2 } }).valid // true
 * @throws InvalidInput for unknown options or a claim that makes no sense; OutOfRange beyond dimension 8.
 */
export function verifyRelations(list: readonly WrittenRelation[], options: VerifyOptions = {}): Verification {
  const where = 'verify';
  checkOptions(where, options, ['all', 'onProgress']);
  const { all, onProgress } = options;
  if (all !== undefined) {
    checkOptions(where, all, ['edges', 'dimension', 'group', 'fields']);
    checkInteger(where, 'edges', all.edges, 0);
    checkInteger(where, 'dimension', all.dimension, 1);
    for (const field of all.fields ?? []) checkFieldName(where, field);
  }
  for (const { certificate } of list) {
    if (certificate.dimension <= largestDimension) continue;
    const expected = `relations in dimensions up to ${largestDimension}`;
    throw new OutOfRange({ where, expected, got: `${certificate.dimension}` });
  }
  const theory = new Theory();
  const failures: Failure[] = [];
  const parts = partsOf(list);
  let [completenessChecked, evaluated, done] = [0, 0, 0];

  const checkPart = ({ name, block, dimension, entries }: Part): void => {
    const attempt = <T>(entry: number | undefined, body: () => T): T | undefined => {
      try {
        return body();
      } catch (error) {
        if (!(error instanceof JetgraphError)) throw error;
        const { expected, got } = error.complaint;
        failures.push({ block: name, dimension, ...(entry !== undefined && { entry }), expected, got });
        return undefined;
      }
    };
    const classes = new GraphClasses();
    const rows = entries.flatMap(({ at, relation }) => {
      const row = attempt(at, () => termsRow(relation, name, classes));
      return row === undefined ? [] : [row];
    });
    if (rows.length < entries.length) return;
    const graphs = [...classes.graphs];
    for (const [i, { at, relation }] of entries.entries()) {
      attempt(at, () => checkMinor(relation, rows[i]!, classes));
    }
    const vanish = vanishing(rows, graphs, dimension);
    if (vanish !== undefined) evaluated++;
    for (const [i, { at }] of entries.entries()) {
      attempt(at, () => vanish?.[i] === false && refuse(`zero at all jets of dimension ${dimension}`, 'another value'));
    }
    attempt(undefined, () => areIndependent(rows, graphs.length) || refuse('independent relations', 'dependent ones'));
    const counted = theory.count(block, dimension);
    if (counted !== undefined) completenessChecked++;
    const numbers = counted ?? entries[0]!.relation.certificate;
    const relations = numbers.graphs - numbers.independent;
    const right = `${numbers.graphs} graphs, ${numbers.independent} independent, ${relations} relations, complete`;
    for (const { at, relation } of entries) {
      const { certificate: c } = relation;
      const stated = `${c.graphs} graphs, ${c.independent} independent, ${c.relations} relations, ${c.complete ? '' : 'in'}complete`;
      attempt(at, () => stated === right || refuse(`a certificate of ${right}`, stated));
    }
    attempt(undefined, () => entries.length === relations || refuse(relationCount(relations), `${entries.length}`));
  };

  const claimed = new Map(
    (all === undefined ? [] : claimedBlocks(all)).map((block) => [`${all!.dimension} ${blockName(block)}`, block]),
  );
  const missing = [...claimed].filter(([key]) => !parts.has(key)).map(([, block]) => block);
  const total = parts.size + missing.length;
  for (const [key, part] of parts) {
    onProgress?.(done++ / total);
    if (all !== undefined && !claimed.has(key)) {
      const { name, dimension, entries } = part;
      const expected = `blocks with ${all.edges} edges in dimension ${all.dimension}, as claimed`;
      failures.push({ block: name, dimension, expected, got: relationCount(entries.length) });
    }
    checkPart(part);
  }
  const dimensions = new Set(list.map(({ certificate }) => certificate.dimension));
  if (all !== undefined) dimensions.add(all.dimension);
  let blocks = parts.size;
  for (const block of missing) {
    onProgress?.(done++ / total);
    const counted = theory.count(block, all!.dimension);
    const relations = counted && counted.graphs - counted.independent;
    if (relations === 0) continue;
    blocks++;
    if (relations === undefined) continue;
    completenessChecked++;
    failures.push({
      block: blockName(block),
      dimension: all!.dimension,
      expected: relationCount(relations),
      got: 'none',
    });
  }
  return {
    valid: failures.length === 0,
    relations: list.length,
    blocks,
    dimensions: [...dimensions].sort((a, b) => a - b),
    completenessChecked,
    evaluated,
    failures,
  };
}
