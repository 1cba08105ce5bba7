/** The syntax tree of an expression: what a person typed, checked, before any calculus. */
import type { Rational } from '../exact/index.js';
import type { FunctionName } from './functions.js';

/** An immutable expression. */
export type Expression =
  | { readonly kind: 'number'; readonly value: Rational }
  | { readonly kind: 'parameter'; readonly name: string }
  | { readonly kind: 'field'; readonly name: string }
  /** A graph in index notation, as typed between brackets. */
  | { readonly kind: 'graph'; readonly text: string; readonly fields: readonly string[] }
  | { readonly kind: 'add'; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'multiply'; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'negate'; readonly operand: Expression }
  | { readonly kind: 'divide'; readonly operand: Expression; readonly divisor: Expression }
  | { readonly kind: 'power'; readonly base: Expression; readonly exponent: number }
  | { readonly kind: 'call'; readonly name: FunctionName; readonly arguments: readonly (Expression | number)[] };

/** Whether a field or a graph occurs anywhere. */
export function mentionsField(expression: Expression): boolean {
  switch (expression.kind) {
    case 'field':
    case 'graph':
      return true;
    case 'number':
    case 'parameter':
      return false;
    case 'add':
    case 'multiply':
      return mentionsField(expression.left) || mentionsField(expression.right);
    case 'negate':
    case 'divide':
      return mentionsField(expression.operand);
    case 'power':
      return mentionsField(expression.base);
    case 'call':
      return expression.arguments.some((argument) => typeof argument !== 'number' && mentionsField(argument));
  }
}

/** Names of the parameters that occur, sorted. */
export function parametersOf(expression: Expression): readonly string[] {
  const collect = (e: Expression): readonly string[] => {
    switch (e.kind) {
      case 'parameter':
        return [e.name];
      case 'number':
      case 'field':
      case 'graph':
        return [];
      case 'add':
      case 'multiply':
        return [...collect(e.left), ...collect(e.right)];
      case 'negate':
        return collect(e.operand);
      case 'divide':
        return [...collect(e.operand), ...collect(e.divisor)];
      case 'power':
        return collect(e.base);
      case 'call':
        return e.arguments.flatMap((argument) => (typeof argument === 'number' ? [] : collect(argument)));
    }
  };
  return [...new Set(collect(expression))].sort();
}
