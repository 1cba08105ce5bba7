/** The axioms of a commutative ring with one, as properties over random elements. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

/** What the laws need to know of a type of elements. */
export interface RingElement<T> {
  plus(other: T): T;
  minus(other: T): T;
  times(other: T): T;
  negated(): T;
  isZero(): boolean;
  equals(other: T): boolean;
}

/** One ring: its constants and random elements. */
export interface Ring<T extends RingElement<T>> {
  readonly zero: T;
  readonly one: T;
  readonly elements: fc.Arbitrary<T>;
}

/** The suite for one ring. */
export function ringLaws<T extends RingElement<T>>(name: string, { zero, one, elements }: Ring<T>): void {
  const law = (title: string, holds: (a: T, b: T, c: T) => boolean): void => {
    it(title, () => {
      fc.assert(fc.property(elements, elements, elements, holds), { numRuns: 60 });
    });
  };
  describe(`ring laws: ${name}`, () => {
    law('addition is associative', (a, b, c) =>
      a
        .plus(b)
        .plus(c)
        .equals(a.plus(b.plus(c))),
    );
    law('addition is commutative', (a, b) => a.plus(b).equals(b.plus(a)));
    law('zero is neutral, negation gives the opposite', (a) => a.plus(zero).equals(a) && a.plus(a.negated()).isZero());
    law('subtraction adds the opposite', (a, b) => a.minus(b).equals(a.plus(b.negated())) && a.minus(a).isZero());
    law('multiplication is associative', (a, b, c) =>
      a
        .times(b)
        .times(c)
        .equals(a.times(b.times(c))),
    );
    law('multiplication is commutative', (a, b) => a.times(b).equals(b.times(a)));
    law('one is neutral, zero absorbs', (a) => a.times(one).equals(a) && a.times(zero).isZero());
    law('multiplication distributes', (a, b, c) => a.times(b.plus(c)).equals(a.times(b).plus(a.times(c))));
    law('there are no zero divisors', (a, b) => a.times(b).isZero() === (a.isZero() || b.isZero()));
    law('equality is that of the difference with zero', (a, b) => a.equals(b) === a.minus(b).isZero());
    it('zero differs from one', () => {
      expect(zero.equals(one)).toBe(false);
    });
  });
}
