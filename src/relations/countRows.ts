/** Tables of counts: a row for each number of edges, each part of SO(n), or each block. */
import { checkFieldName, checkInteger, checkOptions, InvalidInput, OutOfRange } from '../base/index.js';
import { blockDegrees, blocksWithEdges, type Degrees } from './block.js';
import { type Character, graphCharacter } from './character.js';
import { BlockProducts, type Group, independentCharacter, safeCount } from './count.js';
import { connectedTotals, graphTotals } from './graphTotals.js';
import { checkDegree, innerProduct } from './powersum.js';
import { vertexSets } from './setPartitions.js';
import { tabledCounts } from './table.js';

/** What to count. */
export interface CountOptions {
  /** Range of the number of metric contractions, both ends included. */
  readonly edges: readonly [number, number];
  /** Dimension n; without it nothing is identified and all graphs are independent. */
  readonly dimension?: number;
  /** Default `O`; `SO` needs a dimension. */
  readonly group?: Group;
  /** Field names; default `['u']`. */
  readonly fields?: readonly string[];
  /** Only connected graphs, which generate the others as products; without a dimension, not by anything. */
  readonly connected?: boolean;
  /**
   * Instead of one row for each number of edges: one for each block, or one for the operators without the volume form and
   * one for those with it, the ones that SO(n) has beyond O(n).
   */
  readonly by?: 'degrees' | 'orientation';
}

/** Numbers of graphs, of independent operators, and their difference. */
export interface CountRow<Count extends number | bigint = number> {
  /** Metric contractions. */
  readonly edges: number;
  /** With `by: 'orientation'`: derivatives in all, 2 for each metric contraction and n for the volume form. */
  readonly derivatives?: number;
  readonly graphs: Count;
  readonly independent: Count;
  readonly relations: Count;
  /** With `by: 'degrees'`: the block. */
  readonly degrees?: Degrees;
  /** With `by`: the operators of this row have the volume form. */
  readonly oriented?: true;
}

interface Counts {
  readonly graphs: bigint;
  readonly independent: bigint;
  readonly relations: bigint;
}

const counts = (graphs: bigint, independent = graphs): Counts => ({
  graphs,
  independent,
  relations: graphs - independent,
});

/** Rows of one table. */
const mostBlocks = 100_000;

/** Number of degree sequences with N half-edges, by Π_k (1 − x^k)^{−c}. */
function degreeSequences(degree: number, colours: number): number {
  const numbers = [1, ...new Array<number>(degree).fill(0)];
  for (let k = 1; k <= degree; k++) {
    for (let c = 0; c < colours; c++) for (let d = k; d <= degree; d++) numbers[d]! += numbers[d - k]!;
  }
  return numbers[degree]!;
}

function check(where: string, options: CountOptions): void {
  checkOptions(where, options, ['edges', 'dimension', 'group', 'fields', 'connected', 'by']);
  const { edges, dimension, group, fields = ['u'], connected, by } = options;
  checkInteger(where, 'edges', edges[0], 0);
  checkInteger(where, 'edges', edges[1], edges[0]);
  if (dimension !== undefined) checkInteger(where, 'dimension', dimension, 1);
  if (group === 'SO' && dimension === undefined) {
    throw new InvalidInput({ where, expected: 'a dimension with the group SO', got: 'none' });
  }
  if (connected && (dimension !== undefined || by !== undefined)) {
    const got = by === undefined ? `dimension ${dimension}` : `rows by ${by}`;
    throw new InvalidInput({ where, expected: 'connected graphs without a dimension, by edges alone', got });
  }
  if (fields.length === 0) throw new InvalidInput({ where, expected: 'at least one field', got: 'none' });
  for (const field of fields) checkFieldName(where, field);

  const most = 2 * edges[1] + (group === 'SO' ? dimension! : 0);
  if (by === 'degrees' || group === 'SO' || (dimension !== undefined && dimension < edges[1])) checkDegree(most);
  if (by !== 'degrees') return;
  const blocks = degreeSequences(most, new Set(fields).size);
  if (blocks > mostBlocks) {
    const expected = `at most ${mostBlocks} degree sequences for a number of edges`;
    throw new OutOfRange({ where, expected, got: String(blocks), hint: 'ask for fewer edges or fields' });
  }
}

