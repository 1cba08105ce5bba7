/**
 * A chart form as a formula for the eye and for the machine: terms with the same coefficient stand together,
 * coefficients are written in the shortest of the forms that their relations allow, and common factors are taken out.
 */
import { factor, Polynomial, Rational } from '../exact/index.js';
import { type ChartForm, type ChartTerm, partialName } from './chartForm.js';
import { contentOf } from './conformal.js';
import { type Formula, nameLatex, number, power, product, quotient, substitute, sum, symbol } from './formula.js';
import { type Generator, monomialOf, reduceBy, sumOf } from './geometry.js';

/** A symbol of a formula with what it stands for. */
export interface Definition {
  readonly name: string;
  readonly value: Formula;
}

/** One formula for each component, and the definitions of the symbols that occur in them, in an order to evaluate them. */
export interface Layout {
  readonly components: readonly Formula[];
  readonly definitions: readonly Definition[];
}

/** Which functions of the coordinates are kept as symbols: those with a name, none, or all of them. */
export type Abbreviation = 'named' | 'none' | 'all';

/** Longer coefficients are not factored: it takes long, and they have no factors as a rule. */
const mostFactored = 12;

type Exponents = ReadonlyMap<string, number>;

/** Exponents that all monomials have in common. */
function commonPowers(polynomials: readonly Polynomial[]): Exponents {
  let common: Map<string, number> | undefined;
  for (const { monomial } of polynomials.flatMap((p) => p.terms())) {
    const exponents = new Map(monomial);
    common =
      common === undefined ? exponents : new Map([...common].map(([x, e]) => [x, Math.min(e, exponents.get(x) ?? 0)]));
  }
  return new Map([...(common ?? [])].filter(([, e]) => e > 0));
}

const divide = (polynomial: Polynomial, powers: Exponents): Polynomial =>
  sumOf(
    polynomial
      .terms()
      .map(({ monomial, coefficient }) =>
        monomialOf(monomial.map(([x, e]) => [x, e - (powers.get(x) ?? 0)] as const)).times(coefficient),
      ),
  );

/** The shortest of the forms that a coefficient has by the relations of the chart, its common powers apart. */
function shortest(form: ChartForm, coefficient: Polynomial): Polynomial {
  const { alternatives } = form.chart.geometry;
  const length = (p: Polynomial): number => p.terms().length;
  const whole = alternatives.reduce((best, rule) => {
    const other = reduceBy([rule], coefficient);
    return length(other) < length(best) ? other : best;
  }, coefficient);
  const powers = commonPowers([whole]);
  if (powers.size === 0) return whole;
  const rest = divide(whole, powers);
  const inner = shortest(form, rest);
  return length(inner) < length(rest) ? inner.times(monomialOf([...powers])) : whole;
}

/** Terms with one coefficient up to a rational factor. */
interface Group {
  readonly coefficient: Polynomial;
  readonly members: { readonly factor: Rational; readonly monomial: ChartTerm['monomial'] }[];
}

