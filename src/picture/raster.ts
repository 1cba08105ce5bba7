/** A field as an image inside an SVG, and its colour bar. */
import { type ColourScale, missingColour } from './colour.js';
import { encodePng } from './png.js';
import { faint, formatNumber, ink, num, text, ticks } from './svg.js';

/** A rectangle in the picture, y downward. */
export interface Frame {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * An `<image>` of width×height pixels over `frame`; `values` go row by row from the top. Pixels where `inside` is 0 are
 * transparent; NaN is grey, or transparent with `missing: 'blank'`.
 */
export function rasterImage(
  frame: Frame,
  size: readonly [number, number],
  values: Float64Array,
  inside: Uint8Array | undefined,
  scale: ColourScale,
  missing: 'grey' | 'blank' = 'grey',
): string {
  const [width, height] = size;
  const rgba = new Uint8Array(4 * width * height);
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    const blank = inside?.[i] === 0 || (missing === 'blank' && Number.isNaN(value));
    const colour = blank || Number.isNaN(value) ? missingColour : scale.colour(value);
    rgba.set(blank ? [0, 0, 0, 0] : [...colour, 255], 4 * i);
  }
  const data = Buffer.from(encodePng(width, height, rgba)).toString('base64');
  return `<image ${box(frame)} preserveAspectRatio="none" href="data:image/png;base64,${data}"/>`;
}

/** Attributes of a rectangle. */
export function box({ x, y, width, height }: Frame): string {
  return `x="${num(x)}" y="${num(y)}" width="${num(width)}" height="${num(height)}"`;
}

/** The colours from min to max with their numbers, and a label; upright where the frame is higher than wide. */
export function colourBar(frame: Frame, scale: ColourScale, label: string | undefined): string {
  const { x, y, width, height } = frame;
  const upright = height > width;
  const steps = 256;
  const values = Float64Array.from(
    { length: steps },
    (_, i) => scale.min + ((i + 0.5) / steps) * (scale.max - scale.min),
  );
  if (upright) values.reverse();
  const image = rasterImage(frame, upright ? [1, steps] : [steps, 1], values, undefined, scale);
  const parts = [image, `<rect ${box(frame)} fill="none" stroke="${ink}" stroke-width="0.8"/>`];
  const span = scale.max - scale.min;
  const place = (value: number): number => (span > 0 ? (value - scale.min) / span : 0.5);
  // The ends always carry their numbers; round numbers between them only where there is room.
  const between = span > 0 ? ticks(scale.min, scale.max).filter((v) => place(v) > 0.09 && place(v) < 0.91) : [];
  // Numbers are shown to a thousandth of the range: rounding noise beside a large value reads 0.
  const grain = span > 0 ? 10 ** (Math.floor(Math.log10(span)) - 3) : 0;
  const shown = (value: number): string => formatNumber(grain > 0 ? Math.round(value / grain) * grain : value);
  for (const value of span > 0 ? [scale.min, ...between, scale.max] : [scale.min]) {
    const end = value === scale.min || value === scale.max;
    const style = { size: 13, colour: end ? ink : faint } as const;
    if (upright) {
      const at = y + height * (1 - place(value));
      parts.push(`<path d="M${num(x + width)} ${num(at)}h5" stroke="${ink}" stroke-width="0.8"/>`);
      parts.push(text(x + width + 9, at + 4.5, shown(value), style));
    } else {
      const at = x + width * place(value);
      parts.push(`<path d="M${num(at)} ${num(y + height)}v5" stroke="${ink}" stroke-width="0.8"/>`);
      parts.push(text(at, y + height + 19, shown(value), { ...style, anchor: 'middle' }));
    }
  }
  if (label !== undefined) {
    parts.push(
      upright
        ? text(x + width / 2, y - 10, label, { size: 14, anchor: 'middle' })
        : text(x + width + 28, y + height - 1, label, { size: 14 }),
    );
  }
  return parts.join('');
}
