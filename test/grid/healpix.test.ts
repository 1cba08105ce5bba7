import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { InvalidInput } from '../../src/base/index.js';
import {
  conditioningOf,
  healpixNeighbours,
  nestToRing,
  parseGrid,
  ringToNest,
  sampleJets,
} from '../../src/grid/index.js';
import { sphere } from '../../src/space/index.js';
import { type At, tabulate } from './convergence.js';

const golden = JSON.parse(readFileSync(fileURLToPath(new URL('../golden/healpy.json', import.meta.url)), 'utf8'));
const pixelsOf = (nside: number) => Array.from({ length: 12 * nside ** 2 }, (_, p) => p);
const sorted = (numbers: Iterable<number>) => [...numbers].sort((a, b) => a - b);

describe('numbering', () => {
  it.each([1, 2, 4, 32])('ring and nested order are inverse bijections at nside %i', (nside) => {
    const image = pixelsOf(nside).map((p) => ringToNest(nside, p));
    expect(sorted(image)).toEqual(pixelsOf(nside));
    expect(image.map((p) => nestToRing(nside, p))).toEqual(pixelsOf(nside));
  });

  it('nested order refines: the children of pixel p are 4p to 4p + 3, around its centre', () => {
    const [coarse, fine] = [4, 8].map((n) => parseGrid(`healpix:${n}:nest`, sphere(2)).points);
    for (let p = 0; p < 192; p++) {
      const children = [0, 1, 2, 3].map((k) => fine!.subarray(3 * (4 * p + k), 3 * (4 * p + k) + 3));
      const sum = [0, 1, 2].map((i) => children.reduce((s, q) => s + q[i]!, 0));
      const gap = Math.hypot(...sum.map((x, i) => x / Math.hypot(...sum) - coarse![3 * p + i]!));
      expect(gap).toBeLessThan(0.1);
    }
  });

  it('is the one of healpy', () => {
    expect(pixelsOf(golden.nside).map((p) => ringToNest(golden.nside, p))).toEqual(golden.ringToNest);
    const { points } = parseGrid(`healpix:${golden.nside}`, sphere(2));
    for (const [pixel, [theta, phi]] of Object.entries<[number, number]>(golden.angles)) {
      const [x, y, z] = points.subarray(3 * Number(pixel));
      expect(x).toBeCloseTo(Math.sin(theta) * Math.cos(phi), 14);
      expect(y).toBeCloseTo(Math.sin(theta) * Math.sin(phi), 14);
      expect(z).toBeCloseTo(Math.cos(theta), 14);
    }
  });

  it('refuses pixels and sides that do not exist', () => {
    expect(() => ringToNest(3, 0)).toThrow(InvalidInput);
    expect(() => nestToRing(4, 192)).toThrow(InvalidInput);
    expect(() => nestToRing(4, -1)).toThrow(InvalidInput);
    expect(() => healpixNeighbours(2.5, 'ring', 0)).toThrow(InvalidInput);
  });
});

describe('neighbours', () => {
  it('are those of healpy in both orders', () => {
    for (const [key, order] of [
      ['neighbours', 'ring'],
      ['nestedNeighbours', 'nested'],
    ] as const) {
      for (const [pixel, list] of Object.entries<number[]>(golden[key])) {
        expect(sorted(healpixNeighbours(golden.nside, order, Number(pixel)))).toEqual(list);
      }
    }
  });

  it.each([3, 8])('are mutual; all but 24 pixels have 8 of them (nside %i)', (nside) => {
    const lists = pixelsOf(nside).map((p) => healpixNeighbours(nside, 'ring', p));
    for (const [p, list] of lists.entries()) for (const q of list) expect(lists[q]).toContain(p);
    expect(lists.filter((list) => list.length === 8)).toHaveLength(12 * nside ** 2 - 24);
    expect(lists.filter((list) => list.length === 7)).toHaveLength(24);
  });
});

describe('grid', () => {
  it('weights are equal and sum up to the area; a harmonic of low degree integrates to almost zero', () => {
    const grid = parseGrid('healpix:16', sphere(2, 0.25));
    expect(new Set(grid.weights).size).toBe(1);
    expect(grid.weights[0]! * grid.size).toBeCloseTo(16 * Math.PI, 10);
    const z4 = tabulate(grid, (at) => (at.z! / 2) ** 4).reduce((sum, x, i) => sum + x * grid.weights[i]!, 0);
    expect(Math.abs(z4 / (16 * Math.PI) - 1 / 5)).toBeLessThan(1e-3);
    expect(grid.edge).toHaveLength(0);
  });

  const u = ({ x = 0, y = 0, z = 0 }: At) => x ** 3 - 2 * x * y * z + y * z ** 2 - 0.5 * z + 0.3;

  it.each([4, 6])('derivatives agree with the spectral ones of healpy at order %i', (p) => {
    const errors = golden.derivatives.map(
      (exact: { nside: number; pixels: number[]; south: number[]; east: number[]; laplacian: number[] }) => {
        const grid = parseGrid(`healpix:${exact.nside}`, sphere(2));
        const jets = sampleJets(grid.jetScheme(2, p), tabulate(grid, u));
        const worst = (f: (node: number) => number, list: readonly number[]) =>
          Math.max(...exact.pixels.map((node, k) => Math.abs(f(node) - list[k]!)));
        return Math.max(
          worst((node) => jets[1]![node]!, exact.south),
          worst((node) => jets[2]![node]!, exact.east),
          worst((node) => jets[3]![node]! + jets[5]![node]!, exact.laplacian),
        );
      },
    );
    expect(errors[1]).toBeLessThan(p === 4 ? 1e-3 : 2e-5);
    expect(Math.log2(errors[0]! / errors[1]!)).toBeGreaterThan(p - 0.6);
  });

  it('nested and ring order are the same grid', () => {
    const [ring, nested] = ['ring', 'nest'].map((order) => parseGrid(`healpix:8:${order}`, sphere(2)));
    const [a, b] = [ring!, nested!].map((grid) => sampleJets(grid.jetScheme(2, 4), tabulate(grid, u)));
    for (let p = 0; p < ring!.size; p++) {
      const q = ringToNest(8, p);
      for (const [c, list] of a!.entries()) expect(b![c]![q]).toBeCloseTo(list[p]!, 10);
      const around = Array.from(ring!.neighbours(p), (node) => ringToNest(8, node));
      expect(sorted(around)).toEqual(sorted(nested!.neighbours(q)));
    }
  });

  it('shares stencils along rings and between quarters', () => {
    const scheme = parseGrid('healpix:16', sphere(2)).jetScheme(2, 4);
    expect(scheme.stencils.length).toBeLessThan(scheme.size / 7);
    expect(conditioningOf(scheme)!.worst).toBeLessThan(1e5);
  });
});
