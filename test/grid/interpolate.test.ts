import { describe, expect, it } from 'vitest';
import { InvalidInput, OutOfRange, Random } from '../../src/base/index.js';
import { type Grid, parseGrid } from '../../src/grid/index.js';
import { applyIsometry, euclidean, halfPlaneChart, hyperbolic, randomIsometry, sphere } from '../../src/space/index.js';
import { tabulate } from './convergence.js';

/** Largest error of interpolating f at the given flat list of ambient points. */
function error(grid: Grid, points: readonly number[], f: (p: readonly number[]) => number, accuracy: number): number {
  const width = grid.points.length / grid.size;
  const at = (list: ArrayLike<number>, k: number) => Array.from({ length: width }, (_, i) => list[k * width + i]!);
  const values = Float64Array.from({ length: grid.size }, (_, node) => f(at(grid.points, node)));
  const result = grid.interpolate(values, points, { accuracy });
  return result.reduce((worst, x, k) => Math.max(worst, Math.abs(x - f(at(points, k)))), 0);
}

describe('interpolation', () => {
  it.each([2, 4, 6, 8])('has order %i on a rotated sphere, poles included', (accuracy) => {
    const space = sphere(2, 2);
    const g = randomIsometry(space, new Random(8), { orientation: -1 });
    const base = parseGrid('latlon:20x40', space);
    const points = Array.from({ length: base.size }, (_, k) =>
      applyIsometry(g, base.points.subarray(3 * k, 3 * k + 3)),
    ).flat();
    points.push(0, 0, Math.SQRT1_2, 0, 0, -Math.SQRT1_2);
    const f = (p: readonly number[]) => Math.exp(p[0]! - 2 * p[1]! * p[2]!);
    const [coarse, fine] = [20, 40].map((n) => error(parseGrid(`latlon:${n}x${2 * n}`, space), points, f, accuracy));
    expect(Math.log2(coarse! / fine!)).toBeGreaterThan(accuracy - 0.5);
  });

  it('is exact on polynomials up to the walls of a box, periodic across the seam', () => {
    const random = new Random(2);
    const points = Array.from({ length: 200 }, () => random.uniform());
    const box = parseGrid('cartesian:9x7:1:neumann', euclidean(2));
    expect(error(box, points, ([x, y]) => 1 + x! ** 5 - x! ** 3 * y! ** 5, 6)).toBeLessThan(1e-12);
    const torus = parseGrid('cartesian:40x40', euclidean(2));
    const shifted = points.map((x) => 20 * (x - 0.5));
    expect(error(torus, shifted, ([x, y]) => Math.sin(x! + y!), 6)).toBeLessThan(1e-5);
  });

  it('works on the half-plane and says NaN outside', () => {
    const chart = halfPlaneChart(hyperbolic(2));
    const grid = parseGrid('halfplane:30x30', hyperbolic(2));
    const y = grid.variables.get('y')!;
    const [inside, outside] = grid.interpolate(y, [...chart.toAmbient([5.3, 1.234]), ...chart.toAmbient([0, 2.1])]);
    expect(inside).toBeCloseTo(1.234, 8);
    expect(outside).toBeNaN();
  });

  it('refuses wrong sizes, accuracies and options', () => {
    const grid = parseGrid('cartesian:8', euclidean(1));
    const u = tabulate(grid, (at) => at.x!);
    expect(() => grid.interpolate([1], [0])).toThrow(InvalidInput);
    expect(() => grid.interpolate(u, [0], { accuracy: 3 })).toThrow(OutOfRange);
    expect(() => grid.interpolate(u, [0], { accuracy: 10 })).toThrow(/at least 10 points along x/);
    expect(() => grid.interpolate(u, [0], { order: 3 } as object)).toThrow(InvalidInput);
  });
});
