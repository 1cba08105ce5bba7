/**
 * What all product grids share: points, weights, coordinate functions, frames and interpolation, computed from the
 * axes and the chart. Large arrays are computed when first asked for.
 */
import { type Chart, radius, type Space } from '../space/index.js';
import { type Axis, acrossPole, axisNodes, axisQuadrature } from './axis.js';
import { type Grid, type GridAxis, interpolationWidth } from './grid.js';
import { interpolateProduct } from './interpolate.js';
import { once } from './once.js';
import type { JetScheme } from './scheme.js';

/** The parts of a product grid that are its own. */
export interface ProductGridParts {
  readonly spec: string;
  readonly chart: Chart;
  readonly axes: readonly Axis[];
  /** Names and values of the axes as shown outside, where they differ from `axes`. */
  readonly shownAxes?: readonly Pick<GridAxis, 'name' | 'values'>[];
  /** Chart coordinates from axis coordinates and back; the identity unless told. */
  readonly toChart?: (x: readonly number[]) => number[];
  readonly fromChart?: (x: readonly number[]) => number[];
  /** More coordinate functions, from ambient coordinates. */
  readonly variables?: Readonly<Record<string, (p: ArrayLike<number>) => number>>;
  /** Quadrature weights along axis 0 where they are not those of the axis (with their density). */
  readonly firstAxisWeights?: Float64Array;
  /** Volume density with respect to the axis coordinates, from the coordinate on axis 0. */
  density(x0: number): number;
  jetScheme(order: number, accuracy: number): JetScheme;
}

/** Assembles a grid from its parts. */
export function productGrid(parts: ProductGridParts): Grid {
  const { chart, axes, toChart = (x) => [...x], fromChart = (x) => [...x] } = parts;
  const { space } = chart;
  const shape = axes.map((axis) => axis.count);
  const size = shape.reduce((product, count) => product * count, 1);
  const nodes = axes.map(axisNodes);

  const axisCoordinates = (node: number): number[] => positionsOf(axes, node).map((i, a) => nodes[a]![i]!);
  const tabulate = (width: number, row: (node: number) => readonly number[]): Float64Array => {
    const array = new Float64Array(size * width);
    for (let node = 0; node < size; node++) array.set(row(node), node * width);
    return array;
  };
  const points = once(() =>
    tabulate(ambientNames(space).length, (node) => chart.toAmbient(toChart(axisCoordinates(node)))),
  );
  const weights = once(() => {
    const factors = axes.map(axisQuadrature);
    const first = parts.firstAxisWeights ?? factors[0]!.map((w, i) => w * parts.density(nodes[0]![i]!));
    const lists = [first, ...factors.slice(1)];
    let product = Float64Array.of(1);
    for (const list of lists) {
      const next = new Float64Array(product.length * list.length);
      for (const [i, p] of product.entries())
        next.set(
          list.map((w) => p * w),
          i * list.length,
        );
      product = next;
    }
    return product;
  });
  const edge = once(() => {
    const all = Int32Array.from({ length: size }, (_, node) => node);
    return all.filter((node) => atEdge(axes, node));
  });
  const variables = once(() => {
    const names = chart.coordinates;
    const coordinates = tabulate(names.length, (node) => toChart(axisCoordinates(node)));
    const column = (array: Float64Array, width: number, i: number) =>
      Float64Array.from({ length: size }, (_, node) => array[node * width + i]!);
    const result = new Map<string, Float64Array>();
    for (const [i, name] of names.entries()) result.set(name, column(coordinates, names.length, i));
    const ambient = ambientNames(space);
    for (const [name, f] of Object.entries(parts.variables ?? {})) {
      const at = (node: number) => points().subarray(node * ambient.length, (node + 1) * ambient.length);
      result.set(
        name,
        Float64Array.from({ length: size }, (_, node) => f(at(node))),
      );
    }
    for (const [i, name] of ambient.entries()) {
      if (!result.has(name)) result.set(name, column(points(), ambient.length, i));
    }
    return result;
  });
  return {
    spec: parts.spec,
    space,
    shape,
    size,
    axes: axes.map(({ name, rule, wall }, a) => ({
      ...{ name, values: nodes[a]!, ...parts.shownAxes?.[a], rule },
      ...(wall && { wall }),
    })),
    get points() {
      return points();
    },
    get weights() {
      return weights();
    },
    get variables() {
      return variables();
    },
    frame: (node) => chart.frame(toChart(axisCoordinates(node))),
    neighbours: (node) => axisNeighbours(axes, node),
    get edge() {
      return edge();
    },
    jetScheme: parts.jetScheme,
    interpolate(values, targets, options = {}) {
      const width = interpolationWidth(this, values, options);
      const ambient = ambientNames(space).length;
      return interpolateProduct(axes, values, Math.floor(targets.length / ambient), width, (k) => {
        const point = Array.from({ length: ambient }, (_, i) => targets[k * ambient + i]!);
        return fromChart(chart.fromAmbient(point));
      });
    },
  };
}

/** Ambient coordinate names: x, y, z, … for E and S; X, Y, T on the hyperboloid (x and y are the half-plane's). */
export function ambientNames(space: Space): string[] {
  if (space.kind === 'H') return space.dimension === 2 ? ['X', 'Y', 'T'] : hyperboloidNames(space.dimension);
  const count = space.kind === 'S' ? space.dimension + 1 : space.dimension;
  return count <= 4 ? ['x', 'y', 'z', 'w'].slice(0, count) : Array.from({ length: count }, (_, i) => `x${i}`);
}

function hyperboloidNames(n: number): string[] {
  return [...Array.from({ length: n }, (_, i) => `X${i}`), 'T'];
}

/** Radius of curvature to the power of the dimension: the volume unit of a chart of the unit space. */
export function volumeUnit(space: Space): number {
  return radius(space) ** space.dimension;
}

/** Positions on the axes of a node. */
function positionsOf(axes: readonly Axis[], node: number): number[] {
  const result = new Array<number>(axes.length);
  for (let a = axes.length - 1, rest = node; a >= 0; a--) {
    result[a] = rest % axes[a]!.count;
    rest = Math.floor(rest / axes[a]!.count);
  }
  return result;
}

/** One step along each axis, around or across a pole where it closes up. */
function axisNeighbours(axes: readonly Axis[], node: number): Int32Array {
  const here = positionsOf(axes, node);
  const result = new Set<number>();
  for (const [a, { count, rule }] of axes.entries()) {
    for (const step of [-1, 1]) {
      const there = [...here];
      let i = here[a]! + step;
      const reflected = acrossPole(axes[a]!, i);
      if (rule === 'periodic') i = (i + count) % count;
      else if (reflected !== undefined) {
        const last = axes.length - 1;
        there[last] = (here[last]! + axes[last]!.count / 2) % axes[last]!.count;
        i = reflected;
      }
      if (i < 0 || i >= count) continue;
      there[a] = i;
      result.add(there.reduce((flat, position, b) => flat * axes[b]!.count + position, 0));
    }
  }
  result.delete(node);
  return Int32Array.from(result).sort();
}

function atEdge(axes: readonly Axis[], node: number): boolean {
  return positionsOf(axes, node).some((i, a) => {
    const { count, rule } = axes[a]!;
    if (rule === 'periodic' || rule === 'pole') return false;
    return i === count - 1 || (i === 0 && rule !== 'centre');
  });
}
