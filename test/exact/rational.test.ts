import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidInput } from '../../src/base/index.js';
import { Rational } from '../../src/exact/index.js';
import { ringLaws } from '../laws/ring.js';

const integers = fc.oneof(fc.bigInt({ min: -12n, max: 12n }), fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }));
const rationals = fc
  .tuple(
    integers,
    integers.filter((d) => d !== 0n),
  )
  .map(([n, d]) => Rational.of(n, d));

ringLaws('rational numbers', { zero: Rational.zero, one: Rational.one, elements: rationals });

/** Euclid's algorithm by subtraction of multiples, written apart from the tested code. */
function commonDivisor(a: bigint, b: bigint): bigint {
  return b === 0n ? (a < 0n ? -a : a) : commonDivisor(b, a % b);
}

describe('Rational', () => {
  it('is kept in lowest terms with a positive denominator', () => {
    fc.assert(
      fc.property(rationals, rationals, (a, b) => {
        for (const x of [a, b, a.plus(b), a.minus(b), a.times(b), a.negated()]) {
          expect(x.denominator > 0n).toBe(true);
          expect(commonDivisor(x.numerator, x.denominator)).toBe(1n);
        }
      }),
    );
  });

  it('sums and products satisfy their defining equations in integers', () => {
    fc.assert(
      fc.property(rationals, rationals, (a, b) => {
        const [sum, product] = [a.plus(b), a.times(b)];
        const denominators = a.denominator * b.denominator;
        expect(sum.numerator * denominators).toBe(
          (a.numerator * b.denominator + b.numerator * a.denominator) * sum.denominator,
        );
        expect(product.numerator * denominators).toBe(a.numerator * b.numerator * product.denominator);
      }),
    );
  });

  it('division undoes multiplication, the inverse gives one', () => {
    fc.assert(
      fc.property(rationals, rationals, (a, b) => {
        fc.pre(!b.isZero());
        expect(a.times(b).dividedBy(b).equals(a)).toBe(true);
        expect(b.times(b.inverse()).equals(Rational.one)).toBe(true);
      }),
    );
  });

  it('the sign is that of the numerator', () => {
    fc.assert(
      fc.property(rationals, rationals, (a, b) => {
        expect(a.times(b).sign()).toBe(a.isZero() || b.isZero() ? 0 : a.sign() * b.sign());
        expect(a.isZero()).toBe(a.sign() === 0);
      }),
    );
  });

  it('printing and parsing are inverse', () => {
    fc.assert(
      fc.property(rationals, (a) => {
        expect(Rational.parse(a.toString()).equals(a)).toBe(true);
        expect(Rational.parse(`  ${a} `).equals(a)).toBe(true);
      }),
    );
  });

  it.each([
    ['3', 3, 1],
    ['+3', 3, 1],
    ['-3/4', -3, 4],
    ['6 / 8', 3, 4],
    ['0.125', 1, 8],
    ['-.5', -1, 2],
    ['5.', 5, 1],
    ['1e-3', 1, 1000],
    ['2.50E2', 250, 1],
    ['-0.0', 0, 1],
    ['1.25e+1', 25, 2],
  ] as const)('reads %s as %i/%i', (text, n, d) => {
    expect(Rational.parse(text).equals(Rational.of(n, d))).toBe(true);
  });

  it.each(['', ' ', '.', '-', 'e5', '1/0', '1/-2', '1//2', '0x10', '1.5/2', 'NaN', 'Infinity', '1e99999', '1 2', '½'])(
    'refuses %j',
    (text) => {
      expect(() => Rational.parse(text)).toThrow(InvalidInput);
    },
  );

  it('refuses zero denominators and numbers that are not integers', () => {
    expect(() => Rational.of(1, 0)).toThrow(InvalidInput);
    expect(() => Rational.of(1, 0n)).toThrow(InvalidInput);
    expect(() => Rational.of(0.5)).toThrow(InvalidInput);
    expect(() => Rational.of(1, Number.NaN)).toThrow(InvalidInput);
    expect(() => Rational.of(2 ** 53)).toThrow(InvalidInput);
    expect(() => Rational.one.dividedBy(Rational.zero)).toThrow(InvalidInput);
    expect(() => Rational.zero.inverse()).toThrow(InvalidInput);
  });
});

