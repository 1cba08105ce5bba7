import { describe, expect, it } from 'vitest';
import { Random } from '../../src/base/index.js';
import { discoverEquation } from '../../src/discovery/index.js';
import { canonicalize, parseKey } from '../../src/graph/index.js';
import { parseGrid } from '../../src/grid/index.js';
import { readDataset } from '../../src/io/index.js';
import { candidateLibrary } from '../../src/library/index.js';
import { euclidean, hyperbolic, sphere } from '../../src/space/index.js';
import { dataFile } from '../data.js';
import { growthSolution, sampleLine, uniformTimes } from './exact.js';

/** `usol` (x by t) as one array for each time, on the grid that belongs to it. */
function lineData(name: string) {
  const { variables } = readDataset(dataFile(name)!);
  const { shape, data } = variables.get('usol')!;
  const [nodes, count] = shape as [number, number];
  const x = variables.get('x')!.data;
  const values = Array.from({ length: count }, (_, k) =>
    Float64Array.from({ length: nodes }, (_, i) => data[i * count + k]!),
  );
  const length = nodes * (x[1]! - x[0]!);
  const grid = parseGrid(`cartesian:${nodes}:${length}:periodic`, euclidean(1));
  return { grid, fields: [{ name: 'u', values }], times: variables.get('t')!.data };
}

const oriented = candidateLibrary({ dimension: 1, edges: [0, 1], maxDegree: 3, group: 'SO' });

/** Chosen terms as [key, coefficient], by key. */
const terms = (found: ReturnType<typeof discoverEquation>) =>
  new Map(found.equations[0]!.terms.map(({ graph, coefficient }) => [graph.key, coefficient]));

describe.runIf(dataFile('burgers.mat') !== undefined)('burgers.mat', () => {
  it('is u_t = 0.1 u_xx − u u_x, better than Rudy et al. (2017): 0.15 %', () => {
    const found = terms(discoverEquation({ ...lineData('burgers.mat'), library: oriented }));
    expect([...found.keys()].sort()).toEqual(['eps_a u_a u', 'u_aa']);
    expect(Math.abs(found.get('eps_a u_a u')! + 1)).toBeLessThan(1e-5);
    expect(Math.abs(found.get('u_aa')! / 0.1 - 1)).toBeLessThan(1e-5);
  });
});

describe.runIf(dataFile('kdv.mat') !== undefined)('kdv.mat', () => {
  it('is u_t = −6 u u_x − u_xxx, better than Rudy et al. (2017): 1 %', () => {
    const found = terms(discoverEquation({ ...lineData('kdv.mat'), library: oriented }));
    expect([...found.keys()].sort()).toEqual(['eps_a u_a u', 'eps_a u_abb']);
    expect(Math.abs(found.get('eps_a u_a u')! / -6 - 1)).toBeLessThan(1e-3);
    expect(Math.abs(found.get('eps_a u_abb')! + 1)).toBeLessThan(1e-3);
  });
});

