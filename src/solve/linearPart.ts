/**
 * The linear part of an equation on eigenfunctions of Δ: terms with one vertex and constant coefficients. The k-fold loop on
 * a vertex, the full trace of P_{2k}, is a polynomial τ_k in Δ: by the normal form Δ^k u = Σ_{j≤k} c_kj τ_j(Δ) u with
 * c_kk = 1, so on an eigenfunction to the eigenvalue λ: τ_k = λ^k − Σ_{j<k} c_kj τ_j. Where κ = 0 it is λ^k. On the line a
 * vertex with k loops on the volume form is the derivative of order 2k+1: (iw)^{2k+1} on e^{iwx}.
 */
import { GraphSum, type GraphTerm, laplacian } from '../algebra/index.js';
import type { SpectralBasis } from '../spectral/index.js';
import type { LinearPart } from './stepper.js';

/** A small matrix by rows. */
export type Matrix = readonly (readonly number[])[];

/** The right-hand sides split in two. */
export interface SplitEquations {
  /** What is left, in the order of the names. */
  readonly rest: readonly GraphSum[];
  /** The factor of Δ^k of field g in equation f, at [k][f][g]. */
  readonly powers: readonly Matrix[];
  /** The factor of the derivative of order 2k + 1 of field g in equation f, at [k][f][g]; empty but on the line. */
  readonly odd: readonly Matrix[];
  /** The factor of field g in equation f on an eigenfunction, even derivatives, at [f][g]. */
  symbol(eigenvalue: number): number[][];
  /** The same of odd derivatives, divided by i, on the wave number w; absent where there are none. */
  readonly oddSymbol?: (wave: number) => number[][];
}

/** The order 2k or 2k+1 of a term that is a constant times a derivative of one field. */
function linearOrder({ graph }: GraphTerm, names: readonly string[], dimension: number): number | undefined {
  const { vertices, edges, epsilon, tensors } = graph;
  const odd = epsilon.length;
  const linear = vertices.length === 1 && names.includes(vertices[0]!) && tensors === undefined;
  return linear && (odd === 0 || dimension === 1) ? 2 * edges.length + odd : undefined;
}

/** τ_0, …, τ_k as polynomials in Δ: lists of coefficients, that of Δ^j at j. */
function tracePolynomials(k: number, values: Readonly<Record<string, number>>): Matrix {
  const loops = (j: number): GraphSum =>
    GraphSum.of({ vertices: ['u'], edges: Array.from({ length: j }, () => [0, 0] as const), legs: [], epsilon: [] });
  const keys = Array.from({ length: k + 1 }, (_, j) => [...loops(j).terms.keys()][0]!);
  const traces: number[][] = [];
  for (let j = 0, power = loops(0); j <= k; j++, power = laplacian(power)) {
    const row = keys.slice(0, j).map((key) => power.terms.get(key)?.coefficient.evaluate(values) ?? 0);
    traces.push(
      Array.from({ length: j + 1 }, (_, a) =>
        a === j ? 1 : -row.reduce((sum, x, i) => sum + x * (traces[i]![a] ?? 0), 0),
      ),
    );
  }
  return traces;
}

/**
 * Splits the right-hand sides of the named fields.
 * @param values - of n, kappa and all parameters.
 * @throws InvalidInput for a parameter without a value.
 */
export function splitLinear(
  equations: readonly GraphSum[],
  names: readonly string[],
  values: Readonly<Record<string, number>>,
): SplitEquations {
  const terms = equations.map((sum) => [...sum.terms.values()]);
  const orderOf = (term: GraphTerm): number | undefined => linearOrder(term, names, values.n!);
  const linear = terms.map((list) =>
    list.flatMap((term) => {
      const order = orderOf(term);
      if (order === undefined) return [];
      return [{ order, field: names.indexOf(term.graph.vertices[0]!), factor: term.coefficient.evaluate(values) }];
    }),
  );
  const all = linear.flat();
  const top = Math.max(0, ...all.map(({ order }) => Math.floor(order / 2)));
  const traces = tracePolynomials(top, values);
  const matrices = (parity: number, share: (order: number, k: number) => number): number[][][] =>
    Array.from({ length: top + 1 }, (_, k) =>
      linear.map((list) => {
        const row = new Array<number>(names.length).fill(0);
        for (const { order, field, factor } of list) if (order % 2 === parity) row[field]! += factor * share(order, k);
        return row;
      }),
    );
  const powers = matrices(0, (order, k) => traces[order / 2]![k] ?? 0);
  const isOdd = all.some(({ order }) => order % 2 === 1);
  const odd = isOdd ? matrices(1, (order, k) => (order === 2 * k + 1 ? 1 : 0)) : [];
  /** Σ_k list[k] factor(k). */
  const sum = (list: readonly Matrix[], factor: (k: number) => number): number[][] =>
    names.map((_, f) => names.map((_, g) => list.reduce((total, m, k) => total + m[f]![g]! * factor(k), 0)));
  return {
    rest: terms.map((list) =>
      GraphSum.ofCanonical(
        0,
        list.filter((term) => orderOf(term) === undefined),
      ),
    ),
    powers,
    odd,
    symbol: (eigenvalue) => sum(powers, (k) => eigenvalue ** k),
    ...(isOdd && {
      oddSymbol: (wave: number) => sum(odd, (k) => (k % 2 === 0 ? 1 : -1) * wave ** (2 * k + 1)),
    }),
  };
}

