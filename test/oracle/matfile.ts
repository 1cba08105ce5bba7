/** A small MAT 5 writer after MathWorks' format description, so that tests can make files with every edge case. */
import { deflateSync } from 'node:zlib';
import { ByteWriter } from './bytes.js';

export interface MatArray {
  readonly name: string;
  readonly shape: readonly number[];
  /** Values with the first index fastest, as MATLAB keeps them. */
  readonly values: readonly number[];
  readonly imaginary?: readonly number[];
  /** MATLAB class number, 6 = double; 1 to 5 are classes without plain numbers. */
  readonly class?: number;
  /** How the values are stored. */
  readonly stored?: 'Int8' | 'Uint8' | 'Int16' | 'Uint16' | 'Int32' | 'Uint32' | 'Float32' | 'Float64';
  readonly compressed?: boolean;
}

const CODES = { Int8: 1, Uint8: 2, Int16: 3, Uint16: 4, Int32: 5, Uint32: 6, Float32: 7, Float64: 9 } as const;

export function matFile(arrays: readonly MatArray[], littleEndian = true): Uint8Array {
  const file = new ByteWriter(littleEndian).text('MATLAB 5.0 MAT-file, made by a test'.padEnd(124, ' '));
  file.put('Uint16', 0x0100).text(littleEndian ? 'IM' : 'MI');
  for (const array of arrays) {
    const matrix = element(littleEndian, 14, matrixBody(array, littleEndian));
    if (array.compressed === true) {
      const packed = deflateSync(Uint8Array.from(matrix));
      file.put('Uint32', 15, packed.length).raw(packed);
    } else {
      file.raw(matrix);
    }
  }
  return file.done;
}

function matrixBody(array: MatArray, little: boolean): number[] {
  const kind = array.stored ?? 'Float64';
  const flags = (array.class ?? 6) | (array.imaginary === undefined ? 0 : 0x0800);
  const body = new ByteWriter(little);
  body.raw(element(little, 6, new ByteWriter(little).put('Uint32', flags, 0).bytes));
  body.raw(element(little, 5, new ByteWriter(little).put('Int32', ...array.shape).bytes));
  body.raw(element(little, 1, new ByteWriter(little).text(array.name).bytes));
  for (const part of [array.values, array.imaginary]) {
    if (part !== undefined) body.raw(element(little, CODES[kind], new ByteWriter(little).put(kind, ...part).bytes));
  }
  return body.bytes;
}

/** Data of up to 4 bytes goes inside the tag, as MATLAB does. */
function element(little: boolean, type: number, data: readonly number[]): number[] {
  const writer = new ByteWriter(little);
  if (data.length <= 4 && data.length > 0 && type !== 14)
    writer
      .put('Uint32', data.length * 65536 + type)
      .raw(data)
      .pad(8);
  else writer.put('Uint32', type, data.length).raw(data).pad(8);
  return writer.bytes;
}
