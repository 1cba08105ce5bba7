import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Rational, ReducedRowSpace, ResidueRowSpace, rationalEchelon, type SparseRow } from '../../src/exact/index.js';
import { gaussJordan } from '../oracle/gauss.js';

const columns = 6;
const matrices = (most: number): fc.Arbitrary<number[][]> =>
  fc.array(fc.array(fc.integer({ min: -most, max: most }), { minLength: columns, maxLength: columns }), {
    maxLength: 8,
  });

const sparse = (row: readonly number[]): SparseRow => {
  const positions = row.flatMap((value, column) => (value === 0 ? [] : [column]));
  return { columns: positions, values: positions.map((column) => row[column]!) };
};

describe('rationalEchelon', () => {
  /** Small entries stay below the bound of reconstruction, large ones do not: both roads are taken. */
  it.each([2, 50, 1e6])('agrees with Gauss–Jordan elimination, entries up to %i', (most) => {
    fc.assert(
      fc.property(matrices(most), (matrix) => {
        const expected = gaussJordan(matrix, columns).map((row) => row.map(String));
        const found = rationalEchelon(matrix.map(sparse), columns).map(({ pivot, entries }) => {
          const row = new Array<Rational>(columns).fill(Rational.of(0));
          row[pivot] = Rational.of(1);
          for (const { column, value } of entries) row[column] = value;
          return row.map(String);
        });
        expect(found).toEqual(expected);
      }),
    );
  });

  it('a determinant divisible by the prime is noticed', () => {
    // det = 67108859 · 1: singular mod p, regular over Q.
    const rows = [
      { columns: [0, 1], values: [67108859, 1] },
      { columns: [1], values: [1] },
    ];
    expect(rationalEchelon(rows, 2).map(({ pivot }) => pivot)).toEqual([0, 1]);
  });

  it('rows that vanish mod the prime are rows over Q', () => {
    expect(rationalEchelon([{ columns: [0], values: [67108859] }], 1).map(({ pivot }) => pivot)).toEqual([0]);
    fc.assert(
      fc.property(
        matrices(2),
        fc.array(fc.constantFrom(1, 67108859), { minLength: 8, maxLength: 8 }),
        (matrix, scales) => {
          const scaled = matrix.map((row, i) => row.map((x) => x * scales[i]!));
          const pivots = (rows: number[][]): number[] =>
            rationalEchelon(rows.map(sparse), columns).map(({ pivot }) => pivot);
          expect(pivots(scaled)).toEqual(pivots(matrix));
        },
      ),
    );
  });

  it('no rows and rows of zeros give nothing', () => {
    expect(rationalEchelon([], 3)).toEqual([]);
    expect(rationalEchelon([{ columns: [], values: [] }], 3)).toEqual([]);
  });
});

describe('ReducedRowSpace', () => {
  it('has the rank and the reduced form of dense elimination', () => {
    fc.assert(
      fc.property(matrices(9), (matrix) => {
        const [a, b] = [new ReducedRowSpace(columns), new ResidueRowSpace(columns)];
        for (const row of matrix) expect(a.add(sparse(row))).toBe(b.add(row));
        expect(a.rank).toBe(b.rank);
        expect(a.rows().map(({ pivot, row }) => [pivot, ...row])).toEqual(
          b.reduced().map(({ pivot, row }) => [pivot, ...row]),
        );
      }),
    );
  });
});
