/**
 * Writing NetCDF 3 with 64-bit offsets (CDF-2): all arrays as doubles, dimensions and attributes with them, so that xarray opens it
 * without further packages than SciPy. Source: *The NetCDF classic format specification* [netcdf-classic].
 */
import { OutOfRange } from '../base/index.js';
import type { Attribute } from './dataset.js';
import { dimensioned } from './dimensions.js';
import type { WritableArray } from './writable.js';

const TEXT = 2;
const DOUBLE = 6;
const TAGS = { dimensions: 10, variables: 11, attributes: 12 } as const;

/**
 * The bytes of a NetCDF 3 file.
 * @throws InvalidInput where names repeat or shapes disagree.
 * @throws OutOfRange for an array of 4 GiB or more, or an empty axis that is not the first.
 */
export function encodeNetcdf(given: readonly WritableArray[], where: string): Uint8Array {
  const { arrays, lengths } = dimensioned(given, where);
  const large = arrays.find(({ data }) => data.byteLength > 2 ** 32 - 8);
  if (large !== undefined) {
    const expected = 'arrays below 4 GiB in NetCDF 3';
    throw new OutOfRange({ where, expected, got: `${large.data.byteLength} bytes`, hint: 'write .nc4 or .zarr' });
  }
  // in this format a length of 0 marks the dimension of records, which comes first
  const records = [...lengths].filter(([, length]) => length === 0).map(([name]) => name);
  const odd = arrays.find(({ dimensions }) => dimensions.some((name, axis) => axis > 0 && records.includes(name)));
  if (records.length > 1 || odd !== undefined) {
    const got = odd === undefined ? `lengths 0 of ${records.join(', ')}` : `shape (${odd.shape.join(', ')})`;
    throw new OutOfRange({ where, expected: 'no empty axis but the first', got, hint: 'write .nc4 or .zarr' });
  }
  const numbers = new Map([...lengths.keys()].map((name, i) => [name, i]));
  /** The header, with the offsets of the values once they are known. */
  const header = (offsets: readonly number[]): Uint8Array => {
    const parts: Uint8Array[] = [Uint8Array.of(0x43, 0x44, 0x46, 2), word(0)];
    parts.push(
      ...list(TAGS.dimensions, lengths.size),
      ...[...lengths].flatMap(([name, n]) => [...text(name), word(n)]),
    );
    parts.push(...list(TAGS.attributes, 0), ...list(TAGS.variables, arrays.length));
    for (const [i, { name, dimensions, data, attributes }] of arrays.entries()) {
      parts.push(...text(name), word(dimensions.length), ...dimensions.map((own) => word(numbers.get(own)!)));
      parts.push(...list(TAGS.attributes, attributes?.size ?? 0), ...[...(attributes ?? [])].flatMap(attribute));
      parts.push(
        word(DOUBLE),
        word(data.byteLength),
        word(Math.floor(offsets[i]! / 2 ** 32)),
        word(offsets[i]! % 2 ** 32),
      );
    }
    return joined(parts);
  };
  const begin = header(arrays.map(() => 0)).length;
  let end = begin;
  const offsets = arrays.map(({ data }) => {
    end += data.byteLength;
    return end - data.byteLength;
  });
  const bytes = new Uint8Array(end);
  bytes.set(header(offsets));
  const view = new DataView(bytes.buffer);
  for (const [i, { data }] of arrays.entries()) {
    for (let k = 0; k < data.length; k++) view.setFloat64(offsets[i]! + 8 * k, data[k]!);
  }
  return bytes;
}

function word(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}

/** An empty list has no tag. */
const list = (tag: number, count: number): Uint8Array[] => [word(count === 0 ? 0 : tag), word(count)];

/** Length, then the bytes up to a multiple of four. */
function text(value: string): Uint8Array[] {
  const bytes = new TextEncoder().encode(value);
  const padded = new Uint8Array(Math.ceil(bytes.length / 4) * 4);
  padded.set(bytes);
  return [word(bytes.length), padded];
}

function attribute([name, value]: readonly [string, Attribute]): Uint8Array[] {
  if (typeof value === 'string') return [...text(name), word(TEXT), ...text(value)];
  const numbers = typeof value === 'number' ? [value] : value;
  const bytes = new Uint8Array(8 * numbers.length);
  const view = new DataView(bytes.buffer);
  for (const [i, number] of numbers.entries()) view.setFloat64(8 * i, number);
  return [...text(name), word(DOUBLE), word(numbers.length), bytes];
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const result = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    result.set(part, at);
    at += part.length;
  }
  return result;
}
