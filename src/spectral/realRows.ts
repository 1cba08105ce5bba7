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
  /** Pairs of rows transformed together, interleaved: long inner loops. */
  readonly #batch: number;
  readonly #re: Float64Array;
  readonly #im: Float64Array;

  constructor(rows: number, columns: number, width = Math.floor(columns / 2) + 1) {
    this.rows = rows;
    this.columns = columns;
    this.width = width;
    this.#plan = new FourierPlan(columns);
    this.#batch = Math.min(8, Math.ceil(rows / 2));
    this.#re = new Float64Array(columns * this.#batch);
    this.#im = new Float64Array(columns * this.#batch);
  }

  /** Values (rows × columns) to coefficients: number m of row i at i·stepOfRow + m·stepOfMode. */
  analyse(values: Float64Array, outRe: Float64Array, outIm: Float64Array, stepOfRow: number, stepOfMode: number): void {
    const { rows, columns, width } = this;
    const [re, im, batch] = [this.#re, this.#im, this.#batch];
    const half = 0.5 / columns;
    for (let start = 0; start < rows; start += 2 * batch) {
      im.fill(0);
      for (let q = 0; q < batch; q++) {
        const row = start + 2 * q;
        if (row < rows) for (let k = 0; k < columns; k++) re[k * batch + q] = values[row * columns + k]!;
        if (row + 1 < rows) for (let k = 0; k < columns; k++) im[k * batch + q] = values[(row + 1) * columns + k]!;
      }
      this.#plan.forward(re, im, 0, batch);
      for (let q = 0; q < batch && start + 2 * q < rows; q++) {
        const row = start + 2 * q;
        const paired = row + 1 < rows;
        for (let m = 0, at = row * stepOfRow; m < width; m++, at += stepOfMode) {
          const [here, mirror] = [m * batch + q, (m === 0 ? 0 : columns - m) * batch + q];
          outRe[at] = half * (re[here]! + re[mirror]!);
          outIm[at] = half * (im[here]! - im[mirror]!);
          if (!paired) continue;
          outRe[at + stepOfRow] = half * (im[here]! + im[mirror]!);
          outIm[at + stepOfRow] = half * (re[mirror]! - re[here]!);
        }
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
    const [re, im, batch] = [this.#re, this.#im, this.#batch];
    for (let start = 0; start < rows; start += 2 * batch) {
      re.fill(0);
      im.fill(0);
      for (let q = 0; q < batch && start + 2 * q < rows; q++) {
        const row = start + 2 * q;
        const paired = row + 1 < rows;
        for (let m = 0, at = row * stepOfRow; m < width; m++, at += stepOfMode) {
          const [a, b] = [fromRe[at]!, fromIm[at]!];
          const c = paired ? fromRe[at + stepOfRow]! : 0;
          const d = paired ? fromIm[at + stepOfRow]! : 0;
          const [here, mirror] = [m * batch + q, (m === 0 ? 0 : columns - m) * batch + q];
          if (mirror === here) {
            re[here] = a;
            im[here] = c;
            continue;
          }
          re[here] = a - d;
          im[here] = b + c;
          re[mirror] = a + d;
          im[mirror] = c - b;
        }
      }
      this.#plan.backward(re, im, 0, batch);
      for (let q = 0; q < batch; q++) {
        const row = start + 2 * q;
        if (row < rows) for (let k = 0; k < columns; k++) values[row * columns + k] = re[k * batch + q]!;
        if (row + 1 < rows) for (let k = 0; k < columns; k++) values[(row + 1) * columns + k] = im[k * batch + q]!;
      }
    }
  }
}
