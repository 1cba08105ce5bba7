import { describe, expect, it } from 'vitest';
import { parseGrid } from '../../src/grid/index.js';
import { hyperbolic } from '../../src/space/index.js';
import { type At, jetErrors, laplacianError, observedOrder } from './convergence.js';

const accuracies = [2, 4, 6] as const;

describe('convergence', () => {
  it.each(accuracies)('Δ y^s = s (s − 1) y^s, periodic in x, order %i up to the edges', (p) => {
    const order = observedOrder(
      (n) => `halfplane:${n}x${n}`,
      hyperbolic(2),
      28,
      (grid) =>
        laplacianError(
          grid,
          p,
          (at) => at.y! ** 1.5,
          (at) => 0.75 * at.y! ** 1.5,
        ),
    );
    expect(order).toBeGreaterThan(p - 0.4);
  });

  it.each(accuracies)(
    'the same eigenfunction about another boundary point, curvature −1/2, no conditions (order %i)',
    (p) => {
      const poisson = (at: At) => (at.y! / ((at.x! - 3) ** 2 + at.y! ** 2)) ** 1.5;
      const order = observedOrder(
        (n) => `halfplane:${n}x${n}:1:0.8..1.6:open`,
        hyperbolic(2, -0.5),
        20,
        (grid) => laplacianError(grid, p, poisson, (at) => 0.375 * poisson(at)),
      );
      expect(order).toBeGreaterThan(p - 0.5);
    },
  );

  it.each(accuracies)('Neumann edges keep order %i', (p) => {
    // u = f(s) cos πx with f' = 0 at both ends, s = log y in [0, 1]; Δu = u_ss − u_s + y² u_xx.
    const u = (at: At) => {
      const s = Math.log(at.y!);
      return (3 * s ** 2 - 2 * s ** 3) * Math.cos(Math.PI * at.x!);
    };
    const lap = (at: At) => {
      const s = Math.log(at.y!);
      const rest = -(Math.PI ** 2) * at.y! ** 2 * (3 * s ** 2 - 2 * s ** 3);
      return (6 - 12 * s - (6 * s - 6 * s ** 2) + rest) * Math.cos(Math.PI * at.x!);
    };
    const order = observedOrder(
      (n) => `halfplane:${n}x${n}:2:1..${Math.E}:neumann`,
      hyperbolic(2),
      20,
      (grid) => laplacianError(grid, p, u, lap),
    );
    expect(order).toBeGreaterThan(p - 0.4);
  });

  it.each(accuracies)('jets of orders 1 to 4 agree with Taylor coefficients in the ambient model (order %i)', (p) => {
    const space = hyperbolic(2, -1.3);
    const spec = (n: number) => `halfplane:${n}x${n}:1.2:0.5..2:open`;
    const coarse = jetErrors(parseGrid(spec(14), space), 4, p, [0.5, -0.4, 0.6]);
    const fine = jetErrors(parseGrid(spec(28), space), 4, p, [0.5, -0.4, 0.6]);
    for (let k = 1; k <= 4; k++) expect(Math.log2(coarse[k]! / fine[k]!)).toBeGreaterThan(p - 0.9);
  });
});

it('quadrature gives areas and integrals: ∫ y^2 dx dy / y² and the area X (1/Y0 − 1/Y1)', () => {
  const grid = parseGrid('halfplane:24x8:3:0.5..2', hyperbolic(2, -0.25));
  const integral = (f: (y: number) => number) =>
    grid.variables.get('y')!.reduce((sum, y, node) => sum + f(y) * grid.weights[node]!, 0);
  expect(integral(() => 1)).toBeCloseTo(4 * 3 * 1.5, 8);
  expect(integral((y) => y * y)).toBeCloseTo(4 * 3 * 1.5, 8);
});

it('names its variables: x, y of the chart and X, Y, T of the hyperboloid', () => {
  const grid = parseGrid('halfplane:6x5', hyperbolic(2));
  expect([...grid.variables.keys()]).toEqual(['x', 'y', 'X', 'Y', 'T']);
  expect(grid.axes.map(({ name, values }) => [name, values.length])).toEqual([
    ['y', 6],
    ['x', 5],
  ]);
  const [x, y, X, T, Y] = ['x', 'y', 'X', 'T', 'Y'].map((name) => grid.variables.get(name)!);
  for (let node = 0; node < grid.size; node++) {
    expect(1 / (T![node]! - Y![node]!)).toBeCloseTo(y![node]!, 12);
    expect(X![node]! * y![node]!).toBeCloseTo(x![node]!, 12);
  }
});
