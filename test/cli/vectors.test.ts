/** Vector fields at the command line: from functions, from NPZ files, and from NetCDF files with eastward and northward parts. */
import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { encodeNpz, readDataset } from '../../src/io/index.js';
import { type AmbientField, type AmbientValues, ambientValues } from '../oracle/ambientVector.js';
import { netcdfFile } from '../oracle/netcdffile.js';
import { command, inFolder, json, output } from './command.js';

const sphere = ['--space', 'S', '--grid', 'latlon:16x32'] as const;
const rotation = ['--function', 'V=[0, sin(theta)]'] as const;

describe('evaluate', () => {
  it('knows that the rotation of the sphere has vorticity 2 cos θ and no divergence', () =>
    inFolder(async (path) => {
      const file = path('v.npz');
      const rows = await json<{ L2: number }[]>(
        ...['evaluate', 'div(V)', 'div(rot(V))', '--vectors', 'V', ...sphere, ...rotation],
        ...['--accuracy', 'spectral', '--output', file],
      );
      expect(rows[0]!.L2).toBeLessThan(1e-12);
      const values = readDataset(file).variables.get('values')!;
      const theta = readDataset(file).variables.get('theta')!.data;
      expect(values.shape).toEqual([2, 16, 32]);
      values.data.subarray(16 * 32).forEach((value, i) => {
        expect(Math.abs(value - 2 * Math.cos(theta[Math.floor(i / 32)]!))).toBeLessThan(1e-11);
      });
    }));

  it('writes vectors, components first, and reads them back: V = ∇z has div V = −2z', () =>
    inFolder(async (path) => {
      const summary = await json<{ expression: string; max: number }>(
        ...['evaluate', 'grad(u)', ...sphere, '--function', 'z', '--accuracy', 'spectral', '--output', path('g.npz')],
      );
      expect(summary.expression).toBe('|grad(u)|');
      expect(summary.max).toBeCloseTo(Math.cos(Math.PI / 32), 2);
      expect(readDataset(path('g.npz')).variables.get('values')!.shape).toEqual([2, 16, 32]);
      const { max } = await json<{ max: number }>(
        ...['evaluate', 'div(V)', '--vectors', 'V', ...sphere, '--input', `V=${path('g.npz')}:values`],
        ...['--accuracy', 'spectral', '--output', path('d.npz')],
      );
      expect(max).toBeCloseTo(2 * Math.cos(Math.PI / 32), 10);
    }));

  it.each([
    [
      ['--function', 'V=sin(theta)'],
      "2 components of V in the frame of the grid, row-major, such as [x, -y], got 'sin(theta)'",
    ],
    [['--function', 'V=[1, 2, 3]'], '2 components of V'],
    [['--input', 'V=FILE:a,b,c'], '2 variables, one for each component, got a, b, c'],
    [['--input', 'V=FILE:values'], '2×16×32 values of values, components first'],
    [['--input', 'V=FILE:values', '--select', 'level'], '--select as a list such as level=500,month=1'],
  ])('refuses %j', (given, message) =>
    inFolder(async (path, files) => {
      writeFileSync(path('in.npz'), encodeNpz([{ name: 'values', shape: [16, 32], data: new Float64Array(16 * 32) }]));
      const words = given.map((word) => word.replace('FILE', path('in.npz')));
      const { status, stderr } = await command(
        ...['evaluate', 'div(V)', '--vectors', 'V', ...sphere, ...words, '--output', path('out.npz')],
      );
      expect([status, stderr.includes(message), stderr.trim().split('\n').length]).toEqual([2, true, 1]);
      expect(files()).toEqual(['in.npz']);
    }),
  );
});

const flows: readonly AmbientField[] = [
  {
    ...{ c: [0.3, -0.1, 0.4], b: [0.5, 0.2, -0.3], d: [0.1, 0.4, 0.6] },
    M: [
      [0.1, -1, 0.2],
      [0.8, 0, 0.3],
      [0.1, 0.4, -0.2],
    ],
  },
  {
    ...{ c: [-0.2, 0.5, 0.1], b: [0.1, -0.6, 0.2], d: [0.7, -0.2, 0.3] },
    M: [
      [0.3, 0.6, 0],
      [-0.9, 0.1, 0.5],
      [0.2, -0.3, 0.4],
    ],
  },
];

