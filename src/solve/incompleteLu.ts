/**
 * Incomplete factors L U of A − z for a real sparse matrix A and a complex number z: Gaussian elimination by rows in which
 * entries that are small against their row are dropped, ILUT ([saad-2003], section 10.4.1).
 */
import type { CsrMatrix } from './csr.js';

/** A complex number. */
export interface Complex {
  readonly re: number;
  readonly im: number;
}

/** Entries below this share of the mean size of their row are dropped. */
const threshold = 1e-3;

/** Entries that a row of L or of U keeps beyond its share in the pattern of A. */
const fill = 24;

/** Rows of complex numbers of varying length, one after the other. */
class RowStore {
  readonly first: Int32Array;
  columns = new Int32Array(1024);
  re = new Float64Array(1024);
  im = new Float64Array(1024);
  #count = 0;
  #row = 0;

  constructor(rows: number) {
    this.first = new Int32Array(rows + 1);
  }

  push(column: number, re: number, im: number): void {
    if (this.#count === this.columns.length) {
      const size = 2 * this.#count;
      const [columns, real, imaginary] = [new Int32Array(size), new Float64Array(size), new Float64Array(size)];
      columns.set(this.columns);
      real.set(this.re);
      imaginary.set(this.im);
      [this.columns, this.re, this.im] = [columns, real, imaginary];
    }
    this.columns[this.#count] = column;
    this.re[this.#count] = re;
    this.im[this.#count++] = im;
  }

  endRow(): void {
    this.first[++this.#row] = this.#count;
  }
}

/** Numbers from which the smallest is taken. */
class Queue {
  readonly #heap: number[] = [];

  push(x: number): void {
    const heap = this.#heap;
    let i = heap.push(x) - 1;
    while (i > 0) {
      const above = (i - 1) >> 1;
      if (heap[above]! <= x) break;
      heap[i] = heap[above]!;
      i = above;
    }
    heap[i] = x;
  }

  pop(): number | undefined {
    const heap = this.#heap;
    const top = heap[0];
    const x = heap.pop();
    if (x === undefined || heap.length === 0) return top;
    let i = 0;
    for (;;) {
      let below = 2 * i + 1;
      if (below >= heap.length) break;
      if (below + 1 < heap.length && heap[below + 1]! < heap[below]!) below++;
      if (heap[below]! >= x) break;
      heap[i] = heap[below]!;
      i = below;
    }
    heap[i] = x;
    return top;
  }
}

/** Factors of A − z. */
export interface ShiftedFactors {
  /** (L U)⁻¹ x for a real x. */
  solve(x: Float64Array, re: Float64Array, im: Float64Array): void;
}

/** The factors of A − z. */
export function incompleteLu(a: CsrMatrix, z: Complex): ShiftedFactors {
  const { rows } = a;
  const lower = new RowStore(rows);
  const upper = new RowStore(rows);
  // Inverses of the pivots.
  const [pivotRe, pivotIm] = [new Float64Array(rows), new Float64Array(rows)];
  const [re, im] = [new Float64Array(rows), new Float64Array(rows)];
  const inRow = new Uint8Array(rows);
  const size = (k: number): number => Math.abs(re[k]!) + Math.abs(im[k]!);
  for (let i = 0; i < rows; i++) {
    const [from, to] = [a.first[i]!, a.first[i + 1]!];
    const queue = new Queue();
    const pattern: number[] = [];
    const enter = (column: number): void => {
      inRow[column] = 1;
      re[column] = 0;
      im[column] = 0;
      pattern.push(column);
      if (column < i) queue.push(column);
    };
    let sum = 0;
    let before = 0;
    enter(i);
    for (let k = from; k < to; k++) {
      const column = a.columns[k]!;
      if (column !== i) enter(column);
      if (column < i) before++;
      re[column]! += a.entries[k]!;
      sum += Math.abs(a.entries[k]!);
    }
    re[i]! -= z.re;
    im[i]! -= z.im;
    const small = (threshold * sum) / Math.max(1, to - from);
    for (let j = queue.pop(); j !== undefined; j = queue.pop()) {
      const [fr, fi] = [re[j]! * pivotRe[j]! - im[j]! * pivotIm[j]!, re[j]! * pivotIm[j]! + im[j]! * pivotRe[j]!];
      re[j] = 0;
      im[j] = 0;
      // Against the pivot of row j the factor stands for an entry of this size.
      if ((Math.abs(fr) + Math.abs(fi)) * sum < small) continue;
      re[j] = fr;
      im[j] = fi;
      for (let l = upper.first[j]!; l < upper.first[j + 1]!; l++) {
        const column = upper.columns[l]!;
        if (inRow[column] === 0) enter(column);
        const [ur, ui] = [upper.re[l]!, upper.im[l]!];
        re[column]! -= fr * ur - fi * ui;
        im[column]! -= fr * ui + fi * ur;
      }
    }
    const keep = (store: RowStore, candidates: number[], most: number): void => {
      let chosen = candidates;
      if (chosen.length > most) chosen = chosen.sort((p, q) => size(q) - size(p) || p - q).slice(0, most);
      chosen.sort((p, q) => p - q);
      for (const column of chosen) store.push(column, re[column]!, im[column]!);
      store.endRow();
    };
    keep(
      lower,
      pattern.filter((column) => column < i && size(column) > 0),
      before + fill,
    );
    keep(
      upper,
      pattern.filter((column) => column > i && size(column) >= small),
      to - from - before + fill,
    );
    // A lost pivot is replaced: the factors are those of a neighbouring matrix.
    const square = re[i]! ** 2 + im[i]! ** 2;
    const safe = square > (1e-12 * sum) ** 2 && Number.isFinite(square);
    pivotRe[i] = safe ? re[i]! / square : 1 / (sum || 1);
    pivotIm[i] = safe ? -im[i]! / square : 0;
    for (const column of pattern) inRow[column] = 0;
  }
  return {
    solve(x, outRe, outIm) {
      for (let i = 0; i < rows; i++) {
        let [sr, si] = [x[i]!, 0];
        for (let k = lower.first[i]!; k < lower.first[i + 1]!; k++) {
          const [c, lr, li] = [lower.columns[k]!, lower.re[k]!, lower.im[k]!];
          sr -= lr * outRe[c]! - li * outIm[c]!;
          si -= lr * outIm[c]! + li * outRe[c]!;
        }
        outRe[i] = sr;
        outIm[i] = si;
      }
      for (let i = rows - 1; i >= 0; i--) {
        let [sr, si] = [outRe[i]!, outIm[i]!];
        for (let k = upper.first[i]!; k < upper.first[i + 1]!; k++) {
          const [c, ur, ui] = [upper.columns[k]!, upper.re[k]!, upper.im[k]!];
          sr -= ur * outRe[c]! - ui * outIm[c]!;
          si -= ur * outIm[c]! + ui * outRe[c]!;
        }
        outRe[i] = sr * pivotRe[i]! - si * pivotIm[i]!;
        outIm[i] = sr * pivotIm[i]! + si * pivotRe[i]!;
      }
    },
  };
}
