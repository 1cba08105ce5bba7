/**
 * Factors of polynomials over Q: the rational content, powers of variables, what depends on some of the variables only
 * (contents), multiple factors (by the gcd with a derivative), and the linear factors q·Y − r of a polynomial in one
 * quantity Y, which may be a variable (n − 1) or a quotient of monomials (kappa + a² out of kappa² − a⁴). Factors with
 * several quantities, and of degree 2 or more in one, may remain although they are products.
 */
import { coefficientsIn, contentIn, greatestCommonDivisor, primitive, quotient } from './divide.js';
import { Polynomial } from './polynomial.js';
import { Rational } from './rational.js';
import { rationalRoots } from './rationalRoots.js';

/** A polynomial as content · Π base^exponent. */
export interface Factorisation {
  /** A rational number with the sign; 0 for the polynomial 0. */
  readonly content: Rational;
  /**
   * Different, pairwise coprime polynomials with coprime integer coefficients, the first one in print positive: variables by name,
   * then the others, low degrees first.
   */
  readonly factors: readonly { readonly base: Polynomial; readonly exponent: number }[];
}

interface Power {
  readonly base: Polynomial;
  readonly exponent: number;
}

const isConstant = (f: Polynomial): boolean => f.constantValue() !== undefined;

/** The exponents of a monomial in the order of the given variables. */
const exponents = (monomial: readonly (readonly [string, number])[], variables: readonly string[]): number[] =>
  variables.map((name) => monomial.find(([other]) => other === name)?.[1] ?? 0);

const monomialOf = (variables: readonly string[], powers: readonly number[]): Polynomial =>
  variables.reduce(
    (product, name, i) => product.times(Polynomial.variable(name).power(Math.max(0, powers[i]!))),
    Polynomial.one,
  );

const gcd = (a: number, b: number): number => (b === 0 ? Math.abs(a) : gcd(b, a % b));

/** Linear factors in the quantity Y of a polynomial c_0 + c_1 Y + …, and what is left; it is squarefree. */
function linearFactors(f: Polynomial): Polynomial[] {
  const variables = f.variables();
  const terms = f.terms().map(({ monomial, coefficient }) => ({ at: exponents(monomial, variables), coefficient }));
  const steps = terms.map(({ at }) => at.map((e, i) => e - terms[0]!.at[i]!));
  const [first] = steps.filter((step) => step.some((e) => e !== 0));
  if (first === undefined) return [f];
  const size = first.reduce((g, e) => gcd(g, e), 0);
  const direction = first.map((e) => e / size);
  const pivot = direction.findIndex((e) => e !== 0);
  const places = steps.map((step) => step[pivot]! / direction[pivot]!);
  if (steps.some((step, t) => step.some((e, i) => e !== places[t]! * direction[i]!))) return [f];
  const low = Math.min(...places);
  const coefficients = new Array<bigint>(Math.max(...places) - low + 1).fill(0n);
  terms.forEach(({ coefficient }, t) => {
    coefficients[places[t]! - low] = coefficient.numerator;
  });
  const numerator = monomialOf(variables, direction);
  const denominator = monomialOf(
    variables,
    direction.map((e) => -e),
  );
  const found = rationalRoots(coefficients).map((root) =>
    primitive(numerator.times(root.denominator).minus(denominator.times(root.numerator))),
  );
  const rest = found.reduce((left, factor) => quotient(left, factor)!, f);
  return isConstant(rest) ? found : [...found, primitive(rest)];
}

/** Factors, perhaps repeated, of a polynomial that no variable divides. */
function split(f: Polynomial): Polynomial[] {
  if (isConstant(f)) return [];
  for (const x of f.variables()) {
    const common = contentIn(f, x);
    if (!isConstant(common)) return [...split(common), ...split(primitive(quotient(f, common)!))];
  }
  const x = f.variables()[0]!;
  const slope = coefficientsIn(f, x)
    .map((c, k) => c.times(k))
    .slice(1)
    .reduceRight((sum, c) => sum.times(Polynomial.variable(x)).plus(c), Polynomial.zero);
  const multiple = greatestCommonDivisor(f, slope);
  return isConstant(multiple) ? linearFactors(f) : [...split(primitive(quotient(f, multiple)!)), ...split(multiple)];
}

/** Adds a factor to a list of powers of pairwise coprime polynomials. */
function include(powers: readonly Power[], base: Polynomial, exponent: number): readonly Power[] {
  if (isConstant(base)) return powers;
  for (const [i, other] of powers.entries()) {
    const common = greatestCommonDivisor(other.base, base);
    if (isConstant(common)) continue;
    const rest = powers.filter((_, j) => j !== i);
    const kept = include(rest, primitive(quotient(other.base, common)!), other.exponent);
    return include(include(kept, common, other.exponent + exponent), primitive(quotient(base, common)!), exponent);
  }
  return [...powers, { base, exponent }];
}

const degree = (f: Polynomial): number => f.terms()[0]!.monomial.reduce((sum, [, k]) => sum + k, 0);

/** Low degrees, then short ones, n − 1 before n + 1. */
function compare({ base: a }: Power, { base: b }: Power): number {
  const [left, right] = [a, b].map((f) => f.toString().replaceAll('+', '~')) as [string, string];
  return degree(a) - degree(b) || left.length - right.length || (left < right ? -1 : 1);
}

/**
 * A product that equals the polynomial.
 * @example
 * const { content, factors } = factor(normalize(parse('2/3*kappa - 2/3*n*kappa')).terms.get('1').coefficient);
 * [content.toString(), ...factors.map(({ base }) => base.toString())] // ['-2/3', 'kappa', 'n - 1']
 */
export function factor(polynomial: Polynomial): Factorisation {
  if (polynomial.isZero()) return { content: Rational.zero, factors: [] };
  const variables = polynomial.variables();
  const lists = polynomial.terms().map(({ monomial }) => exponents(monomial, variables));
  const lowest = variables.map((_, i) => Math.min(...lists.map((list) => list[i]!)));
  const monomial = variables.flatMap((name, i) =>
    lowest[i] === 0 ? [] : [{ base: Polynomial.variable(name), exponent: lowest[i]! }],
  );
  const rest = primitive(quotient(polynomial, monomialOf(variables, lowest))!);
  const others = split(rest).reduce<readonly Power[]>((powers, base) => include(powers, base, 1), []);
  const factors = [...monomial, ...[...others].sort(compare)];
  const product = factors.reduce((whole, { base, exponent }) => whole.times(base.power(exponent)), Polynomial.one);
  // Only here: the sign of the first term in print is not multiplicative.
  return { content: quotient(polynomial, product)!.constantValue()!, factors };
}
