/**
 * Implicit–explicit steps in spectral space: decay rates of eigenfunctions, order in time, an independent solution of the
 * Kuramoto–Sivashinsky equation, conservation and dissipation.
 */
import { describe, expect, it } from 'vitest';
import { GraphSum, normalize } from '../../src/algebra/index.js';
import { InvalidInput, OutOfRange, Random, Unsupported } from '../../src/base/index.js';
import { Rational } from '../../src/exact/index.js';
import { parse } from '../../src/expression/index.js';
import { parseKey } from '../../src/graph/index.js';
import { type Grid, parseGrid } from '../../src/grid/index.js';
import { checkAdditive } from '../../src/solve/additive.js';
import { type Checkpoint, solveEquation } from '../../src/solve/index.js';
import { euclidean, hyperbolic, sphere } from '../../src/space/index.js';
import { convergenceOrder } from '../../src/testing/index.js';
import { kuramotoSivashinsky } from '../oracle/kuramotoSivashinsky.js';

const operator = (text: string): GraphSum => normalize(parse(text, { fields: ['u', 'v'] }), {});
const worst = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((max: number, x, i) => Math.max(max, Math.abs(x - b[i]!)), 0);
const at = <T>(list: readonly T[], k: number): T => list.at(k)!;

/** Zonal harmonics about generic axes: degree and values. */
function harmonics(grid: Grid): readonly (readonly [number, Float64Array])[] {
  const r = Math.sqrt(grid.space.kappa);
  const along = (a: readonly number[]): Float64Array =>
    Float64Array.from({ length: grid.size }, (_, i) =>
      a.reduce((sum, x, k) => sum + (x * r * grid.points[3 * i + k]!) / Math.hypot(...a), 0),
    );
  return [
    [1, along([1, 2, 2])],
    [2, along([2, -1, 2]).map((t) => (3 * t * t - 1) / 2)],
    [4, along([-2, 3, 6]).map((t) => (35 * t ** 4 - 30 * t * t + 3) / 8)],
  ];
}

describe('linear equations on the sphere', () => {
  it.each([
    ['nu*lap(u)', (x: number) => 0.3 * x],
    ['-nu*lap(lap(u)) + lap(u)/2', (x: number) => -0.3 * x * x + x / 2],
    ['nu*lap(lap(lap(u))) - u', (x: number) => 0.3 * x ** 3 - 1],
    ['kappa*lap(u) - nu*[u_aabb]', (x: number) => 1.4 * x - 0.3 * (x * x + 1.4 * (2 / 3) * x)],
  ])('u_t = %s changes eigenfunctions at the exact rates', (text, rate) => {
    const kappa = 1.4;
    const grid = parseGrid('latlon:16x32', sphere(2, kappa));
    const modes = harmonics(grid);
    const mix = (t: number): Float64Array =>
      modes[0]![1].map((_, i) =>
        modes.reduce((sum, [l, y]) => sum + Math.exp(rate(-l * (l + 1) * kappa) * t) * y[i]!, 0),
      );
    const top = rate(-20 * kappa);
    const tEnd = 2 / Math.max(5, Math.abs(top));
    const run = solveEquation({
      equations: { u: operator(text) },
      grid,
      initial: { u: mix(0) },
      parameters: text.includes('nu') ? { nu: 0.3 } : {},
      tEnd,
      method: 'imex',
      relativeTolerance: 1e-9,
      absoluteTolerance: 1e-12,
    });
    expect(worst(at(run.fields.u!, -1), mix(tEnd)) / Math.max(1, Math.exp(top * tEnd))).toBeLessThan(1e-8);
  });

  it('stiffness costs nothing: twenty times the explicit limit and more', () => {
    const grid = parseGrid('latlon:32x64', sphere(2));
    const [, [, u]] = harmonics(grid) as readonly [unknown, readonly [number, Float64Array]];
    const run = solveEquation({
      equations: { u: operator('-lap(lap(u))') },
      grid,
      initial: { u },
      tEnd: 0.1,
      method: 'imex',
    });
    const decay = Math.exp(-36 * 0.1);
    expect(
      worst(
        at(run.fields.u!, -1),
        u.map((x) => x * decay),
      ),
    ).toBeLessThan(1e-5);
    // Stability of an explicit method: steps below 2.8/(31·32)².
    expect(run.accepted).toBeLessThan((0.1 * (31 * 32) ** 2) / 2.8 / 20);
  });
});

