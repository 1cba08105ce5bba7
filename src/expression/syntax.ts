/** mathjs as a reader of syntax: text to its tree, numbers kept digit by digit. */
import type { ConstantNode, FunctionNode, MathNode } from 'mathjs';
import { InvalidInput } from '../base/index.js';
import { Rational } from '../exact/index.js';
import { mathjsWith } from './mathjs.js';

// A big number keeps every digit that was typed; mathjs's fractions refuse exponents such as 1e-3.
const exact = mathjsWith({ number: 'BigNumber' });

/** @throws InvalidInput for a syntax error or an empty text. */
export function parseNode(text: string, where: string, expected: string): MathNode {
  // mathjs reads the empty text as the constant undefined.
  if (/^\s*(#.*)?$/.test(text)) throw new InvalidInput({ where, expected, got: `'${text}'` });
  try {
    return exact.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new InvalidInput({ where, expected, got: `'${text}' (${reason})` });
  }
}

/**
 * The name of the function that is called.
 * @throws InvalidInput for a method call such as `x.f(y)`, which mathjs names f too.
 */
export function calledName(node: FunctionNode, where: string): string {
  if (node.fn.type === 'SymbolNode') return node.fn.name;
  throw new InvalidInput({ where, expected: 'a function by its name', got: `'${node.toString()}'` });
}

/** @throws InvalidInput unless the constant is a whole number, a fraction or a big number. */
export function readNumber(node: ConstantNode, where: string): Rational {
  const value: unknown = node.value;
  if (typeof value === 'number' && Number.isFinite(value)) {
    if (Number.isSafeInteger(value)) return Rational.of(value);
    throw new InvalidInput({
      where,
      expected: 'exact numbers',
      got: `the double ${value}`,
      hint: "let mathjs parse with number: 'Fraction' or 'BigNumber'",
    });
  }
  if (typeof value === 'object' && value !== null) {
    if ('s' in value && 'n' in value && 'd' in value) {
      const { s, n, d } = value as { readonly s: bigint; readonly n: bigint; readonly d: bigint };
      return Rational.of(s * n, d);
    }
    if ('isBigNumber' in value) return Rational.parse(String(value));
  }
  throw new InvalidInput({ where, expected: 'a number', got: `'${node.toString()}'` });
}
