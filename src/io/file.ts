/** Files that are read in pieces, wherever a piece is: on disk, or in memory with the same functions. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { InvalidInput } from '../base/index.js';
import { sizeOf } from './dataset.js';
import { withRoom } from './memory.js';
import { readable } from './system.js';

/** Bytes that can be read at any place. */
export interface RandomAccess {
  readonly size: number;
  /** `length` bytes from `offset` on. @throws InvalidInput where there are fewer. */
  readAt(offset: number, length: number): Uint8Array;
}

/** A file on disk, open until it is closed. */
export interface OpenFile extends RandomAccess {
  close(): void;
}

/** Opens a file for reading; errors of the operating system are thrown as they are. */
export function openFile(path: string): OpenFile {
  const descriptor = openSync(path, 'r');
  const { size } = fstatSync(descriptor);
  return {
    size,
    readAt: (offset, length) => {
      const bytes = withRoom(length / 8, 'the file', path, () => new Uint8Array(length));
      let done = 0;
      while (done < length) {
        const most = Math.min(length - done, 2 ** 30);
        const got = readable(path, () => readSync(descriptor, bytes, done, most, offset + done));
        if (got === 0) {
          const expected = `${length} bytes at byte ${offset}`;
          throw new InvalidInput({ where: path, expected, got: `${done} bytes` });
        }
        done += got;
      }
      return bytes;
    },
    close: () => closeSync(descriptor),
  };
}

/** Bytes in memory; pieces are views. The caller has checked that they lie inside. */
export function memoryFile(bytes: Uint8Array): RandomAccess {
  return { size: bytes.length, readAt: (offset, length) => bytes.subarray(offset, offset + length) };
}

/** Bytes that a header may take. */
const largestHeader = 2 ** 28;

/**
 * Runs a parser of a header on the beginning of a file, and on more of it as long as it complains.
 * @throws what the parser throws on as much as a header may take.
 */
export function withHeader<T>(file: RandomAccess, parse: (bytes: Uint8Array) => T): T {
  const most = Math.min(file.size, largestHeader);
  for (let length = 2 ** 16; length < most; length *= 16) {
    try {
      return parse(file.readAt(0, length));
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
    }
  }
  return parse(file.readAt(0, most));
}

/** Distances in bytes of neighbours along each axis of an array in C order. */
export function contiguousStrides(shape: readonly number[], size: number): number[] {
  return shape.map((_, axis) => shape.slice(axis + 1).reduce((product, length) => product * length, size));
}

/** Where the numbers of an array are in a file; strides fall from axis to axis. */
export interface StridedLayout {
  readonly begin: number;
  readonly strides: readonly number[];
  /** Bytes of one number. */
  readonly size: number;
}

/** The bytes of a part of an array in C order, read in runs as long as they are contiguous. */
export function readStrided(
  file: RandomAccess,
  { begin, strides, size }: StridedLayout,
  start: readonly number[],
  count: readonly number[],
): Uint8Array {
  const total = sizeOf(count);
  const bytes = new Uint8Array(total * size);
  if (total === 0) return bytes;
  // from this axis on the part is one run of bytes
  let axis = count.length;
  let run = size;
  while (axis > 0 && (strides[axis - 1] === run || count[axis - 1] === 1)) run *= count[--axis]!;
  const index = start.slice(0, axis);
  const rest = start.slice(axis).reduce((sum, first, a) => sum + first * strides[axis + a]!, begin);
  for (let at = 0; at < bytes.length; at += run) {
    const offset = index.reduce((sum, i, a) => sum + i * strides[a]!, rest);
    bytes.set(file.readAt(offset, run), at);
    for (let a = axis - 1; a >= 0; a--) {
      index[a] = index[a]! + 1;
      if (index[a]! < start[a]! + count[a]!) break;
      index[a] = start[a]!;
    }
  }
  return bytes;
}
