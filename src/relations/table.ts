/**
 * The table that the package carries, so that common questions need no computation: the relations of all blocks of one
 * field with at most 7 edges in the dimensions 2, 3 and 4, and the numbers of graphs and of independent operators with at
 * most 12 edges in the dimensions 1 to 6, with and without the volume form. scripts/table.mjs computes and writes it.
 *
 * The relations of n dimensions and E edges are one text, ` entry entry …`. The entry of a block,
 *
 *     degrees=graphs;relation;relation…~checksum        2,2,2=3;+0-3*1+2*2@0:001122~…
 *
 * has the number of its graphs and, for each relation, its terms over the graphs of the block in their order (3*1 is three
 * times graph 1), then graph and edges of its minor: two base-36 digits, tail and head, for each edge. So the rank of a
 * block is its number of graphs less its relations. Counts are `graphs/independent` for E = 0, 1, ….
 */
import { Inconsistent } from '../base/index.js';
import type { CanonicalGraph } from '../graph/index.js';
import { type Block, blockEdges, degreesByField } from './block.js';
import { graphsOfBlock } from './listing.js';
import type { MinorRow } from './minors.js';
import { countTable, relationTable } from './tableData.js';

/** Texts by `dimension,edges` for relations, by `dimension,half-edges of the volume form` for counts. */
export type Table = Readonly<Record<string, string>>;

/** FNV-1a of a text, 32 bits in base 36: a slip in the file is noticed by whoever reads that place. */
export function checksum(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(36);
}

function damaged(place: string): never {
  throw new Inconsistent({ where: 'table', expected: `the text that was written for ${place}`, got: 'another one' });
}

/** The text before its checksum, which covers the place too. */
function verified(place: string, text: string): string {
  const [body, sum] = text.split('~');
  return sum === checksum(`${place} ${body}`) ? body! : damaged(place);
}

function parseRelation(text: string, graphs: readonly CanonicalGraph[]): MinorRow {
  const [terms, at, ends] = text.split(/[@:]/);
  const matches = [...terms!.matchAll(/([+-])(?:(\d+)\*)?(\d+)/g)];
  const edges = [...ends!.matchAll(/(.)(.)/g)].map(
    ([, tail, head]) => [Number.parseInt(tail!, 36), Number.parseInt(head!, 36)] as const,
  );
  return {
    row: {
      columns: matches.map(([, , , column]) => Number(column)),
      values: matches.map(([, sign, size = '1']) => Number(sign + size)),
    },
    minor: () => ({ graph: graphs[Number(at)]!.key, edges }),
  };
}

/**
 * Graphs and relations of a block as `computeRelations` finds them; undefined if the table does not hold the block. Neither
 * the name of the field nor isolated vertices, which stand last, change the order of the graphs.
 * @throws Inconsistent if the entry is damaged.
 */
export function tabledRelations(
  block: Block,
  dimension: number,
  table: Table = relationTable,
): { readonly graphs: readonly CanonicalGraph[]; readonly list: readonly MinorRow[] } | undefined {
  const text = table[`${dimension},${blockEdges(block)}`];
  const lists = Object.values(degreesByField(block));
  if (text === undefined || block.epsilon > 0 || lists.length > 1) return undefined;
  const degrees = (lists[0] ?? []).filter((degree) => degree > 0).join();
  const start = text.indexOf(` ${degrees}=`) + 1;
  if (start === 0) return undefined;
  const end = text.indexOf(' ', start);
  const [head, ...relations] = verified(`${dimension}`, text.slice(start, end < 0 ? undefined : end)).split(';');
  if (relations.length === 0) return { graphs: [], list: [] };
  const graphs = graphsOfBlock(block);
  if (head !== `${degrees}=${graphs.length}`) damaged(`${degrees} in dimension ${dimension}`);
  return { graphs, list: relations.map((relation) => parseRelation(relation, graphs)) };
}

/**
 * Numbers of graphs of one field and of independent operators; undefined beyond the table.
 * @throws Inconsistent if the row is damaged.
 */
export function tabledCounts(
  edges: number,
  epsilon: number,
  dimension: number,
  table: Table = countTable,
): readonly [graphs: bigint, independent: bigint] | undefined {
  const place = `${dimension},${epsilon}`;
  const text = table[place];
  const pair = text === undefined ? undefined : verified(place, text).split(' ')[edges]?.split('/');
  return pair && [BigInt(pair[0]!), BigInt(pair[1]!)];
}
