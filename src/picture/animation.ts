/**
 * Animated pictures: PNG files of one size joined into one file, the frames of an animation [png-specification, §11.3.2]
 * (third edition: acTL, fcTL and fdAT). A viewer that knows no animation shows the first frame.
 */
import { checkInteger, checkOptions, InvalidInput } from '../base/index.js';
import { chunk, joined, signature } from './png.js';

export interface AnimationOptions {
  /** How long a frame is shown, 200 unless told. */
  readonly milliseconds?: number;
  /** How long the last frame is shown; like the others unless told. */
  readonly lastMilliseconds?: number;
  /** How often the animation runs; for ever unless told. */
  readonly plays?: number;
}

interface Chunk {
  readonly type: string;
  readonly data: Uint8Array;
}

/**
 * One animated PNG from PNG files of equal size and kind, such as {@link svgToPng} makes.
 * @throws InvalidInput for no frame, what is no PNG, frames of different sizes or kinds, or frames with a palette.
 * @example
 * const [red, blue] = [encodePng(1, 1, Uint8Array.of(255, 0, 0, 255)), encodePng(1, 1, Uint8Array.of(0, 0, 255, 255))];
 * const blinking = animatedPng([red, blue], { milliseconds: 500 });
 * String.fromCharCode(...blinking.subarray(37, 41)) // 'acTL'
 */
export function animatedPng(frames: readonly Uint8Array[], options: AnimationOptions = {}): Uint8Array {
  const where = 'animatedPng';
  checkOptions(where, options, ['milliseconds', 'lastMilliseconds', 'plays']);
  const { milliseconds = 200, lastMilliseconds = milliseconds, plays = 0 } = options;
  checkInteger(where, 'milliseconds', milliseconds, 1, 65535);
  checkInteger(where, 'lastMilliseconds', lastMilliseconds, 1, 65535);
  checkInteger(where, 'plays', plays, 0, 2 ** 31 - 1);
  const parsed = frames.map((file, k) => chunksOf(where, file, k));
  const header = parsed[0]?.[0]?.data;
  if (header === undefined) throw new InvalidInput({ where, expected: 'a frame or more', got: 'none' });
  parsed.forEach((chunks, k) => {
    const own = chunks[0]!.data;
    if (own.every((byte, i) => byte === header[i])) return;
    const size = (data: Uint8Array): string =>
      `${word(data, 0)}×${word(data, 4)} of kind ${data.subarray(8).join(' ')}`;
    throw new InvalidInput({ where, expected: `frames of ${size(header)}`, got: `${size(own)} in frame ${k}` });
  });
  let sequence = 0;
  const control = (k: number): Uint8Array => {
    const data = new Uint8Array(26);
    const view = new DataView(data.buffer);
    view.setUint32(0, sequence++);
    view.setUint32(4, word(header, 0));
    view.setUint32(8, word(header, 4));
    view.setUint16(20, k === frames.length - 1 ? lastMilliseconds : milliseconds);
    view.setUint16(22, 1000);
    return chunk('fcTL', data);
  };
  const frameData = (data: Uint8Array): Uint8Array => {
    const numbered = new Uint8Array(data.length + 4);
    new DataView(numbered.buffer).setUint32(0, sequence++);
    numbered.set(data, 4);
    return chunk('fdAT', numbered);
  };
  const totals = new Uint8Array(8);
  new DataView(totals.buffer).setUint32(0, frames.length);
  new DataView(totals.buffer).setUint32(4, plays);
  const body = parsed.flatMap((chunks, k) => [
    control(k),
    ...chunks
      .filter(({ type }) => type === 'IDAT')
      .map(({ data }) => (k === 0 ? chunk('IDAT', data) : frameData(data))),
  ]);
  return joined([signature, chunk('IHDR', header), chunk('acTL', totals), ...body, chunk('IEND', new Uint8Array(0))]);
}

const word = (bytes: Uint8Array, at: number): number =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(at);

/** The chunks of a file, the header first. */
function chunksOf(where: string, file: Uint8Array, frame: number): readonly Chunk[] {
  const refuse = (got: string): never => {
    throw new InvalidInput({ where, expected: `a PNG file without palette as frame ${frame}`, got });
  };
  if (signature.some((byte, i) => file[i] !== byte)) refuse(`${file.length} bytes of another kind`);
  const chunks: Chunk[] = [];
  for (let at = signature.length; at < file.length; ) {
    const length = at + 12 <= file.length ? word(file, at) : Number.POSITIVE_INFINITY;
    if (at + 12 + length > file.length) refuse('a file that is cut off');
    const type = String.fromCharCode(...file.subarray(at + 4, at + 8));
    chunks.push({ type, data: file.subarray(at + 8, at + 8 + length) });
    at += 12 + length;
  }
  if (chunks[0]?.type !== 'IHDR') refuse('a file without header');
  if (chunks.some(({ type }) => type === 'PLTE')) refuse('a palette');
  return chunks;
}
