/**
 * Implicit–explicit steps for y' = f(t, y) + L y with a linear L whose resolvent is cheap: f by an explicit and L by an
 * L-stable, singly diagonally implicit Runge–Kutta method of order 4 that share their weights and have an embedded method of
 * order 3: ARK4(3)6L[2]SA [kennedy-carpenter-2003, appendix C]. Stage i is
 *
 *   (1 − hγL) y_i = y + h Σ_{j<i} (e_ij f_j + a_ij L y_j),   and   y₊ = y + h Σ b_j (f_j + L y_j).
 */
import { Inconsistent } from '../base/index.js';
import { type LinearPart, type Problem, Stepper } from './stepper.js';
import { orderDefect } from './tableau.js';

/** A pair of matrices with common weights; the implicit one has a constant diagonal γ, but for the first stage. */
export interface AdditiveTableau {
  readonly explicit: readonly (readonly number[])[];
  readonly implicit: readonly (readonly number[])[];
  readonly b: readonly number[];
  readonly c: readonly number[];
  readonly order: number;
  readonly embedded: readonly number[];
  readonly embeddedOrder: number;
}

/** @throws Inconsistent when an order condition fails, the coupling ones included. */
export function checkAdditive(tableau: AdditiveTableau): AdditiveTableau {
  const { explicit, implicit, b, c, order, embedded, embeddedOrder } = tableau;
  const fail = (expected: string): never => {
    throw new Inconsistent({ where: 'additive Runge–Kutta table', expected, got: 'another table' });
  };
  const tolerance = 1e-13;
  if (orderDefect([explicit, implicit], b, order) > tolerance) fail(`order ${order}`);
  if (orderDefect([explicit, implicit], embedded, embeddedOrder) > tolerance) fail(`embedded order ${embeddedOrder}`);
  if (orderDefect([explicit, implicit], embedded, embeddedOrder + 1) < 1e-6)
    fail(`embedded order ${embeddedOrder} only`);
  for (const matrix of [explicit, implicit]) {
    matrix.forEach((row, i) => {
      if (Math.abs(row.reduce((sum, x) => sum + x, 0) - c[i]!) > tolerance) fail('row sums c');
    });
  }
  return tableau;
}

const fourthOrder = checkAdditive({
  explicit: [
    [],
    [1 / 2],
    [13861 / 62500, 6889 / 62500],
    [-116923316275 / 2393684061468, -2731218467317 / 15368042101831, 9408046702089 / 11113171139209],
    [
      -451086348788 / 2902428689909,
      -2682348792572 / 7519795681897,
      12662868775082 / 11960479115383,
      3355817975965 / 11060851509271,
    ],
    [
      647845179188 / 3216320057751,
      73281519250 / 8382639484533,
      552539513391 / 3454668386233,
      3354512671639 / 8306763924573,
      4040 / 17871,
    ],
  ],
  implicit: [
    [],
    [1 / 4, 1 / 4],
    [8611 / 62500, -1743 / 31250, 1 / 4],
    [5012029 / 34652500, -654441 / 2922500, 174375 / 388108, 1 / 4],
    [15267082809 / 155376265600, -71443401 / 120774400, 730878875 / 902184768, 2285395 / 8070912, 1 / 4],
    [82889 / 524892, 0, 15625 / 83664, 69875 / 102672, -2260 / 8211, 1 / 4],
  ],
  b: [82889 / 524892, 0, 15625 / 83664, 69875 / 102672, -2260 / 8211, 1 / 4],
  c: [0, 1 / 2, 83 / 250, 31 / 50, 17 / 20, 1],
  order: 4,
  embedded: [
    4586570599 / 29645900160,
    0,
    178811875 / 945068544,
    814220225 / 1159782912,
    -3700637 / 11593932,
    61727 / 225920,
  ],
  embeddedOrder: 3,
});

/** A problem without linear part: the method is explicit. */
const nothing: LinearPart = { multiply: (_, out) => out.fill(0), resolve: () => true, growth: 0 };

/** Steps by the pair above. */
export class AdditiveStepper extends Stepper {
  override readonly errorOrder = fourthOrder.embeddedOrder + 1;
  readonly #linear: LinearPart;
  /** f and L y at each stage. */
  readonly #slopes: Float64Array[];
  readonly #products: Float64Array[];
  readonly #zero: Float64Array;
  readonly #error: Float64Array;
  /** Whether the first stage belongs to the current value. */
  #fresh = false;

  constructor(problem: Problem) {
    super(problem);
    this.#linear = problem.linear ?? nothing;
    this.#slopes = fourthOrder.b.map(() => this.y.slice());
    this.#products = fourthOrder.b.map(() => this.y.slice());
    this.#zero = new Float64Array(this.y.length);
    this.#error = new Float64Array(this.y.length);
  }

  override firstStep(t: number, span: number): number {
    this.#begin(t);
    this.combine(this.slope, this.#slopes[0]!, [1], [this.#products[0]!]);
    return this.stepFrom(span);
  }

  override attempt(t: number, h: number): number {
    const { explicit, implicit, b, c, embedded } = fourthOrder;
    const gamma = implicit[1]![1]!;
    if (h * this.#linear.growth > 0.5) return Number.POSITIVE_INFINITY;
    if (!this.#fresh) this.#begin(t);
    const vectors = [...this.#slopes, ...this.#products];
    const weights = (f: readonly number[], l: readonly number[]): number[] => [
      ...this.#slopes.map((_, j) => h * (f[j] ?? 0)),
      ...this.#products.map((_, j) => h * (l[j] ?? 0)),
    ];
    for (let i = 1; i < b.length; i++) {
      if (!this.combine(this.next, this.y, weights(explicit[i]!, implicit[i]!.slice(0, i)), vectors)) return Number.NaN;
      if (!this.#linear.resolve(h * gamma, this.next)) return Number.POSITIVE_INFINITY;
      this.evaluate(t + c[i]! * h, this.next, this.#slopes[i]!);
      this.#linear.multiply(this.next, this.#products[i]!);
    }
    if (!this.combine(this.next, this.y, weights(b, b), vectors)) return Number.NaN;
    const difference = b.map((x, j) => x - embedded[j]!);
    this.combine(this.#error, this.#zero, weights(difference, difference), vectors);
    return this.norm(this.#error, this.y, this.next);
  }

  override accept(): void {
    [this.y, this.next] = [this.next, this.y];
    this.#fresh = false;
  }

  /** The first stage. */
  #begin(t: number): void {
    this.evaluate(t, this.y, this.#slopes[0]!);
    this.#linear.multiply(this.y, this.#products[0]!);
    this.#fresh = true;
  }
}
