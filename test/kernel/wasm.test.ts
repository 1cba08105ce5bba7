import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { GraphSum } from '../../src/algebra/index.js';
import { wasm as assembler, OutOfRange, Random } from '../../src/base/index.js';
import { Polynomial } from '../../src/exact/index.js';
import { parseKey } from '../../src/graph/index.js';
import { parseGrid } from '../../src/grid/index.js';
import { compileKernel } from '../../src/kernel/index.js';
import { sampledProgram } from '../../src/kernel/samples.js';
import { fitsWasm, loadWasm } from '../../src/kernel/wasm/run.js';
import { threadStarter, workTogether } from '../../src/kernel/wasm/threads.js';
import { contractionProgram } from '../../src/program/index.js';
import { euclidean, type Space, sphere } from '../../src/space/index.js';
import { kernelConformance } from '../laws/kernelConformance.js';
import { randomKernels } from '../laws/randomKernels.js';

kernelConformance('wasm');
kernelConformance('wasm', { small: true, threads: 2 });
randomKernels('wasm', { runs: 20, seconds: 4, operators: 20 });
randomKernels('wasm', { runs: 8, seconds: 2, operators: 8, threads: 2 });

const noise = (length: number, seed = 1): Float64Array => {
  const random = new Random(seed);
  return Float64Array.from({ length }, () => random.normal());
};

/** Compared at once: the test runner looks at one number after the other. */
const bytes = (values: Float64Array): Buffer => Buffer.from(values.buffer, values.byteOffset, values.byteLength);

/** ν Δu + |∇²u|² − u³ and ∇u·∇v. */
const sums = [
  GraphSum.of(parseKey('u_aa'), Polynomial.variable('nu'))
    .plus(GraphSum.of(parseKey('u_ab u_ab')))
    .minus(GraphSum.of(parseKey('u u u'))),
  GraphSum.of(parseKey('u_a v_a')),
];
const parameters = { nu: 0.375 };

function kernelOn(spec: string, space: Space, options: { target?: string; threads?: number } = {}) {
  const scheme = parseGrid(spec, space).jetScheme(2, 4);
  return compileKernel(contractionProgram(sums, space.dimension), scheme, { target: 'wasm', ...options });
}

function resultsOf(kernel: ReturnType<typeof kernelOn>, fields: Readonly<Record<string, Float64Array>>) {
  const out = sums.map(() => new Float64Array(kernel.size).fill(Number.NaN));
  kernel.run(fields, parameters, out);
  return out;
}

