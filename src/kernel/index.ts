export { compileKernel } from './compile.js';
export { type Kernel, type KernelOptions, targetNames } from './kernel.js';
export { type PointwiseKernel, pointwiseKernel } from './pointwise.js';
export { compileTensorKernel, type TensorKernel } from './tensorKernel.js';
