/**
 * Initial value problems y' = f(t, y) + L y for large y: Runge–Kutta methods with a PI step controller
 * [hairer-1996, section IV.2]. Snapshot times are met exactly.
 */
import { checkInteger, checkOptions, InvalidInput, OutOfRange } from '../base/index.js';
import { AdditiveStepper } from './additive.js';
import { ChebyshevStepper } from './chebyshev.js';
import { EmbeddedStepper } from './embedded.js';
import type { LinearPart, Problem, Stepper } from './stepper.js';
import { tableaux } from './tableau.js';

const methods: Readonly<Record<string, (problem: Problem) => Stepper>> = {
  ...Object.fromEntries(
    Object.entries(tableaux).map(([name, tableau]) => [
      name,
      (problem: Problem) => new EmbeddedStepper(problem, tableau),
    ]),
  ),
  chebyshev: (problem) => new ChebyshevStepper(problem),
  imex: (problem) => new AdditiveStepper(problem),
};

/** Names of the methods. */
export const solverMethods: readonly string[] = Object.keys(methods);

/** What is reported while solving. */
export interface SolveProgress {
  readonly time: number;
  readonly tEnd: number;
  readonly step: number;
  readonly accepted: number;
  readonly rejected: number;
}

/** What has been recorded at the snapshots so far. */
export interface Recorded {
  readonly times: readonly number[];
  /** The solution at each time. */
  readonly values: readonly Float64Array[];
  /** Each monitor at each time. */
  readonly monitors: Readonly<Record<string, readonly number[]>>;
}

/** All that is needed to go on with a run from one of its snapshots. Arrays are copies. */
export interface Checkpoint extends Recorded {
  readonly time: number;
  /** The state y: values at nodes, or coefficients. */
  readonly state: Float64Array;
  /** The step that comes next, and the error of the last one, which the controller uses. */
  readonly step: number;
  readonly error: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly evaluations: number;
}

/** How to integrate: shared by {@link solve} and `solveEquation`. */
export interface SolveControl {
  readonly tStart?: number;
  readonly tEnd: number;
  /**
   * `dormand-prince` (default, order 5), `bogacki-shampine` (order 3), `ssp` (order 3, preserves strong stability in steps up to
   * twice those of Euler's method, see `maxStep`; `ssp33` up to once), or `chebyshev` (order 2): many stages for
   * long stable steps where diffusion dominates; unsuitable for waves; or `imex` (order 4): the linear part implicitly,
   * the rest explicitly, for stiff linear parts.
   */
  readonly method?: string;
  /** Local error allowed per step, in proportion to |y|, below 1; default 1e-6. */
  readonly relativeTolerance?: number;
  /** Local error allowed per step where y is small; default 1e-9. */
  readonly absoluteTolerance?: number;
  /** Rising times to record, from tStart to tEnd; default start and end. */
  readonly snapshots?: readonly number[];
  /** Refuse to take more steps than this; default one million. */
  readonly maxSteps?: number;
  /** Steps are at most this long: a bound such as that of Courant, Friedrichs and Lewy; none unless told. */
  readonly maxStep?: number;
  /** Called after every accepted step. */
  readonly onProgress?: (progress: SolveProgress) => void;
  /** Stops between steps once aborted, for example from `onProgress`; the signal's reason is thrown. */
  readonly signal?: AbortSignal;
  /** Called at every snapshot before the end. */
  readonly onCheckpoint?: (checkpoint: Checkpoint) => void;
  /**
   * Goes on from a checkpoint of the same problem, in place of `tStart` and the initial values. The result is that of the
   * uninterrupted run, to the last digit but for `chebyshev`. Of `snapshots`, those after its time are still to come.
   */
  readonly resume?: Checkpoint;
}

