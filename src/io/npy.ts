/**
 * NumPy's array format NPY 1.0, 2.0 and 3.0, and NPZ: a zip of `NAME.npy` entries. All boolean, integer, floating and
 * complex types of up to 8 bytes a component, either byte order, C and Fortran order.
 * Source: NumPy enhancement proposal 1 [numpy-nep-1].
 */
import { zipSync } from 'fflate';
import { InvalidInput, OutOfRange } from '../base/index.js';
import { ByteReader, beyondDoubles, decodeNumbers, exact, inexact, NUMBER_SIZES, type NumberType } from './bytes.js';
import { type Dataset, DatasetBuilder, FileArray, fromFortranOrder, shown, sizeOf } from './dataset.js';
import { contiguousStrides, type RandomAccess, readStrided, withHeader } from './file.js';
import { checkWritable, type WritableArray } from './writable.js';
import { writeFileAtomic } from './write.js';
import { readZip, zipEntries } from './zip.js';

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

/** True when the bytes begin like an NPY file. */
export function isNpy(bytes: Uint8Array): boolean {
  return MAGIC.every((byte, i) => bytes[i] === byte);
}

/** One NPY file as a dataset with the variable `values`. @throws InvalidInput */
export function decodeNpy(bytes: Uint8Array, where: string): Dataset {
  const builder = new DatasetBuilder(where);
  addNpy(builder, 'values', bytes, where);
  return builder.build('npy');
}

/** An NPZ archive. @throws InvalidInput */
export function decodeNpz(bytes: Uint8Array, where: string): Dataset {
  const builder = new DatasetBuilder(where);
  for (const [entry, content] of readZip(bytes, where)) {
    if (!entry.endsWith('.npy')) builder.skip(entry, 'no .npy entry');
    else addNpy(builder, entry.slice(0, -4), content, where);
  }
  return builder.build('npz');
}

/** One NPY file, or an NPZ archive, with values left in the file where they are stored as they are. @throws InvalidInput */
export function openNpy(file: RandomAccess, where: string): Dataset {
  const builder = new DatasetBuilder(where);
  addNpyPart(builder, 'values', file, where);
  return builder.build('npy');
}

/** @throws InvalidInput where the archive is damaged. */
export function openNpz(file: RandomAccess, where: string): Dataset {
  const builder = new DatasetBuilder(where);
  for (const { name, stored, content } of zipEntries(file, where)) {
    if (!name.endsWith('.npy')) builder.skip(name, 'no .npy entry');
    else if (stored === undefined) addNpy(builder, name.slice(0, -4), content(), where);
    else addNpyPart(builder, name.slice(0, -4), stored, where);
  }
  return builder.build('npz');
}

interface NpyHeader {
  readonly shape: readonly number[];
  /** Type of a number, or of a part of a complex number; undefined for what is no number. */
  readonly type?: NumberType;
  /** As in the file. */
  readonly descr: string;
  readonly complex: boolean;
  readonly boolean: boolean;
  readonly littleEndian: boolean;
  readonly fortranOrder: boolean;
  /** Where the values begin. */
  readonly begin: number;
}

function readNpyHeader(bytes: Uint8Array, name: string, where: string): NpyHeader {
  const reader = new ByteReader(bytes, where, true);
  if (!isNpy(bytes)) throw reader.complaint(`NPY data for '${shown(name)}'`, 'other bytes');
  reader.offset = 6;
  const [major] = reader.take(2, 'NPY version');
  if (major !== 1 && major !== 2 && major !== 3) throw reader.complaint('NPY version 1, 2 or 3', String(major));
  const length = major === 1 ? reader.u16('NPY header length') : reader.u32('NPY header length');
  const header = new TextDecoder().decode(reader.take(length, 'NPY header'));

  const descr = /'descr'\s*:\s*('[^']*'|\[)/.exec(header)?.[1];
  const order = /'fortran_order'\s*:\s*(True|False)/.exec(header)?.[1];
  const dims = /'shape'\s*:\s*\(([\d\s,]*)\)/.exec(header)?.[1];
  if (descr === undefined || order === undefined || dims === undefined) {
    throw reader.complaint("an NPY header with 'descr', 'fortran_order' and 'shape'", `'${shown(header.trim())}'`);
  }
  const shape = dims.split(',').flatMap((text) => (text.trim() === '' ? [] : [Number(text)]));
  const numeric = /^'([<>|=])(?:(b1|[iu][1248]|f[248])|c(8|16))'$/.exec(descr);
  const [, endian, real, complex] = numeric ?? [];
  const type = (complex !== undefined ? `f${Number(complex) / 2}` : real === 'b1' ? 'u1' : real) as NumberType;
  return {
    shape,
    descr,
    ...(numeric !== null && { type }),
    complex: complex !== undefined,
    boolean: real === 'b1',
    littleEndian: endian !== '>',
    fortranOrder: order === 'True',
    begin: reader.offset,
  };
}

