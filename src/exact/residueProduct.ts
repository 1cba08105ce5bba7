/**
 * The inner loop of dense linear algebra over F_p: X += A·B for balanced residues. It is WebAssembly because of its pairs of
 * doubles, which make it four times as fast as the same loop in JavaScript (bench/README.md).
 */
import { OutOfRange, wasm } from '../base/index.js';
import type { Modulus } from './modulus.js';

const { f64x2, get, i32, repeatWhile, set } = wasm;
type Code = wasm.Code;

/** Rows and columns of the tile of X that stays in registers. */
export const tile = 4;

/** Bytes of one row of a tile. */
const tileBytes = tile * Float64Array.BYTES_PER_ELEMENT;

/**
 * The loop over the tiles. Addresses and lengths are in bytes: `x` and `end` bound the rows of X, `stride` is the distance of
 * two rows and `width` the part of each that is changed; `strip` is the length of a strip of A and of B, `chunk` how much of
 * it is multiplied before a reduction.
 */
function productModule(): wasm.WasmModule {
  const parameters = ['i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'f64', 'f64'] as const;
  const [x, end, stride, width, a, b, strip, chunk, inverse, prime] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] as const;
  const [rowEnd, inA, inB, pause, stop, row0, row1, row2, row3] = [10, 11, 12, 13, 14, 15, 16, 17, 18] as const;
  const [inverses, primes, factor, left, right] = [19, 20, 21, 22, 23] as const;
  const locals = [...Array<'i32'>(9).fill('i32'), ...Array<'v128'>(13).fill('v128')];
  // Each row of the tile is two pairs of doubles, kept in the locals from 24 on.
  const rows = [row0, row1, row2, row3].map((row, i) => ({
    row,
    offset: 8 * i,
    leftSum: 24 + 2 * i,
    rightSum: 25 + 2 * i,
  }));

  const advance = (local: number): Code => set(local, i32.add(get(local), i32.constant(tileBytes)));
  const addMultiple = (sum: number, pair: number): Code =>
    set(sum, f64x2.add(get(sum), f64x2.multiply(get(factor), get(pair))));
  const reduce = (sum: number): Code => {
    const quotient = f64x2.nearest(f64x2.multiply(get(sum), get(inverses)));
    return set(sum, f64x2.subtract(get(sum), f64x2.multiply(quotient, get(primes))));
  };

  const products = repeatWhile(i32.less(get(inA), get(pause)), [
    set(left, f64x2.load(get(inB), 0)),
    set(right, f64x2.load(get(inB), 16)),
    ...rows.flatMap(({ offset, leftSum, rightSum }) => [
      set(factor, f64x2.loadTwice(get(inA), offset)),
      addMultiple(leftSum, left),
      addMultiple(rightSum, right),
    ]),
    advance(inA),
    advance(inB),
  ]);
  const oneTile = [
    set(row1, i32.add(get(row0), get(stride))),
    set(row2, i32.add(get(row1), get(stride))),
    set(row3, i32.add(get(row2), get(stride))),
    ...rows.flatMap(({ row, leftSum, rightSum }) => [
      set(leftSum, f64x2.load(get(row), 0)),
      set(rightSum, f64x2.load(get(row), 16)),
    ]),
    set(inA, get(a)),
    repeatWhile(i32.less(get(inA), get(stop)), [
      set(pause, i32.least(i32.add(get(inA), get(chunk)), get(stop))),
      products,
      ...rows.flatMap(({ leftSum, rightSum }) => [reduce(leftSum), reduce(rightSum)]),
    ]),
    ...rows.flatMap(({ row, leftSum, rightSum }) => [
      f64x2.store(get(row), 0, get(leftSum)),
      f64x2.store(get(row), 16, get(rightSum)),
    ]),
    advance(row0),
  ];
  const rowOfTiles = [
    set(row0, get(x)),
    set(rowEnd, i32.add(get(x), get(width))),
    set(inB, get(b)),
    set(stop, i32.add(get(a), get(strip))),
    repeatWhile(i32.less(get(row0), get(rowEnd)), oneTile),
    set(a, get(stop)),
    set(x, i32.add(get(x), i32.multiply(get(stride), i32.constant(tile)))),
  ];
  const body = [
    set(inverses, f64x2.twice(get(inverse))),
    set(primes, f64x2.twice(get(prime))),
    repeatWhile(i32.less(get(x), get(end)), rowOfTiles),
  ];
  return wasm.assemble([{ name: 'product', parameters, locals, body }]);
}

const module = productModule();

/** Half-open range. */
export type Range = readonly [from: number, to: number];

/** A matrix X with room for the factors of its updates. */
export interface ProductSpace {
  /** Balanced residues, row by row. */
  readonly x: Float64Array;
  /** Strips of `tile` rows, one after the other, each stored column by column. */
  readonly a: Float64Array;
  /** Strips of `tile` columns, one after the other, each stored row by row. */
  readonly b: Float64Array;
  /**
   * X += A·B on some rows and columns of X, where A has `inner` columns. The ranges consist of whole tiles.
   */
  addProduct(rows: Range, columns: Range, inner: number): void;
}

/**
 * Room for a matrix of zeros and for factors with up to `inner` columns (A) and rows (B). Rows and columns are multiples of
 * `tile`.
 * @throws OutOfRange beyond 4 GB.
 */
export function productSpace(rows: number, columns: number, inner: number, modulus: Modulus): ProductSpace {
  const size = Float64Array.BYTES_PER_ELEMENT;
  const counts = [rows * columns, rows * inner, columns * inner] as const;
  const bytes = size * (counts[0] + counts[1] + counts[2]);
  if (bytes >= 2 ** 32) {
    throw new OutOfRange({
      where: 'elimination of a dense matrix',
      expected: 'less than 4 GB',
      got: `${rows}×${columns} entries of 8 bytes`,
    });
  }
  const memory = wasm.newMemory(bytes);
  const { buffer } = memory;
  const run = wasm.instantiate(module, memory).product!;
  const [startOfA, startOfB] = [size * counts[0], size * (counts[0] + counts[1])];
  return {
    x: new Float64Array(buffer, 0, counts[0]),
    a: new Float64Array(buffer, startOfA, counts[1]),
    b: new Float64Array(buffer, startOfB, counts[2]),
    addProduct: ([fromRow, toRow], [fromColumn, toColumn], count) => {
      if (fromRow === toRow || fromColumn === toColumn || count === 0) return;
      const at = (row: number): number => size * (row * columns + fromColumn);
      const width = size * (toColumn - fromColumn);
      const { inverse, prime, terms } = modulus;
      run(
        at(fromRow),
        at(toRow),
        size * columns,
        width,
        startOfA,
        startOfB,
        tileBytes * count,
        tileBytes * terms,
        inverse,
        prime,
      );
    },
  };
}
