/**
 * What an equation says of data, at every node: u_t from the snapshots beside f(u). Noise of the estimated level is smoothed away first, in space and
 * time, with the windows of least estimated risk (weak/denoise.ts); without noise the data stay what they are. u_t comes from local polynomials in time
 * (timeDerivative.ts), derivatives in space are spectral where the grid has them, else of order 6, or what a coarse grid allows.
 */
import type { GraphSum } from '../algebra/index.js';
import { InvalidInput } from '../base/index.js';
import type { Grid } from '../grid/index.js';
import { compileKernel, type Kernel } from '../kernel/index.js';
import { type ContractionProgram, contractionProgram } from '../program/index.js';
import { allSlices } from './series.js';
import { combineSnapshots, timeFormulas } from './timeDerivative.js';
import { chooseSmoothing, denoised, sampleAxes, widestWindow } from './weak/denoise.js';
import { fillGaps } from './weak/gaps.js';
import { jetKernel } from './weak/jetKernel.js';
import { noiseLevel } from './weak/noiseLevel.js';
import type { Trajectory } from './weak/weakDesign.js';

/** Data without noise and gaps. */
export interface SmoothedData {
  /** For every field one array over the nodes at each time. */
  readonly fields: Readonly<Record<string, readonly Float64Array[]>>;
  /** Estimated standard deviation of the noise that was on each field. */
  readonly noise: Readonly<Record<string, number>>;
}

/** One run of a system, smoothed; missing samples are filled in along time. */
export function smoothedData(grid: Grid, { times, fields }: Trajectory): SmoothedData {
  const names = Object.keys(fields);
  const axes = sampleAxes(grid, times);
  const { samples } = fillGaps(times, names, fields, widestWindow);
  const noise = Object.fromEntries(names.map((name) => [name, noiseLevel(samples[name]!, axes.shape, axes.even)]));
  return {
    noise,
    fields: Object.fromEntries(
      names.map((name) => {
        const widths = chooseSmoothing(samples[name]!, axes, noise[name]!);
        return [name, allSlices(denoised(samples[name]!, axes, widths, 1))];
      }),
    ),
  };
}

/** u_t beside f(u) at one snapshot, one array over the nodes for each field that has an equation. */
export interface RatesAt {
  readonly time: number;
  readonly observed: Readonly<Record<string, Float64Array>>;
  readonly predicted: Readonly<Record<string, Float64Array>>;
}

/** An equation beside data. */
export interface Rates extends SmoothedData {
  /** Snapshots with enough neighbours in time on both sides. */
  readonly snapshots: readonly number[];
  /** @throws InvalidInput for a snapshot that is none of `snapshots`. */
  at(snapshot: number): RatesAt;
}

/** The kernel that a data set gets, or one of lower order on a grid too coarse for it. */
function finestKernel(program: ContractionProgram, grid: Grid, usual: () => Kernel): Kernel {
  const order = program.slots.reduce((most, { index }) => Math.max(most, index.length), 0);
  const attempts = [usual, ...[4, 2].map((accuracy) => () => compileKernel(program, grid.jetScheme(order, accuracy)))];
  for (const attempt of attempts.slice(0, -1)) {
    try {
      return attempt();
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
    }
  }
  return attempts.at(-1)!();
}

/**
 * Compares u_t with the right-hand sides.
 * @param equations - the right-hand side of every field that has one.
 * @param parameters - values of the parameters in the coefficients.
 * @throws InvalidInput for fewer than 3 snapshots, or a field without data.
 * @example
 * const line = parseGrid('cartesian:32', euclidean(1));
 * const x = line.variables.get('x');
 * const times = [0, 0.1, 0.2, 0.3, 0.4];
 * const u = times.map((t) => x.map((at) => Math.exp(-t) * Math.sin(at)));
 * const rates = ratesOf(line, { times, fields: { u } }, { u: GraphSum.of(parseKey('u_aa')) }).at(2);
 * Math.abs(rates.predicted.u[5] - rates.observed.u[5]) < 1e-2 // true
 */
export function ratesOf(
  grid: Grid,
  trajectory: Trajectory,
  equations: Readonly<Record<string, GraphSum>>,
  parameters: Readonly<Record<string, number>> = {},
): Rates {
  const where = 'ratesOf';
  const data = smoothedData(grid, trajectory);
  const { noise } = data;
  const constants = { ...parameters, kappa: grid.space.kappa };
  const program = contractionProgram(Object.values(equations), grid.space.dimension, {
    parameters: Object.keys(constants),
  });
  const missing = program.slots.find(({ field }) => data.fields[field] === undefined);
  if (missing !== undefined) {
    throw new InvalidInput({
      where,
      expected: `data of the field '${missing.field}'`,
      got: Object.keys(data.fields).join(', '),
    });
  }
  const samples = Object.entries(data.fields).map(([name, list]) => ({ values: list, sigma: noise[name]! }));
  const kernel = finestKernel(program, grid, () => jetKernel(program, grid, samples));
  const formulas = new Map(timeFormulas(trajectory.times).formulas.map((formula) => [formula.snapshot, formula]));
  return {
    ...data,
    snapshots: [...formulas.keys()],
    at(snapshot) {
      const formula = formulas.get(snapshot);
      if (formula === undefined) {
        throw new InvalidInput({
          where,
          expected: `a snapshot among ${[...formulas.keys()].join(', ')}`,
          got: `${snapshot}`,
        });
      }
      const names = Object.keys(equations);
      const out = names.map(() => new Float64Array(grid.size));
      const values = Object.fromEntries(kernel.fields.map((name) => [name, data.fields[name]![snapshot]!]));
      kernel.run(values, constants, out);
      return {
        time: trajectory.times[snapshot]!,
        observed: Object.fromEntries(
          names.map((name) => [name, combineSnapshots(data.fields[name]!, formula.first, formula.derivative)]),
        ),
        predicted: Object.fromEntries(names.map((name, k) => [name, out[k]!])),
      };
    },
  };
}
