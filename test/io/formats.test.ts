/** Files made by netCDF4, h5py, xarray, zarr and Apache Arrow in Rust (test/golden/io, with the scripts that made them). */
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { coordinateRole, fromLongTable, loadDataset, openDataset, readDataset } from '../../src/io/index.js';

const golden = (name: string): string => fileURLToPath(new URL(`../golden/io/${name}`, import.meta.url));

/** u = 10 + k / 2 at place k of 4×3×8, missing at [1, 1, 1]. */
const u = Array.from({ length: 96 }, (_, k) => (k === 33 ? Number.NaN : 10 + k / 2));

/** Parts of every array are what the whole has there. */
async function expectParts(path: string): Promise<void> {
  const dataset = await openDataset(path);
  for (const { shape, data, part } of dataset.variables.values()) {
    if (part === undefined || shape.length === 0) continue;
    const start = shape.map((length) => Math.min(1, length - 1));
    const count = shape.map((length, axis) => Math.max(1, Math.min(length - 1 - axis, length - start[axis]!)));
    const expected: number[] = [];
    for (let i = 0; i < data.length; i++) {
      let rest = i;
      const inside = [...shape.keys()].reverse().every((axis) => {
        const at = rest % shape[axis]!;
        rest = (rest - at) / shape[axis]!;
        return at >= start[axis]! && at < start[axis]! + count[axis]!;
      });
      if (inside) expected.push(data[i]!);
    }
    expect([...part.read(start, count)]).toEqual(expected);
  }
  dataset.close();
}

describe('NetCDF 4', () => {
  it('has values as they are meant, dimensions and attributes', async () => {
    const { format, variables, skipped } = await loadDataset(golden('packed.nc'));
    expect(format).toBe('hdf5');
    expect([...variables.get('u')!.data]).toEqual(u);
    expect(variables.get('u')).toMatchObject({ shape: [4, 3, 8], dimensions: ['valid_time', 'nav_lat', 'nav_lon'] });
    expect(variables.get('u')!.attributes!.get('units')).toBe('m s-1');
    expect([...variables.get('valid_time')!.data]).toEqual([0, 6, 12, 18]);
    expect(variables.get('bounds')!.dimensions).toEqual(['nav_lat', 'nv']);
    expect(variables.has('nv')).toBe(false);
    expect([...skipped.keys()]).toEqual(['name']);
    const roles = ['valid_time', 'nav_lat', 'nav_lon', 'u'].map((name) => coordinateRole(variables.get(name)!));
    expect(roles).toEqual(['time', 'latitude', 'longitude', undefined]);
  });

  it('a variable that ends before its unlimited dimension was never written there', async () => {
    const { variables } = await loadDataset(golden('packed.nc'));
    expect([...variables.get('early')!.data]).toEqual([3, Number.NaN, Number.NaN, Number.NaN]);
  });

  it('is read in parts', async () => {
    await expectParts(golden('packed.nc'));
    await expectParts(golden('plain.h5'));
  });
});

it('HDF5 without dimension scales has groups, scalars and every integer; the rest is named', async () => {
  const { variables, skipped } = await loadDataset(golden('plain.h5'));
  expect([...variables.get('run/u')!.data]).toEqual(u);
  expect(variables.get('run/u')!.dimensions).toBeUndefined();
  expect([...variables.get('count')!.data]).toEqual([42]);
  expect([...variables.get('packed')!.data]).toEqual(Array.from({ length: 1000 }, (_, k) => k));
  expect(Object.fromEntries(skipped)).toEqual({ flags: 'an enumeration', text: 'text' });
});

describe('Zarr', () => {
  it('of xarray has values, dimensions and attributes, whatever compressed them', async () => {
    const { variables, skipped, format } = await loadDataset(golden('xarray.zarr'));
    expect(format).toBe('zarr');
    for (const name of ['lz4', 'bits', 'plain', 'zstd', 'gzip']) {
      expect([...variables.get(name)!.data], name).toEqual(u);
      expect(variables.get(name)!.dimensions).toEqual(['time', 'lat', 'lon']);
    }
    expect(variables.get('lz4')!.attributes!.get('units')).toBe('m s-1');
    expect([...variables.get('k')!.data]).toEqual([0, 2, 4, 6, 8, 10, 12, 14]);
    expect([...variables.get('wave')!.data]).toEqual(
      Array.from({ length: 3000 }, (_, i) => expect.closeTo(Math.sin(i), 12)),
    );
    expect(Object.fromEntries(skipped)).toEqual({ bz2: 'packed by the codec bz2' });
    expect(coordinateRole(variables.get('lon')!)).toBe('longitude');
    await expectParts(golden('xarray.zarr'));
  });

  it('in Fortran order, big endian, filtered, in nested folders, with chunks that are not there', async () => {
    const { variables } = await loadDataset(golden('fortran.zarr'));
    const stored = u.map((value, k) => (k >= 72 ? -1 : Number.isNaN(value) ? 0 : value));
    expect([...variables.get('values')!.data]).toEqual(stored);
    await expectParts(golden('fortran.zarr'));
  });
});

describe('Parquet', () => {
  it.each(['rust.parquet', 'rust-zstd.parquet'])('%s has columns of numbers; a null is NaN', async (name) => {
    const { variables, skipped } = await loadDataset(golden(name));
    const i = Array.from({ length: 12 }, (_, row) => row);
    expect([...variables.get('count')!.data]).toEqual(i);
    expect([...variables.get('t')!.data]).toEqual(i.map((row) => (row * 5) % 3));
    expect([...variables.get('day')!.data]).toEqual(i.map((row) => 86_400 * row));
    expect(variables.get('day')!.attributes!.get('units')).toBe('seconds since 1970-01-01T00:00:00');
    expect(variables.get('u')!.data.filter(Number.isNaN).length).toBe(1);
    expect([...skipped]).toEqual([['text', 'text']]);
  });

  it('a long table is an array over its coordinates, whatever the order of its rows', async () => {
    const { variables } = fromLongTable(await loadDataset(golden('rust.parquet')), ['t', 'x'], 'rust.parquet');
    expect([...variables.get('x')!.data]).toEqual([0, 0.5, 1, 1.5]);
    expect(variables.get('u')).toMatchObject({ shape: [3, 4], dimensions: ['t', 'x'] });
    const expected = [0, 1, 2].flatMap((t) =>
      [0, 0.5, 1, 1.5].map((x) => (t === 1 && x === 1 ? Number.NaN : t + x / 8)),
    );
    expect([...variables.get('u')!.data]).toEqual(expected);
  });
});

it('built-in readers name what they leave to loadDataset', () => {
  expect(() => readDataset(golden('packed.nc'))).toThrow('loadDataset and openDataset read it');
  expect(() => readDataset(golden('rust.parquet'))).toThrow('got Parquet');
});
