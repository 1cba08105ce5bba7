/**
 * Local polynomial interpolation on product grids: the product of Lagrange interpolation through `width` nodes around
 * the target on every axis, shifted inwards at walls, continued through a pole to the opposite meridian.
 */
import { type Axis, acrossPole, firstNodeAt } from './axis.js';
import { fornbergWeights } from './differences.js';
import { checkCount } from './grid.js';

/**
 * Values at `count` targets whose axis coordinates are `coordinates(k)`; NaN outside the region the axes cover.
 * @throws InvalidInput when an axis has fewer nodes than `width`.
 */
export function interpolateProduct(
  axes: readonly Axis[],
  values: ArrayLike<number>,
  count: number,
  width: number,
  coordinates: (k: number) => readonly number[],
): Float64Array {
  for (const axis of axes) checkCount('interpolate', axis.name, axis.count, width, `accuracy ${width}`);
  const local = Array.from({ length: width }, (_, j) => j);
  const result = new Float64Array(count);
  for (let k = 0; k < count; k++) {
    const x = coordinates(k);
    const starts: number[] = [];
    const factors: number[][] = [];
    for (const [a, axis] of axes.entries()) {
      const start = firstNode(axis, x[a]!, width);
      starts.push(start);
      factors.push(fornbergWeights(local, nodePosition(axis, x[a]!) - start, 0)[0]!);
    }
    result[k] = starts.every(Number.isFinite) ? productSum(axes, values, starts, factors) : Number.NaN;
  }
  return result;
}

/** Position in units of the spacing, 0 at node 0. */
function nodePosition(axis: Axis, x: number): number {
  return (x - axis.from) / axis.spacing - firstNodeAt(axis);
}

/** The first of the nodes to use; NaN when x is outside the axis. */
function firstNode(axis: Axis, x: number, width: number): number {
  const t = nodePosition(axis, x);
  const start = Math.floor(t) - width / 2 + 1;
  if (axis.rule === 'periodic' || axis.rule === 'pole') return start;
  if (!(t >= -0.5 - 1e-9 && t <= axis.count - 0.5 + 1e-9)) return Number.NaN;
  return Math.min(axis.rule === 'centre' ? start : Math.max(start, 0), axis.count - width);
}

function productSum(
  axes: readonly Axis[],
  values: ArrayLike<number>,
  starts: readonly number[],
  factors: readonly (readonly number[])[],
): number {
  const visit = (a: number, flat: number, halfTurn: boolean): number => {
    if (a === axes.length) return values[flat]!;
    const { count, rule } = axes[a]!;
    let sum = 0;
    for (const [j, weight] of factors[a]!.entries()) {
      let i = starts[a]! + j;
      let turned = halfTurn;
      const reflected = acrossPole(axes[a]!, i);
      if (reflected !== undefined) {
        i = reflected;
        turned = true;
      } else if (rule === 'periodic') {
        i = (((i + (halfTurn ? count / 2 : 0)) % count) + count) % count;
      }
      sum += weight * visit(a + 1, flat * count + i, turned);
    }
    return sum;
  };
  return visit(0, 0, false);
}