/** A problem for {@link solve}. */
export interface SolveOptions extends SolveControl {
  readonly initial: Float64Array;
  /** Writes f(t, y) into `out`; must not change y. y is always finite. */
  readonly rightHandSide: (t: number, y: Float64Array, out: Float64Array) => void;
  /** Names a position of y in messages; default `position i`. */
  readonly locate?: (position: number) => string;
  /** A linear part L, added to the right-hand side. Only `imex` takes it. */
  readonly linear?: LinearPart;
  /** Weights of the mean square of y: errors are measured in that mean, not entry by entry. */
  readonly squareWeights?: Float64Array;
  /** Why the solution may have stopped, from the last value of y; a general remark where it is undefined. */
  readonly likelyCause?: (y: Float64Array) => string | undefined;
  /** What is recorded and monitored, and where values are located, in place of y itself. */
  readonly view?: (y: Float64Array) => Float64Array;
  /** Quantities recorded at every snapshot, by name. */
  readonly monitors?: Readonly<Record<string, (y: Float64Array) => number>>;
}

/** What a run did. */
export interface SolveStatistics {
  readonly accepted: number;
  readonly rejected: number;
  /** Calls of the right-hand side. */
  readonly evaluations: number;
}

/** Result of {@link solve}. */
export interface SolveResult extends SolveStatistics, Recorded {}

/** Option names of {@link SolveControl}, for those who pass them on. */
export const solveControlNames: readonly string[] = [
  'tStart',
  'tEnd',
  'method',
  'relativeTolerance',
  'absoluteTolerance',
  'snapshots',
  'maxSteps',
  'maxStep',
  'onProgress',
  'signal',
  'onCheckpoint',
  'resume',
];

/**
 * Integrates y' = f(t, y).
 * @example
 * const decay = solve({ initial: Float64Array.of(1), rightHandSide: (t, y, out) => { out[0] = -y[0]; }, tEnd: 1 });
 * Math.abs(decay.values[1][0] - Math.exp(-1)) < 1e-6 // true
 * @throws InvalidInput for options that make no sense; OutOfRange when the solution stops being finite, the step
 * becomes too small, or maxSteps is reached.
 */
