import { describe, expect, it } from 'vitest';
import { discoverWeak } from '../../../src/discovery/index.js';
import { parseGrid } from '../../../src/grid/index.js';
import { candidateLibrary } from '../../../src/library/index.js';
import { euclidean, sphere } from '../../../src/space/index.js';
import { dataFile } from '../../data.js';
import { burgersSolution, growthSolution, sampleLine, uniformTimes } from '../exact.js';
import { lineData, noisy } from './lineData.js';

const oriented = candidateLibrary({ dimension: 1, edges: [0, 1], maxDegree: 3, group: 'SO' });

/** Chosen terms: key → coefficient. */
const terms = (found: ReturnType<typeof discoverWeak>) =>
  Object.fromEntries(found.equations[0]!.terms.map(({ graph, coefficient }) => [graph.key, coefficient]));

function expectEquation(
  found: ReturnType<typeof discoverWeak>,
  expected: Readonly<Record<string, number>>,
  relative: number,
): void {
  const equation = terms(found);
  expect(Object.keys(equation).sort()).toEqual(Object.keys(expected).sort());
  for (const [key, value] of Object.entries(expected)) {
    expect(Math.abs(equation[key]! / value - 1)).toBeLessThan(relative);
  }
}

/** Noise in standard deviations of the data, and the largest relative error of a coefficient that is allowed. */
type Level = readonly [noise: number, error: number];

describe.runIf(dataFile('burgers.mat') !== undefined)('burgers.mat', () => {
  const { grid, values, times } = lineData('burgers.mat');
  const levels: readonly Level[] = [
    [0, 1e-6],
    [0.1, 1e-2],
    [0.3, 5e-2],
  ];

  it.each(levels)('with noise %f is u_t = 0.1 u_xx − u u_x to %f', (level, allowed) => {
    const fields = { u: noisy(values, level, 3) };
    const found = discoverWeak({ grid, trajectories: [{ times, fields }], library: oriented });
    expectEquation(found, { u_aa: 0.1, 'eps_a u_a u': -1 }, allowed);
  });
});

describe.runIf(dataFile('kdv.mat') !== undefined)('kdv.mat', () => {
  const { grid, values, times } = lineData('kdv.mat');
  const levels: readonly Level[] = [
    [0, 1e-6],
    [0.01, 1e-3],
  ];

  it.each(levels)('with noise %f is u_t = −6 u u_x − u_xxx to %f', (level, allowed) => {
    const fields = { u: noisy(values, level, 3) };
    const found = discoverWeak({ grid, trajectories: [{ times, fields }], library: oriented });
    expectEquation(found, { 'eps_a u_a u': -6, 'eps_a u_abb': -1 }, allowed);
  });
});

