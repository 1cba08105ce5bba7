/** What is written opens in xarray, zarr and zarrita with dimensions, coordinates and attributes; damaged files are refused. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import * as zarrita from 'zarrita';
import { encodeArrays, loadDataset, openDataset, type WritableArray, writeFilesAtomic } from '../../src/io/index.js';
import { command, inFolder } from '../cli/command.js';
import { pythonWith } from '../oracle/python.js';

const numbers = (length: number, f: (i: number) => number): Float64Array =>
  Float64Array.from({ length }, (_, i) => f(i));
const arrays: readonly WritableArray[] = [
  {
    name: 'u',
    shape: [5, 3, 4],
    data: numbers(60, (i) => (i === 7 ? Number.NaN : Math.sin(i))),
    dimensions: ['t', 'lat', 'lon'],
    attributes: new Map<string, string | number | number[]>([
      ['units', 'm s-1'],
      ['valid_range', [-1, 1]],
      ['scale_factor', 3],
    ]),
  },
  { name: 't', shape: [5], data: numbers(5, (i) => i / 4), dimensions: ['t'] },
  {
    name: 'lat',
    shape: [3],
    data: numbers(3, (i) => 60 - 60 * i),
    dimensions: ['lat'],
    attributes: new Map([['units', 'degrees_north']]),
  },
  { name: 'lon', shape: [4], data: numbers(4, (i) => 90 * i), dimensions: ['lon'] },
  { name: 'energy', shape: [5], data: numbers(5, (i) => i ** 2), dimensions: ['t'] },
];
const endings = ['.nc', '.nc4', '.zarr', '.parquet', '.npz'];

describe.each(endings)('%s', (ending) => {
  it('comes back as it was written, and the folder holds nothing else', () =>
    inFolder(async (path, files) => {
      // twice, so that a file takes the place of an old one
      for (let round = 0; round < 2; round++) writeFilesAtomic([await encodeArrays(path(`out${ending}`), arrays)]);
      expect(files()).toEqual([`out${ending}`]);
      const { variables } = await loadDataset(path(`out${ending}`));
      if (ending === '.parquet') {
        expect([...variables.get('u')!.data]).toEqual([...arrays[0]!.data]);
        expect([...variables.get('lat')!.data.subarray(0, 5)]).toEqual([60, 60, 60, 60, 0]);
        expect([...variables.get('energy')!.data.subarray(47)]).toEqual([9, ...new Array(12).fill(16)]);
        return;
      }
      for (const { name, shape, data, dimensions, attributes } of arrays) {
        const found = variables.get(name)!;
        expect([...found.data], name).toEqual([...data]);
        expect(found.shape).toEqual(shape);
        if (ending === '.npz') continue;
        expect(found.dimensions).toEqual(dimensions);
        for (const [key, value] of attributes ?? []) {
          if (key !== 'scale_factor') expect(found.attributes!.get(key)).toEqual(value);
        }
        expect(found.attributes?.has('scale_factor')).toBe(false);
      }
    }));
});

const python = pythonWith('xarray', 'netCDF4', 'zarr', 'scipy');
describe.runIf(python !== undefined)('xarray', () => {
  it('opens NetCDF 3 and 4 and Zarr with dimensions, coordinates and attributes', () =>
    inFolder(async (path) => {
      writeFilesAtomic(
        await Promise.all(['.nc', '.nc4', '.zarr'].map((ending) => encodeArrays(path(`out${ending}`), arrays))),
      );
      const code = `
import json, sys, xarray as xr
found = []
for ending, engine in (('.nc', 'scipy'), ('.nc', 'netcdf4'), ('.nc4', 'netcdf4'), ('.zarr', 'zarr')):
  d = xr.open_dataset(sys.argv[1] + ending, engine=engine)
  u = d['u']
  found.append([list(u.dims), sorted(d.coords), u.attrs['units'], list(map(float, u.attrs['valid_range'])), d['lat'].attrs['units'],
    [None if v != v else v for v in u.values.ravel().tolist()], float(u.sel(lat=0, lon=90, t=.5)), d['energy'].values.tolist()])
print(json.dumps(found))`;
      const { stdout, stderr } = spawnSync(python!, ['-c', code, path('out')], { encoding: 'utf8' });
      expect(stdout, stderr).not.toBe('');
      const values = [...arrays[0]!.data].map((value) => (Number.isNaN(value) ? null : value));
      const expected = [
        ['t', 'lat', 'lon'],
        ['lat', 'lon', 't'],
        'm s-1',
        [-1, 1],
        'degrees_north',
        values,
        values[2 * 12 + 4 + 1],
        [0, 1, 4, 9, 16],
      ];
      expect(JSON.parse(stdout)).toEqual([expected, expected, expected, expected]);
    }));

  it('and what it writes is read', () =>
    inFolder(async (path) => {
      const code = `
import sys, numpy as np, xarray as xr
u = np.sin(np.arange(60.)).reshape(5, 3, 4); u[0, 1, 3] = np.nan
d = xr.Dataset({'u': (('t', 'lat', 'lon'), u, {'units': 'm s-1'})}, coords={'t': np.arange(5) / 4, 'lat': [60., 0, -60], 'lon': np.arange(4) * 90.})
d.to_netcdf(sys.argv[1] + '/a.nc'); d.to_netcdf(sys.argv[1] + '/b.nc', format='NETCDF3_64BIT'); d.to_zarr(sys.argv[1] + '/c.zarr')
d.to_netcdf(sys.argv[1] + '/d.nc', encoding={'u': {'dtype': 'i2', 'scale_factor': 1e-4, '_FillValue': -9999, 'zlib': True}})`;
      const { status, stderr } = spawnSync(python!, ['-c', code, path('.')], { encoding: 'utf8' });
      expect(status, stderr).toBe(0);
      for (const [name, digits] of [
        ['a.nc', 12],
        ['b.nc', 12],
        ['c.zarr', 12],
        ['d.nc', 3],
      ] as const) {
        const { variables } = await loadDataset(path(name));
        const found = variables.get('u')!;
        expect(found).toMatchObject({ shape: [5, 3, 4], dimensions: ['t', 'lat', 'lon'] });
        expect(found.attributes!.get('units')).toBe('m s-1');
        expect([...found.data].map((v) => (Number.isNaN(v) ? 0 : v))).toEqual(
          [...arrays[0]!.data].map((v) => expect.closeTo(Number.isNaN(v) ? 0 : v, digits)),
        );
        expect([...variables.get('lat')!.data]).toEqual([60, 0, -60]);
      }
    }));
});

describe('Zarr 3, written by zarrita', () => {
  const store = (): { map: Map<string, Uint8Array>; root: zarrita.Location<Map<string, Uint8Array>> } => {
    const map = new Map<string, Uint8Array>();
    return { map, root: zarrita.root(map) as zarrita.Location<Map<string, Uint8Array>> };
  };
  it.each([
    ['no codec', []],
    ['zstd', [{ name: 'zstd', configuration: { level: 1, checksum: false } }]],
    [
      'blosc',
      [{ name: 'blosc', configuration: { cname: 'lz4', clevel: 5, shuffle: 'shuffle', typesize: 8, blocksize: 0 } }],
    ],
  ])('with %s', (_name, codecs) =>
    inFolder(async (path) => {
      const { map, root } = store();
      await zarrita.create(root, {});
      const array = await zarrita.create(root.resolve('u'), {
        shape: [5, 3, 4],
        chunkShape: [2, 3, 3],
        dtype: 'float64',
        codecs: [{ name: 'bytes', configuration: { endian: 'little' } }, ...codecs],
        dimensionNames: ['t', 'lat', 'lon'],
        attributes: { units: 'm' },
        fillValue: 0,
      });
      const data = arrays[0]!.data;
      await zarrita.set(array, null, { data, shape: [5, 3, 4], stride: [12, 4, 1] });
      for (const [name, bytes] of map) {
        mkdirSync(dirname(path(`v3.zarr${name}`)), { recursive: true });
        writeFileSync(path(`v3.zarr${name}`), bytes);
      }
      const { variables } = await loadDataset(path('v3.zarr'));
      expect(variables.get('u')).toMatchObject({ shape: [5, 3, 4], dimensions: ['t', 'lat', 'lon'] });
      expect([...variables.get('u')!.data]).toEqual([...data]);
      expect(variables.get('u')!.attributes!.get('units')).toBe('m');
    }),
  );
});

describe('damage', () => {
  const golden = (name: string): string => fileURLToPath(new URL(`../golden/io/${name}`, import.meta.url));
  it.each(['packed.nc', 'rust.parquet', 'rust-zstd.parquet'])('%s cut anywhere is refused in one line', (name) =>
    inFolder(async (path) => {
      const bytes = readFileSync(golden(name));
      for (let part = 0; part < 12; part++) {
        writeFileSync(path('cut'), bytes.subarray(0, Math.floor(((part + 0.5) / 12) * bytes.length)));
        await expect(loadDataset(path('cut'))).rejects.toThrow(/^\S+cut: expected [^\n]+, got [^\n]+\.$/);
      }
    }),
  );

  it('Zarr with a chunk or metadata cut is refused in one line', () =>
    inFolder(async (path) => {
      for (const file of ['lz4/0.0.0', 'bits/0.0.0', 'zstd/0.0.0', 'gzip/0.0.0', 'plain/0.0.0', 'lz4/.zarray']) {
        cpSync(golden('xarray.zarr'), path('cut'), { recursive: true });
        const bytes = readFileSync(path(`cut/${file}`));
        writeFileSync(path(`cut/${file}`), bytes.subarray(0, bytes.length >> 1));
        await expect(loadDataset(path('cut')), file).rejects.toThrow(/expected [^\n]+, got [^\n]+\.$/);
      }
      await expect(openDataset(path('.'))).rejects.toThrow('a file that can be read, got EISDIR');
    }));
});

it('a folder that is no Zarr is not replaced', () =>
  inFolder(async (path, files) => {
    mkdirSync(path('own.zarr'));
    writeFileSync(path('own.zarr/letter.txt'), 'dear');
    const file = await encodeArrays(path('own.zarr'), arrays);
    expect(() => writeFilesAtomic([file])).toThrow('EISDIR');
    expect(files()).toEqual(['own.zarr']);
    expect(readdirSync(path('own.zarr'))).toEqual(['letter.txt']);
  }));

it('commands write and read every format', () =>
  inFolder(async (path) => {
    const sphere = ['--space', 'S', '--grid', 'latlon:8x16'];
    for (const ending of endings) {
      const first = ['evaluate', 'lap(u)', ...sphere, '--function', 'x*y + z', '--output', path(`a${ending}`)];
      expect(await command(...first)).toMatchObject({ status: 0, stderr: '' });
      const again = ['evaluate', 'u', ...sphere, '--input', `${path(`a${ending}`)}:values`, '--output', path('b.npz')];
      expect(await command(...again), ending).toMatchObject({ status: 0, stderr: '' });
      const [a, b] = await Promise.all(
        [`a${ending}`, 'b.npz'].map(async (name) => (await loadDataset(path(name))).variables.get('values')!),
      );
      expect([...b!.data]).toEqual([...a!.data]);
    }
  }));

it('a package that is missing is named, with what to do', () =>
  inFolder(async (path) => {
    const root = fileURLToPath(new URL('../../', import.meta.url));
    cpSync(`${root}dist`, path('dist'), { recursive: true });
    mkdirSync(path('node_modules'));
    const { dependencies } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as {
      dependencies: Record<string, string>;
    };
    for (const name of Object.keys(dependencies)) {
      mkdirSync(dirname(path(`node_modules/${name}`)), { recursive: true });
      symlinkSync(`${root}node_modules/${name}`, path(`node_modules/${name}`));
    }
    writeFileSync(path('package.json'), readFileSync(`${root}package.json`));
    const golden = (name: string): string => `${root}test/golden/io/${name}`;
    for (const [name, missing] of [
      ['packed.nc', 'h5wasm'],
      ['rust.parquet', 'hyparquet'],
      ['xarray.zarr', 'fzstd'],
    ] as const) {
      const run = spawnSync(process.execPath, [path('dist/cli/main.js'), 'discover', golden(name)], {
        encoding: 'utf8',
      });
      expect(run.stderr).toMatch(
        new RegExp(
          `^jetgraph discover: expected the optional package ${missing} for [^\\n]+Hint: npm install ${missing}\\.\\n$`,
        ),
      );
      expect([run.status, run.stdout]).toEqual([3, '']);
    }
  }));
