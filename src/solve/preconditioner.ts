/**
 * Preconditioners for (1 − sL) z = x. Where L = p(D) for one field, 1 − s p(D) = c Π (D − r_j) with the roots r_j of the
 * polynomial, and each factor is inverted nearly: D − r has far fewer entries than p(D) and incomplete factors of better quality. A pair
 * of complex roots needs one of them, because D is real: 1/((D − r)(D − r̄)) = Im (1/(D − r)) / Im r. Otherwise the whole matrix is
 * factored.
 */
import { type CsrMatrix, csrFromRows } from './csr.js';
import type { Preconditioner } from './gmres.js';
import { incompleteLu } from './incompleteLu.js';
import { polynomialRoots } from './polynomialRoots.js';

/** Σ p_k D^k. */
export interface MatrixPolynomial {
  readonly matrix: CsrMatrix;
  readonly coefficients: readonly number[];
}

/** For 1 − s p(D). */
export function polynomialPreconditioner({ matrix, coefficients }: MatrixPolynomial, s: number): Preconditioner {
  const shifted = coefficients.map((c, k) => (k === 0 ? 1 : 0) - s * c);
  const factors = polynomialRoots(shifted).map((root) => ({ root, inverse: incompleteLu(matrix, root) }));
  const [re, im] = [new Float64Array(matrix.rows), new Float64Array(matrix.rows)];
  // The polynomial at 0, apart from the roots.
  const constant = factors.reduce(
    (product, { root }) => product * (root.im === 0 ? -root.re : root.re ** 2 + root.im ** 2),
    1 / shifted[0]!,
  );
  return (x) => {
    for (let i = 0; i < x.length; i++) x[i]! *= constant;
    for (const { root, inverse } of factors) {
      inverse.solve(x, re, im);
      if (root.im === 0) x.set(re);
      else for (let i = 0; i < x.length; i++) x[i] = im[i]! / root.im;
    }
  };
}

/** For 1 − s A. */
export function matrixPreconditioner(a: CsrMatrix, s: number): Preconditioner {
  const shifted = csrFromRows(a.rows, a.rows, (row, add) => {
    for (let k = a.first[row]!; k < a.first[row + 1]!; k++) add(a.columns[k]!, s * a.entries[k]!);
  });
  const inverse = incompleteLu(shifted, { re: 1, im: 0 });
  const [re, im] = [new Float64Array(a.rows), new Float64Array(a.rows)];
  return (x) => {
    inverse.solve(x, re, im);
    for (let i = 0; i < x.length; i++) x[i] = -re[i]!;
  };
}
