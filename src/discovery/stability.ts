/**
 * Stability selection: how often a candidate is among the best supports of one size when only half of the blocks of data are
 * used. Halves come in complementary pairs. Sources: [meinshausen-buhlmann-2010], [shah-samworth-2013].
 */
import { checkInteger, InvalidInput, Random } from '../base/index.js';
import { bestSubsets } from './bestSubsets.js';
import type { Factor } from './leastSquares.js';

/** Pairs of halves. */
const defaultPairs = 25;

/**
 * For each column the share of halves in whose best support of `size` columns it is.
 * @param blocks number of blocks of rows, at least two.
 * @param factorOf the factor of the rows of some blocks, e.g. `stackFactors` of theirs.
 * @throws InvalidInput for fewer than two blocks, or a size below 1.
 */
export function stability(
  blocks: number,
  factorOf: (half: readonly number[]) => Factor,
  target: number,
  columns: readonly number[],
  size: number,
  options: { readonly pairs?: number; readonly seed?: number } = {},
): ReadonlyMap<number, number> {
  const { pairs = defaultPairs, seed = 1 } = options;
  checkInteger('stability', 'the size', size, 1);
  checkInteger('stability', 'pairs', pairs, 1);
  if (blocks < 2) {
    throw new InvalidInput({ where: 'stability', expected: 'at least 2 blocks', got: String(blocks) });
  }
  const random = new Random(seed, 'halves');
  const counts = new Map(columns.map((column) => [column, 0]));
  for (let pair = 0; pair < pairs; pair++) {
    const order = Array.from({ length: blocks }, (_, i) => i);
    for (let i = order.length - 1; i > 0; i--) {
      const j = random.below(i + 1);
      [order[i], order[j]] = [order[j]!, order[i]!];
    }
    const middle = Math.floor(order.length / 2);
    for (const half of [order.slice(0, middle), order.slice(middle)]) {
      const best =
        bestSubsets(factorOf(half), target, columns, size).findLast((support) => support.length <= size) ?? [];
      for (const column of best) counts.set(column, counts.get(column)! + 1);
    }
  }
  return new Map([...counts].map(([column, count]) => [column, count / (2 * pairs)]));
}
