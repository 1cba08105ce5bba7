/**
 * GMRES for A x = b with a preconditioner M on the right, restarted ([saad-2003], algorithm 9.5): x minimises the Euclidean
 * norm of the true residual b − A x over x₀ + M⁻¹ times a Krylov space of A M⁻¹.
 */
/** Replaces x by M⁻¹ x. */
export type Preconditioner = (x: Float64Array) => void;

/** A linear system. */
export interface LinearSystem {
  /** out = A x. */
  readonly multiply: (x: Float64Array, out: Float64Array) => void;
  readonly precondition: Preconditioner;
  /** The norm of the residual that is asked for. */
  readonly tolerance: number;
  /** Products with A that are allowed. */
  readonly mostIterations: number;
}

/** What came out. */
export interface GmresResult {
  readonly iterations: number;
  /** The norm of b − A x. */
  readonly residual: number;
}

/** Length of a Krylov basis before a restart. */
const restart = 40;

const dot = (a: Float64Array, b: Float64Array): number => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
};

/** The Euclidean norm. */
export const norm = (a: Float64Array): number => Math.sqrt(dot(a, a));

/** Improves x until the residual is within the tolerance or the iterations are spent. */
export function gmres(system: LinearSystem, b: Float64Array, x: Float64Array): GmresResult {
  const { multiply, precondition, tolerance, mostIterations } = system;
  const size = b.length;
  const work = new Float64Array(size);
  const basis: Float64Array[] = [];
  const basisVector = (j: number): Float64Array => {
    basis[j] ??= new Float64Array(size);
    return basis[j];
  };
  let iterations = 0;
  let previous = Number.POSITIVE_INFINITY;
  for (;;) {
    const r = basisVector(0);
    multiply(x, r);
    for (let i = 0; i < size; i++) r[i] = b[i]! - r[i]!;
    const start = norm(r);
    // A cycle that gains nothing will gain nothing next time.
    if (!(start > tolerance) || iterations >= mostIterations || !(start < 0.9 * previous)) {
      return { iterations, residual: start };
    }
    previous = start;
    for (let i = 0; i < size; i++) r[i]! /= start;
    /** Column j of R in the QR factorisation of the Hessenberg matrix, by Givens rotations. */
    const columns: Float64Array[] = [];
    const cosines: number[] = [];
    const sines: number[] = [];
    const right = [start];
    let residual = start;
    while (residual > 0.99 * tolerance && columns.length < restart && iterations < mostIterations) {
      const j = columns.length;
      work.set(basis[j]!);
      precondition(work);
      const next = basisVector(j + 1);
      multiply(work, next);
      iterations++;
      const column = new Float64Array(j + 2);
      for (let k = 0; k <= j; k++) {
        const vector = basis[k]!;
        const overlap = dot(next, vector);
        column[k] = overlap;
        for (let i = 0; i < size; i++) next[i]! -= overlap * vector[i]!;
      }
      const length = norm(next);
      if (!Number.isFinite(length)) return { iterations, residual: Number.NaN };
      if (length > 0) for (let i = 0; i < size; i++) next[i]! /= length;
      for (let k = 0; k < j; k++) {
        const [p, q] = [column[k]!, column[k + 1]!];
        column[k] = cosines[k]! * p + sines[k]! * q;
        column[k + 1] = cosines[k]! * q - sines[k]! * p;
      }
      const radius = Math.hypot(column[j]!, length);
      if (radius === 0) break;
      cosines.push(column[j]! / radius);
      sines.push(length / radius);
      column[j] = radius;
      right.push(-sines[j]! * right[j]!);
      right[j]! *= cosines[j]!;
      columns.push(column);
      residual = Math.abs(right[j + 1]!);
    }
    const y = right.slice(0, columns.length);
    for (let j = columns.length - 1; j >= 0; j--) {
      y[j]! /= columns[j]![j]!;
      for (let k = 0; k < j; k++) y[k]! -= columns[j]![k]! * y[j]!;
    }
    work.fill(0);
    for (const [j, factor] of y.entries()) {
      const vector = basis[j]!;
      for (let i = 0; i < size; i++) work[i]! += factor * vector[i]!;
    }
    precondition(work);
    for (let i = 0; i < size; i++) x[i]! += work[i]!;
  }
}
