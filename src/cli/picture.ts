/** The picture of a field as a file. */
import { Unsupported } from '../base/index.js';
import type { Grid } from '../grid/index.js';
import { animatedPng, fieldPicture, svgToPng } from '../picture/index.js';

/** @throws Unsupported for spaces of dimension 3. */
export function checkDrawable({ space, spec }: Grid): void {
  if (space.dimension <= 2) return;
  throw new Unsupported({ where: '--png', expected: 'a grid of dimension 1 or 2 to draw', got: spec });
}

/** PNG bytes of the picture that suits the grid. */
export const fieldPng = (grid: Grid, values: Float64Array, title: string): Promise<Uint8Array> =>
  svgToPng(fieldPicture(grid, values, { title }));

/**
 * An animated PNG: one frame for each time, colours that mean the same in all of them.
 * @param progress - told the part that is done.
 */
export async function fieldAnimation(
  grid: Grid,
  name: string,
  times: readonly number[],
  snapshots: readonly Float64Array[],
  progress: (done: number, remark: string) => void,
): Promise<Uint8Array> {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const values of snapshots) {
    for (const value of values) [low, high] = [Math.min(low, value), Math.max(high, value)];
  }
  const digits = decimals(times);
  const frames: Uint8Array[] = [];
  for (const [k, values] of snapshots.entries()) {
    const title = `${name}(t = ${times[k]!.toFixed(digits)})`;
    const picture = fieldPicture(grid, values, { title, range: [low, high], pixels: 600 });
    frames.push(await svgToPng(picture, { scale: 1 }));
    progress((k + 1) / snapshots.length, `frame ${k + 1} of ${snapshots.length}`);
  }
  return animatedPng(frames, { milliseconds: 200, lastMilliseconds: 1500 });
}

/** Digits behind the point that tell the times apart. */
function decimals(times: readonly number[]): number {
  const step = Math.abs(times[1]! - times[0]!);
  return Math.min(12, Math.max(0, Math.ceil(1 - Math.log10(step))));
}
