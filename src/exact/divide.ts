/**
 * Division and greatest common divisors of polynomials over Q, by recursion on the variables. A gcd is read off its value at
 * a large integer, which is the gcd of the values up to a small factor, and confirmed by division [char-geddes-gonnet-1989].
 */
import { content } from './echelon.js';
import { Polynomial } from './polynomial.js';
import { Rational } from './rational.js';

type Monomial = readonly (readonly [name: string, exponent: number])[];

const monomialOf = (monomial: Monomial): Polynomial =>
  monomial.reduce((product, [name, k]) => product.times(Polynomial.variable(name).power(k)), Polynomial.one);

/** The coefficients of 1, x, x², … up to the degree in x; none for zero. */
export function coefficientsIn(polynomial: Polynomial, x: string): Polynomial[] {
  const result: Polynomial[] = [];
  for (const { monomial, coefficient } of polynomial.terms()) {
    const degree = monomial.find(([name]) => name === x)?.[1] ?? 0;
    const rest = monomial.filter(([name]) => name !== x);
    while (result.length <= degree) result.push(Polynomial.zero);
    result[degree] = result[degree]!.plus(monomialOf(rest).times(coefficient));
  }
  return result;
}

const fromCoefficients = (coefficients: readonly Polynomial[], x: string): Polynomial =>
  coefficients.reduceRight((sum, c) => sum.times(Polynomial.variable(x)).plus(c), Polynomial.zero);

/** a − factor · x^k · b, without leading zeros. */
function subtractMultiple(
  a: readonly Polynomial[],
  factor: Polynomial,
  k: number,
  b: readonly Polynomial[],
): Polynomial[] {
  const result = a.map((c, i) => (b[i - k] === undefined ? c : c.minus(b[i - k]!.times(factor))));
  while (result.at(-1)?.isZero()) result.pop();
  return result;
}

/** The quotient f / g if g divides f, undefined otherwise; g is not zero. */
export function quotient(f: Polynomial, g: Polynomial): Polynomial | undefined {
  const constant = g.constantValue();
  if (constant !== undefined) return f.times(constant.inverse());
  const x = g.variables()[0]!;
  const divisor = coefficientsIn(g, x);
  let rest = coefficientsIn(f, x);
  const result = new Array<Polynomial>(Math.max(0, rest.length - divisor.length + 1)).fill(Polynomial.zero);
  while (rest.length >= divisor.length) {
    const k = rest.length - divisor.length;
    const factor = quotient(rest.at(-1)!, divisor.at(-1)!);
    if (factor === undefined) return undefined;
    result[k] = factor;
    rest = subtractMultiple(rest, factor, k, divisor);
  }
  return rest.length === 0 ? fromCoefficients(result, x) : undefined;
}

/** The rational c for which f / c has coprime integer coefficients, the first one in print positive; 0 for zero. */
export function rationalContent(f: Polynomial): Rational {
  const coefficients = f.terms().map(({ coefficient }) => coefficient);
  if (coefficients.length === 0) return Rational.zero;
  const denominator = coefficients.reduce((lcm, { denominator: d }) => (lcm * d) / content([lcm, d]), 1n);
  const size = content(coefficients.map((c) => c.numerator * (denominator / c.denominator)));
  return Rational.of(coefficients[0]!.sign() < 0 ? -size : size, denominator);
}

/** The multiple with coprime integer coefficients, the first one in print positive. */
export const primitive = (f: Polynomial): Polynomial => (f.isZero() ? f : f.times(rationalContent(f).inverse()));

/** The greatest common divisor of the coefficients as a polynomial in x, primitive. */
export function contentIn(f: Polynomial, x: string): Polynomial {
  let result = Polynomial.zero;
  for (const coefficient of coefficientsIn(f, x)) {
    result = greatestCommonDivisor(result, coefficient);
    if (result.equals(Polynomial.one)) break;
  }
  return result;
}

/** Sizes of the coefficients, which are integers. */
const sizes = (f: Polynomial): bigint[] =>
  f.terms().map(({ coefficient: { numerator } }) => (numerator < 0n ? -numerator : numerator));

/** The polynomial in x whose value at `point` is the given one, its coefficients at most half of `point` in size. */
function digits(value: Polynomial, point: bigint, x: string): Polynomial {
  const result: Polynomial[] = [];
  for (let rest = value; !rest.isZero(); ) {
    let digit = Polynomial.zero;
    for (const { monomial, coefficient } of rest.terms()) {
      const residue = ((coefficient.numerator % point) + point) % point;
      const signed = 2n * residue > point ? residue - point : residue;
      digit = digit.plus(monomialOf(monomial).times(signed));
    }
    result.push(digit);
    rest = rest.minus(digit).times(Rational.of(1n, point));
  }
  return fromCoefficients(result, x);
}

/** Values with more bits than this are not computed. */
const bitLimit = 100_000;

const bitsOfValue = (f: Polynomial, point: bigint): number =>
  f.variables().reduce((bits, x) => bits * coefficientsIn(f, x).length, point.toString(2).length);

/** The gcd over the integers of two polynomials with integer coefficients, neither of them 0. */
function integerGcd(f: Polynomial, g: Polynomial): Polynomial {
  const common = content([...sizes(f), ...sizes(g)]);
  const x = [...f.variables(), ...g.variables()][0];
  if (x === undefined) return Polynomial.constant(common);
  const [a, b] = [f, g].map((h) => h.times(Rational.of(1n, content(sizes(h))))) as [Polynomial, Polynomial];
  const heights = [a, b].map((h) => sizes(h).reduce((most, size) => (size > most ? size : most)));
  let point = 2n * (heights[0]! < heights[1]! ? heights[0]! : heights[1]!) + 29n;
  for (let attempt = 0; attempt < 6 && Math.max(bitsOfValue(a, point), bitsOfValue(b, point)) < bitLimit; attempt++) {
    const at = { [x]: Rational.of(point) };
    const [valueA, valueB] = [a.substitute(at), b.substitute(at)];
    if (!valueA.isZero() && !valueB.isZero()) {
      const candidate = primitive(digits(integerGcd(valueA, valueB), point, x));
      if (quotient(a, candidate) !== undefined && quotient(b, candidate) !== undefined) return candidate.times(common);
    }
    point = (point * 73794n) / 27011n;
  }
  return Polynomial.constant(common);
}

/**
 * The greatest common divisor, with coprime integer coefficients, the first one in print positive; 0 for two zeros. Where the
 * values would be too large (many variables of high degree), 1.
 */
export function greatestCommonDivisor(f: Polynomial, g: Polynomial): Polynomial {
  if (f.isZero() || g.isZero()) return primitive(f.plus(g));
  return primitive(integerGcd(primitive(f), primitive(g)));
}
