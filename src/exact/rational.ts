/** Exact rational numbers: a pair of big integers in lowest terms, the denominator positive. */
import { InvalidInput } from '../base/index.js';

function gcd(a: bigint, b: bigint): bigint {
  let x = a < 0n ? -a : a;
  let y = b < 0n ? -b : b;
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

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

  /** The nearest double, also when numerator and denominator exceed the double range. */
  toNumber(): number {
    const quotient = Number(this.numerator) / Number(this.denominator);
    if (Number.isFinite(quotient) && (quotient !== 0 || this.numerator === 0n)) return quotient;
    const size = (x: bigint): number => (x < 0n ? -x : x).toString(2).length;
    const shift = size(this.denominator) - size(this.numerator) + 64;
    const scaled =
      shift >= 0
        ? (this.numerator << BigInt(shift)) / this.denominator
        : this.numerator / (this.denominator << BigInt(-shift));
    return Number(scaled) * 2 ** -shift;
  }

  toString(): string {
    return this.denominator === 1n ? `${this.numerator}` : `${this.numerator}/${this.denominator}`;
  }
}
