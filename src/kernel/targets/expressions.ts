/** How the operations of a program read in languages with infix operators. */
import type { Op, OpKinds } from '../../program/index.js';
import type { SampledProgram } from '../samples.js';

/**
 * The writer of one operation.
 * @param literal - how the language writes a double.
 */
export function expressionWriter(
  literal: (value: number) => string,
): (op: Op, program: SampledProgram, name: (i: number) => string) => string {
  const expressions: {
    readonly [K in keyof OpKinds]: (op: Op<K>, program: SampledProgram, name: (i: number) => string) => string;
  } = {
    jet: ({ slot }, { samples }) => samples[slot]!.name,
    constant: ({ value }) => literal(value.toNumber()),
    parameter: ({ name }) => `p_${name}`,
    add: ({ left, right }, _, name) => `${name(left)} + ${name(right)}`,
    multiply: ({ left, right }, { ops }, name) => {
      const factor = ops[left]!;
      const negates = factor.kind === 'constant' && factor.value.toNumber() === -1;
      return negates ? `-${name(right)}` : `${name(left)} * ${name(right)}`;
    },
  };
  const write = <K extends keyof OpKinds>(op: Op<K>, program: SampledProgram, name: (i: number) => string): string =>
    expressions[op.kind](op, program, name);
  return (op, program, name) => write<keyof OpKinds>(op, program, name);
}
