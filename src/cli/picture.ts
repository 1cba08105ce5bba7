/** The picture of a field as a file. */
import { Option } from 'commander';
import { InvalidInput, Unsupported } from '../base/index.js';
import type { Grid } from '../grid/index.js';
import { animatedPng, fieldPicture, svgToPng } from '../picture/index.js';
import { readInteger, readNumber } from './command.js';

/** @throws Unsupported for spaces of dimension 3. */
export function checkDrawable({ space, spec }: Grid): void {
  if (space.dimension <= 2) return;
  throw new Unsupported({ where: '--png', expected: 'a grid of dimension 1 or 2 to draw', got: spec });
}

/** How pictures of fields are drawn, as the options `--pixels` and `--fps` say. */
export interface PictureOptions {
  readonly pixels?: string;
  readonly fps?: string;
}

/** What the options mean; as they are unless told. */
export interface PictureLook {
  /** Pixels across. */
  readonly pixels: number | undefined;
  readonly milliseconds: number;
}

/** The option `--pixels` of commands that draw. */
export const pixelsOption = (): Option => new Option('--pixels <w>', 'width of pictures');

/** @throws InvalidInput unless the options are numbers within their bounds, and there is a picture or animation that they are about. */
export function readLook(
  { pixels, fps }: PictureOptions,
  { png, animation }: { readonly png?: string; readonly animation?: string },
): PictureLook {
  const refuse = (where: string, expected: string, got: string): never => {
    throw new InvalidInput({ where, expected: `${where} ${expected}`, got });
  };
  if (pixels !== undefined && (png ?? animation) === undefined) refuse('--pixels', 'with a picture to draw', 'none');
  if (fps !== undefined && animation === undefined) refuse('--fps', 'with --animation', 'none');
  const rate = readNumber('--fps', fps ?? '5');
  if (!(rate >= 0.1 && rate <= 50)) refuse('--fps', 'from 0.1 to 50', `'${fps}'`);
  return {
    pixels: pixels === undefined ? undefined : readInteger('--pixels', pixels, 100, 8000),
    milliseconds: Math.round(1000 / rate),
  };
}

/** Widths at which letters have the size they are drawn for. */
const DRAWN_FOR = { E: 760, S: 900, H: 640 } as const;

/** Part of the width that the map itself takes: values are sampled once for each pixel, which leaves no pattern of two rasters. */
const MAP_SHARE = { E: 1, S: 14 / 15, H: 7 / 8 } as const;

/** How a picture of that width is drawn; letters of small ones are larger than in proportion. */
const ofSize = (
  { space: { kind } }: Grid,
  pixels: number,
): { readonly pixels: number; readonly textScale: number } => ({
  pixels: Math.round(pixels * MAP_SHARE[kind]),
  textScale: Math.min(1.5, Math.max(1, DRAWN_FOR[kind] / pixels)),
});

/** PNG bytes of the picture that suits the grid. */
export function fieldPng(
  grid: Grid,
  values: Float64Array,
  title: string,
  { pixels }: PictureLook,
): Promise<Uint8Array> {
  if (pixels === undefined) return svgToPng(fieldPicture(grid, values, { title }));
  return svgToPng(fieldPicture(grid, values, { title, ...ofSize(grid, pixels) }), { pixels });
}

/**
 * An animated PNG: one frame for each time, colours that mean the same in all of them.
 * @param progress - told the part that is done.
 */
export async function fieldAnimation(
  grid: Grid,
  name: string,
  times: readonly number[],
  snapshots: readonly Float64Array[],
  { pixels, milliseconds }: PictureLook,
  progress: (done: number, remark: string) => void,
): Promise<Uint8Array> {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const values of snapshots) {
    for (const value of values) [low, high] = [Math.min(low, value), Math.max(high, value)];
  }
  const digits = decimals(times);
  const drawn = {
    range: [low, high],
    ...(pixels === undefined ? { pixels: 600 } : ofSize(grid, pixels)),
  } as const;
  const frames: Uint8Array[] = [];
  for (const [k, values] of snapshots.entries()) {
    const picture = fieldPicture(grid, values, { title: `${name}(t = ${times[k]!.toFixed(digits)})`, ...drawn });
    frames.push(await svgToPng(picture, pixels === undefined ? { scale: 1 } : { pixels }));
    progress((0.6 * (k + 1)) / snapshots.length, `frame ${k + 1} of ${snapshots.length}`);
  }
  return animatedPng(frames, {
    milliseconds,
    lastMilliseconds: Math.max(1500, milliseconds),
    onProgress: (done) => progress(0.6 + 0.4 * done, 'packing'),
  });
}

/** Digits behind the point that tell the times apart. */
function decimals(times: readonly number[]): number {
  const step = Math.abs(times[1]! - times[0]!);
  return Math.min(12, Math.max(0, Math.ceil(1 - Math.log10(step))));
}
