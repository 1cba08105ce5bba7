import fc from 'fast-check';
import nerdamer from 'nerdamer';
import { beforeAll, describe, expect, it } from 'vitest';
import { InvalidInput } from '../../src/base/index.js';
import { Polynomial, Rational } from '../../src/exact/index.js';
import { ringLaws } from '../laws/ring.js';

const names = ['n', 'kappa', 'alpha_1'] as const;
const smallRationals = fc
  .tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: 1, max: 5 }))
  .map(([n, d]) => Rational.of(n, d));
const monomials = fc
  .tuple(smallRationals, fc.array(fc.constantFrom(...names), { maxLength: 3 }))
  .map(([coefficient, factors]) =>
    factors.reduce((product, name) => product.times(Polynomial.variable(name)), Polynomial.constant(coefficient)),
  );
const polynomials = fc
  .array(monomials, { maxLength: 4 })
  .map((terms) => terms.reduce((sum, term) => sum.plus(term), Polynomial.zero));
const points = fc.record({ n: smallRationals, kappa: smallRationals, alpha_1: smallRationals });

ringLaws('polynomials', { zero: Polynomial.zero, one: Polynomial.one, elements: polynomials });

/** A polynomial together with unexpanded text for the oracle. */
interface Written {
  readonly text: string;
  readonly value: Polynomial;
}

const { written } = fc.letrec<{ written: Written; leaf: Written }>((tie) => ({
  leaf: fc.oneof(
    fc.constantFrom(...names).map((name) => ({ text: name, value: Polynomial.variable(name) })),
    smallRationals.map((r) => ({ text: `(${r})`, value: Polynomial.constant(r) })),
  ),
  written: fc.oneof(
    { maxDepth: 4, depthSize: 'medium' },
    tie('leaf'),
    fc.tuple(tie('written'), tie('written')).map(([a, b]) => ({
      text: `(${a.text}+${b.text})`,
      value: a.value.plus(b.value),
    })),
    fc.tuple(tie('written'), tie('written')).map(([a, b]) => ({
      text: `(${a.text}-(${b.text}))`,
      value: a.value.minus(b.value),
    })),
    fc.tuple(tie('written'), tie('written')).map(([a, b]) => ({
      text: `(${a.text})*(${b.text})`,
      value: a.value.times(b.value),
    })),
    // Not the power 0: nerdamer keeps 0^0 undefined.
    fc.tuple(tie('leaf'), tie('leaf'), fc.integer({ min: 1, max: 3 })).map(([a, b, k]) => ({
      text: `(${a.text}+${b.text})^${k}`,
      value: a.value.plus(b.value).power(k),
    })),
  ),
}));

describe('Polynomial against nerdamer', () => {
  // Its own limit of 800 ms is too short for a busy machine.
  beforeAll(() => {
    nerdamer.set('TIMEOUT', 60_000);
  });

  it('expands to the same polynomial', () => {
    fc.assert(
      fc.property(written, ({ text, value }) => {
        expect(nerdamer(`expand(${text}-(${value}))`).text('fractions')).toBe('0');
      }),
      { numRuns: 60 },
    );
  });

  it('has the same exact values at rational points', () => {
    fc.assert(
      fc.property(written, points, ({ text, value }, at) => {
        const expanded = nerdamer(`expand(${text})`).text('fractions');
        const numbers = Object.fromEntries(names.map((name) => [name, at[name].toString()]));
        const expected = nerdamer(expanded, numbers).text('fractions');
        expect(value.substitute(at).constantValue()?.toString()).toBe(expected);
      }),
      { numRuns: 60 },
    );
  });
});

