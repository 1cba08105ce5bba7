import { describe, expect, it } from 'vitest';
import { formatUnits, parseUnits, unitsProduct } from '../../src/io/units.js';

describe('units', () => {
  it.each([
    ['m**2 s**-2', 'm^2 s^-2'],
    ['m2 s-2', 'm^2 s^-2'],
    ['m s-1', 'm s^-1'],
    ['m/s', 'm s^-1'],
    ['kg.m^-1/s2', 'kg m^-1 s^-2'],
    ['1', '1'],
    ['m m-1', '1'],
    ['', '1'],
    ['degrees_north', 'degrees_north'],
  ])('%s', (text, shown) => {
    expect(formatUnits(parseUnits(text))).toBe(shown);
  });

  it.each(['5 m', 'days since 1900-01-01', 'm s-1 + 3', 'log(Pa)'])('%s is no product of powers of symbols', (text) => {
    expect(parseUnits(text)).toBeUndefined();
    expect(formatUnits(parseUnits(text))).toBe('?');
  });

  it('multiply: a gradient of geopotential over the Coriolis force has no unit', () => {
    const [phi, wind, f, length] = ['m2 s-2', 'm s-1', 's-1', 'm'].map((text) => parseUnits(text)!);
    expect(unitsProduct([phi!, 1], [length!, -1], [wind!, -1], [f!, -1]).size).toBe(0);
  });
});
