/**
 * MATLAB's MAT-file level 5 (the format of MATLAB 5 to 7.2 and of `save -v6`, `-v7`): real, complex and logical arrays
 * of every numeric class, compressed or not, either byte order. MATLAB stores the first index fastest and vectors as
 * 1×n or n×1; values come out in C order, shapes as they are. Other classes are skipped by name.
 * Source: MathWorks, *MAT-File Format*, chapter 1 [mat-file-format].
 */
import { unzlibSync } from 'fflate';
import { ByteReader, beyondDoubles, inexact, NUMBER_SIZES, type NumberType } from './bytes.js';
import { adler32 } from './checksum.js';
import { type Dataset, DatasetBuilder, fromFortranOrder, shown, sizeOf } from './dataset.js';

const HEADER = 128;
const MI_INT8 = 1;
const MI_INT32 = 5;
const MI_UINT32 = 6;
const MI_MATRIX = 14;
const MI_COMPRESSED = 15;
const NUMBER_TYPES: Readonly<Record<number, NumberType>> = {
  1: 'i1',
  2: 'u1',
  3: 'i2',
  4: 'u2',
  5: 'i4',
  6: 'u4',
  7: 'f4',
  9: 'f8',
  12: 'i8',
  13: 'u8',
};
/** Array classes 6 to 15 are double, single and the integers. */
const OTHER_CLASSES: Readonly<Record<number, string>> = {
  1: 'a cell array',
  2: 'a struct',
  3: 'an object',
  4: 'text',
  5: 'a sparse matrix',
  16: 'a function handle',
  17: 'an object',
};
const COMPLEX_FLAG = 0x0800;

/** True when the header's last four bytes are a version and the byte-order mark of level 5. */
export function isMat(bytes: Uint8Array): boolean {
  const mark = `${String.fromCharCode(bytes[126] ?? 0)}${String.fromCharCode(bytes[127] ?? 0)}`;
  return bytes.length >= HEADER && (mark === 'IM' || mark === 'MI');
}

/** @throws InvalidInput where the file is truncated or damaged, or is of another level. */
export function decodeMat(bytes: Uint8Array, where: string): Dataset {
  const builder = new DatasetBuilder(where);
  const reader = new ByteReader(bytes, where, bytes[126] === 0x49);
  reader.offset = 124;
  const version = reader.u16('MAT header');
  if (version !== 0x0100) throw reader.complaint('MAT version 0x0100', `0x${version.toString(16).padStart(4, '0')}`);
  reader.offset = HEADER;
  while (reader.remaining > 0) {
    const element = readElement(reader);
    if (element.type === MI_COMPRESSED) {
      const inner = readElement(new ByteReader(unpack(element.data, reader), where, reader.littleEndian));
      if (inner.type !== MI_MATRIX) throw reader.complaint('a compressed MAT matrix', `element type ${inner.type}`);
      addMatrix(builder, inner.data, reader);
    } else if (element.type === MI_MATRIX) {
      addMatrix(builder, element.data, reader);
    } else {
      throw reader.complaint('a MAT matrix or compressed element', `element type ${element.type}`);
    }
  }
  return builder.build('mat5');
}

interface Element {
  readonly type: number;
  readonly data: Uint8Array;
}

/** A tag and its data; up to 4 bytes of data may sit inside the 8-byte tag. */
function readElement(reader: ByteReader): Element {
  const word = reader.u32('MAT element tag');
  if (word >>> 16 !== 0) {
    const size = word >>> 16;
    if (size > 4) throw reader.complaint('a small MAT element of at most 4 bytes', `${size} bytes`);
    return { type: word & 0xffff, data: reader.take(4, 'small MAT element').subarray(0, size) };
  }
  const data = reader.take(reader.u32('MAT element tag'), 'MAT element');
  if (word !== MI_COMPRESSED) reader.align(8);
  return { type: word, data };
}

function unpack(data: Uint8Array, reader: ByteReader): Uint8Array {
  let content: Uint8Array;
  try {
    content = unzlibSync(data);
  } catch {
    throw reader.complaint('zlib data in a compressed MAT element', 'damaged data');
  }
  const trailer = new ByteReader(data.subarray(-4), reader.where, false);
  if (trailer.u32('Adler-32') !== adler32(content)) {
    throw reader.complaint('a compressed MAT element that agrees with its Adler-32', 'other content');
  }
  return content;
}

function addMatrix(builder: DatasetBuilder, data: Uint8Array, file: ByteReader): void {
  const reader = new ByteReader(data, file.where, file.littleEndian);
  const part = (type: number, what: string): ByteReader => {
    const element = readElement(reader);
    if (element.type !== type) throw reader.complaint(`${what} (MAT type ${type})`, `type ${element.type}`);
    return new ByteReader(element.data, reader.where, reader.littleEndian);
  };
  const flags = part(MI_UINT32, 'array flags').u32('array flags');
  const arrayClass = flags & 0xff;
  const other = OTHER_CLASSES[arrayClass];
  if (arrayClass === 17) {
    // An opaque object has no dimensions: its name comes at once.
    builder.skip(new TextDecoder().decode(part(MI_INT8, 'array name').bytes), other!);
    return;
  }
  const dims = part(MI_INT32, 'dimensions');
  const shape = [...dims.numbers('i4', Math.floor(dims.remaining / 4), 'dimensions')];
  const name = new TextDecoder().decode(part(MI_INT8, 'array name').bytes);
  if (other !== undefined) {
    builder.skip(name, other);
    return;
  }
  if (arrayClass < 6 || arrayClass > 15) throw reader.complaint('a MAT array class from 1 to 17', String(arrayClass));
  if (shape.length < 2 || shape.some((length) => length < 0)) {
    throw reader.complaint(`two or more dimensions for '${shown(name)}'`, `(${shape.join(', ')})`);
  }
  const values = (): Float64Array | undefined => {
    const element = readElement(reader);
    const type = NUMBER_TYPES[element.type];
    if (type === undefined) throw reader.complaint(`numbers for '${shown(name)}'`, `MAT type ${element.type}`);
    const count = sizeOf(shape);
    if (element.data.length !== count * NUMBER_SIZES[type]) {
      const expected = `${count} values of ${NUMBER_SIZES[type]} bytes for '${shown(name)}'`;
      throw reader.complaint(expected, `${element.data.length} bytes`);
    }
    const inner = new ByteReader(element.data, reader.where, reader.littleEndian);
    const numbers = inner.numbers(type, count, 'values');
    return inexact(numbers, type) === undefined ? fromFortranOrder(numbers, shape) : undefined;
  };
  const real = values();
  const imaginary = (flags & COMPLEX_FLAG) === 0 ? undefined : values();
  // MATLAB keeps its object store in a nameless array at the end of the file.
  if (name === '') builder.skip('(nameless)', 'without a name');
  else if (real === undefined) builder.skip(name, beyondDoubles);
  else if (imaginary !== undefined) builder.addComplex({ name, shape, data: real }, imaginary);
  else builder.add({ name, shape, data: real });
}
