/**
 * Taylor coefficients in normal coordinates from values at scattered nodes: with w_q = log_p(q) in an orthonormal
 * frame at p, the Taylor coefficients of w ↦ u(exp_p w) are the symmetrised covariant derivatives of u at p, on every
 * space of constant curvature (docs/conventions.md). For components of order k the weights are exact on polynomials of
 * degree k + accuracy − 1. Two methods: weighted least squares on 1.8 nodes for each unknown with the weight
 * exp(−(r/(0.36 R))²) of `cap.ts`, and RBF-FD on 2 nodes for each unknown.
 */
import { jetIndices } from '../base/index.js';
import { factorialOf } from './jettable.js';
import { factorMoments, type MomentFit } from './leastsquares.js';
import { polyharmonicWeights, radialDerivatives } from './polyharmonic.js';

/** How Taylor coefficients are found. */
export type FitMethod = 'least-squares' | 'rbf-fd';

/** Nodes around a point, nearest first: n coordinates for each in the frame of the point, and their distances. */
export interface LocalNodes {
  readonly coordinates: Float64Array;
  readonly distances: Float64Array;
}

/** Width of the Gaussian weight in units of the radius of a fit. */
const sigma = 0.36;

/** Number of polynomials of at most a degree in n variables. */
export function unknowns(dimension: number, degree: number): number {
  let count = 1;
  for (let i = 1; i <= dimension; i++) count = (count * (degree + i)) / i;
  return Math.round(count);
}

/** Number of nodes for a fit of a degree, times `widening`. */
export function nodesFor(method: FitMethod, dimension: number, degree: number, widening = 1): number {
  const perUnknown = method === 'rbf-fd' ? 2 : 1.8;
  return Math.ceil(perUnknown * widening * unknowns(dimension, degree)) + 1;
}

/** For each monomial after the first, the one it is a multiple of and the variable: products without powers. */
interface MonomialPlan {
  readonly parents: Int32Array;
  readonly variables: Int32Array;
}

function monomialPlan(dimension: number, degree: number): MonomialPlan {
  const monomials = jetIndices(dimension, degree);
  const position = new Map(monomials.map((m, i) => [m.join(), i]));
  return {
    parents: Int32Array.from(monomials, (m) => position.get(m.slice(0, -1).join())!),
    variables: Int32Array.from(monomials, (m) => m.at(-1) ?? 0),
  };
}

/** The recipe for all components up to an order, shared by all nodes of a grid. */
export class TaylorRecipe {
  readonly dimension: number;
  readonly order: number;
  readonly accuracy: number;
  readonly method: FitMethod;
  readonly components: readonly (readonly number[])[];
  readonly #plan: MonomialPlan;
  readonly #radial: readonly (readonly ReturnType<typeof radialDerivatives>[number][])[];

  constructor(dimension: number, order: number, accuracy: number, method: FitMethod) {
    this.dimension = dimension;
    this.order = order;
    this.accuracy = accuracy;
    this.method = method;
    this.components = jetIndices(dimension, order);
    this.#plan = monomialPlan(dimension, order + accuracy - 1);
    this.#radial = Array.from({ length: order + 1 }, (_, k) => radialDerivatives(dimension, k, splinePower(k)));
  }

  /** Number of nodes that the components of the highest order want. */
  width(widening = 1): number {
    return nodesFor(this.method, this.dimension, Math.max(1, this.order) + this.accuracy - 1, widening);
  }

