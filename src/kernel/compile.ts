/** Kernels from either kind of jets. */
import type { JetSampler, JetScheme } from '../grid/index.js';
import type { ContractionProgram } from '../program/index.js';
import { compileKernel as compileStencils, type Kernel, type KernelOptions } from './kernel.js';
import { sampledKernel } from './pointwise.js';

/**
 * Compiles a program for one grid, on jets from stencils or from a sampler. All fields live on the same grid.
 * @example
 * const program = contractionProgram([GraphSum.of(parseKey('u_aa'))], 2);
 * const kernel = compileKernel(program, spectralSampler(grid, 2)); // grid: latlon:8x16, u: the height z
 * const laplacian = new Float64Array(grid.size);
 * kernel.run({ u }, {}, [laplacian]); // Δz = −2 z
 * Math.abs(laplacian[0] + 2 * u[0]) < 1e-12 // true
 * @throws InvalidInput when the jets needed are not provided; Unsupported for an unknown target.
 */
export function compileKernel(
  program: ContractionProgram,
  jets: JetScheme | JetSampler,
  options: KernelOptions = {},
): Kernel {
  return 'sample' in jets ? sampledKernel(program, jets, options) : compileStencils(program, jets, options);
}
