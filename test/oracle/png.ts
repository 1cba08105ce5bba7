/** A strict PNG decoder for 8-bit RGB(A) images without interlace: checks signature, chunk order and every CRC. */
import { inflateSync } from 'node:zlib';

export interface Image {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue, opacity of the pixel in a column and row. */
  readonly at: (column: number, row: number) => readonly [number, number, number, number];
}

export function decodePng(source: Uint8Array): Image {
  // A Buffer's slices would be views into a larger pool.
  const bytes = Uint8Array.from(source);
  const view = new DataView(bytes.buffer);
  const ascii = (from: number, length: number): string => String.fromCharCode(...bytes.slice(from, from + length));
  if (ascii(1, 3) !== 'PNG') throw new Error('no PNG signature');
  const chunks: { type: string; data: Uint8Array }[] = [];
  for (let at = 8; at < bytes.length; ) {
    const length = view.getUint32(at);
    const type = ascii(at + 4, 4);
    const data = bytes.slice(at + 8, at + 8 + length);
    if (view.getUint32(at + 8 + length) !== slowCrc(bytes.slice(at + 4, at + 8 + length)))
      throw new Error(`CRC of ${type}`);
    chunks.push({ type, data });
    at += length + 12;
  }
  if (chunks[0]!.type !== 'IHDR' || chunks.at(-1)!.type !== 'IEND') throw new Error('chunks out of order');
  const header = new DataView(chunks[0]!.data.buffer);
  const [width, height] = [header.getUint32(0), header.getUint32(4)];
  const [depth, colourType, , , interlace] = chunks[0]!.data.slice(8);
  const channels = colourType === 6 ? 4 : colourType === 2 ? 3 : 0;
  if (depth !== 8 || channels === 0 || interlace !== 0) throw new Error('not 8-bit RGB(A) without interlace');
  const packed = Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data));
  const raw = inflateSync(packed);
  const stride = width * channels;
  if (raw.length !== (stride + 1) * height) throw new Error('wrong number of bytes');
  const pixels = new Uint8Array(stride * height);
  for (let row = 0; row < height; row++) {
    const filter = raw[row * (stride + 1)]!;
    for (let i = 0; i < stride; i++) {
      const left = i < channels ? 0 : pixels[row * stride + i - channels]!;
      const up = row === 0 ? 0 : pixels[(row - 1) * stride + i]!;
      const corner = i < channels || row === 0 ? 0 : pixels[(row - 1) * stride + i - channels]!;
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter]!;
      pixels[row * stride + i] = raw[row * (stride + 1) + 1 + i]! + guess;
    }
  }
  return {
    width,
    height,
    at: (column, row) => {
      const from = row * stride + column * channels;
      return [pixels[from]!, pixels[from + 1]!, pixels[from + 2]!, channels === 4 ? pixels[from + 3]! : 255];
    },
  };
}

export function paeth(a: number, b: number, c: number): number {
  const p = a + b - c;
  const [pa, pb, pc] = [Math.abs(p - a), Math.abs(p - b), Math.abs(p - c)];
  return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
}

/** Polynomial division bit by bit, without a table. */
export function slowCrc(bytes: Uint8Array): number {
  let remainder = 0xffffffff;
  for (const byte of bytes) {
    for (let bit = 0; bit < 8; bit++) {
      const carry = (remainder ^ (byte >> bit)) & 1;
      remainder = (remainder >>> 1) ^ (carry === 1 ? 0xedb88320 : 0);
    }
  }
  return ~remainder >>> 0;
}
