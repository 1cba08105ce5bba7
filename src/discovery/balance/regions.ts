/**
 * Compact regions of about equal weight, for cross-validation: what a model is tested on must not lie next to what it was
 * fitted to [roberts-2017]. Nodes are split again and again across the widest extent of their ambient coordinates, so regions
 * need no chart and no axes.
 */
import type { Grid } from '../../grid/index.js';

/**
 * The number of the region, 0 … count − 1, of each of some nodes; at most one region for each node.
 * @param nodes node numbers of the grid.
 * @param weights what each of the nodes stands for.
 */
export function compactRegions(grid: Grid, nodes: Int32Array, weights: Float64Array, count: number): Int32Array {
  const ambient = grid.points.length / grid.size;
  const regions = new Int32Array(nodes.length);
  const coordinate = (position: number, a: number): number => grid.points[nodes[position]! * ambient + a]!;
  const split = (positions: number[], first: number, parts: number): void => {
    if (parts <= 1 || positions.length <= 1) {
      for (const position of positions) regions[position] = first;
      return;
    }
    const extents = Array.from({ length: ambient }, (_, a) => {
      let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
      for (const position of positions) {
        low = Math.min(low, coordinate(position, a));
        high = Math.max(high, coordinate(position, a));
      }
      return high - low;
    });
    const widest = extents.indexOf(Math.max(...extents));
    positions.sort((p, q) => coordinate(p, widest) - coordinate(q, widest) || p - q);
    const half = Math.floor(parts / 2);
    const total = positions.reduce((sum, position) => sum + weights[position]!, 0);
    let [at, sum] = [0, 0];
    while (at < positions.length - 1 && sum + weights[positions[at]!]! / 2 < (total * half) / parts) {
      sum += weights[positions[at]!]!;
      at++;
    }
    split(positions.slice(0, Math.max(1, at)), first, half);
    split(positions.slice(Math.max(1, at)), first + half, parts - half);
  };
  split(
    Array.from(nodes, (_, position) => position),
    0,
    count,
  );
  return regions;
}