/** Numbers of graphs and of independent operators by characters: nothing is looked up. */
export function computeCounts(
  edges: number,
  epsilon: number,
  dimension: number,
  colours = 1,
): [graphs: bigint, independent: bigint] {
  const vertices = vertexSets(2 * edges + epsilon, colours);
  const graphs = innerProduct(vertices, graphCharacter(edges, epsilon));
  return [graphs, innerProduct(vertices, independentCharacter(edges, epsilon, dimension))];
}

/**
 * Counts as bigints, however large. Those of one field with at most 12 edges in the dimensions 1 to 6 are looked up in the
 * table of the package, unless they are wanted by degrees.
 * @example
 * countRowsExactly({ edges: [20, 20] })[0].graphs // 2316122210804n
 * @throws InvalidInput for unknown options, n = 0, a falling range, SO without a dimension, connected graphs with one or by
 * degrees; OutOfRange beyond 50 edges, or 33 derivatives where relations or blocks are counted.
 */
export function countRowsExactly(options: CountOptions): CountRow<bigint>[] {
  check('count', options);
  const { dimension, group = 'O', fields = ['u'], connected = false, by } = options;
  const [first, last] = options.edges;
  const colours = new Set(fields).size;
  const edgeNumbers = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  const volumes = group === 'SO' ? [0, dimension!] : [0];
  const charactersOf = (edges: number, epsilon: number): readonly [Character, Character] => {
    const all = graphCharacter(edges, epsilon);
    return [all, dimension === undefined ? all : independentCharacter(edges, epsilon, dimension)];
  };

  if (by === 'degrees') {
    const products = new BlockProducts();
    return edgeNumbers.flatMap((edges) =>
      volumes.flatMap((epsilon) => {
        const characters = charactersOf(edges, epsilon);
        return [...blocksWithEdges(edges, { fields, epsilon })].map((block) => ({
          edges,
          ...counts(...(products.with(block, characters) as [bigint, bigint])),
          degrees: blockDegrees(block, fields),
          ...(epsilon > 0 && { oriented: true as const }),
        }));
      }),
    );
  }

  const totals = connected ? connectedTotals(last, colours) : graphTotals(last, colours);
  const part = (edges: number, epsilon: number): Counts => {
    if (dimension === undefined || (epsilon === 0 && dimension >= edges)) return counts(totals[edges]!);
    const known = colours === 1 ? tabledCounts(edges, epsilon, dimension) : undefined;
    return counts(...(known ?? computeCounts(edges, epsilon, dimension, colours)));
  };
  return edgeNumbers.flatMap((edges): CountRow<bigint>[] => {
    const parts = volumes.map((epsilon) => ({ epsilon, ...part(edges, epsilon) }));
    if (by === undefined) {
      const sum = (of: keyof Counts): bigint => parts.reduce((total, part) => total + part[of], 0n);
      return [{ edges, ...counts(sum('graphs'), sum('independent')) }];
    }
    return parts.map(({ epsilon, ...numbers }) => ({
      edges,
      derivatives: 2 * edges + epsilon,
      ...numbers,
      ...(epsilon > 0 && { oriented: true as const }),
    }));
  });
}

/**
 * Counts as numbers.
 * @example
 * countRows({ edges: [3, 3], dimension: 2 }) // [{ edges: 3, graphs: 23, independent: 21, relations: 2 }]
 * @throws as countRowsExactly does; OutOfRange also where a count is not a safe integer.
 */
export function countRows(options: CountOptions): CountRow[] {
  return countRowsExactly(options).map(({ graphs, independent, relations, ...row }) => ({
    ...row,
    graphs: safeCount(graphs),
    independent: safeCount(independent),
    relations: safeCount(relations),
  }));
}