describe('systems', () => {
  it('coupled linear parts are implicit as a whole: a free Schrödinger equation', () => {
    const grid = parseGrid('cartesian:32', euclidean(1));
    const wave =
      (k: number, t: number) =>
      (f: (x: number) => number): Float64Array =>
        grid.points.map((x) => f(k * x - k * k * t));
    const exact = (t: number) => ({ u: wave(3, t)(Math.cos), v: wave(3, t)(Math.sin) });
    const run = solveEquation({
      equations: { u: operator('-lap(v)'), v: operator('lap(u)') },
      grid,
      initial: exact(0),
      tEnd: 1,
      method: 'imex',
      relativeTolerance: 1e-8,
    });
    expect(worst(at(run.fields.u!, -1), exact(1).u)).toBeLessThan(1e-5);
    expect(worst(at(run.fields.v!, -1), exact(1).v)).toBeLessThan(1e-5);
  });

  it('three fields in a circle', () => {
    // u' = v, v' = w, w' = u on constants: u + v + w grows like e^t.
    const grid = parseGrid('cartesian:4', euclidean(1));
    const field = (key: string): GraphSum => GraphSum.of(parseKey(key));
    const run = solveEquation({
      equations: { u: field('v'), v: field('w'), w: field('u') },
      grid,
      initial: { u: new Float64Array(4).fill(1), v: new Float64Array(4), w: new Float64Array(4) },
      tEnd: 1,
      method: 'imex',
      relativeTolerance: 1e-9,
    });
    const sum = ['u', 'v', 'w'].reduce((total, name) => total + at(run.fields[name]!, -1)[0]!, 0);
    expect(sum).toBeCloseTo(Math.E, 7);
  });
});

describe('odd derivatives on the line', () => {
  const key = (text: string): GraphSum => GraphSum.of(parseKey(text));

  it('u_t = −u_xxx + u_x/2 + u_xx/50 carries waves at their speeds', () => {
    const grid = parseGrid('cartesian:16', euclidean(1));
    const exact = (t: number): Float64Array =>
      grid.points.map((x) =>
        [1, 2, 4].reduce((sum, k) => sum + Math.exp((-k * k * t) / 50) * Math.cos(k * x + (k ** 3 + k / 2) * t), 0),
      );
    const run = solveEquation({
      equations: {
        u: key('eps_a u_abb')
          .scaled(-1)
          .plus(key('eps_a u_a').scaled(Rational.of(1, 2)))
          .plus(key('u_aa').scaled(Rational.of(1, 50))),
      },
      grid,
      initial: { u: exact(0) },
      tEnd: 1,
      method: 'imex',
      relativeTolerance: 1e-9,
    });
    expect(run.evaluations).toBeGreaterThan(0);
    expect(worst(at(run.fields.u!, -1), exact(1))).toBeLessThan(1e-6);
  });

  it('a soliton of the Korteweg–de Vries equation keeps its form', () => {
    // u = (c/2) sech²(√c (x − ct)/2) solves u_t + 6 u u_x + u_xxx = 0.
    const grid = parseGrid('cartesian:128:40', euclidean(1));
    const soliton = (t: number): Float64Array =>
      grid.points.map((x) => 1 / Math.cosh((x - 20 - 2 * t) / Math.SQRT2) ** 2);
    const run = solveEquation({
      equations: { u: key('eps_a u_abb').plus(key('eps_a u_a u').scaled(6)).scaled(-1) },
      grid,
      initial: { u: soliton(0) },
      tEnd: 2,
      method: 'imex',
      relativeTolerance: 1e-7,
    });
    expect(worst(at(run.fields.u!, -1), soliton(2))).toBeLessThan(1e-4);
    // An explicit method is bound to steps below 2.8/k³, k = 64 · 2π/40.
    expect(run.accepted).toBeLessThan((2 * (64 * 2 * Math.PI) ** 3) / 40 ** 3 / 2.8);
    const { integral } = run.conserved.u!;
    expect(Math.abs(integral[1]! - integral[0]!)).toBeLessThan(1e-12);
  });
});

const flame = operator('-lap(u) - lap(lap(u)) - norm2(grad(u))/2');

