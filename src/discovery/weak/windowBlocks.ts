/**
 * Blocks of overlapping windows for the bootstrap: around every window in space and time all windows whose centres are within reach. Data
 * shared by neighbouring windows are then shared inside a block, wherever it lies. Every row counts one over the number of blocks it
 * is in, so that the blocks together are the rows.
 */
import { type BootstrapOptions, bootstrapIntervals, type Interval, type RowBlock } from '../bootstrap.js';
import type { WeakDesign, WindowRows } from './weakDesign.js';

/** Fewest disjoint blocks beyond the number of terms; where there are less, blocks are made shorter. */
const fewestBeyondTerms = 6;

/** Half-lengths of blocks over half-widths of windows, tried in turn; at the first a block is as long as a window. */
const reaches: readonly number[] = [1, 0.7, 0.5, 0.3, 0];

/** Blocks, and how many of them are disjoint. */
export interface WindowBlocks {
  readonly blocks: readonly RowBlock[];
  readonly draws: number;
}

/** Intervals for the coefficients of one support, by blocks of windows. */
export function weakIntervals(
  { runs }: Pick<WeakDesign, 'runs'>,
  target: number,
  support: readonly number[],
  coefficients: readonly number[],
  options: BootstrapOptions,
): readonly Interval[] {
  if (support.length === 0) return [];
  const sums = runs.map((run) => rowSums(run, target, support, coefficients));
  const tried = reaches.map((reach) => () => windowBlocks(runs, sums, support.length, reach));
  let found = tried[0]!();
  for (const attempt of tried.slice(1)) {
    if (found.draws >= support.length + fewestBeyondTerms) break;
    found = attempt();
  }
  return bootstrapIntervals(coefficients, found.blocks, found.draws, options);
}

/** Gram matrix (k²) and scores (k) of every row, side by side, less what noise adds; rows that are not kept are zero. */
function rowSums(
  { values, errors, kept, time, space }: WindowRows,
  target: number,
  support: readonly number[],
  coefficients: readonly number[],
): Float64Array {
  const k = support.length;
  const width = k * k + k;
  const rows = time.count * space.count;
  const columns = values.length / rows;
  const sums = new Float64Array(rows * width);
  const add = (row: number, matrix: Float64Array, weight: number): void => {
    const at = (column: number): number => matrix[row * columns + column]!;
    const rest = support.reduce((sum, column, j) => sum - coefficients[j]! * at(column), at(target));
    for (const [i, column] of support.entries()) {
      const left = weight * at(column);
      for (const [j, other] of support.entries()) {
        sums[row * width + i * k + j] = sums[row * width + i * k + j]! + left * at(other);
      }
      sums[row * width + k * k + i] = sums[row * width + k * k + i]! + left * rest;
    }
  };
  for (const row of kept) {
    add(row, values, 1);
    for (const { part, weight } of errors) add(row, part, -weight);
  }
  return sums;
}

/** Blocks of the given reach around every kept window. */
export function windowBlocks(
  runs: readonly Pick<WindowRows, 'kept' | 'time' | 'space'>[],
  sums: readonly Float64Array[],
  terms: number,
  reach: number,
): WindowBlocks {
  const width = terms * terms + terms;
  const blocks: RowBlock[] = [];
  let members = 0;
  for (const [r, { kept, time, space }] of runs.entries()) {
    const rows = time.count * space.count;
    const here = new Float64Array(rows);
    for (const row of kept) here[row] = 1;
    const gather = neighbourSums({ time, space }, reach);
    const sizes = gather(here, 1);
    const shared = sums[r]!.map((value, i) => value / Math.max(1, sizes[Math.floor(i / width)]!));
    const gathered = gather(shared, width);
    for (const row of kept) {
      members += sizes[row]!;
      const own = gathered.subarray(row * width, (row + 1) * width);
      blocks.push({ gram: own.subarray(0, terms * terms), score: own.subarray(terms * terms) });
    }
  }
  // mean size of a block is members / blocks; so many of them hold as many rows as there are
  return { blocks, draws: (blocks.length * blocks.length) / Math.max(1, members) };
}

/** Sums over the windows near each window, space first. */
function neighbourSums({ time, space }: Pick<WindowRows, 'time' | 'space'>, reach: number) {
  const list = (count: number, near: (window: number, reach: number) => readonly number[]) =>
    Array.from({ length: count }, (_, c) => near(c, reach));
  const inSpace = list(space.count, space.near);
  const inTime = list(time.count, time.near);
  const add = (to: Float64Array, place: number, from: Float64Array, source: number, width: number): void => {
    for (let i = 0; i < width; i++) to[place * width + i] = to[place * width + i]! + from[source * width + i]!;
  };
  return (values: Float64Array, width: number): Float64Array => {
    const middle = new Float64Array(values.length);
    const out = new Float64Array(values.length);
    const row = (t: number, c: number): number => t * space.count + c;
    for (let t = 0; t < time.count; t++) {
      for (const [c, others] of inSpace.entries()) {
        for (const other of others) add(middle, row(t, c), values, row(t, other), width);
      }
    }
    for (const [t, others] of inTime.entries()) {
      for (let c = 0; c < space.count; c++) {
        for (const other of others) add(out, row(t, c), middle, row(other, c), width);
      }
    }
    return out;
  };
}
