/**
 * Rows of real numbers and their half spectra: û_m = (1/M) Σ_j u_j e^{−2πi jm/M}, 0 ≤ m ≤ M/2, so that
 * u_j = û_0 + 2 Re Σ_{m≥1} û_m e^{2πi jm/M} (the term of m = M/2 once). Two rows are transformed at a time as the real and
 * the imaginary part of one complex row [van-loan-1992, section 4.3].
 */
import { FourierPlan } from './fft.js';

/** Transforms of `rows` rows of `columns` numbers; spectra are cut off after `width` numbers (all of them, unless told). */
export class RealRows {
  readonly rows: number;
  readonly columns: number;
  /** Coefficients kept of each row: m < width. */
  readonly width: number;
  readonly #plan: FourierPlan;
  readonly #re: Float64Array;
  readonly #im: Float64Array;

  constructor(rows: number, columns: number, width = Math.floor(columns / 2) + 1) {
    this.rows = rows;
    this.columns = columns;
    this.width = width;
    this.#plan = new FourierPlan(columns);
    this.#re = new Float64Array(columns);
    this.#im = new Float64Array(columns);
  }

  /** Values (rows × columns) to coefficients: number m of row i at i·stepOfRow + m·stepOfMode. */
  analyse(values: Float64Array, outRe: Float64Array, outIm: Float64Array, stepOfRow: number, stepOfMode: number): void {
    const { rows, columns, width } = this;
    const [re, im] = [this.#re, this.#im];
    const half = 0.5 / columns;
    for (let row = 0; row < rows; row += 2) {
      re.set(values.subarray(row * columns, (row + 1) * columns));
      const paired = row + 1 < rows;
      if (paired) im.set(values.subarray((row + 1) * columns, (row + 2) * columns));
      else im.fill(0);
      this.#plan.forward(re, im);
      for (let m = 0, at = row * stepOfRow; m < width; m++, at += stepOfMode) {
        const mirror = m === 0 ? 0 : columns - m;
        outRe[at] = half * (re[m]! + re[mirror]!);
        outIm[at] = half * (im[m]! - im[mirror]!);
        if (!paired) continue;
        outRe[at + stepOfRow] = half * (im[m]! + im[mirror]!);
        outIm[at + stepOfRow] = half * (re[mirror]! - re[m]!);
      }
    }
  }

  /** Coefficients to values; the inverse where nothing was cut off. */
  synthesise(
    fromRe: Float64Array,
    fromIm: Float64Array,
    stepOfRow: number,
    stepOfMode: number,
    values: Float64Array,
  ): void {
    const { rows, columns, width } = this;
    const [re, im] = [this.#re, this.#im];
    for (let row = 0; row < rows; row += 2) {
      re.fill(0);
      im.fill(0);
      const paired = row + 1 < rows;
      for (let m = 0, at = row * stepOfRow; m < width; m++, at += stepOfMode) {
        const [a, b] = [fromRe[at]!, fromIm[at]!];
        const c = paired ? fromRe[at + stepOfRow]! : 0;
        const d = paired ? fromIm[at + stepOfRow]! : 0;
        const mirror = m === 0 ? 0 : columns - m;
        if (mirror === m) {
          re[m] = a;
          im[m] = c;
          continue;
        }
        re[m] = a - d;
        im[m] = b + c;
        re[mirror] = a + d;
        im[mirror] = c - b;
      }
      this.#plan.backward(re, im);
      values.set(re, row * columns);
      if (paired) values.set(im, (row + 1) * columns);
    }
  }
}
