/**
 * The linear part of an equation on eigenfunctions of Δ: terms with one vertex and constant coefficients. The k-fold loop on
 * a vertex, the full trace of P_{2k}, is a polynomial τ_k in Δ: by the normal form Δ^k u = Σ_{j≤k} c_kj τ_j(Δ) u with
 * c_kk = 1, so on an eigenfunction to the eigenvalue λ: τ_k = λ^k − Σ_{j<k} c_kj τ_j. Where κ = 0 it is λ^k.
 */
import { GraphSum, type GraphTerm, laplacian } from '../algebra/index.js';
import type { LinearPart } from './stepper.js';

/** The right-hand sides split in two. */
export interface SplitEquations {
  /** What is left, in the order of the names. */
  readonly rest: readonly GraphSum[];
  /** The factor of field g in equation f on an eigenfunction, at [f][g]. */
  symbol(eigenvalue: number): number[][];
}

/** Whether a term is a constant times loops on a single vertex. */
function loopsOf({ graph }: GraphTerm, names: readonly string[]): number | undefined {
  const { vertices, edges, epsilon, tensors } = graph;
  const linear = vertices.length === 1 && names.includes(vertices[0]!) && epsilon.length === 0 && tensors === undefined;
  return linear ? edges.length : undefined;
}

/** τ_0, …, τ_k at an eigenvalue, as a function. */
function traceSymbols(k: number, values: Readonly<Record<string, number>>): (eigenvalue: number) => number[] {
  const loops = (j: number): GraphSum =>
    GraphSum.of({ vertices: ['u'], edges: Array.from({ length: j }, () => [0, 0] as const), legs: [], epsilon: [] });
  const keys = Array.from({ length: k + 1 }, (_, j) => [...loops(j).terms.keys()][0]!);
  const rows: number[][] = [];
  for (let j = 0, power = loops(0); j <= k; j++, power = laplacian(power)) {
    rows.push(keys.map((key) => power.terms.get(key)?.coefficient.evaluate(values) ?? 0));
  }
  return (eigenvalue) => {
    const tau: number[] = [];
    for (let j = 0; j <= k; j++) tau.push(eigenvalue ** j - tau.reduce((sum, x, i) => sum + rows[j]![i]! * x, 0));
    return tau;
  };
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
  const linear = terms.map((list) =>
    list.flatMap((term) => {
      const loops = loopsOf(term, names);
      if (loops === undefined) return [];
      return [{ loops, field: names.indexOf(term.graph.vertices[0]!), factor: term.coefficient.evaluate(values) }];
    }),
  );
  const traces = traceSymbols(Math.max(0, ...linear.flat().map(({ loops }) => loops)), values);
  return {
    rest: terms.map((list) =>
      GraphSum.ofCanonical(
        0,
        list.filter((term) => loopsOf(term, names) === undefined),
      ),
    ),
    symbol(eigenvalue) {
      const tau = traces(eigenvalue);
      return linear.map((list) => {
        const row = new Array<number>(names.length).fill(0);
        for (const { loops, field, factor } of list) row[field]! += factor * tau[loops]!;
        return row;
      });
    },
  };
}

/**
 * The linear part on coefficient arrays, one after the other for each field: one small matrix for each eigenvalue of Δ.
 * @param eigenvalues - of Δ, for each coefficient of one field.
 */
export function spectralLinearPart({ symbol }: SplitEquations, fields: number, eigenvalues: Float64Array): LinearPart {
  const numberOf = new Map<number, number>();
  const group = Int32Array.from(eigenvalues, (eigenvalue) => {
    const number = numberOf.get(eigenvalue) ?? numberOf.size;
    numberOf.set(eigenvalue, number);
    return number;
  });
  const matrices = [...numberOf.keys()].map(symbol);
  /** The product of every coefficient with the matrix of its eigenvalue. */
  const apply = (list: readonly (readonly (readonly number[])[])[], x: Float64Array, out: Float64Array): void => {
    const factors = new Float64Array(list.length);
    const modes = eigenvalues.length;
    out.fill(0);
    for (let f = 0; f < fields; f++) {
      for (let g = 0; g < fields; g++) {
        list.forEach((matrix, k) => {
          factors[k] = matrix[f]![g]!;
        });
        for (let i = 0; i < modes; i++) out[f * modes + i]! += factors[group[i]!]! * x[g * modes + i]!;
      }
    }
  };
  const copy = new Float64Array(fields * eigenvalues.length);
  let inverses: readonly (readonly (readonly number[])[])[] = [];
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
    },
  };
}

/** A bound for the real parts of the eigenvalues of a matrix: exact up to dimension 2, Gershgorin's beyond. */
export function growthRate(matrix: readonly (readonly number[])[]): number {
  if (matrix.length === 1) return matrix[0]![0]!;
  if (matrix.length === 2) {
    const [[a, b], [c, d]] = matrix as [[number, number], [number, number]];
    return (a + d) / 2 + Math.sqrt(Math.max(0, ((a - d) / 2) ** 2 + b * c));
  }
  return Math.max(...matrix.map((row, f) => row.reduce((sum, x, g) => sum + (f === g ? x : Math.abs(x)), 0)));
}

/** Gauss–Jordan with row exchanges, for the few fields of a system. */
function inverse(matrix: readonly (readonly number[])[]): number[][] {
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
