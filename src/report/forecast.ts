/**
 * The learned equation run forward from the first snapshot held out, beside the snapshots that follow it. An equation that is ill posed
 * forward in time, or that stops, is a finding to be told, not a failure.
 */
import { GraphSum } from '../algebra/index.js';
import { JetgraphError } from '../base/index.js';
import { allSlices, smoothedData, type Trajectory } from '../discovery/index.js';
import type { Grid } from '../grid/index.js';
import { linearGrowth, type Recorded, solveEquation } from '../solve/index.js';
import { isSpectral } from '../spectral/index.js';
import type { Evaluable } from './equations.js';

/** How the simulation went, and how far it is from the data. */
export interface Forecast {
  /** `not run`: ill posed, or there is nothing to run. `stopped`: the solver gave up on the way. */
  readonly outcome: 'complete' | 'stopped' | 'not run';
  /** What happened, in a sentence. */
  readonly words: string;
  /** Times held out that were reached, the first one being the start. */
  readonly times: readonly number[];
  /** For each field the root mean square of simulation less data at each time, over the root mean square deviation of the data held out from their mean. */
  readonly errors: Readonly<Record<string, readonly number[]>>;
  /** The same where nothing changes from the start on. */
  readonly persistence: Readonly<Record<string, readonly number[]>>;
  /** Noise on the data, as estimated, over the same deviation: no simulation is nearer to them. */
  readonly noise: Readonly<Record<string, number>>;
  /** The simulation at these times. */
  readonly values: Readonly<Record<string, readonly Float64Array[]>>;
}

/** Steps before an explicit method is given up for one that suits diffusion. */
const mostSteps = 8_000;

const notRun = (words: string): Forecast => ({
  outcome: 'not run',
  words,
  times: [],
  errors: {},
  persistence: {},
  noise: {},
  values: {},
});

/** Whether short waves grow the faster the shorter they are. */
function illPosed(grid: Grid, { equations, parameters }: Evaluable): boolean {
  const { dimension, kappa } = grid.space;
  const growth = linearGrowth(equations, { ...parameters, kappa, n: dimension });
  const volume = grid.weights.reduce((sum, weight) => sum + weight, 0);
  const shortest = -((Math.PI / (volume / grid.size) ** (1 / dimension)) ** 2);
  return growth(4 * shortest) > 0 && growth(4 * shortest) > 2 * growth(shortest);
}

/**
 * Runs the equations over the last `heldOut` snapshots of the run.
 * @param background - fields that are given; they have to stay what they are.
 */
export function forecastOf(
  grid: Grid,
  run: Trajectory,
  learned: Evaluable,
  options: {
    readonly heldOut: number;
    readonly background: readonly string[];
    readonly onProgress: (fraction: number) => void;
    readonly signal?: AbortSignal | undefined;
  },
): Forecast {
  const { background, onProgress, signal, heldOut } = options;
  if (heldOut < 3) return notRun(`Too few snapshots were held out for a simulation: ${heldOut}.`);
  const start = run.times.length - heldOut;
  const times = Array.from({ length: heldOut }, (_, k) => run.times[start + k]!);
  const data = Object.fromEntries(
    Object.entries(run.fields).map(([name, list]) => [name, allSlices(list).slice(start)]),
  );
  const moving = background.find((name) =>
    data[name]!.some((slice) => slice.some((x, i) => x !== data[name]![0]![i]!)),
  );
  if (moving !== undefined) {
    return notRun(
      `The background field ${moving} changes in time, and the solver takes fields that are constant or have an equation.`,
    );
  }
  if (illPosed(grid, learned)) {
    return notRun(
      'The linear part of the equation lets waves grow the faster the shorter they are: it is ill posed forward in time, so no simulation was run.',
    );
  }
  const smooth = smoothedData(grid, { times, fields: data });
  const initial = Object.fromEntries(Object.entries(smooth.fields).map(([name, list]) => [name, list[0]!]));
  const equations = {
    ...learned.equations,
    ...Object.fromEntries(background.map((name) => [name, GraphSum.zero()])),
  };
  const methods = isSpectral(grid) ? ['imex', 'dormand-prince'] : ['dormand-prince', 'chebyshev'];
  const names = Object.keys(learned.equations);
  let reached: Recorded | undefined;
  let reason = '';
  for (const method of methods) {
    try {
      const { times: found, fields } = solveEquation({
        equations,
        grid,
        initial,
        parameters: learned.parameters,
        method,
        tStart: times[0]!,
        tEnd: times.at(-1)!,
        snapshots: times,
        maxSteps: mostSteps,
        ...(signal && { signal }),
        onProgress: ({ time }) => onProgress((time - times[0]!) / (times.at(-1)! - times[0]!)),
        onCheckpoint: (checkpoint) => {
          if (reached === undefined || checkpoint.times.length > reached.times.length) reached = checkpoint;
        },
      });
      const words = `The equation was run from t = ${times[0]} to t = ${times.at(-1)} by the method ${method}.`;
      return compared(grid, data, smooth.noise, names, { outcome: 'complete', words, times: found, values: fields });
    } catch (error) {
      if (!(error instanceof JetgraphError) || error.code === 'INCONSISTENT') throw error;
      reason = `${error.complaint.got}; ${error.complaint.hint ?? ''}`.replace(/; $/, '');
    }
  }
  const kept = reached === undefined ? [] : reached.times;
  const size = grid.size;
  const values = Object.fromEntries(
    names.map((name) => {
      const k = Object.keys(equations).indexOf(name);
      return [name, reached === undefined ? [] : reached.values.map((y) => y.subarray(k * size, (k + 1) * size))];
    }),
  );
  const until = kept.length === 0 ? 'at once' : `after t = ${kept.at(-1)}`;
  const words = `The simulation stopped ${until}: ${reason}. Run forward, the learned equation is unstable on these data, or stiffer than the solver bears.`;
  return compared(grid, data, smooth.noise, names, { outcome: 'stopped', words, times: kept, values });
}

