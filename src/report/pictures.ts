/** Pictures of a report: fields on their space, over space and time on a line, and curves. */
import type { Grid } from '../grid/index.js';
import { fieldPicture, heatMap, linePlot, scatterPlot } from '../picture/index.js';
import type { Forecast } from './forecast.js';
import type { FieldResiduals, Residuals } from './residuals.js';

/** A picture and what a reader who cannot see it is told. */
export interface Picture {
  readonly svg: string;
  readonly label: string;
}

/** Noise below this share of the data's spread is rounding. */
const seenNoise = 1e-5;

/** Pictures stand two in a row, smaller than they are drawn; disks less so. */
const textScale = 1.35;
const mapTextScale = ({ space }: Grid): number => (space.kind === 'H' ? 1.05 : textScale);

/** A time for a title. */
export const timeText = (time: number): string => String(Number(time.toPrecision(4)));

/** Whether fields over space and time can be shown at once. */
export const isLine = ({ space, axes }: Grid): boolean => space.dimension === 1 && axes.length === 1;

/** Whether fields can be drawn at all. */
export const isDrawable = ({ space }: Grid): boolean => space.dimension <= 2;

/** Smallest and largest finite value of some fields. */
function rangeOf(lists: readonly ArrayLike<number>[]): readonly [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const list of lists) {
    for (let i = 0; i < list.length; i++) {
      if (!Number.isFinite(list[i]!)) continue;
      low = Math.min(low, list[i]!);
      high = Math.max(high, list[i]!);
    }
  }
  return low <= high ? [low, high] : [0, 0];
}

/** A field on a line at some times: place to the right, time upward. */
function spaceTime(
  grid: Grid,
  times: readonly number[],
  slices: readonly Float64Array[],
  title: string,
  range?: readonly [number, number],
): string {
  const x = grid.axes[0]!.values;
  const count = slices.length;
  const values = new Float64Array(x.length * count);
  slices.forEach((slice, j) => {
    for (let i = 0; i < x.length; i++) values[i * count + j] = slice[i]!;
  });
  return heatMap({
    values,
    shape: [x.length, count],
    extent: [x[0]!, x.at(-1)!, times[0]!, times.at(-1)!],
    title,
    xLabel: grid.axes[0]!.name,
    yLabel: 't',
    textScale,
    ...(range !== undefined && { range }),
  });
}

/** How large pictures of curved spaces are, in pixels across. */
export interface PictureOptions {
  readonly pixels: number;
}

/** Maps of the residual, and its size over time. */
export function residualPictures(
  grid: Grid,
  field: string,
  { times, shown }: Residuals,
  { relative, maps }: FieldResiduals,
  { pixels }: PictureOptions,
): readonly Picture[] {
  const curve: Picture = {
    label: `Relative residual of ${field} over time`,
    svg: linePlot({
      series: [{ x: times, y: relative }],
      title: 'relative residual',
      xLabel: 't',
      logarithmic: true,
      textScale,
    }),
  };
  if (!isDrawable(grid)) return [curve];
  const name = `${field}_t − f`;
  if (isLine(grid)) {
    return [{ label: `Residual of ${field} over space and time`, svg: spaceTime(grid, times, maps, name) }, curve];
  }
  const range = rangeOf(maps);
  return [
    ...maps.map((values, k) => {
      const title = `${name} at t = ${timeText(times[shown[k]!]!)}`;
      return {
        label: `Map of ${title}`,
        svg: fieldPicture(grid, values, { title, range, pixels, textScale: mapTextScale(grid) }),
      };
    }),
    curve,
  ];
}

/** u_t against f(u). */
export function scatterPicture(field: string, { observed, predicted, heldOut }: FieldResiduals): Picture {
  const series = [false, true]
    .map((out) => {
      const kept = heldOut.flatMap((flag, i) => (flag === out ? [i] : []));
      return {
        x: kept.map((i) => observed[i]!),
        y: kept.map((i) => predicted[i]!),
        label: out ? 'held out' : 'learned from',
      };
    })
    .filter(({ x }) => x.length > 0);
  return {
    label: `Predicted against observed rate of ${field}`,
    svg: scatterPlot({
      series,
      title: `${field}_t, predicted and observed`,
      xLabel: 'observed',
      yLabel: 'predicted',
    }),
  };
}

/** Data, simulation, their difference, and the error over time. */
export function forecastPictures(
  grid: Grid,
  field: string,
  data: readonly Float64Array[],
  { times, values, errors, persistence, noise }: Forecast,
  { pixels }: PictureOptions,
): readonly Picture[] {
  const simulated = values[field]!;
  const curve: Picture = {
    label: `Error of the simulation of ${field} over time`,
    svg: linePlot({
      series: [
        { x: times.slice(1), y: errors[field]!.slice(1), label: 'simulation' },
        { x: times.slice(1), y: persistence[field]!.slice(1), label: 'no change' },
        ...(noise[field]! > seenNoise
          ? [{ x: times.slice(1), y: times.slice(1).map(() => noise[field]!), label: 'noise on the data' }]
          : []),
      ],
      title: 'error of the simulation',
      xLabel: 't',
      logarithmic: true,
      textScale,
      legend: 'below',
    }),
  };
  if (!isDrawable(grid)) return [curve];
  const differences = simulated.map((slice, k) => slice.map((x, i) => x - data[k]![i]!));
  if (isLine(grid)) {
    const own = data.slice(0, times.length);
    const range = rangeOf(own);
    return [
      { label: `Data of ${field} over space and time`, svg: spaceTime(grid, times, own, `${field}, data`, range) },
      {
        label: `Simulation of ${field} over space and time`,
        svg: spaceTime(grid, times, simulated, `${field}, simulation`, range),
      },
      {
        label: `Simulation less data of ${field}`,
        svg: spaceTime(grid, times, differences, 'simulation − data'),
      },
      curve,
    ];
  }
  const last = times.length - 1;
  const at = `at t = ${timeText(times[last]!)}`;
  const range = rangeOf([data[last]!]);
  const map = (list: Float64Array, title: string, own?: readonly [number, number]): Picture => ({
    label: `Map: ${title}`,
    svg: fieldPicture(grid, list, {
      title,
      pixels,
      textScale: mapTextScale(grid),
      ...(own !== undefined && { range: own }),
    }),
  });
  return [
    map(data[last]!, `${field} ${at}, data`, range),
    map(simulated[last]!, `${field} ${at}, simulation`, range),
    map(differences[last]!, `simulation − data ${at}`),
    curve,
  ];
}
