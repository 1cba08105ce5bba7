/**
 * Linear algebra over the prime field F_p with p = 2^26 − 5, the largest prime below 2^26: a product of two residues is
 * below 2^52, so doubles carry it exactly.
 */

/** The modulus, 67108859. */
export const fieldPrime = 67108859;

const inversePrime = 1 / fieldPrime;

/** The residue in [0, p) of an integer in [0, 2^53). */
function residue(x: number): number {
  const r = x - Math.floor(x * inversePrime) * fieldPrime;
  return r < 0 ? r + fieldPrime : r >= fieldPrime ? r - fieldPrime : r;
}

/** The residue in [0, p) of any safe integer, negative ones included. */
export function toResidue(x: number): number {
  const r = x % fieldPrime;
  return r < 0 ? r + fieldPrime : r + 0;
}

/** Product of two residues. */
export function multiplyResidues(a: number, b: number): number {
  return residue(a * b);
}

/** Inverse of a nonzero residue, by Fermat: a^(p−2). */
export function invertResidue(a: number): number {
  let result = 1;
  let square = a;
  for (let e = fieldPrime - 2; e > 0; e = Math.floor(e / 2)) {
    if (e % 2 === 1) result = residue(result * square);
    square = residue(square * square);
  }
  return result;
}

/**
 * A growing subspace of F_p^columns, kept in row echelon form (pivots 1, not back-substituted).
 * @example
 * const space = new ResidueRowSpace(2);
 * space.add([1, 2]); // true
 * space.add([2, 4]); // false: already inside
 */
export class ResidueRowSpace {
  readonly columns: number;
  readonly #rows: Float64Array[] = [];
  readonly #rowAtPivot: Int32Array;

  constructor(columns: number) {
    this.columns = columns;
    this.#rowAtPivot = new Int32Array(columns).fill(-1);
  }

  get rank(): number {
    return this.#rows.length;
  }

  /** Adds a row of safe integers; false if it already lies in the space. */
  add(row: ArrayLike<number>): boolean {
    const { columns } = this;
    const work = Float64Array.from({ length: columns }, (_, j) => toResidue(row[j]!));
    for (let j = 0; j < columns; j++) {
      const value = work[j]!;
      if (value === 0) continue;
      const at = this.#rowAtPivot[j]!;
      if (at < 0) {
        const scale = invertResidue(value);
        for (let k = j; k < columns; k++) work[k] = residue(work[k]! * scale);
        this.#rowAtPivot[j] = this.#rows.push(work) - 1;
        return true;
      }
      subtractMultiple(work, value, this.#rows[at]!, j);
    }
    return false;
  }

  /** The reduced row echelon form: pivot columns rising, with their rows. */
  reduced(): readonly { readonly pivot: number; readonly row: Float64Array }[] {
    const result: { pivot: number; row: Float64Array }[] = [];
    for (let pivot = this.columns - 1; pivot >= 0; pivot--) {
      const at = this.#rowAtPivot[pivot]!;
      if (at < 0) continue;
      const row = this.#rows[at]!.slice();
      for (const later of result) subtractMultiple(row, row[later.pivot]!, later.row, later.pivot);
      result.push({ pivot, row });
    }
    return result.reverse();
  }

  /** A basis of the vectors orthogonal to every row: one for each column without a pivot, rising. */
  kernel(): readonly Float64Array[] {
    const rows = this.reduced();
    const pivots = new Set(rows.map(({ pivot }) => pivot));
    const result: Float64Array[] = [];
    for (let free = 0; free < this.columns; free++) {
      if (pivots.has(free)) continue;
      const vector = new Float64Array(this.columns);
      vector[free] = 1;
      for (const { pivot, row } of rows) vector[pivot] = toResidue(-row[free]!);
      result.push(vector);
    }
    return result;
  }
}

/** target −= factor · row, from a column on. */
function subtractMultiple(target: Float64Array, factor: number, row: Float64Array, from: number): void {
  if (factor === 0) return;
  const opposite = fieldPrime - factor;
  for (let k = from; k < target.length; k++) target[k] = residue(target[k]! + opposite * row[k]!);
}
