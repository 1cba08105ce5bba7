/** A map of a function on the sphere: Mollweide's equal-area ellipse or two globes, with graticule, colour bar and arrows. */
import { checkInteger, checkOptions, InvalidInput } from '../base/index.js';
import { arrowPaths, type VectorSampler } from './arrows.js';
import { colourScale } from './colour.js';
import { globes, mollweide, type PlanePoint, type Projection, type Vector } from './projection.js';
import { colourBar, type Frame, rasterImage } from './raster.js';
import { ink, num, polyline, svgDocument, text, withTextScale } from './svg.js';

/** Values at k points given as 3k coordinates; NaN where there is none. */
export type Sampler = (points: Float64Array) => ArrayLike<number>;

export interface SphereMapOptions {
  /** The function, at unit vectors (k×3, north pole (0, 0, 1)): for a grid, `(p) => grid.interpolate(values, p)`. */
  readonly sample: Sampler;
  readonly title: string;
  /** Tangent vectors at the same kind of points, drawn as arrows: 3k ambient coordinates. */
  readonly arrows?: VectorSampler;
  /** Stands beside the colour bar, e.g. 'm'. */
  readonly unit?: string;
  readonly projection?: 'mollweide' | 'globes';
  /** Longitude and latitude in degrees in the middle of the map or of the left globe; Mollweide uses the longitude only. */
  readonly centre?: readonly [number, number];
  /** Colours from here to there; the range of the values unless told. */
  readonly range?: readonly [number, number];
  /** Pixels across, 1200 unless told. */
  readonly pixels?: number;
  /** Text is larger by this factor, for pictures that are shown small; 1 unless told. */
  readonly textScale?: number;
}

/**
 * The map as an SVG of 900 units across. NaN is grey.
 * @throws InvalidInput for an unknown option or projection, a range that does not rise, or where `sample` or `arrows` returns
 * another number of values.
 * @example
 * sphereMap({ sample: (p) => Float64Array.from({ length: p.length / 3 }, (_, i) => p[3 * i + 2]!), title: 'height' })
 */
export function sphereMap(options: SphereMapOptions): string {
  const where = 'sphereMap';
  checkOptions(where, options, [
    'sample',
    'title',
    'unit',
    'projection',
    'centre',
    'range',
    'pixels',
    'arrows',
    'textScale',
  ]);
  const { sample, title, unit, projection: kind = 'mollweide', centre = [0, 0], range, pixels = 1200 } = options;
  checkInteger(where, 'pixels', pixels, 16, 20_000);
  if (kind !== 'mollweide' && kind !== 'globes') {
    throw new InvalidInput({ where, expected: "projection 'mollweide' or 'globes'", got: `'${String(kind)}'` });
  }
  const radians = Math.PI / 180;
  const projection =
    kind === 'globes' ? globes(centre[0] * radians, centre[1] * radians) : mollweide(centre[0] * radians);

  const width = 840;
  const frame: Frame = { x: 30, y: 62, width, height: (width * projection.height) / projection.width };
  const rows = Math.max(1, Math.round((pixels * projection.height) / projection.width));
  const { values, inside } = sampleMap(where, projection, pixels, rows, sample);
  const scale = colourScale(
    values.filter((_, i) => inside[i] === 1),
    range,
  );

  const perUnit = width / projection.width;
  const onPage = ([x, y]: PlanePoint): PlanePoint => [
    frame.x + width / 2 + x * perUnit,
    frame.y + frame.height / 2 - y * perUnit,
  ];
  const ellipses = projection.outlines
    .map(({ centre: c, axes }) => {
      const [cx, cy] = onPage(c);
      return `<ellipse cx="${num(cx)}" cy="${num(cy)}" rx="${num(axes[0] * perUnit)}" ry="${num(axes[1] * perUnit)}"/>`;
    })
    .join('');
  const lines = graticule(projection).map((line) => `<path d="${polyline(line.map(onPage))}"/>`);
  const bar: Frame = { x: 230, y: frame.y + frame.height + 26, width: 440, height: 13 };
  const document = svgDocument(
    900,
    bar.y + 50,
    text(450, 38, title, { size: 22, anchor: 'middle' }) +
      rasterImage(frame, [pixels, rows], values, inside, scale) +
      `<g class="graticule" fill="none" stroke="#ffffff" stroke-opacity="0.38" stroke-width="0.8">${lines.join('')}</g>` +
      (options.arrows === undefined ? '' : arrowPaths(where, projection, options.arrows, onPage, perUnit)) +
      `<g fill="none" stroke="${ink}" stroke-width="2">${ellipses}</g>` +
      colourBar(bar, scale, unit),
  );
  return withTextScale(document, options.textScale ?? 1);
}

function sampleMap(
  where: string,
  projection: Projection,
  columns: number,
  rows: number,
  sample: Sampler,
): { values: Float64Array; inside: Uint8Array } {
  const inside = new Uint8Array(columns * rows);
  const points = new Float64Array(3 * columns * rows);
  let count = 0;
  for (let row = 0; row < rows; row++) {
    const y = projection.height * (0.5 - (row + 0.5) / rows);
    for (let column = 0; column < columns; column++) {
      const point = projection.inverse(projection.width * ((column + 0.5) / columns - 0.5), y);
      if (point === undefined) continue;
      inside[row * columns + column] = 1;
      points.set(point, 3 * count++);
    }
  }
  const values = spread(where, sample(points.subarray(0, 3 * count)), inside, count);
  return { values, inside };
}

/** Puts the values of the pixels inside to their places; NaN elsewhere. */
export function spread(where: string, found: ArrayLike<number>, inside: Uint8Array, count: number): Float64Array {
  if (found.length !== count) {
    throw new InvalidInput({ where, expected: `${count} values from sample`, got: String(found.length) });
  }
  const values = new Float64Array(inside.length).fill(Number.NaN);
  let next = 0;
  for (let i = 0; i < inside.length; i++) if (inside[i] === 1) values[i] = found[next++]!;
  return values;
}

/** Meridians and parallels every 30°, cut where they leave the visible side or jump across the map. */
function graticule(projection: Projection): PlanePoint[][] {
  const circles: Vector[][] = [];
  const steps = 180;
  const at = (longitude: number, latitude: number): Vector => [
    Math.cos(latitude) * Math.cos(longitude),
    Math.cos(latitude) * Math.sin(longitude),
    Math.sin(latitude),
  ];
  for (let k = 0; k < 12; k++) {
    circles.push(Array.from({ length: steps + 1 }, (_, i) => at((k * Math.PI) / 6, (i / steps - 0.5) * Math.PI)));
  }
  for (let k = -2; k <= 2; k++) {
    circles.push(Array.from({ length: 2 * steps + 1 }, (_, i) => at((i / steps) * Math.PI, (k * Math.PI) / 6)));
  }
  const lines: PlanePoint[][] = [];
  for (const circle of circles) {
    let line: PlanePoint[] = [];
    for (const point of circle) {
      const place = projection.forward(point);
      const previous = line.at(-1);
      if (place === undefined || (previous && Math.hypot(place[0] - previous[0], place[1] - previous[1]) > 0.3)) {
        lines.push(line);
        line = [];
      }
      if (place !== undefined) line.push(place);
    }
    lines.push(line);
  }
  return lines.filter((line) => line.length > 1);
}
