/** The demo on small grids: facts known from elsewhere, and a page that stands alone. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GraphSum } from '../../src/algebra/index.js';
import { InvalidInput } from '../../src/base/index.js';
import type { DemoConfiguration } from '../../src/cli/demo/configuration.js';
import { type Demonstration, demonstrate, stepTitles } from '../../src/cli/demo/demonstrate.js';
import { heptagon, heptagonDefect } from '../../src/cli/demo/flow.js';
import { geoidHeights } from '../../src/cli/demo/geoid.js';
import { checkRelation } from '../../src/cli/demo/operators.js';
import { writeDemo } from '../../src/cli/demo.js';
import { parseKey } from '../../src/graph/index.js';
import { parseGrid } from '../../src/grid/index.js';
import { readDataset } from '../../src/io/index.js';
import { hyperbolic, sphere } from '../../src/space/index.js';

const small: DemoConfiguration = {
  sphere: 'latlon:24x48',
  plane: 'halfplane:40x80:5:0.2..5:neumann',
  smoothing: 0.02,
  equation: '0.02*lap(u) + 0.03*norm2(grad(u)) + u - u^3',
  tEnd: 1,
  snapshots: 21,
  trim: 5,
  rows: 4000,
  equivariance: [16, 24],
  pixels: 96,
};
const silent = { step: () => undefined, update: () => undefined };
const folder = mkdtempSync(join(tmpdir(), 'jetgraph-demo-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the geoid on a grid', () => {
  const degrees = Math.PI / 180;

  it('has its extremes where EGM96 has them: −107 m south of India, +85 m at New Guinea', () => {
    const grid = parseGrid('latlon:64x128', sphere(2));
    const heights = geoidHeights(grid);
    const at = (node: number): number[] => [
      90 - grid.variables.get('theta')![node]! / degrees,
      grid.variables.get('phi')![node]! / degrees,
    ];
    const [low, high] = [Math.min(...heights), Math.max(...heights)];
    expect(low).toBeGreaterThan(-107);
    expect(low).toBeLessThan(-104);
    const [latitude, longitude] = at(heights.indexOf(low));
    expect(Math.hypot(latitude! - 4.7, longitude! - 78.8)).toBeLessThan(3);
    expect(high).toBeGreaterThan(75);
    expect(high).toBeLessThan(85.4);
    const [south, east] = at(heights.indexOf(high));
    expect(south).toBeLessThan(0);
    expect(south).toBeGreaterThan(-11);
    expect(east).toBeGreaterThan(131);
    expect(east).toBeLessThan(151);
  });

  // Points and undulations of the test file that NGA distributes with its program F477 (lemoine-1998).
  it.each([
    [38.628155, 269.779155, -31.628],
    [-14.621217, 305.021114, -2.969],
    [46.874319, 102.448729, -43.575],
    [-23.617446, 133.874712, 15.871],
    [38.625473, 359.9995, 50.066],
  ])('at %f°, %f° is near the value %f m of the model', (latitude, longitude, height) => {
    const grid = parseGrid('latlon:180x360', sphere(2));
    const [theta, phi] = [(90 - latitude) * degrees, longitude * degrees];
    const point = [Math.sin(theta) * Math.cos(phi), Math.sin(theta) * Math.sin(phi), Math.cos(theta)];
    expect(Math.abs(grid.interpolate(geoidHeights(grid), point)[0]! - height)).toBeLessThan(1);
  });
});

describe('what the demo computes', () => {
  let demo: Demonstration;
  beforeAll(() => {
    demo = demonstrate(small, silent);
  });

  it('smooths without moving the mean', () => {
    expect(100 * demo.fieldSummary.mean).toBeCloseTo(demo.heightSummary.mean, 2);
    expect(demo.fieldSummary.L2).toBeLessThan(demo.heightSummary.L2 / 100);
  });

  it('lists the known numbers of graphs, operators and relations', () => {
    const { counts, graphs, relations, library, redundant } = demo.classification;
    expect(counts.map((row) => row.graphs)).toEqual([2, 7, 23]);
    expect(counts.map((row) => row.independent)).toEqual([2, 7, 21]);
    expect(new Set(graphs.map(({ key }) => key)).size).toBe(32);
    expect(relations.map(({ sum }) => sum.toString())).toEqual([
      'u_aa u_bb u_cc - 3 u_ab u_ab u_cc + 2 u_ab u_ac u_bc',
      'u_aa u_bb u_c u_c - 2 u_aa u_bc u_b u_c - u_ab u_ab u_c u_c + 2 u_ab u_ac u_b u_c',
    ]);
    // Both relations, and the cubic one times u.
    expect(redundant.length - library.length).toBe(3);
  });

  it('finds that the relations hold at every node, and that something close to one does not', () => {
    for (const { defect, largest } of demo.checks) {
      expect(defect).toBeLessThan(1e-10);
      expect(largest).toBeGreaterThan(1);
    }
    const { relation } = demo.checks[0]!;
    const sum = relation.sum.plus(GraphSum.of(parseKey('u_ab u_ac u_bc')));
    expect(checkRelation(demo.grid, demo.field, { ...relation, sum }).defect).toBeGreaterThan(0.05);
  });

  it('satisfies Bochner’s formula in the mean', () => {
    const { determinantIntegral, bochnerIntegral } = demo.evaluation;
    expect(bochnerIntegral).toBeGreaterThan(0);
    expect(Math.abs(determinantIntegral / bochnerIntegral - 1)).toBeLessThan(0.02);
  });

  it('learns the true terms back, with coefficients near the true ones', () => {
    for (const lesson of [demo.sphereLesson, demo.planeLesson]) {
      expect(lesson.equation.terms.map(({ key }) => key).sort()).toEqual(['u', 'u u u', 'u_a u_a', 'u_aa']);
      expect(lesson.exactSupport).toBe(true);
      expect(lesson.error).toBeLessThan(0.03);
    }
    expect(demo.redundantLesson.condition).toBeGreaterThan(1e12);
    expect(demo.redundantLesson.dependences).toBe(3);
    expect(demo.sphereLesson.dependences).toBe(0);
  });

  it('keeps the symmetry of the heptagon, and the measure of it notices other fields', () => {
    expect(demo.heptagonDefects[1]).toBeLessThan(0.05);
    const plane = parseGrid(small.plane, hyperbolic(2));
    const tilted = heptagon(plane).map((u, i) => u + 0.2 * plane.points[3 * i]!);
    expect(heptagonDefect(plane, tilted)).toBeGreaterThan(0.2);
  });

  it('measures equivariance of order four', () => {
    for (const { errors, order } of demo.equivariance) {
      expect(errors.at(-1)).toBeLessThan(0.01);
      expect(order).toBeGreaterThan(3);
    }
  });
});

describe('what the demo writes', () => {
  const steps: string[] = [];
  let html = '';
  let results: Awaited<ReturnType<typeof writeDemo>>;
  const out = join(folder, 'a', 'out');
  beforeAll(async () => {
    results = await writeDemo(small, out, { step: (title) => steps.push(title), update: () => undefined });
    html = readFileSync(join(out, 'index.html'), 'utf8');
  });

  it('reports every step', () => {
    expect(steps).toEqual([...stepTitles]);
    expect(results.map(([name]) => name)).toEqual([
      'Data',
      'Classify',
      'Library',
      'Evaluate',
      'Solve',
      'Learn',
      'Equivariance',
    ]);
  });

  it('has a section for each step and a drawing for each graph', () => {
    for (const id of ['data', 'operators', 'library', 'evaluate', 'solve', 'learn', 'equivariance']) {
      expect(html.includes(`<section id="${id}">`)).toBe(true);
      expect(html.includes(`href="#${id}"`)).toBe(true);
    }
    expect(html.match(/aria-label="Graph /g)).toHaveLength(32);
    expect(html.replaceAll(/base64,[^")]*/g, '').match(/NaN|undefined|Infinity|\[object/g)).toBeNull();
  });

  it('asks no network and no other file for anything', () => {
    expect(html.match(/https?:|<script|<link|<iframe|@import/gi)).toBeNull();
    const references = [...html.matchAll(/(?:src|href|srcset|data|poster|action)="([^"]*)"/g)].map(([, to]) => to!);
    expect(references.length).toBeGreaterThan(10);
    expect(references.filter((to) => !/^(#|data:)/.test(to))).toEqual([]);
    const urls = [...html.matchAll(/url\(\s*["']?([^)"']*)/g)].map(([, to]) => to!);
    expect(urls.length).toBeGreaterThan(5);
    expect(urls.filter((to) => !to.startsWith('data:'))).toEqual([]);
  });

  it('leaves files that can be read, and no temporary ones', () => {
    const names = readdirSync(out);
    expect(names.filter((name) => !/^[a-z-]+\.(png|npz|json|html)$/.test(name))).toEqual([]);
    for (const name of names.filter((file) => file.endsWith('.png'))) {
      expect([...readFileSync(join(out, name)).subarray(0, 4)]).toEqual([0x89, 0x50, 0x4e, 0x47]);
    }
    const run = readDataset(join(out, 'sphere.npz'));
    expect(run.variables.get('values')?.shape).toEqual([21, 24, 48]);
    expect(JSON.parse(readFileSync(join(out, 'library.json'), 'utf8'))).toHaveLength(30);
  });

  it('refuses a path that is a file, and leaves it as it was', async () => {
    const path = join(folder, 'file');
    writeFileSync(path, 'mine');
    await expect(writeDemo(small, path, silent)).rejects.toThrow(InvalidInput);
    await expect(writeDemo(small, join(path, 'below'), silent)).rejects.toThrow(InvalidInput);
    expect(readFileSync(path, 'utf8')).toBe('mine');
  });

  it('as a command exits with 2 and one line', () => {
    const path = join(folder, 'other');
    writeFileSync(path, 'mine');
    const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
    const { status, stderr, stdout } = spawnSync(process.execPath, [main, 'demo', '--output', path], {
      encoding: 'utf8',
    });
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^jetgraph demo: expected a folder that can be written, got .*\n$/);
    expect(readFileSync(path, 'utf8')).toBe('mine');
  });
});

describe('the picture of the README', () => {
  it('is a PNG of the page’s width under 400 kB', () => {
    const path = fileURLToPath(new URL('../../docs/images/overview.png', import.meta.url));
    expect(statSync(path).size).toBeLessThan(400_000);
    const png = readFileSync(path);
    expect(png.readUInt32BE(16)).toBe(1200);
  });
});
