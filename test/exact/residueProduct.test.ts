import { describe, expect, it } from 'vitest';
import { OutOfRange, Random } from '../../src/base/index.js';
import { modulusOf } from '../../src/exact/modulus.js';
import { fieldPrime } from '../../src/exact/primeField.js';
import { productSpace, tile } from '../../src/exact/residueProduct.js';

describe('X += A·B', () => {
  const [rows, columns] = [16, 24];
  const [rowRange, columnRange] = [
    [4, 12],
    [8, 20],
  ] as const;

  it.each(
    [3, 32749, 33554393, fieldPrime].flatMap((prime) => [1, 7, 8, 9, 16, 63, 64].map((inner) => ({ prime, inner }))),
  )('agrees with big integers, mod $prime with $inner columns of A', ({ prime, inner }) => {
    const random = new Random(inner);
    const largest = Math.floor(prime / 2);
    // Mostly of the largest size, so that sums come as near to 2^53 as they can.
    const residue = (): number =>
      random.below(4) === 0 ? random.below(prime) - largest : random.below(8) === 0 ? -largest : largest;
    const space = productSpace(rows, columns, 64, modulusOf('test', prime));
    for (const array of [space.x, space.a, space.b]) for (let i = 0; i < array.length; i++) array[i] = residue();
    const before = space.x.slice();
    space.addProduct(rowRange, columnRange, inner);

    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) {
        const at = i * columns + j;
        if (i < rowRange[0] || i >= rowRange[1] || j < columnRange[0] || j >= columnRange[1]) {
          expect(space.x[at]).toBe(before[at]);
          continue;
        }
        let difference = BigInt(space.x[at]!) - BigInt(before[at]!);
        const [row, column] = [i - rowRange[0], j - columnRange[0]];
        for (let k = 0; k < inner; k++) {
          const inStrip = (part: number): number => (part - (part % tile)) * inner + k * tile + (part % tile);
          difference -= BigInt(space.a[inStrip(row)]!) * BigInt(space.b[inStrip(column)]!);
        }
        expect(difference % BigInt(prime)).toBe(0n);
        expect(Math.abs(space.x[at]!)).toBeLessThan(prime / 2 + 2);
      }
    }
  });

  it('does nothing for empty ranges', () => {
    const space = productSpace(8, 8, 4, modulusOf('test', 101));
    space.x.fill(1);
    space.a.fill(1);
    space.b.fill(1);
    space.addProduct([4, 4], [0, 8], 4);
    space.addProduct([0, 8], [8, 8], 4);
    space.addProduct([0, 8], [0, 8], 0);
    expect(space.x).toEqual(new Float64Array(64).fill(1));
  });

  it('refuses what does not fit 4 GB', () => {
    expect(() => productSpace(2 ** 15, 2 ** 14, 64, modulusOf('test', 101))).toThrow(OutOfRange);
  });
});
