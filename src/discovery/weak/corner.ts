/**
 * The corner of the spectrum along one axis: the wave number at which the cumulative sum of the amplitudes bends, where it is
 * best fitted by two straight pieces. Below it lies the signal, above it mostly noise. Source: [messenger-bortz-2021] (section 4.1).
 */

/** Lines along the axis whose spectra are averaged, at most. */
const mostLines = 256;

/**
 * The corner in radians for each node.
 * @param values row-major; NaN counts as 0.
 * @param axis which axis of `shape`.
 */
export function spectralCorner(values: Float64Array, shape: readonly number[], axis: number): number {
  const count = shape[axis]!;
  const inner = shape.slice(axis + 1).reduce((product, n) => product * n, 1);
  const lines = values.length / count;
  const step = Math.max(1, Math.floor(lines / mostLines));
  const half = Math.floor(count / 2);
  const amplitude = new Float64Array(half);
  const cosines = Float64Array.from({ length: count }, (_, i) => Math.cos((2 * Math.PI * i) / count));
  const sines = Float64Array.from({ length: count }, (_, i) => Math.sin((2 * Math.PI * i) / count));
  for (let line = 0; line < lines; line += step) {
    const offset = Math.floor(line / inner) * count * inner + (line % inner);
    for (let k = 0; k < half; k++) {
      let re = 0;
      let im = 0;
      for (let i = 0; i < count; i++) {
        const value = values[offset + i * inner]! || 0;
        const turn = (k * i) % count;
        re += value * cosines[turn]!;
        im += value * sines[turn]!;
      }
      amplitude[k] = amplitude[k]! + Math.hypot(re, im);
    }
  }
  return (2 * Math.PI * bend(amplitude)) / count;
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
