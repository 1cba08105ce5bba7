import fc from 'fast-check';
import nerdamer from 'nerdamer';
import { beforeAll, describe, expect, it } from 'vitest';
import { normalize } from '../../src/algebra/index.js';
import { greatestCommonDivisor, quotient } from '../../src/exact/divide.js';
import { type Factorisation, factor, Polynomial, Rational } from '../../src/exact/index.js';
import { rationalRoots } from '../../src/exact/rationalRoots.js';
import { parse } from '../../src/expression/index.js';

const polynomial = (text: string): Polynomial => normalize(parse(text)).terms.get('1')?.coefficient ?? Polynomial.zero;

const text = ({ content, factors }: Factorisation): string =>
  [content.toString(), ...factors.map(({ base, exponent }) => `(${base})^${exponent}`)].join('*');

const product = ({ content, factors }: Factorisation): Polynomial =>
  factors.reduce((whole, { base, exponent }) => whole.times(base.power(exponent)), Polynomial.constant(content));

const rationals = fc
  .tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: 1, max: 6 }))
  .map(([a, b]) => Rational.of(a, b));
const variables = fc.constantFrom('n', 'kappa', 'a');
const polynomials = fc
  .array(fc.tuple(rationals, fc.array(variables, { maxLength: 3 })), { maxLength: 4 })
  .map((terms) =>
    terms.reduce(
      (sum, [c, names]) =>
        sum.plus(names.reduce((term, name) => term.times(Polynomial.variable(name)), Polynomial.constant(c))),
      Polynomial.zero,
    ),
  );
const products = fc
  .array(polynomials, { minLength: 1, maxLength: 4 })
  .map((factors) => factors.reduce((p, f) => p.times(f)));

