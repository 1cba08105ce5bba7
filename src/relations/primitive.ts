/**
 * Primitive relations: those of a block that do not follow from relations of smaller blocks by union, gluing and
 * differentiation (consequences.ts). What is proved about them:
 *
 * - Everything follows from one relation, det ⟨a_i, b_j⟩ = 0 for n + 1 and n + 1 vectors, by union and gluing of several
 *   vertices at once; that is the second fundamental theorem for O(n) [weyl-1946]. Relations with n + 1 edges that are linear
 *   in 2n + 2 vectors are the irreducible representation (2^{n+1}) of the permutations of these vectors. So, for one field,
 *   there are two relations with n + 1 edges (one each in the degrees 2, …, 2 and 2, …, 2, 1, 1, the only ones whose
 *   h_a[h_2] h_b contains this shape), the (n+1)-st elementary symmetric polynomial of ∇²u is primitive, and the other
 *   follows from it by ∇²u → ∇u ∇u.
 * - Gluing one vertex at a time and differentiating is less than gluing several at once. That these suffice, so that nothing
 *   else is primitive, is not proved here for all numbers of edges; it is decided for each block, exactly: the span of all
 *   consequences is compared with the span of all relations over Q. No other primitive relation without volume form is found
 *   for n = 1 and 2 up to 6 edges, n = 3 up to 7, n = 4 up to 8 (for one field).
 *
 * A rank mod p that is full is full over Q and settles a block early; where it is not, all consequences enter an exact
 * elimination.
 */
import type { GraphSum } from '../algebra/index.js';
import { checkInteger, OutOfRange } from '../base/index.js';
import { primitiveRow, Rational, RationalRowSpace, ResidueRowSpace } from '../exact/index.js';
import { canonicalize } from '../graph/index.js';
import { smallerBlocks, Ways } from './ancestors.js';
import { type Block, blockLabel } from './block.js';
import { type BlockRelations, type Relation, relationsOfBlock } from './certificate.js';
import { type DerivationStep, expandConsequence } from './consequences.js';
import { type RelationOptions, relations } from './query.js';

/** A relation with its reasons. */
export interface ExplainedRelation {
  readonly relation: Relation;
  /** Its place in the list of its block, from 0. */
  readonly index: number;
  /**
   * The relation is the sum of these steps; empty if it is primitive. A step that is the union of a relation with nothing
   * names a primitive relation of the same block.
   */
  readonly from: readonly DerivationStep[];
}

/** A consequence as a row over the graphs of its block, to be divided by `divisor`. */
interface Candidate extends Omit<DerivationStep, 'coefficient'> {
  readonly row: readonly bigint[];
  readonly divisor: bigint;
  readonly terms: number;
}

/** Consequences looked at, after they span all relations, in search of one that is a relation of the basis by itself. */
const furtherCandidates = 50;

/** The integer coefficients of a relation over the graphs of its block. */
const rowOf = (sum: GraphSum, graphs: BlockRelations['graphs']): bigint[] =>
  graphs.map(({ key }) => sum.terms.get(key)?.coefficient.constantValue()?.numerator ?? 0n);

const nameOf = (row: readonly bigint[]): string => primitiveRow(row).join();

/** Divides the relations of blocks; what blocks share is kept. */
export class PrimitiveFinder {
  readonly dimension: number;
  readonly fields: readonly string[];
  readonly #ways: Ways;
  readonly #relations = new Map<string, BlockRelations>();

  constructor(dimension: number, fields: readonly string[] = ['u']) {
    this.dimension = dimension;
    this.fields = fields;
    this.#ways = new Ways(fields);
  }

