/**
 * Formulas to be printed: what a chart form looks like on the page, before a language is chosen. Constructors keep a
 * light normal form (nested sums and products are flat, factors 1 vanish); they do not simplify.
 */
import { Rational } from '../exact/index.js';

/** A formula; `latex` of a symbol is how it is typeset. */
export type Formula =
  | { readonly kind: 'number'; readonly value: Rational }
  | { readonly kind: 'symbol'; readonly name: string; readonly latex: string }
  | { readonly kind: 'sum'; readonly terms: readonly Formula[] }
  | { readonly kind: 'product'; readonly factors: readonly Formula[] }
  | { readonly kind: 'quotient'; readonly numerator: Formula; readonly denominator: Formula }
  | { readonly kind: 'power'; readonly base: Formula; readonly exponent: Rational }
  | { readonly kind: 'call'; readonly name: FunctionName; readonly argument: Formula };

/** Functions of one real variable that may occur; `asin`, `acos` and `atan` are the inverse functions. */
export type FunctionName =
  | 'sin'
  | 'cos'
  | 'tan'
  | 'cot'
  | 'sinh'
  | 'cosh'
  | 'exp'
  | 'log'
  | 'sqrt'
  | 'asin'
  | 'acos'
  | 'atan';

export const number = (value: Rational | number): Formula => ({
  kind: 'number',
  value: typeof value === 'number' ? Rational.of(value) : value,
});

export const symbol = (name: string, latex: string): Formula => ({ kind: 'symbol', name, latex });

export const call = (name: FunctionName, argument: Formula): Formula => ({ kind: 'call', name, argument });

const greek =
  /^(theta|phi|kappa|alpha|beta|gamma|delta|epsilon|zeta|eta|iota|lambda|mu|nu|xi|pi|rho|sigma|tau|chi|psi|omega)$/;

/** A name in LaTeX: `\theta`, `x_{0}`, `c_{1}`, `\mathit{name}`. */
export function nameLatex(name: string): string {
  const [, stem = name, digits = ''] = /^([A-Za-z]+)_?(\d+)$/.exec(name) ?? [];
  const body = stem.length === 1 ? stem : greek.test(stem) ? `\\${stem}` : `\\mathit{${stem.replaceAll('_', '\\_')}}`;
  return digits === '' ? body : `${body}_{${digits}}`;
}

const isOne = (formula: Formula): boolean => formula.kind === 'number' && formula.value.equals(Rational.one);

export function sum(terms: readonly Formula[]): Formula {
  const flat = terms
    .flatMap((term) => (term.kind === 'sum' ? term.terms : [term]))
    .filter((term) => !(term.kind === 'number' && term.value.isZero()));
  return flat.length === 0 ? number(0) : flat.length === 1 ? flat[0]! : { kind: 'sum', terms: flat };
}

/** Numbers are multiplied and come first. */
export function product(factors: readonly Formula[]): Formula {
  const flat = factors.flatMap((factor) => (factor.kind === 'product' ? factor.factors : [factor]));
  let value = Rational.one;
  const rest: Formula[] = [];
  for (const factor of flat) {
    if (factor.kind === 'number') value = value.times(factor.value);
    else rest.push(factor);
  }
  if (value.isZero() || rest.length === 0) return number(value);
  if (!value.equals(Rational.one)) rest.unshift(number(value));
  return rest.length === 1 ? rest[0]! : { kind: 'product', factors: rest };
}

export function quotient(numerator: Formula, denominator: Formula): Formula {
  if (isOne(denominator)) return numerator;
  const twice = isOne(numerator) && denominator.kind === 'quotient' && isOne(denominator.numerator);
  return twice ? denominator.denominator : { kind: 'quotient', numerator, denominator };
}

/** A power of a root is one power: roots are of positive numbers. */
export function power(base: Formula, exponent: Rational | number): Formula {
  const value = typeof exponent === 'number' ? Rational.of(exponent) : exponent;
  if (value.isZero()) return number(1);
  if (value.equals(Rational.one) || isOne(base)) return base;
  if (base.kind === 'power') return power(base.base, base.exponent.times(value));
  if (base.kind === 'call' && base.name === 'sqrt') return power(base.argument, value.times(Rational.of(1, 2)));
  return { kind: 'power', base, exponent: value };
}

/** Puts formulas in the place of symbols. */
export function substitute(formula: Formula, replacement: (name: string) => Formula | undefined): Formula {
  const inside = (f: Formula): Formula => substitute(f, replacement);
  switch (formula.kind) {
    case 'number':
      return formula;
    case 'symbol':
      return replacement(formula.name) ?? formula;
    case 'sum':
      return sum(formula.terms.map(inside));
    case 'product':
      return product(formula.factors.map(inside));
    case 'quotient':
      return quotient(inside(formula.numerator), inside(formula.denominator));
    case 'power':
      return power(inside(formula.base), formula.exponent);
    case 'call':
      return call(formula.name, inside(formula.argument));
  }
}

/** Names of the symbols that occur. */
export function symbolsOf(formula: Formula): string[] {
  switch (formula.kind) {
    case 'number':
      return [];
    case 'symbol':
      return [formula.name];
    case 'sum':
      return formula.terms.flatMap(symbolsOf);
    case 'product':
      return formula.factors.flatMap(symbolsOf);
    case 'quotient':
      return [...symbolsOf(formula.numerator), ...symbolsOf(formula.denominator)];
    case 'power':
      return symbolsOf(formula.base);
    case 'call':
      return symbolsOf(formula.argument);
  }
}

/** Whether a formula begins with a minus sign, and what stands behind it. */
export function splitSign(formula: Formula): { readonly negative: boolean; readonly size: Formula } {
  if (formula.kind === 'number' && formula.value.sign() < 0) {
    return { negative: true, size: number(formula.value.negated()) };
  }
  if (formula.kind === 'product') {
    const [first, ...rest] = formula.factors;
    const { negative, size } = splitSign(first!);
    if (negative) return { negative, size: product([size, ...rest]) };
  }
  if (formula.kind === 'quotient') {
    const { negative, size } = splitSign(formula.numerator);
    if (negative) return { negative, size: quotient(size, formula.denominator) };
  }
  return { negative: false, size: formula };
}
