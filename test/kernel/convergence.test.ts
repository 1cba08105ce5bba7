/**
 * Convergence on closed forms. A linear function s of the ambient coordinates satisfies ∇²s = −κ s g and
 * |∇s|² = q − κ s² on every model space, q its squared length; everything about f(s) follows. Further eigenfunctions:
 * spherical harmonics (Δ Y_l = −l(l+1) Y_l) and y^s on the half-plane (Δ y^s = s(s−1) y^s).
 */
import { describe, expect, it } from 'vitest';
import { GraphSum, laplacian } from '../../src/algebra/index.js';
import { parseKey } from '../../src/graph/index.js';
import { type Grid, parseGrid } from '../../src/grid/index.js';
import { compileKernel } from '../../src/kernel/index.js';
import { contractionProgram } from '../../src/program/index.js';
import { euclidean, hyperbolic, type Space, sphere } from '../../src/space/index.js';
import { convergenceOrder } from '../../src/testing/index.js';

const graphOf = (key: string): GraphSum => GraphSum.of(parseKey(key));

/** Relative errors in the maximum norm over all nodes, one for each operator. */
function errors(
  grid: Grid,
  accuracy: number,
  u: (node: number) => number,
  operators: readonly (readonly [GraphSum, (node: number) => number])[],
): number[] {
  const program = contractionProgram(
    operators.map(([sum]) => sum),
    grid.space.dimension,
  );
  const order = Math.max(...program.slots.map(({ index }) => index.length));
  const out = operators.map(() => new Float64Array(grid.size));
  const values = Float64Array.from({ length: grid.size }, (_, i) => u(i));
  compileKernel(program, grid.jetScheme(order, accuracy)).run({ u: values }, { kappa: grid.space.kappa }, out);
  return operators.map(([, exact], k) => {
    let [worst, scale] = [0, 0];
    for (let i = 0; i < grid.size; i++) {
      worst = Math.max(worst, Math.abs(out[k]![i]! - exact(i)));
      scale = Math.max(scale, Math.abs(exact(i)));
    }
    return worst / scale;
  });
}

interface Profile {
  readonly f: (s: number) => number;
  readonly f1: (s: number) => number;
  readonly f2: (s: number) => number;
}

const sine: Profile = { f: Math.sin, f1: Math.cos, f2: (s) => -Math.sin(s) };
const cosine: Profile = { f: Math.cos, f1: (s) => -Math.sin(s), f2: (s) => -Math.cos(s) };
const exponential: Profile = { f: Math.exp, f1: Math.exp, f2: Math.exp };

/** Errors of nonlinear operators on u = f(s), s linear with coefficients a. */
function profileErrors(grid: Grid, accuracy: number, a: readonly number[], { f, f1, f2 }: Profile): number[] {
  const { kappa, kind, dimension: n } = grid.space;
  const q = a.reduce((sum, x, i) => sum + (kind === 'H' && i === n ? -1 : 1) * x * x, 0);
  const s = (i: number): number => a.reduce((sum, x, c) => sum + x * grid.points[i * a.length + c]!, 0);
  const at =
    (form: (s: number, Q: number) => number) =>
    (i: number): number =>
      form(s(i), q - kappa * s(i) ** 2);
  return errors(grid, accuracy, at(f), [
    [graphOf('u_aa'), at((t, Q) => f2(t) * Q - n * kappa * t * f1(t))],
    [graphOf('u_a u_a'), at((t, Q) => f1(t) ** 2 * Q)],
    [graphOf('u_ab u_a u_b'), at((t, Q) => f1(t) ** 2 * (f2(t) * Q ** 2 - f1(t) * kappa * t * Q))],
    [
      graphOf('u_ab u_ab'),
      at((t, Q) => (f2(t) * Q) ** 2 - 2 * f2(t) * f1(t) * kappa * t * Q + n * (f1(t) * kappa * t) ** 2),
    ],
  ]);
}

function observedOrders(sizes: readonly number[], measure: (size: number) => number[]): number[] {
  const table = sizes.map(measure);
  return table[0]!.map((_, k) =>
    convergenceOrder(
      table.map((row) => row[k]!),
      sizes,
    ),
  );
}

const profiles: readonly (readonly [
  string,
  Space,
  (n: number) => string,
  readonly number[],
  Profile,
  readonly number[],
])[] = [
  ['a line', euclidean(1), (n) => `cartesian:${n}`, [2], sine, [48, 96]],
  ['a Neumann line', euclidean(1), (n) => `cartesian:${n}:neumann`, [1], cosine, [48, 96]],
  ['a Dirichlet line', euclidean(1), (n) => `cartesian:${n}:dirichlet`, [1.5], sine, [48, 96]],
  ['a torus', euclidean(2), (n) => `cartesian:${n}x${n}`, [1, -2], sine, [48, 96]],
  ['a box', euclidean(3), (n) => `cartesian:${n}x${n}x${n}`, [1, 1, -1], sine, [20, 30]],
  ['the sphere', sphere(2), (n) => `latlon:${n}x${2 * n}`, [0.6, -0.5, 0.7], exponential, [48, 96]],
  ['the half-plane', hyperbolic(2), (n) => `halfplane:${n}x${n}:open`, [0.6, -0.5, 0.4], exponential, [60, 120]],
];

describe('nonlinear operators converge at the order of the scheme', () => {
  for (const [name, space, spec, a, profile, sizes] of profiles) {
    for (const accuracy of [2, 4, 6]) {
      it(`on ${name}, order ${accuracy}`, () => {
        const found = observedOrders(sizes, (n) => profileErrors(parseGrid(spec(n), space), accuracy, a, profile));
        // On the half-plane the outermost nodes move into the corners with refinement: orders approach from below.
        expect(Math.min(...found)).toBeGreaterThan(accuracy - 0.4);
      });
    }
  }
});

describe('jets of order 4', () => {
  const bilaplacian = laplacian(laplacian(graphOf('u')));
  const cases: readonly (readonly [
    string,
    Space,
    (n: number) => string,
    readonly number[],
    (grid: Grid, i: number) => number,
    number,
  ])[] = [
    [
      'a plane wave',
      euclidean(2),
      (n) => `cartesian:${n}x${n}`,
      [32, 64],
      ({ points }, i) => Math.sin(points[2 * i]! + 2 * points[2 * i + 1]!),
      25,
    ],
    [
      'a spherical harmonic of degree 3',
      sphere(2),
      (n) => `latlon:${n}x${2 * n}`,
      [32, 64],
      ({ points }, i) => {
        const [x, y, z] = points.subarray(3 * i, 3 * i + 3);
        return x! * (5 * z! * z! - 1) + x! * y! * z! * 3 + y! * (3 * x! * x! - y! * y!);
      },
      144,
    ],
    [
      'y^3/2',
      hyperbolic(2),
      (n) => `halfplane:${n}x${n}`,
      [24, 48],
      (grid, i) => grid.variables.get('y')![i]! ** 1.5,
      0.75 ** 2,
    ],
  ];
  for (const [name, space, spec, sizes, u, eigenvalue] of cases) {
    for (const accuracy of [2, 4]) {
      it(`Δ² on ${name}, order ${accuracy}`, () => {
        const measure = (n: number): number[] => {
          const grid = parseGrid(spec(n), space);
          return errors(grid, accuracy, (i) => u(grid, i), [[bilaplacian, (i) => eigenvalue * u(grid, i)]]);
        };
        expect(observedOrders(sizes, measure)[0]).toBeGreaterThan(accuracy - 0.3);
      });
    }
  }
});
