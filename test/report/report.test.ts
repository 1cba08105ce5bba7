/** Reports: numbers recomputed by other means, pages that stand alone, and equations that cannot be run. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { discoverWeak } from '../../src/discovery/index.js';
import { canonicalize, parseKey } from '../../src/graph/index.js';
import { type Grid, parseGrid } from '../../src/grid/index.js';
import { candidateLibrary } from '../../src/library/index.js';
import { type DiscoveryReportRequest, discoveryReport, type LearnedSystem } from '../../src/report/index.js';
import { euclidean, hyperbolic, sphere } from '../../src/space/index.js';
import { growthSolution, sampleLine, uniformTimes } from '../discovery/exact.js';
import { lineDerivative } from '../discovery/line.js';
import { decodePng } from '../oracle/png.js';

const nodes = 48;
const length = 2 * Math.PI;
const h = length / nodes;
const grid = parseGrid(`cartesian:${nodes}`, euclidean(1));
const times = uniformTimes(41, 1);
const heldOut = 8;
const u = sampleLine(growthSolution(0.3, 0.5), nodes, length, times);
const library = candidateLibrary({ dimension: 1, edges: [0, 1], maxDegree: 2 });
const learnedFrom = times.length - heldOut;
const found = discoverWeak({
  grid,
  trajectories: [{ times: times.slice(0, learnedFrom), fields: { u: u.slice(0, learnedFrom) } }],
  library,
});
const provenance = { form: 'weak', candidates: library.length } as const;
const request: DiscoveryReportRequest = {
  ...{ found, provenance, grid, heldOut },
  run: { times, fields: { u } },
  source: 'growth & <decay>',
  command: 'jetgraph discover run.npz',
};
const { json, html } = discoveryReport(request);

/** An equation of one field that nobody learned. */
function system(terms: Readonly<Record<string, number>>, field = 'u'): LearnedSystem {
  const model = {
    residual: 0.1,
    score: 1,
    crossValidation: { error: 0.1, standardError: 0 },
    information: { bic: 0, aicc: 0 },
    proved: false,
    condition: 1,
  };
  const list = Object.entries(terms).map(([key, coefficient]) => ({
    graph: canonicalize(parseKey(key)).graph,
    coefficient,
    stderr: 1e-3,
  }));
  return { equations: [{ field, ...model, terms: list, alternatives: [] }], rows: 1, condition: 1, nearRelations: [] };
}

const report = (own: LearnedSystem, over: Partial<DiscoveryReportRequest> = {}) =>
  discoveryReport({ ...request, found: own, ...over });

const rms = (values: ArrayLike<number>): number =>
  Math.sqrt(Array.from(values).reduce((sum, x) => sum + x * x, 0) / values.length);

/** u_t by differences of order 6 and f by those of the test, at snapshot k. */
function rates(k: number) {
  const step = times[1]! - times[0]!;
  const weights = [3 / 4, -3 / 20, 1 / 60];
  const observed = u[k]!.map((_, i) =>
    weights.reduce((sum, w, s) => sum + (w * (u[k + s + 1]![i]! - u[k - s - 1]![i]!)) / step, 0),
  );
  const predicted = new Float64Array(nodes);
  for (const { graph, coefficient } of found.equations[0]!.terms) {
    const [first, second] = [1, 2].map((order) => lineDerivative(u[k]!, h, order, 6));
    const value = graph.key === 'u_aa' ? second! : first!.map((x) => x * x);
    value.forEach((x, i) => {
      predicted[i] = predicted[i]! + coefficient * x;
    });
  }
  return { observed, predicted };
}

