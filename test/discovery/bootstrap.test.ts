import { describe, expect, it } from 'vitest';
import { Random } from '../../src/base/index.js';
import { blocksOfFactors, bootstrapIntervals, type Interval, solvePositive } from '../../src/discovery/bootstrap.js';
import { factorize, fitSupport, stackFactors } from '../../src/discovery/leastSquares.js';
import { studentCritical } from '../../src/discovery/studentQuantile.js';
import { axisWindows } from '../../src/discovery/weak/axisWindows.js';
import { weakIntervals } from '../../src/discovery/weak/windowBlocks.js';

const truth = [2, -0.5];
const trials = 300;

/** Numbers of successes out of `trials` that a binomial variable leaves with probability 10⁻³ on either side. */
function band(p: number): readonly [number, number] {
  // logarithms: (1 − p)^300 is no double
  let mass = trials * Math.log(1 - p);
  let sum = Math.exp(mass);
  let [low, high] = [0, 0];
  for (let k = 1; k <= trials; k++) {
    if (sum < 1e-3) low = k;
    if (sum < 1 - 1e-3) high = k;
    mass += Math.log(((trials - k + 1) / k) * (p / (1 - p)));
    sum += Math.exp(mass);
  }
  return [low, high];
}

const holds = ([low, high]: Interval, value: number): boolean => low <= value && value <= high;

/** How often intervals hold the true coefficients, and their mean widths. */
function coverage(intervalsOf: (random: Random, trial: number) => readonly Interval[]) {
  const hits = truth.map(() => 0);
  const widths = truth.map(() => 0);
  for (let trial = 0; trial < trials; trial++) {
    for (const [i, interval] of intervalsOf(new Random(1000 + trial), trial).entries()) {
      if (holds(interval, truth[i]!)) hits[i]!++;
      widths[i] = widths[i]! + (interval[1] - interval[0]) / trials;
    }
  }
  return { hits, widths };
}

/** Rows (x₁, x₂, y), x₂ correlated with x₁, in 30 blocks of 5. */
function independentBlocks(random: Random) {
  return Array.from({ length: 30 }, () => {
    const rows = Array.from({ length: 5 }, () => {
      const a = random.normal();
      const b = 0.6 * a + random.normal();
      return [a, b, truth[0]! * a + truth[1]! * b + 0.3 * random.normal()];
    });
    return factorize(Float64Array.from(rows.flat()), 5, 3);
  });
}

describe('where errors are independent', () => {
  const student = coverage((random) => {
    const { coefficients, standardErrors } = fitSupport(stackFactors(independentBlocks(random)), 2, [0, 1]);
    const t = studentCritical(0.05, 148);
    return coefficients.map((c, i): Interval => [c - t * standardErrors[i]!, c + t * standardErrors[i]!]);
  });
  const bootstrap = coverage((random, seed) => {
    const factors = independentBlocks(random);
    const { coefficients } = fitSupport(stackFactors(factors), 2, [0, 1]);
    const blocks = blocksOfFactors(factors, 2, [0, 1], coefficients);
    return bootstrapIntervals(coefficients, blocks, blocks.length, { resamples: 300, seed });
  });

  it('95 % intervals hold the truth in 95 % of trials, as those of Student do', () => {
    const [low, high] = band(0.95);
    for (const { hits } of [student, bootstrap]) {
      for (const count of hits) {
        expect(count).toBeGreaterThanOrEqual(low);
        expect(count).toBeLessThanOrEqual(high);
      }
    }
  });

  it('and are as wide', () => {
    for (const [i, width] of bootstrap.widths.entries()) {
      expect(Math.abs(width / student.widths[i]! - 1)).toBeLessThan(0.1);
    }
  });
});

