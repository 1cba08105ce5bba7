/**
 * u_t at the snapshots: local polynomials in time, for uniform or non-uniform times. Only snapshots whose window is centred
 * are used when enough of them remain, because a one-sided formula is an order of magnitude less accurate and no
 * regression needs the ends.
 */
import { InvalidInput } from '../base/index.js';
import { localPolynomialWeights, windowStart } from './localPolynomial.js';
import { type SliceSeries, sliceAt } from './series.js';

/** Formula at one snapshot: value and derivative are Σ_s weights[s] u(first + s); `coarse` is two orders lower. */
export interface TimeFormula {
  readonly snapshot: number;
  readonly first: number;
  readonly value: Float64Array;
  readonly derivative: Float64Array;
  /** Derivative weights of degree − 2 on the same window, zero where not used; absent for degree 2 and for smoothing. */
  readonly coarse?: Float64Array;
}

/** Formulas for a series of times, and their degree (the order of accuracy of the derivative). */
export interface TimeFormulas {
  readonly degree: number;
  readonly formulas: readonly TimeFormula[];
}

/** Highest degree (2, 4 or 6) that leaves at least degree + 1 snapshots with a centred window; 2 at the least. */
export function timeDegree(snapshots: number): number {
  return snapshots >= 13 ? 6 : snapshots >= 9 ? 4 : 2;
}

/**
 * Formulas at the snapshots with a centred window.
 * @param times strictly increasing, at least 3.
 * @param halfWidth half the window in snapshots; default (and least) degree / 2, which interpolates. Wider ones smooth.
 * @throws InvalidInput for fewer than 3 times, times that do not increase, or a window longer than the series.
 * @example
 * timeFormulas([0, 1, 2]).formulas[0].derivative // [-0.5, 0, 0.5]: at snapshot 1
 */
export function timeFormulas(times: ArrayLike<number>, halfWidth = 0): TimeFormulas {
  checkTimes(times);
  const count = times.length;
  const degree = timeDegree(count);
  const half = Math.max(halfWidth, degree / 2);
  const width = 2 * half + 1;
  if (width > count) {
    throw new InvalidInput({
      where: 'timeFormulas',
      expected: `at most ${Math.floor((count - 1) / 2)} as half the window of ${count} snapshots`,
      got: String(half),
    });
  }
  const interpolates = width === degree + 1;
  const formulas: TimeFormula[] = [];
  for (let i = half; i < count - half; i++) {
    const first = windowStart(i, width, count);
    const nodes = Array.from({ length: width }, (_, s) => times[first + s]!);
    const derivative = localPolynomialWeights(nodes, times[i]!, degree, 1);
    if (!interpolates) {
      formulas.push({
        snapshot: i,
        first,
        value: localPolynomialWeights(nodes, times[i]!, degree, 0),
        derivative,
      });
      continue;
    }
    const value = Float64Array.from({ length: width }, (_, s) => (s === half ? 1 : 0));
    if (degree === 2) {
      formulas.push({ snapshot: i, first, value, derivative });
      continue;
    }
    const coarse = new Float64Array(width);
    coarse.set(localPolynomialWeights(nodes.slice(1, -1), times[i]!, degree - 2, 1), 1);
    formulas.push({ snapshot: i, first, value, derivative, coarse });
  }
  return { degree, formulas };
}

function checkTimes(times: ArrayLike<number>): void {
  const where = 'discover';
  if (times.length < 3) {
    throw new InvalidInput({
      where,
      expected: 'at least 3 snapshots',
      got: String(times.length),
      hint: 'u_t needs three times at least, and thirteen for its best accuracy',
    });
  }
  for (let i = 0; i < times.length; i++) {
    if (!Number.isFinite(times[i]!) || (i > 0 && !(times[i]! > times[i - 1]!))) {
      throw new InvalidInput({
        where,
        expected: 'finite, strictly increasing times',
        got: `time ${times[i]} at index ${i}`,
      });
    }
  }
}

/** Σ_s weights[s] · snapshots[first + s]. */
export function combineSnapshots(snapshots: SliceSeries, first: number, weights: Float64Array): Float64Array {
  const result = new Float64Array(sliceAt(snapshots, first).length);
  for (const [s, weight] of weights.entries()) {
    if (weight === 0) continue;
    const snapshot = sliceAt(snapshots, first + s);
    for (let i = 0; i < result.length; i++) result[i] = result[i]! + weight * snapshot[i]!;
  }
  return result;
}