/** Adds the errors, of the simulation and of the first snapshot kept, to what was found. */
function compared(
  grid: Grid,
  data: Readonly<Record<string, readonly Float64Array[]>>,
  noise: Readonly<Record<string, number>>,
  names: readonly string[],
  found: Pick<Forecast, 'outcome' | 'words' | 'times' | 'values'>,
): Forecast {
  const errorsOf = (name: string, at: (k: number) => Float64Array | undefined): number[] => {
    const list = data[name]!;
    const scale = deviation(grid, list);
    return found.times.map((_, k) => distance(grid, at(k)!, list[k]!) / scale);
  };
  const byField = (at: (name: string, k: number) => Float64Array | undefined) =>
    Object.fromEntries(names.map((name) => [name, errorsOf(name, (k) => at(name, k))]));
  return {
    ...found,
    values: Object.fromEntries(names.map((name) => [name, found.values[name]!])),
    errors: byField((name, k) => found.values[name]![k]),
    persistence: byField((name) => filled(data[name]!)),
    noise: Object.fromEntries(names.map((name) => [name, noise[name]! / deviation(grid, data[name]!)])),
  };
}

/** The first snapshot; where a sample is missing, the first one that is not. */
function filled(list: readonly Float64Array[]): Float64Array {
  return list[0]!.map((value, i) =>
    Number.isNaN(value) ? (list.find((slice) => !Number.isNaN(slice[i]!))?.[i] ?? value) : value,
  );
}

/** Root mean square of the difference over the nodes where both are known. */
function distance(grid: Grid, a: Float64Array, b: Float64Array): number {
  let [sum, weight] = [0, 0];
  for (let i = 0; i < grid.size; i++) {
    const difference = a[i]! - b[i]!;
    if (Number.isNaN(difference)) continue;
    sum += grid.weights[i]! * difference * difference;
    weight += grid.weights[i]!;
  }
  return Math.sqrt(sum / weight);
}

/** Root mean square deviation from the mean over all snapshots. */
function deviation(grid: Grid, list: readonly Float64Array[]): number {
  const mean = (of: (value: number) => number): number => {
    let [weight, sum] = [0, 0];
    for (const slice of list) {
      for (let i = 0; i < grid.size; i++) {
        if (Number.isNaN(slice[i]!)) continue;
        weight += grid.weights[i]!;
        sum += grid.weights[i]! * of(slice[i]!);
      }
    }
    return sum / weight;
  };
  const middle = mean((value) => value);
  return Math.sqrt(mean((value) => (value - middle) ** 2)) || 1;
}
