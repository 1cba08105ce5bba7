/** The frame of a plot: a box with ticks and labels, and the range that it shows. */
import { box, type Frame } from './raster.js';
import { formatNumber, ink, num, text, ticks } from './svg.js';

/** A tick and what stands beside it. */
export interface Tick {
  readonly at: number;
  readonly label: string;
}

const plainTicks = (low: number, high: number, count: number): readonly Tick[] =>
  ticks(low, high, count).map((at) => ({ at, label: formatNumber(at) }));

/**
 * Ticks of an axis that shows common logarithms: powers of ten, with 2 and 5 times these where there are few, or round numbers where even these are
 * less than two.
 */
export function logarithmicTicks(low: number, high: number): readonly Tick[] {
  const factors = high - low < 2 ? [1, 2, 5] : [1];
  const step = Math.max(1, Math.ceil((high - low) / 8));
  const list: Tick[] = [];
  for (let power = Math.ceil(low / step - 1) * step; power <= high; power += step) {
    for (const factor of factors) {
      const at = power + Math.log10(factor);
      if (at >= low && at <= high) list.push({ at, label: formatNumber(factor * 10 ** power) });
    }
  }
  if (list.length < 2) {
    return plainTicks(10 ** low, 10 ** high, 5).map(({ at, label }) => ({ at: Math.log10(at), label }));
  }
  return list;
}

/** A box with ticks and labels at the bottom and on the left. */
export function axes(
  frame: Frame,
  [x0, x1]: readonly [number, number],
  [y0, y1]: readonly [number, number],
  xLabel: string | undefined,
  yLabel: string | undefined,
  yTicks: readonly Tick[] = plainTicks(y0, y1, 5),
): string {
  const { x, y, width, height } = frame;
  const bottom = y + height;
  const parts = [`<rect ${box(frame)} fill="none" stroke="${ink}" stroke-width="0.9"/>`];
  for (const { at: value, label } of plainTicks(x0, x1, 6)) {
    const at = x + ((value - x0) / (x1 - x0)) * width;
    parts.push(`<path d="M${num(at)} ${num(bottom)}v5" stroke="${ink}" stroke-width="0.9"/>`);
    parts.push(text(at, bottom + 20, label, { size: 13, anchor: 'middle' }));
  }
  for (const { at: value, label } of yTicks) {
    const at = bottom - ((value - y0) / (y1 - y0)) * height;
    parts.push(`<path d="M${num(x)} ${num(at)}h-5" stroke="${ink}" stroke-width="0.9"/>`);
    parts.push(text(x - 9, at + 4.5, label, { size: 13, anchor: 'end' }));
  }
  if (xLabel !== undefined) parts.push(text(x + width / 2, bottom + 44, xLabel, { size: 15, anchor: 'middle' }));
  if (yLabel !== undefined) parts.push(text(26, y + height / 2, yLabel, { anchor: 'middle', turn: -90 }));
  return `<g class="axes">${parts.join('')}</g>`;
}

/** Smallest and largest finite number with a margin; [0, 1] where there is none. */
export function extent(lists: readonly ArrayLike<number>[], margin: number): readonly [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const list of lists) {
    for (let i = 0; i < list.length; i++) {
      if (!Number.isFinite(list[i]!)) continue;
      low = Math.min(low, list[i]!);
      high = Math.max(high, list[i]!);
    }
  }
  if (low > high) return [0, 1];
  if (low === high) return [low - 0.5, high + 0.5];
  return [low - margin * (high - low), high + margin * (high - low)];
}
