/** The module of a plan as text: a listing to read, and a JavaScript module that carries the bytes and the tables. */
import { wasm } from '../../base/index.js';
import { headlines } from '../headline.js';
import type { Plan } from '../target.js';
import { kernelModule } from './module.js';
import { arrayStep, heapAt } from './run.js';

const heading = (plan: Plan, mark: string): string => [...headlines(plan, mark, (k) => `out[${k}]`), ''].join('\n');

/** The text format of WebAssembly, with remarks. */
export function listing(plan: Plan): string {
  return `${heading(plan, ';;')}${wasm.printModule(kernelModule(plan).functions, { shared: false })}`;
}

function base64(data: Uint8Array | Int32Array | Float64Array): string {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

/** A module without dependencies; `run` as in a kernel, unchecked, one thread. */
export function standalone(plan: Plan): string {
  const { functions, fields, image, tables, tasks, scratchBytes } = kernelModule(plan);
  const { program } = plan;
  const { size } = plan.tables;
  const step = arrayStep(size);
  const heap = heapAt(image, scratchBytes);
  const arrays = fields.length + program.outputs.length;
  return `${heading(plan, '//')}
const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
// The WebAssembly module.
const code = bytes('${base64(wasm.encodeModule(functions, { shared: false }))}');
// Tables of the grid: address, bytes.
const tables = [
${tables.map(([address, data]) => `  [${address}, bytes('${base64(data)}')],\n`).join('')}];
// Parts of the work: function, from, to, coefficients.
const tasks = [
${tasks.map((task) => `  ['${task.function}', ${task.from}, ${task.to}, ${task.coefficients}],\n`).join('')}];
const memory = new WebAssembly.Memory({ initial: ${Math.ceil((heap + arrays * step) / 2 ** 16)} });
for (const [address, data] of tables) new Uint8Array(memory.buffer).set(data, address);
const kernel = new WebAssembly.Instance(new WebAssembly.Module(code), { m: { m: memory } }).exports;
// The fields ${fields.join(', ')}, then the results.
const arrays = Array.from({ length: ${arrays} }, (_, k) => new Float64Array(memory.buffer, ${heap} + k * ${step}, ${size}));
new Uint32Array(memory.buffer, ${image.pointers}, ${arrays}).set(arrays.map(({ byteOffset }) => byteOffset));
const parameterValues = new Float64Array(memory.buffer, ${image.parameters}, ${program.parameters.length});

/** fields: name -> Float64Array(${size}); parameters: name -> number; out: one Float64Array(${size}) for each operator. */
export function run(fields, parameters, out) {
  ${JSON.stringify(fields)}.forEach((name, k) => arrays[k].set(fields[name]));
  parameterValues.set(${JSON.stringify(program.parameters)}.map((name) => parameters[name]));
  kernel.uniforms();
  for (const [name, from, to, coefficients] of tasks) kernel[name](from, to, coefficients, ${image.end});
  out.forEach((array, k) => array.set(arrays[${fields.length} + k]));
}
`;
}
