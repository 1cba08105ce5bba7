// Kernels on scattered nodes beside a plain product of a sparse matrix with a vector in C (peers/csr.c) of the same number of
// nonzero weights. Answers are compared before a time is printed; times are processor time.
// npm run build && node bench/csr.mjs   (gcc for the peer)
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const dist = process.env.JETGRAPH_DIST ?? fileURLToPath(new URL('../dist', import.meta.url));
const jet = await import(join(dist, 'index.js'));
const peer = fileURLToPath(new URL('peers/csr.c', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'jetgraph-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

const nodes = Number(process.env.NODES ?? 40000);
const cases = [
  [
    'lap(u)',
    [
      [
        [0, 0],
        [1, 1],
      ],
    ],
    `fibonacci:${nodes}`,
    jet.sphere(2),
  ],
  [
    'lap(u)',
    [
      [
        [0, 0],
        [1, 1],
      ],
    ],
    `fibonacci:${nodes}:2`,
    jet.hyperbolic(2),
  ],
  [
    'lap(u)',
    [
      [
        [0, 0],
        [1, 1],
      ],
    ],
    'healpix:64',
    jet.sphere(2),
  ],
  [
    'lap(u) + norm2(grad(u)) + norm2(hess(u))',
    [[[0]], [[1]], [[0, 0]], [[0, 1]], [[1, 1]]],
    `fibonacci:${nodes}`,
    jet.sphere(2),
  ],
];

/** The rows of the functionals, one block after the other, without zeros. */
function matrixOf(scheme, functionals) {
  const position = new Map(scheme.components.map((index, c) => [index.join(), c]));
  const first = [0];
  const columns = [];
  const entries = [];
  for (const components of functionals) {
    for (const { start, count, stencil, offsets } of scheme.runs) {
      const { width, weights } = scheme.stencils[stencil];
      for (let node = start; node < start + count; node++) {
        for (let s = 0; s < width; s++) {
          const weight = components.reduce((sum, index) => sum + weights[position.get(index.join()) * width + s], 0);
          if (weight === 0) continue;
          columns.push(node + offsets[s]);
          entries.push(weight);
        }
        first.push(columns.length);
      }
    }
  }
  return { first: Int32Array.from(first), columns: Int32Array.from(columns), entries: Float64Array.from(entries) };
}

const bytes = (array) => new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

/** Best processor time of a call, in seconds. */
function best(run) {
  let least = Infinity;
  for (let round = 0; round < 25; round++) {
    const start = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(start);
    least = Math.min(least, (user + system) * 1e-6);
  }
  return least;
}

for (const [text, functionals, spec, space] of cases) {
  const grid = jet.parseGrid(spec, space);
  const scheme = grid.jetScheme(2, 4);
  const program = jet.contractionProgram([jet.normalize(jet.parse(text), { dimension: 2 })], 2);
  const u = Float64Array.from({ length: grid.size }, (_, i) =>
    Math.sin(3 * grid.points[3 * i] + grid.points[3 * i + 1]),
  );
  const { first, columns, entries } = matrixOf(scheme, functionals);
  const head = Int32Array.of(grid.size, functionals.length, entries.length);
  writeFileSync(join(folder, 'matrix'), Buffer.concat([head, first, columns, entries, u].map(bytes)));
  writeFileSync(join(folder, 'kernel.c'), jet.compileKernel(program, scheme, { target: 'c' }).module());
  const flags = ['-std=gnu11', '-O3', '-march=native', '-fopenmp', ...(functionals.length === 1 ? ['-DCOMPARE'] : [])];
  execFileSync('gcc', [...flags, peer, join(folder, 'kernel.c'), '-lm', '-o', join(folder, 'csr')]);
  const { difference, jetgraph, plain } = JSON.parse(
    execFileSync(join(folder, 'csr'), [join(folder, 'matrix')], {
      env: { ...process.env, OMP_NUM_THREADS: '1' },
      encoding: 'utf8',
    }),
  );
  if (!(difference < 1e-9)) throw new Error(`C differs by ${difference}`);
  const rate = (seconds) => entries.length / seconds / 1e6;
  const own = { c: jetgraph };
  for (const target of ['wasm', 'js']) {
    const kernel = jet.compileKernel(program, scheme, { target });
    const [field, out] = [kernel.array(), kernel.array()];
    field.set(u);
    own[target] = best(() => kernel.run({ u: field }, {}, [out]));
  }
  const list = Object.entries(own).map(
    ([target, seconds]) => `${target} ${rate(seconds).toFixed(0)} (${(plain / seconds).toFixed(2)})`,
  );
  console.log(
    `${text} on ${spec}, ${(entries.length / 1e6).toFixed(2)} M nonzeros: plain C ${rate(plain).toFixed(0)} M/s; ${list.join(', ')}`,
  );
}
