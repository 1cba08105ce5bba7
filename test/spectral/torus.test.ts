/** Jets of trigonometric polynomials and of plane waves on boxes, against their derivatives. */
import { describe, expect, it } from 'vitest';
import { jetIndices, Random, Unsupported } from '../../src/base/index.js';
import { parseGrid } from '../../src/grid/index.js';
import { euclidean } from '../../src/space/index.js';
import { component, spectralBasis, spectralSampler } from '../../src/spectral/index.js';

const worst = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((max: number, x, i) => Math.max(max, Math.abs(x - b[i]!)), 0);

describe('jets on the torus', () => {
  it.each([
    ['cartesian:24:3', [2]],
    ['cartesian:15:5', [-3]],
    ['cartesian:16x15:2x7', [3, -2]],
    ['cartesian:10x14:2pix1', [-4, 0]],
    ['cartesian:8x9x10:1x2x3', [1, -2, 4]],
    ['cartesian:9x8x11:1x2x3', [0, 3, 0]],
  ] as const)('of orders 0 to 6 are exact on a plane wave (%s)', (spec, k) => {
    const n = k.length;
    const grid = parseGrid(spec, euclidean(n));
    const wave = grid.axes.map(({ values }, a) => (2 * Math.PI * k[a]!) / (values[1]! * values.length));
    const phase = (node: number): number => wave.reduce((sum, x, a) => sum + x * grid.points[n * node + a]!, 0.4);
    const u = Float64Array.from({ length: grid.size }, (_, node) => Math.cos(phase(node)));
    const sampler = spectralSampler(grid, 6);
    const components = jetIndices(n, 6);
    const jets = sampler.sample(
      u,
      components.map((index) => component(...index)),
    );
    const top = Math.max(...grid.axes.map(({ values }) => Math.PI / values[1]!));
    components.forEach((index, c) => {
      const size = index.reduce((product, a) => product * wave[a]!, 1);
      const exact = u.map((_, node) => size * Math.cos(phase(node) + (index.length * Math.PI) / 2));
      expect(worst(jets[c]!, exact)).toBeLessThan(3e-15 * (1 + top) ** index.length);
    });
  });

  it('the highest wave number of an even grid has even derivatives only', () => {
    const grid = parseGrid('cartesian:8', euclidean(1));
    const saw = Float64Array.from({ length: 8 }, (_, i) => (i % 2 === 0 ? 1 : -1));
    const [value, first, second] = spectralSampler(grid, 2).sample(saw, [component(), component(0), component(0, 0)]);
    expect(worst(value!, saw)).toBeLessThan(1e-14);
    expect(worst(first!, new Float64Array(8))).toBeLessThan(1e-14);
    expect(
      worst(
        second!,
        saw.map((x) => -16 * x),
      ),
    ).toBeLessThan(1e-12);
  });
});

describe('the transform', () => {
  it.each(['cartesian:12', 'cartesian:9x10', 'cartesian:8x8', 'cartesian:4x6x5'])(
    'gives all values back on %s',
    (spec) => {
      const dimension = spec.split('x').length;
      const grid = parseGrid(spec, euclidean(dimension));
      const basis = spectralBasis(grid);
      const random = new Random(2);
      const u = Float64Array.from({ length: grid.size }, () => random.normal());
      const c = new Float64Array(basis.length);
      basis.analyse(u, c);
      expect(worst(basis.jets(c, [component()])[0]!, u)).toBeLessThan(1e-13);
      const square = c.reduce((sum, x, i) => sum + basis.squareWeights[i]! * x * x, 0);
      expect(square / u.reduce((sum, x, i) => sum + grid.weights[i]! * x * x, 0)).toBeCloseTo(1, 13);
    },
  );

  it('keeps wave numbers up to the band limit', () => {
    const grid = parseGrid('cartesian:12x12', euclidean(2));
    const f = (k: number, l: number): Float64Array =>
      Float64Array.from({ length: 144 }, (_, i) => Math.cos(k * grid.points[2 * i]! + l * grid.points[2 * i + 1]!));
    const sampler = spectralSampler(grid, 0, { bandLimit: 3 });
    for (const [k, l, kept] of [
      [3, -3, 1],
      [4, 0, 0],
      [1, 4, 0],
      [-3, 1, 1],
    ] as const) {
      expect(
        worst(
          sampler.sample(f(k, l), [component()])[0]!,
          f(k, l).map((x) => kept * x),
        ),
      ).toBeLessThan(1e-14);
    }
  });

  it('is refused between walls', () => {
    expect(() => spectralBasis(parseGrid('cartesian:8:neumann', euclidean(1)))).toThrow(Unsupported);
  });
});
