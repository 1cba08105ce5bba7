/** Steps of an embedded pair: the difference of the two solutions is the error, the last stage the next first one. */
import { type Problem, Stepper } from './stepper.js';
import type { Tableau } from './tableau.js';

/** Steps by a table. */
export class EmbeddedStepper extends Stepper {
  override readonly errorOrder: number;
  readonly #tableau: Tableau;
  readonly #stages: Float64Array[];
  readonly #errorWeights: readonly number[];
  readonly #zero: Float64Array;
  readonly #error: Float64Array;

  constructor(problem: Problem, tableau: Tableau) {
    super(problem);
    this.#tableau = tableau;
    this.errorOrder = tableau.embeddedOrder + 1;
    this.#stages = tableau.b.map((_, j) => (j === 0 ? this.slope : this.y.slice()));
    this.#errorWeights = tableau.b.map((b, j) => b - tableau.embedded[j]!);
    this.#zero = new Float64Array(this.y.length);
    this.#error = new Float64Array(this.y.length);
  }

  override attempt(t: number, h: number): number {
    const { a, c } = this.#tableau;
    const times = (weights: readonly number[]): number[] => weights.map((weight) => h * weight);
    for (let i = 1; i < a.length; i++) {
      if (!this.combine(this.next, this.y, times(a[i]!), this.#stages)) return Number.NaN;
      this.evaluate(t + c[i]! * h, this.next, this.#stages[i]!);
    }
    this.combine(this.#error, this.#zero, times(this.#errorWeights), this.#stages);
    return this.norm(this.#error, this.y, this.next);
  }

  override accept(): void {
    [this.y, this.next] = [this.next, this.y];
    const last = this.#stages.length - 1;
    [this.#stages[0], this.#stages[last]] = [this.#stages[last]!, this.#stages[0]!];
    this.slope = this.#stages[0]!;
  }
}
