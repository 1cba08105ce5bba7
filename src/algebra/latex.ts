/** Sums of graphs as LaTeX. */
import type { Polynomial, Rational } from '../exact/index.js';
import { graphToLatex, nameToLatex } from '../graph/index.js';
import type { GraphSum } from './graphSum.js';

/** `\kappa`, `a`, `c_{1}` for c1 and c_1. */
function symbol(name: string): string {
  const [, stem, number] = /^([A-Za-z]+)_?(\d+)$/.exec(name) ?? [];
  return stem === undefined ? nameToLatex(name) : `${nameToLatex(stem)}_{${number}}`;
}

function rationalToLatex(value: Rational): string {
  return value.denominator === 1n ? `${value.numerator}` : `\\tfrac{${value.numerator}}{${value.denominator}}`;
}

/** Signed terms joined with + and −. */
function joinSigned(terms: readonly { readonly negative: boolean; readonly body: string }[]): string {
  return terms
    .map(({ negative, body }, i) => (i === 0 ? (negative ? `-${body}` : body) : ` ${negative ? '-' : '+'} ${body}`))
    .join('');
}

/** LaTeX of an expanded polynomial. */
export function polynomialToLatex(polynomial: Polynomial): string {
  if (polynomial.isZero()) return '0';
  return joinSigned(
    polynomial.terms().map(({ monomial, coefficient }) => {
      const negative = coefficient.sign() < 0;
      const size = rationalToLatex(negative ? coefficient.negated() : coefficient);
      const powers = monomial.map(([name, exponent]) => symbol(name) + (exponent === 1 ? '' : `^{${exponent}}`));
      const shown = size === '1' && powers.length > 0 ? powers : [size, ...powers];
      return { negative, body: shown.join(' ') };
    }),
  );
}

/**
 * LaTeX of a sum.
 * @example
 * sumToLatex(normalize(parse('2*lap(u) - u^3'))) // '2 \\Delta u - u^{3}'
 */
export function sumToLatex(sum: GraphSum, options: { readonly dimension?: number } = {}): string {
  if (sum.isZero()) return '0';
  return joinSigned(
    [...sum.terms.values()].map(({ graph, coefficient }) => {
      const terms = coefficient.terms();
      const negative = terms.length === 1 && terms[0]!.coefficient.sign() < 0;
      const size = polynomialToLatex(negative ? coefficient.negated() : coefficient);
      const operator = graphToLatex(graph, options);
      if (operator === '1') return { negative, body: size };
      return { negative, body: size === '1' ? operator : `${terms.length > 1 ? `(${size})` : size} ${operator}` };
    }),
  );
}
