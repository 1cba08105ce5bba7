/** Slices in time of an array in a file: all of them in memory where there is room, else read as they are needed. */
import { madeSeries, type SliceSeries } from '../discovery/index.js';
import type { NamedArray } from '../io/index.js';
import { reordered } from './axes.js';

/** Values between the beginnings of two runs in the file that are worth a run of their own. */
const shortestRun = 2 ** 13;

/** Values read at once, at most, unless one slice or one chunk has more. */
const largestBlock = 2 ** 23;

/**
 * Slices over the axes of space in the order given.
 * @param memory - bytes that the array may take; beyond it the array stays in its file, as far as its format allows.
 */
export function fieldSlices(
  array: NamedArray,
  time: number,
  space: readonly number[],
  memory: number,
): { readonly values: SliceSeries; readonly inFile: boolean } {
  const { shape, part } = array;
  const count = shape[time]!;
  const size = shape.reduce((product, length) => product * length, 1) / count;
  const sliced = (values: Float64Array, length: number): Float64Array[] =>
    Array.from({ length }, (_, k) => values.subarray(k * size, (k + 1) * size));
  if (part === undefined || 8 * size * count <= memory) {
    return { values: sliced(reordered(array, [time, ...space]), count), inFile: false };
  }
  const inner = shape.slice(time + 1).reduce((product, length) => product * length, 1);
  const wanted = Math.max(part.chunk[time]!, Math.ceil(shortestRun / inner));
  const length = Math.min(count, wanted, Math.max(1, Math.floor(largestBlock / size)));
  let first = -1;
  let block: Float64Array[] = [];
  const values = madeSeries(count, 1, (k) => {
    if (first < 0 || k < first || k >= first + block.length) {
      first = k - (k % length);
      const start = shape.map((_, axis) => (axis === time ? first : 0));
      const own = shape.map((all, axis) => (axis === time ? Math.min(length, count - first) : all));
      const data = part.read(start, own);
      block = sliced(reordered({ name: array.name, shape: own, data }, [time, ...space]), own[time]!);
    }
    return block[k - first]!;
  });
  return { values, inFile: true };
}
