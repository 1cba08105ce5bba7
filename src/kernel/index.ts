export { compileKernel, type Kernel, type KernelOptions } from './kernel.js';
