import { describe, expect, it } from 'vitest';
import { GraphSum } from '../../src/algebra/index.js';
import { parseKey } from '../../src/graph/index.js';
import { conditioningOf, type Grid, parseGrid, pointCloudGrid, sampleJets } from '../../src/grid/index.js';
import { compileKernel } from '../../src/kernel/index.js';
import { contractionProgram } from '../../src/program/index.js';
import { euclidean, hyperbolic, type Space, sphere } from '../../src/space/index.js';
import { equivarianceError } from '../../src/testing/index.js';
import { type At, exponentialError, jetErrors, orderBetween, tabulate } from './convergence.js';
import { growth } from './growth.js';

const accuracies = [2, 4, 6] as const;

describe('the Laplacian converges at its order at every node', () => {
  const a = [0.5, -0.4, 0.6];
  const order = (space: Space, specs: readonly [string, string], p: number, direction = a) => {
    const [coarse, fine] = specs.map((spec) => parseGrid(spec, space));
    return orderBetween(coarse!, fine!, (grid) => exponentialError(grid, p, direction));
  };

  it.each(accuracies)('healpix, curvature 1.3 (order %i)', (p) => {
    expect(order(sphere(2, 1.3), ['healpix:8', 'healpix:16'], p)).toBeGreaterThan(p - 0.3);
  });
  it.each(accuracies)('icosahedral (order %i)', (p) => {
    expect(order(sphere(2), ['icosahedral:2', 'icosahedral:3'], p)).toBeGreaterThan(p - 0.4);
  });
  it.each(accuracies)('fibonacci on S² (order %i)', (p) => {
    expect(order(sphere(2), ['fibonacci:400', 'fibonacci:1200'], p)).toBeGreaterThan(p - 0.3);
  });
  it.each(accuracies)('disk, curvature −1/2, up to the edge (order %i)', (p) => {
    expect(order(hyperbolic(2, -0.5), ['disk:20x40', 'disk:40x80'], p)).toBeGreaterThan(p - 0.3);
  });
  it.each(accuracies)('tiling, up to the edge (order %i)', (p) => {
    // One-sided fits of degree 7 reach far: 5.1 on these grids, 6.4 in the mean square.
    expect(order(hyperbolic(2), ['tiling:7,3:0:3', 'tiling:7,3:0:4'], p)).toBeGreaterThan(p === 6 ? 4.9 : p - 0.3);
  });
  it('cubed sphere in dimension 3, balls of E³ and H³ up to the edge (order 2)', () => {
    expect(order(sphere(3), ['cubed:4', 'cubed:6'], 2, [...a, 0.3])).toBeGreaterThan(1.8);
    expect(order(hyperbolic(3), ['ball:600', 'ball:2400'], 2, [...a, 0.3])).toBeGreaterThan(1.5);
    expect(order(euclidean(3), ['ball:600', 'ball:2400'], 2, a)).toBeGreaterThan(1.5);
  });

  it('jets of orders 1 to 4 agree with Taylor coefficients in the ambient model', () => {
    const [coarse, fine] = ['fibonacci:400', 'fibonacci:1600'].map((spec) =>
      jetErrors(parseGrid(spec, sphere(2, 1.3)), 4, 2, a),
    );
    expect(fine![0]).toBe(0);
    for (let k = 1; k <= 4; k++) expect(Math.log2(coarse![k]! / fine![k]!)).toBeGreaterThan(1.4);
  });

  it('also with RBF-FD', () => {
    const [coarse, fine] = ['fibonacci:200', 'fibonacci:600'].map((spec) =>
      pointCloudGrid(sphere(2), parseGrid(spec, sphere(2)).points, { method: 'rbf-fd' }),
    );
    expect(orderBetween(coarse!, fine!, (grid) => exponentialError(grid, 4, a))).toBeGreaterThan(3.5);
  });
});

