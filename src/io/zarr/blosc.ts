/**
 * Blosc 1 buffers: blocks, each of them split into streams or not, compressed by LZ4, zlib or Zstandard, the bytes of numbers
 * sorted by significance (shuffle) or their bits. Source: *Blosc Chunk Format* [blosc-format].
 */
import { decodeLz4 } from './lz4.js';

/** Unpacks a stream to `size` bytes; undefined where it is damaged. */
export type Unpack = (packed: Uint8Array, size: number) => Uint8Array | undefined;

const flag = { shuffle: 1, plain: 2, bitShuffle: 4, unsplit: 16 } as const;

/** A stream shorter than this per byte of a number is not split [blosc-format]. */
const shortestSplit = 128;

/**
 * The bytes in a buffer; undefined where it is damaged.
 * @param unpackers - for zlib and Zstandard, by the number of the compressor in the header.
 * @param expected - how many bytes there are to be.
 */
export function decodeBlosc(
  buffer: Uint8Array,
  unpackers: Readonly<Record<number, Unpack>>,
  expected: number,
): Uint8Array | undefined {
  if (buffer.length < 16) return undefined;
  const view = new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength);
  const [flags, width] = [buffer[2]!, buffer[3]!];
  const [size, blockSize, total] = [4, 8, 12].map((at) => view.getUint32(at, true)) as [number, number, number];
  if (size !== expected) return undefined;
  if (total > buffer.length || blockSize === 0 || width === 0) return size === 0 ? new Uint8Array(0) : undefined;
  if (flags & flag.plain) return total === size + 16 ? buffer.slice(16, total) : undefined;
  const unpack = { ...unpackers, 1: decodeLz4 }[flags >> 5];
  if (unpack === undefined) return undefined;
  const out = new Uint8Array(size);
  const blocks = Math.ceil(size / blockSize);
  for (let b = 0; b < blocks; b++) {
    const length = Math.min(blockSize, size - b * blockSize);
    const split =
      !(flags & flag.unsplit) && width <= 16 && Math.floor(blockSize / width) >= shortestSplit && length === blockSize;
    const streams = split ? width : 1;
    const part = length / streams;
    if (16 + 4 * b + 4 > total) return undefined;
    let at = view.getUint32(16 + 4 * b, true);
    const block = new Uint8Array(length);
    for (let s = 0; s < streams; s++) {
      if (at + 4 > total) return undefined;
      const packed = view.getUint32(at, true);
      at += 4;
      if (at + packed > total) return undefined;
      const bytes = buffer.subarray(at, at + packed);
      const content = packed === part ? bytes : unpack(bytes, part);
      if (content === undefined) return undefined;
      block.set(content, s * part);
      at += packed;
    }
    const restored =
      flags & flag.shuffle ? unshuffle(block, width) : flags & flag.bitShuffle ? unshuffleBits(block, width) : block;
    out.set(restored, b * blockSize);
  }
  return out;
}

/** Numbers from their bytes sorted by significance; what is left over stands at the end as it is. */
export function unshuffle(bytes: Uint8Array, width: number): Uint8Array {
  const count = Math.floor(bytes.length / width);
  const out = bytes.slice();
  for (let k = 0; k < width; k++) for (let i = 0; i < count; i++) out[i * width + k] = bytes[k * count + i]!;
  return out;
}

/** The same for bits; blocks whose numbers are no multiple of eight are left as they are. */
function unshuffleBits(bytes: Uint8Array, width: number): Uint8Array {
  const count = Math.floor(bytes.length / width);
  if (count % 8 !== 0) return bytes;
  const out = bytes.slice();
  out.fill(0, 0, count * width);
  for (let bit = 0; bit < 8 * width; bit++) {
    const row = (bit * count) / 8;
    for (let i = 0; i < count; i++) {
      const value = (bytes[row + (i >> 3)]! >> (i & 7)) & 1;
      out[i * width + (bit >> 3)] = out[i * width + (bit >> 3)]! | (value << (bit & 7));
    }
  }
  return out;
}
