export { cotangentCoefficients, derivative } from './derivative.js';
export { euler } from './euler.js';
export { GraphSum, type GraphSumJson, type GraphTerm } from './graphSum.js';
export { type NormalizeOptions, normalize } from './normalize.js';
export {
  contract,
  divergence,
  dot,
  elementarySymmetric,
  inner,
  laplacian,
  metric,
  permuteLegs,
  symmetricDerivative,
  symmetrise,
  trace,
  transpose,
} from './tensor.js';
export { bracket, contractVolume, cross, curl, rotate, volumeForm } from './volume.js';
