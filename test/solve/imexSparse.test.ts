/** Implicit–explicit steps with a sparse linear part: exact decay on S² and H², order in time, agreement with explicit methods. */
import { describe, expect, it } from 'vitest';
import { GraphSum, normalize } from '../../src/algebra/index.js';
import { Random } from '../../src/base/index.js';
import { parse } from '../../src/expression/index.js';
import { parseKey } from '../../src/graph/index.js';
import { type Grid, parseGrid } from '../../src/grid/index.js';
import { multiplyCsr } from '../../src/solve/csr.js';
import { sparseDiscretisation } from '../../src/solve/discretise.js';
import { solve, solveEquation } from '../../src/solve/index.js';
import { splitLinear } from '../../src/solve/linearPart.js';
import { jetMatrix, sparseLinearPart } from '../../src/solve/sparseLinearPart.js';
import { euclidean, hyperbolic, sphere } from '../../src/space/index.js';
import { convergenceOrder } from '../../src/testing/index.js';
import { growth } from '../grid/growth.js';

const operator = (text: string): GraphSum => normalize(parse(text, { fields: ['u', 'v'] }), {});
const worst = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((max: number, x, i) => Math.max(max, Math.abs(x - b[i]!)), 0);
const at = <T>(list: readonly T[], k: number): T => list.at(k)!;

/** How far u_t = text is from multiplying the eigenfunction by exp(rate · tEnd). */
function decayError(grid: Grid, accuracy: number, text: string, u: Float64Array, rate: number, tEnd: number): number {
  const run = solveEquation({
    equations: { u: operator(text) },
    grid,
    initial: { u },
    tEnd,
    method: 'imex',
    accuracy,
    relativeTolerance: 1e-6,
    absoluteTolerance: 1e-8,
  });
  return worst(
    at(run.fields.u!, -1),
    u.map((x) => x * Math.exp(rate * tEnd)),
  );
}

const linear = [
  ['lap(u)/2', (x: number) => x / 2],
  ['-lap(lap(u)) - 2*lap(u)', (x: number) => -x * x - 2 * x],
] as const;

