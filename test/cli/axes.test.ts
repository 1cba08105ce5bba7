/** Which axis of an array in a file is which, and on what grid its values live. */
import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readSnapshots, type SnapshotData, type SnapshotOptions } from '../../src/cli/snapshots.js';
import { encodeNpz, readDataset } from '../../src/io/index.js';
import { matFile } from '../oracle/matfile.js';
import { netcdfFile } from '../oracle/netcdffile.js';
import { command, inFolder, json } from './command.js';

type Axis = 't' | 'x' | 'y';
type Lengths = Readonly<Record<Axis, number>>;

/** What the tests store: a number that tells its place and differs between neighbours. */
const value = (at: Readonly<Record<Axis, number>>): number => 100 * at.t + 10 * at.x + at.y + 0.5 * (at.y % 2);

/** Values in C order over the axes as they are listed. */
function table(axes: readonly Axis[], lengths: Lengths): number[] {
  let places: Record<Axis, number>[] = [{ t: 0, x: 0, y: 0 }];
  for (const axis of axes) {
    places = places.flatMap((at) => Array.from({ length: lengths[axis] }, (_, i) => ({ ...at, [axis]: i })));
  }
  return places.map(value);
}

const steps = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

/** An NPZ file of u over the axes, with coordinates. */
const npz = (axes: readonly Axis[], lengths: Lengths, coordinates: readonly Axis[] = axes): Uint8Array =>
  encodeNpz([
    { name: 'u', shape: axes.map((axis) => lengths[axis]), data: Float64Array.from(table(axes, lengths)) },
    ...coordinates.map((name) => ({ name, shape: [lengths[name]], data: Float64Array.from(steps(lengths[name])) })),
  ]);

const netcdf = (axes: readonly Axis[], lengths: Lengths): Uint8Array =>
  netcdfFile(1, lengths, 0, [
    { name: 'u', dimensions: axes, kind: 'double', values: table(axes, lengths) },
    ...axes.map((name) => ({ name, dimensions: [name], kind: 'double' as const, values: steps(lengths[name]) })),
  ]);

async function read(bytes: Uint8Array, options: Partial<SnapshotOptions> = {}): Promise<SnapshotData> {
  const found: SnapshotData[] = [];
  await inFolder(async (path) => {
    writeFileSync(path('data'), bytes);
    found.push(await readSnapshots(path('data'), { space: 'E', fields: ['u'], ...options }));
  });
  return found[0]!;
}

/** Every value is where the grid has its coordinates. */
function expectInPlace({ grid, fields }: SnapshotData): void {
  const [x, y] = grid.axes.map(({ values }) => values.length);
  for (let t = 0; t < fields[0]!.values.length; t++) {
    const snapshot = fields[0]!.values.at(t)!;
    expect(snapshot.length).toBe(grid.size);
    snapshot.forEach((u, node) => {
      const at = y === undefined ? { t, x: node, y: 0 } : { t, x: Math.floor(node / y), y: node % y };
      expect(u).toBe(value(at));
    });
  }
  expect(grid.axes[0]!.values[1]).toBeCloseTo(1, 9);
  expect(x).toBeGreaterThan(1);
}

describe('axes', () => {
  const lengths = { t: 5, x: 6, y: 4 };
  const orders: readonly (readonly Axis[])[] = [
    ['t', 'x', 'y'],
    ['t', 'y', 'x'],
    ['y', 'x', 't'],
    ['x', 't', 'y'],
  ];

  it.each(orders)('dimension names say the order (%s, %s, %s), with and without --grid', async (...axes) => {
    const inferred = await read(netcdf(axes, lengths));
    expect(inferred.grid.shape).toEqual([6, 4]);
    expectInPlace(inferred);
    expectInPlace(await read(netcdf(axes, lengths), { grid: 'cartesian:6x4:6x4' }));
  });

  it('without names the axes of space are x, then y, wherever time is', async () => {
    for (const axes of [['t', 'x', 'y'] as const, ['x', 't', 'y'] as const, ['x', 'y', 't'] as const]) {
      expectInPlace(await read(npz(axes, lengths)));
    }
    await expect(read(npz(['t', 'y', 'x'], lengths))).rejects.toThrow("coordinates 'x' with 4 values, got 6 values");
  });

  it('where several axes are as long as time, names, coordinates or the grid tell', async () => {
    const long = { t: 5, x: 5, y: 4 };
    expectInPlace(await read(netcdf(['x', 'y', 't'], long)));
    // Time of length 6 leaves 6 and 4, or 6 and 6.
    const uneven = { t: 6, x: 6, y: 4 };
    expectInPlace(await read(npz(['t', 'x', 'y'], uneven), { grid: 'cartesian:6x4:6x4' }));
    const line = { t: 6, x: 6, y: 1 };
    const found = await read(npz(['t', 'x'], line));
    expectInPlace(found);
    expect(found.remarks[0]).toContain("2 axes of 'u' have 6 places");
    const mat = matFile([
      { name: 'u', shape: [6, 6], values: table(['t', 'x'], line) },
      { name: 't', shape: [6, 1], values: steps(6) },
      { name: 'x', shape: [6, 1], values: steps(6) },
    ]);
    await expect(read(mat)).rejects.toThrow("one axis of 'u' with 6 times");
  });

  it('values without an axis of space are no field', async () => {
    await expect(read(npz(['t'], lengths), { grid: 'cartesian:6' })).rejects.toThrow(
      "'u' with an axis of space beside its 5 times",
    );
  });

  it('each field has one variable', async () => {
    await expect(read(npz(['t', 'x'], lengths), { variables: ['u', 't'] })).rejects.toThrow(
      '--var with one variable for each of u',
    );
  });
});

