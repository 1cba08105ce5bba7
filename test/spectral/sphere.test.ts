/**
 * Jets of u = exp(<a, p>) against Taylor coefficients in the ambient model, which know neither chart nor harmonics; zonal
 * harmonics about generic axes in closed form; analysis of noise within the band.
 */
import { describe, expect, it } from 'vitest';
import { InvalidInput, jetIndices, OutOfRange, Random, Unsupported } from '../../src/base/index.js';
import { parseGrid } from '../../src/grid/index.js';
import { hyperbolic, inner, sphere } from '../../src/space/index.js';
import { component, spectralBasis, spectralSampler } from '../../src/spectral/index.js';
import { SpinBlocks } from '../../src/spectral/spinHarmonics.js';
import { spinCoefficients } from '../../src/spectral/spinJets.js';
import { exponentialJet } from '../oracle/geodesicTaylor.js';

const worst = (a: Float64Array, b: Float64Array): number =>
  a.reduce((max, x, i) => Math.max(max, Math.abs(x - b[i]!)), 0);
const noise = (length: number): Float64Array => {
  const random = new Random(11);
  return Float64Array.from({ length }, () => random.normal());
};

/** A Legendre polynomial and its derivative by Bonnet's recurrence. */
function legendre(l: number, t: number): readonly [number, number] {
  let [p, d, before, slopeBefore] = [t, 1, 1, 0];
  if (l === 0) return [1, 0];
  for (let k = 2; k <= l; k++) {
    [p, before] = [((2 * k - 1) * t * p - (k - 1) * before) / k, p];
    [d, slopeBefore] = [slopeBefore + (2 * k - 1) * before, d];
  }
  return [p, d];
}

