/**
 * One axis of a product grid: uniform nodes, what happens at the ends, quadrature and difference formulas.
 *
 * Rules: `periodic` (node i at from + i h); the others have cell-centred nodes from + (i + 1/2) h: `neumann` and
 * `dirichlet` (the sampled functions have u' = 0 or u = 0 at both ends, and need not continue smoothly by
 * reflection), `open` (no condition, one-sided formulas), `pole` (central formulas everywhere; the grid says what lies
 * beyond the ends), `centre` (`pole` at the beginning, `open` or a wall at the end). With `onPoles` the first and the last node of a
 * `pole` axis are the poles: node i at from + i h.
 */
import { conditionedWeights, fornbergWeights } from './differences.js';
import { type AxisRule, checkCount, type Wall } from './grid.js';

/** A uniform axis over [from, from + count · spacing], with `onPoles` over [from, from + (count − 1) · spacing]. */
export interface Axis {
  readonly name: string;
  readonly count: number;
  readonly from: number;
  readonly spacing: number;
  readonly rule: AxisRule;
  /** The condition at the end of a `centre` axis; none unless told. */
  readonly wall?: Wall;
  readonly onPoles?: boolean;
}

/** A formula for one derivative at one class of node: Σ weights[j] u(node + offsets[j]). */
export interface Difference {
  readonly offsets: readonly number[];
  readonly weights: readonly number[];
}

/** Difference formulas of an axis: `classes[classOf(i)][d]` is the d-th derivative at node i. */
export interface AxisDifferences {
  /** Nodes at least this far from both ends have class 0. */
  readonly reach: number;
  readonly classes: readonly (readonly Difference[])[];
  classOf(node: number): number;
}

/** Distance of node 0 from the beginning of the axis, in spacings. */
export const firstNodeAt = ({ rule, onPoles = false }: Axis): number => (rule === 'periodic' || onPoles ? 0 : 0.5);

/**
 * Where position i comes to lie if it is beyond a pole, and the axis goes on along the opposite meridian; undefined
 * elsewhere.
 */
export function acrossPole(axis: Axis, i: number): number | undefined {
  const { rule, count } = axis;
  if (i < 0 && (rule === 'pole' || rule === 'centre')) return -2 * firstNodeAt(axis) - i;
  if (i >= count && rule === 'pole') return 2 * (count - 1 + firstNodeAt(axis)) - i;
  return undefined;
}

/** Coordinates of the nodes. */
export function axisNodes(axis: Axis): Float64Array {
  const shift = firstNodeAt(axis);
  return Float64Array.from({ length: axis.count }, (_, i) => axis.from + (i + shift) * axis.spacing);
}

/**
 * Quadrature weights for smooth functions: equal on a periodic axis; otherwise the midpoint rule with end corrections
 * c_j on the m nodes at each end, Σ_j c_j (j + 1/2)^k = B_{k+1}(1/2) / (k + 1) for k < m: the Euler–Maclaurin
 * expansion of the midpoint rule ([davis-rabinowitz-1984], section 2.9). m = 6 (or count, if smaller) is the largest
 * m for which all weights are positive.
 */
export function axisQuadrature(axis: Axis): Float64Array {
  const { count, spacing } = axis;
  const weights = new Float64Array(count).fill(spacing);
  if (axis.rule === 'periodic') return weights;
  const m = Math.min(6, count);
  // B_{k+1}(1/2) / (k+1) for k = 0..5: only B_2, B_4 and B_6 at 1/2 do not vanish.
  const moments = [0, -1 / 24, 0, 7 / 960, 0, -31 / 8064];
  // A functional on polynomials of degree < m, p ↦ Σ_k moments[k] p^(k)(0) / k!, written on the nodes j + 1/2.
  const nodes = Array.from({ length: m }, (_, j) => j + 0.5);
  const derivatives = fornbergWeights(nodes, 0, m - 1);
  let factorial = 1;
  for (let k = 0; k < m; k++) {
    if (k > 0) factorial *= k;
    for (let j = 0; j < m; j++) {
      const c = (spacing * moments[k]! * derivatives[k]![j]!) / factorial;
      weights[j]! += c;
      weights[count - 1 - j]! += c;
    }
  }
  return weights;
}

/** Half-width of the central formula for derivative d. */
function centralReach(d: number, accuracy: number): number {
  return d === 0 ? 0 : Math.floor((d + 1) / 2) - 1 + accuracy / 2;
}

/**
 * Difference formulas for derivatives 0..order with error O(h^accuracy) at every node, ends included.
 * @throws InvalidInput when the axis has too few nodes.
 */
export function axisDifferences(axis: Axis, order: number, accuracy: number): AxisDifferences {
  const { rule, count, spacing } = axis;
  const reach = centralReach(order, accuracy);
  const walls = rule === 'neumann' || rule === 'dirichlet' || rule === 'open';
  const needed = Math.max(2 * reach + 1, walls || rule === 'centre' ? order + accuracy : 0);
  checkCount(`${rule} axis`, axis.name, count, needed, `jets of order ${order} at accuracy ${accuracy}`);
  const central = (d: number): Difference => {
    const r = centralReach(d, accuracy);
    const offsets = Array.from({ length: 2 * r + 1 }, (_, j) => j - r);
    return scaled(offsets, fornbergWeights(offsets, 0, d)[d]!, d, spacing);
  };
  const oneSided = (node: number, d: number): Difference => {
    if (node >= centralReach(d, accuracy)) return central(d);
    const condition = rule === 'neumann' || rule === 'dirichlet' ? rule : (axis.wall ?? 'none');
    const nodes = Array.from({ length: d + accuracy - (condition === 'none' ? 0 : 1) }, (_, j) => j + 0.5);
    const offsets = nodes.map((_, j) => j - node);
    return scaled(offsets, conditionedWeights(nodes, node + 0.5, d, condition), d, spacing);
  };
  const mirrored = ({ offsets, weights }: Difference, d: number): Difference => ({
    offsets: offsets.map((o) => -o),
    weights: weights.map((w) => (d % 2 === 0 ? w : -w)),
  });
  const orders = Array.from({ length: order + 1 }, (_, d) => d);
  const classes = [orders.map(central)];
  if (rule === 'centre') {
    for (let node = 0; node < reach; node++) classes.push(orders.map((d) => mirrored(oneSided(node, d), d)));
    return { reach, classes, classOf: (node) => (node >= count - reach ? count - node : 0) };
  }
  if (!walls) return { reach, classes, classOf: () => 0 };
  for (let node = 0; node < reach; node++) classes.push(orders.map((d) => oneSided(node, d)));
  for (let node = 0; node < reach; node++) classes.push(orders.map((d) => mirrored(oneSided(node, d), d)));
  const classOf = (node: number): number => {
    if (node < reach) return 1 + node;
    return node >= count - reach ? 1 + reach + (count - 1 - node) : 0;
  };
  return { reach, classes, classOf };
}

function scaled(offsets: readonly number[], weights: readonly number[], d: number, spacing: number): Difference {
  return { offsets, weights: weights.map((w) => w / spacing ** d) };
}
