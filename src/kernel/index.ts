export { compileKernel, type Kernel, type KernelOptions, targetNames } from './kernel.js';
