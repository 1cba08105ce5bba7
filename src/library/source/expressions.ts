/** The operations of a contraction program as assignments, in the syntax that C, JavaScript and Python share. */
import type { Rational } from '../../exact/index.js';
import { type ContractionProgram, type Op, type OpKinds, slotName } from '../../program/index.js';

/** A program as text: names of the inputs, assignments of temporaries, the expression of each result. */
export interface Assignments {
  readonly inputs: readonly string[];
  readonly steps: readonly (readonly [name: string, value: string])[];
  readonly results: readonly string[];
}

/** How one kind of operation reads; operands are names or literals. */
type Writer = { readonly [K in keyof OpKinds]: (op: Op<K>, operand: (i: number) => string) => string };

/**
 * Writes a program without parameters.
 * @param reserved - words that cannot be names of inputs: these get an underscore.
 * @param literal - how a constant is written.
 */
export function assignments(
  { slots, ops, outputs }: ContractionProgram,
  reserved: readonly string[],
  literal: (value: Rational) => string,
): Assignments {
  const taken = new Set(reserved);
  const unique = (wanted: string): string => {
    let name = wanted;
    while (taken.has(name)) name += '_';
    taken.add(name);
    return name;
  };
  const inputs = slots.map((slot) => unique(slotName(slot)));
  const temporaries = ops.map((op, i) => ('left' in op ? unique(`t${i}`) : ''));
  const writers: Writer = {
    jet: ({ slot }) => inputs[slot]!,
    constant: ({ value }) => literal(value),
    parameter: ({ name }) => name,
    add: ({ left, right }, operand) => `${operand(left)} + ${operand(right)}`,
    multiply: ({ left, right }, operand) => `${operand(left)} * ${operand(right)}`,
  };
  const write = <K extends keyof OpKinds>(op: Op<K>): string => writers[op.kind](op, operand);
  const operand = (i: number): string => ('left' in ops[i]! ? temporaries[i]! : write<keyof OpKinds>(ops[i]!));
  return {
    inputs,
    steps: ops.flatMap((op, i) => ('left' in op ? [[temporaries[i]!, write<keyof OpKinds>(op)] as const] : [])),
    results: outputs.map(operand),
  };
}

/** Text as the inside of a string literal between double quotes. */
export const quoted = (text: string): string => JSON.stringify(text);

/** A list in brackets, as many items on a line as fit. */
export function wrapped(items: readonly string[], indent: string, width = 100): string {
  const lines: string[] = [];
  for (const item of items) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + item.length + 2 <= width) lines[lines.length - 1] = `${last} ${item},`;
    else lines.push(`${indent}${item},`);
  }
  return lines.map((line) => `${line}\n`).join('');
}
