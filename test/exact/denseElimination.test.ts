import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidInput, OutOfRange, Random } from '../../src/base/index.js';
import { fieldPrime, kernelModP, ResidueRowSpace, rankModP, reducedEchelon } from '../../src/exact/index.js';

interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly entries: Float64Array;
}

const matrixOf = (rows: number, columns: number, entry: (i: number, j: number) => number): Matrix => ({
  rows,
  columns,
  entries: Float64Array.from({ length: rows * columns }, (_, k) => entry(Math.floor(k / columns), k % columns)),
});

/** Product over the integers; the entries must stay below 2^53. */
const product = (a: Matrix, b: Matrix): Matrix =>
  matrixOf(a.rows, b.columns, (i, j) => {
    let sum = 0;
    for (let k = 0; k < a.columns; k++) sum += a.entries[i * a.columns + k]! * b.entries[k * b.columns + j]!;
    return sum;
  });

/** Small entries, a good part of them zero. */
const sparse = (rows: number, columns: number, random: Random): Matrix =>
  matrixOf(rows, columns, () => (random.below(3) === 0 ? 0 : random.below(2001) - 1000));

/** A matrix of at most the given rank, in which some columns repeat the one before. */
function deficient(rows: number, columns: number, rank: number, seed: number): Matrix {
  const random = new Random(seed);
  const right = sparse(rank, columns, random);
  for (let j = 1; j < columns; j++) {
    if (random.below(4) > 0) continue;
    for (let i = 0; i < rank; i++) right.entries[i * columns + j] = right.entries[i * columns + j - 1]!;
  }
  return product(sparse(rows, rank, random), right);
}

const rank = ({ entries, rows, columns }: Matrix, prime?: number): number =>
  rankModP(entries, rows, columns, prime === undefined ? {} : { prime });

function agreesWithRowSpace({ entries, rows, columns }: Matrix): void {
  const space = new ResidueRowSpace(columns);
  for (let i = 0; i < rows; i++) space.add(entries.subarray(i * columns, (i + 1) * columns));
  const form = space.reduced();
  expect(rankModP(entries, rows, columns)).toBe(space.rank);
  expect(reducedEchelon(entries, rows, columns)).toEqual({
    pivots: form.map(({ pivot }) => pivot),
    entries: Float64Array.from(form.flatMap(({ row }) => [...row])),
  });
  const kernel = space.kernel();
  expect(kernelModP(entries, rows, columns)).toEqual({
    nullity: kernel.length,
    entries: Float64Array.from(kernel.flatMap((vector) => [...vector])),
  });
}