/**
 * Winds on two levels of the sphere of radius 2, and forces W = f εV − 0.7 ∇_V V with f = z, in closed form; q = y + z beside
 * them. Longitudes begin at −180°, latitudes in the north or in the south.
 */
function winds(rows: number, columns: number, northFirst: boolean): Uint8Array {
  const latitudes = Array.from({ length: rows }, (_, i) => (northFirst ? 1 : -1) * (90 - (180 * i) / (rows - 1)));
  const longitudes = Array.from({ length: columns }, (_, j) => -180 + (360 * j) / columns);
  const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, x, i) => sum + x * b[i]!, 0);
  const table = (
    component: (v: AmbientValues, p: readonly number[], east: number[], north: number[]) => number,
  ): number[] =>
    flows.flatMap((flow) =>
      latitudes.flatMap((latitude) =>
        longitudes.map((longitude) => {
          const [a, b] = [(latitude * Math.PI) / 180, (longitude * Math.PI) / 180];
          const east = [-Math.sin(b), Math.cos(b), 0];
          const north = [-Math.sin(a) * Math.cos(b), -Math.sin(a) * Math.sin(b), Math.cos(a)];
          const p = [2 * Math.cos(a) * Math.cos(b), 2 * Math.cos(a) * Math.sin(b), 2 * Math.sin(a)];
          return component(ambientValues(flow, p), p, east, north);
        }),
      ),
    );
  const force = ({ turned, advection }: AmbientValues, [, , f]: readonly number[]): number[] =>
    turned.map((x, i) => f! * x - 0.7 * advection[i]!);
  const dimensions = ['level', 'latitude', 'longitude'];
  const field = (name: string, units: string, standard_name: string, values: readonly number[]) => ({
    ...{ name, dimensions, kind: 'double' as const, values, attributes: { units, standard_name } },
  });
  return netcdfFile(2, { level: 2, latitude: rows, longitude: columns }, 0, [
    { name: 'level', dimensions: ['level'], kind: 'int', values: [1, 2] },
    { name: 'latitude', dimensions: ['latitude'], kind: 'double', values: latitudes },
    { name: 'longitude', dimensions: ['longitude'], kind: 'double', values: longitudes },
    field(
      'u',
      'm s**-1',
      'eastward_wind',
      table(({ V }, _, east) => dot(V, east)),
    ),
    field(
      'v',
      'm s**-1',
      'northward_wind',
      table(({ V }, _, __, north) => dot(V, north)),
    ),
    field(
      'a',
      'm s**-2',
      'eastward_force',
      table((v, p, east) => dot(force(v, p), east)),
    ),
    field(
      'b',
      'm s**-2',
      'northward_force',
      table((v, p, _, north) => dot(force(v, p), north)),
    ),
    { ...{ name: 'q', dimensions, kind: 'double' }, values: table((_, p) => p[1]! + p[2]!) },
  ]);
}

const [northern, southern] = [winds(17, 32, true), winds(17, 32, false)];

interface Balance {
  readonly terms: readonly { coefficient: number; unit: string; graph: { key: string } }[];
  readonly samples: readonly object[];
  readonly crossValidation: { error: number };
}

