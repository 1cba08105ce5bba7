/**
 * The hyperbolic plane as the Poincaré disk: the point (x, y, t) of the hyperboloid t² − x² − y² = 1, t > 0, is drawn at
 * (x, y)/(1 + t). Angles are true; geodesics are arcs that meet the boundary circle at right angles [ratcliffe-2006, §4.5].
 */
import { checkInteger, checkOptions } from '../base/index.js';
import { colourScale } from './colour.js';
import { colourBar, type Frame, rasterImage } from './raster.js';
import { type Sampler, spread } from './sphere.js';
import { ink, num, svgDocument, text, withTextScale } from './svg.js';

export interface DiskMapOptions {
  /** The function at points (x, y, t) of the unit hyperboloid (k×3, time last); NaN where there are no data. */
  readonly sample: Sampler;
  readonly title: string;
  /** Stands beside the colour bar. */
  readonly unit?: string;
  readonly range?: readonly [number, number];
  /** Pixels across, 900 unless told. */
  readonly pixels?: number;
  /** What NaN looks like: the paper (unless told) or grey. */
  readonly missing?: 'blank' | 'grey';
  /** Text is larger by this factor, for pictures that are shown small; 1 unless told. */
  readonly textScale?: number;
}

/** Points nearer to the boundary than this are not sampled: 1/(1 − r²) there exceeds 10⁴, beyond any grid. */
const RIM = 0.9999;

/**
 * The picture as an SVG of 640 units across. The graticule is made of the geodesics that cross the two axes at right angles at every
 * half unit of hyperbolic length.
 * @throws InvalidInput for an unknown option, or where `sample` returns another number of values.
 * @example
 * diskMap({ sample: (p) => Float64Array.from({ length: p.length / 3 }, (_, i) => 1 / p[3 * i + 2]), title: '1/T' })
 */
export function diskMap(options: DiskMapOptions): string {
  const where = 'diskMap';
  checkOptions(where, options, ['sample', 'title', 'unit', 'range', 'pixels', 'missing', 'textScale']);
  const { sample, title, unit, range, pixels = 900, missing = 'blank' } = options;
  checkInteger(where, 'pixels', pixels, 16, 20_000);

  const inside = new Uint8Array(pixels * pixels);
  const points = new Float64Array(3 * pixels * pixels);
  let count = 0;
  for (let row = 0; row < pixels; row++) {
    const y = 1 - (2 * row + 1) / pixels;
    for (let column = 0; column < pixels; column++) {
      const x = (2 * column + 1) / pixels - 1;
      const square = x * x + y * y;
      if (square > RIM * RIM) continue;
      inside[row * pixels + column] = 1;
      const factor = 2 / (1 - square);
      points.set([factor * x, factor * y, factor - 1], 3 * count++);
    }
  }
  const values = spread(where, sample(points.subarray(0, 3 * count)), inside, count);
  const scale = colourScale(values, range);

  const radius = 280;
  const [cx, cy] = [320, 62 + radius];
  const frame: Frame = { x: cx - radius, y: cy - radius, width: 2 * radius, height: 2 * radius };
  const bar: Frame = { x: 160, y: cy + radius + 26, width: 320, height: 13 };
  const circle = `cx="${cx}" cy="${cy}" r="${radius}"`;
  const document = svgDocument(
    640,
    bar.y + 50,
    text(cx, 38, title, { size: 22, anchor: 'middle' }) +
      `<circle ${circle} fill="#f4f5f8"/>` +
      rasterImage(frame, [pixels, pixels], values, inside, scale, missing) +
      `<g class="graticule" fill="none" stroke="#8f99ad" stroke-opacity="0.5" stroke-width="0.8">${geodesics(cx, cy, radius)}</g>` +
      `<circle ${circle} fill="none" stroke="${ink}" stroke-width="2"/>` +
      colourBar(bar, scale, unit),
  );
  return withTextScale(document, options.textScale ?? 1);
}

/** The geodesic across an axis at distance d from the centre has, in the unit disk, centre 1/tanh d and radius 1/sinh d. */
function geodesics(cx: number, cy: number, radius: number): string {
  const parts = [
    `<path d="M${num(cx - radius)} ${cy}h${num(2 * radius)}M${cx} ${num(cy - radius)}v${num(2 * radius)}"/>`,
  ];
  for (let k = 1; k <= 8; k++) {
    const d = k / 2;
    const r = num(radius / Math.sinh(d));
    // It meets the boundary circle at (tanh d, ±1/cosh d).
    const [near, far] = [radius * Math.tanh(d), radius / Math.cosh(d)];
    for (const sign of [1, -1]) {
      const sweep = sign > 0 ? 0 : 1;
      const x = num(cx + sign * near);
      parts.push(`<path d="M${x} ${num(cy - far)}A${r} ${r} 0 0 ${sweep} ${x} ${num(cy + far)}"/>`);
      const y = num(cy + sign * near);
      parts.push(`<path d="M${num(cx - far)} ${y}A${r} ${r} 0 0 ${1 - sweep} ${num(cx + far)} ${y}"/>`);
    }
  }
  return parts.join('');
}
