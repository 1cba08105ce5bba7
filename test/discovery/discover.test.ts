import { describe, expect, it } from 'vitest';
import { Random } from '../../src/base/index.js';
import { type DiscoverRequest, discover } from '../../src/discovery/index.js';
import {
  burgersSolution,
  fisherRun,
  growthSolution,
  heatSolution,
  sampleLine,
  solitonPair,
  uniformTimes,
} from './exact.js';
import { lineFeatures, lineKey, lineMonomials } from './line.js';

const tau = 2 * Math.PI;
/** Every monomial with at most three derivatives and three factors. */
const monomials = lineMonomials(3, 3);

function request(u: readonly Float64Array[], times: readonly number[], length: number): DiscoverRequest {
  const h = length / u[0]!.length;
  return {
    snapshots: { u },
    times,
    candidates: monomials.map(lineKey),
    features: lineFeatures(monomials, h, 6),
    comparison: lineFeatures(monomials, h, 4),
    accuracy: 6,
    smoothingAxes: { shape: [u[0]!.length], periodic: [true] },
  };
}

/** [key, coefficient] of the chosen model, by key. */
const equationOf = (found: ReturnType<typeof discover>) =>
  new Map(found.equations[0]!.terms.map(({ key, coefficient }) => [key, coefficient]));

const expectEquation = (
  found: ReturnType<typeof discover>,
  expected: Readonly<Record<string, number>>,
  relative: number,
): void => {
  const equation = equationOf(found);
  expect([...equation.keys()].sort()).toEqual(Object.keys(expected).sort());
  for (const [key, value] of Object.entries(expected))
    expect(Math.abs(equation.get(key)! / value - 1)).toBeLessThan(relative);
};

describe('equations learned from exact solutions, all settings default', () => {
  const times = uniformTimes(41, 1);
  const cases: readonly [string, readonly Float64Array[], readonly number[], number, Record<string, number>][] = [
    ['heat', sampleLine(heatSolution(0.3), 96, tau, times), times, tau, { u_xx: 0.3 }],
    ['Burgers', sampleLine(burgersSolution(0.2), 96, tau, times), times, tau, { u_xx: 0.2, 'u u_x': -1 }],
    [
      'u_t = ν u_xx + c u_x²',
      sampleLine(growthSolution(0.2, 0.5), 96, tau, times),
      times,
      tau,
      { u_xx: 0.2, 'u_x u_x': 0.5 },
    ],
    ['Fisher–KPP', fisherRun(0.1, 1.5, 64, times), times, tau, { u_xx: 0.1, u: 1.5, 'u u': -1.5 }],
    [
      'Korteweg–de Vries',
      sampleLine(solitonPair(1.2, 0.8, 16, 24), 320, 60, uniformTimes(101, 16)),
      uniformTimes(101, 16),
      60,
      { 'u u_x': -6, u_xxx: -1 },
    ],
  ];
  it.each(cases)('%s', (_, u, t, length, expected) => {
    const found = discover(request(u, t, length));
    expectEquation(found, expected, 2e-3);
  });

  it('whatever the seed and the fold number', () => {
    const u = sampleLine(burgersSolution(0.2), 96, tau, times);
    for (const [seed, folds] of [
      [2, 4],
      [3, 20],
    ] as const) {
      const found = discover({ ...request(u, times, tau), seed, folds, maxRows: 1500 });
      expect(found.folds).toBe(folds);
      expect(found.rows).toBeLessThan(1600);
      expectEquation(found, { u_xx: 0.2, 'u u_x': -1 }, 1e-3);
    }
  });

  it('from times that are not uniform', () => {
    const bent = times.map((t) => t + 0.2 * t * (1 - t));
    const found = discover(request(sampleLine(burgersSolution(0.2), 96, tau, bent), bent, tau));
    expectEquation(found, { u_xx: 0.2, 'u u_x': -1 }, 1e-3);
  });

  it('from five snapshots, with folds in space', () => {
    const few = uniformTimes(5, 0.1);
    const found = discover(request(sampleLine(burgersSolution(0.2), 96, tau, few), few, tau));
    expect(found.timeAccuracy).toBe(2);
    expect(found.folds).toBeGreaterThanOrEqual(10);
    expectEquation(found, { u_xx: 0.2, 'u u_x': -1 }, 5e-3);
  });

  it('is the same from run to run', () => {
    const make = () =>
      discover({ ...request(sampleLine(burgersSolution(0.2), 96, tau, times), times, tau), maxRows: 900 });
    expect(make()).toEqual(make());
  });
});

