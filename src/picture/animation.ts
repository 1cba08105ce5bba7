/**
 * Animated pictures: PNG files of one size joined into one file with one palette, the frames of an animation [png-specification, §11.3.2]
 * (third edition: acTL, fcTL and fdAT). A viewer that knows no animation shows the first frame.
 */
import { checkInteger, checkOptions, InvalidInput } from '../base/index.js';
import { decodePng, type PixelImage } from './decode.js';
import { changedPart, type Part, partOf, shortest } from './indexed.js';
import { commonPalette, type Palette } from './palette.js';
import { chunk, joined, signature } from './png.js';

export interface AnimationOptions {
  /** How long a frame is shown, 200 unless told. */
  readonly milliseconds?: number;
  /** How long the last frame is shown; like the others unless told. */
  readonly lastMilliseconds?: number;
  /** How often the animation runs; for ever unless told. */
  readonly plays?: number;
  /** Told the part that is done, from 0 to 1. */
  readonly onProgress?: (done: number) => void;
}

/**
 * One animated PNG from PNG files of equal size, such as {@link svgToPng} makes. All frames share one palette: the file is exact where they
 * have at most 256 colours together. Otherwise 256 colours are chosen for all frames, with the smallest squared errors as near as the method
 * gets: the colours of wide areas stay within a few of 255 steps, only pixels of rare colours, such as those at the rim of letters and lines, move further.
 * @throws InvalidInput for no frame, what is no PNG of eight bits a channel, frames of different sizes, or an unknown option.
 * @example
 * const [red, blue] = [encodePng(1, 1, Uint8Array.of(255, 0, 0, 255)), encodePng(1, 1, Uint8Array.of(0, 0, 255, 255))];
 * const blinking = animatedPng([red, blue], { milliseconds: 500 });
 * String.fromCharCode(...blinking.subarray(37, 41)) // 'acTL'
 */
export function animatedPng(frames: readonly Uint8Array[], options: AnimationOptions = {}): Uint8Array {
  const where = 'animatedPng';
  checkOptions(where, options, ['milliseconds', 'lastMilliseconds', 'plays', 'onProgress']);
  const { milliseconds = 200, lastMilliseconds = milliseconds, plays = 0, onProgress } = options;
  checkInteger(where, 'milliseconds', milliseconds, 1, 65535);
  checkInteger(where, 'lastMilliseconds', lastMilliseconds, 1, 65535);
  checkInteger(where, 'plays', plays, 0, 2 ** 31 - 1);
  if (frames.length === 0) throw new InvalidInput({ where, expected: 'a frame or more', got: 'none' });

  // Frames stay packed: they are read once for their colours and once more to be written.
  const image = (k: number): PixelImage => decodePng(where, frames[k]!, `frame ${k}`);
  const { width, height } = image(0);
  const histogram = new Map<number, number>();
  for (const k of frames.keys()) {
    const own = image(k);
    if (own.width !== width || own.height !== height) {
      const got = `${own.width}×${own.height} in frame ${k}`;
      throw new InvalidInput({ where, expected: `frames of ${width}×${height}`, got });
    }
    count(own.pixels, histogram);
    onProgress?.((k + 1) / (5 * frames.length));
  }
  const palette = commonPalette(histogram, 256);

  let sequence = 0;
  const control = ({ x, y, width, height }: Part, last: boolean): Uint8Array => {
    const data = new Uint8Array(26);
    const view = new DataView(data.buffer);
    for (const [i, value] of [sequence++, width, height, x, y].entries()) view.setUint32(4 * i, value);
    view.setUint16(20, last ? lastMilliseconds : milliseconds);
    view.setUint16(22, 1000);
    return chunk('fcTL', data);
  };
  const frameData = (data: Uint8Array): Uint8Array => {
    const numbered = new Uint8Array(data.length + 4);
    new DataView(numbered.buffer).setUint32(0, sequence++);
    numbered.set(data, 4);
    return chunk('fdAT', numbered);
  };
  const whole: Part = { x: 0, y: 0, width, height };
  const body: Uint8Array[] = [];
  let before: Uint8Array | undefined;
  for (const k of frames.keys()) {
    const numbers = Uint8Array.from(image(k).pixels, (pixel) => palette.numberOf(pixel));
    // A frame that changes nothing still has one pixel.
    const part =
      before === undefined ? whole : (changedPart(before, numbers, width) ?? { ...whole, width: 1, height: 1 });
    const data = shortest(partOf(numbers, width, part), part.width);
    body.push(control(part, k === frames.length - 1), k === 0 ? chunk('IDAT', data) : frameData(data));
    before = numbers;
    onProgress?.((frames.length + 4 * (k + 1)) / (5 * frames.length));
  }

  const totals = new Uint8Array(8);
  new DataView(totals.buffer).setUint32(0, frames.length);
  new DataView(totals.buffer).setUint32(4, plays);
  const header = new Uint8Array(13);
  new DataView(header.buffer).setUint32(0, width);
  new DataView(header.buffer).setUint32(4, height);
  header.set([8, 3], 8); // 8 bits, palette
  return joined([
    signature,
    chunk('IHDR', header),
    chunk('acTL', totals),
    ...paletteChunks(palette),
    ...body,
    chunk('IEND', new Uint8Array(0)),
  ]);
}

/** Adds how often each pixel occurs. */
function count(pixels: Uint32Array, histogram: Map<number, number>): void {
  for (let i = 0; i < pixels.length; ) {
    const pixel = pixels[i]!;
    const from = i;
    while (pixels[i] === pixel) i++;
    histogram.set(pixel, (histogram.get(pixel) ?? 0) + i - from);
  }
}

/** The colours, and the opacities if one is not full. */
function paletteChunks({ colours }: Palette): readonly Uint8Array[] {
  const opacity = colours.filter((_, i) => i % 4 === 3);
  const chunks = [
    chunk(
      'PLTE',
      colours.filter((_, i) => i % 4 < 3),
    ),
  ];
  const last = opacity.findLastIndex((byte) => byte < 255);
  return last < 0 ? chunks : [...chunks, chunk('tRNS', opacity.subarray(0, last + 1))];
}
