/** Coefficients in factored form, and sums of signed terms, for every notation: what differs is a style. */
import { factor, type Polynomial, type Rational } from '../exact/index.js';

/** How a notation writes numbers, names, powers and signs. */
export interface Style {
  /** A positive number. */
  rational(value: Rational): string;
  /** A variable of a coefficient. */
  variable(name: string): string;
  /** The power of a name or of something in brackets; the exponent is at least 2. */
  power(base: string, exponent: number): string;
  readonly times: string;
  readonly minus: string;
  /** What stands before the sign of a further term; a blank unless given. */
  readonly gap?: string;
}

/** A term without its sign. */
export interface Signed {
  readonly negative: boolean;
  readonly body: string;
}

/** Signed terms joined with + and −; `0` for none. */
export function joinSigned(terms: readonly Signed[], { minus, gap = ' ' }: Pick<Style, 'minus' | 'gap'>): string {
  if (terms.length === 0) return '0';
  return terms
    .map(({ negative, body }, i) =>
      i === 0 ? `${negative ? minus : ''}${body}` : `${gap}${negative ? minus : '+'} ${body}`,
    )
    .join('');
}

const raise = (style: Style, base: string, exponent: number): string =>
  exponent === 1 ? base : style.power(base, exponent);

/** An expanded polynomial. */
export function writeExpanded(polynomial: Polynomial, style: Style): string {
  const terms = polynomial.terms().map(({ monomial, coefficient }) => {
    const negative = coefficient.sign() < 0;
    const size = negative ? coefficient.negated() : coefficient;
    const powers = monomial.map(([name, k]) => raise(style, style.variable(name), k));
    const shown = powers.length > 0 && size.toString() === '1' ? powers : [style.rational(size), ...powers];
    return { negative, body: shown.join(style.times) };
  });
  return joinSigned(terms, { minus: style.minus });
}

/** The factors of a coefficient, without its sign; none for 1 and −1. */
export function writeFactored(
  polynomial: Polynomial,
  style: Style,
): { readonly negative: boolean; readonly factors: readonly string[] } {
  const { content, factors } = factor(polynomial);
  const negative = content.sign() < 0;
  const size = negative ? content.negated() : content;
  const powers = factors.map(({ base, exponent }) => {
    const text = writeExpanded(base, style);
    return raise(style, base.terms().length > 1 ? `(${text})` : text, exponent);
  });
  return { negative, factors: size.toString() === '1' ? powers : [style.rational(size), ...powers] };
}
