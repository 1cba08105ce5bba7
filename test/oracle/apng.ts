/** A strict decoder of animated PNG files with 8-bit palettes: checks sums, order and numbers of chunks, and puts frames together. */
import { inflateSync } from 'node:zlib';
import { paeth, slowCrc } from './png.js';

export interface Frame {
  /** Red, green, blue, opacity of all pixels, rows from the top. */
  readonly rgba: Uint8Array;
  /** Left, top, width, height of what the file holds of it. */
  readonly part: readonly [number, number, number, number];
  /** Seconds. */
  readonly delay: number;
}

export interface Animation {
  readonly width: number;
  readonly height: number;
  readonly plays: number;
  /** Entries of the palette. */
  readonly colours: number;
  readonly frames: readonly Frame[];
}

const fail = (reason: string): never => {
  throw new Error(reason);
};

export function decodeApng(source: Uint8Array): Animation {
  const bytes = Buffer.from(source);
  if (bytes.toString('latin1', 0, 8) !== '\x89PNG\r\n\x1a\n') fail('no PNG signature');
  const chunks: { readonly type: string; readonly data: Buffer }[] = [];
  for (let at = 8; at < bytes.length; ) {
    const end = at + 8 + bytes.readUInt32BE(at);
    const type = bytes.toString('latin1', at + 4, at + 8);
    if (bytes.readUInt32BE(end) !== slowCrc(bytes.subarray(at + 4, end))) fail(`CRC of ${type}`);
    chunks.push({ type, data: bytes.subarray(at + 8, end) });
    at = end + 4;
  }
  const order = chunks.map(({ type }) => type).join(' ');
  if (!/^IHDR acTL PLTE (tRNS )?fcTL IDAT( fcTL fdAT)* IEND$/.test(order)) fail(`chunks ${order}`);
  const data = (type: string): Buffer | undefined => chunks.find((chunk) => chunk.type === type)?.data;
  const header = data('IHDR')!;
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  if (header.subarray(8).join() !== '8,3,0,0,0') fail(`header ${header.subarray(8).join()}`);
  const palette = data('PLTE')!;
  const opacity = data('tRNS') ?? Buffer.alloc(0);
  if (palette.length % 3 !== 0 || palette.length > 768 || 3 * opacity.length > palette.length) fail('palette');

  const frames: Frame[] = [];
  let sequence = 0;
  let screen = new Uint8Array(4 * width * height);
  let control: Buffer = Buffer.alloc(0);
  for (const { type, data } of chunks) {
    if ((type === 'fcTL' || type === 'fdAT') && data.readUInt32BE(0) !== sequence++) fail(`number of ${type}`);
    if (type === 'fcTL') control = data;
    if (type !== 'IDAT' && type !== 'fdAT') continue;
    const [w, h, x, y] = [4, 8, 12, 16].map((at) => control.readUInt32BE(at)) as [number, number, number, number];
    if (control.length !== 26 || w < 1 || h < 1 || x + w > width || y + h > height) fail('frame beyond the image');
    if (control[24] !== 0 || control[25] !== 0) fail('disposed or blended frames');
    if (frames.length === 0 && (w !== width || h !== height)) fail('first frame not whole');
    const rows = unfilter(inflateSync(type === 'IDAT' ? data : data.subarray(4)), w, h);
    screen = screen.slice();
    for (let i = 0; i < w * h; i++) {
      const k = rows[i]!;
      if (3 * k >= palette.length) fail('number beyond the palette');
      const to = 4 * ((y + Math.floor(i / w)) * width + x + (i % w));
      for (let c = 0; c < 3; c++) screen[to + c] = palette[3 * k + c]!;
      screen[to + 3] = opacity[k] ?? 255;
    }
    frames.push({ rgba: screen, part: [x, y, w, h], delay: control.readUInt16BE(20) / control.readUInt16BE(22) });
  }
  const totals = data('acTL')!;
  if (totals.readUInt32BE(0) !== frames.length) fail('number of frames');
  return { width, height, plays: totals.readUInt32BE(4), colours: palette.length / 3, frames };
}

function unfilter(raw: Uint8Array, width: number, height: number): Uint8Array {
  if (raw.length !== (width + 1) * height) fail('wrong number of bytes');
  const rows = new Uint8Array(width * height);
  for (let at = 0; at < rows.length; at++) {
    const [row, column] = [Math.floor(at / width), at % width];
    const filter = raw[row * (width + 1)]!;
    const left = column > 0 ? rows[at - 1]! : 0;
    const up = row > 0 ? rows[at - width]! : 0;
    const corner = column > 0 && row > 0 ? rows[at - width - 1]! : 0;
    rows[at] = raw[at + row + 1]! + guess(filter, left, up, corner);
  }
  return rows;
}

function guess(filter: number, left: number, up: number, corner: number): number {
  if (filter === 0) return 0;
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return (left + up) >> 1;
  return filter === 4 ? paeth(left, up, corner) : fail('unknown filter');
}
