/**
 * Learns equations from data with one configuration and prints how well: Burgers and KdV of Rudy et al. (2017) where the files
 * are found (../shared/data or $JETGRAPH_DATA), then data from discoverySolvers.mjs.
 * Run: npm run build && node bench/discovery.mjs [name …] [--noise 0,0.01,0.05,0.2] [--seed 1] [--dist folder]
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import * as solvers from './discoverySolvers.mjs';

const { values: flags, positionals: names } = parseArgs({
  allowPositionals: true,
  options: {
    noise: { type: 'string' },
    seed: { type: 'string', default: '1' },
    dist: { type: 'string' },
    verbose: { type: 'boolean' },
  },
});
const root = fileURLToPath(new URL('..', import.meta.url));
const room = (name) => import(pathToFileURL(join(flags.dist ?? join(root, 'dist'), name, 'index.js')).href);
const [{ Random }, { discoverWeak }, { parseGrid }, { readDataset }, { candidateLibrary }, { makeSpace }] =
  await Promise.all(['base', 'discovery', 'grid', 'io', 'library', 'space'].map(room));

function fromFile(name) {
  const path = [process.env.JETGRAPH_DATA, join(root, '..', 'shared', 'data')]
    .filter((folder) => folder !== undefined)
    .map((folder) => join(folder, name))
    .find(existsSync);
  if (path === undefined) return undefined;
  const { variables } = readDataset(path);
  const { shape, data } = variables.get('usol');
  const [nodes, count] = shape;
  const x = variables.get('x').data;
  const u = Array.from({ length: count }, (_, k) =>
    Float64Array.from({ length: nodes }, (_, i) => data[i * count + k]),
  );
  const grid = `cartesian:${nodes}:${nodes * (x[1] - x[0])}:periodic`;
  return { space: 'E', grid, times: variables.get('t').data, fields: { u } };
}

const line = { edges: [0, 1], maxDegree: 3, maxOrder: 3, group: 'SO' };
const fourth = { edges: [0, 2], maxDegree: 3, maxOrder: 4 };
const plain = { edges: [0, 2], maxDegree: 3, maxOrder: 2 };
const both = { edges: [0, 1], maxDegree: 3, maxOrder: 2, fields: ['u', 'v'] };
const half = [0, 0.01, 0.05, 0.2];

/** Data, library, equations (field → key → coefficient), errors of Rudy et al. without noise and with 1%. */
const cases = {
  burgers: {
    data: () => fromFile('burgers.mat'),
    library: line,
    truth: { u: { u_aa: 0.1, 'eps_a u_a u': -1 } },
    paper: [0.0015, 0.008],
    noise: [0, 0.01, 0.1, 0.3],
  },
  kdv: {
    data: () => fromFile('kdv.mat'),
    library: line,
    truth: { u: { 'eps_a u_a u': -6, 'eps_a u_abb': -1 } },
    paper: [0.01, 0.07],
    noise: [0, 0.01, 0.1, 0.3],
  },
  'kuramoto-sivashinsky': {
    data: solvers.kuramotoSivashinsky,
    library: { ...fourth, group: 'SO' },
    truth: { u: { 'eps_a u_a u': -1, u_aa: -1, u_aabb: -1 } },
    paper: [0.013, 0.52],
  },
  schrödinger: {
    data: solvers.schroedinger,
    library: both,
    truth: { u: { v_aa: -0.5, 'u u v': -1, 'v v v': -1 }, v: { u_aa: 0.5, 'u u u': 1, 'u v v': 1 } },
    paper: [0.0005, 0.03],
  },
  'λ–ω': {
    data: solvers.lambdaOmega,
    library: both,
    truth: {
      u: { u_aa: 0.1, u: 1, 'u u u': -1, 'u v v': -1, 'u u v': 1, 'v v v': 1 },
      v: { v_aa: 0.1, v: 1, 'u u v': -1, 'v v v': -1, 'u u u': -1, 'u v v': -1 },
    },
    paper: [0.0002, 0.038],
  },
  fisher: { data: solvers.fisher, library: plain, truth: { u: { u_aa: 0.05, u: 1, 'u u': -1 } } },
  'swift-hohenberg': {
    data: solvers.swiftHohenberg,
    library: fourth,
    truth: { u: { u: -0.7, u_aa: -2, u_aabb: -1, 'u u u': -1 } },
  },
  'cahn-hilliard': {
    data: solvers.cahnHilliard,
    library: fourth,
    truth: { u: { u_aa: -1, u_aabb: -0.5, 'u_aa u u': 3, 'u_a u_a u': 6 } },
  },
  'allen-cahn S²': { data: solvers.allenCahnSphere, library: plain, truth: { u: { u_aa: 0.02, u: 1, 'u u u': -1 } } },
  'growth S²': { data: solvers.growthSphere, library: plain, truth: { u: { u_aa: 0.1, 'u_a u_a': -0.5 } } },
  'vorticity S²': {
    data: solvers.vorticitySphere,
    library: { edges: [0, 1], maxDegree: 2, maxOrder: 2, fields: ['u', 'v'], group: 'SO' },
    background: ['v'],
    // the frame (e_θ, e_φ) is positive: eps_ab u_a v_b = (u_θ v_φ − u_φ v_θ)/sin θ = Ω u_φ for v = Ω cos θ, and u_t = −Ω u_φ
    truth: { u: { u_aa: 0.02, 'eps_ab u_a v_b': -1 } },
  },
  'heat H²': { data: solvers.heatHyperbolic, library: plain, truth: { u: { u_aa: 0.04 } } },
  'fisher H²': { data: solvers.fisherHyperbolic, library: plain, truth: { u: { u_aa: 0.04, u: 2, 'u u': -2 } } },
};

