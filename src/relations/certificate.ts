/**
 * All relations of a block with a proof that they are all: minors give relations that hold, characters bound their number
 * from above, and where the two meet the list is complete. No probability enters.
 */
import { GraphSum } from '../algebra/index.js';
import { checkInteger, Inconsistent, OutOfRange } from '../base/index.js';
import { Polynomial, RationalRowSpace, ReducedRowSpace, type SparseRow } from '../exact/index.js';
import type { CanonicalGraph } from '../graph/index.js';
import { type Block, blockEdges, blockLabel } from './block.js';
import { checkEpsilon, countGraphs, rankInDimension } from './count.js';
import { graphsOfBlock } from './listing.js';
import { eachMinor, expandMinor, type Minor, type MinorRow } from './minors.js';
import { tabledRelations } from './table.js';
import { hasSlots, takeApart, tieRows } from './tied.js';

/** Why a relation holds, and why the list that it belongs to is complete. */
export interface Certificate {
  /** The relation holds in this dimension (without the volume form: and in every smaller one). */
  readonly dimension: number;
  /** Number of graphs of the block. */
  readonly graphs: number;
  /** Number of independent operators in this dimension, by characters. */
  readonly independent: number;
  /** Number of independent relations found: graphs − independent. */
  readonly relations: number;
  readonly complete: true;
  /** The relation is a rational multiple of this minor; with slots, of what a minor of the block taken apart is tied to. */
  readonly minor: Minor;
}

/** A vanishing sum with coprime integer coefficients, the first one positive. */
export interface Relation {
  readonly block: Block;
  readonly sum: GraphSum;
  readonly certificate: Certificate;
}

/** What is known about a block in one dimension. */
export interface BlockRelations {
  readonly block: Block;
  readonly dimension: number;
  /** The graphs of the block in the order of compareGraphs; empty if there are no relations (none was listed then). */
  readonly graphs: readonly CanonicalGraph[];
  /** The relations as rows over these graphs. */
  readonly rows: readonly SparseRow[];
  /** The same relations, smallest first. */
  readonly relations: readonly Relation[];
}

/**
 * Largest number of graphs of a block, of terms of its minors (a minor has (n+1)! of them), and of the dimension: half a
 * minute or so.
 */
const mostGraphs = 3000;
const mostTerms = 1e7;
const mostDimension = 8;

const binomial = (n: number, k: number): number => {
  let result = 1;
  for (let i = 1; i <= k; i++) result = (result * (n - k + i)) / i;
  return result;
};

interface Candidate extends MinorRow {
  readonly largest: number;
  readonly sum: number;
}

/** Fewest terms, then smallest largest coefficient, then smallest sum of sizes, then leading graphs first. */
function compareCandidates(a: Candidate, b: Candidate): number {
  const size = a.row.columns.length - b.row.columns.length || a.largest - b.largest || a.sum - b.sum;
  if (size !== 0) return size;
  for (let i = 0; i < a.row.columns.length; i++) {
    if (a.row.columns[i] !== b.row.columns[i]) {
      const [x, y] = [a.row, b.row].map(({ columns, values }) => ({ column: columns[i]!, value: values[i]! }));
      return x!.column < y!.column ? -x!.value : y!.value;
    }
    if (a.row.values[i] !== b.row.values[i]) return b.row.values[i]! - a.row.values[i]!;
  }
  return 0;
}

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));

/** Minors as rows over the graphs of a block; a block with slots is taken apart for them. */
function eachRow(
  block: Block,
  graphs: readonly CanonicalGraph[],
  dimension: number,
  visit: (minor: MinorRow) => void,
): void {
  if (!hasSlots(block)) {
    eachMinor(block, graphs, dimension, visit);
    return;
  }
  const apart = takeApart(block);
  const labelled = graphsOfBlock(apart.block);
  const tied = tieRows(labelled, graphs, apart);
  eachMinor(apart.block, labelled, dimension, ({ row, minor }) => visit({ row: tied(row), minor }));
}

function candidates(block: Block, graphs: readonly CanonicalGraph[], dimension: number): Candidate[] {
  const found = new Map<string, Candidate>();
  eachRow(block, graphs, dimension, ({ row: { columns, values }, minor }) => {
    if (columns.length === 0) return;
    const scale = values.map(Math.abs).reduce(gcd) * Math.sign(values[0]!);
    const row = { columns, values: values.map((value) => value / scale) };
    const name = `${columns.join()}:${row.values.join()}`;
    if (found.has(name)) return;
    const sizes = row.values.map(Math.abs);
    found.set(name, { minor, row, largest: Math.max(...sizes), sum: sizes.reduce((a, b) => a + b, 0) });
  });
  return [...found.values()].sort(compareCandidates);
}

