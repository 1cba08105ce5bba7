import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from '../../src/base/index.js';
import { localPolynomialWeights } from '../../src/discovery/localPolynomial.js';
import { smooth } from '../../src/discovery/smoothing.js';
import { combineSnapshots, timeFormulas } from '../../src/discovery/timeDerivative.js';

const value = (coefficients: readonly number[], x: number, derivative: number): number =>
  coefficients.reduce((sum, c, m) => {
    let factor = m >= derivative ? c * x ** (m - derivative) : 0;
    for (let k = 0; k < derivative; k++) factor *= m - k;
    return sum + factor;
  }, 0);

describe('local polynomials', () => {
  it('reproduce classical difference formulas [fornberg-1988, table 1]', () => {
    const close = (found: Float64Array, expected: readonly number[]) => {
      for (const [i, w] of expected.entries()) expect(found[i]).toBeCloseTo(w, 11);
    };
    close(localPolynomialWeights([-2, -1, 0, 1, 2], 0, 4, 1), [1 / 12, -2 / 3, 0, 2 / 3, -1 / 12]);
    close(localPolynomialWeights([-2, -1, 0, 1, 2], 0, 4, 2), [-1 / 12, 4 / 3, -5 / 2, 4 / 3, -1 / 12]);
    close(localPolynomialWeights([0, 1, 2], 0, 2, 1), [-3 / 2, 2, -1 / 2]);
  });

  it('are exact on polynomials of their degree, at any nodes, on or off centre', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e9 }),
        fc.integer({ min: 0, max: 6 }),
        fc.integer({ min: 0, max: 8 }),
        (seed, degree, extra) => {
          const random = new Random(seed);
          const nodes: number[] = [];
          for (let x = 10; nodes.length < degree + 1 + extra; x += 0.3 + random.uniform()) nodes.push(x);
          const centre = nodes[random.below(nodes.length)]!;
          const coefficients = Array.from({ length: degree + 1 }, () => random.normal());
          const derivative = random.below(degree + 1);
          const weights = localPolynomialWeights(nodes, centre, degree, derivative);
          const sum = weights.reduce((s, w, j) => s + w * value(coefficients, nodes[j]! - centre, 0), 0);
          const size = weights.reduce((s, w, j) => s + Math.abs(w * value(coefficients, nodes[j]! - centre, 0)), 1);
          expect(Math.abs(sum - value(coefficients, 0, derivative)) / size).toBeLessThan(1e-10);
        },
      ),
    );
  });

  it('refuse too few nodes and nodes that coincide', () => {
    expect(() => localPolynomialWeights([0, 1], 0, 2, 1)).toThrow('at least 3 nodes');
    expect(() => localPolynomialWeights([0, 1, 1], 0, 2, 1)).toThrow('distinct nodes');
  });
});

describe('time derivatives', () => {
  /** Largest error of d/dt sin(3t) on the middle half of [0, 1] with the given number of snapshots, times bent by `bend`. */
  const error = (count: number, bend: number): number => {
    const times = Array.from({ length: count }, (_, i) => i / (count - 1)).map((s) => s + bend * s * (1 - s));
    const snapshots = times.map((t) => Float64Array.of(Math.sin(3 * t)));
    return Math.max(
      ...timeFormulas(times)
        .formulas.filter(({ snapshot }) => Math.abs(times[snapshot]! - 0.5) < 0.25)
        .map(({ snapshot, first, derivative }) =>
          Math.abs(combineSnapshots(snapshots, first, derivative)[0]! - 3 * Math.cos(3 * times[snapshot]!)),
        ),
    );
  };

  it.each([0, 0.3])('converge with order 6 from thirteen snapshots on (bend of the times %s)', (bend) => {
    const order = Math.log2(error(41, bend) / error(81, bend));
    expect(order).toBeGreaterThan(5.5);
  });

  it('use the degree that the number of snapshots allows, and only centred windows', () => {
    const summary = (count: number) => {
      const { degree, formulas } = timeFormulas(Array.from({ length: count }, (_, i) => i));
      return [degree, formulas.length];
    };
    expect([3, 8, 9, 12, 13].map(summary)).toEqual([
      [2, 1],
      [2, 6],
      [4, 5],
      [4, 8],
      [6, 7],
    ]);
  });

  it('smooth value and derivative consistently: the derivative of the smoothed series is the smoothed derivative', () => {
    const times = Array.from({ length: 60 }, (_, i) => 0.1 * i);
    const snapshots = times.map((t) => Float64Array.of(Math.sin(t)));
    for (const { snapshot, first, value: weights, derivative } of timeFormulas(times, 8).formulas) {
      expect(combineSnapshots(snapshots, first, weights)[0]).toBeCloseTo(Math.sin(times[snapshot]!), 5);
      expect(combineSnapshots(snapshots, first, derivative)[0]).toBeCloseTo(Math.cos(times[snapshot]!), 5);
    }
  });

  it('refuse bad times', () => {
    expect(() => timeFormulas([0, 1])).toThrow('at least 3 snapshots');
    expect(() => timeFormulas([0, 1, 1])).toThrow('strictly increasing times, got time 1 at index 2');
    expect(() => timeFormulas([0, Number.NaN, 1])).toThrow('index 1');
  });
});

describe('smoothing', () => {
  it('keeps polynomials up to degree 6 on an axis with ends', () => {
    const values = Float64Array.from({ length: 40 }, (_, i) => ((i - 20) / 20) ** 6 - (i / 20) ** 3);
    const smoothed = smooth(values, { shape: [40], periodic: [false] }, 9);
    for (let i = 0; i < 40; i++) expect(smoothed[i]).toBeCloseTo(values[i]!, 9);
  });

  it('commutes with shifts on a periodic axis, and acts on each axis by itself', () => {
    const random = new Random(7);
    const values = Float64Array.from({ length: 30 * 25 }, () => random.normal());
    const shift = (v: Float64Array) => v.map((_, i) => v[((Math.floor(i / 25) + 4) % 30) * 25 + ((i + 3) % 25)]!);
    const axes = { shape: [30, 25], periodic: [true, true] };
    const [a, b] = [smooth(shift(values), axes, 6), shift(smooth(values, axes, 6))];
    for (let i = 0; i < a.length; i++) expect(a[i]).toBeCloseTo(b[i]!, 12);
  });

  it('takes most of the noise away', () => {
    const random = new Random(5);
    const noise = Float64Array.from({ length: 4096 }, () => random.normal());
    const power = (v: Float64Array) => v.reduce((s, e) => s + e * e, 0) / v.length;
    const left = power(smooth(noise, { shape: [4096], periodic: [true] }, 20)) / power(noise);
    const weights = localPolynomialWeights(
      Array.from({ length: 41 }, (_, i) => i - 20),
      0,
      6,
      0,
    );
    // white noise keeps the fraction Σ w² of its power, here 0.14
    expect(left / (power(weights) * 41)).toBeCloseTo(1, 1);
    expect(left).toBeLessThan(0.2);
  });
});
