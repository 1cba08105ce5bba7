import { expect, it } from 'vitest';
import { type Colour, colourScale, coolToWarm, missingColour, viridis } from '../../src/picture/index.js';

/** CIE lightness of an sRGB colour. */
function lightness([r, g, b]: Colour): number {
  const linear = (v: number): number => (v <= 10.31475 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4);
  const Y = 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  return Y > 0.008856 ? 116 * Math.cbrt(Y) - 16 : 903.3 * Y;
}

it('viridis agrees with the published table up to the error of the fit, 6 of 255', () => {
  // matplotlib's _viridis_data at entries 0, 64, 128, 191, 255.
  const published: [number, Colour][] = [
    [0, [68, 1, 84]],
    [64 / 255, [59, 82, 139]],
    [128 / 255, [33, 145, 140]],
    [191 / 255, [94, 201, 98]],
    [1, [253, 231, 37]],
  ];
  for (const [t, colour] of published) {
    for (const [i, channel] of viridis(t).entries())
      expect(Math.abs(channel - colour[i]!), `${t}`).toBeLessThanOrEqual(6);
  }
});

it('viridis climbs in lightness at an almost constant rate', () => {
  for (let i = 0; i < 64; i++) {
    const rise = (lightness(viridis((i + 1) / 64)) - lightness(viridis(i / 64))) * 64;
    expect(rise).toBeGreaterThan(45);
    expect(rise).toBeLessThan(105);
  }
});

it("cool to warm agrees with Moreland's table", () => {
  const published: [number, Colour][] = [
    [0, [59, 76, 192]],
    [0.25, [141, 176, 254]],
    [0.5, [221, 221, 221]],
    [0.75, [244, 154, 123]],
    [1, [180, 4, 38]],
  ];
  for (const [t, colour] of published) {
    for (const [i, channel] of coolToWarm(t).entries()) expect(Math.abs(channel - colour[i]!)).toBeLessThanOrEqual(1);
  }
});

it('is diverging exactly where both signs matter, and then grey at zero', () => {
  const both = colourScale([-2, 4]);
  expect(both).toMatchObject({ min: -2, max: 4, diverging: true });
  expect(both.colour(0)).toEqual(coolToWarm(0.5));
  expect(both.colour(4)).toEqual(coolToWarm(1));
  expect(both.colour(-2)).toEqual(coolToWarm(0.25));
  expect(colourScale([-1e-9, 1]).diverging).toBe(false);
  const one = colourScale([1, Number.NaN, 3, Number.POSITIVE_INFINITY]);
  expect(one).toMatchObject({ min: 1, max: 3, diverging: false });
  expect(one.colour(1)).toEqual(viridis(0));
  expect(one.colour(Number.POSITIVE_INFINITY)).toEqual(viridis(1));
});

it('paints NaN grey, and survives constant and empty data', () => {
  for (const values of [[-1, 1], [2, 2], [], [Number.NaN]]) {
    const scale = colourScale(values);
    expect(scale.colour(Number.NaN)).toEqual(missingColour);
    expect(scale.colour(2).every(Number.isInteger)).toBe(true);
  }
});
