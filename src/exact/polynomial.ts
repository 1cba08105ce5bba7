/**
 * Sparse polynomials with rational coefficients in the dimension `n`, the curvature `kappa` and named parameters:
 * the ring in which every symbolic coefficient lives.
 */
import { InvalidInput } from '../base/index.js';
import { Rational } from './rational.js';

/** Variables with positive exponents, sorted by name. */
type Monomial = readonly (readonly [name: string, exponent: number])[];

interface Term {
  readonly monomial: Monomial;
  readonly coefficient: Rational;
}

const keyOf = (monomial: Monomial): string =>
  monomial.map(([name, exponent]) => (exponent === 1 ? name : `${name}^${exponent}`)).join('*');

const degreeOf = (monomial: Monomial): number => monomial.reduce((sum, [, exponent]) => sum + exponent, 0);

function multiplyMonomials(a: Monomial, b: Monomial): Monomial {
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  const exponents = new Map(a);
  for (const [name, exponent] of b) exponents.set(name, (exponents.get(name) ?? 0) + exponent);
  return [...exponents].sort(([x], [y]) => (x < y ? -1 : 1));
}

/**
 * An immutable polynomial over Q.
 * @example
 * const n = Polynomial.variable('n');
 * n.minus(1).times(Polynomial.variable('kappa')).toString() // 'kappa*n - kappa'
 */
export class Polynomial {
  readonly #terms: ReadonlyMap<string, Term>;

  private constructor(terms: ReadonlyMap<string, Term>) {
    this.#terms = terms;
  }

  static readonly zero: Polynomial = new Polynomial(new Map());
  static readonly one: Polynomial = Polynomial.constant(1);

  static constant(value: Rational | number | bigint): Polynomial {
    const coefficient = value instanceof Rational ? value : Rational.of(value);
    return new Polynomial(coefficient.isZero() ? new Map() : new Map([['', { monomial: [], coefficient }]]));
  }

  /** @throws InvalidInput unless the name is a letter followed by letters, digits or underscores. */
  static variable(name: string): Polynomial {
    if (!/^[A-Za-z]\w*$/.test(name)) {
      throw new InvalidInput({ where: 'Polynomial.variable', expected: 'a name such as kappa', got: `'${name}'` });
    }
    const monomial: Monomial = [[name, 1]];
    return new Polynomial(new Map([[name, { monomial, coefficient: Rational.one }]]));
  }

  static #from(value: Polynomial | Rational | number | bigint): Polynomial {
    return value instanceof Polynomial ? value : Polynomial.constant(value);
  }

  plus(other: Polynomial | Rational | number | bigint): Polynomial {
    const terms = new Map(this.#terms);
    for (const [key, term] of Polynomial.#from(other).#terms) {
      const sum = term.coefficient.plus(terms.get(key)?.coefficient ?? Rational.zero);
      if (sum.isZero()) terms.delete(key);
      else terms.set(key, { monomial: term.monomial, coefficient: sum });
    }
    return new Polynomial(terms);
  }

  minus(other: Polynomial | Rational | number | bigint): Polynomial {
    return this.plus(Polynomial.#from(other).negated());
  }

  times(other: Polynomial | Rational | number | bigint): Polynomial {
    const factor = Polynomial.#from(other);
    if (factor === Polynomial.one) return this;
    if (this === Polynomial.one) return factor;
    const scalar = factor.constantValue();
    if (scalar !== undefined) return Polynomial.#scaled(this, scalar);
    const terms = new Map<string, Term>();
    for (const left of this.#terms.values()) {
      for (const right of factor.#terms.values()) {
        const monomial = multiplyMonomials(left.monomial, right.monomial);
        const key = keyOf(monomial);
        const sum = left.coefficient.times(right.coefficient).plus(terms.get(key)?.coefficient ?? Rational.zero);
        if (sum.isZero()) terms.delete(key);
        else terms.set(key, { monomial, coefficient: sum });
      }
    }
    return new Polynomial(terms);
  }

  static #scaled(polynomial: Polynomial, scalar: Rational): Polynomial {
    if (scalar.isZero()) return Polynomial.zero;
    const terms = new Map<string, Term>();
    for (const [key, { monomial, coefficient }] of polynomial.#terms) {
      terms.set(key, { monomial, coefficient: coefficient.times(scalar) });
    }
    return new Polynomial(terms);
  }

  negated(): Polynomial {
    return Polynomial.#scaled(this, Rational.of(-1));
  }

  /** @throws InvalidInput unless the exponent is a non-negative integer. */
  power(exponent: number): Polynomial {
    if (!Number.isInteger(exponent) || exponent < 0) {
      throw new InvalidInput({ where: 'Polynomial.power', expected: 'a non-negative integer', got: String(exponent) });
    }
    let result = Polynomial.one;
    for (let k = 0; k < exponent; k++) result = result.times(this);
    return result;
  }

  equals(other: Polynomial): boolean {
    return this.minus(other).isZero();
  }

  isZero(): boolean {
    return this.#terms.size === 0;
  }

  /** The value if no variable occurs, otherwise undefined. */
  constantValue(): Rational | undefined {
    if (this.isZero()) return Rational.zero;
    return this.#terms.size === 1 ? this.#terms.get('')?.coefficient : undefined;
  }

  /** Names of the variables that occur, sorted. */
  variables(): readonly string[] {
    const names = new Set<string>();
    for (const { monomial } of this.#terms.values()) for (const [name] of monomial) names.add(name);
    return [...names].sort();
  }

  /** Replaces the given variables; the others stay. */
  substitute(values: Readonly<Record<string, Rational | Polynomial>>): Polynomial {
    let result = Polynomial.zero;
    for (const { monomial, coefficient } of this.#terms.values()) {
      let product = Polynomial.constant(coefficient);
      for (const [name, exponent] of monomial) {
        const value = Object.hasOwn(values, name) ? Polynomial.#from(values[name]!) : Polynomial.variable(name);
        product = product.times(value.power(exponent));
      }
      result = result.plus(product);
    }
    return result;
  }

  /**
   * The value in double precision.
   * @throws InvalidInput if a variable has no value.
   */
  evaluate(values: Readonly<Record<string, number>>): number {
    let sum = 0;
    for (const { monomial, coefficient } of this.#terms.values()) {
      let product = coefficient.toNumber();
      for (const [name, exponent] of monomial) {
        if (!Object.hasOwn(values, name)) {
          throw new InvalidInput({ where: 'Polynomial.evaluate', expected: `a value for '${name}'`, got: 'none' });
        }
        product *= values[name]! ** exponent;
      }
      sum += product;
    }
    return sum;
  }

  /** Monomials (sorted powers) with their coefficients, by falling total degree, then by name: the order of printing. */
  terms(): readonly Term[] {
    return [...this.#terms.values()].sort((a, b) => {
      const byDegree = degreeOf(b.monomial) - degreeOf(a.monomial);
      if (byDegree !== 0) return byDegree;
      return keyOf(a.monomial) < keyOf(b.monomial) ? -1 : 1;
    });
  }

  /** Expanded, in mathjs syntax: `-2/3*kappa*n + 2/3*kappa`. */
  toString(): string {
    if (this.isZero()) return '0';
    return this.terms()
      .map(({ monomial, coefficient }, position) => {
        const negative = coefficient.sign() < 0;
        const size = (negative ? coefficient.negated() : coefficient).toString();
        const key = keyOf(monomial);
        const body = key === '' ? size : size === '1' ? key : `${size}*${key}`;
        if (position === 0) return negative ? `-${body}` : body;
        return negative ? ` - ${body}` : ` + ${body}`;
      })
      .join('');
  }
}
