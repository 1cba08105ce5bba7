/** What all parts of a generated C source share: how operations, numbers, arguments and functions are written. */
import { pointwiseOps } from '../../program/index.js';
import type { SampledProgram } from '../samples.js';
import type { Plan } from '../target.js';
import { expressionWriter } from './expressions.js';

/** A double literal; negative ones in brackets. */
export function number(value: number): string {
  const text = String(value);
  const literal = /[.e]/.test(text) ? text : `${text}.0`;
  return value < 0 ? `(${literal})` : literal;
}

export const expressionOf = expressionWriter(number);

/** Pieces of text that all parts of the source share. */
export interface Context {
  readonly program: SampledProgram;
  readonly fields: readonly string[];
  readonly size: number;
  readonly name: (i: number) => string;
  /** Declarations and names of the arguments that functions hand on: fields, uniform values, results. */
  readonly parameters: readonly string[];
  readonly arguments: readonly string[];
  /** The same without the fields: what is needed once there are samples. */
  readonly afterSampling: { readonly parameters: readonly string[]; readonly arguments: readonly string[] };
  /** Operations that do not depend on the node, and those that do. */
  readonly uniform: readonly number[];
  readonly pointwise: readonly number[];
}

export function contextOf({ program, tables: { size } }: Plan): Context {
  const { ops, outputs, samples } = program;
  const fields = [...new Set(samples.map(({ field }) => field))];
  const byPoint = pointwiseOps(program);
  const name = (i: number): string => {
    const op = ops[i]!;
    return op.kind === 'add' || op.kind === 'multiply' ? `t${i}` : expressionOf(op, program, () => '');
  };
  const used = new Set(outputs);
  ops.forEach((op, i) => {
    if (byPoint[i] && 'left' in op) for (const operand of [op.left, op.right]) used.add(operand);
  });
  const computed = ops.flatMap((op, i) => ('left' in op ? [i] : []));
  const uniform = computed.filter((i) => !byPoint[i]);
  const handed = ops.flatMap((op, i) => (!byPoint[i] && used.has(i) && op.kind !== 'constant' ? [`${name(i)}`] : []));
  const afterSampling = {
    parameters: [...handed.map((value) => `double ${value}`), 'double *restrict out'],
    arguments: [...handed, 'out'],
  };
  return {
    program,
    fields,
    size,
    name,
    parameters: [...fields.map((field) => `const double *restrict f_${field}`), ...afterSampling.parameters],
    arguments: [...fields.map((field) => `f_${field}`), ...afterSampling.arguments],
    afterSampling,
    uniform,
    pointwise: computed.filter((i) => byPoint[i]),
  };
}

export const indented = (lines: readonly string[], by: number): string[] =>
  lines.map((line) => `${' '.repeat(by)}${line}`);

/** The arithmetic at one node, from samples to results; `at` is its place in the result arrays. */
export function arithmetic({ program, name, pointwise, size }: Context, at: string): string[] {
  const { ops, outputs } = program;
  return [
    ...pointwise.map((i) => `const double ${name(i)} = ${expressionOf(ops[i]!, program, name)};`),
    ...outputs.map((i, k) => `out[${k === 0 ? '' : `${k * size} + `}${at}] = ${name(i)};`),
  ];
}

export const declare = (name: string, parameters: readonly string[]): string =>
  `static void ${name}(\n${parameters.map((parameter) => `    ${parameter}`).join(',\n')}) {`;
