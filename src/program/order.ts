/**
 * The order in which a tensor network is contracted pairwise: the binary tree of least cost, where joining two parts
 * costs n^(number of open indices of both together). Exhaustive over splits of subsets (3^k steps for k tensors).
 */
import { OutOfRange } from '../base/index.js';

/** A tensor by its number, or two trees to be contracted with each other. */
export type ContractionTree = number | readonly [ContractionTree, ContractionTree];

const largest = 14;

/**
 * The cheapest tree. Of equally cheap splits the most even one is taken, because equal halves are shared.
 * @param bonds - the two tensors at each index of the network; loops must have been traced away.
 * @throws OutOfRange for more than 14 tensors.
 */
export function contractionOrder(
  count: number,
  bonds: readonly (readonly [number, number])[],
  dimension: number,
): ContractionTree {
  if (count > largest) {
    throw new OutOfRange({
      where: 'contraction order',
      expected: `connected graphs of at most ${largest} vertices`,
      got: `${count}`,
    });
  }
  const masks = bonds.map(([v, w]) => (1 << v) | (1 << w));
  /** Indices that the part shares with the rest. */
  const isOpen = (part: number, mask: number): boolean => (mask & part) !== 0 && (mask & part) !== mask;
  const full = (1 << count) - 1;
  const cost = new Float64Array(full + 1).fill(Number.POSITIVE_INFINITY);
  const split = new Int32Array(full + 1);
  for (let part = 1; part <= full; part++) {
    const lowest = part & -part;
    const rest = part ^ lowest;
    if (rest === 0) {
      cost[part] = 0;
      continue;
    }
    let best = Number.POSITIVE_INFINITY;
    let unevenness = count;
    // Every split once: the half with the lowest member is lowest | (a proper subset of the rest).
    for (let subset = (rest - 1) & rest; ; subset = (subset - 1) & rest) {
      const a = lowest | subset;
      const b = part ^ a;
      const indices = masks.filter((mask) => isOpen(a, mask) || isOpen(b, mask)).length;
      const total = cost[a]! + cost[b]! + dimension ** indices;
      const uneven = Math.abs(bitCount(a) - bitCount(b));
      if (total < best || (total === best && uneven < unevenness)) {
        best = total;
        unevenness = uneven;
        split[part] = a;
      }
      if (subset === 0) break;
    }
    cost[part] = best;
  }
  const build = (part: number): ContractionTree =>
    split[part] === 0 ? Math.log2(part) : [build(split[part]!), build(part ^ split[part]!)];
  return build(full);
}

function bitCount(mask: number): number {
  let bits = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) bits++;
  return bits;
}
