/**
 * A chart with orthogonal coordinates as algebra. The frame e_i = h_i ∂_i is orthonormal, and
 *
 *   ∇_{e_i} e_i = Σ_j b_ij e_j,   ∇_{e_i} e_j = −b_ij e_i (i ≠ j),   b_ij = e_j(log h_i).
 *
 * The h_i and b_ij are polynomials in the coordinates and in *generators*, functions of the coordinates whose partial
 * derivatives are such polynomials again: cot θ and 1/sin θ on the sphere, 1 + κ|x|² in the stereographic chart. So
 * everything is computed exactly in a polynomial ring with derivations, modulo relations between the generators.
 */
import { Polynomial } from '../exact/index.js';
import type { Formula } from './formula.js';

/** A function of the coordinates. */
export interface Generator {
  /** The variable of polynomials that stands for it; begins with `G_`, so that nothing else has its name. */
  readonly variable: string;
  /** What it is, in terms of the coordinates and of the variables of earlier generators. */
  readonly definition: Formula;
  /** Its partial derivatives, by coordinate. */
  readonly partials: readonly Polynomial[];
  /** Its name where it has one; otherwise the definition is written out. */
  readonly name?: string;
}

/** One way to use a relation between generators: the monomial is replaced wherever it divides. */
export interface Rule {
  readonly lead: readonly (readonly [name: string, exponent: number])[];
  readonly replacement: Polynomial;
}

/** What calculus in a chart needs. */
export interface Geometry {
  readonly coordinates: readonly string[];
  readonly generators: readonly Generator[];
  /** h_i. */
  readonly scales: readonly Polynomial[];
  /** 1/h_i. */
  readonly inverses: readonly Polynomial[];
  /** b_ij. */
  readonly turns: readonly (readonly Polynomial[])[];
  /** Rules of the normal form. */
  readonly rules: readonly Rule[];
  /** Other ways to write the same relations: each may give a shorter form of a coefficient. */
  readonly alternatives: readonly Rule[];
}

/** A constant curvature, or the curvatures at two points, by which a metric has none. */
export type Curvature = Polynomial | readonly [atPoint: string, atAnother: string];

/** The monomial with coefficient 1. */
export const monomialOf = (monomial: Rule['lead']): Polynomial =>
  monomial.reduce(
    (product, [name, exponent]) => product.times(Polynomial.variable(name).power(exponent)),
    Polynomial.one,
  );

/** The sum of a list, halves first: adding one by one would copy the sum each time. */
export function sumOf(list: readonly Polynomial[]): Polynomial {
  if (list.length < 2) return list[0] ?? Polynomial.zero;
  const half = list.length >> 1;
  return sumOf(list.slice(0, half)).plus(sumOf(list.slice(half)));
}

/** ∂/∂x_j of a polynomial in coordinates and generators; other variables are constants. */
export function partial(
  geometry: Pick<Geometry, 'coordinates' | 'generators'>,
  polynomial: Polynomial,
  j: number,
): Polynomial {
  const terms = polynomial.terms();
  const parts = polynomial.variables().flatMap((name) => {
    const inner =
      name === geometry.coordinates[j]
        ? Polynomial.one
        : geometry.generators.find(({ variable }) => variable === name)?.partials[j];
    if (inner === undefined || inner.isZero()) return [];
    const lowered = terms.flatMap(({ monomial, coefficient }) => {
      const exponent = monomial.find(([other]) => other === name)?.[1];
      if (exponent === undefined) return [];
      const rest = monomial.map(([other, e]) => [other, other === name ? e - 1 : e] as const);
      return [monomialOf(rest).times(coefficient).times(exponent)];
    });
    return [sumOf(lowered).times(inner)];
  });
  return sumOf(parts);
}

/** Applies rules until none applies. */
export function reduceBy(rules: readonly Rule[], polynomial: Polynomial): Polynomial {
  let result = polynomial;
  for (;;) {
    const changes = result.terms().flatMap(({ monomial, coefficient }) => {
      const exponents = new Map(monomial);
      const rule = rules.find(({ lead }) => lead.every(([name, e]) => (exponents.get(name) ?? 0) >= e));
      if (rule === undefined) return [];
      const taken = new Map(rule.lead);
      const quotient = monomialOf(monomial.map(([name, e]) => [name, e - (taken.get(name) ?? 0)] as const));
      const term = monomialOf(monomial).times(coefficient.negated());
      return [term, quotient.times(rule.replacement.times(coefficient))];
    });
    if (changes.length === 0) return result;
    result = result.plus(sumOf(changes));
  }
}
