/**
 * Values of a loop body as a table without repetitions: equal values are one entry, so that neighbouring positions of an
 * unrolled loop share what they read and compute. An entry stands behind its operands.
 */
import { type Op, type OpKinds, pointwiseOps } from '../program/index.js';
import type { Part } from './formula.js';
import type { SampledProgram } from './samples.js';

/** Kinds of values with their operands; shifts count positions from the first one of the loop body. */
export interface ValueKinds {
  /** Field number `field` in a source row. */
  readonly field: { readonly field: number; readonly source: number; readonly shift: number };
  /** A line that was stored. */
  readonly line: { readonly line: number; readonly shift: number };
  /** A sample that was stored. */
  readonly sample: { readonly sample: number; readonly shift: number };
  /** A coefficient of the row. */
  readonly coefficient: { readonly index: number };
  readonly parameter: { readonly index: number };
  /** The value of an operation that does not depend on the node. */
  readonly uniform: { readonly op: number };
  readonly constant: { readonly value: number };
  readonly add: { readonly left: number; readonly right: number };
  readonly subtract: { readonly left: number; readonly right: number };
  readonly multiply: { readonly left: number; readonly right: number };
  readonly negate: { readonly operand: number };
}

/** One value. */
export type Value<K extends keyof ValueKinds = keyof ValueKinds> = {
  [P in K]: { readonly kind: P } & ValueKinds[P];
}[K];

/** Numbers of the operands of a value. */
export function operandsOf(value: Value): readonly number[] {
  if ('left' in value) return [value.left, value.right];
  return 'operand' in value ? [value.operand] : [];
}

/** A table that grows. */
export interface Values {
  readonly list: readonly Value[];
  /** The number of a value that has no operands. */
  leaf(value: Value<'field' | 'line' | 'sample' | 'coefficient' | 'parameter' | 'uniform' | 'constant'>): number;
  add(left: number, right: number): number;
  subtract(left: number, right: number): number;
  multiply(left: number, right: number): number;
  negate(operand: number): number;
}

/** An empty table. */
export function valueTable(): Values {
  const list: Value[] = [];
  const numbers = new Map<string, number>();
  const leaf = (value: Value): number => {
    const key = Object.values(value).join();
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, list.length);
    return list.push(value) - 1;
  };
  const negated = (i: number): number | undefined => {
    const value = list[i]!;
    return value.kind === 'negate' ? value.operand : undefined;
  };
  const commuting = (kind: 'add' | 'multiply', left: number, right: number): number =>
    leaf({ kind, left: Math.min(left, right), right: Math.max(left, right) });
  const values: Values = {
    list,
    leaf,
    add(left, right) {
      const [a, b] = [negated(left), negated(right)];
      if (b !== undefined) return values.subtract(left, b);
      return a === undefined ? commuting('add', left, right) : values.subtract(right, a);
    },
    subtract(left, right) {
      const b = negated(right);
      return b === undefined ? leaf({ kind: 'subtract', left, right }) : values.add(left, b);
    },
    multiply(left, right) {
      const [a, b] = [negated(left), negated(right)];
      if (a !== undefined) return values.negate(values.multiply(a, right));
      if (b !== undefined) return values.negate(values.multiply(left, b));
      for (const [factor, other] of [[left, right] as const, [right, left] as const]) {
        const value = list[factor]!;
        if (value.kind === 'constant' && value.value === 1) return other;
        if (value.kind === 'constant' && value.value === -1) return values.negate(other);
      }
      return commuting('multiply', left, right);
    },
    negate: (operand) => negated(operand) ?? leaf({ kind: 'negate', operand }),
  };
  return values;
}

const constant = (values: Values, value: number): number => values.leaf({ kind: 'constant', value });

/** A sum; what is negative is subtracted. */
function sum(values: Values, terms: readonly { readonly negative: boolean; readonly value: number }[]): number {
  const sorted = [...terms.filter(({ negative }) => !negative), ...terms.filter(({ negative }) => negative)];
  const [first, ...others] = sorted;
  if (first === undefined) return constant(values, 0);
  let total = first.negative ? values.negate(first.value) : first.value;
  for (const { negative, value } of others) {
    total = negative ? values.subtract(total, value) : values.add(total, value);
  }
  return total;
}

/** The value of a formula. */
export function formulaValue(
  values: Values,
  parts: readonly Part[],
  entryValue: (entry: Part['brackets'][number]['entries'][number]['entry']) => number,
): number {
  const terms = parts.flatMap(({ factor, brackets }) => {
    const inner = brackets.map(({ weight, entries }) => {
      const plain = sum(
        values,
        entries.map(({ negative, entry }) => ({ negative, value: entryValue(entry) })),
      );
      const size = Math.abs(weight);
      return { negative: weight < 0, value: values.multiply(constant(values, size), plain) };
    });
    if (factor.kind === 'constant') return inner;
    const coefficient = values.leaf({ kind: 'coefficient', index: factor.index });
    return [{ negative: false, value: values.multiply(coefficient, sum(values, inner)) }];
  });
  return sum(values, terms);
}

/** Operations of the program as values: a new kind of operation has to be added here. */
const operations: {
  readonly [K in keyof OpKinds]: (op: Op<K>, values: Values, context: OperationContext) => number;
} = {
  jet: ({ slot }, _, { sample }) => sample(slot),
  constant: ({ value }, values) => constant(values, value.toNumber()),
  parameter: ({ name }, values, { parameters }) => values.leaf({ kind: 'parameter', index: parameters.indexOf(name) }),
  add: ({ left, right }, values, { operand }) => values.add(operand(left), operand(right)),
  multiply: ({ left, right }, values, { operand }) => values.multiply(operand(left), operand(right)),
};

interface OperationContext {
  readonly sample: (k: number) => number;
  readonly operand: (op: number) => number;
  readonly parameters: readonly string[];
}

const operationValue = <K extends keyof OpKinds>(op: Op<K>, values: Values, context: OperationContext): number =>
  operations[op.kind](op, values, context);

/** The results at one position from its samples; what does not depend on the node is `uniform`. */
export function resultValues(
  values: Values,
  program: SampledProgram,
  sample: (k: number) => number,
): readonly number[] {
  const { ops, outputs, parameters } = program;
  const pointwise = pointwiseOps(program);
  const numbers: number[] = [];
  const operand = (i: number): number => numbers[i]!;
  ops.forEach((op, i) => {
    const uniform = !pointwise[i] && op.kind !== 'constant';
    numbers.push(
      uniform
        ? values.leaf({ kind: 'uniform', op: i })
        : operationValue<keyof OpKinds>(op, values, { sample, operand, parameters }),
    );
  });
  return outputs.map(operand);
}

/** Operations that depend on parameters only and are used by others or are results, with their values. */
export function uniformValues(
  values: Values,
  program: SampledProgram,
): readonly { readonly op: number; readonly value: number }[] {
  const { ops, outputs, parameters } = program;
  const pointwise = pointwiseOps(program);
  const used = new Set(outputs);
  ops.forEach((op, i) => {
    if (pointwise[i] && 'left' in op) for (const operand of [op.left, op.right]) used.add(operand);
  });
  const numbers = new Map<number, number>();
  const operand = (i: number): number => numbers.get(i)!;
  const sample = (): number => constant(values, 0);
  ops.forEach((op, i) => {
    if (!pointwise[i]) {
      numbers.set(i, operationValue<keyof OpKinds>(op, values, { sample, operand, parameters }));
    }
  });
  return ops.flatMap((op, i) =>
    !pointwise[i] && op.kind !== 'constant' && used.has(i) ? [{ op: i, value: operand(i) }] : [],
  );
}
