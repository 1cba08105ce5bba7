/** Images of numbers from a palette as PNG data: the shorter of two ways to predict rows [png-specification, §12.7]. */
import { zlibSync } from 'fflate';
import { predicted } from './decode.js';

/** A rectangle of an image of numbers. */
export interface Part {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The numbers in a rectangle of an image that is `stride` wide. */
export function partOf(numbers: Uint8Array, stride: number, { x, y, width, height }: Part): Uint8Array {
  const result = new Uint8Array(width * height);
  for (let row = 0; row < height; row++) {
    const from = (y + row) * stride + x;
    result.set(numbers.subarray(from, from + width), row * width);
  }
  return result;
}

/** The smallest rectangle that holds every place where two images differ; undefined where they are equal. */
export function changedPart(before: Uint8Array, after: Uint8Array, stride: number): Part | undefined {
  let [left, right, top, bottom] = [stride, -1, -1, -1];
  for (let i = 0; i < after.length; i++) {
    if (before[i] === after[i]) continue;
    const column = i % stride;
    bottom = (i - column) / stride;
    if (top < 0) top = bottom;
    if (column < left) left = column;
    if (column > right) right = column;
  }
  return top < 0 ? undefined : { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}

/** The rows as they are: best for texture and for edges. */
function plainRows(numbers: Uint8Array, width: number): Uint8Array {
  const height = numbers.length / width;
  const rows = new Uint8Array((width + 1) * height);
  for (let row = 0; row < height; row++) {
    rows.set(numbers.subarray(row * width, (row + 1) * width), row * (width + 1) + 1);
  }
  return rows;
}

/** Each row with the filter that leaves the smallest sum of differences: best for shades, where alike colours have close numbers. */
function predictedRows(numbers: Uint8Array, width: number): Uint8Array {
  const height = numbers.length / width;
  const rows = new Uint8Array((width + 1) * height);
  const tries = [0, 1, 2, 3, 4].map(() => new Uint8Array(width));
  for (let row = 0; row < height; row++) {
    const at = row * width;
    let [best, least] = [0, Number.POSITIVE_INFINITY];
    for (const [filter, line] of tries.entries()) {
      let sum = 0;
      for (let i = 0; i < width; i++) {
        const left = i === 0 ? 0 : numbers[at + i - 1]!;
        const up = row === 0 ? 0 : numbers[at + i - width]!;
        const corner = i === 0 || row === 0 ? 0 : numbers[at + i - width - 1]!;
        const difference = (numbers[at + i]! - predicted(filter, left, up, corner)) & 255;
        line[i] = difference;
        sum += Math.min(difference, 256 - difference);
      }
      if (sum < least) [best, least] = [filter, sum];
    }
    rows[row * (width + 1)] = best;
    rows.set(tries[best]!, row * (width + 1) + 1);
  }
  return rows;
}

/** The data of an image, packed tightly, in the way that is shorter when packed loosely, which takes a small part of the time. */
export function shortest(numbers: Uint8Array, width: number): Uint8Array {
  const [plain, predicted] = [plainRows(numbers, width), predictedRows(numbers, width)];
  const loose = (rows: Uint8Array): number => zlibSync(rows, { level: 3 }).length;
  return zlibSync(loose(plain) <= loose(predicted) ? plain : predicted, { level: 9, mem: 12 });
}
