/** u_t beside f(u) on the data: relative residuals over time, residual fields, and pairs for a scatter plot. */
import { Random } from '../base/index.js';
import { ratesOf, type Trajectory } from '../discovery/index.js';
import type { Grid } from '../grid/index.js';
import type { Evaluable } from './equations.js';

/** Residuals of one field. */
export interface FieldResiduals {
  /** ‖u_t − f(u)‖ / ‖u_t‖ at each of the times. */
  readonly relative: readonly number[];
  /** 1 − Σ(u_t − f(u))² / Σ(u_t − mean)² over all nodes at all of the times, with the weights of the grid. */
  readonly explained: number;
  /** u_t − f(u) at the nodes, at the times of `shown`. */
  readonly maps: readonly Float64Array[];
  /** Pairs at random nodes and times. */
  readonly observed: readonly number[];
  readonly predicted: readonly number[];
  /** Whether the time of a pair was held out. */
  readonly heldOut: readonly boolean[];
}

/** Residuals of all fields. */
export interface Residuals {
  readonly times: readonly number[];
  /** Positions among `times` of the residual fields kept: all of them on a line, three elsewhere. */
  readonly shown: readonly number[];
  /** Estimated standard deviation of the noise that was smoothed away. */
  readonly noise: Readonly<Record<string, number>>;
  readonly fields: Readonly<Record<string, FieldResiduals>>;
}

/** Snapshots looked at, at most. */
const mostTimes = { line: 80, other: 24 };

/** Pairs of the scatter plot, about. */
const pairs = 1500;

/** Evaluates the equations on the whole run; the last `heldOut` snapshots were not learned from. */
export function residualsOf(
  grid: Grid,
  run: Trajectory,
  { equations, parameters }: Evaluable,
  options: { readonly heldOut: number; readonly seed: number; readonly onProgress: (fraction: number) => void },
): Residuals {
  const rates = ratesOf(grid, run, equations, parameters);
  const line = grid.space.dimension === 1 && grid.axes.length === 1;
  const snapshots = evenly(rates.snapshots, line ? mostTimes.line : mostTimes.other);
  const last = snapshots.length - 1;
  const shown = line ? snapshots.map((_, i) => i) : [...new Set([0, Math.round(last / 2), last])];
  const firstHeldOut = run.times.length - options.heldOut;
  const random = new Random(options.seed, 'nodes');
  const perSnapshot = Math.ceil(pairs / snapshots.length);
  const collected = Object.keys(equations).map((name) => ({
    name,
    relative: [] as number[],
    maps: [] as Float64Array[],
    observed: [] as number[],
    predicted: [] as number[],
    heldOut: [] as boolean[],
    sums: { weight: 0, first: 0, second: 0, rest: 0 },
  }));
  for (const [position, snapshot] of snapshots.entries()) {
    const { observed, predicted } = rates.at(snapshot);
    for (const field of collected) {
      const [rate, model] = [observed[field.name]!, predicted[field.name]!];
      let [square, rest] = [0, 0];
      for (let i = 0; i < grid.size; i++) {
        const [w, u] = [grid.weights[i]!, rate[i]!];
        square += w * u * u;
        rest += w * (u - model[i]!) ** 2;
        field.sums.weight += w;
        field.sums.first += w * u;
      }
      field.sums.second += square;
      field.sums.rest += rest;
      field.relative.push(Math.sqrt(rest / square));
      if (shown.includes(position)) field.maps.push(rate.map((u, i) => u - model[i]!));
      for (let k = 0; k < perSnapshot; k++) {
        const node = random.below(grid.size);
        field.observed.push(rate[node]!);
        field.predicted.push(model[node]!);
        field.heldOut.push(snapshot >= firstHeldOut);
      }
    }
    options.onProgress((position + 1) / snapshots.length);
  }
  return {
    times: snapshots.map((snapshot) => run.times[snapshot]!),
    shown,
    noise: rates.noise,
    fields: Object.fromEntries(
      collected.map(({ name, sums: { weight, first, second, rest }, ...field }) => [
        name,
        { ...field, explained: 1 - rest / (second - first ** 2 / weight) },
      ]),
    ),
  };
}

/** At most `most` entries, evenly spaced, the first and the last among them. */
export function evenly<T>(entries: readonly T[], most: number): readonly T[] {
  if (entries.length <= most) return entries;
  return Array.from({ length: most }, (_, i) => entries[Math.round((i * (entries.length - 1)) / (most - 1))]!);
}