/**
 * The linear part on coefficient arrays, one after the other for each field: one small matrix for each eigenvalue of Δ. With
 * odd derivatives it mixes real and imaginary parts, which then count as fields of their own, and depends on the wave number.
 */
export function spectralLinearPart(split: SplitEquations, fields: number, basis: SpectralBasis): LinearPart {
  const { symbol, oddSymbol } = split;
  const { eigenvalues, waves } = basis;
  const mixed = oddSymbol !== undefined && waves !== undefined;
  const keys = mixed ? waves : eigenvalues;
  const size = mixed ? 2 * fields : fields;
  const matrixOf = (key: number): Matrix => {
    if (!mixed) return symbol(key);
    const [re, im] = [symbol(-key * key), oddSymbol(key)];
    return re.flatMap((row, f) => [row.flatMap((x, g) => [x, -im[f]![g]!]), row.flatMap((x, g) => [im[f]![g]!, x])]);
  };
  const numberOf = new Map<number, number>();
  const group = Int32Array.from(keys, (key) => {
    const number = numberOf.get(key) ?? numberOf.size;
    numberOf.set(key, number);
    return number;
  });
  const matrices = [...numberOf.keys()].map(matrixOf);
  /** The product of every coefficient with the matrix of its group. */
  const apply = (list: readonly Matrix[], x: Float64Array, out: Float64Array): void => {
    const factors = new Float64Array(list.length);
    const modes = keys.length;
    out.fill(0);
    for (let f = 0; f < size; f++) {
      for (let g = 0; g < size; g++) {
        list.forEach((matrix, k) => {
          factors[k] = matrix[f]![g]!;
        });
        for (let i = 0; i < modes; i++) out[f * modes + i]! += factors[group[i]!]! * x[g * modes + i]!;
      }
    }
  };
  const copy = new Float64Array(fields * basis.length);
  let inverses: readonly Matrix[] = [];
  let inverted = Number.NaN;
  return {
    growth: Math.max(0, ...matrices.map(growthRate)),
    multiply: (x, out) => apply(matrices, x, out),
    resolve(step, x) {
      if (step !== inverted) {
        inverses = matrices.map((matrix) =>
          inverse(matrix.map((row, f) => row.map((entry, g) => (f === g ? 1 : 0) - step * entry))),
        );
        inverted = step;
      }
      copy.set(x);
      apply(inverses, copy, x);
      return true;
    },
  };
}

/** A bound for the real parts of the eigenvalues of a matrix: exact up to dimension 2, Gershgorin's beyond. */
export function growthRate(matrix: Matrix): number {
  if (matrix.length === 1) return matrix[0]![0]!;
  if (matrix.length === 2) {
    const [[a, b], [c, d]] = matrix as [[number, number], [number, number]];
    return (a + d) / 2 + Math.sqrt(Math.max(0, ((a - d) / 2) ** 2 + b * c));
  }
  return Math.max(...matrix.map((row, f) => row.reduce((sum, x, g) => sum + (f === g ? x : Math.abs(x)), 0)));
}

/**
 * The largest rate at which the linear part of some equations lets waves grow: a function of the eigenvalue λ ≤ 0 of Δ, a bound for
 * three fields or more. Where it grows without bound as λ falls, the equation is ill posed forward in time. Odd derivatives on the line
 * only move waves and are left out.
 * @param values - of n, kappa and all parameters.
 * @throws InvalidInput for a parameter without a value.
 * @example
 * linearGrowth({ u: GraphSum.of(parseKey('u_aa')) }, { n: 2, kappa: 0 })(-9) // -9
 */
export function linearGrowth(
  equations: Readonly<Record<string, GraphSum>>,
  values: Readonly<Record<string, number>>,
): (eigenvalue: number) => number {
  const { symbol } = splitLinear(Object.values(equations), Object.keys(equations), values);
  return (eigenvalue) => growthRate(symbol(eigenvalue));
}

/** Gauss–Jordan with row exchanges, for the few fields of a system. */
function inverse(matrix: Matrix): number[][] {
  const n = matrix.length;
  if (n === 1) return [[1 / matrix[0]![0]!]];
  const rows = matrix.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))]);
  for (let column = 0; column < n; column++) {
    let pivot = column;
    for (let i = column + 1; i < n; i++) {
      if (Math.abs(rows[i]![column]!) > Math.abs(rows[pivot]![column]!)) pivot = i;
    }
    [rows[column], rows[pivot]] = [rows[pivot]!, rows[column]!];
    const head = rows[column]!.map((x) => x / rows[column]![column]!);
    rows[column] = head;
    for (let i = 0; i < n; i++) {
      if (i === column) continue;
      const factor = rows[i]![column]!;
      rows[i] = rows[i]!.map((x, j) => x - factor * head[j]!);
    }
  }
  return rows.map((row) => row.slice(n));
}
