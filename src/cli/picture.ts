/** The picture of a field that suits its grid. */

import { Unsupported } from '../base/index.js';
import type { Grid } from '../grid/index.js';
import { diskMap, heatMap, linePlot, sphereMap, svgToPng } from '../picture/index.js';
import { radius } from '../space/index.js';

/** @throws Unsupported for spaces of dimension 3. */
export function checkDrawable({ space, spec }: Grid): void {
  if (space.dimension <= 2) return;
  throw new Unsupported({ where: '--png', expected: 'a grid of dimension 1 or 2 to draw', got: spec });
}

/**
 * A map of the sphere, a disk picture of the hyperbolic plane, a heat map or a line plot, as SVG.
 * @throws Unsupported for grids of dimension 3.
 */
function fieldPicture(grid: Grid, values: Float64Array, title: string): string {
  checkDrawable(grid);
  const { kind } = grid.space;
  if (kind !== 'E') {
    const scale = radius(grid.space);
    // Scattered nodes with an edge: polynomials of higher degree swing beyond the outermost nodes.
    const accuracy = grid.axes.length === 0 && grid.edge.length > 0 ? 4 : 6;
    const sample = (points: Float64Array): Float64Array =>
      grid.interpolate(
        values,
        points.map((x) => x * scale),
        { accuracy },
      );
    return kind === 'S' ? sphereMap({ sample, title }) : diskMap({ sample, title });
  }
  if (grid.axes.length === 0) return scatteredPicture(grid, values, title);
  const [x, y] = grid.axes.map((axis) => axis.values);
  if (grid.axes.length === 1) return linePlot({ series: [{ x: x!, y: values }], title, xLabel: 'x' });
  return heatMap({
    values,
    shape: [x!.length, y!.length],
    extent: [x![0]!, x!.at(-1)!, y![0]!, y!.at(-1)!],
    title,
    xLabel: 'x',
    yLabel: 'y',
    equalAspect: true,
  });
}

/** Scattered nodes in the plane: a heat map of what is interpolated between them. */
function scatteredPicture(grid: Grid, values: Float64Array, title: string): string {
  const pixels = 300;
  const extent = (a: 0 | 1): readonly [number, number] => {
    const x = grid.points.filter((_, i) => i % 2 === a);
    return [x.reduce((low, v) => Math.min(low, v), x[0]!), x.reduce((high, v) => Math.max(high, v), x[0]!)];
  };
  const [[left, right], [bottom, top]] = [extent(0), extent(1)];
  const points = Float64Array.from({ length: 2 * pixels * pixels }, (_, i) => {
    const node = i >> 1;
    const [row, column] = [Math.floor(node / pixels), node % pixels];
    return i % 2 === 0
      ? left + ((right - left) * row) / (pixels - 1)
      : bottom + ((top - bottom) * column) / (pixels - 1);
  });
  return heatMap({
    values: grid.interpolate(values, points),
    shape: [pixels, pixels],
    extent: [left, right, bottom, top],
    title,
    xLabel: 'x',
    yLabel: 'y',
    equalAspect: true,
  });
}

/** The same as PNG bytes. */
export const fieldPng = (grid: Grid, values: Float64Array, title: string): Promise<Uint8Array> =>
  svgToPng(fieldPicture(grid, values, title));
