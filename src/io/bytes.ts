/**
 * Reading binary files without trust: every read is checked against what is left, so that a truncated file or a
 * damaged length field gives one `InvalidInput` and never an allocation larger than the file.
 */
import { InvalidInput } from '../base/index.js';

/** Number types found in files: signed, unsigned and floating, with their size in bytes. */
export const NUMBER_SIZES = { i1: 1, u1: 1, i2: 2, u2: 2, i4: 4, u4: 4, i8: 8, u8: 8, f2: 2, f4: 4, f8: 8 } as const;
export type NumberType = keyof typeof NUMBER_SIZES;

/** A cursor over bytes. `where` is the file's name for messages. */
export class ByteReader {
  readonly bytes: Uint8Array;
  readonly where: string;
  readonly littleEndian: boolean;
  offset = 0;
  readonly #view: DataView;

  constructor(bytes: Uint8Array, where: string, littleEndian: boolean) {
    this.bytes = bytes;
    this.where = where;
    this.littleEndian = littleEndian;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get remaining(): number {
    return Math.max(0, this.bytes.length - this.offset);
  }

  /** The next `count` bytes (a view, not a copy). */
  take(count: number, what: string): Uint8Array {
    const start = this.#advance(count, what);
    return this.bytes.subarray(start, start + count);
  }

  u16(what: string): number {
    return this.#view.getUint16(this.#advance(2, what), this.littleEndian);
  }

  u32(what: string): number {
    return this.#view.getUint32(this.#advance(4, what), this.littleEndian);
  }

  /** Unsigned 64-bit integer up to 2^53 − 1. */
  u64(what: string): number {
    const value = this.#view.getBigUint64(this.#advance(8, what), this.littleEndian);
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw this.complaint(`${what} below 2^53`, String(value));
    return Number(value);
  }

  /** `count` numbers of one type, as the doubles nearest to them. */
  numbers(type: NumberType, count: number, what: string): Float64Array {
    return decodeNumbers(this.take(count * NUMBER_SIZES[type], what), type, this.littleEndian);
  }

  /** Skips to the next multiple of `alignment`, or to the end. */
  align(alignment: number): void {
    this.offset = Math.min(this.bytes.length, Math.ceil(this.offset / alignment) * alignment);
  }

  complaint(expected: string, got: string): InvalidInput {
    return new InvalidInput({ where: this.where, expected, got });
  }

  #advance(count: number, what: string): number {
    if (!(count <= this.remaining)) {
      throw this.complaint(`${count} bytes of ${what} at byte ${this.offset}`, `${this.remaining} bytes`);
    }
    const start = this.offset;
    this.offset += count;
    return start;
  }
}

/** Bytes as the nearest doubles; what is left over after the last whole number is not looked at. */
export function decodeNumbers(bytes: Uint8Array, type: NumberType, littleEndian: boolean): Float64Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = NUMBER_SIZES[type];
  const result = new Float64Array(Math.floor(bytes.length / size));
  const read = READERS[type];
  for (let i = 0; i < result.length; i++) result[i] = read(view, i * size, littleEndian);
  return result;
}

/** The first 64-bit integer that is no double, apart from those that stand for missing values. */
export function inexact(
  values: Float64Array,
  type: NumberType | undefined,
  missing: ReadonlySet<number> = new Set(),
): number | undefined {
  if (type !== 'i8' && type !== 'u8') return undefined;
  return values.find((value) => !Number.isSafeInteger(value) && !missing.has(value));
}

/** The values themselves. @throws InvalidInput where one of them is such an integer. */
export function exact(
  values: Float64Array,
  type: NumberType,
  where: string,
  missing?: ReadonlySet<number>,
): Float64Array {
  const bad = inexact(values, type, missing);
  if (bad === undefined) return values;
  throw new InvalidInput({ where, expected: '64-bit integers below 2^53', got: String(bad) });
}

/** Why an array is not read that holds such an integer. */
export const beyondDoubles = 'of 64-bit integers beyond 2^53';

const READERS: Record<NumberType, (view: DataView, at: number, littleEndian: boolean) => number> = {
  i1: (view, at) => view.getInt8(at),
  u1: (view, at) => view.getUint8(at),
  i2: (view, at, little) => view.getInt16(at, little),
  u2: (view, at, little) => view.getUint16(at, little),
  i4: (view, at, little) => view.getInt32(at, little),
  u4: (view, at, little) => view.getUint32(at, little),
  i8: (view, at, little) => Number(view.getBigInt64(at, little)),
  u8: (view, at, little) => Number(view.getBigUint64(at, little)),
  f2: (view, at, little) => halfToNumber(view.getUint16(at, little)),
  f4: (view, at, little) => view.getFloat32(at, little),
  f8: (view, at, little) => view.getFloat64(at, little),
};

/** IEEE 754 binary16: sign, 5 exponent bits (bias 15), 10 fraction bits. */
function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25);
}
