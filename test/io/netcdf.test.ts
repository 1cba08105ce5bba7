import { describe, expect, it } from 'vitest';
import { decodeDataset, readDataset } from '../../src/io/index.js';
import { dataFile } from '../data.js';
import { type NetcdfVariable, netcdfFile } from '../oracle/netcdffile.js';

const x: NetcdfVariable = { name: 'x', dimensions: ['x'], kind: 'double', values: [0, 0.5, 1] };

describe('NetCDF 3', () => {
  it.each([1, 2, 5] as const)('reads fixed and record variables of every type (CDF-%i)', (version) => {
    const variables: NetcdfVariable[] = [
      x,
      { name: 'b', dimensions: ['t', 'x'], kind: 'byte', values: [-1, 2, 3, 4, 5, 6] },
      { name: 's', dimensions: ['t', 'x'], kind: 'short', values: [1, -2, 3, 4, 5, 6] },
      { name: 'i', dimensions: ['t'], kind: 'int', values: [-70000, 70000] },
      { name: 'f', dimensions: ['x'], kind: 'float', values: [0.25, -8, 3] },
      { name: 'one', dimensions: [], kind: 'double', values: [42] },
      { name: 'note', dimensions: ['x'], kind: 'char', values: [65, 66, 67] },
    ];
    const dataset = decodeDataset(netcdfFile(version, { t: 'records', x: 3 }, 2, variables), 'test.nc');
    expect(dataset.format).toBe('netcdf3');
    for (const { name, kind, values, dimensions } of variables) {
      if (kind === 'char') continue;
      const shape = dimensions.map((d) => (d === 't' ? 2 : 3));
      expect(dataset.variables.get(name)).toMatchObject({ shape, dimensions, data: Float64Array.from(values) });
    }
    expect([...dataset.skipped]).toEqual([['note', 'text']]);
  });

  it.each([false, true])('packs a record variable that is alone (number of records left open: %s)', (streaming) => {
    const s: NetcdfVariable = { name: 's', dimensions: ['t', 'x'], kind: 'byte', values: [1, 2, 3, 4, 5, 6, 7, 8, 9] };
    const { variables } = decodeDataset(netcdfFile(1, { t: 'records', x: 3 }, 3, [s, x], streaming), 'test.nc');
    expect(variables.get('s')).toMatchObject({ shape: [3, 3], data: Float64Array.from(s.values) });
  });

  it('applies scale, offset and missing values by the CF conventions', () => {
    const attributes = {
      units: 'm',
      scale_factor: ['double', 0.5],
      add_offset: ['double', 100],
      _FillValue: ['short', -32768],
      missing_value: ['short', -32767],
      valid_range: ['short', 0, 10],
    } as const;
    const z: NetcdfVariable = { name: 'z', dimensions: ['x'], kind: 'short', attributes, values: [4, -32768, -32767] };
    const found = decodeDataset(netcdfFile(2, { x: 3 }, 0, [z]), 'test.nc').variables.get('z')!;
    expect([...found.data]).toEqual([102, Number.NaN, Number.NaN]);
    expect(found.attributes!.get('units')).toBe('m');
    expect(found.attributes!.get('valid_range')).toEqual([0, 10]);
  });

  it('values never written are missing where no _FillValue says otherwise', () => {
    // The defaults of netcdf.h; a byte may have any value.
    const fills = {
      byte: -127,
      short: -32767,
      int: -2147483647,
      float: 9.969209968386869e36,
      double: 9.969209968386869e36,
    };
    for (const [kind, fill] of Object.entries(fills) as [NetcdfVariable['kind'], number][]) {
      const read = (attributes: NonNullable<NetcdfVariable['attributes']>): number[] => {
        const z: NetcdfVariable = { name: 'z', dimensions: ['x'], kind, attributes, values: [1, fill, 3] };
        return [...decodeDataset(netcdfFile(1, { x: 3 }, 0, [z]), 'test.nc').variables.get('z')!.data];
      };
      expect(read({})).toEqual([1, kind === 'byte' ? -127 : Number.NaN, 3]);
      expect(read({ _FillValue: [kind, 3] })).toEqual([1, fill, Number.NaN]);
    }
  });
});

const era = dataFile('eraint_uvz.nc');
describe.runIf(era !== undefined)('eraint_uvz.nc (in $JETGRAPH_DATA or ../shared/data)', () => {
  const { variables } = era === undefined ? { variables: new Map() } : readDataset(era);

  it('has a 0.75° grid with both poles', () => {
    const latitude = variables.get('latitude')!.data;
    const longitude = variables.get('longitude')!.data;
    expect([latitude[0], latitude[1], latitude.at(-1), latitude.length]).toEqual([90, 89.25, -90, 241]);
    expect([longitude[1]! - longitude[0]!, longitude.length]).toEqual([0.75, 480]);
    expect([...variables.get('level')!.data]).toEqual([200, 500, 850]);
  });

  it('has geopotential heights and winds of the real atmosphere', () => {
    const z = variables.get('z')!;
    const u = variables.get('u')!;
    expect(z.dimensions).toEqual(['month', 'level', 'latitude', 'longitude']);
    expect(z.shape).toEqual([2, 3, 241, 480]);
    const page = 241 * 480;
    const mean = (data: Float64Array, from: number, to: number): number =>
      data.slice(from, to).reduce((a, b) => a + b, 0) / (to - from);
    // Standard atmosphere: 200, 500 and 850 hPa lie at 11.8, 5.6 and 1.5 km.
    for (const [level, height] of [11_800, 5_570, 1_460].entries()) {
      expect(Math.abs(mean(z.data, level * page, (level + 1) * page) / 9.80665 / height - 1)).toBeLessThan(0.06);
    }
    expect(u.data.every((speed: number) => Math.abs(speed) < 110)).toBe(true);
    // In January the subtropical jet at 200 hPa blows eastward at 30° N (row 80), the trades at 850 hPa westward at 12° N.
    expect(mean(u.data, 80 * 480, 81 * 480)).toBeGreaterThan(20);
    expect(mean(u.data, 2 * page + 104 * 480, 2 * page + 105 * 480)).toBeLessThan(-2);
  });
});
