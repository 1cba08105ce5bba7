/**
 * NetCDF 3: classic (CDF-1), 64-bit offset (CDF-2) and 64-bit data (CDF-5). By the CF conventions a stored value p means
 * p·scale_factor + add_offset, and NaN where p equals `_FillValue` or `missing_value`; values come out meant, not stored.
 * Without `_FillValue` the default fill value of the type stands for values that were never written; bytes have none.
 * Text variables are skipped by name.
 * Sources: *The NetCDF classic format specification* [netcdf-classic]; CF conventions 1.11, sections 2.5.1 and 8.1 [cf-conventions].
 */
import { ByteReader, decodeNumbers, NUMBER_SIZES, type NumberType } from './bytes.js';
import { meaning } from './cf.js';
import { type Attribute, type Dataset, DatasetBuilder, FileArray, shown, sizeOf } from './dataset.js';
import { contiguousStrides, memoryFile, type RandomAccess, readStrided, withHeader } from './file.js';

const TYPES: Readonly<Record<number, NumberType | 'char'>> = {
  1: 'i1',
  2: 'char',
  3: 'i2',
  4: 'i4',
  5: 'f4',
  6: 'f8',
  7: 'u1',
  8: 'u2',
  9: 'u4',
  10: 'i8',
  11: 'u8',
};
const TAGS = { dimensions: 10, variables: 11, attributes: 12 } as const;

interface Variable {
  readonly name: string;
  readonly dimensions: readonly number[];
  readonly attributes: ReadonlyMap<string, Attribute>;
  readonly type: NumberType | 'char';
  readonly begin: number;
}

interface Header {
  /** Undefined in a file written as a stream. */
  readonly records: number | undefined;
  readonly dimensions: readonly { readonly name: string; readonly length: number }[];
  readonly variables: readonly Variable[];
}

/** True when the bytes begin like a NetCDF 3 file. */
export function isNetcdf(bytes: Uint8Array): boolean {
  return bytes[0] === 0x43 && bytes[1] === 0x44 && bytes[2] === 0x46;
}

/** A variable and where its values are. */
interface Layout extends Pick<Variable, 'name' | 'attributes' | 'type' | 'begin'> {
  readonly shape: readonly number[];
  readonly dimensions: readonly string[];
  /** Distance in bytes of neighbours along each axis. */
  readonly strides: readonly number[];
}

/** @throws InvalidInput where the file is truncated or damaged. */
export function decodeNetcdf(bytes: Uint8Array, where: string): Dataset {
  const builder = new DatasetBuilder(where);
  const whole = memoryFile(bytes);
  for (const layout of layouts(bytes, bytes.length, where)) {
    if (layout.type === 'char') builder.skip(layout.name, 'text');
    else builder.add({ ...described(layout), data: valuesOf(whole, layout, layout.type, where) });
  }
  return builder.build('netcdf3');
}

/** The same with values left in the file. @throws InvalidInput where the file is truncated or damaged. */
export function openNetcdf(file: RandomAccess, where: string): Dataset {
  const builder = new DatasetBuilder(where);
  for (const layout of withHeader(file, (head) => layouts(head, file.size, where))) {
    const { type, shape } = layout;
    if (type === 'char') {
      builder.skip(layout.name, 'text');
      continue;
    }
    const part = {
      read: (start: readonly number[], count: readonly number[]) => valuesOf(file, layout, type, where, start, count),
      chunk: shape.map((length, axis) => (axis === 0 && shape.length > 1 ? 1 : length)),
    };
    builder.add(new FileArray(described(layout), part, where));
  }
  return builder.build('netcdf3');
}

const described = ({ name, shape, dimensions, attributes }: Layout) => ({ name, shape, dimensions, attributes });

function valuesOf(
  file: RandomAccess,
  { attributes, shape, begin, strides }: Layout,
  type: NumberType,
  where: string,
  start: readonly number[] = shape.map(() => 0),
  count: readonly number[] = shape,
): Float64Array {
  const raw = readStrided(file, { begin, strides, size: NUMBER_SIZES[type] }, start, count);
  return meaning(decodeNumbers(raw, type, false), { attributes, type, filled: true, where });
}