/** The first rows that raise the rank, until it is reached; independence mod p implies independence over Q. */
function independentRows(list: readonly Candidate[], columns: number, rank: number): readonly Candidate[] {
  const residues = new ReducedRowSpace(columns);
  const chosen = list.filter(({ row }) => residues.rank < rank && residues.add(row));
  if (chosen.length === rank) return chosen;
  const exact = new RationalRowSpace(columns);
  return list.filter(({ row }) => {
    const dense = new Array<bigint>(columns).fill(0n);
    row.columns.forEach((column, i) => {
      dense[column] = BigInt(row.values[i]!);
    });
    return exact.rank < rank && exact.add(dense);
  });
}

const noRelations = (block: Block, dimension: number): BlockRelations => ({
  block,
  dimension,
  graphs: [],
  rows: [],
  relations: [],
});

/** Relations with their certificates, from a complete list of rows. */
function certified(
  block: Block,
  dimension: number,
  graphs: readonly CanonicalGraph[],
  list: readonly MinorRow[],
): BlockRelations {
  if (list.length === 0) return noRelations(block, dimension);
  const independent = graphs.length - list.length;
  const common = { dimension, graphs: graphs.length, independent, relations: list.length, complete: true } as const;
  return {
    block,
    dimension,
    graphs,
    rows: list.map(({ row }) => row),
    relations: list.map(({ row, minor }) => ({
      block,
      sum: GraphSum.ofCanonical(
        0,
        row.columns.map((column, i) => ({
          graph: graphs[column]!,
          coefficient: Polynomial.constant(row.values[i]!),
        })),
      ),
      certificate: { ...common, minor: minor() },
    })),
  };
}

/** What {@link relationsOfBlock} gives, from the minors: nothing is looked up. */
export function computeRelations(block: Block, dimension: number): BlockRelations {
  const where = 'relations';
  const independent = rankInDimension(block, dimension);
  const missing = countGraphs(block) - independent;
  if (missing === 0) return noRelations(block, dimension);
  const total = independent + missing;
  const listed = hasSlots(block) ? countGraphs(takeApart(block).block) : total;
  const terms = listed * binomial(blockEdges(block), dimension + 1) * 2 ** dimension;
  if (listed > mostGraphs || terms > mostTerms || dimension > mostDimension) {
    throw new OutOfRange({
      where,
      expected: `a block with at most ${mostGraphs} graphs and ${mostTerms} terms of minors in a dimension up to ${mostDimension}`,
      got: `${listed} and about ${terms} in ${blockLabel(block)}, dimension ${dimension}`,
      hint: 'ask for fewer edges',
    });
  }
  const graphs = graphsOfBlock(block);
  const chosen = independentRows(candidates(block, graphs, dimension), graphs.length, missing);
  if (graphs.length !== total || chosen.length !== missing) {
    throw new Inconsistent({
      where,
      expected: `${total} graphs and ${missing} relations in ${blockLabel(block)}, dimension ${dimension}`,
      got: `${graphs.length} and ${chosen.length}`,
    });
  }
  return certified(block, dimension, graphs, chosen);
}

/**
 * A basis of the relations of a block in dimension n, smallest first. Blocks of one field with at most 7 edges in the
 * dimensions 2, 3 and 4 are looked up in the table of the package, others computed.
 * @example
 * relationsOfBlock(blockOf(parseKey('u_ab u_ac u_bc')), 2).relations[0]?.sum.toString()
 * // 'u_aa u_bb u_cc - 3 u_ab u_ab u_cc + 2 u_ab u_ac u_bc'
 * @throws InvalidInput for a dimension below 1 or that does not fit the volume form; OutOfRange for a block too large.
 */
export function relationsOfBlock(block: Block, dimension: number): BlockRelations {
  const where = 'relations';
  checkInteger(where, 'dimension', dimension, 1);
  checkEpsilon(where, block, dimension);
  const known = hasSlots(block) ? undefined : tabledRelations(block, dimension);
  if (known === undefined) return computeRelations(block, dimension);
  return certified(block, dimension, known.graphs, known.list);
}

/**
 * The minor of a certificate written out again: a multiple of the relation it certifies.
 * @param graph - the graph that `minor.graph` names, in canonical form.
 */
export function minorSum(graph: CanonicalGraph, minor: Minor): GraphSum {
  return GraphSum.collect(
    0,
    [...expandMinor(graph, minor)].map((term) => ({ graph: term.graph, coefficient: term.sign })),
  );
}
