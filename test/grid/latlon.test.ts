import { describe, expect, it } from 'vitest';
import { InvalidInput, Random } from '../../src/base/index.js';
import { type Grid, type JetScheme, parseGrid, sampleJets } from '../../src/grid/index.js';
import { jetTable } from '../../src/grid/jettable.js';
import { polarGeodesics } from '../../src/grid/polar.js';
import { productScheme } from '../../src/grid/product.js';
import { applyIsometry, randomIsometry, sphere } from '../../src/space/index.js';
import { type At, jetErrors, laplacianError, observedOrder, tabulate } from './convergence.js';
import { growth } from './growth.js';

const accuracies = [2, 4, 6] as const;
const spec = (n: number) => `latlon:${n}x${2 * n}`;

// A zonal harmonic about a generic axis: P_l(q) with q the sine of the latitude about that axis, Δ P_l = −l(l+1) P_l.
const axis = [0.3, 0.5, Math.sqrt(0.66)];
const q = (at: At) => axis[0]! * at.x! + axis[1]! * at.y! + axis[2]! * at.z!;
const legendre3 = (at: At) => (5 * q(at) ** 3 - 3 * q(at)) / 2;

describe('nodes at the poles', () => {
  const withPoles = (n: number) => `latlon:${n + 1}x${2 * n}:poles`;

  it.each(accuracies)('the Laplacian of a spherical harmonic of degree 3 has order %i at every node', (p) => {
    const order = observedOrder(withPoles, sphere(2), 24, (grid) =>
      laplacianError(grid, p, legendre3, (at) => -12 * legendre3(at)),
    );
    expect(order).toBeGreaterThan(p - 0.3);
    expect(order).toBeLessThan(p + 1);
  });

  it.each(accuracies)('jets of orders 1 to 4 agree with Taylor coefficients in the ambient model (order %i)', (p) => {
    const space = sphere(2, 1.3);
    const a = [0.5, -0.4, 0.6];
    const coarse = jetErrors(parseGrid(withPoles(24), space), 4, p, a);
    const fine = jetErrors(parseGrid(withPoles(48), space), 4, p, a);
    for (let k = 1; k <= 4; k++) expect(Math.log2(coarse[k]! / fine[k]!)).toBeGreaterThan(p - (k === 4 ? 0.8 : 0.4));
  });

  it('quadrature is exact on spherical harmonics of degree up to N - 1, and interpolation goes on across the pole', () => {
    for (const rows of [11, 12]) {
      const grid = parseGrid(`latlon:${rows}x12:poles`, sphere(2, 0.25));
      const integral = (f: (at: At) => number) =>
        tabulate(grid, f).reduce((sum, x, node) => sum + x * grid.weights[node]!, 0);
      expect(integral(() => 1)).toBeCloseTo(16 * Math.PI, 11);
      expect(integral((at) => at.z! ** 10) / ((4 * Math.PI * 2 ** 12) / 11)).toBeCloseTo(1, 12);
      expect(integral((at) => (at.x! * at.y! * at.z!) ** 2) / ((4 * Math.PI * 2 ** 8) / 105)).toBeCloseTo(1, 12);
    }
    const grid = parseGrid(withPoles(36), sphere(2));
    const f = (at: At) => Math.exp(at.x! * 0.4 + at.y! - at.z!);
    for (const angle of [0, 0.01, 0.05, Math.PI - 0.02]) {
      const [x, y, z] = [Math.sin(angle) * 0.6, Math.sin(angle) * 0.8, Math.cos(angle)];
      expect(grid.interpolate(tabulate(grid, f), [x, y, z], { accuracy: 8 })[0]).toBeCloseTo(f({ x, y, z }), 6);
    }
    expect([...grid.neighbours(0)]).toEqual([1, 71, 72, 72 + 36]);
  });

  it('refuses another word', () => {
    expect(() => parseGrid('latlon:10x20:pole', sphere(2))).toThrow("nothing more, or one of poles, got 'pole'");
  });
});