/** Where every variable is. @param bytes - the beginning of the file, with all of the header. */
function layouts(bytes: Uint8Array, fileSize: number, where: string): readonly Layout[] {
  const reader = new ByteReader(bytes, where, false);
  const { dimensions, variables, records: stated } = readHeader(reader);
  const isRecord = (v: Variable): boolean => v.dimensions.length > 0 && dimensions[v.dimensions[0]!]!.length === 0;
  const bytesPerRecord = (v: Variable): number =>
    sizeOf((isRecord(v) ? v.dimensions.slice(1) : v.dimensions).map((d) => dimensions[d]!.length)) * sizeOfType(v.type);
  const recordVariables = variables.filter(isRecord);
  // A record variable that is alone is packed without padding to 4 bytes.
  const stride =
    recordVariables.length === 1
      ? bytesPerRecord(recordVariables[0]!)
      : recordVariables.reduce((sum, v) => sum + Math.ceil(bytesPerRecord(v) / 4) * 4, 0);
  const records = stated ?? countRecords(fileSize, recordVariables, stride);
  let total = 0;
  return variables.map((variable) => {
    const { name, attributes, type, begin } = variable;
    const shape = variable.dimensions.map((d, i) => (i === 0 && isRecord(variable) ? records : dimensions[d]!.length));
    const [blocks, block] = isRecord(variable) ? [records, bytesPerRecord(variable)] : [1, bytesPerRecord(variable)];
    total += blocks * block;
    const last = begin + (blocks - 1) * stride + block;
    // Variables do not overlap, so together they are no longer than the file.
    if (block > 0 && blocks > 0 && !(total <= fileSize && last <= fileSize)) {
      throw reader.complaint(`values of '${shown(name)}' inside the file`, `an end after ${fileSize} bytes`);
    }
    const strides = contiguousStrides(shape, sizeOfType(type));
    return {
      ...{ name, attributes, type, begin, shape },
      strides: isRecord(variable) ? [stride, ...strides.slice(1)] : strides,
      dimensions: variable.dimensions.map((d) => dimensions[d]!.name),
    };
  });
}

function readHeader(reader: ByteReader): Header {
  const version = reader.take(4, 'NetCDF magic')[3]!;
  if (version !== 1 && version !== 2 && version !== 5)
    throw reader.complaint('NetCDF 3 version 1, 2 or 5', String(version));
  const count = (what: string): number => (version === 5 ? reader.u64(what) : reader.u32(what));
  /** The number of records of a file written as a stream: all bits are set. */
  const streaming = version === 5 ? 2 ** 64 - 1 : 0xffffffff;
  const text = (what: string): string => {
    const result = new TextDecoder().decode(reader.take(count(what), what));
    reader.align(4);
    return result;
  };
  const list = <T>(kind: keyof typeof TAGS, read: () => T): T[] => {
    const tag = reader.u32(`NetCDF ${kind}`);
    const length = count(`NetCDF ${kind}`);
    if (tag !== TAGS[kind] && (tag !== 0 || length !== 0))
      throw reader.complaint(`a list of NetCDF ${kind}`, `tag ${tag}`);
    const result: T[] = [];
    for (let i = 0; i < length; i++) result.push(read());
    return result;
  };
  const type = (): NumberType | 'char' => {
    const code = reader.u32('NetCDF type');
    const found = TYPES[code];
    if (found === undefined) throw reader.complaint('a NetCDF type from 1 to 11', String(code));
    return found;
  };
  const attributes = (): ReadonlyMap<string, Attribute> =>
    new Map(
      list('attributes', (): [string, Attribute] => {
        const name = text('attribute name');
        const kind = type();
        if (kind === 'char') return [name, text('attribute').replace(/\0+$/, '')];
        const values = [...reader.numbers(kind, count('attribute'), 'attribute')];
        reader.align(4);
        return [name, values.length === 1 ? values[0]! : values];
      }),
    );

  const stated = count('number of records');
  const dimensions = list('dimensions', () => ({ name: text('dimension name'), length: count('dimension length') }));
  if (dimensions.filter((d) => d.length === 0).length > 1) throw reader.complaint('one record dimension', 'several');
  attributes();
  const variables = list('variables', (): Variable => {
    const name = text('variable name');
    const rank = count('variable rank');
    const ids: number[] = [];
    for (let i = 0; i < rank; i++) ids.push(count('dimension number'));
    const bad = ids.find((id, i) => id >= dimensions.length || (i > 0 && dimensions[id]!.length === 0));
    if (bad !== undefined) {
      throw reader.complaint(`dimensions of '${shown(name)}' among ${dimensions.length}, records first`, String(bad));
    }
    const own = attributes();
    const kind = type();
    count('variable size');
    const begin = version === 1 ? reader.u32('variable offset') : reader.u64('variable offset');
    return { name, dimensions: ids, attributes: own, type: kind, begin };
  });
  return { records: stated === streaming ? undefined : stated, dimensions, variables };
}

/** A file written as a stream leaves the number of records open: it ends with the last whole one. */
function countRecords(fileSize: number, variables: readonly Variable[], stride: number): number {
  if (stride === 0) return 0;
  const begin = variables.reduce((least, v) => Math.min(least, v.begin), fileSize);
  return Math.max(0, Math.floor((fileSize - begin) / stride));
}

function sizeOfType(type: NumberType | 'char'): number {
  return type === 'char' ? 1 : NUMBER_SIZES[type];
}
