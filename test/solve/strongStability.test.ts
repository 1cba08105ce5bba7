/** Methods that preserve strong stability: conditions in rational numbers, and the total variation of a shock. */
import { describe, expect, it } from 'vitest';
import { Rational } from '../../src/exact/index.js';
import { solve } from '../../src/solve/index.js';
import { tableaux } from '../../src/solve/tableau.js';

const zero = Rational.of(0);
const one = Rational.of(1);
const sum = (list: readonly Rational[]): Rational => list.reduce((total, x) => total.plus(x), zero);

/** Twelfths: all entries of both tables are. */
function exact(x: number): Rational {
  const rational = Rational.of(Math.round(12 * x), 12);
  expect(rational.toNumber()).toBe(x);
  return rational;
}

/**
 * Whether a method with stages `rows`, the new value last, is absolutely monotonic at −r: with K the square matrix of the rows, all
 * entries of K (1 + rK)⁻¹ and of (1 + rK)⁻¹ e are at least 0. The largest such r is its coefficient [gottlieb-2001].
 */
function isMonotonic(rows: readonly (readonly Rational[])[], r: Rational): boolean {
  const size = rows.length;
  const entry = (i: number, j: number): Rational => rows[i]![j] ?? zero;
  /** (1 + rK)⁻¹ v, K strictly lower triangular. */
  const inverse = (v: readonly Rational[]): Rational[] => {
    const x: Rational[] = [];
    for (let i = 0; i < size; i++) x.push(v[i]!.minus(r.times(sum(x.map((y, j) => entry(i, j).times(y))))));
    return x;
  };
  const columns = rows.map((_, j) => inverse(rows.map((_row, i) => entry(i, j))));
  return [...columns.flat(), ...inverse(rows.map(() => one))].every((x) => x.toNumber() >= 0);
}

const methods = [
  ['ssp', 2, 2],
  ['ssp33', 1, 1],
] as const;

describe.each(methods)('%s', (name, coefficient, embeddedCoefficient) => {
  const { a, b, c, embedded } = tableaux[name]!;
  const rows = a.map((row) => row.map(exact));
  const times = c.map(exact);
  const product = (weights: readonly number[], values: readonly Rational[]): Rational =>
    sum(weights.map((w, j) => exact(w).times(values[j]!)));
  const inner = rows.map((row) => sum(row.map((x, j) => x.times(times[j]!))));

  it('satisfies the conditions of order 3 exactly, and its embedded method those of order 2', () => {
    rows.forEach((row, i) => {
      expect(sum(row).equals(times[i]!)).toBe(true);
    });
    const squares = times.map((x) => x.times(x));
    const conditions = [
      [times.map(() => one), Rational.of(1)],
      [times, Rational.of(1, 2)],
      [squares, Rational.of(1, 3)],
      [inner, Rational.of(1, 6)],
    ] as const;
    conditions.forEach(([values, wanted], k) => {
      expect(product(b, values).equals(wanted)).toBe(true);
      if (k < 2) expect(product(embedded, values).equals(wanted)).toBe(true);
    });
  });

  it(`has the coefficient ${coefficient}`, () => {
    const beyond = Rational.of(1, 1000);
    expect(isMonotonic(rows, Rational.of(coefficient))).toBe(true);
    expect(isMonotonic(rows, Rational.of(coefficient).plus(beyond))).toBe(false);
    // The last row of the table is the new value; that of the embedded method takes its place.
    const lower = [...rows.slice(0, -1), embedded.map(exact)];
    expect(isMonotonic(lower, Rational.of(embeddedCoefficient))).toBe(true);
  });

  it('does not let the total variation of a shock grow up to its bound', () => {
    // u_t + (u²/2)_x = 0 by upwind differences, u ≥ 0: Euler steps up to h / max u do not let it grow.
    const n = 100;
    const initial = Float64Array.from({ length: n }, (_, i) => (i >= 20 && i < 60 ? 1 : 0));
    const variation = (u: Float64Array): number =>
      u.reduce((total, x, i) => total + Math.abs(x - u[(i + n - 1) % n]!), 0);
    const rightHandSide = (_: number, u: Float64Array, out: Float64Array): void => {
      for (let i = 0; i < n; i++) out[i] = (-n / 2) * (u[i]! ** 2 - u[(i + n - 1) % n]! ** 2);
    };
    const run = (method: string, maxStep: number): number => {
      const steps = 60;
      const tEnd = steps * maxStep;
      const snapshots = Array.from({ length: steps + 1 }, (_, k) => (k === steps ? tEnd : k * maxStep));
      const control = { tEnd, maxStep: 1.0001 * maxStep, snapshots, relativeTolerance: 0.5, absoluteTolerance: 1e6 };
      const { values, accepted } = solve({ initial, rightHandSide, method, ...control });
      // The first steps are short whatever the method.
      expect(accepted).toBeLessThan(steps + 12);
      return Math.max(...values.slice(1).map((u, k) => variation(u) - variation(values[k]!)));
    };
    expect(run(name, coefficient / n)).toBeLessThan(1e-13);
    // Beyond the bound it grows, here until nothing is left.
    expect(() => expect(run(name, (1.7 * coefficient) / n)).toBeLessThan(1e-6)).toThrow();
  });
});

it('steps are no longer than the longest', () => {
  const steps: number[] = [];
  solve({
    initial: Float64Array.of(1),
    rightHandSide: (_, y, out) => {
      out[0] = -y[0]!;
    },
    tEnd: 1,
    maxStep: 0.03,
    onProgress: ({ step }) => steps.push(step),
  });
  expect(Math.max(...steps)).toBeLessThanOrEqual(0.03);
  expect(steps.length).toBeLessThan(60);
});