describe('jets on the sphere', () => {
  it.each([
    ['latlon:40x80', 1],
    ['latlon:40x80', 2.5],
    ['latlon:41x76', 0.3],
    ['latlon:41x80:poles', 1],
    ['latlon:42x80:poles', 1.7],
  ])('of orders 0 to 6 are Taylor coefficients in normal coordinates (%s, curvature %f)', (spec, kappa) => {
    const space = sphere(2, kappa);
    const grid = parseGrid(spec, space);
    const a = [0.5, -0.4, 0.6].map((x) => x * Math.sqrt(kappa));
    const point = (node: number): Float64Array => grid.points.subarray(3 * node, 3 * node + 3);
    const heights = Float64Array.from({ length: grid.size }, (_, node) => inner(space, a, point(node)));
    const sampler = spectralSampler(grid, 6);
    const components = jetIndices(2, 6);
    const jets = sampler.sample(
      heights.map(Math.exp),
      components.map((index) => component(...index)),
    );
    const errors = new Array<number>(7).fill(0);
    for (let node = 0; node < grid.size; node += 29) {
      const slopes = grid.frame(node).map((e) => inner(space, a, e));
      const exact = exponentialJet(kappa, heights[node]!, slopes, 6);
      components.forEach((index, c) => {
        const k = index.length;
        errors[k] = Math.max(errors[k]!, Math.abs(jets[c]![node]! - exact(index)) / Math.sqrt(kappa) ** k);
      });
    }
    // Rounding is amplified by L per derivative.
    errors.forEach((error, k) => {
      expect(error).toBeLessThan(4e-14 * 40 ** k);
    });
  });

  it('Δu + |∇u|² of a field of band limit 20 has an error below 1e-11', () => {
    const axes = [
      [1, 2, 2],
      [2, -1, 2],
      [-2, 3, 6],
      [4, 4, -7],
    ].map((a) => a.map((x) => x / Math.hypot(...a)));
    const degrees = [20, 13, 7, 3];
    const factors = [0.05, 0.1, 0.3, 0.5];
    const grid = parseGrid('latlon:64x128', sphere(2));
    const [u, exact] = [new Float64Array(grid.size), new Float64Array(grid.size)];
    for (let node = 0; node < grid.size; node++) {
      const t = axes.map((a) => a.reduce((sum, x, i) => sum + x * grid.points[3 * node + i]!, 0));
      const values = t.map((x, j) => legendre(degrees[j]!, x));
      values.forEach(([p, d], j) => {
        u[node]! += factors[j]! * p;
        exact[node]! -= factors[j]! * degrees[j]! * (degrees[j]! + 1) * p;
        values.forEach(([, other], i) => {
          const cosine = axes[i]!.reduce((sum, x, k) => sum + x * axes[j]![k]!, 0);
          exact[node]! += factors[i]! * factors[j]! * other * d * (cosine - t[i]! * t[j]!);
        });
      });
    }
    // The rounding of u itself grows with the square of the band limit.
    for (const [bandLimit, bound] of [
      [20, 5e-12],
      [32, 1e-11],
      [63, 1e-10],
    ] as const) {
      const sampler = spectralSampler(grid, 2, { bandLimit });
      const [a, b, laplacian] = sampler.sample(u, [
        component(0),
        component(1),
        [...component(0, 0), ...component(1, 1)],
      ]);
      const result = u.map((_, i) => laplacian![i]! + a![i]! ** 2 + b![i]! ** 2);
      expect(worst(result, exact)).toBeLessThan(bound);
    }
  });

  it('Δ by jets is Δ by eigenvalues, and P_4 contracted twice is Δ² + 2κ/3 Δ', () => {
    const kappa = 1.7;
    const grid = parseGrid('latlon:24x48', sphere(2, kappa));
    const basis = spectralBasis(grid);
    const c = basis.eigenvalues.map((_, i) => (i < basis.length / 2 ? Math.cos(i) : 0));
    const times = (f: (eigenvalue: number) => number): Float64Array => c.map((x, i) => x * f(basis.eigenvalues[i]!));
    const at = (x: Float64Array): Float64Array => basis.jets(x, [component()])[0]!;
    const [aa, bb, aaaa, aabb, bbbb] = basis.jets(c, [
      component(0, 0),
      component(1, 1),
      component(0, 0, 0, 0),
      component(0, 0, 1, 1),
      component(1, 1, 1, 1),
    ]);
    const scale = 23 * 24 * kappa * 30;
    const laplacian = at(times((x) => x));
    expect(
      worst(
        aa!.map((x, i) => x + bb![i]!),
        laplacian,
      ) / scale,
    ).toBeLessThan(1e-13);
    // Normal form of Δ²u: u_aabb − 2/3 κ (n − 1) u_aa (docs/conventions.md).
    const fourth = at(times((x) => x * x + (2 / 3) * kappa * x));
    const traced = aaaa!.map((x, i) => x + 2 * aabb![i]! + bbbb![i]!);
    expect(worst(traced, fourth) / scale ** 2).toBeLessThan(1e-13);
  });
});

