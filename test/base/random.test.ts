import { describe, expect, it } from 'vitest';
import { Random } from '../../src/base/index.js';

const draw = (seed: number, count: number, next: (random: Random) => number): number[] => {
  const random = new Random(seed);
  return Array.from({ length: count }, () => next(random));
};

/** Pearson's statistic against equal frequencies. */
function chiSquare(values: readonly number[], cells: number): number {
  const counts = new Array<number>(cells).fill(0);
  for (const value of values) counts[value]!++;
  const mean = values.length / cells;
  return counts.reduce((sum, count) => sum + (count - mean) ** 2 / mean, 0);
}

describe('Random', () => {
  it('repeats its stream for a seed, and differs for another', () => {
    const stream = draw(7, 50, (random) => random.uint32());
    expect(draw(7, 50, (random) => random.uint32())).toEqual(stream);
    expect(draw(8, 50, (random) => random.uint32())).not.toEqual(stream);
    expect(draw(7 + 2 ** 32, 50, (random) => random.uint32())).toEqual(stream);
  });

  it('uint32 gives integers of 32 bits, each bit set half of the time', () => {
    const values = draw(1, 20000, (random) => random.uint32());
    expect(values.every((value) => Number.isInteger(value) && value >= 0 && value < 2 ** 32)).toBe(true);
    for (let bit = 0; bit < 32; bit++) {
      const set = values.filter((value) => (value >>> bit) % 2 === 1).length;
      // Five standard deviations of a fair coin: 5 · √20000 / 2 = 354.
      expect(Math.abs(set - 10000), `bit ${bit}`).toBeLessThan(354);
    }
  });

  it.each([2, 10, 97])('below(%i) is uniform', (bound) => {
    const values = draw(2, 100 * bound, (random) => random.below(bound));
    expect(values.every((value) => Number.isInteger(value) && value >= 0 && value < bound)).toBe(true);
    // Mean bound − 1, variance 2 (bound − 1): five standard deviations.
    expect(chiSquare(values, bound)).toBeLessThan(bound - 1 + 5 * Math.sqrt(2 * (bound - 1)));
  });

  it('uniform lies in [0, 1) and neighbours in the stream are independent', () => {
    const values = draw(3, 20000, (random) => random.uniform());
    expect(values.every((value) => value >= 0 && value < 1)).toBe(true);
    const cells = values.slice(1).map((value, i) => Math.floor(10 * values[i]!) * 10 + Math.floor(10 * value));
    expect(chiSquare(cells, 100)).toBeLessThan(99 + 5 * Math.sqrt(198));
  });

  it('normal has the moments 0, 1, 0, 3', () => {
    const values = draw(4, 40000, (random) => random.normal());
    const moment = (k: number): number => values.reduce((sum, x) => sum + x ** k, 0) / values.length;
    // Variances of x^k for a standard normal: 1, 2, 15, 96; five standard deviations of the mean.
    const bounds = [1, 2, 15, 96].map((variance) => 5 * Math.sqrt(variance / values.length));
    [0, 1, 0, 3].forEach((expected, i) => {
      expect(Math.abs(moment(i + 1) - expected), `moment ${i + 1}`).toBeLessThan(bounds[i]!);
    });
  });

  it('skips normal deviates as if they had been made', () => {
    for (const purpose of ['', 'noise']) {
      const [made, skipped] = [new Random(6, purpose), new Random(6, purpose)];
      for (let i = 0; i < 12_345; i++) made.normal();
      skipped.skipNormals(12_345);
      expect(skipped.uint32()).toBe(made.uint32());
    }
  });

  it('purposes share no numbers: deviates of one seed are not correlated, nowhere near either', () => {
    const count = 20_000;
    const normals = (purpose: string): number[] => {
      const random = new Random(1, purpose);
      return Array.from({ length: count }, () => random.normal());
    };
    const all = ['', 'noisy copies', 'bootstrap', 'halves', 'nodes'].map(normals);
    for (const [i, first] of all.entries()) {
      for (const second of all.slice(0, i)) {
        for (let shift = -8; shift <= 8; shift++) {
          let sum = 0;
          for (let k = 8; k < count - 8; k++) sum += first[k]! * second[k + shift]!;
          // 170 correlations: five standard deviations are met by chance once in 10⁴ runs
          expect(Math.abs(sum)).toBeLessThan(5 * Math.sqrt(count));
        }
      }
    }
  });

  it.each(['noisy copies', 'bootstrap', 'halves', 'nodes'])('for %s each bit is set half of the time', (purpose) => {
    const random = new Random(1, purpose);
    const values = Array.from({ length: 20_000 }, () => random.uint32());
    for (let bit = 0; bit < 32; bit++) {
      const set = values.filter((value) => (value >>> bit) % 2 === 1).length;
      expect(Math.abs(set - 10_000), `bit ${bit}`).toBeLessThan(354);
    }
  });
});
