/**
 * Conformally flat metrics g = |dx|² / h²: the frame is e_i = h ∂_i, and b_ij = ∂_j h. The sectional curvature of the
 * plane of e_i and e_j is h (h_ii + h_jj) − |∇h|² [besse-1987, 1.159]; it is the same for all planes at a point, and then
 * constant if n ≥ 3, if and only if h_ij = 0 for i ≠ j and all h_ii agree.
 */
import { Polynomial, Rational } from '../exact/index.js';
import { type Formula, nameLatex, number, power, product, quotient, sum, symbol } from './formula.js';
import { type Generator, type Geometry, partial, type Rule, reduceBy } from './geometry.js';

/** Exponents of a term in a list of variables, for comparison. */
const exponentsIn = (variables: readonly string[], monomial: Rule['lead']): number[] => {
  const exponents = new Map(monomial);
  const list = variables.map((name) => exponents.get(name) ?? 0);
  return [list.reduce((total, e) => total + e, 0), ...list];
};

/** The first term in graded lexicographic order, the variables ranked as listed; others do not count. */
function leadingTerm(polynomial: Polynomial, variables: readonly string[]): ReturnType<Polynomial['terms']>[number] {
  return polynomial.terms().reduce((best, term) => {
    const [a, b] = [exponentsIn(variables, best.monomial), exponentsIn(variables, term.monomial)];
    const at = a.findIndex((e, i) => e !== b[i]);
    return at >= 0 && b[at]! > a[at]! ? term : best;
  });
}

/** Rules for the relation `polynomial = 0`, one for each choice of the highest variable, equal ones once. */
export function rulesOf(polynomial: Polynomial, variables: readonly string[]): Rule[] {
  const rules = variables.map((_, k) => {
    const { monomial, coefficient } = leadingTerm(polynomial, [...variables.slice(k), ...variables.slice(0, k)]);
    const lead = monomial.reduce((p, [name, e]) => p.times(Polynomial.variable(name).power(e)), Polynomial.one);
    const rest = polynomial.minus(lead.times(coefficient));
    return { lead: monomial, replacement: rest.times(coefficient.negated().inverse()) };
  });
  const key = ({ lead }: Rule): string => lead.join();
  return rules.filter((rule, i) => rules.findIndex((other) => key(other) === key(rule)) === i);
}

const totalDegree = (monomial: Rule['lead']): number => monomial.reduce((total, [, e]) => total + e, 0);

/** A polynomial as a formula, lower terms first. */
export function formulaOf(polynomial: Polynomial, nameOf: (variable: string) => Formula): Formula {
  return sum(
    polynomial
      .terms()
      .toSorted((a, b) => totalDegree(a.monomial) - totalDegree(b.monomial))
      .map(({ monomial, coefficient }) =>
        product([number(coefficient), ...monomial.map(([name, e]) => power(nameOf(name), e))]),
      ),
  );
}

/** What is known of h = 1/λ besides that it is a polynomial. */
export interface FactorDetails {
  /** Other functions of the coordinates that occur. */
  readonly generators?: readonly Generator[];
  readonly rules?: readonly Rule[];
  readonly alternatives?: readonly Rule[];
  /** λ, where it is in the ring. */
  readonly inverse?: Polynomial;
  /** How the multiple f of h is written. */
  readonly definition?: Formula;
}

/**
 * The geometry of g = |dx|² / h². Where h has more than one term, a multiple f of it with coprime integer coefficients
 * becomes a generator, so that results keep its powers.
 */
export function conformalGeometry(
  coordinates: readonly string[],
  h: Polynomial,
  details: FactorDetails = {},
): Geometry {
  const { generators = [], rules = [], alternatives = [] } = details;
  const axes = coordinates.map((_, j) => j);
  const ring = { coordinates, generators };
  const gradient = axes.map((j) => reduceBy(rules, partial(ring, h, j)));
  const turns = axes.map(() => gradient);
  const same = (p: Polynomial): Polynomial[] => axes.map(() => p);
  const value = h.constantValue();
  const inverse = value === undefined ? details.inverse : Polynomial.constant(value.inverse());
  if (inverse !== undefined && h.terms().length === 1) {
    return { ...ring, scales: same(h), inverses: same(inverse), turns, rules, alternatives };
  }
  const content = contentOf(h);
  const f = h.times(content.inverse());
  const definitionOf = (variable: string): Formula =>
    generators.find((generator) => generator.variable === variable)?.definition ??
    symbol(variable, nameLatex(variable));
  const written = details.definition ?? formulaOf(f, definitionOf);
  const single = f.terms().length === 1;
  const short = single ? f : Polynomial.variable('G_f');
  const reciprocal = Polynomial.variable('G_reciprocal');
  const slopes = gradient.map((p) => p.times(content.inverse()));
  const named: Generator[] = single ? [] : [{ variable: 'G_f', name: 'f', definition: written, partials: slopes }];
  const below: Generator = {
    variable: 'G_reciprocal',
    definition: quotient(number(1), single ? written : symbol('G_f', 'f')),
    partials: slopes.map((p) => p.times(reciprocal.power(2)).negated()),
  };
  const variables = [...generators.map(({ variable }) => variable), ...coordinates];
  const [rule, ...others] = single ? [] : rulesOf(f.minus(short), variables);
  const cancel: Rule = {
    lead: [['G_reciprocal', 1], ...short.terms()[0]!.monomial],
    replacement: Polynomial.constant(short.terms()[0]!.coefficient.inverse()),
  };
  return {
    coordinates,
    generators: [...generators, ...named, below],
    scales: same(short.times(content)),
    inverses: same(reciprocal.times(content.inverse())),
    turns,
    rules: [cancel, ...rules, ...(rule === undefined ? [] : [rule])],
    alternatives: [...alternatives, ...others],
  };
}

/** The positive rational by which the coefficients are coprime integers. */
export function contentOf(polynomial: Polynomial): Rational {
  const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? a : gcd(b, a % b));
  let [top, bottom] = [0n, 1n];
  for (const { coefficient } of polynomial.terms()) {
    const { numerator, denominator } = coefficient;
    top = gcd(top, numerator < 0n ? -numerator : numerator);
    bottom = (bottom * denominator) / gcd(bottom, denominator);
  }
  return Rational.of(top, bottom);
}

/** The sectional curvatures h (h_ii + h_jj) − |∇h|² and the h_ij that vanish if they are all the same. */
export function curvatureTerms(
  ring: Pick<Geometry, 'coordinates' | 'generators' | 'rules'>,
  h: Polynomial,
): { readonly sectional: readonly Polynomial[]; readonly obstructions: readonly Polynomial[] } {
  const { coordinates, rules } = ring;
  const d = (p: Polynomial, j: number): Polynomial => reduceBy(rules, partial(ring, p, j));
  const axes = coordinates.map((_, j) => j);
  const gradient = axes.map((j) => d(h, j));
  const square = gradient.reduce((total, p) => total.plus(p.power(2)), Polynomial.zero);
  const pairs = axes.flatMap((i) => axes.slice(i + 1).map((j) => [i, j] as const));
  const second = (i: number, j: number): Polynomial => d(gradient[i]!, j);
  return {
    sectional: pairs.map(([i, j]) => reduceBy(rules, h.times(second(i, i).plus(second(j, j))).minus(square))),
    obstructions: coordinates.length < 3 ? [] : pairs.map(([i, j]) => second(i, j)),
  };
}
