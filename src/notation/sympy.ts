/** A Python program that builds the operator with SymPy alone. */
import type { GraphSum } from '../algebra/index.js';
import { checkInteger, checkOptions } from '../base/index.js';
import { jetProgram } from './sympyJet.js';
import { tensorProgram } from './sympyTensor.js';

/**
 * The text of a Python program that defines `operator`: with symbolic n a tensor expression, in a given dimension a polynomial
 * in the components of the jet in an orthonormal frame.
 * @example
 * sumToSympy(normalize(parse('norm2(grad(u))'))).split('\n').at(-2) // '    d1u(-i)*d1u(i)'
 * sumToSympy(normalize(parse('norm2(grad(u))')), { dimension: 2 }).split('\n').at(-2) // '    sum(u(i)*u(i) for i in frame)'
 * @throws InvalidInput for a volume form of another dimension.
 */
export function sumToSympy(sum: GraphSum, options: { readonly dimension?: number } = {}): string {
  checkOptions('sumToSympy', options, ['dimension']);
  const { dimension } = options;
  if (dimension === undefined) return tensorProgram(sum);
  checkInteger('sumToSympy', 'the dimension', dimension, 1);
  return jetProgram(sum, dimension);
}
