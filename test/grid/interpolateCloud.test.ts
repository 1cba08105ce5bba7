import { describe, expect, it } from 'vitest';
import { InvalidInput, Random } from '../../src/base/index.js';
import { type Grid, parseGrid } from '../../src/grid/index.js';
import { applyIsometry, hyperbolic, randomIsometry, type Space, sphere } from '../../src/space/index.js';
import { orderBetween } from './convergence.js';

const u = (p: ArrayLike<number>) => Math.exp(0.5 * p[0]! - 0.3 * p[1]!);
const valuesOn = (grid: Grid) => Float64Array.from({ length: grid.size }, (_, i) => u(grid.points.subarray(3 * i)));

/** Largest error at images of the nodes under a rotation; NaN counts as zero. */
const error = (accuracy: number) => (grid: Grid) => {
  const g = randomIsometry(grid.space, new Random(5), { reach: 0.1 });
  const targets = Array.from({ length: grid.size }, (_, i) => applyIsometry(g, grid.points.subarray(3 * i, 3 * i + 3)));
  const found = grid.interpolate(valuesOn(grid), targets.flat(), { accuracy });
  return Math.max(...targets.map((p, k) => (Number.isNaN(found[k]!) ? 0 : Math.abs(found[k]! - u(p)))));
};

describe('values between scattered nodes', () => {
  it.each([
    [2, sphere(2), 'fibonacci:300', 'fibonacci:1200'],
    [4, sphere(2), 'fibonacci:300', 'fibonacci:1200'],
    [6, sphere(2), 'icosahedral:2', 'icosahedral:3'],
    [4, hyperbolic(2), 'tiling:7,3:0:2', 'tiling:7,3:0:3'],
  ] as [number, Space, string, string][])('converge at order %i', (p, space, coarse, fine) => {
    expect(orderBetween(parseGrid(coarse, space), parseGrid(fine, space), error(p))).toBeGreaterThan(p - 0.9);
  });

  it('are those at the nodes, and go from one neighbourhood to the next without a jump', () => {
    const grid = parseGrid('fibonacci:100', sphere(2));
    const values = valuesOn(grid).map((x, i) => x + 0.1 * (i % 3));
    const found = grid.interpolate(values, grid.points);
    for (const [i, x] of found.entries()) expect(x).toBeCloseTo(values[i]!, 10);
    const circle = (steps: number) => {
      const targets = Array.from({ length: steps }, (_, k) => {
        const t = (2 * k) / steps;
        return [Math.cos(t) * 0.6, Math.sin(t) * 0.6, 0.8];
      });
      const along = grid.interpolate(values, targets.flat());
      return Math.max(...along.slice(1).map((x, k) => Math.abs(x - along[k]!)));
    };
    expect(circle(4000) / circle(1000)).toBeLessThan(0.4);
  });

  it('are unknown outside of the region, and refused on too few nodes', () => {
    const grid = parseGrid('tiling:7,3:1', hyperbolic(2));
    const far = [Math.sinh(4), 0, Math.cosh(4)];
    expect(grid.interpolate(new Float64Array(grid.size), [...far, 0, 0, 1], { accuracy: 4 })).toEqual(
      Float64Array.of(Number.NaN, 0),
    );
    const small = parseGrid('fibonacci:20', sphere(2));
    expect(() => small.interpolate(new Float64Array(20), [0, 0, 1])).toThrow(InvalidInput);
  });
});