describe.each(linear)('u_t = %s', (text, rate) => {
  it.each([
    ['healpix', [4, 6], 0.01],
    ['icosahedral', [2, 3], 0.01],
  ] as const)('on %s changes a harmonic of degree 3 at the exact rate, better on finer grids', (kind, sizes, tEnd) => {
    const space = sphere(2);
    const errors = sizes.map((size) => {
      const grid = parseGrid(`${kind}:${size}`, space);
      const u = Float64Array.from({ length: grid.size }, (_, i) => {
        const t = (grid.points[3 * i]! + 2 * grid.points[3 * i + 1]! + 2 * grid.points[3 * i + 2]!) / 3;
        return (5 * t ** 3 - 3 * t) / 2;
      });
      return decayError(grid, 4, text, u, rate(-12), tEnd);
    });
    const steps = kind === 'healpix' ? [...sizes] : sizes.map((k) => 2 ** k);
    expect(at(errors, -1)).toBeLessThan(0.02);
    // Δ of order 4, and of order 2 at least where it is taken twice.
    expect(convergenceOrder(errors, steps)).toBeGreaterThan(2.5);
  });

  it('on a disk of H² with a wall changes an eigenfunction at the exact rate, of order 4', () => {
    // f'' + coth ρ f' − 4 f/sinh² ρ = −μ f, f ~ ρ² at 0, f'(ρ₁) = 0; times cos 2φ.
    const outer = 2 * Math.atanh(0.6);
    const steps = 4000;
    const shoot = (mu: number): { slope: number; values: Float64Array } => {
      const h = outer / steps;
      const slope = ([f, g]: readonly [number, number], r: number): [number, number] => [
        g,
        -g / Math.tanh(r) + (4 / Math.sinh(r) ** 2 - mu) * f,
      ];
      // Past the singular point by the series f = ρ² (1 + a ρ²): a = −(μ + 2)/12.
      const from = 8;
      const a = -(mu + 2) / 12;
      let y: [number, number] = [(from * h) ** 2 * (1 + a * (from * h) ** 2), 2 * from * h + 4 * a * (from * h) ** 3];
      const values = new Float64Array(steps + 1);
      for (let i = 0; i < from; i++) values[i] = (i * h) ** 2 * (1 + a * (i * h) ** 2);
      values[from] = y[0];
      for (let i = from; i < steps; i++) {
        const r = i * h;
        const k1 = slope(y, r);
        const k2 = slope([y[0] + (h / 2) * k1[0], y[1] + (h / 2) * k1[1]], r + h / 2);
        const k3 = slope([y[0] + (h / 2) * k2[0], y[1] + (h / 2) * k2[1]], r + h / 2);
        const k4 = slope([y[0] + h * k3[0], y[1] + h * k3[1]], r + h);
        y = [0, 1].map((c) => y[c]! + (h / 6) * (k1[c]! + 2 * k2[c]! + 2 * k3[c]! + k4[c]!)) as [number, number];
        values[i + 1] = y[0];
      }
      return { slope: y[1], values };
    };
    let [low, high] = [1, 8];
    expect(shoot(low).slope * shoot(high).slope).toBeLessThan(0);
    for (let k = 0; k < 50; k++) {
      const middle = (low + high) / 2;
      if (shoot(low).slope * shoot(middle).slope <= 0) high = middle;
      else low = middle;
    }
    const { values } = shoot(low);
    const size = Math.max(...values.map(Math.abs));
    const rows = [10, 16];
    const errors = rows.map((count) => {
      const grid = parseGrid(`disk:${count}x${2 * count}:0.6:neumann`, hyperbolic(2));
      const phi = grid.variables.get('phi')!;
      // Node i is at (i + 1/2) ρ₁ / count: between two steps of the table a cubic is exact to their fourth power.
      const u = Float64Array.from({ length: grid.size }, (_, node) => {
        const place = ((Math.floor(node / (2 * count)) + 0.5) * steps) / count;
        const k = Math.max(1, Math.min(steps - 2, Math.floor(place)));
        const s = place - k;
        const [a, b, c, d] = [values[k - 1]!, values[k]!, values[k + 1]!, values[k + 2]!];
        const cubic =
          (-a * s * (s - 1) * (s - 2)) / 6 +
          (b * (s + 1) * (s - 1) * (s - 2)) / 2 -
          (c * (s + 1) * s * (s - 2)) / 2 +
          (d * (s + 1) * s * (s - 1)) / 6;
        return (cubic / size) * Math.cos(2 * phi[node]!);
      });
      return decayError(grid, 4, text, u, rate(-low), 0.05);
    });
    expect(at(errors, -1)).toBeLessThan(1e-3);
    expect(convergenceOrder(errors, rows)).toBeGreaterThan(text === 'lap(u)/2' ? 3.4 : 2.4);
  });
});

