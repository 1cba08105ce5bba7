/**
 * A grid: nodes on a model space, quadrature weights, and jet schemes. Nodes are numbered row-major over `shape`
 * (the last axis runs fastest). Grids of scattered nodes have no axes, and the number of nodes for shape.
 */
import { checkOptions, InvalidInput, OutOfRange, Unsupported } from '../base/index.js';
import type { Space } from '../space/index.js';
import type { JetScheme } from './scheme.js';

/**
 * What happens at the ends of an axis; `periodic` axes and those that run over the `pole` have none. A `centre` axis runs
 * over a pole at its beginning and has an end, open or with a wall.
 */
export type AxisRule = 'periodic' | 'neumann' | 'dirichlet' | 'open' | 'pole' | 'centre';

/** What sampled functions satisfy at an end: u' = 0 or u = 0. */
export type Wall = 'neumann' | 'dirichlet';

/** Coordinate values along one axis of a grid. */
export interface GridAxis {
  readonly name: string;
  readonly values: Float64Array;
  readonly rule: AxisRule;
  /** The condition at the end of a `centre` axis; absent where it is open. */
  readonly wall?: Wall;
}

/** Options of `Grid.interpolate`: an even number of points per axis, 2 to 12, 6 unless told. */
export interface InterpolationOptions {
  readonly accuracy?: number;
}

/** A grid with everything that sampling, integrating and drawing need. Arrays are not to be written to. */
export interface Grid {
  /** The text the grid was parsed from. */
  readonly spec: string;
  readonly space: Space;
  readonly shape: readonly number[];
  readonly size: number;
  readonly axes: readonly GridAxis[];
  /** Ambient coordinates, size × ambientDimension, row-major. */
  readonly points: Float64Array;
  /** Quadrature weights: Σ weights[i] f(i) ≈ ∫ f dvol over the region the grid covers. */
  readonly weights: Float64Array;
  /**
   * Coordinate functions by name for expressions: the chart's own (theta, phi on latlon; x, y on halfplane; x, y, z
   * on cartesian) and the ambient ones (x, y, z on the sphere; X, Y, T on the hyperboloid, where x, y are the chart's).
   */
  readonly variables: ReadonlyMap<string, Float64Array>;
  /** Ambient orthonormal frame of a node, aligned with the chart. Components of jets refer to it. */
  frame(node: number): number[][];
  /** Adjacent nodes: next along an axis, or in a cell or triangle that shares a side (healpix: or a corner). */
  neighbours(node: number): Int32Array;
  /** Nodes at an edge of the region that the grid covers, walls included, in rising order; none where it closes up. */
  readonly edge: Int32Array;
  /**
   * The scheme for jets up to `order` (0 to 6) with error O(h^accuracy), accuracy 2, 4 or 6.
   * @param onProgress - called with the fraction done, where this takes long: on scattered nodes.
   * @throws Unsupported for other orders or accuracies; InvalidInput when the grid has too few points.
   */
  jetScheme(order: number, accuracy: number, onProgress?: (fraction: number) => void): JetScheme;
  /**
   * Values at ambient points (count × ambientDimension, flat) by local polynomial interpolation, error O(h^accuracy).
   * NaN at points outside the region that the grid covers.
   * @throws InvalidInput
   */
  interpolate(values: ArrayLike<number>, points: ArrayLike<number>, options?: InterpolationOptions): Float64Array;
}

/** Highest order of derivatives that jet schemes offer. */
const maximalJetOrder = 6;

/** Refuses jet orders and accuracies that no scheme offers. */
export function checkJetRequest(order: number, accuracy: number): void {
  const where = 'jet scheme';
  if (!Number.isInteger(order) || order < 0 || order > maximalJetOrder) {
    throw new Unsupported({ where, expected: `derivatives of order 0 to ${maximalJetOrder}`, got: String(order) });
  }
  if (accuracy !== 2 && accuracy !== 4 && accuracy !== 6) {
    throw new Unsupported({ where, expected: 'accuracy 2, 4 or 6', got: String(accuracy) });
  }
}

/** Refuses an axis that is too coarse for a jet. */
export function checkCount(where: string, axis: string, count: number, needed: number, jet: string): void {
  if (count >= needed) return;
  throw new InvalidInput({
    where,
    expected: `at least ${needed} points along ${axis} for ${jet}`,
    got: String(count),
    hint: 'refine the grid or lower the accuracy',
  });
}

/** Refuses wrong arguments of `interpolate` and returns the number of points per axis. */
export function interpolationWidth(
  grid: { readonly size: number },
  values: ArrayLike<number>,
  options: InterpolationOptions,
): number {
  const where = 'interpolate';
  checkOptions(where, options, ['accuracy']);
  const { accuracy = 6 } = options;
  if (values.length !== grid.size) {
    throw new InvalidInput({ where, expected: `${grid.size} values`, got: String(values.length) });
  }
  if (!Number.isInteger(accuracy) || accuracy % 2 !== 0 || accuracy < 2 || accuracy > 12) {
    throw new OutOfRange({ where, expected: 'an even accuracy from 2 to 12', got: String(accuracy) });
  }
  return accuracy;
}