describe('the content', () => {
  it('is the equation that was learned, with everything that was said of it', () => {
    const [equation] = json.equations;
    expect(equation!.terms.map(({ graph }) => graph.key).sort()).toEqual(['u_a u_a', 'u_aa']);
    for (const [i, term] of equation!.terms.entries()) {
      const own = found.equations[0]!.terms[i]!;
      expect(term).toMatchObject({ coefficient: own.coefficient, stderr: own.stderr, interval: own.interval });
      expect(equation!.latex).toContain(Math.abs(own.coefficient).toPrecision(3));
    }
    expect(equation!.alternatives).toHaveLength(found.equations[0]!.alternatives.length);
    for (const model of equation!.alternatives) {
      for (const value of [model.score, model.bic, model.residual, model.crossValidation.error])
        expect(value).not.toBeNaN();
    }
    expect(json.heldOut).toEqual({ snapshots: heldOut, from: times[learnedFrom] });
    expect(json.data).toMatchObject({ nodes, snapshots: 41, from: 0, to: 1, grid: grid.spec });
    const text = JSON.stringify(json);
    expect(JSON.stringify(JSON.parse(text))).toBe(text);
  });

  it('has the residual that differences written out in the test have', () => {
    const { relative, maps } = json.residuals.fields.u!;
    expect(json.residuals.times).toEqual(times.slice(3, -3));
    for (const k of [3, 17, 37]) {
      const { observed, predicted } = rates(k);
      const own = observed.map((x, i) => x - predicted[i]!);
      expect(relative[k - 3]).toBeLessThan(1e-3);
      expect(Math.abs(relative[k - 3]! - rms(own) / rms(observed))).toBeLessThan(2e-3);
      const map = maps[k - 3]!;
      expect(map.time).toBe(times[k]);
      expect(rms(map.values.map((x, i) => x - own[i]!)) / rms(observed)).toBeLessThan(2e-3);
    }
  });

  it('has residuals of the size that a wrong equation has', () => {
    // half of the diffusion is missing: what is left is 0.15 u_xx
    const wrong = report(system({ u_aa: 0.15, 'u_a u_a': 0.5 })).json.residuals.fields.u!;
    for (const k of [3, 20, 37]) {
      const missing = lineDerivative(u[k]!, h, 2, 6).map((x) => 0.15 * x);
      const map = wrong.maps[k - 3]!.values;
      expect(rms(map.map((x, i) => x - missing[i]!)) / rms(missing)).toBeLessThan(0.02);
      expect(wrong.relative[k - 3]).toBeCloseTo(rms(missing) / rms(rates(k).observed), 2);
    }
  });

  it('pairs observed with predicted rates, and counts what they explain', () => {
    const { observed, predicted, heldOut: flags, explained } = json.residuals.fields.u!;
    expect(observed.length).toBeGreaterThan(1000);
    expect([predicted.length, flags.length]).toEqual([observed.length, observed.length]);
    expect(flags.filter(Boolean).length / flags.length).toBeCloseTo((heldOut - 3) / 35, 1);
    const mean = observed.reduce((sum, x) => sum + x, 0) / observed.length;
    const rest = observed.reduce((sum, x, i) => sum + (x - predicted[i]!) ** 2, 0);
    const all = observed.reduce((sum, x) => sum + (x - mean) ** 2, 0);
    expect(explained).toBeGreaterThan(0.9999);
    expect(1 - rest / all).toBeCloseTo(explained, 4);
  });

  it('simulates the data held out, and measures the distance to them', () => {
    const { outcome, times: reached, errors, persistence, last } = json.forecast;
    expect(outcome).toBe('complete');
    expect(reached).toEqual(times.slice(learnedFrom));
    const data = u.slice(learnedFrom);
    const all = data.flatMap((slice) => [...slice]);
    const mean = all.reduce((sum, x) => sum + x, 0) / all.length;
    const spread = rms(all.map((x) => x - mean));
    expect(errors.u![0]).toBeLessThan(1e-5);
    expect(errors.u!.at(-1)).toBeLessThan(1e-3);
    expect(rms(last.u!.map((x, i) => x - data.at(-1)![i]!)) / spread).toBeCloseTo(errors.u!.at(-1)!, 6);
    expect(rms(data.at(-1)!.map((x, i) => x - data[0]![i]!)) / spread).toBeCloseTo(persistence.u!.at(-1)!, 10);
  });

  it('is the same twice', () => {
    const again = discoveryReport(request);
    expect(again.json).toEqual(json);
    expect(again.html).toBe(html);
  });
});

