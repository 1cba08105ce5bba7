/**
 * Windows in space: for a function on the nodes of a grid, all the sums ∫ (D_j* φ_c) g over bumps φ_c of unit mass, for several
 * operators D_j at once. In flat space φ_c is a product of bumps along the axes; in curved space it is
 * ((z − z_a)/(1 − z_a))^p with z = κ⟨p, c⟩, the cosine (hyperbolic cosine) of the scaled geodesic distance from c, and z_a its value
 * at distance a. On functions of z the Laplacian is κ((1 − z²) d²/dz² − n z d/dz), so all Δ^m φ_c are polynomials in z.
 */
import type { Grid } from '../../grid/index.js';
import { type AxisNodes, type AxisWindows, axisWindows, balance, contractAxis } from './axisWindows.js';

/** Windows in space, numbered from 0. */
export interface SpaceWindows {
  readonly count: number;
  /** For each operator the sums of all windows. */
  apply(values: Float64Array, operators: readonly number[]): readonly Float64Array[];
  /** Which of the blocks of neighbouring windows a window belongs to. */
  readonly blocks: Int32Array;
  readonly blockCount: number;
  /** The windows whose centres are at most `reach` half-widths from that of one window, along every axis in flat space, itself included. */
  near(window: number, reach: number): readonly number[];
}

/** Size of windows: half-width along each axis (in curved space one number, a geodesic radius), in the grid's units. */
export interface SpaceWindowShape {
  readonly halfWidths: readonly number[];
  readonly degree: number;
  /** Distance of centres over half-width. */
  readonly overlap: number;
}

/** Blocks of windows along an axis of space, at most. */
const blocksAlong = (dimension: number): number => (dimension === 1 ? 6 : dimension === 2 ? 3 : 2);

/** Positions, spacing and period of an axis of a Cartesian grid. */
export function cartesianAxis(grid: Grid, axis: number): AxisNodes {
  const { values, rule } = grid.axes[axis]!;
  const step = (values[values.length - 1]! - values[0]!) / (values.length - 1);
  return {
    positions: values,
    weights: new Float64Array(values.length).fill(step),
    ...(rule === 'periodic' && { period: step * values.length }),
  };
}

/** Windows on a Cartesian grid; operators are the numbers of derivatives along the axes. */
export function flatWindows(
  grid: Grid,
  shape: SpaceWindowShape,
  operators: readonly (readonly number[])[],
): SpaceWindows {
  const dimension = grid.shape.length;
  const axes = grid.shape.map((_, axis): AxisWindows => {
    const halfWidth = shape.halfWidths[axis]!;
    const order = Math.max(0, ...operators.map((beta) => beta[axis]!));
    const stride = halfWidth * shape.overlap;
    return axisWindows(cartesianAxis(grid, axis), { halfWidth, degree: shape.degree, stride }, order);
  });
  const counts = axes.map(({ count }) => count);
  const count = counts.reduce((product, n) => product * n, 1);
  const along = blocksAlong(dimension);
  const blocks = Int32Array.from({ length: count }, (_, c) => {
    let rest = c;
    let block = 0;
    let unit = 1;
    for (let axis = dimension - 1; axis >= 0; axis--) {
      const position = rest % counts[axis]!;
      rest = (rest - position) / counts[axis]!;
      block += unit * Math.floor((position * along) / counts[axis]!);
      unit *= along;
    }
    return block;
  });
  /** Contracts the axes from the last to the first, sharing what operators have in common. */
  const contract = (
    values: Float64Array,
    axis: number,
    inner: number,
    wanted: readonly number[],
    out: Float64Array[],
  ) => {
    const kinds = [...new Set(wanted.map((j) => operators[j]![axis]!))];
    for (const derivative of kinds) {
      const part = contractAxis(values, axes[axis]!, derivative, grid.shape[axis]!, inner);
      const same = wanted.filter((j) => operators[j]![axis] === derivative);
      if (axis === 0) for (const j of same) out[j] = part;
      else contract(part, axis - 1, inner * counts[axis]!, same, out);
    }
  };
  return {
    count,
    blocks,
    blockCount: along ** dimension,
    near: (window, reach) => {
      let rest = window;
      let [found, unit] = [[0], 1];
      for (let axis = dimension - 1; axis >= 0; axis--) {
        const position = rest % counts[axis]!;
        rest = (rest - position) / counts[axis]!;
        const step = unit;
        found = axes[axis]!.near(position, reach).flatMap((c) => found.map((inner) => inner + step * c));
        unit *= counts[axis]!;
      }
      return found;
    },
    apply: (values, wanted) => {
      const out: Float64Array[] = [];
      contract(values, dimension - 1, 1, wanted, out);
      return wanted.map((j) => out[j]!);
    },
  };
}

