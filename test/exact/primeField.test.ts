import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fieldPrime, invertResidue, multiplyResidues, ResidueRowSpace, toResidue } from '../../src/exact/index.js';
import { gaussJordan } from '../oracle/gauss.js';

const residues = fc.integer({ min: 0, max: fieldPrime - 1 });
const columns = 5;
const matrices = fc.array(fc.array(fc.integer({ min: -3, max: 3 }), { minLength: columns, maxLength: columns }), {
  maxLength: 7,
});

const spaceOf = (matrix: readonly (readonly number[])[]): ResidueRowSpace => {
  const space = new ResidueRowSpace(columns);
  for (const row of matrix) space.add(row);
  return space;
};

describe('residues', () => {
  it('the modulus is the largest prime below 2^26', () => {
    const isPrime = (x: number): boolean => {
      for (let d = 2; d * d <= x; d++) if (x % d === 0) return false;
      return true;
    };
    let prime = 2 ** 26 - 1;
    while (!isPrime(prime)) prime--;
    expect(fieldPrime).toBe(prime);
  });

  it('products agree with big integers', () => {
    fc.assert(
      fc.property(residues, residues, (a, b) => {
        expect(BigInt(multiplyResidues(a, b))).toBe((BigInt(a) * BigInt(b)) % BigInt(fieldPrime));
      }),
    );
    expect(multiplyResidues(fieldPrime - 1, fieldPrime - 1)).toBe(1);
  });

  it('inverts and reduces', () => {
    fc.assert(
      fc.property(residues, fc.maxSafeInteger(), (a, x) => {
        if (a !== 0) expect(multiplyResidues(a, invertResidue(a))).toBe(1);
        const p = BigInt(fieldPrime);
        expect(BigInt(toResidue(x))).toBe(((BigInt(x) % p) + p) % p);
      }),
    );
  });
});

describe('ResidueRowSpace', () => {
  // Minors of 5 columns with entries up to 3 are far below p, so the rank mod p is the rank over Q.
  it('has the reduced form of Gauss–Jordan elimination, taken mod p', () => {
    fc.assert(
      fc.property(matrices, (matrix) => {
        const expected = gaussJordan(matrix, columns).map((row) =>
          row.map((q) =>
            multiplyResidues(toResidue(Number(q.numerator)), invertResidue(toResidue(Number(q.denominator)))),
          ),
        );
        const space = spaceOf(matrix);
        expect(space.rank).toBe(expected.length);
        expect(space.reduced().map(({ row }) => [...row])).toEqual(expected);
      }),
    );
  });

  it('has a kernel of complementary dimension, orthogonal to every row', () => {
    fc.assert(
      fc.property(matrices, (matrix) => {
        const space = spaceOf(matrix);
        const kernel = space.kernel();
        expect(kernel.length).toBe(columns - space.rank);
        for (const vector of kernel) {
          for (const row of matrix) {
            const products = row.map((entry, j) => multiplyResidues(toResidue(entry), vector[j]!));
            expect(toResidue(products.reduce((a, b) => a + b, 0))).toBe(0);
          }
        }
        const independent = new ResidueRowSpace(columns);
        for (const vector of kernel) expect(independent.add(vector)).toBe(true);
      }),
    );
  });
});
