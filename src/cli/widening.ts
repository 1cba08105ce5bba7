/**
 * Libraries to learn from where no bounds are given: a small one first, with which most equations are found and little can be
 * confused, and one with derivatives to order 4 where that leaves part of u_t unexplained.
 */
import type { LibraryFlags } from './library.js';

type Bounds = Pick<LibraryFlags, 'edges' | 'maxDegree' | 'maxOrder' | 'group'>;

/** Bounds to try in turn: on a line oriented, with up to 3 derivatives and then 4; elsewhere 2 on one factor and then 4. */
export const boundsInTurn = (dimension: number): readonly [Bounds, ...Bounds[]] =>
  dimension === 1
    ? [
        { edges: '0..1', maxDegree: '3', maxOrder: '3', group: 'SO' },
        { edges: '0..2', maxDegree: '3', maxOrder: '4', group: 'SO' },
      ]
    : [
        { edges: '0..2', maxDegree: '3', maxOrder: '2', group: 'O' },
        { edges: '0..2', maxDegree: '3', maxOrder: '4', group: 'O' },
      ];

/** Part of u_t, root mean square, that neither model nor noise explains and that asks for a wider library. */
const unexplained = 0.02;

interface Explained {
  readonly equations: readonly { readonly misfit?: number }[];
}

/** The largest part that an equation leaves; 0 where it is not known. */
const worst = ({ equations }: Explained): number => Math.max(...equations.map(({ misfit = 0 }) => misfit));

/**
 * Learns with the first bounds, and with wider ones as long as part of u_t is unexplained.
 * @returns what explains most, and for each step to wider bounds what was left before and after.
 */
export async function learnInTurn<Learned extends Explained>(
  bounds: readonly [Bounds, ...Bounds[]],
  learn: (bounds: Bounds) => Promise<Learned>,
): Promise<{ readonly best: Learned; readonly remarks: readonly string[] }> {
  const [first, ...wider] = bounds;
  let best = await learn(first);
  const remarks: string[] = [];
  for (const next of wider) {
    if (worst(best) <= unexplained) break;
    const found = await learn(next);
    const percent = (x: number): string => `${(100 * x).toPrecision(2)} %`;
    remarks.push(
      `${percent(worst(best))} of u_t unexplained, ${percent(worst(found))} with derivatives to order ${next.maxOrder}; ` +
        'bounds of your own: --edges, --max-order, --max-degree',
    );
    if (worst(found) < worst(best)) best = found;
  }
  return { best, remarks };
}
