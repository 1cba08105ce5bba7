/**
 * Runge–Kutta–Chebyshev steps of order 2: s stages are stable on about (2/3) s² of the negative real axis, so the
 * number of stages is chosen from the spectral radius of ∂f/∂y. Formulas (2.2)–(2.7) of [sommeijer-shampine-verwer-1998].
 */
import { Random } from '../base/index.js';
import { type Problem, Stepper } from './stepper.js';

/** Damping of the stability polynomial. */
const damping = 2 / 13;
/** Beyond this many stages the step is refused. */
const mostStages = 1000;
/** Accepted steps for which an estimate of the spectral radius is trusted. */
const trusted = 25;

/** T_j, T_j′ and T_j″ at x for j = 0..s. */
function chebyshev(s: number, x: number): { value: number[]; first: number[]; second: number[] } {
  const value = [1, x];
  const first = [0, 1];
  const second = [0, 0];
  for (let j = 2; j <= s; j++) {
    value.push(2 * x * value[j - 1]! - value[j - 2]!);
    first.push(2 * x * first[j - 1]! + 2 * value[j - 1]! - first[j - 2]!);
    second.push(2 * x * second[j - 1]! + 4 * first[j - 1]! - second[j - 2]!);
  }
  return { value, first, second };
}

/** Steps with as many stages as stability asks for. */
export class ChebyshevStepper extends Stepper {
  override readonly errorOrder = 3;
  #radius = 0;
  /** Steps since the radius was estimated. */
  #age = trusted;
  /** Approximate dominant eigenvector; noise at first, so that no eigenvector is missing. */
  #direction: Float64Array;
  #stage: Float64Array;
  #before: Float64Array;
  #stageSlope: Float64Array;
  #nextSlope: Float64Array;

  constructor(problem: Problem) {
    super(problem);
    const random = new Random(1);
    this.#direction = this.y.map(() => random.normal());
    this.#stage = this.y.slice();
    this.#before = this.y.slice();
    this.#stageSlope = this.y.slice();
    this.#nextSlope = this.y.slice();
  }

  override attempt(t: number, h: number): number {
    if (this.#age >= trusted) this.#estimateRadius(t);
    const s = Math.max(2, 1 + Math.ceil(Math.sqrt(1 + 1.54 * h * this.#radius)));
    if (s > mostStages) return Number.POSITIVE_INFINITY;
    const w0 = 1 + damping / (s * s);
    const { value, first, second } = chebyshev(s, w0);
    const w1 = first[s]! / second[s]!;
    const b = value.map((_, j) => (j < 2 ? 0 : second[j]! / first[j]! ** 2));
    b[0] = b[2]!;
    b[1] = b[2]!;
    const c = value.map((_, j) => (j < 2 ? 0 : (w1 * second[j]!) / first[j]!));
    c[1] = c[2]! / first[2]!;

    const y = this.y;
    this.#before.set(y);
    let finite = this.combine(this.#stage, y, [h * b[1]! * w1], [this.slope]);
    for (let j = 2; finite && j <= s; j++) {
      this.evaluate(t + c[j - 1]! * h, this.#stage, this.#stageSlope);
      const mu = (2 * b[j]! * w0) / b[j - 1]!;
      const nu = -b[j]! / b[j - 2]!;
      const step = (2 * h * b[j]! * w1) / b[j - 1]!;
      const back = -(1 - b[j - 1]! * value[j - 1]!) * step;
      const weights = [-mu - nu, mu, nu, step, back];
      finite = this.combine(this.next, y, weights, [y, this.#stage, this.#before, this.#stageSlope, this.slope]);
      [this.#before, this.#stage, this.next] = [this.#stage, this.next, this.#before];
    }
    if (!finite) return Number.NaN;
    this.next.set(this.#stage);
    this.evaluate(t + h, this.next, this.#nextSlope);
    // The error: 4/5 (y − y₁) + 2/5 h (f + f₁).
    const weights = [-0.8, 0.4 * h, 0.4 * h];
    for (let i = 0; i < y.length; i++) this.#stage[i] = 0.8 * y[i]!;
    this.combine(this.#stageSlope, this.#stage, weights, [this.next, this.slope, this.#nextSlope]);
    const error = this.norm(this.#stageSlope, y, this.next);
    if (!(error <= 1)) this.#age = trusted;
    return error;
  }

  override accept(): void {
    [this.y, this.next] = [this.next, this.y];
    [this.slope, this.#nextSlope] = [this.#nextSlope, this.slope];
    this.#age++;
  }

  /** Power iteration on differences of f, with 20% added for safety [sommeijer-shampine-verwer-1998, section 3]. */
  #estimateRadius(t: number): void {
    const length = (x: Float64Array): number => Math.sqrt(x.reduce((sum, value) => sum + value * value, 0));
    const small = Math.sqrt(Number.EPSILON) * (length(this.y) || 1);
    let previous = 0;
    for (let iteration = 0; iteration < 50; iteration++) {
      const size = length(this.#direction);
      if (size === 0) break;
      this.combine(this.#stage, this.y, [small / size], [this.#direction]);
      this.evaluate(t, this.#stage, this.#stageSlope);
      for (let i = 0; i < this.y.length; i++) this.#direction[i] = this.#stageSlope[i]! - this.slope[i]!;
      const radius = length(this.#direction) / small;
      const settled = Math.abs(radius - previous) <= 0.01 * radius;
      previous = radius;
      if (settled) break;
    }
    this.#radius = 1.2 * previous;
    this.#age = 0;
  }
}
