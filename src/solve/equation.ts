/** Evolution equations u_t = F(u), v_t = G(u, v), …: the right-hand sides compiled to one kernel, then integrated. */
import type { GraphSum } from '../algebra/index.js';
import { checkFieldName, checkOptions, InvalidInput } from '../base/index.js';
import type { Grid } from '../grid/index.js';
import type { Kernel } from '../kernel/index.js';
import { isSpectral } from '../spectral/index.js';
import {
  type Accuracy,
  kernelOf,
  nodalDiscretisation,
  partsOf,
  sparseDiscretisation,
  spectralDiscretisation,
} from './discretise.js';
import { type SolveControl, type SolveStatistics, solve, solveControlNames } from './solve.js';

/** A problem for {@link solveEquation}. */
export interface EquationOptions extends SolveControl {
  /** The right-hand side (rank 0) for every field. */
  readonly equations: Readonly<Record<string, GraphSum>>;
  readonly grid: Grid;
  /** Initial values at the nodes, for every field. */
  readonly initial: Readonly<Record<string, Float64Array>>;
  /** Values of the parameters in the coefficients; `kappa` comes from the grid. */
  readonly parameters?: Readonly<Record<string, number>>;
  /**
   * Order of accuracy in space: 2, 4 (default) or 6; or `spectral` on periodic cartesian and on latlon grids, where it is the
   * default for the method `imex`, which then starts from the initial values within the band limit.
   */
  readonly accuracy?: Accuracy;
  /** With `spectral`: the largest degree or wave number kept; see `spectralSampler`. */
  readonly bandLimit?: number;
  /** Densities (rank 0) whose integrals are recorded, by name: an energy, say. */
  readonly quantities?: Readonly<Record<string, GraphSum>>;
}

/** Result of {@link solveEquation}; lists run along `times`. */
export interface EquationResult extends SolveStatistics {
  readonly times: readonly number[];
  /** The values of each field at each time. */
  readonly fields: Readonly<Record<string, readonly Float64Array[]>>;
  /** ∫ u and ∫ u² by the quadrature of the grid, for each field: constant in time where the equation conserves them. */
  readonly conserved: Readonly<
    Record<string, { readonly integral: readonly number[]; readonly square: readonly number[] }>
  >;
  /** The integrals of `quantities`. */
  readonly quantities: Readonly<Record<string, readonly number[]>>;
  readonly kernel: Kernel;
}

/**
 * The accuracy in space where none is asked for: spectral for the method `imex` where the grid has it, otherwise 4.
 * @example
 * defaultAccuracy(parseGrid('latlon:16x32', sphere(2)), 'imex') // 'spectral'
 * defaultAccuracy(parseGrid('healpix:8', sphere(2)), 'imex') // 4
 */
export const defaultAccuracy = (grid: Grid, method: string | undefined): Accuracy =>
  method === 'imex' && isSpectral(grid) ? 'spectral' : 4;

/**
 * Integrates an equation by the method of lines.
 * @example
 * solveEquation({ equations: { u: GraphSum.of(parseKey('u_aa')) }, grid, initial: { u }, tEnd: 0.1 })
 * @throws InvalidInput for fields without an equation or initial values; errors of solve and compileKernel.
 */
export function solveEquation(options: EquationOptions): EquationResult {
  const where = 'solve';
  checkOptions(where, options, [
    ...solveControlNames,
    'equations',
    'grid',
    'initial',
    'parameters',
    'accuracy',
    'bandLimit',
    'quantities',
  ]);
  const { equations, grid, initial, parameters = {}, bandLimit, quantities = {}, ...rest } = options;
  const implicit = rest.method === 'imex';
  const { accuracy = defaultAccuracy(grid, rest.method), ...control } = rest;
  const names = Object.keys(equations);
  const { kappa } = grid.space;
  if (Object.hasOwn(parameters, 'kappa') && parameters.kappa !== kappa) {
    throw new InvalidInput({ where, expected: `kappa = ${kappa}, as on the grid`, got: String(parameters.kappa) });
  }
  if (accuracy !== 'spectral' && bandLimit !== undefined) {
    throw new InvalidInput({ where, expected: "accuracy 'spectral' for a band limit", got: String(accuracy) });
  }
  const spectral = bandLimit === undefined ? {} : { bandLimit };
  const system = { names, equations: Object.values(equations), grid, constants: { ...parameters, kappa } };
  const occurring = [...system.equations, ...Object.values(quantities)].flatMap(({ terms }) =>
    [...terms.values()].flatMap(({ graph }) => graph.vertices),
  );
  const missing = occurring.find((field) => !names.includes(field));
  if (missing !== undefined) {
    throw new InvalidInput({ where, expected: `an equation for the field '${missing}'`, got: names.join(', ') });
  }
  const { size } = grid;
  const start = new Float64Array(names.length * size);
  names.forEach((name, k) => {
    checkFieldName(where, name);
    const values = Object.hasOwn(initial, name) ? initial[name] : undefined;
    if (values?.length !== size) {
      const got = values === undefined ? 'none' : `${values.length}`;
      throw new InvalidInput({ where, expected: `${size} initial values of '${name}'`, got });
    }
    const bad = values.findIndex((value) => !Number.isFinite(value));
    if (bad >= 0) {
      throw new InvalidInput({
        where,
        expected: 'finite initial values',
        got: `${values[bad]} at node ${bad} of ${name}`,
      });
    }
    start.set(values, k * size);
  });
  const { relativeTolerance = 1e-6, absoluteTolerance = 1e-9 } = control;
  const residual = { relative: 0.01 * Math.min(relativeTolerance, 0.01), absolute: 0.01 * absoluteTolerance };
  const { kernel, state, ...discretisation } = !implicit
    ? nodalDiscretisation(system, accuracy, spectral)
    : accuracy === 'spectral'
      ? spectralDiscretisation(system, spectral)
      : sparseDiscretisation(system, accuracy, residual);
  const densities = kernelOf(system, Object.values(quantities), accuracy, spectral);
  const integral =
    (k: number, power: number) =>
    (y: Float64Array): number => {
      let sum = 0;
      for (let i = 0; i < size; i++) sum += grid.weights[i]! * y[k * size + i]! ** power;
      return sum;
    };
  const quantity =
    (k: number) =>
    (y: Float64Array): number => {
      const parts = partsOf(y, names.length);
      const out = Object.keys(quantities).map(() => new Float64Array(size));
      densities.run(Object.fromEntries(names.map((name, f) => [name, parts[f]!])), system.constants, out);
      return out[k]!.reduce((sum, x, i) => sum + grid.weights[i]! * x, 0);
    };
  const { values, monitors, ...statistics } = solve({
    ...control,
    ...discretisation,
    initial: state(start),
    locate: (position) => `node ${position % size} of ${names[Math.floor(position / size)]}`,
    monitors: Object.fromEntries([
      ...names.flatMap((name, k) => [
        [`${name} integral`, integral(k, 1)] as const,
        [`${name} square`, integral(k, 2)] as const,
      ]),
      ...Object.keys(quantities).map((name, k) => [`quantity ${name}`, quantity(k)] as const),
    ]),
  });
  return {
    ...statistics,
    fields: Object.fromEntries(names.map((name, k) => [name, values.map((y) => partsOf(y, names.length)[k]!)])),
    conserved: Object.fromEntries(
      names.map((name) => [name, { integral: monitors[`${name} integral`]!, square: monitors[`${name} square`]! }]),
    ),
    quantities: Object.fromEntries(Object.keys(quantities).map((name) => [name, monitors[`quantity ${name}`]!])),
    kernel,
  };
}