describe('against the row space that grows row by row', () => {
  it('random shapes and ranks', () => {
    const size = fc.integer({ min: 0, max: 90 });
    fc.assert(
      fc.property(size, size, size, fc.integer(), (rows, columns, inner, seed) => {
        agreesWithRowSpace(deficient(rows, columns, inner, seed));
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    [0, 0, 0],
    [0, 5, 0],
    [5, 0, 0],
    [1, 1, 1],
    [1, 200, 1],
    [200, 1, 1],
    [7, 9, 0],
    [63, 65, 63],
    [64, 64, 64],
    [65, 63, 60],
    [128, 129, 17],
    [130, 260, 129],
    [260, 130, 64],
  ])('%i×%i, rank at most %i', (rows, columns, inner) => {
    agreesWithRowSpace(deficient(rows, columns, inner, rows + columns));
  });

  it('pivots far from the diagonal', () => {
    // Row i has its only entry in column 199 − 3i (mod 200); columns and rows of zeros between.
    agreesWithRowSpace(matrixOf(150, 200, (i, j) => (i % 5 > 0 && j === (199 + 597 * i) % 200 ? i : 0)));
    agreesWithRowSpace(matrixOf(70, 300, (i, j) => (j < 230 ? 0 : (i + 2) ** (j % 3))));
  });

  it('entries of any size', () => {
    const random = new Random(5);
    agreesWithRowSpace(matrixOf(20, 30, () => Math.floor((2 * random.uniform() - 1) * Number.MAX_SAFE_INTEGER)));
    agreesWithRowSpace(
      matrixOf(9, 9, (i, j) => [Number.MAX_SAFE_INTEGER, -Number.MAX_SAFE_INTEGER, fieldPrime, 0][(i * j) % 4]!),
    );
  });
});

describe('laws', () => {
  const shapes = [
    [100, 140, 60],
    [140, 100, 100],
    [200, 200, 199],
  ] as const;
  const primes = [2, 3, 101, 33554393, fieldPrime];
  const cases = shapes.flatMap(([rows, columns, inner]) => primes.map((prime) => ({ rows, columns, inner, prime })));

  it.each(cases)('$rows×$columns of rank at most $inner mod $prime', ({ rows, columns, inner, prime }) => {
    const matrix = deficient(rows, columns, inner, prime);
    const { entries } = matrix;
    const found = rank(matrix, prime);
    expect(found).toBeLessThanOrEqual(inner);
    const transposed = matrixOf(columns, rows, (i, j) => entries[j * columns + i]!);
    expect(rank(transposed, prime)).toBe(found);

    const form = reducedEchelon(entries, rows, columns, { prime });
    expect(form.pivots.length).toBe(found);
    expect(reducedEchelon(form.entries, found, columns, { prime })).toEqual(form);
    expect(rankModP([...entries, ...form.entries], rows + found, columns, { prime })).toBe(found);

    const kernel = kernelModP(entries, rows, columns, { prime });
    expect(kernel.nullity).toBe(columns - found);
    expect(rankModP(kernel.entries, kernel.nullity, columns, { prime })).toBe(kernel.nullity);
    for (let s = 0; s < kernel.nullity; s += 7) {
      for (let i = 0; i < rows; i += 3) {
        let sum = 0n;
        for (let j = 0; j < columns; j++) {
          sum += BigInt(entries[i * columns + j]!) * BigInt(kernel.entries[s * columns + j]!);
        }
        expect(sum % BigInt(prime)).toBe(0n);
      }
    }
  });

  it('the rank of a Kronecker product is the product of the ranks', () => {
    const [a, b] = [deficient(9, 11, 5, 1), deficient(14, 12, 7, 2)];
    const kronecker = matrixOf(
      9 * 14,
      11 * 12,
      (i, j) =>
        a.entries[Math.floor(i / 14) * 11 + Math.floor(j / 12)]! * (b.entries[(i % 14) * 12 + (j % 12)]! % 1000),
    );
    expect(rank(kronecker)).toBe(rank(a) * rank(matrixOf(14, 12, (i, j) => b.entries[i * 12 + j]! % 1000)));
  });
});

describe('matrices of known rank', () => {
  it('a Vandermonde matrix of different points has full rank', () => {
    const p = 10007;
    const power = (x: number, k: number): number => (k === 0 ? 1 : (x * power(x, k - 1)) % p);
    expect(rank(matrixOf(150, 100, power), p)).toBe(100);
    expect(
      rank(
        matrixOf(150, 100, (i, j) => power(i % 90, j)),
        p,
      ),
    ).toBe(90);
  });

  it('the sum of two unit matrices, one of them shifted cyclically', () => {
    // (S − 1)v = 0 for constant v; (S + 1)v = 0 for alternating v, which needs an even number, or 2 = 0.
    const shifted = (n: number, sign: number): Matrix =>
      matrixOf(n, n, (i, j) => (i === j ? sign : 0) + (j === (i + 1) % n ? 1 : 0));
    for (const n of [99, 100]) {
      expect(rank(shifted(n, -1))).toBe(n - 1);
      expect(kernelModP(shifted(n, -1).entries, n, n).entries).toEqual(new Float64Array(n).fill(1));
      expect(rank(shifted(n, 1))).toBe(n % 2 === 0 ? n - 1 : n);
      expect(rank(shifted(n, 1), 2)).toBe(n - 1);
    }
  });

  it('a dense matrix of 500 rows', () => {
    const random = new Random(1);
    const a = matrixOf(500, 500, () => random.below(fieldPrime));
    expect(rank(a)).toBe(500);
    // Rows in pairs r, c·r.
    const paired = matrixOf(500, 500, (i, j) => (i % 2 === 0 ? 1 : i) * a.entries[(i - (i % 2)) * 500 + j]!);
    expect(kernelModP(paired.entries, 500, 500).nullity).toBe(250);
  });
});

describe('input', () => {
  it('is not changed, and may be any array of numbers', () => {
    const entries = [3, -4, 5, 6, -8, 10];
    for (const matrix of [entries, Float64Array.from(entries), Int32Array.from(entries), Object.freeze([...entries])]) {
      expect(rankModP(matrix, 2, 3)).toBe(1);
      expect(kernelModP(matrix, 2, 3).nullity).toBe(2);
      expect(reducedEchelon(matrix, 2, 3).pivots).toEqual([0]);
      expect([...matrix]).toEqual(entries);
    }
  });

  it.each([
    ['too few entries', () => rankModP([1, 2, 3], 2, 2), '2×2 entries, got 3'],
    ['a fraction', () => kernelModP([1, 2, 3, 0.5], 2, 2), '0.5 in row 1, column 1'],
    ['no number', () => reducedEchelon([Number.NaN], 1, 1), 'NaN in row 0'],
    ['too large', () => rankModP([2 ** 53], 1, 1), '9007199254740992'],
    ['negative sizes', () => rankModP([], -1, 0), 'rows'],
    ['broken sizes', () => rankModP([1], 2, 0.5), 'columns'],
    ['a composite modulus', () => rankModP([1], 1, 1, { prime: 91 }), 'a prime modulus'],
    ['an unknown option', () => kernelModP([1], 1, 1, { modulus: 7 } as object), "'modulus'"],
  ])('refuses %s', (_, run, message) => {
    expect(run).toThrow(InvalidInput);
    expect(run).toThrow(message);
  });

  it('refuses more than 4 GB', () => {
    expect(() => rankModP({ length: 30_000 ** 2 }, 30_000, 30_000)).toThrow(OutOfRange);
  });
});