function groupsOf(form: ChartForm, terms: readonly ChartTerm[]): Group[] {
  const groups = new Map<string, Group>();
  for (const { coefficient, monomial } of terms) {
    const short = shortest(form, coefficient);
    const content = contentOf(short);
    const factor = short.terms()[0]!.coefficient.sign() < 0 ? content.negated() : content;
    const primitive = short.times(factor.inverse());
    const key = primitive.toString();
    const group = groups.get(key) ?? { coefficient: primitive, members: [] };
    group.members.push({ factor, monomial });
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** Writes polynomials of the ring of a chart. */
class Writer {
  readonly #form: ChartForm;
  readonly #abbreviation: Abbreviation;
  readonly #symbols = new Map<string, Definition>();

  constructor(form: ChartForm, abbreviation: Abbreviation) {
    this.#form = form;
    this.#abbreviation = abbreviation;
  }

  /** Definitions used so far, in the order of the generators. */
  definitions(): Definition[] {
    const { generators } = this.#form.chart.geometry;
    return generators.flatMap(({ variable }) => this.#symbols.get(variable) ?? []);
  }

  /** A name for a generator that means nothing else. */
  #nameOf(generator: Generator): string {
    const { chart, parameters, partials } = this.#form;
    const taken = [...chart.coordinates, ...parameters, ...partials.map(({ field }) => field)];
    const stem = generator.name ?? generator.variable.replace(/^G_/, '').replace(/^\d/, 'g$&');
    let name = stem;
    for (let k = 1; taken.includes(name); k++) name = `${stem}${k}`;
    return name;
  }

  /** A variable to a power, as a factor above or below the line. */
  #power(variable: string, exponent: number): { readonly above: Formula; readonly below: Formula } {
    const one = number(1);
    const generator = this.#form.chart.geometry.generators.find((g) => g.variable === variable);
    if (generator === undefined) return { above: power(symbol(variable, nameLatex(variable)), exponent), below: one };
    const definition = substitute(generator.definition, (name) =>
      name.startsWith('G_') ? this.monomial(Rational.one, [[name, 1]]) : undefined,
    );
    const kept = this.#abbreviation === 'all' || (this.#abbreviation === 'named' && generator.name !== undefined);
    if (kept) {
      const name = this.#nameOf(generator);
      this.#symbols.set(variable, { name, value: definition });
      return { above: power(symbol(name, nameLatex(name)), exponent), below: one };
    }
    return definition.kind === 'quotient'
      ? { above: power(definition.numerator, exponent), below: power(definition.denominator, exponent) }
      : { above: power(definition, exponent), below: one };
  }

  /** A number times powers of variables, over a line if something stands below it. */
  monomial(coefficient: Rational, powers: Iterable<readonly [string, number]>): Formula {
    const factors = [...powers].map(([variable, e]) => this.#power(variable, e));
    const above = product(factors.map((f) => f.above));
    const below = product(factors.map((f) => f.below));
    if (below.kind === 'number') return product([number(coefficient), above]);
    const { numerator, denominator } = coefficient;
    return quotient(
      product([number(Rational.of(numerator)), above]),
      product([number(Rational.of(denominator)), below]),
    );
  }

  /** Factors of a number times a polynomial. */
  polynomial(content: Rational, polynomial: Polynomial): Formula[] {
    const powers = commonPowers([polynomial]);
    const rest = divide(polynomial, powers);
    const inner = (p: Polynomial): Formula =>
      sum(p.terms().map(({ monomial, coefficient }) => this.monomial(coefficient, monomial)));
    const size = rest.terms().length;
    if (size < 3 || size > mostFactored) return [this.monomial(content, powers), inner(rest)];
    const { content: more, factors } = factor(rest);
    return [
      this.monomial(content.times(more), powers),
      ...factors.map(({ base, exponent }) => power(inner(base), exponent)),
    ];
  }

  #partials(monomial: ChartTerm['monomial']): Formula {
    const { coordinates } = this.#form.chart;
    // A value stands before derivatives, a higher derivative before a lower one, as in u u_xx u_x.
    const ordered = monomial.toSorted(
      ([a], [b]) => Number(a.index.length > 0) - Number(b.index.length > 0) || b.index.length - a.index.length,
    );
    return product(
      ordered.map(([derivative, e]) => {
        const { field, index } = derivative;
        const letters = index.map((i) => nameLatex(coordinates[i]!)).join(' ');
        const below = letters.replaceAll(/(?<=\b[a-z]) (?=[a-z]\b)/g, '');
        const latex = index.length === 0 ? nameLatex(field) : `${nameLatex(field)}_{${below}}`;
        return power(symbol(partialName(coordinates, derivative), latex), e);
      }),
    );
  }

  #group({ coefficient, members }: Group): Formula {
    const content = contentOfAll(members.map(({ factor }) => factor));
    const signed = members[0]!.factor.sign() < 0 ? content.negated() : content;
    const inner = members.map(({ factor, monomial }) =>
      product([number(factor.dividedBy(signed)), this.#partials(monomial)]),
    );
    return product([...this.polynomial(signed, coefficient), sum(inner)]);
  }

  /** A component: common factors, then its groups. */
  component(terms: readonly ChartTerm[]): Formula {
    const groups = groupsOf(this.#form, terms);
    if (groups.length < 2) return sum(groups.map((group) => this.#group(group)));
    const factors = groups.flatMap(({ members }) => members.map(({ factor }) => factor));
    const alike = factors.every(({ denominator }) => denominator === factors[0]!.denominator);
    const powers = commonPowers(groups.map(({ coefficient }) => coefficient));
    // Different denominators are left in their places unless there is a common factor anyway.
    const content = alike || powers.size > 0 ? contentOfAll(factors) : Rational.one;
    const inner = groups.map(({ coefficient, members }) =>
      this.#group({
        coefficient: divide(coefficient, powers),
        members: members.map(({ factor, monomial }) => ({ factor: factor.dividedBy(content), monomial })),
      }),
    );
    return product([this.monomial(content, powers), sum(inner)]);
  }
}

/** The greatest common factor of rational numbers. */
const contentOfAll = (factors: readonly Rational[]): Rational =>
  contentOf(factors.reduce((p, factor, k) => p.plus(Polynomial.variable(`x${k}`).times(factor)), Polynomial.zero));

/** Lays out all components of a form. */
export function layout(form: ChartForm, abbreviation: Abbreviation): Layout {
  const writer = new Writer(form, abbreviation);
  const components = form.components.map((terms) => writer.component(terms));
  return { components, definitions: writer.definitions() };
}

/** A coefficient, functions of the coordinates written out. */
export function coefficientFormula(form: ChartForm, coefficient: Polynomial): Formula {
  const short = shortest(form, coefficient);
  const content = contentOf(short);
  return product(new Writer(form, 'none').polynomial(content, short.times(content.inverse())));
}