describe('the Kuramoto–Sivashinsky equation on a line', () => {
  const length = 22;
  const grid = parseGrid(`cartesian:64:${length}`, euclidean(1));
  const start = grid.points.map((x) => {
    const s = (2 * Math.PI * x) / length;
    return Math.cos(s) + 0.4 * Math.sin(2 * s) + 0.3 * Math.cos(3 * s + 1);
  });
  const problem = { equations: { u: flame }, grid, initial: { u: start }, method: 'imex' } as const;

  it('agrees with exponential time differencing', () => {
    const exact = kuramotoSivashinsky([...start], length, 10, 500);
    const run = solveEquation({ ...problem, tEnd: 10, relativeTolerance: 1e-9, absoluteTolerance: 1e-11 });
    expect(
      worst(at(run.fields.u!, -1), exact) /
        worst(
          exact,
          exact.map(() => 0),
        ),
    ).toBeLessThan(1e-6);
  });

  it.each([
    // Waves up to h|λ| ≈ 1.
    [16, 80, 3.75, 4.25],
    // Waves up to h|λ| ≈ 700: stages of order 2 cost up to one order, as with any such method [kennedy-carpenter-2003, section 2].
    [64, 40, 3.1, 4.25],
  ])('is of order 4 in time on %i nodes, less where it is stiff', (nodes, coarsest, low, high) => {
    const line = parseGrid(`cartesian:${nodes}:${length}`, euclidean(1));
    const initial = { u: start.filter((_, i) => i % (64 / nodes) === 0) };
    const exact = kuramotoSivashinsky([...initial.u], length, 4, 800);
    const counts = [coarsest, 2 * coarsest, 4 * coarsest];
    const errors = counts.map((count) => {
      const snapshots = Array.from({ length: count + 1 }, (_, k) => (4 * k) / count);
      // A large tolerance: every step is stretched to the next snapshot.
      const control = { tEnd: 4, snapshots, relativeTolerance: 0.5, absoluteTolerance: 1e6 };
      const run = solveEquation({ ...problem, ...control, grid: line, initial });
      expect(run.accepted).toBeLessThan(count + 10);
      return worst(at(run.fields.u!, -1), exact);
    });
    const order = convergenceOrder(errors, counts);
    expect(order).toBeGreaterThan(low);
    expect(order).toBeLessThan(high);
  });

  it('goes on from a checkpoint to the last digit, in either representation', () => {
    for (const method of ['imex', 'dormand-prince']) {
      const control = {
        ...problem,
        method,
        accuracy: 'spectral' as const,
        bandLimit: 12,
        tEnd: 2,
        snapshots: [0, 0.7, 1.3, 2],
      };
      const saved: Checkpoint[] = [];
      const whole = solveEquation({ ...control, onCheckpoint: (checkpoint) => saved.push(checkpoint) });
      expect(saved.map(({ time }) => time)).toEqual([0.7, 1.3]);
      const rest = solveEquation({ ...control, resume: saved[1]! });
      expect(rest.times).toEqual(whole.times);
      expect(rest.fields).toEqual(whole.fields);
      expect(rest.conserved).toEqual(whole.conserved);
      expect([rest.accepted, rest.rejected]).toEqual([whole.accepted, whole.rejected]);
      const short = { ...saved[1]!, state: new Float64Array(3) };
      expect(() => solveEquation({ ...control, resume: short })).toThrow(InvalidInput);
    }
  });
});