  /**
   * Weights of all components on the first `width` nodes (component c, node s at `weights[c * width + s]`), and the worst
   * condition number of the fits. The first node is the point itself. Nodes as far away as the last one that is wanted count
   * too, so that symmetric grids have symmetric stencils.
   */
  weights(
    nodes: LocalNodes,
    widening = 1,
  ): { readonly width: number; readonly weights: Float64Array; readonly condition: number } {
    const { dimension, components, method } = this;
    const rowsOf = (k: number): number => {
      const wanted = nodesFor(method, dimension, k + this.accuracy - 1, widening);
      return k === 0 ? 1 : withTies(nodes.distances, Math.min(wanted, nodes.distances.length));
    };
    const width = rowsOf(this.order);
    const weights = new Float64Array(components.length * width);
    weights[0] = 1;
    let worst = 1;
    for (let k = 1; k <= this.order; k++) {
      const degree = k + this.accuracy - 1;
      const rows = rowsOf(k);
      const scale = nodes.distances[rows - 1]!;
      const w = nodes.coordinates.slice(0, rows * dimension).map((x) => x / scale);
      const omega = new Float64Array(rows).fill(1);
      if (method === 'least-squares') {
        for (let q = 0; q < rows; q++) omega[q] = Math.exp(-((nodes.distances[q]! / (sigma * scale)) ** 2));
      }
      const columns = unknowns(dimension, degree);
      const fit = factorMoments(this.#monomials(w, rows, columns), rows, columns, omega);
      worst = Math.max(worst, fit.condition);
      const wanted = components.flatMap((index, c) => (index.length === k ? [c] : []));
      const targets = wanted.map((c) => {
        const target = new Float64Array(columns);
        target[c] = factorialOf(components[c]!);
        return target;
      });
      const solutions =
        method === 'least-squares'
          ? targets.map((target) => fit.weights(target))
          : polyharmonicWeights(w, dimension, columns, fit, splinePower(k), targets, this.#radial[k]!);
      const unit = scale ** k;
      for (const [j, solution] of solutions.entries()) {
        for (let q = 0; q < rows; q++) weights[wanted[j]! * width + q] = solution[q]! / unit;
      }
    }
    return { width, weights, condition: worst };
  }

  #monomials(w: Float64Array, rows: number, columns: number): Float64Array {
    return monomialMatrix(this.#plan, w, this.dimension, rows, columns);
  }
}

/** `count`, or more if the nodes that follow are as far away to rounding. */
function withTies(distances: Float64Array, count: number): number {
  let result = count;
  while (result < distances.length && distances[result]! <= distances[count - 1]! * (1 + 1e-9)) result++;
  return result;
}

/** |w|^m has derivatives of order k at 0 for m > k; higher powers cost condition. */
function splinePower(k: number): number {
  return k % 2 === 0 ? k + 3 : k + 2;
}

function monomialMatrix(plan: MonomialPlan, w: Float64Array, n: number, rows: number, columns: number): Float64Array {
  const matrix = new Float64Array(rows * columns);
  matrix.fill(1, 0, rows);
  for (let c = 1; c < columns; c++) {
    const [from, variable] = [plan.parents[c]! * rows, plan.variables[c]!];
    for (let q = 0; q < rows; q++) matrix[c * rows + q] = matrix[from + q]! * w[q * n + variable]!;
  }
  return matrix;
}

/** A polynomial of one degree in normal coordinates, fitted to values and equal to the value at the point. */
export class LocalPolynomial {
  readonly dimension: number;
  readonly count: number;
  readonly #plan: MonomialPlan;
  readonly #monomials: Float64Array;

  constructor(dimension: number, degree: number) {
    this.dimension = dimension;
    this.count = unknowns(dimension, degree);
    this.#plan = monomialPlan(dimension, degree);
    this.#monomials = new Float64Array(this.count).fill(1);
  }

  /** Coefficients for monomials of w / scale. The first node is the point, where the fit interpolates. */
  fit(nodes: LocalNodes, values: ArrayLike<number>): { readonly coefficients: Float64Array; readonly scale: number } {
    const rows = nodes.distances.length;
    const scale = nodes.distances[rows - 1]!;
    const w = nodes.coordinates.map((x) => x / scale);
    const matrix = monomialMatrix(this.#plan, w, this.dimension, rows, this.count).subarray(rows);
    const omega = nodes.distances.map((r) => Math.exp(-((r / (sigma * scale)) ** 2)));
    const fit: MomentFit = factorMoments(matrix, rows, this.count - 1, omega);
    const rest = Float64Array.from({ length: rows }, (_, q) => values[q]! - values[0]!);
    const coefficients = new Float64Array(this.count);
    coefficients[0] = values[0]!;
    coefficients.set(fit.coefficients(rest), 1);
    return { coefficients, scale };
  }

  /** The value at w. */
  evaluate({ coefficients, scale }: { coefficients: Float64Array; scale: number }, w: ArrayLike<number>): number {
    const { parents, variables } = this.#plan;
    const monomials = this.#monomials;
    let sum = coefficients[0]!;
    for (let c = 1; c < this.count; c++) {
      monomials[c] = (monomials[parents[c]!]! * w[variables[c]!]!) / scale;
      sum += coefficients[c]! * monomials[c]!;
    }
    return sum;
  }
}
