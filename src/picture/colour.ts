/**
 * Colours of numbers. Data of one sign get the perceptually uniform map *viridis* (S. van der Walt, N. Smith 2015,
 * through the polynomial of degree 6 fitted to it by M. Zucker, [zucker-2019]); data of both signs get the diverging map
 * *cool to warm* [moreland-2009], white-grey at zero and equally steep on both sides. What is not a number is grey.
 */

import { InvalidInput } from '../base/index.js';

/** Red, green, blue in 0..255. */
export type Colour = readonly [number, number, number];

/** The colour of NaN; darker than the middle of the diverging map. */
export const missingColour: Colour = [128, 128, 128];

/** Coefficients of t⁰ … t⁶ for red, green, blue. */
const VIRIDIS: readonly Colour[] = [
  [0.2777273272234177, 0.005407344544966578, 0.3340998053353061],
  [0.1050930431085774, 1.404613529898575, 1.384590162594685],
  [-0.3308618287255563, 0.214847559468213, 0.09509516302823659],
  [-4.634230498983486, -5.799100973351585, -19.33244095627987],
  [6.228269936347081, 14.17993336680509, 56.69055260068105],
  [4.776384997670288, -13.74514537774601, -65.35303263337234],
  [-5.435455855934631, 4.645852612178535, 26.3124352495832],
];

/** The sequential map at t in [0, 1], dark to light. */
export function viridis(t: number): Colour {
  const x = clamp(t);
  const channel = (c: 0 | 1 | 2): number => byte(VIRIDIS.reduceRight((sum, k) => sum * x + k[c], 0));
  return [channel(0), channel(1), channel(2)];
}

/** The diverging map at t in [0, 1], blue through grey at ½ to red: Moreland's interpolation in Msh coordinates. */
export function coolToWarm(t: number): Colour {
  const x = clamp(t);
  // Msh is CIELAB in polar form: M = |Lab|, s = angle from the L axis, h = hue. The ends are (59,76,192) and (180,4,38).
  const [M, s, h] = x < 0.5 ? COOL : WARM;
  const f = Math.abs(2 * x - 1);
  // Towards the unsaturated middle the hue turns, so that equal steps look equal.
  return fromMsh(MIDDLE_M + f * (M - MIDDLE_M), f * s, f === 0 ? h : spunHue(M, s, h) + f * (h - spunHue(M, s, h)));
}

const MIDDLE_M = 88;
const COOL: Colour = [80, 1.08, -1.1];
const WARM: Colour = [80, 1.08, 0.5];

/** Moreland's hue at the unsaturated end. */
function spunHue(M: number, s: number, h: number): number {
  const spin = (s * Math.sqrt(MIDDLE_M ** 2 - M ** 2)) / (M * Math.sin(s));
  return h > -Math.PI / 3 ? h + spin : h - spin;
}

function fromMsh(M: number, s: number, h: number): Colour {
  const L = M * Math.cos(s);
  const a = M * Math.sin(s) * Math.cos(h);
  const b = M * Math.sin(s) * Math.sin(h);
  // CIELAB to XYZ (white point D65) to linear sRGB to sRGB (IEC 61966-2-1).
  const inverse = (v: number): number => (v > 6 / 29 ? v ** 3 : 3 * (6 / 29) ** 2 * (v - 4 / 29));
  const y = (L + 16) / 116;
  const X = 0.95047 * inverse(y + a / 500);
  const Y = inverse(y);
  const Z = 1.08883 * inverse(y - b / 200);
  const gamma = (v: number): number => (v > 0.0031308 ? 1.055 * v ** (1 / 2.4) - 0.055 : 12.92 * v);
  return [
    byte(gamma(3.2406 * X - 1.5372 * Y - 0.4986 * Z)),
    byte(gamma(-0.9689 * X + 1.8758 * Y + 0.0415 * Z)),
    byte(gamma(0.0557 * X - 0.204 * Y + 1.057 * Z)),
  ];
}

/** Maps numbers to colours. `min` and `max` are the range shown. */
export interface ColourScale {
  readonly min: number;
  readonly max: number;
  readonly diverging: boolean;
  readonly colour: (value: number) => Colour;
}

/** The smallest and the largest finite value; 0 and 1 where there is none. */
export function extent(values: ArrayLike<number>): readonly [number, number] {
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!Number.isFinite(value)) continue;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return min > max ? [0, 1] : [min, max];
}

/**
 * The scale for some values, or for a range. It is diverging, symmetric about zero, where the smaller of the two signs reaches at
 * least 5% of the larger (rounding noise below zero does not count). Values beyond the range get the colour of its end.
 * @throws InvalidInput for a range that falls or is not finite.
 */
export function colourScale(values: ArrayLike<number>, range?: readonly [number, number]): ColourScale {
  const [min, max] = range ?? extent(values);
  if (range !== undefined && !(min <= max && Number.isFinite(max - min))) {
    throw new InvalidInput({ where: 'range', expected: 'finite numbers that rise', got: `[${range.join(', ')}]` });
  }
  const diverging = Math.min(-min, max) > 0.05 * Math.max(-min, max);
  const low = diverging ? -Math.max(-min, max) : min;
  const width = (diverging ? Math.max(-min, max) : max) - low;
  const map = diverging ? coolToWarm : viridis;
  // A table of 1024 steps is below the 8 bits of a channel and keeps the formula out of the pixel loop.
  const table = Array.from({ length: 1025 }, (_, i) => map(i / 1024));
  const colour = (value: number): Colour => {
    if (Number.isNaN(value)) return missingColour;
    return table[width > 0 ? Math.round(1024 * clamp((value - low) / width)) : 512]!;
  };
  return { min, max, diverging, colour };
}

function clamp(t: number): number {
  return Math.min(1, Math.max(0, t));
}

function byte(v: number): number {
  return Math.round(255 * clamp(v));
}