  #relationsOf(block: Block): BlockRelations {
    const label = blockLabel(block);
    const known = this.#relations.get(label) ?? relationsOfBlock(block, this.dimension);
    this.#relations.set(label, known);
    return known;
  }

  *#candidates(target: BlockRelations): Generator<Candidate> {
    const columns = new Map(target.graphs.map(({ key }, i) => [key, i]));
    for (const source of smallerBlocks(target.block, this.dimension, this.fields)) {
      const { relations: list } = this.#relationsOf(source);
      if (list.length === 0) continue;
      for (const way of this.#ways.between(source, target.block)) {
        for (const [index, relation] of list.entries()) {
          const consequence = { ...way, relation };
          const { terms, divisor } = expandConsequence(consequence);
          const row = new Array<bigint>(columns.size).fill(0n);
          for (const { graph, coefficient } of terms) row[columns.get(graph.key)!] = coefficient;
          if (terms.length > 0) yield { consequence, index, row, divisor, terms: terms.length };
        }
      }
    }
  }

  /** Different consequences, fewest terms first: all of them, or enough to span all relations. */
  #consequences(target: BlockRelations, rows: readonly (readonly bigint[])[]): Candidate[] {
    const space = new ResidueRowSpace(target.graphs.length);
    const found = new Map<string, Candidate>();
    const wanted = new Set(rows.map(nameOf));
    let further = 0;
    for (const candidate of this.#candidates(target)) {
      const name = nameOf(candidate.row);
      if (!found.has(name)) found.set(name, candidate);
      wanted.delete(name);
      space.add(primitiveRow(candidate.row).map(Number));
      if (space.rank < rows.length) continue;
      if (wanted.size === 0 || further++ === furtherCandidates) break;
    }
    return [...found.values()].sort((a, b) => a.terms - b.terms);
  }

  /** The relation itself as a step. */
  #itself(relation: Relation, index: number): Omit<DerivationStep, 'coefficient'> {
    const { place } = this.#ways;
    const { graph } = canonicalize({ vertices: [place], edges: [], legs: [], epsilon: [] });
    return { consequence: { operation: 'union', relation, with: graph, place, block: relation.block }, index };
  }

  /**
   * The relations of a block in the order of `relationsOfBlock`, each with what it follows from: one consequence where one
   * was found, else a combination.
   */
  explain(block: Block): readonly ExplainedRelation[] {
    const target = this.#relationsOf(block);
    const rows = target.relations.map(({ sum }) => rowOf(sum, target.graphs));
    if (rows.length === 0) return [];
    const list = this.#consequences(target, rows);
    // Columns: consequences, then the basis. A column without pivot is a combination of the pivots before it, so the pivots
    // in the basis are its smallest relations that complete the span of the consequences.
    const elimination = new RationalRowSpace(list.length + rows.length);
    for (const i of target.graphs.keys())
      elimination.add([...list, ...rows.map((row) => ({ row }))].map(({ row }) => row[i]!));
    const reduced = elimination.reduced();
    const primitive = new Set(reduced.map(({ pivot }) => pivot - list.length));
    const byName = new Map(list.map((candidate) => [nameOf(candidate.row), candidate]));
    return target.relations.map((relation, j): ExplainedRelation => {
      if (primitive.has(j)) return { relation, index: j, from: [] };
      const single = byName.get(nameOf(rows[j]!));
      if (single !== undefined) {
        const at = single.row.findIndex((entry) => entry !== 0n);
        return { relation, index: j, from: [stepOf(single, Rational.of(rows[j]![at]!, single.row[at]!))] };
      }
      const from = reduced.flatMap(({ pivot, row }) => {
        const factor = row[list.length + j]!;
        if (factor.isZero()) return [];
        if (pivot < list.length) return [stepOf(list[pivot]!, factor)];
        const index = pivot - list.length;
        return [{ ...this.#itself(target.relations[index]!, index), coefficient: factor }];
      });
      return { relation, index: j, from };
    });
  }
}

const stepOf = ({ consequence, index, divisor }: Candidate, factor: Rational): DerivationStep => ({
  consequence,
  index,
  coefficient: factor.times(Rational.of(divisor)),
});

/** The largest number of edges: some seconds for n = 1 and 2, a minute or two for n = 3 and 4; one more for a single block. */
function mostEdges({ dimension, group, degrees }: RelationOptions): number {
  const all = group === 'SO' ? Math.floor(dimension / 2) + 3 : dimension + 4;
  return degrees === undefined ? all : all + 1;
}

/**
 * The relations that `relations` lists, in the same order, each with the smaller relations it follows from.
 * @example
 * const [cubic, other] = explainRelations({ edges: 3, dimension: 2 });
 * cubic.from.length // 0
 * other.from.map(({ consequence }) => consequence.with.key) // ['R_ab u_a u_b']
 * @throws InvalidInput for unknown options or n = 0; OutOfRange if there are too many edges.
 */
export function explainRelations(options: RelationOptions): readonly ExplainedRelation[] {
  const { edges, dimension, degrees, fields = ['u'], onProgress } = options;
  checkInteger('relations', 'dimension', dimension, 1);
  const most = mostEdges(options);
  if (edges > most) {
    throw new OutOfRange({
      where: 'primitive relations',
      expected: `at most ${most} edges ${degrees === undefined ? 'for all degree sequences at once' : ''}`.trim(),
      got: `${edges}`,
      hint: degrees === undefined ? 'choose one with --degrees, or list all relations' : 'list all relations',
    });
  }
  const found = relations({ ...options, onProgress: () => undefined });
  const blocks = new Map(found.map(({ block }) => [blockLabel(block), block]));
  const finder = new PrimitiveFinder(dimension, fields);
  return [...blocks.values()].flatMap((block, done) => {
    onProgress?.(done / blocks.size);
    return finder.explain(block);
  });
}
