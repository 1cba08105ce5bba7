/**
 * Numbers of graphs and of independent operators by theory, without listing anything: the half-edges of a block carry the
 * representation with characteristic Π h_m[h_k] (m vertices of degree k), and contractions are counted by its inner product
 * with the characters of character.ts.
 */
import { checkFieldName, checkInteger, checkOptions, InvalidInput } from '../base/index.js';
import { type Block, blockDegrees, blockEdges, blocksWithEdges, type Degrees, splitIsolated } from './block.js';
import { type Character, graphCharacter, invariantCharacter } from './character.js';
import { allBlocks, type ClassFunction, innerProduct, multiply, plethysm, unit } from './powersum.js';

/** Full isometry group, or its identity component, which also allows the volume form. */
export type Group = 'O' | 'SO';

function characteristic(block: Block): ClassFunction {
  return block.vertices.reduce((product, { degree, count }) => multiply(product, plethysm(count, degree)), unit);
}

function independentCharacter(edges: number, epsilon: number, dimension: number): Character {
  if (epsilon > 0) return invariantCharacter(2 * edges + epsilon, dimension, 'odd');
  if (dimension >= edges) return graphCharacter(edges);
  return invariantCharacter(2 * edges, dimension, 'even');
}

/**
 * Number of graphs of a block up to isomorphism (with the volume form: of those that do not vanish by symmetry).
 * @example
 * countGraphs(blockOf(parseKey('u_ab u_a u_b'))) // 2
 * @throws OutOfRange beyond 30 derivatives.
 */
export function countGraphs(block: Block): number {
  const { core } = splitIsolated(block);
  const edges = blockEdges(core);
  if (!Number.isInteger(edges) || edges < 0) return 0;
  return innerProduct(characteristic(core), graphCharacter(edges, core.epsilon));
}

/**
 * Dimension of the space of operators spanned by the graphs of a block in dimension n.
 * @throws InvalidInput for a dimension below 1 or one that does not fit the volume form; OutOfRange if too large.
 */
export function rankInDimension(block: Block, dimension: number): number {
  const where = 'rank';
  checkInteger(where, 'dimension', dimension, 1);
  checkEpsilon(where, block, dimension);
  const { core } = splitIsolated(block);
  const edges = blockEdges(core);
  if (!Number.isInteger(edges) || edges < 0) return 0;
  return innerProduct(characteristic(core), independentCharacter(edges, core.epsilon, dimension));
}

/** @throws InvalidInput if the volume form belongs to another dimension. */
export function checkEpsilon(where: string, block: Block, dimension: number): void {
  if (block.epsilon === 0 || block.epsilon === dimension) return;
  throw new InvalidInput({
    where,
    expected: `a volume form with ${dimension} half-edges in dimension ${dimension}`,
    got: `${block.epsilon}`,
  });
}

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
  /** One row for each block instead of one for each number of edges. */
  readonly by?: 'degrees';
}

export interface CountRow {
  readonly edges: number;
  readonly graphs: number;
  readonly independent: number;
  readonly relations: number;
  /** With `by: 'degrees'`: the block. */
  readonly degrees?: Degrees;
  /** With `by: 'degrees'` and `SO`: the block has the volume form. */
  readonly oriented?: true;
}

/**
 * @example
 * countRows({ edges: [3, 3], dimension: 2 }) // [{ edges: 3, graphs: 23, independent: 21, relations: 2 }]
 * @throws InvalidInput for unknown options, n = 0, a falling range, SO without a dimension; OutOfRange if too large.
 */
export function countRows(options: CountOptions): CountRow[] {
  const where = 'count';
  checkOptions(where, options, ['edges', 'dimension', 'group', 'fields', 'by']);
  const { edges: range, dimension, group = 'O', fields = ['u'], by } = options;
  const [first, last] = range;
  checkInteger(where, 'edges', first, 0);
  checkInteger(where, 'edges', last, first);
  if (dimension !== undefined) checkInteger(where, 'dimension', dimension, 1);
  if (group === 'SO' && dimension === undefined) {
    throw new InvalidInput({ where, expected: 'a dimension with the group SO', got: 'none' });
  }
  if (fields.length === 0) throw new InvalidInput({ where, expected: 'at least one field', got: 'none' });
  for (const field of fields) checkFieldName(where, field);
  const volumes = group === 'SO' ? [0, dimension!] : [0];
  const row = (edges: number, f: ClassFunction, characters: readonly [Character, Character]): CountRow => {
    const [graphs, independent] = characters.map((character) => innerProduct(f, character)) as [number, number];
    return { edges, graphs, independent, relations: graphs - independent };
  };
  const charactersOf = (edges: number, epsilon: number): readonly [Character, Character] => {
    const all = graphCharacter(edges, epsilon);
    return [all, dimension === undefined ? all : independentCharacter(edges, epsilon, dimension)];
  };

  const rows: CountRow[] = [];
  const series = by === undefined ? allBlocks(2 * last + Math.max(...volumes), new Set(fields).size) : [];
  for (let edges = first; edges <= last; edges++) {
    const parts = volumes.map((epsilon) => ({ epsilon, characters: charactersOf(edges, epsilon) }));
    if (by === 'degrees') {
      for (const { epsilon, characters } of parts) {
        for (const block of blocksWithEdges(edges, { fields, epsilon })) {
          rows.push({
            ...row(edges, characteristic(block), characters),
            degrees: blockDegrees(block, fields),
            ...(epsilon > 0 && { oriented: true as const }),
          });
        }
      }
    } else {
      const sums = parts.map(({ epsilon, characters }) => row(edges, series[2 * edges + epsilon]!, characters));
      rows.push({
        edges,
        graphs: sums.reduce((sum, { graphs }) => sum + graphs, 0),
        independent: sums.reduce((sum, { independent }) => sum + independent, 0),
        relations: sums.reduce((sum, { relations }) => sum + relations, 0),
      });
    }
  }
  return rows;
}
