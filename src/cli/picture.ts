/** The picture of a field as a file. */
import { Unsupported } from '../base/index.js';
import type { Grid } from '../grid/index.js';
import { fieldPicture, svgToPng } from '../picture/index.js';

/** @throws Unsupported for spaces of dimension 3. */
export function checkDrawable({ space, spec }: Grid): void {
  if (space.dimension <= 2) return;
  throw new Unsupported({ where: '--png', expected: 'a grid of dimension 1 or 2 to draw', got: spec });
}

/** PNG bytes of the picture that suits the grid. */
export const fieldPng = (grid: Grid, values: Float64Array, title: string): Promise<Uint8Array> =>
  svgToPng(fieldPicture(grid, values, { title }));
