/**
 * Balanced residues: integers modulo a prime p up to 2^26 − 5, kept in doubles with |x| ≤ p/2 up to rounding. A double then
 * takes several products before it has to be reduced (8 of them for the largest p): delayed reduction, see
 * [dumas-giorgi-pernet-2008].
 */
import { checkInteger, InvalidInput } from '../base/index.js';
import { fieldPrime } from './primeField.js';

/** A prime as the inner loops need it. */
export interface Modulus {
  readonly prime: number;
  readonly inverse: number;
  /** So many products of two residues, and one residue, add up to less than 2^53. */
  readonly terms: number;
}

function isPrime(p: number): boolean {
  for (let d = 2; d * d <= p; d++) if (p % d === 0) return false;
  return p > 1;
}

/** @throws InvalidInput unless it is a prime up to `fieldPrime`. */
export function modulusOf(where: string, prime: number): Modulus {
  checkInteger(where, 'prime', prime, 2, fieldPrime);
  if (!isPrime(prime)) throw new InvalidInput({ where, expected: 'a prime modulus', got: String(prime) });
  // `balanced` finds quotients up to 2^27 to within 1/2 + 2^−25, so that a residue exceeds p/2 by less than 2. At most 64
  // terms: it keeps the quotients for the smallest primes in that range.
  const largest = (prime + 3) / 2;
  return { prime, inverse: 1 / prime, terms: Math.min(64, Math.floor((2 ** 53 - largest) / largest ** 2)) };
}

/** Added and subtracted again, it rounds a double of size below 2^51 to the nearest integer. */
const rounder = 1.5 * 2 ** 52;

/** The balanced residue of an integer of size at most 2^27 p. */
export function balanced(x: number, { prime, inverse }: Modulus): number {
  return x - (x * inverse + rounder - rounder) * prime;
}

/** The balanced residue of any safe integer. */
export function balancedInteger(x: number, modulus: Modulus): number {
  return balanced(Math.abs(x) <= 2 ** 27 * modulus.prime ? x : x % modulus.prime, modulus);
}

/** The same residue in [0, p). */
export function canonical(x: number, { prime }: Modulus): number {
  return x < 0 ? x + prime : x + 0;
}

/** The balanced inverse of a nonzero balanced residue, by the extended Euclidean algorithm. */
export function balancedInverse(x: number, modulus: Modulus): number {
  let [r, s, u, v] = [modulus.prime, x, 0, 1];
  while (s !== 0) {
    const q = Math.trunc(r / s);
    [r, s, u, v] = [s, r - q * s, v, u - q * v];
  }
  return balanced(r * u, modulus);
}
