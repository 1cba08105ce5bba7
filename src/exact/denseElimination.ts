/**
 * Rank, reduced row echelon form and kernel of dense matrices over F_p.
 *
 * Gauss–Jordan elimination in place, one block of columns after the other. Once a block with pivot rows P and pivot columns C
 * is done, its pivot columns hold the matrix T for which every other column x has to become x + T·x_P, after x_P on the left
 * was set to zero: T = −A_iC (A_PC)^−1 in the other rows i, and (A_PC)^−1 in the rows P. So a block costs one matrix product,
 * and blocks inside a block are treated alike. For the rank alone the rows above are left out: Gaussian elimination.
 * Source: [jeannerod-pernet-storjohann-2013].
 */
import { checkInteger, checkOptions, InvalidInput } from '../base/index.js';
import { balanced, balancedInteger, balancedInverse, canonical, type Modulus, modulusOf } from './modulus.js';
import { fieldPrime } from './primeField.js';
import { type ProductSpace, productSpace, tile } from './residueProduct.js';

/** The modulus: any prime up to `fieldPrime`, which is the default. */
export interface ModulusOptions {
  readonly prime?: number;
}

/** A reduced row echelon form: pivots 1, with zeros above and below. */
export interface EchelonForm {
  /** The columns of the pivots, rising, one for each row. */
  readonly pivots: readonly number[];
  /** The nonzero rows, one after the other; entries in [0, p). */
  readonly entries: Float64Array;
}

/** A basis of the vectors that a matrix maps to zero. */
export interface KernelBasis {
  readonly nullity: number;
  /** The basis vectors, one after the other; entries in [0, p). */
  readonly entries: Float64Array;
}

/** A matrix while it is eliminated, padded with zeros to whole tiles. */
interface Work {
  readonly space: ProductSpace;
  readonly rows: number;
  /** Length of a row. */
  readonly stride: number;
  readonly modulus: Modulus;
  /** Whether the rows above a pivot are cleared too. */
  readonly reduced: boolean;
  /** The columns of the pivots found so far; the pivot in column `pivots[s]` is in row s. */
  readonly pivots: number[];
}

/** Widths of the blocks of columns, outermost first. */
const blockWidths = [64, 16, 4] as const;

/** Eliminates the columns [from, to), in blocks of the width for this level. */
function eliminateBlocks(work: Work, from: number, to: number, level: number): void {
  const width = blockWidths[level];
  if (width === undefined) {
    eliminateColumns(work, from, to);
    return;
  }
  for (let start = from; start < to; start += width) {
    const end = Math.min(start + width, to);
    const rank = work.pivots.length;
    eliminateBlocks(work, start, end, level + 1);
    if (work.pivots.length === rank) continue;
    packT(work, rank);
    // The pivot columns on the left hold a T of their own, which has to keep up; nobody needs that of the outermost level.
    if (level > 0) update(work, rank, from, start);
    update(work, rank, end, to);
  }
}

/** Eliminates the columns [from, to) one by one, changing no others. */
function eliminateColumns(work: Work, from: number, to: number): void {
  const { rows, stride, modulus, reduced, pivots } = work;
  const { x } = work.space;
  for (let column = from; column < to; column++) {
    const rank = pivots.length;
    let found = rank;
    while (found < rows && x[found * stride + column] === 0) found++;
    if (found === rows) continue;
    const pivotRow = x.subarray(rank * stride, (rank + 1) * stride);
    if (found > rank) {
      const copy = pivotRow.slice();
      pivotRow.set(x.subarray(found * stride, (found + 1) * stride));
      x.set(copy, found * stride);
    }
    const scale = balancedInverse(pivotRow[column]!, modulus);
    pivotRow[column] = 1;
    for (let j = from; j < to; j++) pivotRow[j] = balanced(pivotRow[j]! * scale, modulus);
    for (let i = reduced ? 0 : rank + 1; i < rows; i++) {
      const start = i * stride;
      const factor = x[start + column]!;
      if (factor === 0 || i === rank) continue;
      x[start + column] = 0;
      for (let j = from; j < to; j++) x[start + j] = balanced(x[start + j]! - factor * pivotRow[j]!, modulus);
    }
    pivots.push(column);
  }
}

/** The first row that an update has to reach, by whole tiles. */
const firstRow = ({ reduced, pivots }: Work): number => (reduced ? 0 : tile * Math.floor(pivots.length / tile));

/** Copies T, whose columns are those of the pivots from `rank` on, to A. */
function packT(work: Work, rank: number): void {
  const { rows, stride, pivots } = work;
  const { x, a } = work.space;
  for (let i = firstRow(work), k = 0; i < rows; i += tile) {
    for (let s = rank; s < pivots.length; s++) {
      for (let l = 0; l < tile; l++) a[k++] = x[(i + l) * stride + pivots[s]!]!;
    }
  }
}

