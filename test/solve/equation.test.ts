/**
 * Exact solutions. Heat: eigenfunctions of Δ decay exponentially. u_t = Δu + |∇u|²: w = e^u solves the heat equation
 * on any Riemannian manifold (Cole–Hopf), so u = log(2 + Σ c e^{−μt} φ).
 */
import { describe, expect, it } from 'vitest';
import { GraphSum } from '../../src/algebra/index.js';
import { Polynomial } from '../../src/exact/index.js';
import { parseKey } from '../../src/graph/index.js';
import { type Grid, parseGrid } from '../../src/grid/index.js';
import { type EquationResult, solveEquation } from '../../src/solve/index.js';
import { euclidean, hyperbolic, type Space, sphere } from '../../src/space/index.js';

const graphOf = (key: string): GraphSum => GraphSum.of(parseKey(key));
const heat = graphOf('u_aa');
const coleHopf = graphOf('u_aa').plus(graphOf('u_a u_a'));

const sample = (grid: Grid, f: (node: number) => number): Float64Array =>
  Float64Array.from({ length: grid.size }, (_, i) => f(i));

/** Largest error of the field u at the last time, relative to the largest value. */
function finalError({ fields }: EquationResult, exact: Float64Array): number {
  const u = fields.u![fields.u!.length - 1]!;
  const worst = u.reduce((max, value, i) => Math.max(max, Math.abs(value - exact[i]!)), 0);
  return worst / exact.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
}

/** Eigenfunctions (φ, μ) with Δφ = −μφ on some grids. */
interface Modes {
  readonly name: string;
  readonly space: Space;
  readonly spec: string;
  /** The same with half as many nodes along each axis of the eigenfunctions. */
  readonly coarse: string;
  readonly tEnd: number;
  modes(grid: Grid): readonly (readonly [Float64Array, number])[];
}

const neumannLength = 2 * Math.LN2;
const cases: readonly Modes[] = [
  {
    name: 'the torus',
    space: euclidean(2),
    spec: 'cartesian:32x32',
    coarse: 'cartesian:16x16',
    tEnd: 0.3,
    modes: (grid) => [
      [sample(grid, (i) => Math.cos(grid.points[2 * i]! + grid.points[2 * i + 1]!)), 2],
      [sample(grid, (i) => 0.5 * Math.sin(2 * grid.points[2 * i]!)), 4],
    ],
  },
  {
    name: 'the sphere',
    space: sphere(2),
    spec: 'latlon:24x48',
    coarse: 'latlon:12x24',
    tEnd: 0.05,
    modes: (grid) => [
      [sample(grid, (i) => grid.points[3 * i]! * grid.points[3 * i + 2]!), 6],
      [
        sample(grid, (i) => {
          const [x, y, z] = grid.points.subarray(3 * i, 3 * i + 3);
          return x! * (5 * z! * z! - 1) * 0.3 + 0.3 * y! * (3 * x! * x! - y! * y!);
        }),
        12,
      ],
    ],
  },
  {
    // φ = √y (cos ωσ − sin ωσ / 2ω), σ = log(y / Y0), has φ' = 0 at Y0 and, with ω = π m / log(Y1 / Y0), at Y1.
    name: 'the half-plane with Neumann edges',
    space: hyperbolic(2),
    spec: 'halfplane:24x12:neumann',
    coarse: 'halfplane:12x12:neumann',
    tEnd: 0.05,
    modes: (grid) =>
      [1, 2].map((m) => {
        const omega = (Math.PI * m) / neumannLength;
        const phi = sample(grid, (i) => {
          const y = grid.variables.get('y')![i]!;
          const sigma = Math.log(y / 0.5);
          return 0.5 * Math.sqrt(y) * (Math.cos(omega * sigma) - Math.sin(omega * sigma) / (2 * omega));
        });
        return [phi, 0.25 + omega ** 2] as const;
      }),
  },
];

