/**
 * Contraction programs: straight-line arithmetic that turns the jet components at one point into the values of a list
 * of operators, in a fixed dimension. Operands always stand before the operation that uses them.
 */
import type { Rational } from '../exact/index.js';

/** One input: a component of the jet of a field in the orthonormal frame of the point; `[]` is the value. */
export interface JetSlot {
  readonly field: string;
  /** Sorted frame indices of the derivatives, as in `jetIndices`. */
  readonly index: readonly number[];
  /** Frame indices of the value of a field with values in tensors, sorted where its symmetry allows it. */
  readonly value?: readonly number[];
}

/** The kinds of operation with their operands: inputs by slot or name, `left` and `right` earlier operations. */
export interface OpKinds {
  readonly jet: { readonly slot: number };
  readonly constant: { readonly value: Rational };
  readonly parameter: { readonly name: string };
  readonly add: { readonly left: number; readonly right: number };
  readonly multiply: { readonly left: number; readonly right: number };
}

/** One operation; `Op<'add'>` is an addition. */
export type Op<K extends keyof OpKinds = keyof OpKinds> = { [P in K]: { readonly kind: P } & OpKinds[P] }[K];

/** A straight-line program; plain immutable data. */
export interface ContractionProgram {
  readonly dimension: number;
  /** Inputs that occur, by field name, then in the order of `jetIndices`. */
  readonly slots: readonly JetSlot[];
  /** Names of the numbers given at run time, sorted. */
  readonly parameters: readonly string[];
  readonly ops: readonly Op[];
  /** The operation that holds each result. */
  readonly outputs: readonly number[];
  /** What each result is, in index notation: for comments and messages. */
  readonly titles: readonly string[];
}

/**
 * `u_01` for the component [0, 1] of the field u, `u` for its value; `u_1_11_` for [1, 11], so that no two have one name.
 * `X_2_01` for the derivative [0, 1] of the component 2 of a vector field, `X_2_` for that component.
 */
export function slotName({ field, index, value }: JetSlot): string {
  const digits = (list: readonly number[]): string => list.map((i) => (i < 10 ? i : `_${i}_`)).join('');
  if (value !== undefined) return `${field}_${digits(value)}_${digits(index)}`;
  return index.length === 0 ? field : `${field}_${digits(index)}`;
}

/** For each operation, whether it depends on the point: the others can be computed once. */
export function pointwiseOps({ ops }: Pick<ContractionProgram, 'ops'>): readonly boolean[] {
  const result: boolean[] = [];
  for (const op of ops) {
    const operands = 'left' in op ? [op.left, op.right] : [];
    result.push(op.kind === 'jet' || operands.some((i) => result[i]));
  }
  return result;
}

/** Additions and multiplications for each point, after sharing. */
export function flopCount(program: Pick<ContractionProgram, 'ops'>): number {
  const pointwise = pointwiseOps(program);
  return program.ops.filter((op, i) => pointwise[i] && 'left' in op).length;
}

/**
 * A readable listing: inputs and constants by name, one numbered line for each operation, then the results.
 * @example
 * formatProgram(contractionProgram([GraphSum.of(parseKey('u_a u_a'))], 2)).split('\n')
 * // ['%2 = u_0 * u_0', '%3 = u_1 * u_1', '%4 = %2 + %3', 'u_a u_a = %4']
 */
export function formatProgram({ slots, ops, outputs, titles }: ContractionProgram): string {
  const name = (i: number): string => {
    const op = ops[i]!;
    if (op.kind === 'jet') return slotName(slots[op.slot]!);
    if (op.kind === 'constant') return op.value.toString();
    return op.kind === 'parameter' ? op.name : `%${i}`;
  };
  const lines = ops.flatMap((op, i) => {
    if (op.kind === 'add') return [`${name(i)} = ${name(op.left)} + ${name(op.right)}`];
    return op.kind === 'multiply' ? [`${name(i)} = ${name(op.left)} * ${name(op.right)}`] : [];
  });
  return [...lines, ...outputs.map((op, k) => `${titles[k]} = ${name(op)}`)].join('\n');
}
