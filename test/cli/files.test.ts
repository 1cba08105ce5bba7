/** Files that are damaged, of another kind, or of another shape: one line, and nothing is written. */
import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { encodeNpz } from '../../src/io/index.js';
import { matFile } from '../oracle/matfile.js';
import { netcdfFile } from '../oracle/netcdffile.js';
import { command, inFolder } from './command.js';

/** u(t, x) = sin x cos t at 12 times and 16 places. */
const [times, places] = [12, 16];
const t = Array.from({ length: times }, (_, k) => k / 4);
const x = Array.from({ length: places }, (_, i) => (2 * Math.PI * i) / places);
const u = t.flatMap((time) => x.map((place) => Math.sin(place) * Math.cos(time)));
/** MATLAB keeps the first index fastest: place, then time, as u(t, x) flat. */
const whole: Readonly<Record<string, Uint8Array>> = {
  npz: encodeNpz([
    { name: 'u', shape: [times, places], data: Float64Array.from(u) },
    { name: 't', shape: [times], data: Float64Array.from(t) },
    { name: 'x', shape: [places], data: Float64Array.from(x) },
  ]),
  mat: matFile([
    { name: 'u', shape: [places, times], values: u },
    { name: 't', shape: [1, times], values: t },
    { name: 'x', shape: [1, places], values: x, compressed: true },
  ]),
  nc: netcdfFile(1, { t: times, x: places }, 0, [
    { name: 'u', dimensions: ['t', 'x'], kind: 'double', values: u },
    { name: 't', dimensions: ['t'], kind: 'double', values: t },
    { name: 'x', dimensions: ['x'], kind: 'double', values: x },
  ]),
};
const line = /^jetgraph [a-z]+: expected [^\n]+, got [^\n]+\n$/;

/** Runs a command that names the file `data` and expects a refusal that leaves the folder as it was. */
function refused(data: Uint8Array | string, argv: readonly string[], part: string | RegExp, status = 2): Promise<void> {
  return inFolder(async (path, files) => {
    writeFileSync(path('data'), data);
    const outcome = await command(
      ...argv.map((word) => word.replace('DATA', path('data')).replace('OUT', path('out'))),
    );
    expect(outcome).toMatchObject({ status, stdout: '' });
    expect(outcome.stderr).toMatch(line);
    expect(outcome.stderr).toMatch(part);
    expect(files()).toEqual(['data']);
  });
}

const evaluate = (input: string, grid = 'cartesian:16'): string[] => [
  ...['evaluate', 'lap(u)', '--space', 'E', '--dim', '1', '--grid', grid],
  ...['--input', input, '--output', 'OUT.npz', '--png', 'OUT.png'],
];

describe.each(['npz', 'mat', 'nc'])('%s', (kind) => {
  const bytes = whole[kind]!;

  it('is read where it is whole, whatever it is called', () =>
    inFolder(async (path) => {
      writeFileSync(path('data'), bytes);
      expect(await command('discover', path('data'), '--max-terms', '1')).toMatchObject({
        status: 0,
        stderr: 'note: grid cartesian:16:6.28318530718:periodic, from the coordinates in the file\n',
      });
    }));

  it('is refused where it is cut off, anywhere', async () => {
    const cuts = Array.from({ length: 25 }, (_, k) => Math.floor(((k + 0.5) / 25) * bytes.length));
    for (const cut of [0, 1, 4, 130, ...cuts, bytes.length - 1]) {
      await refused(bytes.subarray(0, cut), ['discover', 'DATA'], 'data');
    }
  });

  it('is refused where it has values of another shape', () =>
    refused(bytes, evaluate('DATA:u'), /expected 16 values of u for grid cartesian:16, got (12×16|16×12)/));

  it('is refused where it lacks the variable', () =>
    refused(bytes, evaluate('DATA:w'), "expected a variable among u, t, x, got 'w'"));
});

describe('other files', () => {
  const array = (values: readonly number[]): Uint8Array =>
    encodeNpz([{ name: 'values', shape: [values.length], data: Float64Array.from(values) }]);

  it.each<[string, Uint8Array | string, string | RegExp, number]>([
    ['an empty file', '', 'an empty file', 2],
    ['a text', 'no numbers here', 'data', 2],
    ['a picture', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13), 'other binary data', 2],
    [
      'HDF5 of which only the beginning is there',
      Uint8Array.of(0x89, 0x48, 0x44, 0x46, 13, 10, 26, 10, 0, 0),
      'HDF5',
      2,
    ],
    ['Parquet of which only the beginning is there', 'PAR1', 'a whole Parquet file', 2],
    ['a table of another length', 'u\n1\n2\n3\n', '16 values of u for grid cartesian:16, got 3', 2],
    ['NaN', array(x.map((place, i) => (i === 5 ? Number.NaN : place))), 'NaN', 2],
    ['an infinite value', array(x.map((place, i) => (i === 5 ? 1 / 0 : place))), 'Infinity', 2],
  ])('%s is no input', async (_what, data, part, status) => {
    await refused(data, evaluate('DATA'), part, status);
  });

  it('a folder is no file, and what does not exist is none', async () => {
    await refused('', evaluate('/'), "a file that can be read, got EISDIR (a folder) for '/'");
    await refused(
      '',
      evaluate('DATA.none'),
      /a file that can be read, got ENOENT \(no such file or folder\) for '\S+data\.none'/,
    );
    await refused('', ['discover', 'DATA.none'], /ENOENT \(no such file or folder\) for '\S+data\.none'/);
    await refused(
      '',
      ['solve', 'u', ...evaluate('').slice(2, 8), '--t-end', '1', '--initial', 'DATA.npz', '--output', 'OUT.npz'],
      'ENOENT',
    );
  });

  it('snapshots need times, equal steps, and a grid of their shape', async () => {
    const snapshots = (name: string, change: (values: number[]) => number[]): Uint8Array =>
      encodeNpz(
        Object.entries({ u, t, x }).map(([own, values]) => {
          const data = Float64Array.from(own === name ? change([...values]) : values);
          return { name: own, shape: own === 'u' ? [times, places] : [data.length], data };
        }),
      );
    const discover = (data: Uint8Array, part: string, ...options: string[]): Promise<void> =>
      refused(data, ['discover', 'DATA', ...options], part);
    await discover(
      snapshots('t', (values) => values.slice(1)),
      'an axis of',
    );
    await discover(
      snapshots('x', (values) => values.slice(1)),
      "coordinates 'x' with 16 values, got 15 values",
    );
    await discover(
      snapshots('x', (values) => values.map((value) => value ** 2)),
      "'x' rising in equal steps",
    );
    await discover(
      snapshots('t', (values) => values.reverse()),
      'strictly increasing times',
    );
    await discover(
      snapshots('u', (values) => values.map((value, i) => (i === 40 ? Number.NaN : value))),
      'NaN',
    );
    await discover(whole.npz!, 'snapshots of shape 8', '--grid', 'cartesian:8');
    await discover(whole.npz!, "'w'", '--var', 'w');
    await discover(whole.npz!, 'a grid', '--space', 'S');
    await discover(whole.npz!, '--noise of at least 0', '--noise', '-1');
  });
});
