/**
 * Rows of a jet scheme, found in its runs. On a periodic axis a scheme cuts every row where a neighbour wraps around;
 * here the pieces of a row are put together again, and every neighbour is written as a source row and a shift. Other
 * long runs are rows too, with source rows made of neighbours that lie close together.
 */
import type { SamplingTables } from './sampling.js';

/** Where a neighbour lies: position i has it at node base + i + shift, wrapped where the row is periodic. */
export interface Place {
  /** First node of its source row minus first node of the own row. */
  readonly base: number;
  readonly shift: number;
}

/** A row: consecutive nodes with one stencil. */
export interface Row {
  readonly start: number;
  readonly count: number;
  readonly stencil: number;
  /** Length of a periodic row, 0 for others. */
  readonly period: number;
  /** By position in the offset list; rows with equal layouts share this list. */
  readonly places: readonly Place[];
}

/** Periodic rows are put together up to this length; longer ones spend little on their ends. */
const longestPeriod = 4096;

/** Other rows are at least and at most this long: shorter ones gain nothing, longer ones leave the cache. */
const [shortest, longest] = [16, 1024];

/** Neighbours further apart than this lie in different source rows. */
const widestGap = 4;

/** Finds the rows of a grid, in the order of their nodes. */
export function findRows({ runs, offsets }: SamplingTables): readonly Row[] {
  const rows: Row[] = [];
  const periodic = new Map<string, readonly Place[] | undefined>();
  const straight = new Map<number, readonly Place[]>();
  const plain = (r: number): void => {
    const [start, count, stencil, list] = [runs[r]!, runs[r + 1]!, runs[r + 2]!, runs[r + 3]!];
    if (count < shortest) return;
    const places = straight.get(list) ?? clusters(offsets[list]!);
    straight.set(list, places);
    const tiles = Math.ceil(count / longest);
    for (let t = 0; t < tiles; t++) {
      const [from, to] = [Math.floor((t * count) / tiles), Math.floor(((t + 1) * count) / tiles)];
      rows.push({ start: start + from, count: to - from, stencil, period: 0, places });
    }
  };
  for (let r = 0; r < runs.length; ) {
    const period = periodAt(runs, offsets, r);
    let end = r;
    let total = 0;
    for (; total < period && end < runs.length && runs[end + 2] === runs[r + 2]; end += 4) total += runs[end + 1]!;
    if (period === 0 || total !== period) {
      plain(r);
      r += 4;
      continue;
    }
    let key = '';
    for (let k = r; k < end; k += 4) key += `${runs[k + 3]},`;
    let places = periodic.get(key);
    if (places === undefined && !periodic.has(key)) {
      places = periodicPlaces(runs, offsets, r, end, period);
      periodic.set(key, places);
    }
    if (places === undefined) for (let k = r; k < end; k += 4) plain(k);
    else rows.push({ start: runs[r]!, count: period, stencil: runs[r + 2]!, period, places });
    r = end;
  }
  return rows;
}

/** The length of the periodic row that starts at a run, as its first wrapped neighbour tells; 0 for none. */
function periodAt(runs: Int32Array, offsets: readonly Int32Array[], r: number): number {
  if (r + 4 >= runs.length || runs[r + 2] !== runs[r + 6]) return 0;
  const [here, next] = [offsets[runs[r + 3]!]!, offsets[runs[r + 7]!]!];
  let q = 0;
  while (q < here.length && next[q] === here[q]) q++;
  const period = q === here.length ? 0 : here[q]! - next[q]!;
  return period > 0 && period <= longestPeriod ? period : 0;
}

/** Source rows and shifts of a periodic row that consists of some runs, or undefined where they do not form one. */
function periodicPlaces(
  runs: Int32Array,
  offsets: readonly Int32Array[],
  from: number,
  to: number,
  period: number,
): readonly Place[] | undefined {
  const start = runs[from]!;
  const width = offsets[runs[from + 3]!]!.length;
  const places: Place[] = [];
  for (let q = 0; q < width; q++) {
    const first = offsets[runs[from + 3]!]![q]!;
    let [base, shift] = [first, 0];
    // The first run that does not go on from the first position begins where the neighbour wraps around.
    for (let r = from + 4; r < to && shift === 0; r += 4) {
      const at = runs[r]! - start;
      const target = at + offsets[runs[r + 3]!]![q]!;
      if (target !== first + at) [base, shift] = [target, period - at];
    }
    for (let r = from; r < to; r += 4) {
      const at = runs[r]! - start;
      if (base + ((at + shift) % period) !== at + offsets[runs[r + 3]!]![q]!) return undefined;
    }
    places.push({ base, shift: shift > period / 2 ? shift - period : shift });
  }
  return places;
}

/** Offsets in groups of near ones: a group is a source row, its middle the base. */
function clusters(offsets: Int32Array): readonly Place[] {
  const sorted = [...new Set(offsets)].sort((a, b) => a - b);
  const baseOf = new Map<number, number>();
  for (let i = 0; i < sorted.length; ) {
    let j = i;
    while (j + 1 < sorted.length && sorted[j + 1]! - sorted[j]! <= widestGap) j++;
    const base = sorted[i]! + Math.floor((sorted[j]! - sorted[i]!) / 2);
    for (; i <= j; i++) baseOf.set(sorted[i]!, base);
  }
  return Array.from(offsets, (offset) => ({ base: baseOf.get(offset)!, shift: offset - baseOf.get(offset)! }));
}
