/** One equation u_t = F(u) run on two spaces, and the heptagon from which it starts on the hyperbolic plane. */
import type { GraphSum } from '../../algebra/index.js';
import type { Grid } from '../../grid/index.js';
import { type EquationResult, solveEquation } from '../../solve/index.js';
import { distance, type Space } from '../../space/index.js';
import type { DemoConfiguration } from './configuration.js';

export interface Flow {
  readonly grid: Grid;
  readonly result: EquationResult;
  /** Mean of u at each time. */
  readonly mean: readonly number[];
  /** Mean of u² at each time. */
  readonly square: readonly number[];
  readonly seconds: number;
}

/** Runs the equation, spatial accuracy 4. */
export function runFlow(
  grid: Grid,
  equation: GraphSum,
  initial: Float64Array,
  { tEnd, snapshots }: DemoConfiguration,
  onProgress: (fraction: number) => void,
): Flow {
  const start = performance.now();
  const result = solveEquation({
    equations: { u: equation },
    grid,
    initial: { u: initial },
    tEnd,
    method: 'bogacki-shampine',
    relativeTolerance: 1e-7,
    snapshots: Array.from({ length: snapshots }, (_, k) => (k === snapshots - 1 ? tEnd : (tEnd * k) / (snapshots - 1))),
    onProgress: ({ time }) => onProgress(time / tEnd),
  });
  const volume = grid.weights.reduce((sum, w) => sum + w, 0);
  return {
    grid,
    result,
    mean: result.conserved.u!.integral.map((x) => x / volume),
    square: result.conserved.u!.square.map((x) => x / volume),
    seconds: (performance.now() - start) / 1000,
  };
}

/** Number of corners: no tiling of the Euclidean plane has this symmetry. */
export const corners = 7;

/** The point of the unit hyperboloid at distance r from (0, 0, 1) in direction `turns`. */
const polar = (r: number, turns: number): number[] => {
  const angle = 2 * Math.PI * turns;
  return [Math.sinh(r) * Math.cos(angle), Math.sinh(r) * Math.sin(angle), Math.cosh(r)];
};

/** A hill at the centre, a ring of seven hollows about it, a ring of seven hills about that. */
export function heptagon(grid: Grid): Float64Array {
  const ring = (height: number, r: number, shift: number) =>
    Array.from({ length: corners }, (_, k) => ({ height, place: polar(r, 0.25 + (k + shift) / corners) }));
  const hills = [{ height: 0.9, place: polar(0, 0) }, ...ring(-1, 0.68, 0), ...ring(0.9, 1.15, 0.5)];
  const width = 0.27;
  return Float64Array.from({ length: grid.size }, (_, i) =>
    hills.reduce(
      (sum, { height, place }) =>
        sum + height * Math.exp(-((distance(grid.space, pointOf(grid, i), place) / width) ** 2)),
      0,
    ),
  );
}

const pointOf = ({ points }: { readonly space: Space; readonly points: Float64Array }, i: number): number[] => [
  ...points.subarray(3 * i, 3 * i + 3),
];

/**
 * ‖u∘g − u‖ / ‖u‖ over the disk of radius `reach` about (0, 0, 1), g the rotation by a seventh of a turn. The half-plane grid
 * has no such symmetry: what is left is error of the discretisation.
 */
export function heptagonDefect(grid: Grid, values: Float64Array, reach = 1.1): number {
  const turn = (2 * Math.PI) / corners;
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const inside = Array.from({ length: grid.size }, (_, i) => i).filter(
    (i) => Math.acosh(Math.max(1, grid.points[3 * i + 2]!)) < reach,
  );
  const turned = inside.flatMap((i) => {
    const [x, y, t] = pointOf(grid, i);
    return [cos * x! - sin * y!, sin * x! + cos * y!, t!];
  });
  const moved = grid.interpolate(values, turned, { accuracy: 8 });
  let [difference, size] = [0, 0];
  inside.forEach((i, k) => {
    difference += grid.weights[i]! * (moved[k]! - values[i]!) ** 2;
    size += grid.weights[i]! * values[i]! ** 2;
  });
  return Math.sqrt(difference / size);
}