/** Windows on a curved space; operators are powers of the Laplacian. */
export function curvedWindows(
  grid: Grid,
  shape: SpaceWindowShape,
  operators: readonly (readonly number[])[],
): SpaceWindows {
  const { dimension, kappa } = grid.space;
  const radius = shape.halfWidths[0]!;
  const edge = cosineAt(kappa, radius);
  const polynomials = radialPowers(shape.degree, edge, dimension, kappa, Math.max(0, ...operators.map(([m]) => m!)));
  const mass = bumpVolume(shape.degree, edge, dimension, kappa);
  const width = grid.points.length / grid.size;
  const cosine = (p: number, q: number): number => {
    let sum = 0;
    for (let i = 0; i < width; i++) sum += grid.points[p * width + i]! * grid.points[q * width + i]!;
    if (kappa < 0) sum -= 2 * grid.points[p * width + width - 1]! * grid.points[q * width + width - 1]!;
    return kappa * sum;
  };
  const inside = (z: number): number => (z - edge) / (1 - edge);
  const gap = cosineAt(kappa, radius * shape.overlap);
  const centres: number[] = [];
  const start = [0];
  const nodes: number[] = [];
  const lists: number[][] = polynomials.map(() => []);
  /** The nodes inside the window around a node, their factors, and the error of quadrature on constants. */
  const windowAround = (centre: number) => {
    const inner: number[] = [];
    const own: number[][] = polynomials.map(() => []);
    for (let node = 0; node < grid.size; node++) {
      const w = inside(cosine(centre, node));
      if (w <= 0) continue;
      inner.push(node);
      const weight = grid.weights[node]! / mass;
      for (const [m, polynomial] of polynomials.entries()) {
        own[m]!.push(weight * polynomial.reduceRight((sum, c) => sum * w + c, 0));
      }
    }
    const errors = own.map((list, m) => {
      const sum = list.reduce((total, value) => total + value, 0);
      return m === 0 ? Math.abs(sum - 1) : Math.abs(sum) / list.reduce((total, value) => total + Math.abs(value), 0);
    });
    return { inner, own, error: Math.max(...errors) };
  };
  // a bump that reaches beyond the nodes is not a test function: its quadrature is off, by far more than usual on this grid
  const probes = Math.min(grid.size, 100);
  const errors = Float64Array.from(
    { length: probes },
    (_, i) => windowAround(Math.floor(((i + 0.5) * grid.size) / probes)).error,
  ).sort();
  // few windows may lie inside, so the least errors are those to go by
  const tolerance = Math.min(0.02, Math.max(1e-4, 10 * errors[Math.floor(probes / 50)]!));
  for (let node = 0; node < grid.size; node++) {
    // nearer than the gap to another centre: cos falls, cosh rises with distance
    if (centres.some((centre) => kappa * (cosine(centre, node) - gap) > 0)) continue;
    const { inner, own, error } = windowAround(node);
    if (error > tolerance) continue;
    centres.push(node);
    for (const other of inner) nodes.push(other);
    for (const [m, list] of own.entries()) for (const value of list) lists[m]!.push(value);
    balance(lists, start[start.length - 1]!);
    start.push(nodes.length);
  }
  const factors = lists.map((list) => Float64Array.from(list));
  const { blocks, blockCount } = neighbourhoods(centres, cosine, kappa);
  return {
    count: centres.length,
    blocks,
    blockCount,
    near: (window, reach) => {
      const least = cosineAt(kappa, radius * reach);
      const within = (other: number): boolean => kappa * (cosine(centres[window]!, other) - least) >= 0;
      return centres.flatMap((other, c) => (c === window || within(other) ? [c] : []));
    },
    apply: (values, wanted) =>
      wanted.map((j) => {
        const own = factors[operators[j]![0]!]!;
        return Float64Array.from(centres, (_, c) => {
          let sum = 0;
          for (let s = start[c]!; s < start[c + 1]!; s++) sum += own[s]! * values[nodes[s]!]!;
          return sum;
        });
      }),
  };
}

