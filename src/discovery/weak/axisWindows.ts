/**
 * Windows along one axis: for every centre c the sums Σ_i w_i (−1)^k φ_c^(k)(x_i) f_i over the nodes inside the window, φ_c the
 * bump of unit mass around c and w the quadrature weights. This is ∫ φ_c f^(k) with the derivatives moved on to φ_c.
 */
import { bumpDerivatives, bumpMass } from './bump.js';

/** What has to be known of an axis. */
export interface AxisNodes {
  /** Increasing positions. */
  readonly positions: ArrayLike<number>;
  /** Quadrature weights. */
  readonly weights: ArrayLike<number>;
  /** Length after which a periodic axis repeats; absent for an axis with ends. */
  readonly period?: number;
}

/** How windows lie on an axis, in units of positions. */
export interface WindowShape {
  readonly halfWidth: number;
  /** The exponent p of the bump. */
  readonly degree: number;
  /** Distance of neighbouring centres. */
  readonly stride: number;
}

/** Windows of one axis; nodes of window c are nodes[start[c]] .. nodes[start[c+1] − 1]. */
export interface AxisWindows {
  readonly count: number;
  readonly start: Int32Array;
  readonly nodes: Int32Array;
  /** For each order of derivative the factors of the nodes. */
  readonly factors: readonly Float64Array[];
  /** The windows whose centres are at most `reach` half-widths from that of one window, itself included. */
  near(window: number, reach: number): readonly number[];
}

/** Centres: evenly spaced, the first and the last window touching the ends of an axis that has ends. */
function centresOf(axis: AxisNodes, { halfWidth, stride }: WindowShape): readonly number[] {
  const { positions, period } = axis;
  const first = positions[0]!;
  if (period !== undefined) {
    const count = Math.max(1, Math.round(period / stride));
    return Array.from({ length: count }, (_, c) => first + (c * period) / count);
  }
  const last = positions[positions.length - 1]!;
  const room = last - first - 2 * halfWidth;
  if (room < 0) return [];
  const count = Math.floor(room / stride) + 1;
  const gap = count > 1 ? room / (count - 1) : 0;
  return Array.from({ length: count }, (_, c) => first + halfWidth + c * gap);
}

/**
 * Makes the sums of one window, from position `from` on, exact for constants: 1 for the bump itself, 0 for its derivatives. Otherwise
 * the error of the quadrature rule times the mean of the data would hide what varies.
 */
export function balance(factors: readonly number[][], from: number): void {
  const total = (list: readonly number[]): number => {
    let sum = 0;
    for (let s = from; s < list.length; s++) sum += list[s]!;
    return sum;
  };
  const bump = factors[0]!;
  const mass = total(bump);
  for (let s = from; s < bump.length; s++) bump[s] = bump[s]! / mass;
  for (const list of factors.slice(1)) {
    const excess = total(list);
    for (let s = from; s < list.length; s++) list[s] = list[s]! - excess * bump[s]!;
  }
}

/** The windows of an axis with derivatives up to `order`. */
export function axisWindows(axis: AxisNodes, shape: WindowShape, order: number): AxisWindows {
  const { positions, weights, period } = axis;
  const { halfWidth, degree } = shape;
  const mass = bumpMass(degree) * halfWidth;
  const start = [0];
  const nodes: number[] = [];
  const factors: number[][] = Array.from({ length: order + 1 }, () => []);
  const centres = centresOf(axis, shape);
  for (const centre of centres) {
    for (let i = 0; i < positions.length; i++) {
      let offset = positions[i]! - centre;
      if (period !== undefined) offset -= period * Math.round(offset / period);
      const s = offset / halfWidth;
      if (!(Math.abs(s) < 1)) continue;
      nodes.push(i);
      for (const [k, value] of bumpDerivatives(s, degree, order).entries()) {
        factors[k]!.push((weights[i]! * value) / (-halfWidth) ** k / mass);
      }
    }
    balance(factors, start[start.length - 1]!);
    start.push(nodes.length);
  }
  return {
    count: start.length - 1,
    start: Int32Array.from(start),
    nodes: Int32Array.from(nodes),
    factors: factors.map((list) => Float64Array.from(list)),
    near: (window, reach) => {
      const within = (centre: number): boolean => {
        const offset = centre - centres[window]!;
        const shortest = period === undefined ? offset : offset - period * Math.round(offset / period);
        return Math.abs(shortest) <= reach * halfWidth * (1 + 1e-9);
      };
      return centres.flatMap((centre, c) => (within(centre) ? [c] : []));
    },
  };
}

/**
 * Applies windows along one axis of an array.
 * @param values row-major, outer × (nodes of the axis) × inner.
 * @returns outer × windows × inner.
 */
export function contractAxis(
  values: Float64Array,
  windows: AxisWindows,
  derivative: number,
  axisLength: number,
  inner: number,
): Float64Array {
  const outer = values.length / (axisLength * inner);
  const { count, start, nodes } = windows;
  const factors = windows.factors[derivative]!;
  const result = new Float64Array(outer * count * inner);
  for (let o = 0; o < outer; o++) {
    const from = o * axisLength * inner;
    for (let c = 0; c < count; c++) {
      const to = (o * count + c) * inner;
      const last = start[c + 1]!;
      if (inner === 1) {
        let sum = 0;
        for (let s = start[c]!; s < last; s++) sum += factors[s]! * values[from + nodes[s]!]!;
        result[to] = sum;
        continue;
      }
      for (let s = start[c]!; s < last; s++) {
        const source = from + nodes[s]! * inner;
        const factor = factors[s]!;
        for (let j = 0; j < inner; j++) result[to + j] = result[to + j]! + factor * values[source + j]!;
      }
    }
  }
  return result;
}
