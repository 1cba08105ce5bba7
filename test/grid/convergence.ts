/** Errors of discrete jets against exact ones, and the order at which they fall. */
import { type Grid, parseGrid, sampleJets } from '../../src/grid/index.js';
import { inner, type Space } from '../../src/space/index.js';
import { exponentialJet } from '../oracle/geodesicTaylor.js';

export type At = Readonly<Record<string, number>>;

/** A function of the coordinate functions of a grid, at every node. */
export function tabulate(grid: Grid, f: (at: At) => number): Float64Array {
  const names = [...grid.variables];
  return Float64Array.from({ length: grid.size }, (_, node) =>
    f(Object.fromEntries(names.map(([name, values]) => [name, values[node]!]))),
  );
}

/** Largest error over all nodes of Δu = Σ P_2(e_i, e_i). */
export function laplacianError(grid: Grid, accuracy: number, u: (at: At) => number, lap: (at: At) => number): number {
  const scheme = grid.jetScheme(2, accuracy);
  const jets = sampleJets(scheme, tabulate(grid, u));
  const exact = tabulate(grid, lap);
  let worst = 0;
  for (const [node, value] of exact.entries()) {
    let sum = 0;
    for (const [c, index] of scheme.components.entries()) {
      if (index.length === 2 && index[0] === index[1]) sum += jets[c]![node]!;
    }
    worst = Math.max(worst, Math.abs(sum - value));
  }
  return worst;
}

/** Largest error over every seventh node of the components of each order 0..order, for u = exp(<a, p>). */
export function jetErrors(grid: Grid, order: number, accuracy: number, a: readonly number[]): number[] {
  const { space } = grid;
  const scheme = grid.jetScheme(order, accuracy);
  const ambient = a.length;
  const point = (node: number) => grid.points.subarray(node * ambient, (node + 1) * ambient);
  const heights = Float64Array.from({ length: grid.size }, (_, node) => inner(space, a, point(node)));
  const jets = sampleJets(scheme, heights.map(Math.exp));
  const errors = new Array<number>(order + 1).fill(0);
  for (const [node, height] of heights.entries()) {
    if (node % 7 !== 0) continue;
    const exact = exponentialJet(
      space.kappa,
      height,
      grid.frame(node).map((e) => inner(space, a, e)),
      order,
    );
    for (const [c, index] of scheme.components.entries()) {
      const k = index.length;
      errors[k] = Math.max(errors[k]!, Math.abs(jets[c]![node]! - exact(index)));
    }
  }
  return errors;
}

/** log2 of the ratio of the errors on a grid and on the grid with twice as many points along each axis. */
export function observedOrder(
  spec: (n: number) => string,
  space: Space,
  n: number,
  error: (grid: Grid) => number,
): number {
  return Math.log2(error(parseGrid(spec(n), space)) / error(parseGrid(spec(2 * n), space)));
}

/** Largest error of Δu over all nodes for u = e^s, s = <a, p>, relative to the largest Δu = (q − κs² − nκs) e^s, q = <a, a>. */
export function exponentialError(grid: Grid, accuracy: number, a: readonly number[]): number {
  const { space } = grid;
  const { kappa, dimension: n } = space;
  const q = inner(space, a, a);
  const scheme = grid.jetScheme(2, accuracy);
  const heights = Float64Array.from({ length: grid.size }, (_, node) =>
    inner(space, a, grid.points.subarray(node * a.length, (node + 1) * a.length)),
  );
  const jets = sampleJets(scheme, heights.map(Math.exp));
  const traces = scheme.components.flatMap((index, c) => (index.length === 2 && index[0] === index[1] ? [c] : []));
  let [worst, scale] = [0, 0];
  for (const [node, s] of heights.entries()) {
    const exact = (q - kappa * s * s - n * kappa * s) * Math.exp(s);
    worst = Math.max(worst, Math.abs(traces.reduce((sum, c) => sum + jets[c]![node]!, 0) - exact));
    scale = Math.max(scale, Math.abs(exact));
  }
  return worst / scale;
}

/** The order at which an error falls from one grid to a finer one, whose spacing is taken from the numbers of nodes. */
export function orderBetween(coarse: Grid, fine: Grid, error: (grid: Grid) => number): number {
  const refinement = (fine.size / coarse.size) ** (1 / fine.space.dimension);
  return Math.log(error(coarse) / error(fine)) / Math.log(refinement);
}