describe('in two dimensions', () => {
  const times = uniformTimes(13, 0.6);
  const library = candidateLibrary({ dimension: 2, edges: [0, 2], maxDegree: 3 });

  it('finds u_t = ν Δu + c |∇u|² on a periodic square, from a solution in closed form', () => {
    // u = (ν/c) log φ with φ = product of two solutions of the heat equation on the circle
    const grid = parseGrid('cartesian:48x48', euclidean(2));
    const line = sampleLine(growthSolution(0.2, 0.5), 48, 2 * Math.PI, times);
    // log of a product is the sum of logs; a turn of the second axis keeps the two directions apart
    const values = line.map((u) =>
      Float64Array.from({ length: 48 * 48 }, (_, i) => u[Math.floor(i / 48)]! + u[((i % 48) + 13) % 48]!),
    );
    // a sum u(x) + v(y) has u_xy = 0, on which (Δu)² and |∇²u|² and others are still independent
    const found = terms(discoverEquation({ grid, fields: [{ name: 'u', values }], times, library }));
    expect([...found.keys()].sort()).toEqual(['u_a u_a', 'u_aa']);
    expect(Math.abs(found.get('u_aa')! / 0.2 - 1)).toBeLessThan(1e-4);
    expect(Math.abs(found.get('u_a u_a')! / 0.5 - 1)).toBeLessThan(1e-4);
  });

  it('takes spectral derivatives of resolved data, and only of those', () => {
    const grid = parseGrid('cartesian:48x48', euclidean(2));
    const dense = uniformTimes(121, 0.6);
    const line = sampleLine(growthSolution(0.2, 0.5), 48, 2 * Math.PI, dense);
    const values = line.map((u) =>
      Float64Array.from({ length: 48 * 48 }, (_, i) => u[Math.floor(i / 48)]! + u[((i % 48) + 13) % 48]!),
    );
    const learn = (snapshots: readonly Float64Array[], accuracy?: 6) =>
      discoverEquation({
        ...{ grid, fields: [{ name: 'u', values: snapshots }], times: dense, library },
        ...(accuracy !== undefined && { accuracy }),
      });
    const error = (found: ReturnType<typeof learn>): number => {
      const list = terms(found);
      expect([...list.keys()].sort()).toEqual(['u_a u_a', 'u_aa']);
      return Math.max(Math.abs(list.get('u_aa')! / 0.2 - 1), Math.abs(list.get('u_a u_a')! / 0.5 - 1));
    };
    const [free, six] = [learn(values), learn(values, 6)];
    expect(free.accuracy).toBe('spectral');
    expect(error(free)).toBeLessThan(0.05 * error(six));
    const random = new Random(1);
    const noisy = values.map((snapshot) => snapshot.map((value) => value + 1e-3 * random.normal()));
    expect(learn(noisy).accuracy).toBe(6);
  });

  it.each([2, 6, 'spectral'] as const)(
    'finds u_t = ν Δu + c |∇u|² on the sphere, from spherical harmonics, accuracy %s',
    (accuracy) => {
      const grid = parseGrid('latlon:32x64', sphere(2));
      const values = times.map((t) =>
        Float64Array.from({ length: grid.size }, (_, i) => {
          const [x, y, z] = [0, 1, 2].map((a) => grid.points[3 * i + a]!) as [number, number, number];
          // φ_t = ν Δφ: degree l decays like e^(−l(l+1) ν t), ν = 0.25; then u = (ν / c) log φ
          const decay = (l: number) => Math.exp(-l * (l + 1) * 0.25 * t);
          const phi = 1.5 + decay(1) * (0.3 * z + 0.4 * x) + decay(2) * 0.5 * x * y + decay(3) * x * y * z;
          return (0.25 / -0.4) * Math.log(phi);
        }),
      );
      const found = terms(discoverEquation({ grid, fields: [{ name: 'u', values }], times, library, accuracy }));
      expect([...found.keys()].sort()).toEqual(['u_a u_a', 'u_aa']);
      const allowed = accuracy === 2 ? 0.01 : 5e-6;
      expect(Math.abs(found.get('u_aa')! / 0.25 - 1)).toBeLessThan(allowed);
      expect(Math.abs(found.get('u_a u_a')! / -0.4 - 1)).toBeLessThan(allowed);
    },
  );

  it('finds the heat equation on the half-plane, from powers of y', () => {
    // Δ y^s = s(s−1) y^s, so e^(ν s(s−1) t) y^s solves u_t = ν Δu
    const grid = parseGrid('halfplane:24x40', hyperbolic(2));
    const y = grid.variables.get('y')!;
    const values = times.map((t) =>
      y.map((h) => [2, -0.5, 1.5].reduce((sum, s) => sum + Math.exp(0.2 * s * (s - 1) * t) * h ** s, 0)),
    );
    const found = terms(discoverEquation({ grid, fields: [{ name: 'u', values }], times, library, trim: 3 }));
    expect([...found.keys()]).toEqual(['u_aa']);
    expect(Math.abs(found.get('u_aa')! / 0.2 - 1)).toBeLessThan(1e-7);
  });
});

describe('units', () => {
  it.each([1e-60, 1e-20, 1e40])('of the field do not matter: u in units of %d', (unit) => {
    const grid = parseGrid('cartesian:64', euclidean(1));
    const times = uniformTimes(13, 0.6);
    const values = sampleLine(growthSolution(0.2, 0.5), 64, 2 * Math.PI, times).map((u) => u.map((x) => unit * x));
    const found = terms(discoverEquation({ grid, fields: [{ name: 'u', values }], times, library: oriented }));
    expect([...found.keys()].sort()).toEqual(['u_a u_a', 'u_aa']);
    expect(found.get('u_aa')! / 0.2).toBeCloseTo(1, 4);
    expect((found.get('u_a u_a')! * unit) / 0.5).toBeCloseTo(1, 4);
  });

  it('that overflow are refused with the name of the candidate', () => {
    const grid = parseGrid('cartesian:16', euclidean(1));
    const times = uniformTimes(5, 1);
    const values = times.map((t) => Float64Array.from({ length: 16 }, (_, i) => 1e120 * Math.sin(i + t)));
    const candidates = ['u_aa', 'u u u'].map((key) => ({ graph: canonicalize(parseKey(key)).graph }));
    expect(() => discoverEquation({ grid, fields: [{ name: 'u', values }], times, library: candidates })).toThrow(
      'an overflow or NaN in u u u',
    );
  });
});

describe('bad input', () => {
  const grid = parseGrid('cartesian:16', euclidean(1));
  const times = uniformTimes(5, 1);
  const values = times.map((t) => Float64Array.from({ length: 16 }, (_, i) => Math.sin(i + t)));

  it('is refused: arrays that do not fit the grid', () => {
    const short = [...values.slice(0, 4), new Float64Array(15)];
    expect(() => discoverEquation({ grid, fields: [{ name: 'u', values: short }], times, library: oriented })).toThrow(
      '16 values of u in each snapshot, one for each node of cartesian:16, got 15 in snapshot 4',
    );
  });

  it('is refused: a library in other fields', () => {
    expect(() => discoverEquation({ grid, fields: [{ name: 'w', values }], times, library: oriented })).toThrow(
      "candidates in the fields w, got 'u'",
    );
  });

  it('is refused: a grid too coarse for the library', () => {
    const coarse = parseGrid('cartesian:4', euclidean(1));
    const few = values.map((v) => v.slice(0, 4));
    expect(() =>
      discoverEquation({ grid: coarse, fields: [{ name: 'u', values: few }], times, library: oriented }),
    ).toThrow(/expected at least/);
  });
});