describe('factor', () => {
  beforeAll(() => {
    nerdamer.set('TIMEOUT', 60_000);
  });

  const [a, kappa] = [Polynomial.variable('a'), Polynomial.variable('kappa')];
  const planted = a.plus(kappa).times(kappa.power(2).minus(a.power(2).times(5)));

  it('the product of the factors is the polynomial; they are primitive, not constant and coprime', () => {
    fc.assert(
      fc.property(products, (p) => {
        const found = factor(p);
        expect(product(found).equals(p)).toBe(true);
        for (const [i, { base, exponent }] of found.factors.entries()) {
          expect(exponent).toBeGreaterThan(0);
          expect(base.constantValue()).toBeUndefined();
          const coefficients = base.terms().map(({ coefficient }) => coefficient);
          expect(coefficients[0]!.sign()).toBe(1);
          expect(coefficients.every(({ denominator }) => denominator === 1n)).toBe(true);
          for (const { base: other } of found.factors.slice(i + 1)) {
            expect(greatestCommonDivisor(base, other).equals(Polynomial.one)).toBe(true);
          }
        }
      }),
      // By random search: what is left after the linear factors a + kappa once kept a negative first term.
      { numRuns: 60, examples: [[planted]] },
    );
  });

  it('nerdamer expands the product to the polynomial', () => {
    fc.assert(
      fc.property(products, (p) => {
        expect(nerdamer(`expand(${text(factor(p))}-(${p}))`).text('fractions')).toBe('0');
      }),
      { numRuns: 25 },
    );
  });

  it('finds the linear factors a product was made of, whatever else is in it', () => {
    const roots = fc.uniqueArray(
      rationals.filter((r) => !r.isZero()),
      { minLength: 1, maxLength: 5, selector: (r) => r.toString() },
    );
    const n = Polynomial.variable('n');
    fc.assert(
      fc.property(
        roots,
        fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 5, maxLength: 5 }),
        (made, exponents) => {
          const linear = made.map((r) => n.times(r.denominator).minus(r.numerator));
          const whole = linear.reduce(
            (p, f, i) => p.times(f.power(exponents[i]!)),
            polynomial('-2/3*kappa^2*n*(n^2 + 1)*(n + kappa*a + a)'),
          );
          const found = new Map(factor(whole).factors.map(({ base, exponent }) => [base.toString(), exponent]));
          const expected = new Map(linear.map((f, i) => [f.toString(), exponents[i]!]));
          for (const [name, k] of [
            ['kappa', 2],
            ['n', 1],
            ['n^2 + 1', 1],
            ['a*kappa + a + n', 1],
          ] as const)
            expected.set(name, k);
          expect(found).toEqual(expected);
        },
      ),
      { numRuns: 40 },
    );
  });

  it.each([
    ['2/3*kappa - 2/3*kappa*n', '-2/3*(kappa)^1*(n - 1)^1'],
    ['0', '0'],
    ['-3/4', '-3/4'],
    ['n', '1*(n)^1'],
    ['1 - n', '-1*(n - 1)^1'],
    ['n^2 + 1', '1*(n^2 + 1)^1'],
    ['a*n - a - kappa + kappa*n', '1*(a + kappa)^1*(n - 1)^1'],
    ['a^2 - kappa^2', '1*(a - kappa)^1*(a + kappa)^1'],
    ['kappa^2 - a^4', '-1*(a^2 - kappa)^1*(a^2 + kappa)^1'],
    ['(a + 2*n*kappa)^3', '1*(2*kappa*n + a)^3'],
    ['(a + n + kappa)^2*(a - 1)', '1*(a - 1)^1*(a + kappa + n)^2'],
    ['(n^2 + 1)^3*(n^2 + 2)^2*(n^2 + 3)', '1*(n^2 + 3)^1*(n^2 + 2)^2*(n^2 + 1)^3'],
    ['123456789012345678901*n - 987654321*123456789012345678901', '123456789012345678901*(n - 987654321)^1'],
  ])('%s', (given, expected) => {
    const found = text(factor(polynomial(given)));
    const sorted = (product: string): string[] => product.split('*(').sort();
    expect(sorted(found)).toEqual(sorted(expected));
  });

  it('puts variables before other factors, by name, then low degrees', () => {
    expect(text(factor(polynomial('(n^2+1)*(n-1)*n*kappa*a')))).toBe('1*(a)^1*(kappa)^1*(n)^1*(n - 1)^1*(n^2 + 1)^1');
  });

  it('does not claim what it cannot find: two quantities', () => {
    // A product, but of no form that is looked for.
    expect(factor(polynomial('(a + kappa + n)*(a - kappa + n^2)')).factors).toHaveLength(1);
  });
});

describe('division and gcd', () => {
  it('a product is divisible by its factors, and one more is too much', () => {
    fc.assert(
      fc.property(polynomials, polynomials, (f, g) => {
        fc.pre(!g.isZero());
        expect(quotient(f.times(g), g)?.equals(f)).toBe(true);
        if (g.constantValue() === undefined) expect(quotient(f.times(g).plus(1), g)).toBeUndefined();
      }),
    );
  });

  it('the gcd of fh and gh is h times that of f and g', () => {
    fc.assert(
      fc.property(polynomials, polynomials, polynomials, (f, g, h) => {
        fc.pre(!f.isZero() && !g.isZero() && !h.isZero());
        const whole = greatestCommonDivisor(f.times(h), g.times(h));
        const part = greatestCommonDivisor(f, g).times(h);
        expect(quotient(whole, part)?.constantValue()).toBeDefined();
      }),
      { numRuns: 60 },
    );
  });
});

describe('rational roots', () => {
  it.each([
    [
      [-1n, 1n, 2n],
      ['-1', '1/2'],
    ],
    [[1n, 0n, 1n], []],
    [[-2n, 0n, 1n], []],
    [[5n], []],
    [[0n, 1n], ['0']],
    [
      [30n, -31n, 10n, -1n],
      ['2', '3', '5'],
    ],
    [[-(10n ** 40n), 1n], [`${10n ** 40n}`]],
  ] as [bigint[], string[]][])('of %s', (coefficients, roots) => {
    expect(rationalRoots(coefficients).map(String)).toEqual(roots);
  });
});
