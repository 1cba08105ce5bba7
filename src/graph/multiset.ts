/**
 * Multisets of vertex kinds and their sub-multisets. A sub-multiset is coded by a mixed-radix number, one digit for each
 * kind: codes add and subtract like the multisets, and the whole has the largest code.
 */
import { OutOfRange } from '../base/index.js';

/** Sub-multisets of one multiset: tables of this size are kept. */
const mostCodes = 2 ** 20;

export class Multiset {
  /** Kinds that occur, as numbers of a catalogue, with their counts. */
  readonly kinds: readonly number[];
  readonly counts: readonly number[];
  /** Degree of each kind. */
  readonly degrees: readonly number[];
  /** Code of one element of each kind. */
  readonly weights: readonly number[];
  /** Code of the whole. */
  readonly whole: number;
  /** Elements and sum of degrees of each code. */
  readonly sizes: Uint16Array;
  readonly totals: Uint16Array;
  readonly #digits: Uint8Array;
  readonly #parts: (readonly number[] | undefined)[];

  /** @throws OutOfRange for more sub-multisets than can be tabulated. */
  constructor(kinds: readonly number[], counts: readonly number[], degrees: readonly number[]) {
    this.kinds = kinds;
    this.counts = counts;
    this.degrees = degrees;
    const weights: number[] = [];
    let codes = 1;
    for (const count of counts) {
      weights.push(codes);
      codes *= count + 1;
    }
    if (codes > mostCodes) {
      throw new OutOfRange({
        where: 'enumerate',
        expected: `a block with at most ${mostCodes} sub-blocks`,
        got: `${codes}`,
        hint: 'ask for fewer edges or fields',
      });
    }
    this.weights = weights;
    this.whole = codes - 1;
    const width = kinds.length;
    this.#digits = new Uint8Array(codes * width);
    this.sizes = new Uint16Array(codes);
    this.totals = new Uint16Array(codes);
    this.#parts = new Array(codes);
    const digits = this.#digits;
    for (let k = 0, step = 1; k < width; k++) {
      const most = counts[k]!;
      for (let code = 0; code < codes; code++) {
        const digit = Math.floor(code / step) % (most + 1);
        digits[code * width + k] = digit;
        this.sizes[code]! += digit;
        this.totals[code]! += digit * degrees[k]!;
      }
      step *= most + 1;
    }
  }

  /** Number of elements of the k-th kind in a sub-multiset. */
  digit(code: number, k: number): number {
    return this.#digits[code * this.kinds.length + k]!;
  }

  /** Codes of the non-empty sub-multisets of a sub-multiset, rising. */
  parts(code: number): readonly number[] {
    const known = this.#parts[code];
    if (known !== undefined) return known;
    const result = [0];
    for (let k = 0; k < this.kinds.length; k++) {
      const step = this.weights[k]!;
      const digit = this.digit(code, k);
      const lower = result.length;
      for (let d = 1; d <= digit; d++) for (let i = 0; i < lower; i++) result.push(result[i]! + d * step);
    }
    result.shift();
    this.#parts[code] = result;
    return result;
  }

  /** How often `part` fits into `code`, at most `limit`. */
  fits(part: number, code: number): number {
    let times = Number.POSITIVE_INFINITY;
    for (let k = 0; k < this.kinds.length; k++) {
      const digit = this.digit(part, k);
      if (digit > 0) times = Math.min(times, Math.floor(this.digit(code, k) / digit));
    }
    return times;
  }

  /** A name that equal multisets of different wholes share. */
  name(code: number): string {
    let text = '';
    for (let k = 0; k < this.kinds.length; k++) {
      const digit = this.digit(code, k);
      if (digit > 0) text += String.fromCharCode(this.kinds[k]!, digit);
    }
    return text;
  }

  /** A sub-multiset as a multiset of its own. */
  part(code: number): Multiset {
    const chosen = this.kinds.flatMap((_, k) => (this.digit(code, k) > 0 ? [k] : []));
    return new Multiset(
      chosen.map((k) => this.kinds[k]!),
      chosen.map((k) => this.digit(code, k)),
      chosen.map((k) => this.degrees[k]!),
    );
  }
}