describe('the matrix of the linear part', () => {
  it('of Δ is the one that kernels apply', () => {
    const grid = parseGrid('tiling:7,3:2:1', hyperbolic(2));
    const random = new Random(1);
    const u = Float64Array.from({ length: grid.size }, () => random.normal());
    const problem = { equations: { u: operator('lap(u)/3 + u^2 - u') }, grid, initial: { u }, tEnd: 0.01 };
    const control = { accuracy: 2, relativeTolerance: 1e-10, absoluteTolerance: 1e-12 };
    const [implicit, explicit] = ['imex', 'dormand-prince'].map((method) =>
      solveEquation({ ...problem, ...control, method }),
    );
    expect(worst(at(implicit!.fields.u!, -1), at(explicit!.fields.u!, -1))).toBeLessThan(1e-8);
  });

  it.each(['halfplane:20x20:neumann', 'disk:12x24:0.7:neumann', 'disk:12x24:0.7:dirichlet'])(
    '−Δ² on %s lets nothing grow',
    (spec) => {
      const grid = parseGrid(spec, hyperbolic(2));
      const random = new Random(2);
      const u = Float64Array.from({ length: grid.size }, () => random.normal());
      const run = solveEquation({
        equations: { u: operator('-lap(lap(u))') },
        grid,
        initial: { u },
        tEnd: 0.1,
        method: 'imex',
        accuracy: 4,
        relativeTolerance: 1e-4,
        snapshots: [0, 0.02, 0.1],
      });
      const sizes = run.fields.u!.map((values) => Math.max(...values.map(Math.abs)));
      expect(sizes[2]!).toBeLessThan(1.01 * sizes[1]!);
      expect(sizes[1]!).toBeLessThan(sizes[0]!);
    },
  );

  it('holds systems and, on the line, odd derivatives', () => {
    const grid = parseGrid('cartesian:96:neumann', euclidean(1));
    // Free Schrödinger waves with u' = 0 at both ends.
    const exact = (t: number) => ({
      u: grid.points.map((x) => Math.cos(x) * Math.cos(t)),
      v: grid.points.map((x) => -Math.cos(x) * Math.sin(t)),
    });
    const run = solveEquation({
      equations: { u: operator('-lap(v)'), v: operator('lap(u)') },
      grid,
      initial: exact(0),
      tEnd: 1,
      method: 'imex',
      accuracy: 6,
      relativeTolerance: 1e-8,
    });
    expect(worst(at(run.fields.u!, -1), exact(1).u)).toBeLessThan(1e-6);
    expect(worst(at(run.fields.v!, -1), exact(1).v)).toBeLessThan(1e-6);
    const circle = parseGrid('cartesian:64', euclidean(1));
    const wave = (t: number): Float64Array => circle.points.map((x) => Math.cos(2 * x + 8 * t));
    const airy = solveEquation({
      equations: { u: GraphSum.of(parseKey('eps_a u_abb')).scaled(-1) },
      grid: circle,
      initial: { u: wave(0) },
      tEnd: 1,
      method: 'imex',
      accuracy: 6,
      relativeTolerance: 1e-8,
    });
    expect(worst(at(airy.fields.u!, -1), wave(1))).toBeLessThan(1e-3);
  });
});

