/**
 * What the metadata of a Zarr array say, in one form for versions 2 [zarr-v2] and 3 [zarr-v3]. Dimension names: the attribute
 * `_ARRAY_DIMENSIONS` of xarray in version 2, `dimension_names` in version 3.
 */
import { InvalidInput } from '../../base/index.js';
import type { NumberType } from '../bytes.js';
import type { Attribute } from '../dataset.js';
import type { CodecDescription } from './codecs.js';

export interface ZarrArray {
  readonly shape: readonly number[];
  readonly chunk: readonly number[];
  readonly type: NumberType;
  readonly littleEndian: boolean;
  readonly fortranOrder: boolean;
  /** Codecs in the order in which they unpack. */
  readonly codecs: readonly CodecDescription[];
  /** Value of places in chunks that are not there. */
  readonly fill: number;
  readonly dimensions?: readonly string[];
  readonly attributes: ReadonlyMap<string, Attribute>;
  /** Path of a chunk inside the array's folder. */
  readonly chunkPath: (index: readonly number[]) => string;
}

type Json = Readonly<Record<string, unknown>>;

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Parses a file of metadata. @throws InvalidInput where it is no JSON object. */
export function parseMetadata(text: string, where: string): Json {
  try {
    const value: unknown = JSON.parse(text);
    if (isJson(value)) return value;
  } catch {
    // refused below
  }
  throw new InvalidInput({ where, expected: 'a JSON object', got: 'other text' });
}

/** Whole numbers, as many as there are axes. */
function lengths(value: unknown, what: string, least: number, where: string): number[] {
  if (Array.isArray(value) && value.every((length) => Number.isSafeInteger(length) && length >= least)) return value;
  throw new InvalidInput({
    where,
    expected: `${what} as a list of whole numbers`,
    got: JSON.stringify(value) ?? 'none',
  });
}

function fillOf(value: unknown): number {
  if (value === 'NaN' || value === null || value === undefined) return Number.NaN;
  if (typeof value === 'boolean' || typeof value === 'number') return Number(value);
  return value === 'Infinity'
    ? Number.POSITIVE_INFINITY
    : value === '-Infinity'
      ? Number.NEGATIVE_INFINITY
      : Number.NaN;
}

/** Attributes that are numbers or text. */
function attributesOf(given: unknown): Map<string, Attribute> {
  const found = new Map<string, Attribute>();
  for (const [name, value] of Object.entries(isJson(given) ? given : {})) {
    if (typeof value === 'string' || typeof value === 'number') found.set(name, value);
    else if (Array.isArray(value) && value.every((part) => typeof part === 'number')) found.set(name, value);
  }
  return found;
}

const names = (value: unknown, rank: number): readonly string[] | undefined =>
  Array.isArray(value) && value.length === rank && value.every((name) => typeof name === 'string') ? value : undefined;

/** `.zarray` and `.zattrs` of version 2; a text says why an array is not read. */
export function arrayOfVersion2(array: Json, given: Json, where: string): ZarrArray | string {
  const shape = lengths(array.shape, 'shape', 0, where);
  const chunk = lengths(array.chunks, 'chunks', 1, where);
  const [, endian, kind, bytes] = /^([<>|])([biuf])([1248])$/.exec(String(array.dtype)) ?? [];
  if (kind === undefined) return `of NumPy type ${String(array.dtype)}`;
  const packed = [
    ...(Array.isArray(array.filters) ? array.filters : []),
    ...(isJson(array.compressor) ? [array.compressor] : []),
  ];
  const dimensions = names(given._ARRAY_DIMENSIONS, shape.length);
  const attributes = attributesOf(given);
  const fill = fillOf(array.fill_value);
  // xarray keeps the missing value there; other writers only what stands for absent chunks
  if (dimensions !== undefined && array.fill_value !== null && !Number.isNaN(fill)) attributes.set('_FillValue', fill);
  const separator = array.dimension_separator === '/' ? '/' : '.';
  return {
    ...{ shape, chunk, fill, attributes, ...(dimensions && { dimensions }) },
    type: (kind === 'b' ? 'u1' : `${kind}${bytes}`) as NumberType,
    littleEndian: endian !== '>',
    fortranOrder: array.order === 'F',
    codecs: packed.reverse().map((codec: Json) => ({ name: String(codec.id), configuration: codec })),
    chunkPath: (index) => (index.length === 0 ? '0' : index.join(separator)),
  };
}

const types: Readonly<Record<string, NumberType>> = {
  ...{ bool: 'u1', int8: 'i1', uint8: 'u1', int16: 'i2', uint16: 'u2', int32: 'i4', uint32: 'u4' },
  ...{ int64: 'i8', uint64: 'u8', float16: 'f2', float32: 'f4', float64: 'f8' },
};

/** `zarr.json` of version 3; a text says why an array is not read. */
export function arrayOfVersion3(array: Json, where: string): ZarrArray | string {
  const shape = lengths(array.shape, 'shape', 0, where);
  const type = types[String(array.data_type)];
  if (type === undefined) return `of type ${String(array.data_type)}`;
  const inside = (value: unknown): Json => (isJson(value) && isJson(value.configuration) ? value.configuration : {});
  const name = (value: unknown): string => (isJson(value) ? String(value.name) : String(value));
  if (name(array.chunk_grid) !== 'regular') return `in chunks of the kind ${name(array.chunk_grid)}`;
  const chunk = lengths(inside(array.chunk_grid).chunk_shape, 'chunk_shape', 1, where);
  const codecs = (Array.isArray(array.codecs) ? array.codecs : []).map((codec) => ({
    name: name(codec),
    configuration: inside(codec),
  }));
  const bytes = codecs.findIndex((codec) => codec.name === 'bytes');
  const before = codecs.slice(0, Math.max(bytes, 0)).find((codec) => !isIdentity(codec));
  if (bytes < 0 || before !== undefined) return `packed by the codec ${before?.name ?? codecs[0]?.name ?? 'none'}`;
  const encoding = array.chunk_key_encoding;
  const plain = name(encoding) === 'v2';
  const separator = inside(encoding).separator ?? (plain ? '.' : '/');
  const attributes = attributesOf(array.attributes);
  const missing = attributes.get('_FillValue');
  // xarray writes a missing floating value as the base64 of its eight bytes
  if (typeof missing === 'string') {
    const raw = Buffer.from(missing, 'base64');
    if (raw.length === 8) attributes.set('_FillValue', raw.readDoubleLE());
  }
  const dimensions = names(array.dimension_names, shape.length);
  return {
    ...{ shape, chunk, type, attributes, fill: fillOf(array.fill_value), ...(dimensions && { dimensions }) },
    littleEndian: codecs[bytes]!.configuration.endian !== 'big',
    fortranOrder: false,
    codecs: codecs.slice(bytes + 1).reverse(),
    chunkPath: (index) => (plain ? index.join(String(separator)) || '0' : ['c', ...index].join(String(separator))),
  };
}

/** A transposition that changes nothing. */
function isIdentity({ name, configuration: { order } }: CodecDescription): boolean {
  return name === 'transpose' && Array.isArray(order) && order.every((axis, i) => axis === i);
}