describe('Rational.toNumber', () => {
  /** Of all sizes up to 400 digits. */
  const positive = fc
    .integer({ min: 1, max: 400 })
    .chain((digits) => fc.bigInt({ min: 1n, max: 10n ** BigInt(digits) }));

  /** The exact value of a double, from its bits. */
  function exactly(x: number): Rational {
    const bits = new BigUint64Array(new Float64Array([Math.abs(x)]).buffer)[0]!;
    const [field, fraction] = [Number(bits >> 52n), bits & (2n ** 52n - 1n)];
    const significand = field === 0 ? fraction : fraction + 2n ** 52n;
    const exponent = Math.max(field, 1) - 1075;
    const size =
      exponent >= 0
        ? Rational.of(significand * 2n ** BigInt(exponent))
        : Rational.of(significand, 2n ** BigInt(-exponent));
    return x < 0 ? size.negated() : size;
  }

  it('gives back every double, subnormal and large ones too', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (x) => {
        expect(exactly(x).toNumber()).toBe(x === 0 ? 0 : x);
      }),
      { numRuns: 300 },
    );
    for (const x of [5e-324, 2 ** -1050, 2 ** -1022, -(2 ** 1023), Number.MAX_VALUE, -Number.MIN_VALUE]) {
      expect(exactly(x).toNumber()).toBe(x);
    }
  });

  it('no double is nearer', () => {
    const [buffer, bits] = [new Float64Array(1), new BigUint64Array(1)];
    const neighbour = (x: number, step: bigint): number => {
      buffer[0] = x;
      bits[0] = new BigUint64Array(buffer.buffer)[0]! + step;
      return new Float64Array(bits.buffer)[0]!;
    };
    const huge = fc.tuple(positive, positive);
    fc.assert(
      fc.property(huge, ([n, d]) => {
        const value = Rational.of(n, d);
        const x = value.toNumber();
        fc.pre(x >= 2 ** -1022 && x < Number.MAX_VALUE);
        const error = (y: number): Rational => {
          const difference = exactly(y).minus(value);
          return difference.sign() < 0 ? difference.negated() : difference;
        };
        for (const step of [-1n, 1n])
          expect(error(neighbour(x, step)).minus(error(x)).sign()).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 300 },
    );
  });

  it('looks at the remainder of any size beside a tie', () => {
    const scale = 10n ** 50n;
    const tie = (2n ** 53n + 1n) * scale;
    expect([-1n, 0n, 1n].map((d) => Rational.of(tie + d, scale).toNumber() - 2 ** 53)).toEqual([0, 0, 2]);
    expect([-1n, 1n].map((d) => Rational.of(-tie + d, scale).toNumber() + 2 ** 53)).toEqual([-2, 0]);
  });

  it('overflows to infinity and underflows to zero only beyond the doubles', () => {
    expect(Rational.of(10n ** 400n, 10n ** 399n).toNumber()).toBe(10);
    expect(Rational.of(-(10n ** 400n), 3n * 10n ** 400n).toNumber()).toBe(-1 / 3);
    expect(Rational.of(10n ** 400n).toNumber()).toBe(Number.POSITIVE_INFINITY);
    expect(Rational.of(-(10n ** 400n)).toNumber()).toBe(Number.NEGATIVE_INFINITY);
    expect(Math.abs(Rational.of(-1n, 10n ** 400n).toNumber())).toBe(0);
    expect(Rational.parse('4.9e-324').toNumber()).toBe(Number.MIN_VALUE);
  });
});
