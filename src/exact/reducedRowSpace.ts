/**
 * A growing subspace of F_p^columns in reduced row echelon form, for sparse rows: whether a row lies in the space takes one
 * row operation for each of its nonzero entries.
 */
import { fieldPrime, invertResidue, toResidue } from './primeField.js';

/** Nonzero entries of a row, each column at most once. */
export interface SparseRow {
  readonly columns: readonly number[];
  readonly values: readonly number[];
}

/**
 * @example
 * const space = new ReducedRowSpace(2);
 * space.add({ columns: [0, 1], values: [1, 2] }); // true
 * space.add({ columns: [0, 1], values: [2, 4] }); // false: already inside
 */
export class ReducedRowSpace {
  readonly columns: number;
  readonly #rows: Float64Array[] = [];
  readonly #rowAtPivot: Int32Array;
  readonly #work: Float64Array;

  constructor(columns: number) {
    this.columns = columns;
    this.#rowAtPivot = new Int32Array(columns).fill(-1);
    this.#work = new Float64Array(columns);
  }

  get rank(): number {
    return this.#rows.length;
  }

  /** Adds a row of safe integers; false if it already lies in the space. */
  add({ columns, values }: SparseRow): boolean {
    const work = this.#work.fill(0);
    columns.forEach((column, i) => {
      work[column] = toResidue(values[i]!);
    });
    for (const column of columns) {
      const at = this.#rowAtPivot[column]!;
      if (at >= 0) addMultiple(work, fieldPrime - work[column]!, this.#rows[at]!);
    }
    const pivot = work.findIndex((entry) => entry !== 0);
    if (pivot < 0) return false;
    const scale = invertResidue(work[pivot]!);
    const row = work.map((entry) => (entry * scale) % fieldPrime);
    for (const other of this.#rows) if (other[pivot] !== 0) addMultiple(other, fieldPrime - other[pivot]!, row);
    this.#rowAtPivot[pivot] = this.#rows.push(row) - 1;
    return true;
  }

  /** The rows, pivots rising; every pivot is 1 and alone in its column. */
  rows(): readonly { readonly pivot: number; readonly row: Readonly<Float64Array> }[] {
    return Array.from(this.#rowAtPivot).flatMap((at, pivot) => (at < 0 ? [] : [{ pivot, row: this.#rows[at]! }]));
  }
}

const inversePrime = 1 / fieldPrime;

/** target += factor · row; all entries are residues. */
function addMultiple(target: Float64Array, factor: number, row: Float64Array): void {
  for (let k = 0; k < target.length; k++) {
    const entry = row[k]!;
    if (entry === 0) continue;
    const sum = target[k]! + factor * entry;
    const residue = sum - Math.floor(sum * inversePrime) * fieldPrime;
    target[k] = residue < 0 ? residue + fieldPrime : residue >= fieldPrime ? residue - fieldPrime : residue;
  }
}
