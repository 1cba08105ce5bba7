/**
 * A report on learned equations: what was found, how well it explains the data, where it fails, and how it predicts what was held
 * out. The same content as a page that stands alone and as JSON.
 */
import { checkInteger, checkOptions, InvalidInput } from '../base/index.js';
import { allSlices, type Trajectory } from '../discovery/index.js';
import type { Grid } from '../grid/index.js';
import type { DiscoveryReportRequest, ReportJson } from './content.js';
import { equationToLatex, evaluable } from './equations.js';
import { forecastOf } from './forecast.js';
import { equationJson } from './model.js';
import { reportPage } from './reportPage.js';
import { residualsOf } from './residuals.js';
import { symmetryOf } from './symmetry.js';

/** A report. */
export interface DiscoveryReport {
  readonly json: ReportJson;
  /** A page that refers to nothing outside. */
  readonly html: string;
}

/** Digits of values at nodes in JSON. */
const shortened = (values: ArrayLike<number>): readonly number[] =>
  Array.from(values, (value) => Number(value.toPrecision(7)));

/**
 * Computes a report: residuals and simulation of the equations on the data, and the symmetry of their discrete form.
 * @throws InvalidInput for data that do not fit the grid, more snapshots held out than there are, or an unknown option.
 * @example
 * const line = parseGrid('cartesian:32', euclidean(1));
 * const x = line.variables.get('x');
 * const times = Array.from({ length: 30 }, (_, k) => k / 20);
 * const u = times.map((t) => x.map((at) => [1, 2].reduce((sum, k) => sum + Math.exp(-k * k * t) * Math.cos(k * at), 0)));
 * const library = candidateLibrary({ dimension: 1, edges: [0, 1], maxDegree: 2 });
 * const found = discoverWeak({ grid: line, trajectories: [{ times: times.slice(0, 25), fields: { u: u.slice(0, 25) } }], library });
 * const provenance = { form: 'weak', candidates: library.length };
 * const { json } = discoveryReport({ found, provenance, grid: line, run: { times, fields: { u } }, heldOut: 5 });
 * json.forecast.outcome // 'complete'
 */
export function discoveryReport(request: DiscoveryReportRequest): DiscoveryReport {
  const where = 'discoveryReport';
  checkOptions(where, request, [
    'found',
    'provenance',
    'grid',
    'run',
    'heldOut',
    'background',
    'confidence',
    'source',
    'command',
    'seed',
    'pixels',
    'onProgress',
    'signal',
  ]);
  const { found, provenance, grid, run, heldOut, background = [], confidence = 0.95, seed = 1 } = request;
  const { source, command, onProgress } = request;
  checkInteger(where, 'heldOut', heldOut, 0, run.times.length - 3);
  checkRun(grid, run, [...found.equations.map(({ field }) => field), ...background]);
  const learned = evaluable(found);
  const step = (name: string, from: number, to: number) => (fraction: number) =>
    onProgress?.(from + fraction * (to - from), name);
  const residuals = residualsOf(grid, run, learned, { heldOut, seed, onProgress: step('residuals', 0, 0.2) });
  const compared = heldOut === 0 ? Math.max(3, Math.ceil(run.times.length / 5)) : heldOut;
  const forecast = forecastOf(grid, run, learned, {
    heldOut: compared,
    background,
    onProgress: step('simulation', 0.2, 0.6),
    signal: request.signal,
  });
  const first = found.equations[0]!.field;
  const symmetry = symmetryOf(grid, learned, {
    background,
    seed,
    scale: momentsOf(allSlices(run.fields[first]!)),
    onProgress: step('symmetry', 0.6, 0.75),
  });
  const { kind, dimension, kappa } = grid.space;
  const { values, ...outcome } = forecast;
  const json: ReportJson = {
    ...(source !== undefined && { source }),
    ...(command !== undefined && { command }),
    ...provenance,
    data: {
      grid: grid.spec,
      space: { kind, dimension, kappa },
      nodes: grid.size,
      snapshots: run.times.length,
      from: run.times[0]!,
      to: run.times[run.times.length - 1]!,
      background,
      noise: residuals.noise,
    },
    ...(heldOut > 0 && { heldOut: { snapshots: heldOut, from: run.times[run.times.length - heldOut]! } }),
    rows: found.rows,
    condition: found.condition,
    confidence,
    equations: found.equations.map((equation) => ({
      field: equation.field,
      latex: equationToLatex(equation.field, equation.terms, dimension),
      ...equationJson(equation),
    })),
    nearRelations: found.nearRelations,
    residuals: {
      times: residuals.times,
      fields: Object.fromEntries(
        Object.entries(residuals.fields).map(([name, { maps, ...rest }]) => [
          name,
          {
            ...rest,
            maps: maps.map((field, k) => ({ time: residuals.times[residuals.shown[k]!]!, values: shortened(field) })),
          },
        ]),
      ),
    },
    forecast: {
      ...outcome,
      last: Object.fromEntries(
        Object.entries(values).flatMap(([name, list]) => (list.length === 0 ? [] : [[name, shortened(list.at(-1)!)]])),
      ),
    },
    symmetry,
  };
  const html = reportPage({ request, json, residuals, forecast, compared }, step('pictures', 0.75, 1));
  return { json, html };
}

/** Mean and standard deviation of what was measured. */
function momentsOf(slices: readonly Float64Array[]): readonly [number, number] {
  let [count, first, second] = [0, 0, 0];
  for (const slice of slices) {
    for (const value of slice) {
      if (Number.isNaN(value)) continue;
      count++;
      first += value;
      second += value * value;
    }
  }
  const mean = first / count;
  return [mean, Math.sqrt(Math.max(0, second / count - mean * mean)) || 1];
}

function checkRun(grid: Grid, { times, fields }: Trajectory, names: readonly string[]): void {
  const where = 'discoveryReport';
  for (const name of names) {
    const list = fields[name];
    if (list?.length !== times.length) {
      const got = String(list?.length ?? 'none');
      throw new InvalidInput({ where, expected: `${times.length} snapshots of ${name}, one for each time`, got });
    }
    const bad = allSlices(list).findIndex((slice) => slice.length !== grid.size);
    if (bad >= 0) {
      const expected = `${grid.size} values of ${name} in each snapshot, one for each node of ${grid.spec}`;
      throw new InvalidInput({ where, expected, got: `${list.at(bad)?.length} in snapshot ${bad}` });
    }
  }
}
