/**
 * Which nodes enter a regression when there are more than it may have rows. Node i is drawn with probability p_i, proportional
 * to its quadrature weight w_i as far as that is below 1, and its rows are scaled by √(w_i/p_i): sums of squares estimate
 * integrals without bias [horvitz-thompson-1952], and crowded nodes, as near the poles of a latitude–longitude grid, take no
 * rows from others.
 */
import type { Random } from '../../base/index.js';

/** Nodes in rising order, and what the rows of each are multiplied by. */
export interface Draw {
  readonly nodes: Int32Array;
  readonly scales: Float64Array;
}

/** About `size` of the nodes; all of them if there are no more. Scales are in units of the root mean square weight. */
export function drawNodes(weights: Float64Array, allowed: Int32Array, size: number, random: Random): Draw {
  const sorted = allowed.slice().sort();
  const own = Float64Array.from(sorted, (node) => Math.abs(weights[node]!));
  const mean = own.reduce((sum, w) => sum + w, 0) / own.length;
  const scaled = own.map((w) => w / mean);
  let rate = size / sorted.length;
  // Probabilities stop at 1, so the others have to rise until they sum up to the size wanted.
  for (let step = 0; step < 50 && rate < 1e9; step++) {
    const expected = scaled.reduce((sum, w) => sum + Math.min(1, rate * w), 0);
    if (expected >= 0.999 * Math.min(size, sorted.length)) break;
    rate *= Math.min(size, sorted.length) / expected;
  }
  const probability = (w: number): number => (size >= sorted.length ? 1 : Math.min(1, rate * w));
  const taken = [...sorted.keys()].filter((i) => {
    const p = probability(scaled[i]!);
    return p >= 1 || random.uniform() < p;
  });
  return {
    nodes: Int32Array.from(taken, (i) => sorted[i]!),
    scales: Float64Array.from(taken, (i) => Math.sqrt(scaled[i]! / (probability(scaled[i]!) || 1))),
  };
}
