/** Exact rational numbers: a pair of big integers in lowest terms, the denominator positive. */
import { InvalidInput } from '../base/index.js';

function gcd(a: bigint, b: bigint): bigint {
  let x = a < 0n ? -a : a;
  let y = b < 0n ? -b : b;
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

/** Integers up to here are doubles, and the quotient of two doubles is rounded correctly. */
const exactIntegers = 2n ** 53n;

/**
 * An immutable rational number.
 * @example
 * Rational.of(6, -4).toString() // '-3/2'
 */
export class Rational {
  readonly numerator: bigint;
  readonly denominator: bigint;

  private constructor(numerator: bigint, denominator: bigint) {
    this.numerator = numerator;
    this.denominator = denominator;
  }

  static readonly zero: Rational = new Rational(0n, 1n);
  static readonly one: Rational = new Rational(1n, 1n);

  /**
   * The quotient of two integers.
   * @throws InvalidInput if the denominator is zero or a number is not an integer.
   */
  static of(numerator: bigint | number, denominator: bigint | number = 1n): Rational {
    for (const part of [numerator, denominator]) {
      if (typeof part === 'number' && !Number.isSafeInteger(part)) {
        throw new InvalidInput({ where: 'Rational.of', expected: 'safe integers', got: String(part) });
      }
    }
    const [n, d] = [BigInt(numerator), BigInt(denominator)];
    if (d === 0n) throw new InvalidInput({ where: 'Rational.of', expected: 'a nonzero denominator', got: '0' });
    if (d === 1n) return new Rational(n, 1n);
    const g = d < 0n ? -gcd(n, d) : gcd(n, d);
    return new Rational(n / g, d / g);
  }

  /**
   * Reads `3`, `-3/4`, `0.125`, `1e-3` without rounding.
   * @throws InvalidInput
   */
  static parse(text: string): Rational {
    const fraction = /^\s*([+-]?\d+)\s*(?:\/\s*(\d+))?\s*$/.exec(text);
    if (fraction) return Rational.of(BigInt(fraction[1]!), BigInt(fraction[2] ?? '1'));
    const decimal = /^\s*([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d{1,4}))?\s*$/.exec(text);
    if (decimal === null || `${decimal[2]}${decimal[3]}` === '') {
      throw new InvalidInput({
        where: 'Rational.parse',
        expected: 'a number such as 3, -3/4 or 0.125',
        got: `'${text}'`,
      });
    }
    const digits = BigInt(`${decimal[1]}${decimal[2]}${decimal[3]}`);
    const exponent = Number(decimal[4] ?? 0) - decimal[3]!.length;
    const scale = 10n ** BigInt(Math.abs(exponent));
    return exponent >= 0 ? Rational.of(digits * scale) : Rational.of(digits, scale);
  }

  plus(other: Rational): Rational {
    if (this.denominator === 1n && other.denominator === 1n) return new Rational(this.numerator + other.numerator, 1n);
    return Rational.of(
      this.numerator * other.denominator + other.numerator * this.denominator,
      this.denominator * other.denominator,
    );
  }

  minus(other: Rational): Rational {
    return this.plus(other.negated());
  }

  times(other: Rational): Rational {
    return Rational.of(this.numerator * other.numerator, this.denominator * other.denominator);
  }

  /** @throws InvalidInput on division by zero. */
  dividedBy(other: Rational): Rational {
    return Rational.of(this.numerator * other.denominator, this.denominator * other.numerator);
  }

  /** @throws InvalidInput for zero. */
  inverse(): Rational {
    return Rational.one.dividedBy(this);
  }

  negated(): Rational {
    return new Rational(-this.numerator, this.denominator);
  }

  equals(other: Rational): boolean {
    return this.numerator === other.numerator && this.denominator === other.denominator;
  }

  isZero(): boolean {
    return this.numerator === 0n;
  }

  /** −1, 0 or 1. */
  sign(): -1 | 0 | 1 {
    return this.numerator === 0n ? 0 : this.numerator < 0n ? -1 : 1;
  }

  /** The nearest double, also when numerator and denominator exceed the double range (subnormals: one of the two nearest). */
  toNumber(): number {
    const size = this.numerator < 0n ? -this.numerator : this.numerator;
    if (size <= exactIntegers && this.denominator <= exactIntegers) {
      return Number(this.numerator) / Number(this.denominator);
    }
    const bits = (x: bigint): number => x.toString(2).length;
    // At least 64 bits of quotient, the last one set if there is a remainder: rounding sees on which side of a tie it is.
    const shift = bits(this.denominator) - bits(size) + 64;
    const dividend = shift >= 0 ? size << BigInt(shift) : size;
    const divisor = shift >= 0 ? this.denominator : this.denominator << BigInt(-shift);
    const quotient = dividend / divisor;
    const rounded = Number(quotient * divisor === dividend ? quotient : quotient | 1n);
    // In two steps, because 2^−shift alone may underflow.
    const half = Math.trunc(shift / 2);
    return this.sign() * rounded * 2 ** -half * 2 ** (half - shift);
  }

  toString(): string {
    return this.denominator === 1n ? `${this.numerator}` : `${this.numerator}/${this.denominator}`;
  }
}
