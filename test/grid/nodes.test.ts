/** Nodes, cells, weights and neighbours of the grids of scattered nodes. */
import { describe, expect, it } from 'vitest';
import { Random } from '../../src/base/index.js';
import { parseGrid, pointCloudGrid } from '../../src/grid/index.js';
import { NodeTree } from '../../src/grid/kdtree.js';
import {
  distance,
  euclidean,
  exp,
  frameAt,
  fromComponents,
  hyperbolic,
  origin,
  type Space,
  sphere,
} from '../../src/space/index.js';

const integral = (grid: ReturnType<typeof parseGrid>, f: (p: Float64Array) => number): number => {
  const width = grid.points.length / grid.size;
  return grid.weights.reduce((sum, w, i) => sum + w * f(grid.points.subarray(i * width, (i + 1) * width)), 0);
};

it.each([
  ['E²', euclidean(2)],
  ['S³', sphere(3, 2)],
  ['H²', hyperbolic(2, -0.5)],
  ['H³', hyperbolic(3)],
] as [string, Space][])('the tree finds the nodes nearest in geodesic distance on %s', (_, space) => {
  const random = new Random(3);
  const base = origin(space);
  const at = () =>
    exp(
      space,
      base,
      fromComponents(
        frameAt(space, base),
        Array.from({ length: space.dimension }, () => random.normal()),
      ),
    );
  const points = Array.from({ length: 300 }, at);
  const tree = new NodeTree(space, points.flat());
  for (let trial = 0; trial < 20; trial++) {
    const p = at();
    const far = points.map((q) => distance(space, p, q));
    const order = far.map((_d, i) => i).sort((i, j) => far[i]! - far[j]!);
    expect(Array.from(tree.nearest(p, 12))).toEqual(order.slice(0, 12));
  }
  expect(tree.nearest(base, 1000)).toHaveLength(300);
});

describe('tilings', () => {
  it.each([
    [7, 3, [1, 8, 29, 85]],
    [4, 5, [1, 5, 17, 45]],
  ] as const)(
    '{%i, %i} has the area of its tiles, ((p − 2) − 2p/q) π each, in layers of the known sizes',
    (p, q, counts) => {
      for (const [depth, count] of counts.entries()) {
        const grid = parseGrid(`tiling:${p},${q}:${depth}`, hyperbolic(2, -0.25));
        const tile = 4 * Math.PI * (p - 2 - (2 * p) / q);
        expect(integral(grid, () => 1) / tile).toBeCloseTo(count, 8);
      }
    },
  );

  it('Voronoi cells of the centres of {7, 3} are its heptagons, of area π/3 and 7 neighbours', () => {
    const space = hyperbolic(2);
    const grid = parseGrid('tiling:7,3:3', space);
    const centres = Array.from({ length: grid.size }, (_, i) => i).filter((i) => grid.neighbours(i).length === 7);
    const cloud = pointCloudGrid(
      space,
      centres.flatMap((i) => Array.from(grid.points.subarray(3 * i, 3 * i + 3))),
    );
    expect(cloud.size).toBe(85);
    const inside = Array.from({ length: 85 }, (_, i) => i).filter((i) => !cloud.edge.includes(i));
    expect(inside.length).toBeGreaterThanOrEqual(8);
    for (const i of inside.slice(0, 8)) {
      expect(cloud.weights[i]).toBeCloseTo(Math.PI / 3, 9);
      expect(cloud.neighbours(i)).toHaveLength(7);
    }
  });

  it('nodes at the edge are those of the outermost sides', () => {
    const grid = parseGrid('tiling:7,3:0:1', hyperbolic(2));
    expect(grid.size).toBe(1 + 7 + 14);
    expect(grid.edge).toHaveLength(14);
    for (const i of grid.edge) expect(grid.points[3 * i + 2]).toBeGreaterThan(1.1);
  });
});