const otherType = ({ descr }: NpyHeader): string => `of NumPy type ${descr === '[' ? 'record' : descr.slice(1, -1)}`;

function addNpy(builder: DatasetBuilder, name: string, bytes: Uint8Array, where: string): void {
  const header = readNpyHeader(bytes, name, where);
  const { shape, type, complex, boolean, littleEndian, fortranOrder } = header;
  if (type === undefined) {
    builder.skip(name, otherType(header));
    return;
  }
  const reader = new ByteReader(bytes, where, true);
  reader.offset = header.begin;
  const count = sizeOf(shape) * (complex ? 2 : 1);
  const raw = reader.take(count * NUMBER_SIZES[type], `values of '${shown(name)}'`);
  if (reader.remaining > 0) throw reader.complaint('the end of the NPY data', `${reader.remaining} more bytes`);
  const data = decodeNumbers(raw, type, littleEndian);
  if (inexact(data, type) !== undefined) {
    builder.skip(name, beyondDoubles);
    return;
  }
  const ordered = (part: Float64Array): Float64Array => (fortranOrder ? fromFortranOrder(part, shape) : part);
  if (!complex) {
    builder.add({ name, shape, data: ordered(boolean ? data.map((v) => (v === 0 ? 0 : 1)) : data) });
  } else {
    const half = (part: 0 | 1): Float64Array =>
      ordered(Float64Array.from({ length: count / 2 }, (_, i) => data[2 * i + part]!));
    builder.addComplex({ name, shape, data: half(0) }, half(1));
  }
}

/** Real arrays in C order are left in the file. */
function addNpyPart(builder: DatasetBuilder, name: string, file: RandomAccess, where: string): void {
  const { shape, type, complex, boolean, littleEndian, fortranOrder, begin } = withHeader(file, (head) =>
    readNpyHeader(head, name, where),
  );
  if (type === undefined || complex || boolean || fortranOrder) {
    addNpy(builder, name, file.readAt(0, file.size), where);
    return;
  }
  const size = NUMBER_SIZES[type];
  const end = begin + sizeOf(shape) * size;
  if (end !== file.size) {
    const expected = `${end} bytes of NPY data for '${shown(name)}'`;
    throw new InvalidInput({ where, expected, got: String(file.size) });
  }
  const layout = { begin, strides: contiguousStrides(shape, size), size };
  const read = (start: readonly number[], count: readonly number[]): Float64Array =>
    exact(decodeNumbers(readStrided(file, layout, start, count), type, littleEndian), type, where);
  const chunk = shape.map((length, axis) => (axis === 0 && shape.length > 1 ? 1 : length));
  builder.add(new FileArray({ name, shape }, { read, chunk }, where));
}

/** NPZ bytes: each array as little-endian doubles in C order, stored without compression, the same on every machine. */
export function encodeNpz(arrays: readonly WritableArray[]): Uint8Array {
  const where = 'writeNpz';
  const entries: Record<string, Uint8Array> = {};
  let total = 0;
  const names = new Set<string>();
  for (const array of arrays) {
    const { name, shape, data } = array;
    checkWritable(array, names, where);
    total += data.byteLength + 1024;
    if (total >= 2 ** 32)
      throw new OutOfRange({ where, expected: 'less than 4 GiB in one file', got: `${total} bytes` });
    entries[`${name}.npy`] = encodeNpy(shape, data);
  }
  // Zip times are local and start in 1980; a fixed one makes equal arrays equal files.
  return zipSync(entries, { level: 0, mtime: new Date(1980, 0, 1) });
}

/**
 * Writes arrays as an NPZ file, all or nothing: NumPy reads it with `numpy.load(path)['NAME']`.
 * @throws InvalidInput where names repeat, a shape disagrees with its data, or the path cannot be written.
 * @example
 * writeNpz('run.npz', [{ name: 'values', shape: [2, 3], data: new Float64Array(6) }]);
 */
export function writeNpz(path: string, arrays: readonly WritableArray[]): void {
  writeFileAtomic(path, encodeNpz(arrays));
}

function encodeNpy(shape: readonly number[], data: Float64Array): Uint8Array {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const text = `{'descr': '<f8', 'fortran_order': False, 'shape': ${tuple}, }`;
  const length = Math.ceil((10 + text.length + 1) / 64) * 64;
  const result = new Uint8Array(length + data.byteLength);
  const view = new DataView(result.buffer);
  result.set([...MAGIC, 1, 0]);
  view.setUint16(8, length - 10, true);
  result.set(new TextEncoder().encode(`${text.padEnd(length - 11)}\n`), 10);
  for (let i = 0; i < data.length; i++) view.setFloat64(length + 8 * i, data[i]!, true);
  return result;
}
