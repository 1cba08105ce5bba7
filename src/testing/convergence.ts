/** The order p of a method whose error behaves like C N^{−p}: the least-squares slope in doubly logarithmic scale. */
import { InvalidInput } from '../base/index.js';

/**
 * The observed order of convergence.
 * @param errors - positive errors, one for each size.
 * @param sizes - numbers of points along an axis, or of steps: the refinement.
 * @example
 * convergenceOrder([1, 1 / 16], [10, 20]) // 4
 * @throws InvalidInput for fewer than two pairs or a value that is not positive.
 */
export function convergenceOrder(errors: readonly number[], sizes: readonly number[]): number {
  const where = 'convergenceOrder';
  if (errors.length !== sizes.length || new Set(sizes).size < 2) {
    const got = `${errors.length} errors, ${sizes.length} sizes`;
    throw new InvalidInput({ where, expected: 'one error for each of two or more sizes', got });
  }
  const bad = [...errors, ...sizes].find((value) => !(value > 0 && Number.isFinite(value)));
  if (bad !== undefined) throw new InvalidInput({ where, expected: 'positive numbers', got: String(bad) });
  const x = sizes.map(Math.log);
  const y = errors.map(Math.log);
  const mean = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0) / list.length;
  const [mx, my] = [mean(x), mean(y)];
  const covariance = x.reduce((sum, xi, i) => sum + (xi - mx) * (y[i]! - my), 0);
  return -covariance / x.reduce((sum, xi) => sum + (xi - mx) ** 2, 0);
}
