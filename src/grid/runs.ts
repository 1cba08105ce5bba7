/**
 * Laying a stencil along the fastest axis. A neighbour is named by the row it lies in and by its shift along that
 * row; on a periodic axis the flat offset of a neighbour jumps where the shift wraps around, so a row is cut there.
 */
import type { Run } from './scheme.js';

/** A neighbour of the nodes of a row. */
export interface Neighbour {
  /** First node of the neighbour's row minus first node of the own row. */
  readonly row: number;
  /** Difference of the positions in the row, before wrapping. */
  readonly shift: number;
}

/** Nodes from..from+count−1 of a row with constant flat offsets. */
export interface Segment {
  readonly from: number;
  readonly count: number;
  readonly offsets: Int32Array;
}

/** The segments of a periodic row of `length` nodes. */
export function periodicSegments(neighbours: readonly Neighbour[], length: number): Segment[] {
  const shifts = neighbours.map(({ shift }) => ((shift % length) + length) % length);
  const cuts = [...new Set([0, ...shifts.filter((s) => s > 0).map((s) => length - s), length])].sort((a, b) => a - b);
  return cuts.slice(0, -1).map((from, k) => ({
    from,
    count: cuts[k + 1]! - from,
    offsets: Int32Array.from(neighbours, ({ row }, s) => {
      const target = from + shifts[s]!;
      return row + (target < length ? target : target - length) - from;
    }),
  }));
}

/** Runs of one row from its segments. */
export function runsOfRow(rowStart: number, segments: readonly Segment[], stencil: number): Run[] {
  return segments.map(({ from, count, offsets }) => ({ start: rowStart + from, count, stencil, offsets }));
}
