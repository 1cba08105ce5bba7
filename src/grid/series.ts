/**
 * Power series in n variables, truncated above total degree K: dense coefficients in the order of `jetIndices(n, K)`,
 * where the sorted list [0, 0, 1] stands for the monomial w_0² w_1.
 */
import { jetIndices } from '../base/index.js';

/** Coefficients of a truncated series. */
export type Series = readonly number[];

/** Arithmetic of truncated series for one number of variables and one degree. */
export class SeriesRing {
  readonly monomials: readonly (readonly number[])[];
  readonly #position: ReadonlyMap<string, number>;

  constructor(variables: number, degree: number) {
    this.monomials = jetIndices(variables, degree);
    this.#position = new Map(this.monomials.map((m, i) => [m.join(), i]));
  }

  constant(value: number): Series {
    return this.monomials.map((m) => (m.length === 0 ? value : 0));
  }

  /** The linear form Σ coefficients[i] w_i. */
  linear(coefficients: readonly number[]): Series {
    return this.monomials.map((m) => (m.length === 1 ? coefficients[m[0]!]! : 0));
  }

  add(a: Series, b: Series): Series {
    return a.map((x, i) => x + b[i]!);
  }

  scale(a: Series, factor: number): Series {
    return a.map((x) => x * factor);
  }

  multiply(a: Series, b: Series): Series {
    const result = new Array<number>(a.length).fill(0);
    for (const [i, x] of a.entries()) {
      if (x === 0) continue;
      for (const [j, y] of b.entries()) {
        const product = [...this.monomials[i]!, ...this.monomials[j]!].sort((p, q) => p - q);
        const k = this.#position.get(product.join());
        if (k !== undefined) result[k]! += x * y;
      }
    }
    return result;
  }

  /** f(a) from the derivatives f^(0), …, f^(K) at the constant term of a. */
  compose(derivatives: readonly number[], a: Series): Series {
    const nilpotent = [0, ...a.slice(1)];
    let power = this.constant(1);
    let result = this.constant(0);
    let factorial = 1;
    for (const [k, f] of derivatives.entries()) {
      if (k > 0) {
        power = this.multiply(power, nilpotent);
        factorial *= k;
      }
      result = this.add(result, this.scale(power, f / factorial));
    }
    return result;
  }

  /** The Euler operator Σ w_i ∂_i: multiplies the part of degree k by k. */
  euler(a: Series): Series {
    return a.map((x, i) => x * this.monomials[i]!.length);
  }
}
