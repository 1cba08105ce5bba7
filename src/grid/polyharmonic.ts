/**
 * RBF-FD weights with polyharmonic splines and polynomials ([bayona-2017]): among all weights s that are exact on the
 * polynomials of a degree, those that are also exact on the functions |w − w_j|^m, up to polynomials. With P = Q R,
 * s = Q (z, y): Rᵀ z = t gives the polynomial moments, and y solves the positive definite system
 * ±Q₂ᵀ Φ Q₂ y = ±Q₂ᵀ (t_Φ − Φ Q₁ z), Φ_ij = |w_i − w_j|^m, by Cholesky's method.
 */
import { symmetricIndices } from '../base/index.js';
import type { MomentFit } from './leastsquares.js';

/** One term coefficient · y^exponents · |y|^power of a derivative of |y|^m. */
interface RadialTerm {
  readonly coefficient: number;
  readonly exponents: readonly number[];
  readonly power: number;
}

/** The terms of ∂^β |y|^m for all sorted β of one length, in the order of `symmetricIndices`. */
export function radialDerivatives(dimension: number, length: number, m: number): RadialTerm[][] {
  return symmetricIndices(dimension, length).map((beta) => {
    let terms: RadialTerm[] = [{ coefficient: 1, exponents: new Array<number>(dimension).fill(0), power: m }];
    for (const i of beta) {
      const sum = new Map<string, RadialTerm>();
      const add = (coefficient: number, exponents: readonly number[], power: number): void => {
        if (coefficient === 0) return;
        const key = `${exponents}|${power}`;
        sum.set(key, { coefficient: coefficient + (sum.get(key)?.coefficient ?? 0), exponents, power });
      };
      for (const { coefficient, exponents, power } of terms) {
        const shifted = (by: number) => exponents.map((e, j) => (j === i ? e + by : e));
        add(coefficient * exponents[i]!, shifted(-1), power);
        add(coefficient * power, shifted(1), power - 2);
      }
      terms = [...sum.values()];
    }
    return terms;
  });
}

/**
 * Weights for derivatives at 0.
 * @param w - coordinates of the nodes, n for each; `fit` factors the monomials at them with ω = 1.
 * @param targets - polynomial moments of each derivative; `radial` the same derivatives of |y|^m.
 */
export function polyharmonicWeights(
  w: Float64Array,
  dimension: number,
  columns: number,
  fit: MomentFit,
  m: number,
  targets: readonly ArrayLike<number>[],
  radial: readonly (readonly RadialTerm[])[],
): Float64Array[] {
  const rows = w.length / dimension;
  const free = rows - columns;
  // Positive on polynomials' complement: the sign is (−1)^((m+1)/2).
  const sign = ((m + 1) / 2) % 2 === 0 ? 1 : -1;
  const half = Array.from({ length: rows }, (_, j) => {
    const column = new Float64Array(rows);
    for (let i = 0; i < rows; i++) {
      let square = 0;
      for (let d = 0; d < dimension; d++) square += (w[i * dimension + d]! - w[j * dimension + d]!) ** 2;
      column[i] = sign * Math.sqrt(square) ** m;
    }
    fit.toBasis(column);
    return column;
  });
  // Row i of Qᵀ Φ, then of Qᵀ Φ Q: Φ is symmetric.
  const full = Array.from({ length: rows }, (_, i) => {
    const row = Float64Array.from(half, (column) => column[i]!);
    fit.toBasis(row);
    return row;
  });
  const factor = Array.from({ length: free }, (_, i) => full[columns + i]!.slice(columns, columns + i + 1));
  for (let i = 0; i < free; i++) {
    const row = factor[i]!;
    for (let j = 0; j <= i; j++) {
      const other = factor[j]!;
      let sum = row[j]!;
      for (let k = 0; k < j; k++) sum -= row[k]! * other[k]!;
      row[j] = j < i ? sum / other[j]! : Math.sqrt(sum);
    }
  }
  return targets.map((target, t) => {
    const s = fit.solveTransposed(target);
    const right = Float64Array.from({ length: rows }, (_, j) => sign * radialValue(radial[t]!, w, dimension, j));
    fit.toBasis(right);
    for (let i = 0; i < free; i++) {
      const row = full[columns + i]!;
      let sum = right[columns + i]!;
      for (let k = 0; k < columns; k++) sum -= row[k]! * s[k]!;
      for (let k = 0; k < i; k++) sum -= factor[i]![k]! * s[columns + k]!;
      s[columns + i] = sum / factor[i]![i]!;
    }
    for (let i = free - 1; i >= 0; i--) {
      let sum = s[columns + i]!;
      for (let k = i + 1; k < free; k++) sum -= factor[k]![i]! * s[columns + k]!;
      s[columns + i] = sum / factor[i]![i]!;
    }
    fit.fromBasis(s);
    return s;
  });
}

/** The derivative of |w − w_j|^m at w = 0, where y = −w_j. */
function radialValue(terms: readonly RadialTerm[], w: Float64Array, dimension: number, j: number): number {
  let square = 0;
  for (let d = 0; d < dimension; d++) square += w[j * dimension + d]! ** 2;
  if (square === 0) return 0;
  const r = Math.sqrt(square);
  let sum = 0;
  for (const { coefficient, exponents, power } of terms) {
    let term = coefficient * r ** power;
    for (let d = 0; d < dimension; d++) term *= (-w[j * dimension + d]!) ** exponents[d]!;
    sum += term;
  }
  return sum;
}