describe('from exact solutions', () => {
  const grid = parseGrid('cartesian:96', euclidean(1));
  const run = (times: readonly number[], shift = 0) =>
    sampleLine((x, t) => burgersSolution(0.2)(x, t + shift), 96, 2 * Math.PI, times);
  const burgers = { u_aa: 0.2, 'eps_a u_a u': -1 };

  it('at uneven times', () => {
    const times = uniformTimes(61, 1).map((t, k) => t + 0.004 * Math.sin(5 * k));
    const found = discoverWeak({ grid, trajectories: [{ times, fields: { u: run(times) } }], library: oriented });
    expectEquation(found, burgers, 1e-4);
  });

  it('from two runs with noise of 2 %, the same twice, with terms that are stable', () => {
    const times = uniformTimes(41, 1);
    const trajectories = [0, 0.5].map((shift, i) => ({
      times,
      fields: { u: noisy(run(times, shift), 0.02, 8 + i) },
    }));
    const request = { grid, trajectories, library: oriented, proved: true, stabilityPairs: 4 };
    const found = discoverWeak(request);
    expectEquation(found, burgers, 0.02);
    for (const { coefficient, stderr, graph, stability } of found.equations[0]!.terms) {
      expect(Math.abs(coefficient - burgers[graph.key as 'u_aa'])).toBeLessThan(5 * stderr);
      expect(stability).toBeGreaterThan(0.7);
    }
    expect(found.equations[0]!.alternatives.length).toBeGreaterThan(3);
    expect(discoverWeak(request)).toEqual(found);
  });

  it('where samples are missing', () => {
    const times = uniformTimes(61, 1);
    const values = noisy(run(times), 0.01, 4);
    for (let k = 20; k < 30; k++) values[k]!.fill(Number.NaN, 10, 16);
    for (let k = 0; k < 61; k++) values[k]![(k * 37) % 96] = Number.NaN;
    const found = discoverWeak({ grid, trajectories: [{ times, fields: { u: values } }], library: oriented });
    expectEquation(found, burgers, 0.02);
  });

  it('nothing is found in noise', () => {
    const times = uniformTimes(41, 1);
    const still = noisy(
      times.map(() => Float64Array.from({ length: 96 }, (_, i) => Math.sin((2 * Math.PI * i) / 96))),
      0.1,
      5,
    );
    const found = discoverWeak({ grid, trajectories: [{ times, fields: { u: still } }], library: oriented });
    expect(found.equations[0]!.terms).toEqual([]);
  });

  it('in the plane and on the sphere: u_t = ν Δu + c |∇u|² with noise of 2 %', () => {
    const times = uniformTimes(31, 0.6);
    const library = candidateLibrary({ dimension: 2, edges: [0, 1], maxDegree: 3 });
    const line = sampleLine(growthSolution(0.2, 0.5), 32, 2 * Math.PI, times);
    const square = line.map((u) =>
      Float64Array.from({ length: 1024 }, (_, i) => u[Math.floor(i / 32)]! + u[((i % 32) + 9) % 32]!),
    );
    const plane = parseGrid('cartesian:32x32', euclidean(2));
    const flat = discoverWeak({
      grid: plane,
      trajectories: [{ times, fields: { u: noisy(square, 0.02, 1) } }],
      library,
    });
    expectEquation(flat, { u_aa: 0.2, 'u_a u_a': 0.5 }, 0.1);
    const globe = parseGrid('latlon:24x48', sphere(2));
    const values = times.map((t) =>
      Float64Array.from({ length: globe.size }, (_, i) => {
        const [x, y, z] = [0, 1, 2].map((a) => globe.points[3 * i + a]!) as [number, number, number];
        const decay = (l: number) => Math.exp(-l * (l + 1) * 0.25 * t);
        const phi = 1.5 + decay(1) * (0.3 * z + 0.4 * x) + decay(2) * 0.5 * x * y + decay(3) * x * y * z;
        return (0.25 / -0.4) * Math.log(phi);
      }),
    );
    const round = discoverWeak({
      grid: globe,
      trajectories: [{ times, fields: { u: noisy(values, 0.02, 1) } }],
      library,
    });
    expectEquation(round, { u_aa: 0.25, 'u_a u_a': -0.4 }, 0.1);
  });
});

describe('wrong input is refused', () => {
  const grid = parseGrid('cartesian:32', euclidean(1));
  const times = uniformTimes(30, 1);
  const u = times.map((t) => Float64Array.from({ length: 32 }, (_, i) => Math.sin(i / 5 + t)));
  const learn = (over: object) =>
    discoverWeak({ grid, trajectories: [{ times, fields: { u } }], library: oriented, ...over });

  it.each<[string, object, string]>([
    [
      'few snapshots',
      { trajectories: [{ times: times.slice(0, 9), fields: { u: u.slice(0, 9) } }] },
      'at least 24 snapshots',
    ],
    ['times that stand still', { trajectories: [{ times: times.map(() => 1), fields: { u } }] }, 'increasing times'],
    ['another grid', { grid: parseGrid('cartesian:16', euclidean(1)) }, '16 values of u'],
    ['infinity', { trajectories: [{ times, fields: { u: u.map((s) => s.map(() => 1 / 0)) } }] }, 'Infinity at node 0'],
    ['an unknown field', { trajectories: [{ times, fields: { w: u } }] }, "got 'u'"],
    ['an unknown background', { background: ['psi'] }, "'psi'"],
    ['no library', { library: [] }, '0 candidates'],
    ['an unknown option', { smoothing: 3 }, "'smoothing'"],
  ])('%s', (_what, over, part) => expect(() => learn(over)).toThrow(part));
});
