import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from '../../src/base/index.js';
import { factorize } from '../../src/discovery/leastSquares.js';
import { nearRelations } from '../../src/discovery/nearRelations.js';

const rows = 80;

/** Columns a, b, c, d of random numbers, then a − 2b + δ·noise in units of its own, and zeros. */
function planted(seed: number, delta: number, unit: number) {
  const random = new Random(seed);
  const data = Array.from({ length: rows }, () => {
    const [a, b, c, d, e] = [0, 0, 0, 0, 0].map(() => random.normal()) as [number, number, number, number, number];
    return [a, b, c, d, unit * (a - 2 * b + delta * e), 0];
  });
  return { data, factor: factorize(Float64Array.from(data.flat()), rows, 6) };
}

const columns = [0, 1, 2, 3, 4, 5];

describe('near-relations', () => {
  it('name a planted one, in the units of the columns, and no other', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e9 }), fc.constantFrom(1e-3, 1, 1e4), (seed, unit) => {
        const { data, factor } = planted(seed, 1e-3, unit);
        const [relation, ...others] = nearRelations(factor, columns);
        expect(others).toEqual([]);
        const { candidate, terms, within } = relation!;
        expect([candidate, ...terms.map((term) => term.candidate)].sort()).toEqual([0, 1, 4]);
        // as a vanishing combination it is a multiple of (1, −2, −1/unit)
        const weights = new Map([[candidate, -1], ...terms.map((term) => [term.candidate, term.coefficient] as const)]);
        expect(weights.get(1)! / weights.get(0)!).toBeCloseTo(-2, 1);
        expect((weights.get(4)! / weights.get(0)!) * unit).toBeCloseTo(-1, 1);
        // the share left, from the rows themselves
        let [left, whole] = [0, 0];
        for (const row of data) {
          left += [...weights].reduce((sum, [column, weight]) => sum + weight * row[column]!, 0) ** 2;
          whole += row[candidate]! ** 2;
        }
        expect(within).toBeCloseTo(Math.sqrt(left / whole), 10);
        expect(within).toBeLessThan(1e-2);
      }),
      { numRuns: 20 },
    );
  });

  it('are none among columns with parts of their own', () => {
    expect(nearRelations(planted(3, 0.3, 1).factor, columns)).toEqual([]);
    expect(nearRelations(planted(3, 0.3, 1).factor, columns, 0.5)).toHaveLength(1);
  });

  it('hold for columns that are equal to the last digit, one for each column too many', () => {
    const random = new Random(2);
    const data = Array.from({ length: rows }, () => {
      const a = random.normal();
      return [a, a, a, random.normal()];
    });
    const found = nearRelations(factorize(Float64Array.from(data.flat()), rows, 4), [0, 1, 2, 3]);
    expect(found).toHaveLength(2);
    for (const { terms, within } of found) {
      expect(terms).toHaveLength(1);
      expect(terms[0]!.coefficient).toBeCloseTo(1, 12);
      expect(within).toBeLessThan(1e-12);
    }
  });

  it('of more columns than four are found too', () => {
    const random = new Random(4);
    const data = Array.from({ length: rows }, () => {
      const x = Array.from({ length: 7 }, () => random.normal());
      return [...x, x.slice(0, 6).reduce((sum, value) => sum + value, 0)];
    });
    const found = nearRelations(factorize(Float64Array.from(data.flat()), rows, 8), [0, 1, 2, 3, 4, 5, 6, 7]);
    expect(found).toHaveLength(1);
    const members = [found[0]!.candidate, ...found[0]!.terms.map(({ candidate }) => candidate)];
    expect(members.sort()).toEqual([0, 1, 2, 3, 4, 5, 7]);
  });
});