/** Gaussian noise of `level` standard deviations of the field. */
function noisy(slices, level, random) {
  let [sum, squares, count] = [0, 0, 0];
  for (const slice of slices) {
    for (const x of slice) {
      sum += x;
      squares += x * x;
      count++;
    }
  }
  const deviation = Math.sqrt(squares / count - (sum / count) ** 2);
  return slices.map((slice) => slice.map((x) => x + level * deviation * random.normal()));
}

/** Right, extra and missing terms and the errors of coefficients over all equations. */
function judge(equations, truth) {
  let [extra, missing] = [0, 0];
  const errors = [];
  for (const { field, terms } of equations) {
    const wanted = truth[field];
    const found = new Map(terms.map(({ graph, coefficient }) => [graph.key, coefficient]));
    extra += [...found.keys()].filter((key) => !(key in wanted)).length;
    for (const [key, value] of Object.entries(wanted)) {
      if (found.has(key)) errors.push(Math.abs(found.get(key) / value - 1));
      else missing++;
    }
  }
  return { extra, missing, errors };
}

console.log('| data | noise | candidates | terms | missing, extra | largest error | mean error | paper / mean | s |');
console.log('|---|--:|--:|---|--:|--:|--:|--:|--:|');
for (const [name, { data, library: bounds, truth, paper, background = [], noise = half }] of Object.entries(cases)) {
  if (names.length > 0 && !names.includes(name)) continue;
  const clean = data();
  if (clean === undefined) {
    console.log(`| ${name} | | | file not found | | | | | |`);
    continue;
  }
  const dimension = clean.grid.startsWith('cartesian') ? (clean.grid.split(':')[1].includes('x') ? 2 : 1) : 2;
  const space = makeSpace(clean.space, dimension);
  const grid = parseGrid(clean.grid, space);
  const library = candidateLibrary({ dimension, ...bounds });
  for (const level of flags.noise?.split(',').map(Number) ?? noise) {
    const random = new Random(Number(flags.seed));
    const fields = Object.fromEntries(
      Object.entries(clean.fields).map(([field, slices]) => [
        field,
        background.includes(field) ? slices : noisy(slices, level, random),
      ]),
    );
    const start = performance.now();
    const found = discoverWeak({ grid, library, background, trajectories: [{ times: clean.times, fields }] });
    const seconds = (performance.now() - start) / 1000;
    const { extra, missing, errors } = judge(found.equations, truth);
    const mean = errors.reduce((sum, e) => sum + e, 0) / errors.length;
    const figure = paper?.[[0, 0.01].indexOf(level)];
    const ratio = figure === undefined || !(missing + extra === 0) ? '' : (figure / mean).toPrecision(2);
    const cell = (x) => (Number.isFinite(x) ? x.toExponential(1) : '–');
    console.log(
      `| ${name} | ${level * 100}% | ${library.length} | ${missing + extra === 0 ? 'right' : 'not right'} | ${missing}, ${extra} | ${cell(Math.max(...errors))} | ${cell(mean)} | ${ratio} | ${seconds.toFixed(1)} |`,
    );
    if (flags.verbose) {
      console.log(
        `rows ${found.rows}, windows ${found.windows.map((w) => w.toPrecision(3))}, noise ${Object.values(found.noise).map((s) => s.toExponential(2))}, condition ${found.condition.toExponential(1)}`,
      );
      for (const { field, terms, residual, misfit, alternatives } of found.equations) {
        console.log(
          `  ${field}_t = ${terms.map((t) => `${t.coefficient.toPrecision(5)}±${t.stderr.toExponential(0)} ${t.graph.key} [${t.evidence.toExponential(0)}]`).join(' + ')}; residual ${residual.toExponential(1)}, misfit ${misfit.toExponential(1)}`,
        );
        for (const a of alternatives.slice(0, 5))
          console.log(
            `    alt ${a.score.toExponential(1)}: ${a.terms.map((t) => `${t.coefficient.toPrecision(4)} ${t.graph.key} [${t.evidence.toExponential(0)}]`).join(' + ')}; misfit ${a.misfit.toExponential(1)}`,
          );
      }
    }
  }
}
