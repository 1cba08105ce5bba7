import { describe, expect, it } from 'vitest';
import { InvalidInput, OutOfRange, Unsupported } from '../../src/base/index.js';
import { parseGrid } from '../../src/grid/index.js';
import { euclidean, hyperbolic, sphere } from '../../src/space/index.js';

describe('parseGrid', () => {
  it('reads counts, lengths and rules', () => {
    const grid = parseGrid('cartesian:8x4:2pix0.5:dirichlet', euclidean(2));
    expect(grid.shape).toEqual([8, 4]);
    expect(grid.axes[0]!.values[0]).toBeCloseTo(Math.PI / 8, 14);
    expect(grid.axes[1]!.values[3]).toBeCloseTo(0.4375, 14);
    expect(grid.weights.reduce((a, b) => a + b, 0)).toBeCloseTo(Math.PI, 12);
    expect(Array.from(grid.points.subarray(2, 4))).toEqual([grid.axes[0]!.values[0], grid.axes[1]!.values[1]]);
    const line = parseGrid('cartesian:10', euclidean(1));
    expect(line.axes[0]!.values[5]).toBeCloseTo(Math.PI, 14);
    expect(parseGrid('cartesian:4x4x4:3:neumann', euclidean(3)).weights.reduce((a, b) => a + b, 0)).toBeCloseTo(27, 10);
  });

  it.each([
    ['cartesian', euclidean(2)],
    ['cartesian:', euclidean(2)],
    ['cartesian:8', euclidean(2)],
    ['cartesian:8x8x8', euclidean(2)],
    ['cartesian:8x8', sphere(2)],
    ['cartesian:1x8', euclidean(2)],
    ['cartesian:-8x8', euclidean(2)],
    ['cartesian:8.5x8', euclidean(2)],
    ['cartesian:8x8:reflecting', euclidean(2)],
    ['cartesian:8x8:0x1', euclidean(2)],
    ['cartesian:8x8:1x', euclidean(2)],
    ['cartesian:8x8:1x1x1', euclidean(2)],
    ['cartesian:8x8:periodic:2', euclidean(2)],
    ['cartesian:4x4x4x4', euclidean(4)],
    ['latlon:8x15', sphere(2)],
    ['latlon:16x8', sphere(2)],
    ['latlon:8', sphere(2)],
    ['latlon:8x16:2', sphere(2)],
    ['latlon:8x16', sphere(3)],
    ['latlon:8x16', hyperbolic(2)],
    ['halfplane:8x8', sphere(2)],
    ['halfplane:8x8:2..1', hyperbolic(2)],
    ['halfplane:8x8:0..1', hyperbolic(2)],
    ['halfplane:8x8:1..2..3', hyperbolic(2)],
    ['halfplane:8x8:x', hyperbolic(2)],
    ['halfplane:8x8:dirichlet', hyperbolic(2)],
    ['healpix:0', sphere(2)],
    ['healpix:12:nest', sphere(2)],
    ['healpix:8:spiral', sphere(2)],
    ['healpix:8:ring:2', sphere(2)],
    ['healpix:8', hyperbolic(2)],
    ['icosahedral:-1', sphere(2)],
    ['icosahedral:2:3', sphere(2)],
    ['icosahedral:2', sphere(3)],
    ['fibonacci:many', sphere(2)],
    ['fibonacci:100:2', sphere(2)],
    ['fibonacci:100:-2', hyperbolic(2)],
    ['fibonacci:100', sphere(3)],
    ['cubed:4', sphere(4)],
    ['ball:100', sphere(3)],
    ['disk:16x16:1', hyperbolic(2)],
    ['disk:16x16:0.5:open', hyperbolic(2)],
    ['disk:32x16', hyperbolic(2)],
    ['disk:16x17', hyperbolic(2)],
    ['disk:16x16', sphere(2)],
    ['tiling:4,4:2', hyperbolic(2)],
    ['tiling:7:2', hyperbolic(2)],
    ['tiling:7,3', hyperbolic(2)],
    ['tiling:7,3,2:2', hyperbolic(2)],
    ['tiling:7,3:2:1:0', hyperbolic(2)],
    ['tiling:7,3:2', sphere(2)],
    ['hexagonal:8', euclidean(2)],
    ['', euclidean(2)],
  ])('refuses %j on %o in one line', (spec, space) => {
    expect(() => parseGrid(spec, space)).toThrow(InvalidInput);
    expect(() => parseGrid(spec, space)).toThrow(/^[^\n]+$/);
  });

  it('refuses what is too large, and jets that no scheme has', () => {
    expect(() => parseGrid('tiling:7,3:40', hyperbolic(2))).toThrow(OutOfRange);
    expect(() => parseGrid('cartesian:99999x99999', euclidean(2))).toThrow(OutOfRange);
    for (const length of ['1e-200', '1e200']) {
      expect(() => parseGrid(`cartesian:16:${length}`, euclidean(1))).toThrow(OutOfRange);
    }
    const grid = parseGrid('latlon:8x16', sphere(2));
    expect(() => grid.jetScheme(2, 3)).toThrow(Unsupported);
    expect(() => grid.jetScheme(7, 2)).toThrow(Unsupported);
    expect(() => grid.jetScheme(4, 6)).toThrow(/at least 12 points along theta/);
  });
});
