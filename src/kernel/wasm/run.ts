/**
 * Runs the module of a plan: lays out the memory, takes fields in and results out. Arrays that lie in this memory already
 * are used where they are. Results that go elsewhere are computed into a window, task by task, and copied while they are
 * in the cache; threads cannot do that and need room for whole arrays.
 */
import { OutOfRange, wasm } from '../../base/index.js';
import type { LoadOptions, Plan, RawKernel } from '../target.js';
import { defectAt, type Image } from './image.js';
import { kernelModule } from './module.js';
import { threadStarter, workTogether } from './threads.js';

const page = 4096;

/** Arrays begin this far apart modulo a page, so that stores to one do not hold up loads from another. */
const stagger = 1088;

/** Arrays that `array` can give at least; twice those of one call, if that is more. A shared memory has no such limit. */
const spareArrays = 12;

/** Bytes that 32-bit addresses reach. */
const mostBytes = wasm.mostPages * 2 ** 16;

/** Bytes between the beginnings of two arrays. */
export const arrayStep = (size: number): number => page * Math.ceil((8 * size) / page) + stagger;

/** Where the arrays begin, for some threads with their room to work in. */
export const heapAt = ({ end }: Image, scratchBytes: number): number => page * Math.ceil((end + scratchBytes) / page);

/** Whether a plan can run: WebAssembly is there, and arrays and tables fit into its memory. */
export function fitsWasm({ program, tables, rest }: Plan): boolean {
  const fields = new Set(program.samples.map(({ field }) => field)).size;
  const weights = rest.stencils.reduce((sum, { weights: { length } }) => sum + length, 0);
  const arrays = arrayStep(tables.size) * (fields + program.outputs.length);
  return 'WebAssembly' in globalThis && arrays + 40 * weights < mostBytes / 2;
}

/** Our views of the memory; another set after it has grown. */
interface Views {
  readonly pointers: Uint32Array;
  readonly defect: Int32Array;
  readonly parameterValues: Float64Array;
  /** Copies of fields from elsewhere. */
  readonly staged: readonly Float64Array[];
  /** Results for elsewhere: some tasks' nodes, or all where there are threads. */
  readonly windows: readonly Float64Array[];
}

/** Compiles, fills the memory and starts the threads. */
export function loadWasm(plan: Plan, { threads }: LoadOptions): RawKernel {
  const { functions, fields, image, tables, tasks, scratchBytes } = kernelModule(plan);
  const { program } = plan;
  const { size } = plan.tables;
  const count = fields.length + program.outputs.length;
  const scratch = image.end;
  const heap = heapAt(image, threads * scratchBytes);
  const step = arrayStep(size);
  const shared = threads > 1;
  const start = shared ? threadStarter(threads) : undefined;
  // Fields, then results: windows on them, or the whole of them.
  const widest = Math.max(0, ...tasks.map(({ nodes }) => nodes.at(-1)![1] - nodes[0]![0]));
  const resultStep = shared ? step : Math.min(step, arrayStep(widest));
  const results = heap + fields.length * step;
  const needed = results + program.outputs.length * resultStep;
  if (needed >= mostBytes) {
    throw new OutOfRange({
      where: 'kernel target wasm',
      expected: 'less than 4 GB of memory',
      got: `${count} arrays of ${size} values and ${heap} bytes of tables`,
      hint: 'the targets js and c have no such limit',
    });
  }
  const memory = wasm.newMemory(needed, { shared });
  const buffers = new WeakSet<ArrayBufferLike>();
  const viewsNow = (): Views => {
    const { buffer } = memory;
    buffers.add(buffer);
    return {
      pointers: new Uint32Array(buffer, image.pointers, count),
      defect: new Int32Array(buffer, defectAt, 1),
      parameterValues: new Float64Array(buffer, image.parameters, program.parameters.length),
      staged: fields.map((_, k) => new Float64Array(buffer, heap + k * step, size)),
      windows: program.outputs.map(
        (_, k) => new Float64Array(buffer, results + k * resultStep, shared ? size : widest),
      ),
    };
  };
  let views = viewsNow();
  const { buffer } = memory;
  for (const [address, data] of tables) {
    if (data instanceof Int32Array) new Int32Array(buffer, address, data.length).set(data);
    else new Float64Array(buffer, address, data.length).set(data);
  }

  const module = wasm.assemble(functions, { shared });
  const run = wasm.instantiate(module, memory);
  const inMemory = (array: Float64Array): boolean => buffers.has(array.buffer);
  /** Takes the tasks one after the other; results of some operators, by number, go to arrays outside. */
  const alone = (out: readonly Float64Array[], outside: readonly number[]): void => {
    const { pointers, windows } = views;
    for (const { function: name, from, to, coefficients, nodes } of tasks) {
      const first = nodes[0]![0];
      // The window stands where these nodes would be; addresses are taken modulo 2^32.
      for (const k of outside) pointers[fields.length + k] = windows[k]!.byteOffset - 8 * first;
      run[name]!(from, to, coefficients, scratch);
      for (const k of outside) {
        for (const [start, end] of nodes) out[k]!.set(windows[k]!.subarray(start - first, end - first), start);
      }
    }
  };
  const together =
    start === undefined
      ? undefined
      : workTogether({ module, memory, tasks, scratch, scratchBytes }, run, threads - 1, start);
  const call = (
    values: Readonly<Record<string, Float64Array>>,
    parameters: Readonly<Record<string, number>>,
    out: readonly Float64Array[],
  ): void => {
    const { pointers, defect, parameterValues, staged, windows } = views;
    fields.forEach((name, k) => {
      const field = values[name]!;
      if (!inMemory(field)) staged[k]!.set(field);
      pointers[k] = (inMemory(field) ? field : staged[k]!).byteOffset;
    });
    const outside = out.flatMap((array, k) => (inMemory(array) ? [] : [k]));
    out.forEach((array, k) => {
      pointers[fields.length + k] = (inMemory(array) ? array : windows[k]!).byteOffset;
    });
    parameterValues.set(program.parameters.map((name) => parameters[name]!));
    run.uniforms!();
    defect[0] = 0;
    if (together === undefined) {
      // What is outside is written before all fields were seen.
      if (outside.length > 0) {
        for (const at of pointers.subarray(0, fields.length)) run.look!(at, at + 8 * size);
      }
      if (defect[0] === 0) alone(out, outside);
      return;
    }
    together();
    if (defect[0] === 0) for (const k of outside) out[k]!.set(windows[k]!);
  };

  let next = needed;
  const array = (): Float64Array => {
    const room = next + step - memory.buffer.byteLength;
    // An unshared memory grows only while nobody else has a view of it: it gets another buffer.
    if (shared ? room > 0 : next === needed) {
      const wanted = shared ? room : step * Math.max(spareArrays, 2 * count);
      const bytes = Math.min(wanted, mostBytes - memory.buffer.byteLength);
      if (bytes >= room) {
        memory.grow(Math.ceil(bytes / 2 ** 16));
        views = viewsNow();
      }
    }
    if (next + step > memory.buffer.byteLength) return new Float64Array(size);
    const found = new Float64Array(memory.buffer, next, size);
    next += step;
    return found;
  };
  return Object.assign(call, { array, refused: () => views.defect[0] !== 0 });
}