describe('the page', () => {
  it('refers to nothing outside', () => {
    expect(html).not.toMatch(/https?:/);
    expect(html).not.toMatch(/\bsrc=/);
    for (const [, target] of html.matchAll(/href="([^"]*)"/g)) expect(target).toMatch(/^(#|data:image\/png;base64,)/);
    for (const [, target] of html.matchAll(/url\(([^)]*)\)/g)) expect(target).toMatch(/^data:font\/woff2;base64,/);
    expect(html).not.toContain('@import');
  });

  it('has its five sections, and what came from outside as text', () => {
    for (const id of ['equation', 'models', 'residual', 'forecast', 'symmetry'])
      expect(html).toContain(`<section id="${id}">`);
    expect(html).toContain('growth &amp; &lt;decay&gt;');
    expect(html).not.toContain('<decay>');
    expect(html).not.toMatch(/\bNaN\b|undefined/);
  });

  it.runIf(existsSync('/usr/bin/chromium'))('is drawn by a browser', () => {
    const folder = mkdtempSync(join(tmpdir(), 'jetgraph-report-'));
    try {
      const [path, shot] = [join(folder, 'report.html'), join(folder, 'shot.png')];
      writeFileSync(path, html);
      const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--hide-scrollbars', '--window-size=1200,3000'];
      spawnSync('chromium', [...flags, `--user-data-dir=${folder}`, `--screenshot=${shot}`, `file://${path}`]);
      const image = decodePng(readFileSync(shot));
      expect([image.width, image.height]).toEqual([1200, 3000]);
      let ink = 0;
      for (let y = 0; y < image.height; y += 3) {
        for (let x = 0; x < image.width; x += 3) if (image.at(x, y)[0]! < 120) ink++;
      }
      const share = (9 * ink) / (image.width * image.height);
      expect(share).toBeGreaterThan(0.005);
      expect(share).toBeLessThan(0.5);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe('equations that cannot be run', () => {
  it('an ill-posed one is told of', () => {
    const { json: own, html: page } = report(system({ u_aa: -0.1 }));
    expect(own.forecast).toMatchObject({ outcome: 'not run', times: [] });
    expect(page).toContain('ill posed forward in time');
  });

  it('one that blows up stops where it does', () => {
    // u_t = 60 u³ from the largest value m is infinite after 1/(120 m²)
    const { json: own, html: page } = report(system({ 'u u u': 60 }));
    expect(own.forecast.outcome).toBe('stopped');
    expect(own.forecast.times.length).toBeLessThan(heldOut);
    expect(page).toContain('The simulation stopped');
  });

  it('one without terms leaves things as they are', () => {
    const { json: own } = report(system({}));
    expect(own.equations[0]!.latex).toBe('u_t = 0');
    expect(own.forecast.errors.u!.at(-1)).toBeCloseTo(own.forecast.persistence.u!.at(-1)!, 5);
    expect(own.residuals.fields.u!.relative.every((value) => Math.abs(value - 1) < 1e-12)).toBe(true);
    expect(own.symmetry.measured).toEqual([]);
  });

  it('one with a background that moves is not run; one that stays is', () => {
    const moving = { u, v: u.map((slice) => slice.map((x) => 0.1 * x)) };
    const still = { u, v: u.map(() => u[0]!) };
    const run = (fields: typeof moving) =>
      report(system({ 'u v': 0.1 }), { background: ['v'], run: { times, fields } }).json.forecast;
    expect(run(moving)).toMatchObject({ outcome: 'not run', words: expect.stringContaining('background field v') });
    expect(run(still).outcome).toBe('complete');
  });
});

describe('symmetry and other spaces', () => {
  const still = (on: Grid) => {
    const list = times.slice(0, 7).map((t) => Float64Array.from({ length: on.size }, (_, i) => Math.sin(i / 9 + t)));
    return { grid: on, heldOut: 3, run: { times: times.slice(0, 7), fields: { u: list } }, pixels: 24 };
  };
  it.each<[string, Grid, Readonly<Record<string, number>>, string]>([
    ['the line, oriented', grid, { 'eps_a u_a u': -1, u_aa: 0.1 }, 'SE(1)'],
    ['the plane', parseGrid('cartesian:16x16', euclidean(2)), { u_aa: 0.1 }, 'E(2)'],
    ['the sphere', parseGrid('latlon:16x32', sphere(2)), { u_aa: 0.1, 'u_a u_a': 0.2 }, 'O(3)'],
    ['scattered nodes', parseGrid('fibonacci:160', sphere(2)), { u_aa: 0.1 }, 'O(3)'],
    ['the half-plane', parseGrid('halfplane:24x24:4:0.3..3:neumann', hyperbolic(2)), { u_aa: 0.01 }, 'O⁺(2,1)'],
    ['space', parseGrid('cartesian:12x12x12', euclidean(3)), { u_aa: 0.1 }, 'E(3)'],
  ])('%s', (_, on, terms, group) => {
    const { json: own, html: page } = report(system(terms), still(on));
    expect(own.symmetry.group).toBe(group);
    const kinds = group.startsWith('S') ? ['orientation kept'] : ['orientation kept', 'orientation reversed'];
    if (own.symmetry.fault === undefined) {
      expect(own.symmetry.measured.map(({ isometries }) => isometries)).toEqual(kinds);
      for (const { error } of own.symmetry.measured) expect(error).toBeLessThan(0.2);
    }
    expect(page).toContain('</html>');
    expect(page.match(/<figure/g)!.length).toBeGreaterThan(1);
  });
});

describe('wrong input is refused', () => {
  it.each<[string, Partial<DiscoveryReportRequest>, string]>([
    ['all held out', { heldOut: 40 }, 'heldOut'],
    ['a field without data', { run: { times, fields: { v: u } } }, 'snapshots of u'],
    ['another grid', { grid: parseGrid('cartesian:32', euclidean(1)) }, '32 values'],
    ['an unknown option', { sead: 1 } as object, 'sead'],
  ])('%s', (_, over, part) => {
    expect(() => report(found, over)).toThrow(part);
  });
});