describe('convergence up to the poles', () => {
  it.each(accuracies)('the Laplacian of a spherical harmonic of degree 3 has order %i at every node', (p) => {
    const order = observedOrder(spec, sphere(2), 24, (grid) =>
      laplacianError(grid, p, legendre3, (at) => -12 * legendre3(at)),
    );
    expect(order).toBeGreaterThan(p - 0.3);
    expect(order).toBeLessThan(p + 1);
  });

  it.each(accuracies)('also on the four rows at a pole alone (order %i)', (p) => {
    const error = (grid: Grid) => {
      const scheme = grid.jetScheme(2, p);
      const jets = sampleJets(scheme, tabulate(grid, legendre3));
      const exact = tabulate(grid, legendre3);
      let worst = 0;
      for (let node = 0; node < 4 * grid.shape[1]!; node++) {
        worst = Math.max(worst, Math.abs(jets[3]![node]! + jets[5]![node]! + 12 * exact[node]!));
      }
      return worst;
    };
    expect(observedOrder(spec, sphere(2), 24, error)).toBeGreaterThan(p - 0.3);
  });

  it('which chart formulas alone do not give: there the Laplacian of order 2 converges at order 1', () => {
    const error = (grid: Grid) => {
      const rows = grid.shape[0]!;
      const theta = grid.axes[0]!.values;
      const part = productScheme({
        axes: [
          { name: 'theta', count: rows, from: 0, spacing: Math.PI / rows, rule: 'pole' },
          { name: 'phi', count: 2 * rows, from: 0, spacing: Math.PI / rows, rule: 'periodic' },
        ],
        order: 2,
        accuracy: 2,
        table: (i) => ({ name: String(i), rows: jetTable(2, 2, polarGeodesics(sphere(2), theta[i]!)) }),
      });
      return laplacianError(
        { ...grid, jetScheme: () => ({ ...grid.jetScheme(2, 2), ...part }) },
        2,
        legendre3,
        (at) => -12 * legendre3(at),
      );
    };
    expect(observedOrder(spec, sphere(2), 24, error)).toBeLessThan(1.3);
  });

  it.each(accuracies)('jets of orders 1 to 4 agree with Taylor coefficients in the ambient model (order %i)', (p) => {
    const space = sphere(2, 1.3);
    const a = [0.5, -0.4, 0.6];
    const coarse = jetErrors(parseGrid(spec(24), space), 4, p, a);
    const fine = jetErrors(parseGrid(spec(48), space), 4, p, a);
    expect(fine[0]).toBe(0);
    for (let k = 1; k <= 4; k++) expect(Math.log2(coarse[k]! / fine[k]!)).toBeGreaterThan(p - (k === 4 ? 0.8 : 0.4));
  });

  it('rounding of fourth derivatives at accuracy 6 stays below 1e-4 on 64x128', () => {
    expect(jetErrors(parseGrid(spec(64), sphere(2)), 4, 6, [0.5, -0.4, 0.6])[4]).toBeLessThan(1e-4);
  });
});

/** The Laplacian on functions f(θ) cos mφ: by symmetry under rotations and reflections one matrix for each m. */
function laplacianBlock(scheme: JetScheme, rows: number, columns: number, m: number): Float64Array[] {
  const matrix = Array.from({ length: rows }, () => new Float64Array(rows));
  for (const { start, stencil, offsets } of scheme.runs) {
    if (start % columns !== 0) continue;
    const { width, weights } = scheme.stencils[stencil]!;
    for (const [s, offset] of offsets.entries()) {
      const target = start + offset;
      const weight = weights[3 * width + s]! + weights[5 * width + s]!;
      const angle = (2 * Math.PI * m * (target % columns)) / columns;
      matrix[start / columns]![Math.floor(target / columns)]! += weight * Math.cos(angle);
    }
  }
  return matrix;
}

