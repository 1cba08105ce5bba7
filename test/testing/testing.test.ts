import { describe, expect, it } from 'vitest';
import { GraphSum } from '../../src/algebra/index.js';
import { parseKey } from '../../src/graph/index.js';
import { type Grid, parseGrid, sampleJets } from '../../src/grid/index.js';
import { compileKernel } from '../../src/kernel/index.js';
import { contractionProgram } from '../../src/program/index.js';
import { euclidean, hyperbolic, sphere } from '../../src/space/index.js';
import { convergenceOrder, equivarianceError } from '../../src/testing/index.js';

type Operator = (values: Float64Array) => Float64Array;

function operator(key: string, grid: Grid, accuracy: number): Operator {
  const kernel = compileKernel(
    contractionProgram([GraphSum.of(parseKey(key))], grid.space.dimension),
    grid.jetScheme(4, accuracy),
  );
  return (u) => {
    const out = new Float64Array(grid.size);
    kernel.run({ u }, {}, [out]);
    return out;
  };
}

describe('convergenceOrder', () => {
  it('is the slope', () => {
    expect(convergenceOrder([3, 3 / 8, 3 / 64], [10, 20, 40])).toBeCloseTo(3, 12);
    expect(() => convergenceOrder([1], [10])).toThrow(/two or more sizes/);
    expect(() => convergenceOrder([1, 0], [10, 20])).toThrow(/positive/);
  });
});

describe('equivarianceError', () => {
  const cases = [
    ['latlon:', sphere(2)],
    ['halfplane:', hyperbolic(2)],
    ['cartesian:', euclidean(2)],
  ] as const;
  const gridOf = ([prefix, space]: (typeof cases)[number], n: number): Grid =>
    parseGrid(prefix === 'latlon:' ? `latlon:${n}x${2 * n}` : `${prefix}${n}x${n}`, space);

  it.each(cases)('falls with the discretisation order on %s', (...drawn) => {
    for (const key of ['u_ab u_a u_b', 'u_abb u_a']) {
      const sizes = [32, 64];
      const measured = sizes.map((n) => {
        const grid = gridOf(drawn, n);
        return equivarianceError(operator(key, grid, 4), grid, { trials: 1 });
      });
      expect(measured[1]!.interpolation).toBeLessThan(measured[1]!.error);
      expect(
        convergenceOrder(
          measured.map(({ error }) => error),
          sizes,
        ),
      ).toBeGreaterThan(3.5);
    }
  });

  it.each(cases)('exposes an operator that is not equivariant on %s', (...drawn) => {
    const grid = gridOf(drawn, 48);
    const scheme = grid.jetScheme(1, 4);
    const squareOfOne: Operator = (u) => sampleJets(scheme, u)[1]!.map((x) => x * x);
    const { error, interpolation } = equivarianceError(squareOfOne, grid, { seed: 4 });
    expect(error).toBeGreaterThan(0.2);
    expect(interpolation).toBeLessThan(drawn[0] === 'latlon:' ? 0.2 : 0.01);
  });

  it('tells O(n) from SO(n)', () => {
    const grid = gridOf(cases[0], 32);
    const oriented = operator('eps_ab u_a u_bc u_c', grid, 4);
    expect(equivarianceError(oriented, grid, { orientation: 1 }).error).toBeLessThan(0.02);
    expect(equivarianceError(oriented, grid, { orientation: -1 }).error).toBeGreaterThan(1.9);
  });

  it('finds no error in the zero operator, and takes grids of many nodes', () => {
    const zero: Operator = (u) => u.map(() => 0);
    for (const [spec, space] of [
      ['latlon:8x16', sphere(2)],
      ['cartesian:400x400', euclidean(2)],
    ] as const) {
      expect(equivarianceError(zero, parseGrid(spec, space), { trials: 1 })).toEqual({ error: 0, interpolation: 0 });
    }
  });

  it('takes a field and refuses unknown options', () => {
    const grid = gridOf(cases[0], 32);
    const laplacian = operator('u_aa', grid, 6);
    expect(equivarianceError(laplacian, grid, { field: ([x, y]) => x! * y! }).error).toBeLessThan(1e-3);
    expect(() => equivarianceError(laplacian, grid, { sed: 1 } as object)).toThrow(/'sed'/);
    expect(() => equivarianceError(() => new Float64Array(3), grid)).toThrow(/2048 values/);
    expect(() => equivarianceError((v) => v.map(() => Number.NaN), grid)).toThrow(/finite values .* NaN at node 0/);
  });
});