describe('discover --target', () => {
  it.each([
    [17, true],
    [16, false],
  ])('finds what drives the wind in a NetCDF file (%i latitudes, north first: %s)', (rows, northFirst) =>
    inFolder(async (path) => {
      writeFileSync(path('winds.nc'), rows === 17 ? northern : winds(rows, 32, northFirst));
      const argv = [
        ...['discover', path('winds.nc'), '--target', 'W', '--space', 'S', '--radius', '2', '--fields', 'f'],
        ...['--vectors', 'V=v,u,W=a,b', '--function', 'f=2*cos(theta)', '--units', 'f=s-1', '--accuracy', 'spectral'],
        ...['--band-limit', '8', '--max-terms', '3', '--stability', '2', '--format', 'json'],
      ];
      const { status, stdout, stderr } = await command(...argv);
      expect([status, stderr]).toEqual([0, `note: grid latlon:${rows}x32:poles, from the coordinates in the file\n`]);
      const found = JSON.parse(stdout) as Balance;
      expect(found.samples).toEqual([{ level: 1 }, { level: 2 }]);
      expect(found.crossValidation.error).toBeLessThan(1e-10);
      expect(found.terms.map(({ unit, graph }) => [graph.key, unit])).toEqual([
        ['eps_ab V_b f', '1'],
        ['V_a;b V_b', '1'],
      ]);
      expect(found.terms[0]!.coefficient).toBeCloseTo(1, 10);
      expect(found.terms[1]!.coefficient).toBeCloseTo(-0.7, 10);
      const selected = await command(...argv, '--select', 'level=2');
      expect((JSON.parse(selected.stdout) as Balance).samples).toEqual([{ level: 2 }]);
    }),
  );

  it('puts longitudes where they are: q = y + z', () =>
    inFolder(async (path) => {
      writeFileSync(path('winds.nc'), southern);
      const found = await command(
        ...['discover', path('winds.nc'), '--target', 'q', '--space', 'S', '--radius', '2', '--fields', 'q,p,w'],
        ...['--function', 'p=y + z', '--function', 'w=x', '--edges', '0..0', '--group', 'O', '--format', 'json'],
      );
      const { terms } = JSON.parse(found.stdout) as Balance;
      expect(terms.map(({ graph }) => graph.key)).toEqual(['p']);
      expect(terms[0]!.coefficient).toBeCloseTo(1, 10);
    }));

  it('prints a table', () =>
    inFolder(async (path) => {
      writeFileSync(path('winds.nc'), northern);
      const text = await output(
        ...[
          'discover',
          path('winds.nc'),
          '--target',
          'W',
          '--space',
          'S',
          '--grid',
          'latlon:17x32:poles',
          '--radius',
          '2',
        ],
        ...[
          '--fields',
          'f',
          '--vectors',
          'V=u,v,W=a,b',
          '--function',
          'f=2*cos(theta)',
          '--max-terms',
          '2',
          '--stability',
          '2',
        ],
      );
      expect(text).toMatch(/^W = 1\.000 eps_ab V_b f - 0\.7000 V_a;b V_b\n/);
      expect(text).toMatch(/2 samples, \d+ rows in 24 regions; the best of each size:/);
    }));

  it.each([
    [['--vectors', 'V=u'], 'components first'],
    [['--vectors', 'V=u,q'], 'an eastward and a northward component, got u (eastward), q (no direction)'],
    [['--vectors', 'V=u,v', '--select', 'level=3'], 'level among 1, 2, got 3'],
    [['--vectors', 'V=u,v', '--select', 'month=3'], "--select along level, got 'month'"],
    [['--vectors', 'V=u,v', '--weak'], 'no --weak beside --target'],
    [['--vectors', 'V=u,v', '--units', 'V=5'], '--units as a list'],
    [['--vectors', 'V=u,v', '--function', 'W=1'], '--function NAME=expression for a field among Phi, V'],
    [['--vectors', 'V=u,v', '--radius', '0'], '--radius above 0'],
    [['--vectors', 'V=u,v', '--grid', 'latlon:24x48'], '24×48 values of q'],
    [['--vectors', 'V='], '--vectors as a list such as V=u,v'],
    [[], 'fields beside those of the target'],
  ])('refuses %j', (given, message) =>
    inFolder(async (path) => {
      writeFileSync(path('winds.nc'), northern);
      const { status, stderr } = await command(
        ...['discover', path('winds.nc'), '--target', 'grad(Phi)', '--space', 'S', '--fields', 'Phi=q', ...given],
      );
      expect([status, stderr.trim().split('\n').length]).toEqual([2, 1]);
      expect(stderr).toContain(message);
    }),
  );

  it('is wanted by the options of balances', async () => {
    const { status, stderr } = await command('discover', 'x.npz', '--vectors', 'V');
    expect([status, stderr]).toEqual([2, 'jetgraph discover: expected --target beside --vectors, got none.\n']);
  });
});