/** Polynomials that span the harmonics of degree 0 to 3, by degree. */
const harmonics: readonly ((at: At) => number)[][] = [
  [() => 1],
  [(at) => at.x!, (at) => at.y!, (at) => at.z!],
  [
    (at) => at.x! * at.y!,
    (at) => at.y! * at.z!,
    (at) => at.z! * at.x!,
    (at) => at.x! ** 2 - at.y! ** 2,
    (at) => 3 * at.z! ** 2 - 1,
  ],
  [
    (at) => at.x! * at.y! * at.z!,
    (at) => at.x! ** 3 - 3 * at.x! * at.y! ** 2,
    (at) => at.y! ** 3 - 3 * at.y! * at.x! ** 2,
    (at) => at.z! * (at.x! ** 2 - at.y! ** 2),
    (at) => 5 * at.z! ** 3 - 3 * at.z!,
    (at) => at.x! * (5 * at.z! ** 2 - 1),
    (at) => at.y! * (5 * at.z! ** 2 - 1),
  ],
];

const laplacian = (grid: Grid, u: Float64Array, p: number): Float64Array => {
  const jets = sampleJets(grid.jetScheme(2, p), u);
  return jets[3]!.map((x, node) => x + jets[5]![node]!);
};
const integral = (grid: Grid, f: Float64Array): number => f.reduce((sum, x, i) => sum + x * grid.weights[i]!, 0);

describe.each(['healpix:8', 'icosahedral:3', 'fibonacci:700'])('the spectrum on %s', (spec) => {
  const grid = parseGrid(spec, sphere(2));
  it('is −l(l + 1): ratios ⟨Y, ΔY⟩ / ⟨Y, Y⟩ for l up to 3, at order 6', () => {
    for (const [l, list] of harmonics.entries()) {
      for (const y of list) {
        const u = tabulate(grid, y);
        const image = laplacian(grid, u, 6);
        const ratio =
          integral(
            grid,
            image.map((x, i) => x * u[i]!),
          ) /
          integral(
            grid,
            u.map((x) => x * x),
          );
        expect(Math.abs(ratio + l * (l + 1))).toBeLessThan(1e-4 * (1 + l * (l + 1)));
      }
    }
  });

  it('divergences integrate to zero, to the discretisation error', () => {
    const flux = laplacian(
      grid,
      tabulate(grid, (at) => Math.exp(at.x! - 0.5 * at.y! + at.x! * at.z!)),
      6,
    );
    expect(Math.abs(integral(grid, flux)) / integral(grid, flux.map(Math.abs))).toBeLessThan(
      spec === 'healpix:8' ? 2e-3 : 1e-5,
    );
  });
});

it.each(accuracies)('the heat equation on 162 icosahedral nodes does not grow (order %i)', (p) => {
  const grid = parseGrid('icosahedral:2', sphere(2));
  const { runs, stencils, size } = grid.jetScheme(2, p);
  const matrix = Array.from({ length: size }, () => new Float64Array(size));
  for (const { start, count, stencil, offsets } of runs) {
    const { width, weights } = stencils[stencil]!;
    for (let node = start; node < start + count; node++) {
      for (const [s, offset] of offsets.entries()) {
        matrix[node]![node + offset]! += weights[3 * width + s]! + weights[5 * width + s]!;
      }
    }
  }
  expect(growth(matrix, 2)).toBeLessThan(1.2);
});

it.each([
  ['fibonacci:400', sphere(2)],
  ['tiling:7,3:1:1', hyperbolic(2)],
  ['disk:16x32', hyperbolic(2)],
] as const)('a relation of dimension 2 vanishes to rounding at every node of %s', (spec, space) => {
  const grid = parseGrid(spec, space);
  const term = (key: string, factor: number) => GraphSum.of(parseKey(key)).scaled(factor);
  const relation = term('u_aa u_bb u_cc', 1).plus(term('u_ab u_ab u_cc', -3)).plus(term('u_ab u_ac u_bc', 2));
  const program = contractionProgram([relation, GraphSum.of(parseKey('u_ab u_ab u_cc'))], 2);
  const u = Float64Array.from({ length: grid.size }, (_, i) =>
    Math.sin(grid.points[3 * i]! + 2 * grid.points[3 * i + 1]!),
  );
  const [zero, size] = [new Float64Array(grid.size), new Float64Array(grid.size)];
  compileKernel(program, grid.jetScheme(2, 4)).run({ u }, {}, [zero, size]);
  const scale = Math.max(...size.map(Math.abs));
  for (const x of zero) expect(Math.abs(x)).toBeLessThan(1e-13 * scale);
});