describe.each(cases)('on $name', ({ space, spec, coarse, tEnd, modes }) => {
  /** 2 + Σ e^(−μt) φ on a grid. */
  const mixtureOn = (on: Grid): ((t: number) => Float64Array) => {
    const list = modes(on);
    return (t) => sample(on, (i) => 2 + list.reduce((sum, [phi, mu]) => sum + Math.exp(-mu * t) * phi[i]!, 0));
  };
  const grid = parseGrid(spec, space);
  const mixture = mixtureOn(grid);

  it('heat makes eigenfunctions decay and keeps ∫ u', () => {
    const run = solveEquation({ equations: { u: heat }, grid, initial: { u: mixture(0) }, tEnd, accuracy: 6 });
    expect(finalError(run, mixture(tEnd))).toBeLessThan(1e-5);
    const { integral, square } = run.conserved.u!;
    expect(Math.abs(integral[1]! / integral[0]! - 1)).toBeLessThan(1e-4);
    expect(square[1]!).toBeLessThan(square[0]! * 0.999);
  });

  it.each([2, 4, 6])('the error falls with order %i', (accuracy) => {
    const errors = [coarse, spec].map((text) => {
      const on = parseGrid(text, space);
      const exact = mixtureOn(on);
      const control = { tEnd, accuracy, relativeTolerance: 1e-10, absoluteTolerance: 1e-12 };
      return finalError(
        solveEquation({ equations: { u: heat }, grid: on, initial: { u: exact(0) }, ...control }),
        exact(tEnd),
      );
    });
    expect(Math.log2(errors[0]! / errors[1]!)).toBeGreaterThan(accuracy - 0.2);
  });

  it('Chebyshev steps need fewer evaluations at the same tolerance', () => {
    const problem = { equations: { u: coleHopf }, grid, initial: { u: mixture(0).map(Math.log) }, tEnd: 10 * tEnd };
    const exact = mixture(10 * tEnd).map(Math.log);
    const control = { relativeTolerance: 1e-5, absoluteTolerance: 1e-5 };
    const pair = solveEquation({ ...problem, ...control });
    const stabilised = solveEquation({ ...problem, ...control, method: 'chebyshev' });
    expect(finalError(stabilised, exact)).toBeLessThan(5e-3);
    expect(stabilised.evaluations).toBeLessThan(pair.evaluations / 2);
  });

  it('Cole–Hopf solves u_t = Δu + |∇u|²', () => {
    const initial = { u: mixture(0).map(Math.log) };
    const exact = mixture(tEnd).map(Math.log);
    const run = solveEquation({ equations: { u: coleHopf }, grid, initial, tEnd, accuracy: 6 });
    expect(finalError(run, exact)).toBeLessThan(5e-5);
  });
});

describe('solveEquation', () => {
  const grid = parseGrid('cartesian:32', euclidean(1));
  const x = grid.points;

  it('integrates systems: waves', () => {
    const run = solveEquation({
      equations: { u: graphOf('v'), v: heat.scaled(Polynomial.variable('c').power(2)) },
      grid,
      accuracy: 6,
      parameters: { c: 2 },
      initial: { u: x.map(Math.sin), v: new Float64Array(32) },
      tEnd: 1,
      snapshots: [0.5, 1],
    });
    expect(run.times).toEqual([0.5, 1]);
    expect(run.fields.v!.length).toBe(2);
    expect(
      finalError(
        run,
        x.map((s) => Math.sin(s) * Math.cos(2)),
      ),
    ).toBeLessThan(1e-4);
  });

  it('takes kappa from the grid', () => {
    const ball = parseGrid('latlon:8x16', sphere(2, 3));
    const equations = { u: GraphSum.of(parseKey('u'), Polynomial.variable('kappa')) };
    const initial = { u: new Float64Array(128).fill(1) };
    const run = solveEquation({ equations, grid: ball, initial, tEnd: 1 });
    expect(run.fields.u![1]![5]).toBeCloseTo(Math.exp(3), 4);
    const parameters = { kappa: 1 };
    expect(() => solveEquation({ equations, grid: ball, initial, tEnd: 1, parameters })).toThrow(/kappa = 3/);
  });

  it('stops at the ill-posed backward heat equation', () => {
    const noisy = x.map((s, i) => Math.sin(s) + 1e-6 * Math.sin(1 + i * i));
    const backwards = { u: heat.scaled(-1).plus(graphOf('u u u')) };
    expect(() => solveEquation({ equations: backwards, grid, initial: { u: noisy }, tEnd: 5 })).toThrow(
      /at t = .*at node \d+ of u.*ill posed/,
    );
  });

  it('refuses missing fields and parameters', () => {
    const u = x.map(Math.sin);
    expect(() => solveEquation({ equations: { u: graphOf('v') }, grid, initial: { u }, tEnd: 1 })).toThrow(/field 'v'/);
    expect(() => solveEquation({ equations: { u: heat }, grid, initial: {}, tEnd: 1 })).toThrow(
      /initial values of 'u', got none/,
    );
    const scaled = heat.scaled(Polynomial.variable('nu'));
    expect(() => solveEquation({ equations: { u: scaled }, grid, initial: { u }, tEnd: 1 })).toThrow(/got 'nu'/);
  });
});
