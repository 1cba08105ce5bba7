/** The plain meaning of a contraction program, over doubles or over any other ring with rational constants. */
import { InvalidInput } from '../base/index.js';
import type { Rational } from '../exact/index.js';
import type { ContractionProgram } from './program.js';

/** What evaluation needs of a ring. */
export interface Ring<T> {
  constant(value: Rational): T;
  add(a: T, b: T): T;
  multiply(a: T, b: T): T;
}

const doubles: Ring<number> = {
  constant: (value) => value.toNumber(),
  add: (a, b) => a + b,
  multiply: (a, b) => a * b,
};

/**
 * Evaluates a program over a ring.
 * @param jets - one element for each slot of the program.
 * @throws InvalidInput when the number of jets is wrong or a parameter has no value.
 */
export function interpretOver<T>(
  ring: Ring<T>,
  program: ContractionProgram,
  jets: ArrayLike<T>,
  parameters: Readonly<Record<string, T>>,
): T[] {
  const where = 'interpret';
  const { slots, ops, outputs } = program;
  if (jets.length !== slots.length) {
    throw new InvalidInput({ where, expected: `${slots.length} jet components`, got: `${jets.length}` });
  }
  const values: T[] = [];
  for (const op of ops) {
    if (op.kind === 'jet') values.push(jets[op.slot]!);
    else if (op.kind === 'constant') values.push(ring.constant(op.value));
    else if (op.kind === 'add') values.push(ring.add(values[op.left]!, values[op.right]!));
    else if (op.kind === 'multiply') values.push(ring.multiply(values[op.left]!, values[op.right]!));
    else if (Object.hasOwn(parameters, op.name)) values.push(parameters[op.name]!);
    else throw new InvalidInput({ where, expected: `a value for parameter '${op.name}'`, got: 'none' });
  }
  return outputs.map((i) => values[i]!);
}

/**
 * Evaluates a program at one point in double precision.
 * @example
 * interpret(contractionProgram([GraphSum.of(parseKey('u_aa'))], 2), [5, 7], {}) // [12]: the slots are u_00, u_11
 * @throws InvalidInput as {@link interpretOver}.
 */
export function interpret(
  program: ContractionProgram,
  jets: ArrayLike<number>,
  parameters: Readonly<Record<string, number>> = {},
): number[] {
  return interpretOver(doubles, program, jets, parameters);
}
