/** Runs the module of a plan in this process. */
import { OutOfRange, wasm } from '../../base/index.js';
import type { LoadOptions, Plan, RawKernel } from '../target.js';
import { kernelModule } from './module.js';

/** Arrays begin this far apart modulo a page, so that stores to one do not hold up loads from another. */
const stagger = 1088;

/** Compiles and fills the memory. */
export function loadWasm(plan: Plan, { threads: _ }: LoadOptions): RawKernel {
  const { functions, fields, image, dense, tasks, scratchBytes } = kernelModule(plan);
  const {
    program,
    rows,
    tables: { size },
  } = plan;
  const arrays = fields.length + program.outputs.length;
  const scratch = image.end;
  const arrayBytes = 4096 * Math.ceil((8 * size) / 4096) + stagger;
  const heap = 4096 * Math.ceil((scratch + scratchBytes) / 4096);
  const bytes = heap + arrays * arrayBytes;
  if (bytes >= 2 ** 32) {
    throw new OutOfRange({
      where: 'kernel target wasm',
      expected: 'less than 4 GB of memory',
      got: `${arrays} arrays of ${size} values`,
      hint: 'target js has no such limit',
    });
  }
  const memory = wasm.newMemory(bytes, { shared: false });
  const { buffer } = memory;
  rows.forEach(({ pieces, coefficients }, k) => {
    new Int32Array(buffer, image.rows[k]!.pieces, pieces.length).set(pieces);
    new Float64Array(buffer, image.rows[k]!.coefficients, coefficients.length).set(coefficients);
  });
  if (dense !== undefined) {
    new Int32Array(buffer, image.rest.runs, dense.runs.length).set(dense.runs);
    new Int32Array(buffer, image.rest.offsets, dense.offsets.length).set(dense.offsets);
    new Float64Array(buffer, image.rest.weights, dense.weights.length).set(dense.weights);
  }
  const staged = Array.from({ length: arrays }, (_, k) => new Float64Array(buffer, heap + k * arrayBytes, size));
  new Uint32Array(buffer, image.pointers, arrays).set(staged.map(({ byteOffset }) => byteOffset));
  const parameterValues = new Float64Array(buffer, image.parameters, program.parameters.length);
  const run = wasm.instantiate(wasm.assemble(functions, { shared: false }), memory);
  return (values, parameters, out) => {
    fields.forEach((field, f) => {
      staged[f]!.set(values[field]!);
    });
    parameterValues.set(program.parameters.map((name) => parameters[name]!));
    run.uniforms!();
    for (const { function: name, from, to, coefficients } of tasks) run[name]!(from, to, coefficients, scratch);
    out.forEach((array, k) => {
      array.set(staged[fields.length + k]!);
    });
  };
}
