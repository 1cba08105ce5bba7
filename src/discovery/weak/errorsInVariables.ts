/**
 * Least squares when the columns themselves carry noise. With A = A₀ + δ the matrix AᵀA exceeds A₀ᵀA₀ by E δᵀδ on average, which draws
 * coefficients towards zero. E δᵀδ is known here, by adding noise of the estimated size to smoothed data; it is taken off
 * before anything is fitted [fuller-1987]. With R the triangular factor of A the corrected factor is L (I − R⁻ᵀ E δᵀδ R⁻¹)^{1/2} R, so without noise
 * it is R itself and no digit is lost to squaring.
 */
import type { Factor } from '../leastSquares.js';
import { columnNorm, factorize } from '../leastSquares.js';
import { singularValues } from '../singularValues.js';

/** Share of a direction's sum of squares that is left to it at the least: below it, a direction is nothing but noise. */
const leastShare = 0.05;

/**
 * The factor whose Gram matrix is that of `factor` less `excess`, kept positive.
 * @param excess symmetric, row-major, columns × columns.
 */
export function correctFactor(factor: Factor, excess: Float64Array): Factor {
  const { rows, columns: p, r } = factor;
  const norms = Array.from({ length: p }, (_, j) => columnNorm(factor, j));
  const live = norms.map((norm, j) => norm > 0 && Math.abs(r[j * p + j]!) > 1e-12 * norm);
  // K = R⁻ᵀ E R⁻¹: two triangular solves, Rᵀ X = E and then Rᵀ Kᵀ = Xᵀ
  const half = forwardSolve(r, excess, p, live);
  const share = forwardSolve(r, transposed(half, p), p, live);
  const rest = new Float64Array(p * p);
  for (let i = 0; i < p; i++) {
    for (let j = 0; j < p; j++) rest[i * p + j] = (i === j ? 1 : 0) - (share[i * p + j]! + share[j * p + i]!) / 2;
  }
  const root = squareRoot(rest, p, leastShare);
  // rootᵀ root = I − K: the corrected factor is root · R, triangular after one more QR
  const product = new Float64Array(p * p);
  for (let i = 0; i < p; i++) {
    for (let k = 0; k < p; k++) {
      const value = root[i * p + k]!;
      if (value === 0) continue;
      for (let j = k; j < p; j++) product[i * p + j] = product[i * p + j]! + value * r[k * p + j]!;
    }
  }
  return { ...factorize(product, p, p), rows };
}

/**
 * A factor with the given Gram matrix, columns in units of their norms; directions that the correction has made negative are left a
 * small rest.
 */
export function factorOfGram(gram: Float64Array, p: number, rows: number): Factor {
  const norms = Array.from({ length: p }, (_, j) => Math.sqrt(Math.max(0, gram[j * p + j]!)) || 1);
  const scaled = gram.map((value, i) => value / norms[Math.floor(i / p)]! / norms[i % p]!);
  const root = squareRoot(scaled, p, 1e-9);
  return {
    ...factorize(
      root.map((value, i) => value * norms[i % p]!),
      p,
      p,
    ),
    rows,
  };
}

/** X with Rᵀ X = B; rows that belong to dead columns are zero. */
function forwardSolve(r: Float64Array, b: Float64Array, p: number, live: readonly boolean[]): Float64Array {
  const x = new Float64Array(p * p);
  for (let i = 0; i < p; i++) {
    if (!live[i]) continue;
    for (let j = 0; j < p; j++) {
      let sum = b[i * p + j]!;
      for (let k = 0; k < i; k++) sum -= r[k * p + i]! * x[k * p + j]!;
      x[i * p + j] = sum / r[i * p + i]!;
    }
  }
  return x;
}

function transposed(a: Float64Array, p: number): Float64Array {
  return a.map((_, i) => a[(i % p) * p + Math.floor(i / p)]!);
}

/** C with CᵀC = A, eigenvalues below `least` raised to it. */
function squareRoot(a: Float64Array, p: number, least: number): Float64Array {
  return cholesky(a, p, least) ?? clippedRoot(a, p, least);
}

/** Upper triangular C with CᵀC = A, or undefined where a pivot is below `least`. */
function cholesky(a: Float64Array, p: number, least: number): Float64Array | undefined {
  const c = new Float64Array(p * p);
  for (let i = 0; i < p; i++) {
    for (let j = i; j < p; j++) {
      let sum = a[i * p + j]!;
      for (let k = 0; k < i; k++) sum -= c[k * p + i]! * c[k * p + j]!;
      if (j === i) {
        if (!(sum > least)) return undefined;
        c[i * p + i] = Math.sqrt(sum);
      } else c[i * p + j] = sum / c[i * p + i]!;
    }
  }
  return c;
}

/** Σ_s √max(λ_s, least) v_s v_sᵀ of a symmetric matrix. */
function clippedRoot(a: Float64Array, p: number, least: number): Float64Array {
  // A + cI with c large enough is positive, and its singular values are λ + c
  let bound = 1;
  for (let i = 0; i < p; i++) {
    let sum = 0;
    for (let j = 0; j < p; j++) sum += Math.abs(a[i * p + j]!);
    bound = Math.max(bound, sum);
  }
  const shifted = a.map((value, i) => value + (i % (p + 1) === 0 ? bound : 0));
  const { values, vectors } = singularValues(shifted, p);
  const root = new Float64Array(p * p);
  for (const [s, value] of values.entries()) {
    const size = Math.sqrt(Math.max(value - bound, least));
    for (let i = 0; i < p; i++) {
      const left = size * vectors[i * p + s]!;
      for (let j = 0; j < p; j++) root[i * p + j] = root[i * p + j]! + left * vectors[j * p + s]!;
    }
  }
  return root;
}
