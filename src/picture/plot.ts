/** Cartesian pictures: lines over one variable, and a function of two variables as colours. */
import { checkOptions, InvalidInput } from '../base/index.js';
import { axes, extent, logarithmicTicks } from './axes.js';
import { colourScale } from './colour.js';
import { colourBar, type Frame, rasterImage } from './raster.js';
import { num, svgDocument, text, withTextScale } from './svg.js';

/** Colours of lines and fields, in order. */
export const palette: readonly string[] = ['#2f5d9b', '#c8483b', '#2c8c74', '#d99a2b', '#7a4b9a', '#7c5a3a'];

export interface LinePlotOptions {
  /** Each series: as many values as places, NaN interrupts the line. */
  readonly series: readonly { readonly x: ArrayLike<number>; readonly y: ArrayLike<number>; readonly label?: string }[];
  readonly title: string;
  readonly xLabel?: string;
  readonly yLabel?: string;
  /** Values from here to there; those of the series unless told. */
  readonly range?: readonly [number, number];
  /** Common logarithms of the values; what is not positive interrupts the line. */
  readonly logarithmic?: boolean;
  /** Labels stand in the frame, unless told, or in a row below it. */
  readonly legend?: 'inside' | 'below';
  /** Text is larger by this factor, for pictures that are shown small; 1 unless told. */
  readonly textScale?: number;
}

/**
 * Lines over one variable, as an SVG of 720×440, 720×472 with a legend below.
 * @throws InvalidInput for an unknown option, or where a series has another number of places than of values.
 */
export function linePlot(options: LinePlotOptions): string {
  const where = 'linePlot';
  checkOptions(where, options, ['series', 'title', 'xLabel', 'yLabel', 'range', 'logarithmic', 'legend', 'textScale']);
  const { series: given, title, xLabel, yLabel, range, logarithmic = false, legend: place = 'inside' } = options;
  const series = logarithmic ? given.map((one) => ({ ...one, y: Array.from(one.y, logarithm) })) : given;
  for (const { x, y } of series) {
    if (x.length !== y.length) {
      throw new InvalidInput({ where, expected: `${x.length} values for ${x.length} places`, got: String(y.length) });
    }
  }
  const frame: Frame = { x: 84, y: 62, width: 606, height: 310 };
  const [x0, x1] = extent(
    series.map(({ x }) => x),
    0,
  );
  const [y0, y1] = extent(
    range === undefined ? series.map(({ y }) => y) : [logarithmic ? range.map(logarithm) : range],
    0.05,
  );
  const px = (x: number): number => frame.x + ((x - x0) / (x1 - x0)) * frame.width;
  const py = (y: number): number => frame.y + (1 - (y - y0) / (y1 - y0)) * frame.height;

  const lines = series.map(({ x, y }, k) => {
    let pen = 'M';
    let path = '';
    for (let i = 0; i < x.length; i++) {
      if (Number.isFinite(x[i]!) && Number.isFinite(y[i]!)) {
        path += `${pen}${num(px(x[i]!))} ${num(py(y[i]!))}`;
        pen = 'L';
      } else {
        pen = 'M';
      }
    }
    const stroke = palette[k % palette.length]!;
    return `<path class="series" d="${path}" fill="none" stroke="${stroke}" stroke-width="2" stroke-linejoin="round"/>`;
  });
  const labelled = series.flatMap(({ label }, k) => (label === undefined ? [] : [{ label, k }]));
  const legend = labelled.map(({ label, k }, i) => {
    if (place === 'below') {
      const x = frame.x + ((i + 0.5) * frame.width) / labelled.length;
      const y = frame.y + frame.height + 76;
      const left = x - 4.6 * label.length - 20;
      return `<path d="M${num(left)} ${y - 4.5}h22" stroke="${palette[k % palette.length]!}" stroke-width="2.4"/>${text(left + 30, y, label, { size: 14 })}`;
    }
    const y = frame.y + 20 + 20 * i;
    const stroke = palette[k % palette.length]!;
    const sample = `<path d="M${frame.x + frame.width - 34} ${y - 4.5}h22" stroke="${stroke}" stroke-width="2.4"/>`;
    return sample + text(frame.x + frame.width - 42, y, label, { size: 14, anchor: 'end' });
  });
  const zero =
    !logarithmic && y0 < 0 && y1 > 0
      ? `<path d="M${frame.x} ${num(py(0))}h${frame.width}" stroke="#c9cfda" stroke-width="1"/>`
      : '';
  const document = svgDocument(
    720,
    place === 'below' ? 472 : 440,
    text(frame.x + frame.width / 2, 38, title, { size: 22, anchor: 'middle' }) +
      axes(frame, [x0, x1], [y0, y1], xLabel, yLabel, logarithmic ? logarithmicTicks(y0, y1) : undefined) +
      zero +
      lines.join('') +
      legend.join(''),
  );
  return withTextScale(document, options.textScale ?? 1);
}