/** cos √κ r, cosh √−κ r. */
function cosineAt(kappa: number, r: number): number {
  return kappa > 0 ? Math.cos(Math.sqrt(kappa) * r) : Math.cosh(Math.sqrt(-kappa) * r);
}

/** Δ^m w^p for m = 0..order as coefficients of powers of w = (z − edge)/(1 − edge). */
function radialPowers(
  degree: number,
  edge: number,
  dimension: number,
  kappa: number,
  order: number,
): readonly (readonly number[])[] {
  const length = 1 - edge;
  const result: number[][] = [[...new Array<number>(degree).fill(0), 1]];
  for (let m = 1; m <= order; m++) {
    const f = result[m - 1]!;
    const g = new Array<number>(f.length).fill(0);
    const add = (power: number, value: number): void => {
      if (power >= 0) g[power] = g[power]! + kappa * value;
    };
    for (const [k, c] of f.entries()) {
      // (1 − z²) f_zz − n z f_z with z = edge + length w
      const second = (k * (k - 1) * c) / length ** 2;
      add(k - 2, second * (1 - edge ** 2));
      add(k - 1, -second * 2 * edge * length);
      add(k, -second * length ** 2);
      add(k - 1, (-dimension * k * c * edge) / length);
      add(k, -dimension * k * c);
    }
    result.push(g);
  }
  return result;
}

/** ∫ w^p over the ball: Ω ∫ w^p s^(n−2) |dz| / |κ| with s² = (1 − z²)/κ, Ω the area of the unit sphere of dimension n − 1. */
function bumpVolume(degree: number, edge: number, dimension: number, kappa: number): number {
  let area = dimension % 2 === 0 ? 2 * Math.PI : 2;
  for (let n = dimension % 2 === 0 ? 2 : 1; n < dimension; n += 2) area *= (2 * Math.PI) / n;
  const steps = 2000;
  let sum = 0;
  for (let i = 0; i < steps; i++) {
    const w = (i + 0.5) / steps;
    const z = edge + (1 - edge) * w;
    sum += w ** degree * Math.sqrt(Math.max(0, (1 - z * z) / kappa)) ** (dimension - 2);
  }
  return ((area * Math.abs(1 - edge)) / Math.abs(kappa)) * (sum / steps);
}

/** Nine neighbourhoods: seeds as far from each other as possible, every centre with its nearest seed. */
function neighbourhoods(
  centres: readonly number[],
  cosine: (p: number, q: number) => number,
  kappa: number,
): { readonly blocks: Int32Array; readonly blockCount: number } {
  const blockCount = Math.min(9, centres.length);
  const blocks = new Int32Array(centres.length);
  const nearest = new Float64Array(centres.length).fill(Number.POSITIVE_INFINITY);
  let seed = 0;
  for (let b = 0; b < blockCount; b++) {
    for (const [c, centre] of centres.entries()) {
      const separation = -kappa * cosine(centre, centres[seed]!);
      if (separation < nearest[c]!) {
        nearest[c] = separation;
        blocks[c] = b;
      }
    }
    seed = nearest.indexOf(nearest.reduce((a, value) => Math.max(a, value), Number.NEGATIVE_INFINITY));
  }
  return { blocks, blockCount };
}
