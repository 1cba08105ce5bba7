/** Blocks by name, by graph and by bounds. */
import type { Block, Kind } from './counts.js';
import { degreesOf, type Graph } from './graphs.js';

/** A block from its degrees by field. */
export function blockOf(
  degrees: Iterable<readonly [field: string, degrees: readonly number[]]>,
  epsilon: number,
): Block {
  const kinds = [...degrees].flatMap(([field, list]) =>
    [...new Set(list)].map((degree): Kind => {
      return { field, degree, count: list.filter((other) => other === degree).length };
    }),
  );
  return { kinds, epsilon };
}

/** Equal for equal blocks: `u:2,1 v:1`, `eps u:2,1`. */
export function blockName({ kinds, epsilon }: Block): string {
  const fields = [...new Set(kinds.map(({ field }) => field))].sort();
  const parts = fields.map((field) => {
    const degrees = kinds.flatMap((kind) =>
      kind.field === field ? new Array<number>(kind.count).fill(kind.degree) : [],
    );
    return `${field}:${degrees.sort((a, b) => b - a)}`;
  });
  return [...(epsilon > 0 ? ['eps'] : []), ...parts].join(' ') || '1';
}

/** The block of a graph. */
export function blockOfGraph(graph: Graph): Block {
  const degrees = degreesOf(graph);
  const of = (field: string): number[] => degrees.filter((_, v) => graph.vertices[v] === field);
  return blockOf(
    [...new Set(graph.vertices)].map((field) => [field, of(field)] as const),
    graph.epsilon.length,
  );
}

/**
 * All blocks of some fields with `total` derivatives, without undifferentiated vertices.
 * @param epsilon - how many of the half-edges belong to the volume form.
 */
export function blocksWithDerivatives(total: number, fields: readonly string[], epsilon: number): Block[] {
  const found: Block[] = [];
  const extend = (left: number, field: number, largest: number, kinds: readonly Kind[]): void => {
    if (left === 0) found.push({ kinds, epsilon });
    if (left === 0 || field === fields.length) return;
    for (let degree = Math.min(left, largest); degree > 0; degree--) {
      for (let count = Math.floor(left / degree); count > 0; count--) {
        extend(left - count * degree, field, degree - 1, [...kinds, { field: fields[field]!, degree, count }]);
      }
    }
    extend(left, field + 1, left, kinds);
  };
  extend(total, 0, total, []);
  return found;
}