describe('quadrature', () => {
  it.each(['fibonacci:500', 'icosahedral:3', 'cubed:10'])('is exact on polynomials of low degree on %s', (spec) => {
    const grid = parseGrid(spec, sphere(2, 4));
    const area = Math.PI;
    expect(Math.min(...grid.weights)).toBeGreaterThan(0);
    expect(integral(grid, () => 1) / area).toBeCloseTo(1, 11);
    expect(integral(grid, (p) => (2 * p[2]!) ** 6) / area).toBeCloseTo(1 / 7, 11);
    expect(integral(grid, (p) => (2 * p[0]!) ** 2 * (2 * p[1]!) ** 4) / area).toBeCloseTo(3 / 105, 11);
    expect(integral(grid, (p) => p[0]! ** 3 * p[1]!) / area).toBeCloseTo(0, 11);
  });

  it('also on S³', () => {
    const grid = parseGrid('cubed:5', sphere(3));
    expect(integral(grid, () => 1)).toBeCloseTo(2 * Math.PI ** 2, 9);
    // ∫ x⁴ = 3/(4·6) of the volume.
    expect(integral(grid, (p) => p[1]! ** 4)).toBeCloseTo(Math.PI ** 2 / 4, 9);
  });

  it('areas of cells approach the area but for the edge; Fibonacci disks have equal weights', () => {
    const grid = parseGrid('fibonacci:2000:2', hyperbolic(2));
    const area = 2 * Math.PI * (Math.cosh(2) - 1);
    expect(integral(grid, () => 1) / area).toBeCloseTo(1, 12);
    expect(integral(grid, (p) => p[2]!) / (Math.PI * Math.sinh(2) ** 2)).toBeCloseTo(1, 2);
    const cells = pointCloudGrid(hyperbolic(2), grid.points);
    for (let i = 0; i < 1500; i++) expect(Math.abs(cells.weights[i]! / (area / 2000) - 1)).toBeLessThan(0.12);
    expect(Math.abs(integral(cells, () => 1) / area - 1)).toBeLessThan(0.1);
  });

  it('on the polar disk: its area, and ∫ T = π sinh² ρ', () => {
    const grid = parseGrid('disk:32x64:0.6', hyperbolic(2));
    const rho = 2 * Math.atanh(0.6);
    expect(integral(grid, () => 1)).toBeCloseTo(2 * Math.PI * (Math.cosh(rho) - 1), 6);
    expect(integral(grid, (p) => p[2]!)).toBeCloseTo(Math.PI * Math.sinh(rho) ** 2, 6);
  });
});

describe('neighbours', () => {
  it.each([
    ['fibonacci:200', sphere(2)],
    ['icosahedral:2', sphere(2)],
    ['cubed:5', sphere(2)],
    ['tiling:4,5:1:1', hyperbolic(2)],
    ['disk:8x16', hyperbolic(2)],
    ['latlon:6x12', sphere(2)],
    ['cartesian:5x4', euclidean(2)],
    ['cartesian:5x4:neumann', euclidean(2)],
  ] as [string, Space][])('are mutual on %s', (spec, space) => {
    const grid = parseGrid(spec, space);
    for (let node = 0; node < grid.size; node++) {
      const around = grid.neighbours(node);
      expect(around.length).toBeGreaterThan(1);
      for (const q of around) expect(grid.neighbours(q)).toContain(node);
    }
  });

  it('icosahedral: 12 nodes have 5, the others 6', () => {
    const grid = parseGrid('icosahedral:2', sphere(2));
    const counts = Array.from({ length: grid.size }, (_, i) => grid.neighbours(i).length);
    expect([5, 6].map((k) => counts.filter((c) => c === k).length)).toEqual([12, 150]);
  });

  it('edges: the outer circle of a disk, the walls of a box, nothing on a sphere or torus', () => {
    expect(Array.from(parseGrid('disk:8x16', hyperbolic(2)).edge)).toEqual(
      Array.from({ length: 16 }, (_, j) => 112 + j),
    );
    expect(parseGrid('cartesian:5x4:neumann', euclidean(2)).edge).toHaveLength(14);
    for (const grid of [parseGrid('cartesian:5x4', euclidean(2)), parseGrid('latlon:6x12', sphere(2))]) {
      expect(grid.edge).toHaveLength(0);
    }
  });
});