describe('where windows overlap', () => {
  // white noise under windows that overlap by 7/8: a row shares its error with its neighbours on either side
  const nodes = 1600;
  const windows = axisWindows(
    {
      positions: Float64Array.from({ length: nodes }, (_, i) => i),
      weights: new Float64Array(nodes).fill(1),
      period: nodes,
    },
    { halfWidth: 32, degree: 8, stride: 8 },
    0,
  );
  const still = axisWindows({ positions: [0], weights: [1], period: 1 }, { halfWidth: 1, degree: 8, stride: 1 }, 0);
  const space = { ...still, blocks: new Int32Array(1), blockCount: 1, apply: () => [] };
  const average = (f: (i: number) => number): Float64Array =>
    Float64Array.from({ length: windows.count }, (_, c) => {
      let sum = 0;
      for (let s = windows.start[c]!; s < windows.start[c + 1]!; s++)
        sum += windows.factors[0]![s]! * f(windows.nodes[s]!);
      return sum;
    });
  const phase = (2 * Math.PI) / nodes;
  const [a, b] = [
    average((i) => Math.sin(9 * phase * i)),
    average((i) => Math.cos(9 * phase * i) + Math.sin(4 * phase * i)),
  ];
  const rowsOf = (random: Random): Float64Array => {
    const noise = Float64Array.from({ length: nodes }, () => random.normal());
    const error = average((i) => noise[i]!);
    return Float64Array.from(
      Array.from(error, (e, c) => [a[c]!, b[c]!, truth[0]! * a[c]! + truth[1]! * b[c]! + e]).flat(),
    );
  };
  const fitted = (values: Float64Array) => fitSupport(factorize(values, windows.count, 3), 2, [0, 1]);
  const kept = Array.from({ length: windows.count }, (_, c) => c);

  it('blocks as long as a window still hold the truth in 95 % of trials; supposing independence does not', () => {
    const blocks = coverage((random, seed) => {
      const values = rowsOf(random);
      const run = { values, errors: [], kept, time: windows, space };
      const { coefficients } = fitted(values);
      return weakIntervals({ runs: [run] }, 2, [0, 1], coefficients, { resamples: 300, seed });
    });
    const rows = coverage((random) => {
      const { coefficients, standardErrors } = fitted(rowsOf(random));
      return coefficients.map((c, i): Interval => [c - 1.97 * standardErrors[i]!, c + 1.97 * standardErrors[i]!]);
    });
    const [low, high] = band(0.95);
    for (const [i, count] of blocks.hits.entries()) {
      expect(count).toBeGreaterThanOrEqual(low);
      expect(count).toBeLessThanOrEqual(high);
      expect(rows.hits[i]).toBeLessThan(low - 20);
    }
  });

  it('where the noise on the columns is known, rows lose it', () => {
    // errors: the whole of the rows, so nothing is left of their Gram matrix and nothing is determined
    const values = rowsOf(new Random(5));
    const run = { values, errors: [{ part: values, weight: 1 }], kept, time: windows, space };
    const intervals = weakIntervals({ runs: [run] }, 2, [0, 1], truth, { resamples: 100 });
    expect(intervals).toEqual(truth.map(() => [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]));
  });
});

describe('the arithmetic', () => {
  it('is the refit to the rows drawn', () => {
    // two blocks drawn twice or once each: the extreme resamples are fits to one block alone
    const random = new Random(7);
    const factors = [0, 1].map(() =>
      factorize(
        Float64Array.from({ length: 30 }, () => random.normal()),
        10,
        3,
      ),
    );
    const { coefficients } = fitSupport(stackFactors(factors), 2, [0, 1]);
    for (const [b, { gram, score }] of blocksOfFactors(factors, 2, [0, 1], coefficients).entries()) {
      const alone = fitSupport(factors[b]!, 2, [0, 1]).coefficients;
      const change = solvePositive(gram, score)!;
      for (const i of [0, 1]) expect(coefficients[i]! + change[i]!).toBeCloseTo(alone[i]!, 10);
    }
  });

  it('repeats itself with the same seed and differs with another', () => {
    const factors = independentBlocks(new Random(3));
    const { coefficients } = fitSupport(stackFactors(factors), 2, [0, 1]);
    const blocks = blocksOfFactors(factors, 2, [0, 1], coefficients);
    const at = (seed: number) => bootstrapIntervals(coefficients, blocks, 30, { seed });
    expect(at(1)).toEqual(at(1));
    expect(at(1)).not.toEqual(at(2));
  });

  it('wider for a higher confidence, refused for none', () => {
    const factors = independentBlocks(new Random(3));
    const { coefficients } = fitSupport(stackFactors(factors), 2, [0, 1]);
    const blocks = blocksOfFactors(factors, 2, [0, 1], coefficients);
    const at = (confidence: number) => bootstrapIntervals(coefficients, blocks, 30, { confidence })[0]!;
    expect(at(0.99)[1] - at(0.99)[0]).toBeGreaterThan(at(0.8)[1] - at(0.8)[0]);
    expect(() => at(1)).toThrow('a confidence between 0 and 1');
    expect(() => bootstrapIntervals([1], blocks.slice(1, 2), 1)).toThrow('at least 2 blocks');
    expect(() => bootstrapIntervals([1], blocks, 30, { resamples: 5 })).toThrow('resamples');
  });
});
