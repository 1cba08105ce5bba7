/** Target WebAssembly: SIMD on pairs of doubles. */
import { wasm } from '../../base/index.js';
import type { Plan, Target } from '../target.js';
import { kernelModule } from '../wasm/module.js';
import { loadWasm } from '../wasm/run.js';

function emit(plan: Plan): string {
  const {
    program: { titles, dimension },
  } = plan;
  return [
    `;; Pointwise values of differential operators in dimension ${dimension}:`,
    ...titles.map((title, k) => `;;   out[${k}] = ${title}`),
    wasm.printModule(kernelModule(plan).functions, { shared: true }),
  ].join('\n');
}

export const webassembly: Target = { emit, emitModule: emit, load: loadWasm };