describe('time', () => {
  const grid = parseGrid('healpix:3', sphere(2));
  const scheme = grid.jetScheme(2, 4);
  const u = grid.points.filter((_, i) => i % 3 === 2).map((z) => 0.4 + 0.5 * z);
  const split = splitLinear([operator('lap(u)/10 + u')], ['u'], { n: 2, kappa: 1 });
  const part = sparseLinearPart(split, grid, 4, { relative: 0, absolute: 1e-14 });
  const d = jetMatrix(scheme, [
    { index: [0, 0], coefficient: 0.1 },
    { index: [1, 1], coefficient: 0.1 },
  ]);
  const cube = (_: number, y: Float64Array, out: Float64Array): void => {
    y.forEach((x, i) => {
      out[i] = -(x ** 3);
    });
  };

  it('is of order 4', () => {
    const all = (t: number, y: Float64Array, out: Float64Array): void => {
      multiplyCsr(d, y, out);
      y.forEach((x, i) => {
        out[i]! += x - x ** 3;
      });
      expect(t).toBeLessThanOrEqual(1);
    };
    const control = { initial: u, tEnd: 1 };
    const exact = at(
      solve({ ...control, rightHandSide: all, relativeTolerance: 1e-12, absoluteTolerance: 1e-13 }).values,
      -1,
    );
    const counts = [8, 16, 32];
    const errors = counts.map((count) => {
      // A large tolerance: every step is stretched to the next snapshot.
      const snapshots = Array.from({ length: count + 1 }, (_, k) => k / count);
      const run = solve({
        ...{ ...control, rightHandSide: cube, linear: part, method: 'imex', snapshots },
        ...{ relativeTolerance: 0.5, absoluteTolerance: 1e6 },
      });
      return worst(at(run.values, -1), exact);
    });
    expect(convergenceOrder(errors, counts)).toBeGreaterThan(3.7);
    expect(convergenceOrder(errors, counts)).toBeLessThan(4.4);
  });

  it('goes on from a checkpoint to the last digit', () => {
    const saved: Parameters<NonNullable<Parameters<typeof solve>[0]['onCheckpoint']>>[0][] = [];
    const problem = {
      equations: { u: operator('u/2 - lap(lap(u))/50 - u^3') },
      grid,
      initial: { u },
      tEnd: 3,
      method: 'imex',
      snapshots: [0, 1.1, 3],
    };
    const whole = solveEquation({ ...problem, onCheckpoint: (checkpoint) => saved.push(checkpoint) });
    const rest = solveEquation({ ...problem, resume: saved[0]! });
    expect(rest.fields).toEqual(whole.fields);
  });

  it('says why where systems cannot be solved, and where the equation is ill posed', () => {
    const system = { names: ['u'], equations: [operator('-lap(lap(u))')], grid, constants: { kappa: 1 } };
    const { linear, likelyCause } = sparseDiscretisation(system, 4, { relative: 0, absolute: 1e-30 });
    expect(likelyCause!(u)).toBeUndefined();
    // Rounding alone is more than what is asked for.
    expect(linear!.resolve(0.1, u.slice())).toBe(false);
    expect(likelyCause!(u)).toMatch(/could not be solved \(after \d+ iterations a residual of \S+ of the right side/);
    const backwards = { grid, initial: { u }, tEnd: 1, method: 'imex' };
    expect(() => solveEquation({ ...backwards, equations: { u: operator('-lap(u) + u^2') } })).toThrow(/ill posed/);
  });
});

it('Cahn–Hilliard on a disk of H² with a wall keeps the mass and loses energy', () => {
  const grid = parseGrid('disk:12x44:0.6:neumann', hyperbolic(2));
  const [x, y] = ['x', 'y'].map((name) => grid.variables.get(name)!);
  const run = solveEquation({
    equations: { u: operator('lap(u^3 - u - eps*lap(u))') },
    grid,
    initial: { u: x!.map((value, i) => 0.1 + 0.5 * Math.sin(9 * value) * Math.cos(8 * y![i]! + 1)) },
    parameters: { eps: 0.05 },
    tEnd: 0.2,
    method: 'imex',
    relativeTolerance: 1e-3,
    snapshots: [0, 0.02, 0.1, 0.2],
    quantities: { energy: operator('eps*norm2(grad(u))/2 + (1 - u^2)^2/4') },
  });
  const { energy } = run.quantities;
  energy!.reduce((before, after) => {
    expect(after).toBeLessThan(before);
    return after;
  });
  // Differences keep the mass as well as they resolve the field.
  const volume = grid.weights.reduce((sum, w) => sum + w, 0);
  const { integral } = run.conserved.u!;
  expect(Math.abs(at(integral, -1) - integral[1]!) / volume).toBeLessThan(0.01);
});

describe('the rate of growth that limits steps', () => {
  // e^{tλ} ≤ ‖exp(tL)‖ for the eigenvalue λ with the largest real part.
  it.each([
    ['latlon:8x16', sphere(2), 4, '-lap(lap(u)) - 12*lap(u)'],
    ['latlon:8x16:poles', sphere(2), 4, 'u/2 - lap(lap(u)) - 8*lap(u)'],
    ['fibonacci:150', sphere(2), 2, '-lap(lap(u)) - 12*lap(u)'],
    ['disk:8x16:0.8:neumann', hyperbolic(2), 4, '-lap(lap(u)) - 20*lap(u)'],
    ['halfplane:12x12:neumann', hyperbolic(2), 4, '-lap(lap(u)) - 20*lap(u)'],
    ['cartesian:48', euclidean(1), 4, '-lap(lap(u)) - 9*lap(u) + div(grad(u))'],
  ] as const)('on %s is that of the matrix to a quarter', (spec, space, accuracy, text) => {
    const grid = parseGrid(spec, space);
    const split = splitLinear([operator(text)], ['u'], { n: space.dimension, kappa: space.kappa });
    const part = sparseLinearPart(split, grid, accuracy, { relative: 0, absolute: 1e-12 });
    const columns = Array.from({ length: grid.size }, (_, j) => {
      const out = new Float64Array(grid.size);
      part.multiply(
        Float64Array.from({ length: grid.size }, (_, i) => (i === j ? 1 : 0)),
        out,
      );
      return out;
    });
    const matrix = columns.map((_, i) => Float64Array.from(columns, (column) => column[i]!));
    const time = 30 / part.growth;
    expect(part.growth).toBeGreaterThan(10);
    expect(Math.log(growth(matrix, time)) / time).toBeLessThan(1.25 * part.growth);
  });
});