/** NaN for what is not positive. */
const logarithm = (value: number): number => (value > 0 ? Math.log10(value) : Number.NaN);

export interface HeatMapOptions {
  /** Values at index i·ny + j: the first index goes to the right, the second upward. */
  readonly values: ArrayLike<number>;
  readonly shape: readonly [number, number];
  /** [x from, x to, y from, y to]: the places of the first and last values. */
  readonly extent: readonly [number, number, number, number];
  readonly title: string;
  readonly xLabel?: string;
  readonly yLabel?: string;
  readonly unit?: string;
  readonly range?: readonly [number, number];
  /** The same length for a unit of x and of y, as for a map, for sides from 1 : 3 to 6 : 1; not so unless told. */
  readonly equalAspect?: boolean;
  /** Text is larger by this factor, for pictures that are shown small; 1 unless told. */
  readonly textScale?: number;
  /** What NaN looks like: grey unless told. */
  readonly missing?: 'grey' | 'blank';
}

/**
 * A function of two variables as colours, each value a cell about its place.
 * @throws InvalidInput for an unknown option, or where shape and values disagree.
 */
export function heatMap(options: HeatMapOptions): string {
  const where = 'heatMap';
  const known = [
    'values',
    'shape',
    'extent',
    'title',
    'xLabel',
    'yLabel',
    'unit',
    'range',
    'equalAspect',
    'textScale',
    'missing',
  ];
  checkOptions(where, options, known);
  const {
    values,
    shape,
    extent: places,
    title,
    xLabel,
    yLabel,
    unit,
    range,
    equalAspect = false,
    missing = 'grey',
  } = options;
  const [nx, ny] = shape;
  if (nx * ny !== values.length || nx < 1 || ny < 1) {
    throw new InvalidInput({ where, expected: `${nx}·${ny} values`, got: String(values.length) });
  }
  const halfCell = (from: number, to: number, count: number): number =>
    count > 1 ? (to - from) / (count - 1) / 2 : 0.5;
  const [hx, hy] = [halfCell(places[0], places[1], nx), halfCell(places[2], places[3], ny)];
  const xRange = [places[0] - hx, places[1] + hx] as const;
  const yRange = [places[2] - hy, places[3] + hy] as const;
  const sides = (yRange[1] - yRange[0]) / (xRange[1] - xRange[0]);
  // A thin box is drawn wider than it is: with no room for ticks and colours a true one would show nothing.
  const ratio = equalAspect ? Math.min(3, Math.max(1 / 6, sides)) : 0.62;
  const width = Math.min(560, 620 / ratio);
  const frame: Frame = { x: 84, y: 62, width, height: width * ratio };

  // Whole pixels for each cell, so that cells keep sharp edges when the picture is scaled.
  const zoom = [nx, ny].map((count) => Math.max(1, Math.ceil(600 / count))) as [number, number];
  const size = [nx * zoom[0], ny * zoom[1]] as const;
  const pixels = new Float64Array(size[0] * size[1]);
  for (let row = 0; row < size[1]; row++) {
    const j = ny - 1 - Math.floor(row / zoom[1]);
    for (let column = 0; column < size[0]; column++) {
      pixels[row * size[0] + column] = values[Math.floor(column / zoom[0]) * ny + j]!;
    }
  }
  const scale = colourScale(pixels, range);
  const bar: Frame = { x: frame.x + width + 26, y: frame.y + (unit === undefined ? 0 : 16), width: 14, height: 0 };
  const barFrame = { ...bar, height: frame.y + frame.height - bar.y };
  const document = svgDocument(
    frame.x + width + 130,
    frame.y + frame.height + 68,
    text(frame.x + width / 2, 38, title, { size: 22, anchor: 'middle' }) +
      rasterImage(frame, size, pixels, undefined, scale, missing) +
      axes(frame, xRange, yRange, xLabel, yLabel) +
      colourBar(barFrame, scale, unit),
  );
  return withTextScale(document, options.textScale ?? 1);
}
