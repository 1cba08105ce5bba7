// The wasm target beside hand-written loops compiled by clang -O3 -msimd128 (peers/wasm.c) and beside target js. Answers are
// compared before a time is printed. Variants of a case take turns, so that all of them meet the same disturbances.
// npm run build && node bench/wasm.mjs   (clang and lld for the peer; without them only our times)
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const dist = process.env.JETGRAPH_DIST ?? fileURLToPath(new URL('../dist', import.meta.url));
const jet = await import(join(dist, 'index.js'));
const seconds = Number(process.env.SECONDS_PER_CASE ?? 4);

function compilePeers() {
  const folder = mkdtempSync(join(tmpdir(), 'jetgraph-bench-'));
  try {
    const source = fileURLToPath(new URL('peers/wasm.c', import.meta.url));
    const flags = '--target=wasm32 -O3 -msimd128 -nostdlib -fno-builtin -Wl,--no-entry -Wno-pass-failed'.split(' ');
    execFileSync('clang', [...flags, '-o', join(folder, 'wasm.wasm'), source], { stdio: 'ignore' });
    return readFileSync(join(folder, 'wasm.wasm'));
  } catch {
    console.log('no clang for wasm32 here: our times only');
    return undefined;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
const peers = compilePeers();

/** A call of the peer, and what it gave. */
function peerOf(dimension, order, n, field) {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(peers), {});
  const [row, rows] = [n + 16, n + 4];
  const padded = row * rows * (dimension === 3 ? rows : 1);
  const u = exports.heap();
  const out = u + 8 * padded + 1088;
  const buffer = out + 8 * n ** dimension + 1088;
  exports.memory.grow(Math.ceil((buffer + 16 * row) / 65536));
  const values = new Float64Array(exports.memory.buffer, u, padded);
  for (let line = 0; line < n ** (dimension - 1); line++) {
    const at = ((line % n) + 2) * row + (dimension === 3 ? (Math.floor(line / n) + 2) * row * rows : 0) + 8;
    values.set(field.subarray(line * n, (line + 1) * n), at);
  }
  const run = () => exports[`f${dimension}_${order}`](u, out, buffer, n, (2 * Math.PI) / n);
  return { run, result: new Float64Array(exports.memory.buffer, out, n ** dimension) };
}

const processor = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/** Times of some calls that take turns, in milliseconds: the best and the middle of processor time, the best of time. */
function compare(variants) {
  const names = Object.keys(variants);
  const times = Object.fromEntries(names.map((name) => [name, { busy: [], passed: [] }]));
  for (let warm = 0; warm < 10; warm++) for (const name of names) variants[name]();
  for (const end = performance.now() + 1000 * seconds; performance.now() < end; ) {
    for (const name of names) {
      const [start, before] = [performance.now(), processor()];
      variants[name]();
      times[name].busy.push(processor() - before);
      times[name].passed.push(performance.now() - start);
    }
  }
  return Object.fromEntries(
    names.map((name) => {
      const [busy, passed] = [times[name].busy, times[name].passed].map((list) => list.sort((a, b) => a - b));
      return [name, { best: busy[0], middle: busy[busy.length >> 1], passed: passed[0] }];
    }),
  );
}

function bench(dimension, order, n) {
  const space = jet.euclidean(dimension);
  const grid = jet.parseGrid(`cartesian:${Array(dimension).fill(n).join('x')}`, space);
  const sum = jet.normalize(jet.parse('lap(u) + norm2(grad(u)) + norm2(hess(u)) + u - u^3'), { dimension });
  const program = jet.contractionProgram([sum], dimension);
  const scheme = grid.jetScheme(2, order);
  const kernel = (options) => jet.compileKernel(program, scheme, options);
  const [one, two, js] = [{ target: 'wasm' }, { target: 'wasm', threads: 2 }, { target: 'js' }].map(kernel);
  const u = Float64Array.from({ length: grid.size }, (_, i) => {
    const [x, y, z] = [i % n, Math.floor(i / n) % n, Math.floor(i / n / n)].map((k) => (2 * Math.PI * k) / n);
    return 0.5 * Math.sin(x + y + z + 0.1) + 0.3 * Math.sin(2 * x - y + z + 0.7) + 0.2 * Math.sin(x + 2 * y - 2 * z);
  });
  const out = new Float64Array(grid.size);
  const placed = [one, two].map((own) => {
    const [field, result] = [own.array(), own.array()];
    field.set(u);
    return { run: () => own.run({ u: field }, {}, [result]), result };
  });
  const peer = peers === undefined ? undefined : peerOf(dimension, order, n, u);
  const variants = {
    ...(peer === undefined ? {} : { clang: peer.run }),
    wasm: placed[0].run,
    'wasm, copies': () => one.run({ u }, {}, [out]),
    'wasm, 2 threads': placed[1].run,
    js: () => js.run({ u }, {}, [out]),
  };
  for (const run of Object.values(variants)) run();
  const scale = out.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const check = (name, result) => {
    const error = result.reduce((most, value, i) => Math.max(most, Math.abs(value - out[i])), 0);
    if (!(error <= 1e-9 * scale)) throw new Error(`${name}: ${error} off`);
  };
  check('wasm', placed[0].result);
  check('wasm, 2 threads', placed[1].result);
  if (peer !== undefined) check('clang', peer.result);
  const times = compare(variants);
  console.log(
    `${dimension}D ${n}^${dimension}, order ${order}: million nodes in a second of processor time, best (middle), ratio to clang; best by the clock`,
  );
  for (const [name, { best, middle, passed }] of Object.entries(times)) {
    const rate = (ms) => (grid.size / ms / 1000).toFixed(0);
    const ratios = peer === undefined ? [] : [times.clang.best / best, times.clang.middle / middle];
    console.log(
      `  ${name.padEnd(16)} ${rate(best).padStart(5)} (${rate(middle)})  ${ratios.map((x) => x.toFixed(2)).join(' (')}${ratios.length > 0 ? ')' : ''}  ${rate(passed).padStart(5)}`,
    );
  }
}

/** Compiling and the first call, in processor time of a process that did nothing before. */
if (process.argv[2] === 'first') {
  const grid = jet.parseGrid('cartesian:1024x1024', jet.euclidean(2));
  const program = jet.contractionProgram([jet.GraphSum.of(jet.parseKey('u_aa'))], 2);
  const scheme = grid.jetScheme(2, 2);
  const [u, out] = [new Float64Array(grid.size), new Float64Array(grid.size)];
  const [before, start] = [process.cpuUsage().user, performance.now()];
  jet.compileKernel(program, scheme, { target: 'wasm' }).run({ u }, {}, [out]);
  console.log(((process.cpuUsage().user - before) / 1000).toFixed(1), (performance.now() - start).toFixed(1));
} else {
  console.log(`${availableParallelism()} processors, Node ${process.version}`);
  const again = () => execFileSync(process.execPath, [fileURLToPath(import.meta.url), 'first'], { encoding: 'utf8' });
  console.log(
    `compiling and first call on 1024^2 nodes, ms of processor time and of time: ${[again(), again(), again()].map((text) => text.trim()).join('; ')}`,
  );
  for (const [dimension, order, n] of [
    [2, 2, 1024],
    [2, 4, 1024],
    [3, 2, 128],
    [3, 4, 128],
  ]) {
    bench(dimension, order, n);
  }
}
