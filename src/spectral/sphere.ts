/**
 * Spherical harmonics on latitude–longitude grids of S²: u = Σ_l a_l0 λ_l0 + 2 Re Σ_{m≥1} e^{imφ} Σ_l a_lm λ_lm, degrees up
 * to a band limit L < N (L < N − 1 with nodes at the poles), 2L < M for N rows and M columns. Analysis is exact on fields of that band limit. Jets come from
 * spin-weighted harmonics (`spinJets.ts`), which are regular at every node; nothing is divided by sin θ.
 */
import { InvalidInput, OutOfRange } from '../base/index.js';
import type { Grid, JetForm } from '../grid/index.js';
import { radius } from '../space/index.js';
import type { SpectralBasis } from './basis.js';
import { colatitudeWeighting } from './colatitudes.js';
import { RealRows } from './realRows.js';
import { largestDegree, SpinBlocks } from './spinHarmonics.js';
import { frameComponent, spinCoefficients, spinNorm } from './spinJets.js';

/** Real and imaginary parts, north (or even) and south (or odd) of one m: four lists over half of the rows. */
type Quarters = readonly [Float64Array, Float64Array, Float64Array, Float64Array];

/** One part of P_k at one spin, of one order m: Re or Im of P_k(m_+^a, m_−^b). */
interface Part {
  readonly spin: number;
  readonly imaginary: boolean;
  /** c_{a,b} √((l+s)!/(l−s)!) R^{−k} for each degree. */
  readonly factors: Float64Array;
  /** Forms that take it, with their weights. */
  readonly uses: Map<number, number>;
}

/**
 * The basis of a latitude–longitude grid: degrees up to `bandLimit`, the largest possible unless told.
 * @throws InvalidInput for a band limit beyond the grid; OutOfRange beyond degree 1500.
 */