it.each([
  ['fibonacci:300', 'fibonacci:1200', sphere(2)],
  ['tiling:7,3:1:1', 'tiling:7,3:1:2', hyperbolic(2)],
] as const)('the equivariance error on %s and %s falls at the order of the jets', (coarse, fine, space) => {
  const error = (grid: Grid) => equivarianceError((u) => laplacian(grid, u, 4), grid, { trials: 1, accuracy: 8 }).error;
  expect(orderBetween(parseGrid(coarse, space), parseGrid(fine, space), error)).toBeGreaterThan(3.3);
});

describe('conditioning', () => {
  it('is reported, and bad where nodes lie in rows', () => {
    const scheme = parseGrid('fibonacci:300', sphere(2)).jetScheme(2, 4);
    expect(conditioningOf(scheme)).toMatchObject({ widened: 0 });
    expect(conditioningOf(parseGrid('latlon:16x32', sphere(2)).jetScheme(2, 4))).toBeUndefined();
    // Rows 1.6 times as far from each other as the nodes of a row.
    const rows = Array.from({ length: 900 }, (_, k) => [(k % 60) * 0.6, Math.floor(k / 60)]).flat();
    const stretched = pointCloudGrid(euclidean(2), rows).jetScheme(2, 2).conditioning;
    expect(stretched.widened).toBeGreaterThan(100);
    expect(stretched.worst).toBeGreaterThan(3e3);
  });

  it('refuses nodes that do not determine jets', () => {
    const circle = Array.from({ length: 200 }, (_, k) => [Math.cos(k / 30), Math.sin(k / 30)]).flat();
    expect(() => pointCloudGrid(euclidean(2), circle).jetScheme(2, 4)).toThrow(/determine jets of order 2/);
    expect(() => parseGrid('fibonacci:12', sphere(2)).jetScheme(2, 2)).toThrow(/at least 19 nodes/);
    expect(() => parseGrid('fibonacci:30', sphere(2)).jetScheme(2, 4)).toThrow(/at least 39 nodes/);
    expect(() => parseGrid('fibonacci:60', sphere(2)).jetScheme(2, 4)).toThrow(/quarter turn/);
  });
});

describe('pointCloudGrid refuses', () => {
  const points = parseGrid('fibonacci:50', sphere(2)).points;
  it.each([
    ['points off the space', () => pointCloudGrid(sphere(2, 2), points)],
    ['the lower sheet', () => pointCloudGrid(hyperbolic(2), [0, 0, -1])],
    ['coordinates of another dimension', () => pointCloudGrid(sphere(2), points.subarray(1))],
    ['no nodes', () => pointCloudGrid(sphere(2), [])],
    ['coinciding nodes', () => pointCloudGrid(sphere(2), [...points, ...points.subarray(0, 3)]).jetScheme(1, 2)],
    ['another number of weights', () => pointCloudGrid(sphere(2), points, { weights: [1] })],
    ['an unknown method', () => pointCloudGrid(sphere(2), points, { method: 'spline' as 'rbf-fd' })],
    ['values of another number', () => pointCloudGrid(sphere(2), points).interpolate([1], points)],
  ])('%s', (_, make) => {
    expect(make).toThrow(/^[^\n]+$/);
  });
});

it('tells how far a scheme is', () => {
  const fractions: number[] = [];
  parseGrid('fibonacci:300', sphere(2)).jetScheme(1, 2, (fraction) => fractions.push(fraction));
  expect(fractions[0]).toBe(0);
  expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
  expect(fractions.at(-1)).toBeLessThan(1);
  expect(fractions.length).toBeGreaterThan(3);
});