describe('noise', () => {
  const times = uniformTimes(101, 2);
  const clean = sampleLine(burgersSolution(0.2), 256, tau, times);
  const noisy = (level: number): Float64Array[] => {
    const values = clean.flatMap((u) => [...u]);
    const mean = values.reduce((s, v) => s + v, 0) / values.length;
    const deviation = Math.sqrt(values.reduce((s, v) => s + (v - mean) ** 2, 0) / values.length);
    const random = new Random(17);
    return clean.map((u) => u.map((v) => v + level * deviation * random.normal()));
  };

  it('of 1 % is smoothed away without being told', () => {
    const found = discover(request(noisy(0.01), times, tau));
    expect(found.smoothing).toBeGreaterThan(0);
    expectEquation(found, { u_xx: 0.2, 'u u_x': -1 }, 0.05);
  });

  it('without smoothing hides the equation (a law that does not hold)', () => {
    const found = discover({ ...request(noisy(0.01), times, tau), smoothing: 0 });
    expect(Math.abs((equationOf(found).get('u_xx') ?? 0) / 0.2 - 1)).toBeGreaterThan(0.2);
  });

  it('alone yields no equation', () => {
    const random = new Random(23);
    const u = times.map(() => Float64Array.from({ length: 64 }, () => random.normal()));
    expect(discover({ ...request(u, times, tau), smoothing: 0 }).equations[0]!.terms).toEqual([]);
  });
});

describe('reports', () => {
  const times = uniformTimes(21, 1);

  it('alternatives, and candidates that the data cannot tell apart', () => {
    // on one Fourier mode u_xx = −4 u: neither can be preferred
    const u = sampleLine((x, t) => Math.exp(-0.4 * t) * Math.sin(2 * x), 64, tau, times);
    const found = discover({
      ...request(u, times, tau),
      candidates: ['u', 'u_xx', 'u u'],
      features: lineFeatures([[0], [2], [0, 0]], tau / 64, 6),
      comparison: lineFeatures([[0], [2], [0, 0]], tau / 64, 4),
    });
    const [relation, ...others] = found.nearRelations;
    expect(others).toEqual([]);
    expect([relation!.candidate, relation!.terms[0]!.candidate].sort()).toEqual(['u', 'u_xx']);
    expect(relation!.terms[0]!.coefficient).toBeCloseTo(relation!.candidate === 'u' ? -0.25 : -4, 4);
    expect(relation!.within).toBeLessThan(1e-8);
    expect(found.condition).toBeGreaterThan(1e8);
    expect(found.equations[0]!.terms.length).toBe(1);
    expect(found.equations[0]!.alternatives.length).toBeGreaterThan(0);
  });

  it('one equation for each field', () => {
    // u_t = −v, v_t = u, pointwise rotation with amplitudes that vary in space
    const rotate = (shift: number) => (x: number, t: number) =>
      (1 + 0.5 * Math.cos(x)) * Math.cos(t + 2 * Math.sin(x) - shift);
    const found = discover({
      snapshots: { u: sampleLine(rotate(0), 32, tau, times), v: sampleLine(rotate(Math.PI / 2), 32, tau, times) },
      times,
      candidates: ['u', 'v', 'u v'],
      features: ({ u, v }) => [u!, v!, u!.map((value, i) => value * v![i]!)],
    });
    expect(found.equations.map(({ field, terms }) => [field, ...terms.map(({ key }) => key)])).toEqual([
      ['u', 'v'],
      ['v', 'u'],
    ]);
    expect(found.equations[0]!.terms[0]!.coefficient).toBeCloseTo(-1, 6);
    expect(found.equations[1]!.terms[0]!.coefficient).toBeCloseTo(1, 6);
  });
});

describe('bad input is refused with its place', () => {
  const times = uniformTimes(9, 1);
  const u = sampleLine(heatSolution(0.3), 32, tau, times);
  const good = request(u, times, tau);
  const broken = (k: number, change: (values: Float64Array) => Float64Array) =>
    u.map((values, i) => (i === k ? change(values) : values));

  it.each<[string, DiscoverRequest, RegExp]>([
    [
      'NaN',
      { ...good, snapshots: { u: broken(3, (v) => v.with(7, Number.NaN)) } },
      /finite values of u, got NaN at node 7 of snapshot 3/,
    ],
    [
      'a short snapshot',
      { ...good, snapshots: { u: broken(2, (v) => v.slice(1)) } },
      /32 values in snapshot 2 of u, got 31/,
    ],
    ['a missing snapshot', { ...good, snapshots: { u: u.slice(1) } }, /9 snapshots of u, one for each time, got 8/],
    ['two times', { ...good, times: [0, 1], snapshots: { u: u.slice(0, 2) } }, /at least 3 snapshots, got 2/],
    ['times that fall', { ...good, times: times.map((t) => -t) }, /strictly increasing times/],
    [
      'a constant field',
      { ...good, snapshots: { u: u.map(() => u[0]!) } },
      /a field u that changes in time, got a constant one/,
    ],
    ['no candidate', { ...good, candidates: [], features: () => [] }, /at least one field and one candidate/],
    ['one fold', { ...good, folds: 1 }, /folds to be an integer at least 2/],
    ['wrong weights', { ...good, weights: new Float64Array(3) }, /32 weights, got 3/],
    [
      'an overflow',
      { ...good, features: ({ u: v }) => monomials.map(() => v!.map(() => 1e300 * 1e300)) },
      /candidates with finite values/,
    ],
  ])('%s', (_, bad, message) => {
    expect(() => discover(bad)).toThrow(message);
  });

  it('an unknown option', () => {
    const bad = { ...good, tolerance: 1 };
    expect(() => discover(bad)).toThrow(/options among .*got 'tolerance'/);
  });
});