describe('gradient flows', () => {
  const noise = (grid: Grid): Float64Array => {
    const random = new Random(4);
    return Float64Array.from({ length: grid.size }, () => 0.1 + 0.2 * random.normal());
  };
  const energy = operator('eps*norm2(grad(u))/2 + (1 - u^2)^2/4');

  it.each([
    ['cartesian:24x24', euclidean(2)],
    ['latlon:18x36', sphere(2)],
  ] as const)('Cahn–Hilliard keeps the mass to rounding and loses energy on %s', (spec, space) => {
    const grid = parseGrid(spec, space);
    const run = solveEquation({
      equations: { u: operator('lap(u^3 - u - eps*lap(u))') },
      grid,
      initial: { u: noise(grid) },
      parameters: { eps: 0.05 },
      tEnd: 2,
      method: 'imex',
      relativeTolerance: 1e-5,
      bandLimit: 9,
      snapshots: Array.from({ length: 9 }, (_, k) => k / 4),
      quantities: { energy },
    });
    const volume = grid.weights.reduce((sum, w) => sum + w, 0);
    const { integral } = run.conserved.u!;
    for (const mass of integral) expect(Math.abs(mass - integral[0]!) / volume).toBeLessThan(1e-14);
    run.quantities.energy!.reduce((before, after) => {
      expect(after).toBeLessThan(before);
      return after;
    });
    expect(at(run.quantities.energy!, -1)).toBeLessThan(0.9 * run.quantities.energy![1]!);
  });

  it('Allen–Cahn loses energy, not mass alone; an explicit method gives the same', () => {
    const grid = parseGrid('latlon:24x48', sphere(2));
    const [, [, u]] = harmonics(grid) as readonly [unknown, readonly [number, Float64Array]];
    const problem = {
      equations: { u: operator('eps*lap(u) + u - u^3') },
      grid,
      initial: { u },
      parameters: { eps: 0.3 },
      tEnd: 1,
      accuracy: 'spectral' as const,
      relativeTolerance: 1e-8,
      quantities: { energy },
      snapshots: [0, 0.5, 1],
    };
    const [implicit, explicit] = ['imex', 'dormand-prince'].map((method) => solveEquation({ ...problem, method }));
    expect(worst(at(implicit!.fields.u!, -1), at(explicit!.fields.u!, -1))).toBeLessThan(1e-5);
    const { integral } = implicit!.conserved.u!;
    expect(Math.abs(integral[2]! - integral[0]!)).toBeGreaterThan(0.1);
    const [a, b, c] = implicit!.quantities.energy!;
    expect(a! > b! && b! > c!).toBe(true);
  });
});

describe('what is refused', () => {
  const grid = parseGrid('cartesian:16', euclidean(1));
  const problem = { equations: { u: flame }, grid, initial: { u: new Float64Array(16) }, tEnd: 1 };

  it('grids without eigenfunctions, other accuracies', () => {
    expect(() => solveEquation({ ...problem, method: 'imex', accuracy: 4, bandLimit: 4 })).toThrow(/'spectral'/);
    expect(() => solveEquation({ ...problem, bandLimit: 4 })).toThrow(/'spectral'/);
    const plane = parseGrid('halfplane:12x12', hyperbolic(2));
    const initial = { u: new Float64Array(144) };
    const spectral = { ...problem, grid: plane, initial, method: 'imex', accuracy: 'spectral' } as const;
    expect(() => solveEquation(spectral)).toThrow(Unsupported);
    expect(() => solveEquation({ ...problem, quantities: { x: GraphSum.of(parseKey('w')) } })).toThrow(/field 'w'/);
  });

  it('a blow-up, with time and place', () => {
    const u = grid.points.map((x) => 1 + 0.5 * Math.cos(x));
    const blowUp = {
      ...problem,
      equations: { u: operator('lap(u)/10 + u^2') },
      initial: { u },
      tEnd: 5,
      method: 'imex',
    };
    expect(() => solveEquation(blowUp)).toThrow(OutOfRange);
    expect(() => solveEquation(blowUp)).toThrow(/t = 0\.\d+ .*at node (0|1|15) of u/);
  });

  it('an ill-posed equation and an unresolved one, with the cause', () => {
    const u = grid.points.map((x) => 1 + 0.5 * Math.cos(x));
    const run = (text: string) => () =>
      solveEquation({ ...problem, equations: { u: operator(text) }, initial: { u }, tEnd: 50, method: 'imex' });
    expect(run('-lap(u) + u^3')).toThrow(/ill posed/);
    // No term but the linear one: values grow until their squares overflow.
    expect(run('-10*lap(u)')).toThrow(/vanishing step.*ill posed/);
    expect(run('norm2(grad(u))/2 - lap(u)*u')).toThrow(/refine the grid/);
  });

  it('a table that is none', () => {
    const table = {
      explicit: [[], [1]],
      implicit: [[], [0, 1]],
      b: [0.5, 0.5],
      c: [0, 1],
      order: 2,
      embedded: [1, 0],
      embeddedOrder: 1,
    };
    expect(checkAdditive(table)).toBe(table);
    expect(() => checkAdditive({ ...table, order: 3 })).toThrow(/order 3/);
    expect(() => checkAdditive({ ...table, implicit: [[], [0.5, 0.4]] })).toThrow(/row sums|order/);
  });
});
