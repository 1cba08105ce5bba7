/**
 * Linear algebra over Q without fractions: rows are big integers with content 1, eliminated by cross multiplication.
 */
import { Rational } from './rational.js';

const absolute = (x: bigint): bigint => (x < 0n ? -x : x);

/** Greatest common divisor of all entries, 0 if all vanish. */
export function content(row: readonly bigint[]): bigint {
  let g = 0n;
  for (const entry of row) {
    let [x, y] = [g, absolute(entry)];
    while (y !== 0n) [x, y] = [y, x % y];
    g = x;
    if (g === 1n) break;
  }
  return g;
}

/** The multiple with coprime integer entries and a positive first nonzero entry. */
export function primitiveRow(row: readonly bigint[]): bigint[] {
  const g = content(row);
  if (g === 0n) return [...row];
  const scale = row.find((entry) => entry !== 0n)! < 0n ? -g : g;
  return row.map((entry) => entry / scale);
}

/** a · target − b · row with a, b chosen so that column `pivot` vanishes, then made primitive. */
function eliminate(target: readonly bigint[], row: readonly bigint[], pivot: number): bigint[] {
  const [a, b] = [row[pivot]!, target[pivot]!];
  return primitiveRow(target.map((entry, j) => a * entry - b * row[j]!));
}

/**
 * A growing subspace of Q^columns in row echelon form.
 * @example
 * const space = new RationalRowSpace(2);
 * space.add([2n, 4n]); // true
 * space.reduced()[0].row.map(String) // ['1', '2']
 */
export class RationalRowSpace {
  readonly columns: number;
  readonly #rows = new Map<number, readonly bigint[]>();

  constructor(columns: number) {
    this.columns = columns;
  }

  get rank(): number {
    return this.#rows.size;
  }

  /** Adds a row; false if it already lies in the space. */
  add(row: readonly bigint[]): boolean {
    let work: readonly bigint[] = row;
    for (let j = 0; j < this.columns; j++) {
      if (work[j] === 0n) continue;
      const known = this.#rows.get(j);
      if (known === undefined) {
        this.#rows.set(j, primitiveRow(work));
        return true;
      }
      work = eliminate(work, known, j);
    }
    return false;
  }

  /** The reduced row echelon form, which depends on the space alone: pivot columns rising, pivots 1. */
  reduced(): readonly { readonly pivot: number; readonly row: readonly Rational[] }[] {
    const done: { pivot: number; row: readonly bigint[] }[] = [];
    for (const pivot of [...this.#rows.keys()].sort((a, b) => b - a)) {
      let row = this.#rows.get(pivot)!;
      for (const later of done) if (row[later.pivot] !== 0n) row = eliminate(row, later.row, later.pivot);
      done.push({ pivot, row });
    }
    return done
      .reverse()
      .map(({ pivot, row }) => ({ pivot, row: row.map((entry) => Rational.of(entry, row[pivot]!)) }));
  }
}
