/** mathjs as a reader of syntax: text to its tree, numbers as exact fractions. */
import { type ConstantNode, create, fractionDependencies, type MathNode, parseDependencies } from 'mathjs';
import { InvalidInput } from '../base/index.js';
import { Rational } from '../exact/index.js';

const math = create({ parseDependencies, fractionDependencies }, { number: 'Fraction' });

/** @throws InvalidInput for a syntax error. */
export function parseNode(text: string, where: string, expected: string): MathNode {
  try {
    return math.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new InvalidInput({ where, expected, got: `'${text}' (${reason})` });
  }
}

/** @throws InvalidInput unless the constant is a number. */
export function readNumber(node: ConstantNode, where: string): Rational {
  const value: unknown = node.value;
  const isFraction = (x: unknown): x is { s: bigint; n: bigint; d: bigint } =>
    typeof x === 'object' && x !== null && 's' in x && 'n' in x && 'd' in x;
  if (!isFraction(value)) throw new InvalidInput({ where, expected: 'a number', got: `'${node.toString()}'` });
  return Rational.of(value.s * value.n, value.d);
}
