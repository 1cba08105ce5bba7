/** mathjs as a reader of syntax: text to its tree, numbers kept digit by digit. */
import { bignumberDependencies, type ConstantNode, create, type MathNode, parseDependencies } from 'mathjs';
import { InvalidInput } from '../base/index.js';
import { Rational } from '../exact/index.js';

// A big number keeps every digit that was typed; mathjs's fractions refuse exponents such as 1e-3.
const math = create({ parseDependencies, bignumberDependencies }, { number: 'BigNumber' });

/** @throws InvalidInput for a syntax error. */
export function parseNode(text: string, where: string, expected: string): MathNode {
  try {
    return math.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new InvalidInput({ where, expected, got: `'${text}' (${reason})` });
  }
}

/** @throws InvalidInput unless the constant is a fraction or a big number. */
export function readNumber(node: ConstantNode, where: string): Rational {
  const value: unknown = node.value;
  if (typeof value === 'object' && value !== null) {
    if ('s' in value && 'n' in value && 'd' in value) {
      const { s, n, d } = value as { readonly s: bigint; readonly n: bigint; readonly d: bigint };
      return Rational.of(s * n, d);
    }
    if ('isBigNumber' in value) return Rational.parse(String(value));
  }
  throw new InvalidInput({ where, expected: 'a number', got: `'${node.toString()}'` });
}
