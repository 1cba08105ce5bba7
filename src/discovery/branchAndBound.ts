/**
 * The supports of each size with the least residual, proved so by branch and bound: no support inside a set of columns has a smaller
 * residual than the whole set, so a set whose residual is not below that of the best supports found so far is not searched.
 * Source: [furnival-wilson-1974].
 */
import { OutOfRange } from '../base/index.js';
import { bestSubsets } from './bestSubsets.js';
import { type Factor, residualSquares } from './leastSquares.js';

/** Largest size proved; the work grows exponentially with it. */
export const largestProved = 5;

/** Sets looked at, at most. */
const mostSets = 200_000;

/**
 * The best support of each size 0..largest (at most 5), columns ascending.
 * @example
 * // columns a, b and the target 2a + b
 * provedSubsets(factorize(Float64Array.of(1, 0, 2, 0, 1, 1, 1, 1, 3), 3, 3), 2, [0, 1], 2) // [[], [0], [0, 1]]
 * @throws OutOfRange when more than 200 000 sets would have to be looked at.
 */
export function provedSubsets(
  factor: Factor,
  target: number,
  columns: readonly number[],
  largest: number,
): readonly (readonly number[])[] {
  const size = Math.min(largest, largestProved, columns.length);
  const best = Array.from({ length: size + 1 }, () => ({
    support: undefined as readonly number[] | undefined,
    residual: Number.POSITIVE_INFINITY,
  }));
  const offer = (support: readonly number[]): void => {
    const residual = residualSquares(factor, target, support);
    const known = best[support.length]!;
    if (residual < known.residual) {
      best[support.length] = { support: [...support].sort((a, b) => a - b), residual };
    }
  };
  for (const support of bestSubsets(factor, target, columns, size)) if (support.length <= size) offer(support);
  // columns whose loss hurts most are fixed first, so that what is left without them is bounded away soon
  const loss = new Map(
    columns.map((column) => [
      column,
      residualSquares(
        factor,
        target,
        columns.filter((other) => other !== column),
      ),
    ]),
  );
  const order = [...columns].sort((a, b) => loss.get(b)! - loss.get(a)! || a - b);
  let sets = 0;
  const search = (fixed: readonly number[], free: readonly number[]): void => {
    if (++sets > mostSets) {
      throw new OutOfRange({
        where: 'best subsets',
        expected: `a proof within ${mostSets} sets`,
        got: `more, for ${columns.length} candidates`,
        hint: 'lower the number of terms or of candidates',
      });
    }
    offer(fixed);
    if (fixed.length === size || free.length === 0) return;
    const bound = residualSquares(factor, target, [...fixed, ...free]);
    const hopeless = best.every(({ residual }, k) => k <= fixed.length || bound >= residual * (1 - 1e-12));
    if (hopeless) return;
    const [next, ...rest] = free as [number, ...number[]];
    search([...fixed, next], rest);
    search(fixed, rest);
  };
  search([], order);
  return best.flatMap(({ support }) => (support === undefined ? [] : [support]));
}