describe('kernel target wasm', () => {
  it('is what auto takes, unless the arrays do not fit into its memory', () => {
    expect(kernelOn('cartesian:8', euclidean(1), { target: 'auto' }).target).toBe('wasm');
    const program = sampledProgram(contractionProgram(sums, 1));
    const tables = { size: 4e8, functionalOf: [], runs: new Int32Array(), offsets: [], stencils: [] };
    const rest = {
      ...tables,
      stencils: [{ first: Int32Array.of(0), neighbours: new Int32Array(), weights: new Float64Array() }],
    };
    const plan = { program, tables, rows: [], rest };
    expect(fitsWasm(plan)).toBe(false);
    expect(fitsWasm({ ...plan, tables: { ...tables, size: 1e6 } })).toBe(true);
    expect(() => loadWasm(plan, { threads: 1 })).toThrow(OutOfRange);
  });

  it('gives a node the same value wherever it lies in a row', () => {
    // 5 is shorter than the widest stencil row allows pairs for; all ends and all positions in a block occur.
    for (let count = 5; count <= 40; count++) {
      const kernel = kernelOn(`cartesian:${count}`, euclidean(1));
      const [u, v] = [noise(count), noise(count, 2)];
      const expected = resultsOf(kernel, { u, v });
      const turned = (values: Float64Array, by: number) => values.map((_, i) => values[(i + by) % count]!);
      for (const by of [1, 2, count - 1]) {
        const found = resultsOf(kernel, { u: turned(u, by), v: turned(v, by) });
        found.forEach((values, k) => {
          expect(values).toEqual(turned(expected[k]!, by));
        });
      }
    }
  });

  it.each([
    ['cartesian:90x110:neumann', euclidean(2)],
    ['cartesian:128x128', euclidean(2)],
    ['latlon:96x192', sphere(2)],
    ['fibonacci:3000', sphere(2)],
  ] as const)('gives the same values with any number of threads on %s', (spec, space) => {
    const scheme = parseGrid(spec, space).jetScheme(2, 4);
    const program = contractionProgram(sums, space.dimension);
    const alone = compileKernel(program, scheme, { target: 'wasm' });
    const [u, v] = [noise(alone.size), noise(alone.size, 2)];
    const expected = resultsOf(alone, { u, v });
    for (const threads of [2, 3]) {
      const together = compileKernel(program, scheme, { target: 'wasm', threads });
      for (let time = 0; time < 10; time++) {
        const found = resultsOf(together, { u, v });
        expect(found.every((values, k) => bytes(values).equals(bytes(expected[k]!)))).toBe(true);
      }
    }
  });

  it('takes arrays in its own memory as they are, and others beside them', () => {
    for (const threads of [1, 2]) {
      const kernel = kernelOn('cartesian:30x40', euclidean(2), { threads });
      const [u, v] = [noise(kernel.size), noise(kernel.size, 2)];
      const expected = resultsOf(kernel, { u, v });
      const own = Array.from({ length: 40 }, () => kernel.array());
      for (const array of own) expect(array).toEqual(new Float64Array(kernel.size));
      own[0]!.set(u);
      own[39]!.set(v);
      const other = new Float64Array(kernel.size);
      kernel.run({ u: own[0]!, v: own[39]! }, parameters, [own[7]!, other]);
      expect([new Float64Array(own[7]!), other]).toEqual(expected);
      kernel.run({ u, v: own[39]! }, parameters, [other, own[38]!]);
      expect([other, new Float64Array(own[38]!)]).toEqual(expected);
      // No two lie on each other.
      for (const [k, array] of own.entries()) array.fill(k);
      own.forEach((array, k) => {
        expect(array.every((value) => value === k)).toBe(true);
      });
      expect(() => kernel.run({ u: own[0]!, v: own[1]! }, parameters, [own[0]!, other])).toThrow(/both/);
    }
  });

  it('writes nothing outside its memory when a field is not finite', () => {
    const kernel = kernelOn('cartesian:90x110:neumann', euclidean(2));
    const [u, v] = [noise(kernel.size), noise(kernel.size, 2)];
    const out = sums.map(() => new Float64Array(kernel.size).fill(7));
    for (const [at, value] of [
      [0, Number.NaN],
      [4321, Number.POSITIVE_INFINITY],
      [kernel.size - 1, Number.NEGATIVE_INFINITY],
    ] as const) {
      const bad = v.slice();
      bad[at] = value;
      expect(() => kernel.run({ u, v: bad }, parameters, out)).toThrow(`got ${value} at node ${at}`);
      expect(out.every((values) => values.every((x) => x === 7))).toBe(true);
    }
    kernel.run({ u, v }, parameters, out);
    expect(out).toEqual(resultsOf(kernelOn('cartesian:90x110:neumann', euclidean(2), { threads: 2 }), { u, v }));
  });

  it('is a module that runs without this package', async () => {
    for (const spec of ['cartesian:12x14', 'cartesian:12x13:dirichlet']) {
      const kernel = kernelOn(spec, euclidean(2));
      const fields = { u: noise(kernel.size), v: noise(kernel.size, 2) };
      const module: { run: typeof kernel.run } = await import(
        `data:text/javascript,${encodeURIComponent(kernel.module())}`
      );
      const out = sums.map(() => new Float64Array(kernel.size));
      module.run(fields, parameters, out);
      expect(out).toEqual(resultsOf(kernel, fields));
    }
  });

  it('is listed as text', async () => {
    const { source } = kernelOn('cartesian:9', euclidean(1));
    expect(source).toBe(kernelOn('cartesian:9', euclidean(1)).source);
    await expect(source).toMatchFileSnapshot('golden/wasm.wat');
  });

  it('reports tasks that fail', () => {
    const { f64, i32 } = assembler;
    const arguments4 = ['i32', 'i32', 'i32', 'i32'] as const;
    const functions = [
      { name: 'good', parameters: arguments4, locals: [], body: [] },
      // Beyond the end of the memory.
      { name: 'bad', parameters: arguments4, locals: [], body: [f64.store(i32.constant(-8), 0, f64.constant(0))] },
    ];
    const module = assembler.assemble(functions, { shared: true });
    const memory = assembler.newMemory(1, { shared: true });
    const task = (name: string) => ({ function: name, from: 0, to: 0, coefficients: 0 });
    const run = assembler.instantiate(module, memory);
    const work = (names: readonly string[]) =>
      workTogether({ module, memory, tasks: names.map(task), scratch: 0, scratchBytes: 0 }, run, 1, threadStarter(2));
    expect(work(['good', 'good'])).not.toThrow();
    expect(work(['good', 'bad'])).toThrow();
  });

  const built = fileURLToPath(new URL('../../dist/index.js', import.meta.url));
  it.runIf(existsSync(built))('does not keep a process alive', () => {
    const text = `
      import { compileKernel, contractionProgram, GraphSum, parseGrid, parseKey, euclidean } from '${pathToFileURL(built)}';
      const grid = parseGrid('cartesian:64x64', euclidean(2));
      const program = contractionProgram([GraphSum.of(parseKey('u_aa'))], 2);
      const kernel = compileKernel(program, grid.jetScheme(2, 2), { target: 'wasm', threads: 3 });
      const [u, out] = [kernel.array(), kernel.array()];
      kernel.run({ u }, {}, [out]);
      process.stdout.write(String(out[0]));`;
    const output = execFileSync(process.execPath, ['--input-type=module', '-e', text], { timeout: 30_000 });
    expect(String(output)).toBe('0');
  });
});