describe('grids', () => {
  /** Values on a grid of another kind, with coordinates of its axes, for evaluate. */
  const evaluated = async (bytes: Uint8Array, ...options: string[]): Promise<string> => {
    const found: string[] = [];
    await inFolder(async (path) => {
      writeFileSync(path('u'), bytes);
      const argv = ['evaluate', 'u', ...options, '--input', `${path('u')}:u`, '--output', path('v.npz')];
      const { status, stderr } = await command(...argv);
      found.push(`${status} ${stderr}`);
    });
    return found[0]!;
  };

  it('of the sphere know latitudes and longitudes in degrees; rows have no offset, columns have', async () => {
    const longitudes = Array.from({ length: 16 }, (_, j) => 22.5 * j - 180);
    const file = (latitudes: readonly number[], order: readonly string[]): Uint8Array =>
      netcdfFile(1, { latitude: 8, longitude: 16 }, 0, [
        { name: 'u', dimensions: order, kind: 'float', values: Array.from({ length: 128 }, (_, i) => i) },
        { name: 'latitude', dimensions: ['latitude'], kind: 'float', values: latitudes },
        { name: 'longitude', dimensions: ['longitude'], kind: 'float', values: longitudes },
      ]);
    const between = Array.from({ length: 8 }, (_, i) => 90 - 22.5 * (i + 0.5));
    const withPoles = Array.from({ length: 8 }, (_, i) => 90 - (180 / 7) * i);
    const sphere = ['--space', 'S', '--grid', 'latlon:8x16', '--accuracy', '2'];
    expect(await evaluated(file(between, ['latitude', 'longitude']), ...sphere)).toBe('0 ');
    expect(await evaluated(file(between, ['longitude', 'latitude']), ...sphere)).toBe('0 ');
    expect(await evaluated(file([...between].reverse(), ['latitude', 'longitude']), ...sphere)).toBe('0 ');
    const refused = await evaluated(file(withPoles, ['latitude', 'longitude']), ...sphere);
    expect(refused).toContain('the coordinates theta of grid latlon:8x16');
  });

  it('of the half-plane have their heights, to single precision', async () => {
    const file = (y: (i: number) => number): Uint8Array =>
      encodeNpz([
        { name: 'u', shape: [12, 8], data: new Float64Array(96).fill(1) },
        { name: 'y', shape: [12], data: Float64Array.from({ length: 12 }, (_, i) => Math.fround(y(i))) },
        { name: 'x', shape: [8], data: Float64Array.from({ length: 8 }, (_, j) => 10 + j / 4) },
      ]);
    const plane = ['--space', 'H', '--grid', 'halfplane:12x8', '--accuracy', '2'];
    const height = (i: number): number => 0.5 * 4 ** ((i + 0.5) / 12);
    expect(await evaluated(file(height), ...plane)).toBe('0 ');
    expect(
      await evaluated(
        file((i) => height(i) + 0.1),
        ...plane,
      ),
    ).toContain('the coordinates y of grid halfplane:12x8');
  });

  /** u(t, x) = Σ e^(−0.3 k² q² t) sin k q x solves u_t = 0.3 u_xx on a circle of length 2π/q. */
  const run = (x: readonly number[], length: number): Uint8Array => {
    const t = Array.from({ length: 21 }, (_, k) => k / 20);
    const q = (2 * Math.PI) / length;
    const u = t.flatMap((time) =>
      x.map((place) =>
        [1, 2].reduce((sum, k) => sum + Math.exp(-0.3 * (k * q) ** 2 * time) * Math.sin(k * q * place + k), 0),
      ),
    );
    return encodeNpz([
      { name: 'u', shape: [t.length, x.length], data: Float64Array.from(u) },
      { name: 't', shape: [t.length], data: Float64Array.from(t) },
      { name: 'x', shape: [x.length], data: Float64Array.from(x) },
    ]);
  };
  const nodes = Array.from({ length: 48 }, (_, i) => -5 + (10 * i) / 48);
  const learned = async (...argv: string[]): Promise<number> => {
    const { terms } = await json<{ terms: { coefficient: number; graph: { key: string } }[] }>(...argv);
    expect(terms.map(({ graph }) => graph.key)).toEqual(['u_aa']);
    return terms[0]!.coefficient;
  };

  it('that disagree with the coordinates in the file are refused; the origin may be anywhere', () =>
    inFolder(async (path) => {
      writeFileSync(path('run.npz'), run(nodes, 10));
      expect(await learned('discover', path('run.npz'), '--grid', 'cartesian:48:10')).toBeCloseTo(0.3, 6);
      const wrong = await command('discover', path('run.npz'), '--grid', 'cartesian:48');
      expect(wrong).toMatchObject({ status: 2, stdout: '' });
      expect(wrong.stderr).toContain('the coordinates x of grid cartesian:48');
      expect(wrong.stderr).toContain('48 steps along x have the length 10');
    }));

  it('that are assumed are told', () =>
    inFolder(async (path) => {
      writeFileSync(path('run.npz'), run(nodes, 10));
      const { status, stderr } = await command('discover', path('run.npz'));
      expect([status, stderr]).toEqual([0, 'note: grid cartesian:48:10:periodic, from the coordinates in the file\n']);
    }));

  it('that may end in walls are not assumed to be periodic', () =>
    inFolder(async (path) => {
      const box = ['--space', 'E', '--dim', '1', '--grid', 'cartesian:24:3:neumann', '--accuracy', '6'];
      const start = ['--initial', 'cos(pi*x/3) + cos(2*pi*x/3)', '--t-end', '1', '--snapshots', '21'];
      await command('solve', '0.1*lap(u)', ...box, ...start, '--tolerance', '1e-9', '--output', path('run.npz'));
      const { status, stderr } = await command('discover', path('run.npz'));
      expect(status).toBe(2);
      expect(stderr).toContain("'x' from half a step");
      expect(stderr).toContain('--grid cartesian:24:3:neumann');
      expect(await learned('discover', path('run.npz'), '--grid', 'cartesian:24:3:neumann')).toBeCloseTo(0.1, 5);
    }));

  it('that hold both ends of a period are refused', () =>
    inFolder(async (path) => {
      const closed = Array.from({ length: 49 }, (_, i) => -5 + (10 * i) / 48);
      writeFileSync(path('run.npz'), run(closed, 10));
      const { status, stderr } = await command('discover', path('run.npz'));
      expect(status).toBe(2);
      expect(stderr).toContain("the first values of 'u' along x again at the last place");
      // A grid that is told is believed: the values may be symmetric.
      const told = await command('discover', path('run.npz'), '--grid', `cartesian:49:${(49 * 10) / 48}`);
      expect(told.status).toBe(0);
      expect(told.stderr).toMatch(/^note: the first values of 'u' along x again at the last place/);
    }));

  it('of evaluate are those of the file', () =>
    inFolder(async (path) => {
      writeFileSync(
        path('u.npz'),
        encodeNpz([
          { name: 'u', shape: [48], data: Float64Array.from(nodes, (x) => Math.sin((Math.PI * x) / 5)) },
          { name: 'x', shape: [48], data: Float64Array.from(nodes) },
        ]),
      );
      const evaluate = (grid: string): string[] => [
        ...['evaluate', 'lap(u)', '--space', 'E', '--dim', '1', '--grid', grid],
        ...['--input', `${path('u.npz')}:u`, '--output', path('v.npz')],
      ];
      expect((await command(...evaluate('cartesian:48'))).stderr).toContain('the coordinates x of grid cartesian:48');
      const { max } = await json<{ max: number }>(...evaluate('cartesian:48:10'));
      expect(max).toBeCloseTo((Math.PI / 5) ** 2, 3);
    }));

  it('of evaluate take values in the order of the dimension names', () =>
    inFolder(async (path) => {
      const file = netcdfFile(1, { y: 8, x: 6 }, 0, [
        {
          name: 'u',
          dimensions: ['y', 'x'],
          kind: 'double',
          values: table(['y', 'x'], { t: 1, x: 6, y: 8 }),
        },
      ]);
      writeFileSync(path('u.nc'), file);
      const argv = ['evaluate', 'u', '--space', 'E', '--grid', 'cartesian:6x8', '--input', `${path('u.nc')}:u`];
      expect(await command(...argv, '--output', path('v.npz'))).toMatchObject({ status: 0, stderr: '' });
      readDataset(path('v.npz'))
        .variables.get('values')!
        .data.forEach((u, node) => {
          expect(u).toBe(value({ t: 0, x: Math.floor(node / 8), y: node % 8 }));
        });
    }));
});
