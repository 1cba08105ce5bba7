/** One palette for several images: their colours as numbers from 0 to 255. */
import { nearest, quantise } from './quantise.js';

export interface Palette {
  /** Four bytes for each colour; neighbours in the list are alike. */
  readonly colours: Uint8Array;
  /** The number of a pixel of the images. */
  readonly numberOf: (pixel: number) => number;
}

/**
 * The palette for the pixels of a histogram. Exact where they have at most `size` colours; otherwise each becomes the nearest one of a
 * choice that keeps squared errors small (`quantise`).
 * @param histogram - how often each pixel occurs, four bytes in memory as in `PixelImage`.
 */
export function commonPalette(histogram: ReadonlyMap<number, number>, size: number): Palette {
  const pixels = Uint32Array.from(histogram.keys());
  const all = new Uint8Array(pixels.buffer);
  const few = pixels.length <= size ? all : quantise(all, [...histogram.values()], size);
  const colours = inChain(few);
  const numbers = new Map<number, number>();
  pixels.forEach((pixel, i) => {
    numbers.set(pixel, nearest(colours, all[4 * i]!, all[4 * i + 1]!, all[4 * i + 2]!, all[4 * i + 3]!));
  });
  return { colours, numberOf: (pixel) => numbers.get(pixel)! };
}

/** Colours from the darkest one, each followed by the nearest of the rest: shades that pass into each other differ by little then. */
function inChain(colours: Uint8Array): Uint8Array {
  const rest = Array.from({ length: colours.length / 4 }, (_, k) => colours.subarray(4 * k, 4 * k + 4));
  const result: number[] = [];
  let last: ArrayLike<number> = [0, 0, 0, 0];
  while (rest.length > 0) {
    const next = nearest(
      rest.flatMap((colour) => [...colour]),
      last[0]!,
      last[1]!,
      last[2]!,
      last[3]!,
    );
    [last] = rest.splice(next, 1) as [Uint8Array];
    result.push(...Array.from(last));
  }
  return Uint8Array.from(result);
}
