export {
  type EchelonForm,
  type KernelBasis,
  kernelModP,
  type ModulusOptions,
  rankModP,
  reducedEchelon,
} from './denseElimination.js';
export { content, primitiveRow, RationalRowSpace } from './echelon.js';
export { type Factorisation, factor } from './factor.js';
export { Polynomial } from './polynomial.js';
export { fieldPrime, invertResidue, multiplyResidues, ResidueRowSpace, toResidue } from './primeField.js';
export { Rational } from './rational.js';
export { type EchelonRow, rationalEchelon } from './rationalEchelon.js';
export { ReducedRowSpace, type SparseRow } from './reducedRowSpace.js';
