/**
 * Reduced row echelon forms over Q by way of F_p: eliminated mod p, entries read as fractions of small numbers [wang-1981],
 * and checked against the given rows. Where a fraction is too large for that, elimination over Q takes over.
 */
import { RationalRowSpace } from './echelon.js';
import { fieldPrime } from './primeField.js';
import { Rational } from './rational.js';
import { ReducedRowSpace, type SparseRow } from './reducedRowSpace.js';

/** A row with 1 at its pivot, which is alone in its column; the other entries that are not zero. */
export interface EchelonRow {
  readonly pivot: number;
  readonly entries: readonly { readonly column: number; readonly value: Rational }[];
}

interface Fraction {
  readonly numerator: number;
  readonly denominator: number;
}

/** Numerators and denominators up to this bound are unique: 2 · bound² < p. */
const bound = 5792;

/** The fraction with a residue, by the extended Euclidean algorithm. */
function fractionOf(residue: number): Fraction | undefined {
  let [r0, r1, s0, s1] = [fieldPrime, residue, 0, 1];
  while (r1 > bound) {
    const q = Math.floor(r0 / r1);
    [r0, r1, s0, s1] = [r1, r0 - q * r1, s1, s0 - q * s1];
  }
  if (s1 === 0 || Math.abs(s1) > bound) return undefined;
  return s1 < 0 ? { numerator: -r1, denominator: -s1 } : { numerator: r1, denominator: s1 };
}

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));

/** Rows scaled to integers, if all numbers stay small. */
interface IntegerRows {
  readonly scale: readonly number[];
  readonly rows: readonly Float64Array[];
  readonly largest: readonly number[];
}

function integerRows(reduced: ReturnType<ReducedRowSpace['rows']>): IntegerRows | undefined {
  const scale: number[] = [];
  const rows: Float64Array[] = [];
  for (const { row } of reduced) {
    const fractions: (Fraction | undefined)[] = Array.from(row, fractionOf);
    let common = 1;
    for (const fraction of fractions) {
      if (fraction === undefined) return undefined;
      common = (common / gcd(common, fraction.denominator)) * fraction.denominator;
      if (common > 2 ** 20) return undefined;
    }
    scale.push(common);
    rows.push(Float64Array.from(fractions, (fraction) => fraction!.numerator * (common / fraction!.denominator)));
  }
  return { scale, rows, largest: rows.map((row) => row.reduce((most, x) => Math.max(most, Math.abs(x)), 0)) };
}

/** Whether a row is the combination of the echelon rows that its entries at the pivots say, in exact arithmetic. */
function isCombination(
  given: SparseRow,
  columns: number,
  at: ReadonlyMap<number, number>,
  { scale, rows, largest }: IntegerRows,
): boolean {
  const used = given.columns.flatMap((column, i) => {
    const row = at.get(column);
    return row === undefined ? [] : [{ row, value: given.values[i]! }];
  });
  const common = used.reduce((product, { row }) => (product / gcd(product, scale[row]!)) * scale[row]!, 1);
  const most = used.reduce(
    (total, { row, value }) => {
      return total + (Math.abs(value) * common * largest[row]!) / scale[row]!;
    },
    common * Math.max(...given.values.map(Math.abs)),
  );
  if (!(most < Number.MAX_SAFE_INTEGER)) return false;
  const sum = new Float64Array(columns);
  given.columns.forEach((column, i) => {
    sum[column] = -given.values[i]! * common;
  });
  for (const { row, value } of used) {
    const factor = value * (common / scale[row]!);
    const entries = rows[row]!;
    for (let k = 0; k < sum.length; k++) sum[k]! += factor * entries[k]!;
  }
  return sum.every((entry) => entry === 0);
}

function exactly(rows: readonly SparseRow[], columns: number): EchelonRow[] {
  const space = new RationalRowSpace(columns);
  for (const row of rows) {
    const dense = new Array<bigint>(columns).fill(0n);
    row.columns.forEach((column, i) => {
      dense[column] = BigInt(row.values[i]!);
    });
    space.add(dense);
  }
  return space.reduced().map(({ pivot, row }) => ({
    pivot,
    entries: row.flatMap((value, column) => (column === pivot || value.isZero() ? [] : [{ column, value }])),
  }));
}

/**
 * The reduced row echelon form over Q of rows of integers, pivots rising.
 * @example
 * rationalEchelon([{ columns: [0, 1], values: [2, 3] }], 2)[0].entries.map(({ value }) => value.toString()) // ['3/2']
 */
export function rationalEchelon(rows: readonly SparseRow[], columns: number): readonly EchelonRow[] {
  const space = new ReducedRowSpace(columns);
  for (const row of rows) space.add(row);
  const reduced = space.rows();
  const integers = integerRows(reduced);
  if (integers === undefined) return exactly(rows, columns);
  const at = new Map(reduced.map(({ pivot }, i) => [pivot, i]));
  if (!rows.every((row) => isCombination(row, columns, at, integers))) return exactly(rows, columns);
  return reduced.map(({ pivot }, i) => ({
    pivot,
    entries: Array.from(integers.rows[i]!).flatMap((entry, column) =>
      column === pivot || entry === 0 ? [] : [{ column, value: Rational.of(entry, integers.scale[i]!) }],
    ),
  }));
}
