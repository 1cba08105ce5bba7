/** What all one-step methods share: the current value and slope, the norm of errors, the first step. */

/** The linear part of an equation. */
export interface LinearPart {
  /** out = L x. */
  multiply(x: Float64Array, out: Float64Array): void;
  /** Replaces x by the solution z of z − step·L z = x; whether it was found. */
  resolve(step: number, x: Float64Array): boolean;
  /**
   * The largest real part of an eigenvalue, 0 if all are negative; it may be taken from the symbol and be somewhat too small: steps stay
   * below half its inverse, an eighth of where 1 − hγL becomes singular.
   */
  readonly growth: number;
}

/** A problem with its tolerances. */
export interface Problem {
  readonly initial: Float64Array;
  readonly rightHandSide: (t: number, y: Float64Array, out: Float64Array) => void;
  readonly relativeTolerance: number;
  readonly absoluteTolerance: number;
  /** A linear part, to be added to the right-hand side; for methods that treat it implicitly. */
  readonly linear?: LinearPart;
  /** Weights of the mean square of y where its entries are coefficients of fields; errors are then measured in that mean. */
  readonly squareWeights?: Float64Array;
}

/** One step at a time over reused arrays: `attempt` until the error is at most 1, then `accept`. */
export abstract class Stepper {
  /** The current value, always finite. */
  y: Float64Array;
  /** Calls of the right-hand side so far. */
  evaluations = 0;
  /** The error estimate behaves like h to this power. */
  abstract readonly errorOrder: number;
  /** The value that the last attempt reached. */
  protected next: Float64Array;
  /** f(t, y), once `firstStep` has been called. */
  protected slope: Float64Array;
  readonly #problem: Problem;

  constructor(problem: Problem) {
    this.#problem = problem;
    this.y = problem.initial.slice();
    this.next = new Float64Array(this.y.length);
    this.slope = new Float64Array(this.y.length);
  }

  /** Tries a step; the error in units of the tolerance, NaN when a value stopped being finite. */
  abstract attempt(t: number, h: number): number;

  /** Makes the tried value the current one. */
  abstract accept(): void;

  protected evaluate(t: number, y: Float64Array, out: Float64Array): void {
    this.evaluations++;
    this.#problem.rightHandSide(t, y, out);
  }

  /** A step over which y changes by a hundredth of itself at first order [hairer-1993, section II.4]. */
  firstStep(t: number, span: number): number {
    this.evaluate(t, this.y, this.slope);
    return this.stepFrom(span);
  }

  /** The first step from the slope. */
  protected stepFrom(span: number): number {
    const slope = this.norm(this.slope, this.y, this.y);
    const size = this.norm(this.y, this.y, this.y);
    return Math.min(span, slope > 1e-5 && size > 1e-5 ? (0.01 * size) / slope : 1e-6 * span);
  }

  /** Root mean square of x in units of the tolerance at the values y and z. */
  protected norm(x: Float64Array, y: Float64Array, z: Float64Array): number {
    const { absoluteTolerance, relativeTolerance, squareWeights } = this.#problem;
    if (squareWeights !== undefined) {
      const size = (v: Float64Array): number =>
        Math.sqrt(v.reduce((sum, value, i) => sum + squareWeights[i]! * value ** 2, 0));
      const scale = absoluteTolerance + relativeTolerance * Math.max(size(y), size(z));
      // Squares overflow long before values do; against an infinite scale every error would be small.
      return scale < Number.POSITIVE_INFINITY ? size(x) / scale : Number.NaN;
    }
    let sum = 0;
    for (let i = 0; i < x.length; i++) {
      const scale = absoluteTolerance + relativeTolerance * Math.max(Math.abs(y[i]!), Math.abs(z[i]!));
      sum += (x[i]! / scale) ** 2;
    }
    return Math.sqrt(sum / Math.max(1, x.length));
  }

  /** out = base + Σ weights[j] vectors[j]; whether all of it is finite. */
  protected combine(
    out: Float64Array,
    base: Float64Array,
    weights: readonly number[],
    vectors: readonly Float64Array[],
  ): boolean {
    out.set(base);
    weights.forEach((weight, j) => {
      if (weight === 0) return;
      const vector = vectors[j]!;
      for (let i = 0; i < out.length; i++) out[i]! += weight * vector[i]!;
    });
    // 0 · x is 0 for finite x and NaN otherwise.
    let defect = 0;
    for (let i = 0; i < out.length; i++) defect += 0 * out[i]!;
    return defect === 0;
  }
}
