/** What the spectral representations of fields have in common: eigenfunctions of Δ on the nodes of a grid. */
import type { JetForm } from '../grid/index.js';

/**
 * Fields as sums of eigenfunctions of Δ. A coefficient array has the real parts of all modes first, then the imaginary
 * parts; both parts of a mode are multiplied by the same real number under every linear operator that is invariant under all isometries.
 */
export interface SpectralBasis {
  readonly dimension: number;
  /** Number of nodes. */
  readonly size: number;
  /** Number of coefficients: twice the number of modes. */
  readonly length: number;
  /** Eigenvalue of Δ for each coefficient. */
  readonly eigenvalues: Float64Array;
  /** On the line: the wave number w of each mode e^{iwx}, 0 where its sign is unknown. */
  readonly waves?: Float64Array;
  /** ∫ u² = Σ squareWeights[i] c[i]². */
  readonly squareWeights: Float64Array;
  /** Largest degree or wave number kept. */
  readonly bandLimit: number;
  /** Position of the coefficient that alone changes the integral of a field. */
  readonly constant: number;
  /** Coefficients of the field with these values at the nodes; components beyond the band are aliased. */
  analyse(values: Float64Array, coefficients: Float64Array): void;
  /** Combinations of jet components, one array over the nodes for each. */
  jets(coefficients: Float64Array, forms: readonly JetForm[]): Float64Array[];
}

/** The combination that is one component: `[]` is the value. */
export const component = (...index: readonly number[]): JetForm => [{ index, coefficient: 1 }];
