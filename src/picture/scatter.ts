/** Points in the plane, for one quantity against another that it should equal. */
import { checkOptions, InvalidInput } from '../base/index.js';
import { axes, extent } from './axes.js';
import { palette } from './plot.js';
import type { Frame } from './raster.js';
import { faint, num, svgDocument, text } from './svg.js';

export interface ScatterPlotOptions {
  /** Each series: as many values as places; pairs that are not finite are left out. */
  readonly series: readonly { readonly x: ArrayLike<number>; readonly y: ArrayLike<number>; readonly label?: string }[];
  readonly title: string;
  readonly xLabel?: string;
  readonly yLabel?: string;
}

/**
 * Points over the same range on both axes, with the line on which both are equal, as an SVG of 560×560.
 * @throws InvalidInput for an unknown option, or where a series has another number of places than of values.
 * @example
 * scatterPlot({ series: [{ x: [1, 2, 3], y: [1.1, 1.9, 3] }], title: 'predicted against observed' })
 */
export function scatterPlot(options: ScatterPlotOptions): string {
  const where = 'scatterPlot';
  checkOptions(where, options, ['series', 'title', 'xLabel', 'yLabel']);
  const { series, title, xLabel, yLabel } = options;
  for (const { x, y } of series) {
    if (x.length !== y.length) {
      throw new InvalidInput({ where, expected: `${x.length} values for ${x.length} places`, got: String(y.length) });
    }
  }
  const frame: Frame = { x: 92, y: 62, width: 420, height: 420 };
  const range = extent(
    series.flatMap(({ x, y }) => [x, y]),
    0.04,
  );
  const [low, high] = range;
  const px = (value: number): number => frame.x + ((value - low) / (high - low)) * frame.width;
  const py = (value: number): number => frame.y + (1 - (value - low) / (high - low)) * frame.height;
  const marks = series.map(({ x, y }, k) => {
    let path = '';
    for (let i = 0; i < x.length; i++) {
      if (Number.isFinite(x[i]!) && Number.isFinite(y[i]!)) path += `M${num(px(x[i]!))} ${num(py(y[i]!))}h0`;
    }
    const colour = palette[k % palette.length]!;
    return `<path class="points" d="${path}" stroke="${colour}" stroke-opacity="0.55" stroke-width="4" stroke-linecap="round"/>`;
  });
  const labelled = series.flatMap(({ label }, k) => (label === undefined ? [] : [{ label, k }]));
  const legend = labelled.map(({ label, k }, i) => {
    const y = frame.y + 22 + 20 * i;
    const dot = `<circle cx="${frame.x + 18}" cy="${y - 4.5}" r="3.4" fill="${palette[k % palette.length]!}"/>`;
    return dot + text(frame.x + 30, y, label, { size: 14 });
  });
  const equal = `<path d="M${num(px(low))} ${num(py(low))}L${num(px(high))} ${num(py(high))}" stroke="${faint}" stroke-width="1"/>`;
  return svgDocument(
    560,
    560,
    text(frame.x + frame.width / 2, 38, title, { size: 22, anchor: 'middle' }) +
      axes(frame, range, range, xLabel, yLabel) +
      equal +
      marks.join('') +
      legend.join(''),
  );
}
