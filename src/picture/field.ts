/** The picture of a field that suits its grid. */
import { checkOptions, Unsupported } from '../base/index.js';
import type { Grid } from '../grid/index.js';
import { radius } from '../space/index.js';
import { extent } from './colour.js';
import { diskMap } from './disk.js';
import { heatMap, linePlot } from './plot.js';
import { sphereMap } from './sphere.js';

export interface FieldPictureOptions {
  readonly title: string;
  /** Stands beside the colour bar. */
  readonly unit?: string;
  /** Colours from here to there; the range of the values unless told. */
  readonly range?: readonly [number, number];
  /** Pixels across of maps of curved spaces; see `sphereMap` and `diskMap`. */
  readonly pixels?: number;
  /** Text is larger by this factor, for pictures that are shown small; 1 unless told. */
  readonly textScale?: number;
}

/**
 * A map of the sphere, a disk picture of the hyperbolic plane, a heat map or a line plot, as SVG.
 * @throws Unsupported for grids of dimension 3, InvalidInput for an unknown option.
 * @example
 * const line = parseGrid('cartesian:16', euclidean(1));
 * fieldPicture(line, line.variables.get('x').map(Math.sin), { title: 'sin x' }).startsWith('<svg') // true
 */
export function fieldPicture(grid: Grid, values: Float64Array, options: FieldPictureOptions): string {
  const where = 'fieldPicture';
  checkOptions(where, options, ['title', 'unit', 'range', 'pixels', 'textScale']);
  const { title, unit, range, pixels, textScale = 1 } = options;
  const { kind, dimension } = grid.space;
  if (dimension > 2) throw new Unsupported({ where, expected: 'a grid of dimension 1 or 2 to draw', got: grid.spec });
  // What is interpolated swings a little beyond the values, and squares below zero: that is not to be seen.
  const colours = { title, textScale, ...(unit !== undefined && { unit }), range: range ?? extent(values) };
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
    const map = { sample, ...colours, ...(pixels !== undefined && { pixels }) };
    return kind === 'S' ? sphereMap(map) : diskMap(map);
  }
  if (grid.axes.length === 0) return scatteredPicture(grid, values, colours);
  const [x, y] = grid.axes.map((axis) => axis.values);
  if (grid.axes.length === 1) {
    const series = [{ x: x!, y: values }];
    return linePlot({ series, title, textScale, xLabel: 'x', ...(range !== undefined && { range }) });
  }
  return heatMap({
    values,
    shape: [x!.length, y!.length],
    extent: [x![0]!, x!.at(-1)!, y![0]!, y!.at(-1)!],
    ...colours,
    xLabel: 'x',
    yLabel: 'y',
    equalAspect: true,
  });
}

/** Scattered nodes in the plane: a heat map of what is interpolated between them. */
function scatteredPicture(grid: Grid, values: Float64Array, colours: FieldPictureOptions): string {
  const pixels = 300;
  const [x, y] = [0, 1].map((a) => extent(grid.points.filter((_, i) => i % 2 === a)));
  // Room for the half of a cell beyond the outermost nodes.
  const margin = Math.sqrt(((x![1] - x![0]) * (y![1] - y![0])) / grid.size) / 2;
  const [left, right, bottom, top] = [x![0] - margin, x![1] + margin, y![0] - margin, y![1] + margin];
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
    missing: 'blank',
    ...colours,
    xLabel: 'x',
    yLabel: 'y',
    equalAspect: true,
  });
}