export function sphereBasis(grid: Grid, bandLimit?: number): SpectralBasis {
  const [rows, columns] = grid.shape as readonly [number, number];
  const where = `spectral basis of ${grid.spec}`;
  const theta = grid.axes[0]!.values;
  const onPoles = theta[0] === 0;
  const most = Math.min(rows - (onPoles ? 2 : 1), Math.ceil(columns / 2) - 1);
  const limit = bandLimit ?? most;
  if (!(Number.isInteger(limit) && limit >= 0 && limit <= most)) {
    throw new InvalidInput({ where, expected: `a band limit from 0 to ${most}`, got: String(limit) });
  }
  if (limit > largestDegree) {
    const hint = 'give a lower band limit';
    throw new OutOfRange({ where, expected: `a band limit up to ${largestDegree}`, got: String(limit), hint });
  }
  const r = radius(grid.space);
  const half = Math.ceil(rows / 2);
  const blocks = new SpinBlocks(theta.slice(0, half), limit);
  const lines = new RealRows(rows, columns, limit + 1);
  const unit = columns / (2 * Math.PI * r * r);
  const weigh = colatitudeWeighting(
    theta.map((_, i) => grid.weights[i * columns]! * unit),
    limit,
    onPoles,
  );

  const modes = ((limit + 1) * (limit + 2)) / 2;
  /** Position of degree l = m. */
  const firstOf = (m: number): number => m * (limit + 1) - (m * (m - 1)) / 2;
  const eigenvalues = new Float64Array(2 * modes);
  const squareWeights = new Float64Array(2 * modes);
  for (let m = 0; m <= limit; m++) {
    for (let l = m; l <= limit; l++) {
      for (const at of [firstOf(m) + l - m, modes + firstOf(m) + l - m]) {
        eigenvalues[at] = (-l * (l + 1)) / (r * r);
        squareWeights[at] = (m === 0 ? 1 : 2) * r * r;
      }
    }
  }

  // Fourier coefficients of all rows, the rows of one m after another.
  const spectrumRe = new Float64Array(rows * (limit + 1));
  const spectrumIm = new Float64Array(rows * (limit + 1));
  const quarter = (): Float64Array => new Float64Array(half);
  const quarters = (): Quarters => [quarter(), quarter(), quarter(), quarter()];
  const folded = quarters();
  const sums = quarters();

  return {
    dimension: 2,
    size: grid.size,
    length: 2 * modes,
    eigenvalues,
    squareWeights,
    bandLimit: limit,
    constant: 0,
    analyse(values, coefficients) {
      lines.analyse(values, spectrumRe, spectrumIm, 1, rows);
      for (let m = 0; m <= limit; m++) {
        const re = spectrumRe.subarray(m * rows, (m + 1) * rows);
        const im = spectrumIm.subarray(m * rows, (m + 1) * rows);
        weigh(m, re, im);
        fold(re, im, folded);
        const { from, even } = blocks.block(0, m);
        for (let l = m; l <= limit; l++) {
          const [a, b] = (l + m) % 2 === 0 ? [folded[0], folded[1]] : [folded[2], folded[3]];
          const at = (l - m) * half;
          let [x, y] = [0, 0];
          for (let i = from; i < half; i++) {
            const lambda = even[at + i]!;
            x += lambda * a[i]!;
            y += lambda * b[i]!;
          }
          const mode = firstOf(m) + l - m;
          coefficients[mode] = 2 * Math.PI * x;
          coefficients[modes + mode] = 2 * Math.PI * y;
        }
      }
    },
    jets(coefficients, forms) {
      const parts = partsOf(forms, limit, r);
      const spectra = forms.map(() => [new Float64Array(rows * (limit + 1)), new Float64Array(rows * (limit + 1))]);
      for (let m = 0; m <= limit; m++) {
        const origin = firstOf(m) - m;
        for (const { spin, imaginary, factors, uses } of parts) {
          if (spin > limit) continue;
          const { first, from, even, odd } = blocks.block(spin, m);
          const table = imaginary ? odd : even;
          for (const list of sums) list.fill(0);
          for (let l = first; l <= limit; l++) {
            const symmetric = (l + m + spin + (imaginary ? 1 : 0)) % 2 === 0;
            const [a, b] = symmetric ? [sums[0], sums[1]] : [sums[2], sums[3]];
            const x = factors[l]! * coefficients[origin + l]!;
            const y = factors[l]! * coefficients[modes + origin + l]!;
            const at = (l - first) * half;
            for (let i = from; i < half; i++) {
              const lambda = table[at + i]!;
              a[i]! += x * lambda;
              b[i]! += y * lambda;
            }
          }
          for (const [c, weight] of uses) {
            // Im is −i times the sum of the odd parts.
            const [re, im] = spectra[c]!;
            if (imaginary) unfold(sums[1], sums[0], sums[3], sums[2], weight, -weight, re!, im!, m * rows);
            else unfold(sums[0], sums[1], sums[2], sums[3], weight, weight, re!, im!, m * rows);
          }
        }
      }
      return spectra.map(([re, im]) => {
        const values = new Float64Array(grid.size);
        lines.synthesise(re!, im!, 1, rows, values);
        return values;
      });
    },
  };

  /** Sums and differences of rows that are mirror images; a row on the equator counts once. */
  function fold(re: Float64Array, im: Float64Array, [er, ei, or, oi]: Quarters): void {
    for (let i = 0; i < half; i++) {
      const j = rows - 1 - i;
      const once = i === j;
      er[i] = once ? re[i]! : re[i]! + re[j]!;
      ei[i] = once ? im[i]! : im[i]! + im[j]!;
      or[i] = once ? 0 : re[i]! - re[j]!;
      oi[i] = once ? 0 : im[i]! - im[j]!;
    }
  }

  function unfold(
    er: Float64Array,
    ei: Float64Array,
    or: Float64Array,
    oi: Float64Array,
    weightRe: number,
    weightIm: number,
    re: Float64Array,
    im: Float64Array,
    at: number,
  ): void {
    for (let i = 0; i < half; i++) {
      re[at + i]! += weightRe * (er[i]! + or[i]!);
      im[at + i]! += weightIm * (ei[i]! + oi[i]!);
      const j = rows - 1 - i;
      if (j === i) continue;
      re[at + j]! += weightRe * (er[i]! - or[i]!);
      im[at + j]! += weightIm * (ei[i]! - oi[i]!);
    }
  }
}

/** What has to be summed for a list of forms, each part once. Spins that cancel (those of Δ) are left out. */
function partsOf(forms: readonly JetForm[], limit: number, r: number): readonly Part[] {
  const order = Math.max(0, ...forms.flatMap((form) => form.map(({ index }) => index.length)));
  const coefficients = Array.from({ length: limit + 1 }, (_, l) => spinCoefficients(l, order));
  const parts = new Map<string, Part>();
  forms.forEach((form, f) => {
    for (const { index, coefficient } of form) {
      const k = index.length;
      const q = index.filter((i) => i === 1).length;
      const imaginary = q % 2 === 1;
      for (const { spin, weight } of frameComponent(k - q, q)) {
        const key = `${k},${spin},${imaginary}`;
        let part = parts.get(key);
        if (part === undefined) {
          const factors = Float64Array.from(
            coefficients,
            (c, l) => (c[(k + spin) / 2]![(k - spin) / 2]! * spinNorm(l, spin)) / r ** k,
          );
          part = { spin, imaginary, factors, uses: new Map() };
          parts.set(key, part);
        }
        part.uses.set(f, coefficient * weight + (part.uses.get(f) ?? 0));
      }
    }
  });
  const used = [...parts.values()].filter(({ uses }) => [...uses.values()].some((weight) => weight !== 0));
  // Parts of one spin and order m share a block.
  return used.sort((a, b) => a.spin - b.spin);
}
