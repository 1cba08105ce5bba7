/**
 * Mirrored rows without copies: a row is cut where a neighbour wraps around, and between two cuts every term has the same
 * offsets at all nodes.
 */
import type { MirroredRows } from './mirrored.js';
import type { SamplingTables } from './sampling.js';

/** Nodes of a run at least: two pairs. */
export const shortestRun = 4;

/** Runs of nodes in mirrored rows. */
export interface MirroredRuns {
  readonly rows: MirroredRows;
  /** For each run: first node, number of nodes, where its offsets and its weights begin, its number of terms of each kind. */
  readonly pieces: Int32Array;
  /** Two numbers for each term, in bytes from the node: at the shift and at its opposite. */
  readonly offsets: Int32Array;
}

/** The runs of mirrored rows, and the tables of the other nodes, to which the shortest runs go. */
export function mirroredRuns(
  rows: MirroredRows,
  { runs: allRuns }: SamplingTables,
  rest: SamplingTables,
): { readonly runs: MirroredRuns; readonly rest: SamplingTables } {
  const { period, kinds, pieces, terms, sources } = rows;
  const width = 3 + kinds.length;
  const [table, offsets]: [number[], number[]] = [[], []];
  const short = new Set<number>();
  for (let p = 0; p < pieces.length; p += width) {
    const [start, from, weights] = [pieces[p]!, pieces[p + 1]!, pieces[p + 2]!];
    const counts = [...pieces.subarray(p + 3, p + width)];
    const own = counts.reduce((sum, count) => sum + count, 0);
    const shifts = Array.from({ length: own }, (_, q) => terms[2 * (from + q) + 1]!);
    const wrapped = (position: number): number => ((position % period) + period) % period;
    const cuts = [...new Set([0, period, ...shifts.flatMap((s) => [wrapped(-s), wrapped(s)])])].sort((a, b) => a - b);
    cuts.slice(0, -1).forEach((begin, k) => {
      const count = cuts[k + 1]! - begin;
      if (count < shortestRun) {
        for (let node = start + begin; node < start + begin + count; node++) short.add(node);
        return;
      }
      table.push(start + begin, count, offsets.length / 2, weights, ...counts);
      shifts.forEach((shift, q) => {
        const base = sources[2 * terms[2 * (from + q)]!]! - start - begin;
        offsets.push(8 * (base + wrapped(begin + shift)), 8 * (base + wrapped(begin - shift)));
      });
    });
  }
  const kept: (readonly number[])[] = [];
  for (const runs of [allRuns, rest.runs]) {
    for (let r = 0; r < runs.length; r += 4) {
      if (runs === rest.runs || short.has(runs[r]!)) kept.push([...runs.subarray(r, r + 4)]);
    }
  }
  kept.sort(([a], [b]) => a! - b!);
  return {
    runs: { rows, pieces: Int32Array.from(table), offsets: Int32Array.from(offsets) },
    rest: { ...rest, runs: Int32Array.from(kept.flat()) },
  };
}
