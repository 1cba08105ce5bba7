/** Data larger than memory: slices are made when they are needed, results are those of data in memory. */
import { describe, expect, it } from 'vitest';
import { Random } from '../../src/base/index.js';
import { discoverEquation, discoverWeak, madeSeries, type SliceSeries, sliceAt } from '../../src/discovery/index.js';
import { type Grid, parseGrid } from '../../src/grid/index.js';
import { encodeArrays, writeFilesAtomic } from '../../src/io/index.js';
import { candidateLibrary } from '../../src/library/index.js';
import { euclidean, sphere } from '../../src/space/index.js';
import { command, inFolder } from '../cli/command.js';

/** Slices made anew each time: noise on a field, some samples missing where wanted. */
function series(grid: Grid, times: readonly number[], noise: number, gaps: boolean): SliceSeries {
  const width = grid.points.length / grid.size;
  return {
    length: times.length,
    at: (k) => {
      const random = new Random(k + 1);
      return Float64Array.from({ length: grid.size }, (_, node) => {
        const [x = 0, y = 0] = grid.points.subarray(node * width, (node + 1) * width);
        const t = times[k]!;
        const value = Math.exp(-0.2 * t) * Math.sin(x + 1) * Math.cos(y) + Math.exp(-0.5 * t) * Math.cos(2 * x - y + t);
        return gaps && (7 * k + 3 * node) % 53 === 0 ? Number.NaN : value + noise * random.normal();
      });
    },
  };
}

const inMemory = (given: SliceSeries): Float64Array[] =>
  Array.from({ length: given.length }, (_, k) => sliceAt(given, k));

describe('the weak form', () => {
  it.each([
    ['on a line with noise', parseGrid('cartesian:32', euclidean(1)), 0.02, false],
    ['on the plane, samples missing', parseGrid('cartesian:400', euclidean(1)), 0.02, true],
    ['on the sphere', parseGrid('latlon:12x36', sphere(2)), 0.005, false],
  ])('%s gives the same from slices made when needed', (_name, grid, noise, gaps) => {
    const times = Array.from({ length: 40 }, (_, k) => k / 15);
    const given = series(grid, times, noise, gaps);
    const { dimension } = grid.space;
    const library = candidateLibrary({ dimension, edges: [0, 1], maxDegree: 2, maxOrder: 2 });
    const learn = (u: SliceSeries, memory: number) =>
      discoverWeak({ grid, trajectories: [{ times, fields: { u } }], library, memory, replicates: 2, resamples: 100 });
    expect(learn(given, 0)).toEqual(learn(inMemory(given), 2 ** 30));
  });

  it('reads every slice once in each pass, whatever the memory: no window is read anew', () => {
    const grid = parseGrid('cartesian:32', euclidean(1));
    const times = Array.from({ length: 200 }, (_, k) => k / 40);
    const given = series(grid, times, 0.02, false);
    let reads = 0;
    const u: SliceSeries = {
      length: times.length,
      at: (k) => {
        reads++;
        return given.at(k);
      },
    };
    const library = candidateLibrary({ dimension: 1, edges: [0, 1], maxDegree: 1, maxOrder: 2 });
    discoverWeak({ grid, trajectories: [{ times, fields: { u } }], library, memory: 0, replicates: 2, resamples: 100 });
    // checks, gaps, noise, smoothing, mean, two corners, rows and two pairs of noisy copies
    expect(reads / times.length).toBeLessThan(13);
  });
});

describe('slices that are made', () => {
  it('are kept as many as there is room for, the ones asked for last', () => {
    const made: number[] = [];
    const slices = madeSeries(10, 3, (k) => {
      made.push(k);
      return Float64Array.of(k);
    });
    for (let k = 0; k < 10; k++) expect(slices.at(k)).toEqual(Float64Array.of(k));
    for (const k of [7, 8, 9, 7, 9]) slices.at(k);
    expect(made).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    slices.at(6);
    slices.at(8);
    expect(made.slice(10)).toEqual([6, 8]);
    expect(slices.at(10)).toBeUndefined();
  });
});

describe('the strong form', () => {
  it('gives the same from slices made when needed', () => {
    const grid = parseGrid('cartesian:48', euclidean(1));
    const times = Array.from({ length: 40 }, (_, k) => k / 15);
    const given = series(grid, times, 1e-4, false);
    const library = candidateLibrary({ dimension: 1, edges: [0, 1], maxDegree: 2, maxOrder: 2 });
    const learn = (values: SliceSeries) =>
      discoverEquation({ grid, fields: [{ name: 'u', values }], times, library, resamples: 100 });
    expect(learn(given)).toEqual(learn(inMemory(given)));
  });
});

describe('discover --memory', () => {
  const [count, places] = [640, 256];
  const t = Float64Array.from({ length: count }, (_, k) => k / 200);
  const x = Float64Array.from({ length: places }, (_, i) => (2 * Math.PI * i) / places);
  const u = Float64Array.from({ length: count * places }, (_, i) => {
    const [time, place] = [t[Math.floor(i / places)]!, x[i % places]!];
    return [1, 2, 3].reduce((sum, k) => sum + Math.exp(-0.3 * k * k * time) * Math.sin(k * place + k), 0);
  });
  const swapped = u.map((_, i) => u[(i % count) * places + Math.floor(i / count)]!);

  it.each([
    ['.npz', ['t', 'x']],
    ['.nc', ['t', 'x']],
    ['.nc', ['x', 't']],
    ['.nc4', ['t', 'x']],
    ['.zarr', ['x', 't']],
  ])('reads slices of %s with axes %s as they are needed', (ending, dimensions) =>
    inFolder(async (path) => {
      const turned = dimensions[0] === 'x';
      const array = {
        name: 'u',
        shape: turned ? [places, count] : [count, places],
        data: turned ? swapped : u,
        dimensions,
      };
      const axes = Object.entries({ t, x }).map(([name, data]) => ({
        name,
        shape: [data.length],
        data,
        dimensions: [name],
      }));
      writeFilesAtomic([await encodeArrays(path(`run${ending}`), [array, ...axes])]);
      const noise = ending === '.npz' ? ['--noise', '1e-6'] : [];
      const options = ['--strong', '--max-degree', '1', '--accuracy', '2', ...noise, '--format', 'json'];
      const learn = (memory: string) => command('discover', path(`run${ending}`), ...options, '--memory', memory);
      const [whole, parts] = [await learn('1024'), await learn('1')];
      expect(whole.status).toBe(0);
      expect(parts.stdout).toBe(whole.stdout);
      expect(whole.stderr).not.toContain('stays in its file');
      expect(parts.stderr).toContain("'u' stays in its file; slices are read when they are needed");
    }),
  );
});