describe('stability', () => {
  it.each([
    [2, 24, 48],
    [4, 24, 48],
    [6, 24, 48],
    [6, 30, 40],
  ])('the heat equation does not grow in any mode: accuracy %i on %i × %i', (p, rows, columns) => {
    const scheme = parseGrid(`latlon:${rows}x${columns}`, sphere(2)).jetScheme(2, p);
    for (let m = 0; m <= columns / 2; m++) {
      const matrix = laplacianBlock(scheme, rows, columns, m);
      expect(growth(matrix, 2)).toBeLessThan(m === 0 ? 1.01 : 0.03);
    }
  });

  it('stencils are mirror-symmetric in longitude', () => {
    const grid = parseGrid('latlon:24x48', sphere(2));
    const scheme = grid.jetScheme(3, 4);
    const u = tabulate(grid, (at) => Math.exp(at.x! - 0.5 * at.y! + at.x! * at.z!));
    const flip = (values: Float64Array) =>
      values.map((_, node) => values[node - (node % 48) + ((48 - (node % 48)) % 48)]!);
    const jets = sampleJets(scheme, u);
    for (const [c, values] of sampleJets(scheme, flip(u)).entries()) {
      const sign = scheme.components[c]!.filter((i) => i === 1).length % 2 === 0 ? 1 : -1;
      const mirrored = flip(jets[c]!);
      for (const [node, x] of values.entries()) expect(Math.abs(x - sign * mirrored[node]!)).toBeLessThan(1e-8);
    }
  });
});

describe('coarse grids', () => {
  const scheme = (rows: number, columns: number, order: number, p: number) =>
    parseGrid(`latlon:${rows}x${columns}`, sphere(2)).jetScheme(order, p);

  it.each([
    [2, 4, 7, 10],
    [4, 2, 7, 10],
    [2, 6, 10, 12],
    [4, 4, 10, 12],
    [4, 6, 12, 14],
  ])('order %i at accuracy %i is refused below %i rows or %i longitudes', (order, p, rows, columns) => {
    expect(scheme(rows, columns, order, p).size).toBe(rows * columns);
    expect(() => scheme(rows - 1, columns, order, p)).toThrow(InvalidInput);
    const square = 2 * Math.ceil(rows / 2);
    expect(() => scheme(rows, square, order, p)).toThrow(`at least ${columns - 1} points along phi`);
  });
});

describe('quadrature', () => {
  it('is exact on spherical harmonics of degree below the number of rows', () => {
    const grid = parseGrid('latlon:10x10', sphere(2, 0.25));
    const integral = (f: (at: At) => number) =>
      tabulate(grid, f).reduce((sum, x, node) => sum + x * grid.weights[node]!, 0);
    expect(integral(() => 1)).toBeCloseTo(16 * Math.PI, 11);
    // On radius 2: ∫ z^8 = 4π 2^10 / 9 and ∫ x² y² z² = 4π 2^8 / 105.
    expect(integral((at) => at.z! ** 8) / ((4 * Math.PI * 2 ** 10) / 9)).toBeCloseTo(1, 12);
    expect(integral((at) => (at.x! * at.y! * at.z!) ** 2) / ((4 * Math.PI * 2 ** 8) / 105)).toBeCloseTo(1, 12);
    expect(integral((at) => at.x! ** 3 * at.z! ** 4)).toBeCloseTo(0, 10);
  });
});

it('integrals are invariant under a generic rotation, by interpolation', () => {
  const space = sphere(2);
  const grid = parseGrid('latlon:32x64', space);
  const g = randomIsometry(space, new Random(3));
  const u = tabulate(grid, (at) => Math.exp(at.x! * at.y! + at.z!));
  const points = new Float64Array(grid.points.length);
  for (let node = 0; node < grid.size; node++)
    points.set(applyIsometry(g, grid.points.subarray(3 * node, 3 * node + 3)), 3 * node);
  const sum = (values: Float64Array) => values.reduce((s, x, node) => s + x * grid.weights[node]!, 0);
  expect(sum(grid.interpolate(u, points))).toBeCloseTo(sum(u), 6);
});
