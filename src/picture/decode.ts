/** Pixels of PNG files of eight bits a channel, as this package and most others write them [png-specification]. */
import { unzlibSync } from 'fflate';
import { InvalidInput } from '../base/index.js';
import { joined, signature } from './png.js';

/** An image; the four bytes of a pixel in memory are red, green, blue and opacity. Rows go from the top. */
export interface PixelImage {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint32Array<ArrayBuffer>;
}

/** Channels of the kinds of colour: grey, true colour, palette, grey and true colour with opacity. */
const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/**
 * The pixels of a PNG file. Of an animation it is the first frame.
 * @param name - the file in messages.
 * @throws InvalidInput for what is no PNG, is cut off, is interlaced or has channels of other than eight bits.
 */
export function decodePng(where: string, file: Uint8Array, name: string): PixelImage {
  const refuse = (got: string): never => {
    throw new InvalidInput({ where, expected: `a PNG file of 8 bits a channel as ${name}`, got });
  };
  if (signature.some((byte, i) => file[i] !== byte)) refuse(`${file.length} bytes of another kind`);
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const parts = new Map<string, Uint8Array[]>();
  for (let at = signature.length; at < file.length; ) {
    const length = at + 12 <= file.length ? view.getUint32(at) : Number.POSITIVE_INFINITY;
    if (at + 12 + length > file.length) refuse('a file that is cut off');
    const type = String.fromCharCode(...file.subarray(at + 4, at + 8));
    parts.set(type, [...(parts.get(type) ?? []), file.subarray(at + 8, at + 8 + length)]);
    at += 12 + length;
  }
  const header = parts.get('IHDR')?.[0];
  if (header?.length !== 13) return refuse('a file without header');
  const size = new DataView(header.buffer, header.byteOffset, 13);
  const [width, height] = [size.getUint32(0), size.getUint32(4)];
  const [depth, kind, , , interlaced] = header.subarray(8);
  const channels = CHANNELS[kind!];
  if (depth !== 8 || channels === undefined) return refuse(`kind ${kind} of ${depth} bits`);
  if (interlaced !== 0) refuse('rows that are interlaced');
  const bytes = inflated(joined(parts.get('IDAT') ?? []), (width * channels + 1) * height);
  if (bytes === undefined) return refuse('rows that are damaged');
  const rows = unfiltered(bytes, width * channels, height, channels);
  if (rows === undefined) return refuse('an unknown filter');
  const rgba = new Uint8Array(4 * width * height);
  if (kind === 6) rgba.set(rows);
  else if (kind === 3) {
    const palette = parts.get('PLTE')?.[0] ?? new Uint8Array(0);
    const opacity = parts.get('tRNS')?.[0] ?? new Uint8Array(0);
    rows.forEach((number, i) => {
      for (let c = 0; c < 3; c++) rgba[4 * i + c] = palette[3 * number + c] ?? 0;
      rgba[4 * i + 3] = opacity[number] ?? 255;
    });
  } else {
    const step = channels < 3 ? 0 : 1;
    for (let i = 0; i < width * height; i++) {
      for (let c = 0; c < 3; c++) rgba[4 * i + c] = rows[i * channels + c * step]!;
      rgba[4 * i + 3] = channels === 2 ? rows[2 * i + 1]! : 255;
    }
  }
  return { width, height, pixels: new Uint32Array(rgba.buffer) };
}

/** The bytes of a zlib stream, undefined unless it is whole and holds that many. */
function inflated(packed: Uint8Array, size: number): Uint8Array | undefined {
  try {
    const bytes = unzlibSync(packed);
    return bytes.length === size ? bytes : undefined;
  } catch {
    return undefined;
  }
}

/** Rows without the filters in front of them; `step` bytes make a pixel. */
function unfiltered(filtered: Uint8Array, stride: number, height: number, step: number): Uint8Array | undefined {
  const rows = new Uint8Array(stride * height);
  for (let row = 0; row < height; row++) {
    const filter = filtered[row * (stride + 1)]!;
    if (filter > 4) return undefined;
    const [from, to] = [row * (stride + 1) + 1, row * stride];
    for (let i = 0; i < stride; i++) {
      const left = i < step ? 0 : rows[to + i - step]!;
      const up = row === 0 ? 0 : rows[to + i - stride]!;
      const corner = i < step || row === 0 ? 0 : rows[to + i - stride - step]!;
      rows[to + i] = filtered[from + i]! + predicted(filter, left, up, corner);
    }
  }
  return rows;
}

/** What the filters 0 to 4 expect of a byte from its neighbours [png-specification, §9.2]. */
export function predicted(filter: number, left: number, up: number, corner: number): number {
  if (filter === 0) return 0;
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return (left + up) >> 1;
  const [a, b, c] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}