export function solve(options: SolveOptions): SolveResult {
  const where = 'solve';
  checkOptions(where, options, [
    ...solveControlNames,
    'initial',
    'rightHandSide',
    'locate',
    'monitors',
    'linear',
    'squareWeights',
    'view',
    'likelyCause',
  ]);
  const { rightHandSide, monitors = {}, resume, tEnd, method = 'dormand-prince' } = options;
  const { tStart = 0, initial } = resume === undefined ? options : { tStart: resume.time, initial: resume.state };
  const { relativeTolerance = 1e-6, absoluteTolerance = 1e-9, maxSteps = 1_000_000 } = options;
  const { maxStep = Number.POSITIVE_INFINITY } = options;
  const { linear, squareWeights, view = (y: Float64Array) => y.slice() } = options;
  const { snapshots = [tStart, tEnd] } = options;
  const { locate = (position: number) => `position ${position}` } = options;
  const refuse = (expected: string, got: string): never => {
    throw new InvalidInput({ where, expected, got });
  };
  if (!Object.hasOwn(methods, method)) refuse(`a method among ${solverMethods.join(', ')}`, `'${method}'`);
  if (!(tEnd > tStart && Number.isFinite(tEnd - tStart))) refuse(`an end after the start ${tStart}`, String(tEnd));
  if (!(relativeTolerance >= 0 && relativeTolerance < 1 && absoluteTolerance > 0)) {
    refuse(
      'relativeTolerance from 0 to below 1 and absoluteTolerance > 0',
      `${relativeTolerance} and ${absoluteTolerance}`,
    );
  }
  checkInteger(where, 'maxSteps', maxSteps, 1);
  if (!(maxStep > 0)) refuse('maxStep > 0', String(maxStep));
  if (linear !== undefined && method !== 'imex') refuse("method 'imex' for a linear part apart", `'${method}'`);
  if (initial.length !== options.initial.length)
    refuse(`a state of ${options.initial.length} numbers`, `${initial.length}`);
  snapshots.forEach((t, k) => {
    const from = resume === undefined ? tStart : Math.min(tStart, ...snapshots);
    if (!(t >= (k === 0 ? from : snapshots[k - 1]!) && t <= tEnd)) {
      refuse(`rising snapshots from ${from} to ${tEnd}`, snapshots.join(', '));
    }
  });
  const bad = initial.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) refuse('finite initial values', `${initial[bad]} at ${locate(bad)}`);

  const stepper = methods[method]!({
    initial,
    rightHandSide,
    relativeTolerance,
    absoluteTolerance,
    ...(linear && { linear }),
    ...(squareWeights && { squareWeights }),
  });
  const pending = snapshots.filter((snapshot) => resume === undefined || snapshot > tStart);
  const times = [...(resume?.times ?? [])];
  const values = [...(resume?.values ?? [])];
  const history = Object.fromEntries(Object.keys(monitors).map((name) => [name, [...(resume?.monitors[name] ?? [])]]));
  let [t, accepted, rejected, previousError] = [
    tStart,
    resume?.accepted ?? 0,
    resume?.rejected ?? 0,
    resume?.error ?? 1,
  ];
  let afterRejection = false;
  const record = (): boolean => {
    const before = pending.length;
    while (pending.length > 0 && pending[0]! <= t) {
      const shown = view(stepper.y);
      times.push(pending.shift()!);
      values.push(shown);
      for (const [name, monitor] of Object.entries(monitors)) history[name]!.push(monitor(shown));
    }
    return pending.length < before;
  };
  record();
  const estimate = stepper.firstStep(t, tEnd - tStart);
  let step = resume?.step ?? estimate;
  if (resume !== undefined) stepper.evaluations = resume.evaluations;
  while (t < tEnd) {
    options.signal?.throwIfAborted();
    const target = Math.min(tEnd, pending[0] ?? tEnd);
    // A step that would leave less than a tenth of itself before the target is stretched to meet it, one that would leave less than itself is halved.
    const gap = target - t;
    const reach = Math.min(1.1 * step, maxStep);
    const size = gap <= reach ? gap : Math.min(step, maxStep, gap / 2);
    if (accepted + rejected >= maxSteps || !(t + 16 * Number.EPSILON * Math.abs(t) < t + size)) {
      const reason = accepted + rejected >= maxSteps ? `${maxSteps} steps` : 'a vanishing step';
      const shown = view(stepper.y);
      const largest = shown.reduce((at, x, i, y) => (Math.abs(x) > Math.abs(y[at]!) ? i : at), 0);
      throw new OutOfRange({
        where,
        expected: `a solution up to t = ${tEnd}`,
        got: `${reason} at t = ${t} (step ${size.toExponential(1)}; largest value ${shown[largest]} at ${locate(largest)})`,
        hint:
          options.likelyCause?.(stepper.y) ??
          'the equation blows up or is ill posed (anti-diffusion, an edge without condition), or it is stiff here',
      });
    }
    const error = stepper.attempt(t, size);
    const k = stepper.errorOrder;
    if (error <= 1) {
      t = size === gap ? target : t + size;
      stepper.accept();
      accepted++;
      // PI controller: 0.7/k and 0.4/k; the error is bounded below so that the factor is at most 5.
      const factor = 0.9 * Math.max(error, 1e-10) ** (-0.7 / k) * previousError ** (0.4 / k);
      const proposal = size * Math.min(afterRejection ? 1 : 5, Math.max(0.2, factor));
      // A step shortened to meet a time says nothing against the longer one.
      step = size < step ? Math.max(step, proposal) : proposal;
      previousError = Math.max(error, 1e-4);
      afterRejection = false;
      if (record() && t < tEnd) {
        options.onCheckpoint?.({
          time: t,
          state: stepper.y.slice(),
          step,
          error: previousError,
          accepted,
          rejected,
          evaluations: stepper.evaluations,
          times: [...times],
          values: [...values],
          monitors: Object.fromEntries(Object.entries(history).map(([name, list]) => [name, [...list]])),
        });
      }
      options.onProgress?.({ time: t, tEnd, step: size, accepted, rejected });
    } else {
      rejected++;
      afterRejection = true;
      step = size * (Number.isNaN(error) ? 0.1 : Math.max(0.1, 0.9 * error ** (-1 / k)));
    }
  }
  return { times, values, monitors: history, accepted, rejected, evaluations: stepper.evaluations };
}
