import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidInput } from '../../src/base/index.js';
import { balanced, balancedInteger, balancedInverse, canonical, modulusOf } from '../../src/exact/modulus.js';
import { fieldPrime } from '../../src/exact/primeField.js';

const primes = fc.constantFrom(2, 3, 5, 101, 32749, 8388593, 33554393, 67108837, fieldPrime);
const remainder = (x: number, p: number): number => Number(((BigInt(x) % BigInt(p)) + BigInt(p)) % BigInt(p));

describe('balanced residues', () => {
  it('are congruent and exceed p/2 by less than 2', () => {
    fc.assert(
      fc.property(primes, fc.maxSafeInteger(), (prime, x) => {
        const modulus = modulusOf('test', prime);
        const r = balancedInteger(x, modulus);
        expect(remainder(r, prime)).toBe(remainder(x, prime));
        expect(Math.abs(r)).toBeLessThan(prime / 2 + 2);
        expect(canonical(r, modulus)).toBe(remainder(x, prime));
      }),
      { numRuns: 1000 },
    );
  });

  it.each([2, 3, 101, 8388593, 33554393, fieldPrime])('mod %i as many products as promised stay exact', (prime) => {
    const modulus = modulusOf('test', prime);
    const largest = (prime + 3) / 2;
    const sum = modulus.terms * largest ** 2 + largest;
    expect(sum).toBeLessThan(2 ** 53);
    if (modulus.terms < 64) expect(sum + largest ** 2).toBeGreaterThanOrEqual(2 ** 53);
    const size = Math.floor(sum);
    for (const x of [size, size - 1, size - prime, -size]) {
      expect(Math.abs(balanced(x, modulus))).toBeLessThan(prime / 2 + 2);
      expect(remainder(balanced(x, modulus), prime)).toBe(remainder(x, prime));
    }
  });

  it('have inverses', () => {
    fc.assert(
      fc.property(primes, fc.maxSafeInteger(), (prime, x) => {
        const modulus = modulusOf('test', prime);
        const r = balancedInteger(x, modulus);
        fc.pre(r !== 0);
        expect(canonical(balanced(r * balancedInverse(r, modulus), modulus), modulus)).toBe(1);
      }),
    );
  });

  it.each([0, 1, 4, 67108857, 2.5, -7, Number.NaN, fieldPrime + 20])('refuses the modulus %d', (prime) => {
    expect(() => modulusOf('test', prime)).toThrow(InvalidInput);
  });
});