describe('Polynomial', () => {
  const n = Polynomial.variable('n');
  const kappa = Polynomial.variable('kappa');

  it('substitution is a homomorphism', () => {
    fc.assert(
      fc.property(polynomials, polynomials, points, (p, q, at) => {
        const [x, y] = [p.substitute(at), q.substitute(at)];
        expect(p.plus(q).substitute(at).equals(x.plus(y))).toBe(true);
        expect(p.times(q).substitute(at).equals(x.times(y))).toBe(true);
      }),
    );
  });

  it('substitution of polynomials composes, and leaves other variables alone', () => {
    fc.assert(
      fc.property(polynomials, polynomials, points, (p, q, at) => {
        const inner = p.substitute({ n: q });
        const direct = p.substitute({ ...at, n: q.substitute(at) });
        expect(inner.substitute(at).equals(direct)).toBe(true);
        expect(p.substitute({}).equals(p)).toBe(true);
        expect(p.substitute({ other: Rational.zero }).equals(p)).toBe(true);
      }),
    );
  });

  it('evaluation agrees with exact substitution', () => {
    fc.assert(
      fc.property(polynomials, points, (p, at) => {
        const numbers = Object.fromEntries(names.map((name) => [name, at[name].toNumber()]));
        const exact = p.substitute(at).constantValue()!.toNumber();
        // At most 4 terms below 9 · 9³ in size, a few roundings each.
        expect(Math.abs(p.evaluate(numbers) - exact)).toBeLessThan(4 * 9 ** 4 * 8 * Number.EPSILON);
      }),
    );
  });

  it('printing depends on the value alone', () => {
    fc.assert(
      fc.property(polynomials, polynomials, polynomials, (p, q, r) => {
        expect(p.plus(q).times(r).toString()).toBe(r.times(q).plus(r.times(p)).toString());
        expect(p.toString() === q.toString()).toBe(p.equals(q));
      }),
    );
  });

  it('prints by falling degree, then by name', () => {
    const p = n.minus(1).times(kappa).times(Rational.of(-2, 3));
    expect(p.toString()).toBe('-2/3*kappa*n + 2/3*kappa');
    expect(Polynomial.zero.toString()).toBe('0');
    expect(n.power(2).minus(n).plus(kappa).minus(7).toString()).toBe('n^2 + kappa - n - 7');
  });

  it('lists its variables and terms', () => {
    expect(n.times(kappa).plus(n.minus(n)).variables()).toEqual(['kappa', 'n']);
    expect(Polynomial.constant(5).variables()).toEqual([]);
    const terms = n.times(kappa.power(2)).plus(3).terms();
    expect(terms.map(({ monomial, coefficient }) => [monomial, coefficient.toString()])).toEqual([
      [
        [
          ['kappa', 2],
          ['n', 1],
        ],
        '1',
      ],
      [[], '3'],
    ]);
  });

  it('knows constants', () => {
    expect(Polynomial.constant(Rational.of(1, 3)).constantValue()?.toString()).toBe('1/3');
    expect(Polynomial.zero.constantValue()?.isZero()).toBe(true);
    expect(n.constantValue()).toBeUndefined();
    expect(n.plus(1).constantValue()).toBeUndefined();
    expect(n.plus(1).minus(n).constantValue()?.toString()).toBe('1');
  });

  it('operations leave their operands alone', () => {
    const p = n.plus(kappa);
    const before = p.toString();
    p.plus(n);
    p.times(p);
    p.negated();
    p.substitute({ n: Rational.zero });
    expect(p.toString()).toBe(before);
  });

  it('powers are repeated products', () => {
    fc.assert(
      fc.property(polynomials, fc.integer({ min: 0, max: 4 }), (p, k) => {
        const product = new Array<Polynomial>(k).fill(p).reduce((q, r) => q.times(r), Polynomial.one);
        expect(p.power(k).equals(product)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it('refuses bad names, exponents and missing values', () => {
    for (const name of ['', '1a', 'a-b', '_a', 'a b']) expect(() => Polynomial.variable(name)).toThrow(InvalidInput);
    for (const k of [-1, 0.5, Number.NaN]) expect(() => n.power(k)).toThrow(InvalidInput);
    expect(() => n.times(kappa).evaluate({ n: 2 })).toThrow("a value for 'kappa'");
    expect(() => Polynomial.variable('toString').evaluate({})).toThrow(InvalidInput);
    expect(() => Polynomial.constant(0.5)).toThrow(InvalidInput);
  });
});
