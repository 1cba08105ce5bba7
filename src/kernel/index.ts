export { compileKernel } from './compile.js';
export { type Kernel, type KernelOptions, targetNames } from './kernel.js';
export { type PointwiseKernel, pointwiseKernel } from './pointwise.js';