describe('the transform', () => {
  const specs = ['latlon:16x32', 'latlon:17x34', 'latlon:20x20', 'latlon:9x40', 'latlon:30x60'];

  it.each([...specs, 'latlon:17x32:poles', 'latlon:20x36:poles', 'latlon:10x40:poles'])(
    'is exact up to its band limit on %s',
    (spec) => {
      const grid = parseGrid(spec, sphere(2, 2));
      const basis = spectralBasis(grid);
      const [rows, columns] = grid.shape as readonly [number, number];
      const most = rows - (spec.endsWith('poles') ? 2 : 1);
      expect(basis.bandLimit).toBe(Math.min(most, Math.ceil(columns / 2) - 1));
      // Order m = 0 comes first; its coefficients are real.
      const c = noise(basis.length);
      c.fill(0, basis.length / 2, basis.length / 2 + basis.bandLimit + 1);
      const [u] = basis.jets(c, [component()]);
      const back = new Float64Array(basis.length);
      basis.analyse(u!, back);
      expect(worst(back, c)).toBeLessThan(2e-13);
      const square = c.reduce((sum, x, i) => sum + basis.squareWeights[i]! * x * x, 0);
      if (2 * basis.bandLimit < rows) {
        const integral = u!.reduce((sum, x, i) => sum + grid.weights[i]! * x * x, 0);
        expect(integral / square).toBeCloseTo(1, 12);
      }
      // The constant: ∫ 1 = 4πR².
      const one = new Float64Array(basis.length);
      basis.analyse(new Float64Array(grid.size).fill(1), one);
      expect(one.findIndex((x) => Math.abs(x) > 1e-12)).toBe(basis.constant);
      expect(one[basis.constant]! ** 2 * basis.squareWeights[basis.constant]!).toBeCloseTo(2 * Math.PI, 10);
    },
  );

  it('has orthonormal harmonics of every spin to degree 1000', () => {
    // Fejér's rule is exact on the products: they are trigonometric polynomials of degree ≤ 2000 with even cosines only.
    const degree = 1000;
    const nodes = 2 * degree + 2;
    const theta = Float64Array.from({ length: nodes / 2 }, (_, i) => ((i + 0.5) * Math.PI) / nodes);
    const blocks = new SpinBlocks(theta, degree);
    const weights = theta.map((t) => {
      let sum = 0;
      for (let k = 1; 2 * k - 1 <= nodes; k++) sum += Math.sin((2 * k - 1) * t) / (2 * k - 1);
      return (4 / nodes) * sum * Math.sin(t);
    });
    for (const [s, m] of [
      [0, 0],
      [0, 368],
      [0, 999],
      [2, 1],
      [6, 500],
    ] as const) {
      const { first, from, even, odd } = blocks.block(s, m);
      /** λ of spin ±s, the second one with the sign of its mirror image. */
      const values = (l: number, i: number): readonly [number, number] => {
        if (i < from) return [0, 0];
        const at = (l - first) * theta.length + i;
        const [w, x] = [even[at]!, s === 0 ? 0 : odd[at]!];
        return [w + x, (l % 2 === 0 ? 1 : -1) * (w - x)];
      };
      const product = (l: number, k: number): number =>
        2 *
        Math.PI *
        weights.reduce((sum, weight, i) => {
          const [a, b] = values(l, i);
          const [c, d] = values(k, i);
          return sum + weight * (a * c + b * d);
        }, 0);
      for (const l of [first, Math.min(degree, first + 1), Math.floor((first + degree) / 2), degree]) {
        expect(product(l, l)).toBeCloseTo(1, 11);
        if (l !== degree) expect(product(l, degree)).toBeCloseTo(0, 11);
      }
    }
  });
});

it('the coefficients are the polynomials found by hand', () => {
  for (const l of [0, 1, 2, 7]) {
    const x = l * (l + 1);
    const c = spinCoefficients(l, 4);
    expect(c[1]![1]).toBeCloseTo(-x, 12);
    // P_3(m_+², m_−) = (1/3)(2 D D̄ D + D D D̄) Y = −(x − 2/3) D Y by the commutator [D, D̄] on spin 1.
    expect(c[2]![1]).toBeCloseTo(-(x - 2 / 3), 12);
    expect(c[2]![2]).toBeCloseTo(x * x - (2 / 3) * x, 10);
  }
});

it('is refused where there is no such basis, and beyond its limits', () => {
  expect(() => spectralSampler(parseGrid('halfplane:16x16', hyperbolic(2)), 2)).toThrow(Unsupported);
  const grid = parseGrid('latlon:8x16', sphere(2));
  expect(() => spectralSampler(grid, 7)).toThrow(InvalidInput);
  expect(() => spectralSampler(grid, 2, { bandLimit: 8 })).toThrow(/0 to 7/);
  expect(() => spectralBasis(parseGrid('latlon:1600x3200', sphere(2)))).toThrow(OutOfRange);
  expect(() => spectralSampler(grid, 2, { limit: 8 } as object)).toThrow(/bandLimit/);
});
