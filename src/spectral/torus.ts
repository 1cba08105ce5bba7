/**
 * Fourier series on periodic grids of boxes in E^n: u = Σ_k û_k e^{i⟨κ,x⟩}, κ_a = 2π k_a / L_a. The jet component with α_a
 * indices a is Σ Π (iκ_a)^{α_a} û_k e^{i⟨κ,x⟩}. Of an even number of nodes the wave number N/2, whose sign the values do not
 * tell, is left out of odd derivatives [trefethen-2000, chapter 3]. The last axis has half its spectrum: k ≥ 0.
 */
import { InvalidInput } from '../base/index.js';
import type { Grid } from '../grid/index.js';
import type { SpectralBasis } from './basis.js';
import { FourierPlan } from './fft.js';
import { RealRows } from './realRows.js';

/** Wave number of place j on a full axis. */
const signed = (j: number, count: number): number => (2 * j > count ? j - count : j);

/**
 * The basis of a periodic Cartesian grid: wave numbers with |k_a| ≤ bandLimit on every axis, all of them unless told.
 * @throws InvalidInput for a band limit beyond the grid.
 */
export function torusBasis(grid: Grid, bandLimit?: number): SpectralBasis {
  const counts = grid.shape;
  const most = Math.max(...counts.map((count) => Math.floor(count / 2)));
  const limit = bandLimit ?? most;
  if (!(Number.isInteger(limit) && limit >= 0 && limit <= most)) {
    throw new InvalidInput({
      where: `spectral basis of ${grid.spec}`,
      expected: `a band limit from 0 to ${most}`,
      got: String(limit),
    });
  }
  const dimension = counts.length;
  const columns = counts[dimension - 1]!;
  const rows = grid.size / columns;
  const lines = new RealRows(rows, columns, Math.min(limit, Math.floor(columns / 2)) + 1);
  const { width } = lines;
  const shape = [...counts.slice(0, -1), width];
  const modes = rows * width;
  const plans = counts.slice(0, -1).map((count) => new FourierPlan(count));

  // Along each axis: wave number of each place, whether it is the one of unknown sign.
  const lengths = grid.axes.map(({ values }, a) => (values[1]! - values[0]!) * counts[a]!);
  const waves = shape.map((places, a) =>
    Float64Array.from({ length: places }, (_, j) => {
      const k = a === dimension - 1 ? j : signed(j, counts[a]!);
      return (2 * Math.PI * k) / lengths[a]!;
    }),
  );
  const unsigned = counts.map((count) => (count % 2 === 0 ? count / 2 : -1));
  const inner = shape.map((_, a) => shape.slice(a + 1).reduce((product, places) => product * places, 1));
  const place = (mode: number, a: number): number => Math.floor(mode / inner[a]!) % shape[a]!;

  const kept = new Uint8Array(modes);
  const eigenvalues = new Float64Array(2 * modes);
  const squareWeights = new Float64Array(2 * modes);
  const volume = lengths.reduce((product, length) => product * length, 1);
  for (let mode = 0; mode < modes; mode++) {
    let sum = 0;
    kept[mode] = 1;
    for (let a = 0; a < dimension; a++) {
      const j = place(mode, a);
      sum -= waves[a]![j]! ** 2;
      if (a < dimension - 1 && Math.abs(signed(j, counts[a]!)) > limit) kept[mode] = 0;
    }
    const last = mode % width;
    const weight = volume * (last === 0 || last === unsigned[dimension - 1]! ? 1 : 2);
    for (const at of [mode, modes + mode]) {
      eigenvalues[at] = sum;
      squareWeights[at] = weight;
    }
  }
  // Modes that are each other's conjugates: those with k = 0 or N/2 on the last axis.
  const pairs: (readonly [number, number])[] = [];
  for (const last of [0, unsigned[dimension - 1]!]) {
    if (last < 0 || last >= width) continue;
    for (let row = 0; row < rows; row++) {
      const mode = row * width + last;
      let mirror = last;
      for (let a = 0; a < dimension - 1; a++) mirror += ((counts[a]! - place(mode, a)) % counts[a]!) * inner[a]!;
      if (mode <= mirror) pairs.push([mode, mirror]);
    }
  }

  /** Transforms along all axes but the last. */
  const across = (re: Float64Array, im: Float64Array, direction: 'forward' | 'backward'): void => {
    plans.forEach((plan, a) => {
      const block = shape[a]! * inner[a]!;
      for (let offset = 0; offset < modes; offset += block) plan[direction](re, im, offset, inner[a]!);
    });
  };
  const re = new Float64Array(modes);
  const im = new Float64Array(modes);
  const multiplierRe = new Float64Array(modes);
  const multiplierIm = new Float64Array(modes);

  return {
    dimension,
    size: grid.size,
    length: 2 * modes,
    eigenvalues,
    ...(dimension === 1 && { waves: waves[0]!.map((k, j) => (j === unsigned[0] ? 0 : k)) }),
    squareWeights,
    bandLimit: limit,
    constant: 0,
    analyse(values, coefficients) {
      const [outRe, outIm] = [coefficients.subarray(0, modes), coefficients.subarray(modes)];
      lines.analyse(values, outRe, outIm, width, 1);
      across(outRe, outIm, 'forward');
      for (let mode = 0; mode < modes; mode++) {
        const factor = kept[mode]! / rows;
        outRe[mode]! *= factor;
        outIm[mode]! *= factor;
      }
      // Exact conjugates, lest rounding feed a part that no value shows.
      for (const [mode, mirror] of pairs) {
        outRe[mirror] = outRe[mode]!;
        outIm[mirror] = mirror === mode ? 0 : -outIm[mode]!;
      }
    },
    jets(coefficients, forms) {
      return forms.map((form) => {
        // The multiplier of each mode: even orders make its real part, odd orders its imaginary part.
        multiplierRe.fill(0);
        multiplierIm.fill(0);
        for (const { index, coefficient } of form) {
          const powers = counts.map((_, a) => index.filter((i) => i === a).length);
          const factors = waves.map((list, a) =>
            list.map((k, j) => (powers[a]! % 2 === 1 && j === unsigned[a] ? 0 : k ** powers[a]!)),
          );
          const target = index.length % 2 === 0 ? multiplierRe : multiplierIm;
          const sign = index.length % 4 < 2 ? coefficient : -coefficient;
          for (let mode = 0; mode < modes; mode++) {
            let factor = sign;
            for (let a = 0; a < dimension; a++) factor *= factors[a]![place(mode, a)]!;
            target[mode]! += factor;
          }
        }
        for (let mode = 0; mode < modes; mode++) {
          const [x, y] = [coefficients[mode]!, coefficients[modes + mode]!];
          re[mode] = multiplierRe[mode]! * x - multiplierIm[mode]! * y;
          im[mode] = multiplierRe[mode]! * y + multiplierIm[mode]! * x;
        }
        across(re, im, 'backward');
        const values = new Float64Array(grid.size);
        lines.synthesise(re, im, width, 1, values);
        return values;
      });
    },
  };
}
