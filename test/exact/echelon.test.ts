import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { content, primitiveRow, RationalRowSpace } from '../../src/exact/index.js';
import { gaussJordan } from '../oracle/gauss.js';

const columns = 5;
const matrices = fc.array(fc.array(fc.integer({ min: -3, max: 3 }), { minLength: columns, maxLength: columns }), {
  maxLength: 7,
});

const spaceOf = (matrix: readonly (readonly number[])[]): RationalRowSpace => {
  const space = new RationalRowSpace(columns);
  for (const row of matrix) space.add(row.map(BigInt));
  return space;
};

const text = (space: RationalRowSpace): string[][] => space.reduced().map(({ row }) => row.map(String));

describe('RationalRowSpace', () => {
  it('agrees with Gauss–Jordan elimination on whole matrices', () => {
    fc.assert(
      fc.property(matrices, (matrix) => {
        const expected = gaussJordan(matrix, columns);
        const space = spaceOf(matrix);
        expect(space.rank).toBe(expected.length);
        expect(text(space)).toEqual(expected.map((row) => row.map(String)));
      }),
    );
  });

  it('has a reduced form that does not depend on the order of the rows', () => {
    fc.assert(
      fc.property(matrices, (matrix) => {
        expect(text(spaceOf([...matrix].reverse()))).toEqual(text(spaceOf(matrix)));
      }),
    );
  });

  it('says whether a row was new', () => {
    const space = new RationalRowSpace(3);
    expect(space.add([2n, 4n, 0n])).toBe(true);
    expect(space.add([-1n, -2n, 0n])).toBe(false);
    expect(space.add([0n, 0n, 0n])).toBe(false);
    expect(space.add([0n, 1n, 7n])).toBe(true);
    expect(text(space)).toEqual([
      ['1', '0', '-14'],
      ['0', '1', '7'],
    ]);
  });
});

describe('primitiveRow', () => {
  it('removes the content and makes the first entry positive', () => {
    expect(primitiveRow([0n, -6n, 4n])).toEqual([0n, 3n, -2n]);
    expect(primitiveRow([0n, 0n])).toEqual([0n, 0n]);
    expect(content([12n, -18n, 0n])).toBe(6n);
  });
});