/** x ← x + T·x_P for the columns x in [from, to), where P are the rows of the pivots from `rank` on. */
function update(work: Work, rank: number, from: number, to: number): void {
  const { space, rows, stride, pivots } = work;
  const { x, b } = space;
  for (let j = from, k = 0; j < to; j += tile) {
    for (let s = rank; s < pivots.length; s++) {
      for (let at = s * stride + j, l = 0; l < tile; l++) {
        b[k++] = x[at + l]!;
        x[at + l] = 0;
      }
    }
  }
  space.addProduct([firstRow(work), rows], [from, to], pivots.length - rank);
}

/** Checks the matrix, copies it and eliminates the copy. */
function eliminated(
  where: string,
  matrix: ArrayLike<number>,
  rows: number,
  columns: number,
  options: ModulusOptions,
  reduced: boolean,
): Work {
  checkOptions(where, options, ['prime']);
  checkInteger(where, 'rows', rows, 0);
  checkInteger(where, 'columns', columns, 0);
  const modulus = modulusOf(where, options.prime ?? fieldPrime);
  if (matrix.length !== rows * columns) {
    throw new InvalidInput({ where, expected: `${rows}×${columns} entries`, got: String(matrix.length) });
  }
  const paddedRows = tile * Math.ceil(rows / tile);
  // An odd number of cache lines, so that the entries of a column do not compete for the same few places of the cache.
  const stride = 8 * (Math.ceil(columns / 8) | 1);
  const space = productSpace(paddedRows, stride, blockWidths[0], modulus);
  for (let i = 0, k = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++, k++) {
      const entry = matrix[k]!;
      if (!Number.isSafeInteger(entry)) {
        throw new InvalidInput({ where, expected: 'safe integers', got: `${entry} in row ${i}, column ${j}` });
      }
      space.x[i * stride + j] = balancedInteger(entry, modulus);
    }
  }
  const work: Work = { space, rows: paddedRows, stride, modulus, reduced, pivots: [] };
  eliminateBlocks(work, 0, stride, 0);
  return work;
}

/**
 * The rank of a dense matrix over F_p, a lower bound for the rank over Q. From about twenty rows on it takes less time than
 * `ResidueRowSpace` (bench/README.md).
 * @param matrix Safe integers, row by row; reduced modulo p, not changed.
 * @throws InvalidInput for a wrong number of entries, entries that are not safe integers, a modulus that is not a prime up to
 * `fieldPrime`; OutOfRange beyond 4 GB.
 * @example
 * rankModP([1, 2, 3, 2, 4, 6], 2, 3) // 1
 */
export function rankModP(
  matrix: ArrayLike<number>,
  rows: number,
  columns: number,
  options: ModulusOptions = {},
): number {
  return eliminated('rankModP', matrix, rows, columns, options, false).pivots.length;
}

/**
 * The reduced row echelon form of a dense matrix over F_p; it depends on the row space alone.
 * @param matrix Safe integers, row by row; reduced modulo p, not changed.
 * @throws InvalidInput, OutOfRange as `rankModP`.
 * @example
 * reducedEchelon([0, 2, 4, 0, 3, 7], 2, 3) // { pivots: [1, 2], entries: [0, 1, 0, 0, 0, 1] }
 */
export function reducedEchelon(
  matrix: ArrayLike<number>,
  rows: number,
  columns: number,
  options: ModulusOptions = {},
): EchelonForm {
  const { space, stride, pivots, modulus } = eliminated('reducedEchelon', matrix, rows, columns, options, true);
  const entries = new Float64Array(pivots.length * columns);
  for (let i = 0, k = 0; i < pivots.length; i++) {
    for (let j = 0; j < columns; j++) entries[k++] = canonical(space.x[i * stride + j]!, modulus);
    // The pivot columns still hold parts of T.
    for (const [s, pivot] of pivots.entries()) entries[i * columns + pivot] = s === i ? 1 : 0;
  }
  return { pivots, entries };
}

/**
 * A basis of the kernel {v : A·v = 0} of a dense matrix over F_p: for each column without a pivot, rising, the vector with 1
 * there and 0 in the other columns without a pivot.
 * @param matrix Safe integers, row by row; reduced modulo p, not changed.
 * @throws InvalidInput, OutOfRange as `rankModP`.
 * @example
 * kernelModP([1, 2, 3, 0, 1, 5], 2, 3, { prime: 7 }) // { nullity: 1, entries: [0, 2, 1] }
 */
export function kernelModP(
  matrix: ArrayLike<number>,
  rows: number,
  columns: number,
  options: ModulusOptions = {},
): KernelBasis {
  const { space, stride, pivots, modulus } = eliminated('kernelModP', matrix, rows, columns, options, true);
  const nullity = columns - pivots.length;
  const entries = new Float64Array(nullity * columns);
  const bound = new Set(pivots);
  for (let free = 0, start = 0; free < columns; free++) {
    if (bound.has(free)) continue;
    entries[start + free] = 1;
    for (const [i, pivot] of pivots.entries()) {
      entries[start + pivot] = canonical(-space.x[i * stride + free]!, modulus);
    }
    start += columns;
  }
  return { nullity, entries };
}
