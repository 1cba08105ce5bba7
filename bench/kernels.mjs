// Generated kernels beside hand-written ones: C (peers/stencil.c, peers/latlon.c), JavaScript (peers/stencil.mjs), a library beside a single
// Laplacian and beside NumPy expressions. Answers are compared before a time is printed; times are processor time.
// npm run build && node bench/kernels.mjs [c|js|sphere|library …]   (all of them unless told; C needs gcc, the library python3 with NumPy)
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const dist = process.env.JETGRAPH_DIST ?? fileURLToPath(new URL('../dist', import.meta.url));
const jet = await import(join(dist, 'index.js'));
const { handWritten } = await import('./peers/stencil.mjs');
const peers = fileURLToPath(new URL('peers', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'jetgraph-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const flags = ['-std=gnu11', '-O3', '-march=native', '-mprefer-vector-width=512', '-fopenmp'];
const wanted = process.argv.slice(2);
const chosen = (name) => wanted.length === 0 || wanted.includes(name);

const text = 'lap(u) + norm2(grad(u)) + norm2(hess(u)) + u - u^3';
const cases = [
  { dimension: 2, order: 2, N: 1024 },
  { dimension: 2, order: 4, N: 1024 },
  { dimension: 3, order: 2, N: 128 },
  { dimension: 3, order: 4, N: 128 },
];

function kernelOf(sums, spec, space, accuracy, target) {
  const program = jet.contractionProgram(sums, space.dimension);
  const order = Math.max(...program.slots.map(({ index }) => index.length));
  return jet.compileKernel(program, jet.parseGrid(spec, space).jetScheme(order, accuracy), { target });
}

const operatorOn = ({ dimension, order, N }, target) =>
  kernelOf(
    [jet.normalize(jet.parse(text), { dimension })],
    `cartesian:${new Array(dimension).fill(N).join('x')}`,
    jet.euclidean(dimension),
    order,
    target,
  );

/** Compiles a peer together with the generated kernel in one program, runs it, and gives the rates in million nodes a second. */
function ratesBeside(peer, kernel, macros) {
  writeFileSync(join(folder, 'kernel.c'), kernel.module());
  const program = join(folder, 'peer');
  const sources = [join(peers, peer), join(folder, 'kernel.c')];
  execFileSync('gcc', [...flags, ...macros, '-I', folder, ...sources, '-lm', '-o', program]);
  const { difference, ...rates } = JSON.parse(
    execFileSync(program, { env: { ...process.env, OMP_NUM_THREADS: '1' }, encoding: 'utf8' }),
  );
  if (!(difference < 1e-9)) throw new Error(`C differs by ${difference}`);
  return rates;
}

function printBeside(name, ours, hand) {
  const ratio = (ours / Math.max(...Object.values(hand))).toFixed(2);
  console.log(`c ${name}: ${ours} Mpoints/s, hand-written ${JSON.stringify(hand)}, ratio ${ratio}`);
}

function benchC(one) {
  const macros = [`-DDIM=${one.dimension}`, `-DORDER=${one.order}`, `-DN=${one.N}`];
  const { jetgraph, ...hand } = ratesBeside('stencil.c', operatorOn(one, 'c'), macros);
  printBeside(`${one.dimension}D order ${one.order}`, jetgraph, hand);
}

/** The stencils within 30° of the poles as a C header: terms are single nodes, then pairs of nodes at opposite shifts. */
function capsHeader({ runs, stencils, components }, N, M) {
  const names = components.map((index) => index.map((i) => 'tp'[i]).join(''));
  const reach = new Array(N).fill(0);
  const terms = [];
  const rows = [];
  for (let row = 0; row < N; row++) {
    if (Math.min(row + 0.5, N - row - 0.5) / N >= 1 / 6) continue;
    const { start, stencil, offsets } = runs.find((run) => run.start >= row * M);
    const { width, weights } = stencils[stencil];
    const nodes = [...offsets].map((offset, s) => {
      const source = Math.floor((start + offset) / M);
      const shift = ((start + offset) % M) - (start % M);
      const weight = Object.fromEntries(names.map((name, c) => [name, weights[c * width + s]]));
      return { source, shift: shift > M / 2 ? shift - M : shift, weight };
    });
    const near = ({ weight }) => weight.t !== 0 || weight.p !== 0;
    const single = ({ shift }) => shift === 0 || shift === M / 2;
    const of = (wanted) => nodes.filter((node) => node.shift >= 0 && wanted(node));
    const lists = [
      of((node) => single(node) && near(node)),
      of((node) => single(node) && !near(node)),
      of((node) => !single(node) && near(node)),
      of((node) => !single(node) && !near(node)),
    ];
    rows.push(`{${[row, terms.length, ...lists.map(({ length }) => length)]}}`);
    for (const { source, shift, weight } of lists.flat()) {
      reach[source] = Math.max(reach[source], shift);
      terms.push(`{${[source, shift, weight.t, weight.p, weight.tt, weight.tp, weight.pp]}}`);
    }
  }
  return [
    `enum { CAP_ROWS = ${rows.length} };`,
    'struct cap { int row, first, nearSingles, farSingles, nearPairs, farPairs; };',
    'struct term { int row, shift; double t, p, tt, tp, pp; };',
    `static const struct cap cap_rows[] = {${rows.join(',\n')}};`,
    `static const struct term cap_terms[] = {${terms.join(',\n')}};`,
    `static const int cap_reach[] = {${reach}};`,
    '',
  ].join('\n');
}

/** Beside chart formulas up to the poles, which lose an order there, and beside the same stencils written by hand. */
function benchSphere(order) {
  const [N, M] = [512, 1024];
  const sum = jet.normalize(jet.parse(text), { dimension: 2, curvature: jet.Rational.of(1) });
  const kernel = kernelOf([sum], `latlon:${N}x${M}`, jet.sphere(2), order, 'c');
  const scheme = jet.parseGrid(`latlon:${N}x${M}`, jet.sphere(2)).jetScheme(2, order);
  writeFileSync(join(folder, 'caps.h'), capsHeader(scheme, N, M));
  const { jetgraph, caps, ...chart } = ratesBeside('latlon.c', kernel, [`-DORDER=${order}`]);
  printBeside(`S² order ${order}, chart formulas to the poles`, jetgraph, chart);
  printBeside(`S² order ${order}, the same stencils`, jetgraph, { caps });
}

function benchJs(one) {
  const { dimension, order, N } = one;
  const kernel = operatorOn(one, 'js');
  const peer = handWritten(dimension, order, N);
  const h = (2 * Math.PI) / N;
  const u = Float64Array.from({ length: kernel.size }, (_, i) => {
    const [x, y, z] = [(i % N) * h, (Math.floor(i / N) % N) * h, dimension === 3 ? Math.floor(i / N / N) * h : 0];
    return (
      0.5 * Math.sin(x + y + z + 0.1) + 0.3 * Math.sin(2 * x - y + z + 0.7) + 0.2 * Math.sin(x + 2 * y - 2 * z + 1.3)
    );
  });
  const out = new Float64Array(kernel.size);
  peer.set(u);
  kernel.run({ u }, {}, [out]);
  peer.run();
  for (let i = 0; i < out.length; i += 1) {
    if (!(Math.abs(out[i] - peer.value(i)) <= 1e-9 * (1 + Math.abs(out[i])))) throw new Error(`js differs at ${i}`);
  }
  const best = [Infinity, Infinity];
  for (let round = 0; round < 25; round++) {
    for (const [v, run] of [() => kernel.run({ u }, {}, [out]), () => peer.run()].entries()) {
      run();
      const start = process.cpuUsage();
      run();
      const { user, system } = process.cpuUsage(start);
      best[v] = Math.min(best[v], (user + system) * 1e-6);
    }
  }
  const [ours, theirs] = best.map((seconds) => out.length / seconds / 1e6);
  console.log(
    `js ${dimension}D order ${order}: ${ours.toFixed(1)} Mpoints/s, hand-written ${theirs.toFixed(1)}, ratio ${(ours / theirs).toFixed(2)}`,
  );
}

/** A graph as a NumPy expression over derivatives: the sum over all values of the indices. */
function numpyExpression(graph, derivatives) {
  const terms = [];
  for (let code = 0; code < 2 ** graph.edges.length; code++) {
    const axes = graph.vertices.map(() => []);
    graph.edges.forEach(([v, w], e) => {
      axes[v].push((code >> e) & 1);
      axes[w].push((code >> e) & 1);
    });
    const names = axes.map((list) => {
      const name = `u_${list.sort().join('')}`;
      derivatives[name] = list;
      return name;
    });
    terms.push(names.sort().join(' * '));
  }
  const counts = new Map();
  for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
  return [...counts].map(([term, count]) => (count === 1 ? term : `${count} * ${term}`)).join(' + ');
}

function benchLibrary(N) {
  const library = jet.candidateLibrary({ dimension: 2, edges: [1, 3], maxOrder: 3, maxDegree: 6 });
  const graphs = library.map(({ graph }) => graph).slice(0, 21);
  const sums = graphs.map((graph) => jet.GraphSum.of(graph));
  const spec = `cartesian:${N}x${N}`;
  const write = (name, kernel) => {
    writeFileSync(join(folder, `${name}.c`), kernel.module().replace('jetgraph_run', `run_${name}`));
    return join(folder, `${name}.c`);
  };
  const [kernel, laplace] = [sums, [jet.GraphSum.of(jet.parseKey('u_aa'))]].map((list) =>
    kernelOf(list, spec, jet.euclidean(2), 2, 'c'),
  );
  const sources = [write('library', kernel), write('laplacian', laplace)];
  const program = join(folder, 'library');
  const sizes = [`-DN=${N}`, `-DOUTPUTS=${sums.length}`];
  execFileSync('gcc', [...flags, ...sizes, join(peers, 'library.c'), ...sources, '-lm', '-o', program]);
  const c = JSON.parse(execFileSync(program, { env: { ...process.env, OMP_NUM_THREADS: '1' }, encoding: 'utf8' }));
  const derivatives = {};
  const expressions = graphs.map((graph) => numpyExpression(graph, derivatives));
  const input = JSON.stringify({ size: N, derivatives, expressions });
  const numpy = JSON.parse(
    execFileSync('python3', [join(peers, 'expressions.py')], {
      input,
      encoding: 'utf8',
      env: { ...process.env, OMP_NUM_THREADS: '1' },
    }),
  );
  // Third derivatives are composed differently: the discretisations agree to their order only.
  numpy.means.forEach((mean, k) => {
    if (!(Math.abs(mean - c.means[k]) <= 1e-2 * (1 + Math.abs(mean)))) throw new Error(`library: ${graphs[k].key}`);
  });
  const gigabytes = (bytes, seconds) => `${((bytes * N * N) / seconds / 1e9).toFixed(1)} GB/s`;
  const beside = (seconds) => `${(seconds * 1e3).toFixed(0)} ms, ${(seconds / c.library).toFixed(1)} times as long`;
  console.log(
    `library of ${sums.length} on ${N}²: ${(c.library * 1e3).toFixed(2)} ms, one Laplacian ${(c.laplacian * 1e3).toFixed(3)} ms, ratio ${(c.library / c.laplacian).toFixed(1)}
  a node: library ${kernel.flopsPerPoint} flops, ${kernel.bytesPerPoint} bytes (${gigabytes(kernel.bytesPerPoint, c.library)}); Laplacian ${laplace.flopsPerPoint} flops, ${laplace.bytesPerPoint} bytes (${gigabytes(laplace.bytesPerPoint, c.laplacian)})
  NumPy, derivatives computed once ${beside(numpy.shared)}; each expression by itself ${beside(numpy.separate)}`,
  );
}

for (const one of cases) {
  if (chosen('c')) benchC(one);
  if (chosen('js')) benchJs(one);
}
if (chosen('sphere')) for (const order of [2, 4]) benchSphere(order);
if (chosen('library')) for (const N of [256, 1024]) benchLibrary(N);
