/** The front door: everything public, by room. Geometry of the model spaces stands under `space`. */
export * from './algebra/index.js';
export {
  type FieldDeclarations,
  InvalidInput,
  JetgraphError,
  jetIndices,
  OutOfRange,
  type SlotSymmetry,
  type TensorType,
  type TensorTypes,
  Unsupported,
  vectorType,
} from './base/index.js';
export * from './chart/index.js';
export * from './discovery/index.js';
export * from './exact/index.js';
export {
  type Expression,
  type FunctionName,
  functions,
  mentionsField,
  type ParseOptions,
  parametersOf,
  parse,
  type ScalarFunction,
  scalarFunction,
} from './expression/index.js';
export * from './graph/index.js';
export * from './grid/index.js';
export * from './io/index.js';
export * from './kernel/index.js';
export * from './library/index.js';
export * from './notation/index.js';
export * from './picture/index.js';
export * from './program/index.js';
export * from './relations/index.js';
export * from './report/index.js';
export * from './solve/index.js';
export * as space from './space/index.js';
export { euclidean, hyperbolic, makeSpace, type Space, sphere } from './space/index.js';
export * from './spectral/index.js';
export * from './testing/index.js';
export * from './verify/index.js';
