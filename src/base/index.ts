export {
  type Complaint,
  checkInteger,
  checkOptions,
  Inconsistent,
  InvalidInput,
  JetgraphError,
  OutOfRange,
  Unsupported,
} from './errors.js';
export { jetIndices, symmetricIndices } from './multiindex.js';
export { checkFieldName, reservedNames } from './names.js';
export { Random } from './random.js';
export {
  checkTensorTypes,
  declareFields,
  type FieldDeclarations,
  type SlotSymmetry,
  slotSymmetries,
  type TensorType,
  type TensorTypes,
  tensorTypeOf,
  vectorType,
} from './tensorType.js';
export * as wasm from './wasm.js';
