/** Relations of all blocks with a given number of edges. */
import type { GraphSumJson } from '../algebra/index.js';
import { checkInteger, checkOptions } from '../base/index.js';
import { type Block, blockDegrees, blocksWithEdges, type Degrees } from './block.js';
import { type Certificate, type Relation, relationsOfBlock } from './certificate.js';
import type { DerivationStep } from './consequences.js';
import type { Group } from './count.js';
import { type OriginJson, originToJson } from './origin.js';

/** Which relations to list. */
export interface RelationOptions {
  /** Number of metric contractions. */
  readonly edges: number;
  readonly dimension: number;
  /** Only this degree sequence, all fields together, in any order; zeros stand for isolated vertices. */
  readonly degrees?: readonly number[];
  /** Default `O`; `SO` adds the relations of graphs with the volume form. */
  readonly group?: Group;
  /** Field names; default `['u']`. */
  readonly fields?: readonly string[];
  /** Called before each block with the part that is done, from 0 to 1. */
  readonly onProgress?: (fraction: number) => void;
}

const allDegrees = (block: Block): number[] =>
  block.vertices.flatMap(({ degree, count }) => new Array<number>(count).fill(degree));

/**
 * A basis of the relations, block by block (larger degrees first), smallest first within a block.
 * @example
 * relations({ edges: 3, dimension: 2 }).map(({ sum }) => sum.toString()) // two cubic relations
 * @throws InvalidInput for unknown options or n = 0; OutOfRange if a block is too large.
 */
export function relations(options: RelationOptions): readonly Relation[] {
  const where = 'relations';
  checkOptions(where, options, ['edges', 'dimension', 'degrees', 'group', 'fields', 'onProgress']);
  const { edges, dimension, degrees, group = 'O', fields = ['u'], onProgress } = options;
  checkInteger(where, 'dimension', dimension, 1);
  for (const degree of degrees ?? []) checkInteger(where, 'a degree', degree, 0);
  const wanted = degrees && [...degrees].sort((a, b) => b - a).join();
  const isolated = degrees?.filter((degree) => degree === 0).length ?? 0;
  const blocks = (group === 'SO' ? [0, dimension] : [0])
    .flatMap((epsilon) => [...blocksWithEdges(edges, { fields, epsilon, isolated })])
    .filter((block) => wanted === undefined || allDegrees(block).join() === wanted);
  return blocks.flatMap((block, done) => {
    onProgress?.(done / blocks.length);
    return relationsOfBlock(block, dimension).relations;
  });
}

/** The form in which the command line prints a relation. */
export interface RelationJson {
  readonly degrees: Degrees;
  readonly terms: GraphSumJson['terms'];
  readonly certificate: Certificate;
  /** Whether it does not follow from smaller relations; only where that was asked. */
  readonly primitive?: boolean;
  /** What it follows from, unless it is primitive. */
  readonly from?: readonly OriginJson[];
}

/**
 * `degrees` is a plain list if only one field is declared.
 * @param from - what the relation follows from, if that is to be said; empty for a primitive one.
 */
export function relationToJson(
  relation: Relation,
  fields: readonly string[] = ['u'],
  from?: readonly DerivationStep[],
): RelationJson {
  const { block, sum, certificate } = relation;
  return {
    degrees: blockDegrees(block, fields),
    terms: sum.toJSON().terms,
    certificate,
    ...(from !== undefined && { primitive: from.length === 0 }),
    ...(from !== undefined && from.length > 0 && { from: from.map((step) => originToJson(step, fields)) }),
  };
}
