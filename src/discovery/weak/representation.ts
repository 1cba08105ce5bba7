/**
 * Exact representation of a vector over Q by the earliest of a list of generators: the generators are taken in order until the
 * vector is in their span, so the order of the list says what is preferred.
 */
import { Rational } from '../../exact/index.js';

/** A sparse vector: name of a coordinate → value, none zero. */
export type SparseVector = ReadonlyMap<string, Rational>;

/** a + factor · b. */
export function addScaled(a: SparseVector, b: SparseVector, factor: Rational): Map<string, Rational> {
  const sum = new Map(a);
  for (const [name, value] of b) {
    const total = (sum.get(name) ?? Rational.zero).plus(value.times(factor));
    if (total.isZero()) sum.delete(name);
    else sum.set(name, total);
  }
  return sum;
}

/** Generators in order of preference, reduced once and used for many targets. */
export class Generators {
  readonly #rows: { pivot: string; vector: SparseVector; origin: SparseVector }[] = [];
  readonly #waiting: SparseVector[];
  #taken = 0;

  constructor(generators: readonly SparseVector[]) {
    this.#waiting = [...generators];
  }

  /** Coefficients by position of the generator, or undefined where the vector is not in their span. */
  represent(target: SparseVector): ReadonlyMap<number, Rational> | undefined {
    let rest = new Map(target);
    let origin: Map<string, Rational> = new Map();
    for (let used = 0; rest.size > 0; used++) {
      if (used === this.#rows.length && !this.#advance()) return undefined;
      const row = this.#rows[used]!;
      const value = rest.get(row.pivot);
      if (value === undefined) continue;
      rest = addScaled(rest, row.vector, value.negated());
      origin = addScaled(origin, row.origin, value);
    }
    return new Map([...origin].map(([name, value]) => [Number(name), value]));
  }

  /** Reduces the next independent generator by the rows there are, so that later rows have no earlier pivot. */
  #advance(): boolean {
    while (this.#taken < this.#waiting.length) {
      const position = this.#taken++;
      let vector = new Map(this.#waiting[position]!);
      let origin: Map<string, Rational> = new Map([[String(position), Rational.one]]);
      for (const row of this.#rows) {
        const value = vector.get(row.pivot);
        if (value === undefined) continue;
        vector = addScaled(vector, row.vector, value.negated());
        origin = addScaled(origin, row.origin, value.negated());
      }
      const head = vector.entries().next().value;
      if (head === undefined) continue;
      const inverse = head[1].inverse();
      this.#rows.push({
        pivot: head[0],
        vector: addScaled(new Map(), vector, inverse),
        origin: addScaled(new Map(), origin, inverse),
      });
      return true;
    }
    return false;
  }
}
