/**
 * The corner of the spectrum along one axis: the wave number at which the cumulative sum of the amplitudes bends, where it is
 * best fitted by two straight pieces. Below it lies the signal, above it mostly noise. Source: [messenger-bortz-2021] (section 4.1).
 */

import { type SliceSeries, sliceAt } from '../series.js';

/** Lines along the axis whose spectra are averaged, at most. */
const mostLines = 256;

/** The mean of all samples. */
export function meanOf(series: SliceSeries): number {
  let sum = 0;
  let count = 0;
  for (let k = 0; k < series.length; k++) {
    const slice = sliceAt(series, k);
    for (const value of slice) sum += value;
    count += slice.length;
  }
  return sum / count;
}

/**
 * The corner in radians for each node.
 * @param shape of the samples, time first.
 * @param axis which axis of `shape`.
 * @param mean is taken off first.
 */
export function spectralCorner(series: SliceSeries, shape: readonly number[], axis: number, mean: number): number {
  const count = shape[axis]!;
  const half = Math.floor(count / 2);
  const amplitude = new Float64Array(half);
  const cosines = Float64Array.from({ length: count }, (_, i) => Math.cos((2 * Math.PI * i) / count));
  const sines = Float64Array.from({ length: count }, (_, i) => Math.sin((2 * Math.PI * i) / count));
  for (const line of linesAlong(series, shape, axis)) {
    for (let k = 0; k < half; k++) {
      let re = 0;
      let im = 0;
      for (let i = 0; i < count; i++) {
        const value = line[i]! - mean || 0;
        const turn = (k * i) % count;
        re += value * cosines[turn]!;
        im += value * sines[turn]!;
      }
      amplitude[k] = amplitude[k]! + Math.hypot(re, im);
    }
  }
  return (2 * Math.PI * bend(amplitude)) / count;
}

/** Lines along an axis, evenly spread over all of them. */
function linesAlong(series: SliceSeries, shape: readonly number[], axis: number): readonly Float64Array[] {
  const count = shape[axis]!;
  const nodes = shape.slice(1).reduce((product, n) => product * n, 1);
  const inner = shape.slice(axis + 1).reduce((product, n) => product * n, 1);
  const lines = (shape[0]! * nodes) / count;
  const step = Math.max(1, Math.floor(lines / mostLines));
  const starts: number[] = [];
  for (let line = 0; line < lines; line += step) starts.push(Math.floor(line / inner) * count * inner + (line % inner));
  if (axis > 0) {
    return starts.map((start) => {
      const slice = sliceAt(series, Math.floor(start / nodes));
      return Float64Array.from({ length: count }, (_, i) => slice[(start % nodes) + i * inner]!);
    });
  }
  const result = starts.map(() => new Float64Array(count));
  for (let k = 0; k < count; k++) {
    const slice = sliceAt(series, k);
    for (const [l, start] of starts.entries()) result[l]![k] = slice[start]!;
  }
  return result;
}

/** The index at which the cumulative sum is nearest to two straight pieces, from 1 on. */
function bend(amplitude: Float64Array): number {
  const sums = new Float64Array(amplitude.length);
  let total = 0;
  for (const [k, value] of amplitude.entries()) {
    total += value;
    sums[k] = total;
  }
  const last = sums.length - 1;
  let best = Math.min(1, last);
  let least = Number.POSITIVE_INFINITY;
  for (let m = 1; m < last; m++) {
    let error = 0;
    for (let k = 0; k <= last; k++) {
      const [from, to] = k <= m ? [0, m] : [m, last];
      const line = sums[from]! + ((sums[to]! - sums[from]!) * (k - from)) / (to - from);
      error += (sums[k]! - line) ** 2;
    }
    if (error < least) {
      least = error;
      best = m;
    }
  }
  return best;
}
