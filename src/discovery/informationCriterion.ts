/**
 * Information criteria of a least squares model with k terms that leaves the share r² of the sum of squares unexplained, n
 * independent rows: BIC = n ln r² + k ln n [schwarz-1978], AICc = n ln r² + 2k + 2k(k + 1)/(n − k − 1) [hurvich-tsai-1989]. Smaller is
 * better; only differences mean something.
 */

/** A share below this is rounding. */
const rounding = 1e-24;

/** Both criteria. */
export interface InformationCriteria {
  readonly bic: number;
  /** Infinite with fewer than k + 2 rows. */
  readonly aicc: number;
}

/**
 * @param samples number n of independent rows.
 * @param terms number k of coefficients.
 * @param residual relative residual r.
 * @example
 * informationCriteria(100, 2, 0.1).bic.toFixed(1) // '-451.3'
 */
export function informationCriteria(samples: number, terms: number, residual: number): InformationCriteria {
  const fit = samples * Math.log(Math.max(residual * residual, rounding));
  const room = samples - terms - 1;
  return {
    bic: fit + terms * Math.log(samples),
    aicc: room > 0 ? fit + 2 * terms + (2 * terms * (terms + 1)) / room : Number.POSITIVE_INFINITY,
  };
}
