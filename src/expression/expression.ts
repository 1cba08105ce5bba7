/** The syntax tree of an expression: what a person typed, checked, before any calculus. */
import type { TensorType, TensorTypes } from '../base/index.js';
import type { Rational } from '../exact/index.js';
import type { FunctionName } from './functions.js';

/** An immutable expression. */
export type Expression =
  | { readonly kind: 'number'; readonly value: Rational }
  | { readonly kind: 'parameter'; readonly name: string }
  /** `type` is absent for a scalar. */
  | { readonly kind: 'field'; readonly name: string; readonly type?: TensorType }
  /** A graph in index notation, as typed between brackets. */
  | {
      readonly kind: 'graph';
      readonly text: string;
      readonly fields: readonly string[];
      readonly tensors: TensorTypes;
    }
  | { readonly kind: 'add'; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'multiply'; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'negate'; readonly operand: Expression }
  | { readonly kind: 'divide'; readonly operand: Expression; readonly divisor: Expression }
  | { readonly kind: 'power'; readonly base: Expression; readonly exponent: number }
  | { readonly kind: 'call'; readonly name: FunctionName; readonly arguments: readonly (Expression | number)[] };

/** The expression and all its parts, from left to right. */
export function* partsOf(expression: Expression): Generator<Expression> {
  yield expression;
  switch (expression.kind) {
    case 'number':
    case 'parameter':
    case 'field':
    case 'graph':
      return;
    case 'add':
    case 'multiply':
      yield* partsOf(expression.left);
      yield* partsOf(expression.right);
      return;
    case 'negate':
      yield* partsOf(expression.operand);
      return;
    case 'divide':
      yield* partsOf(expression.operand);
      yield* partsOf(expression.divisor);
      return;
    case 'power':
      yield* partsOf(expression.base);
      return;
    case 'call':
      for (const argument of expression.arguments) if (typeof argument !== 'number') yield* partsOf(argument);
  }
}

/** Whether a field or a graph occurs anywhere. */
export function mentionsField(expression: Expression): boolean {
  return Array.from(partsOf(expression)).some(({ kind }) => kind === 'field' || kind === 'graph');
}

/** Names of the parameters that occur, sorted. */
export function parametersOf(expression: Expression): readonly string[] {
  const names = Array.from(partsOf(expression)).flatMap((part) => (part.kind === 'parameter' ? [part.name] : []));
  return [...new Set(names)].sort();
}
