/** Evolution equations u_t = F(u), v_t = G(u, v), …: the right-hand sides compiled to one kernel, then integrated. */
import type { GraphSum } from '../algebra/index.js';
import { checkOptions, InvalidInput } from '../base/index.js';
import type { Grid } from '../grid/index.js';
import { compileKernel, type Kernel } from '../kernel/index.js';
import { contractionProgram } from '../program/index.js';
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
  /** Order of accuracy in space: 2, 4 (default) or 6. */
  readonly accuracy?: number;
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
  readonly kernel: Kernel;
}

/**
 * Integrates an equation by the method of lines.
 * @example
 * solveEquation({ equations: { u: GraphSum.of(parseKey('u_aa')) }, grid, initial: { u }, tEnd: 0.1 })
 * @throws InvalidInput for fields without an equation or initial values; errors of solve and compileKernel.
 */
export function solveEquation(options: EquationOptions): EquationResult {
  const where = 'solve';
  checkOptions(where, options, [...solveControlNames, 'equations', 'grid', 'initial', 'parameters', 'accuracy']);
  const { equations, grid, initial, parameters = {}, accuracy = 4, ...control } = options;
  const names = Object.keys(equations);
  const { kappa } = grid.space;
  if (Object.hasOwn(parameters, 'kappa') && parameters.kappa !== kappa) {
    throw new InvalidInput({ where, expected: `kappa = ${kappa}, as on the grid`, got: String(parameters.kappa) });
  }
  const program = contractionProgram(Object.values(equations), grid.space.dimension, {
    parameters: ['kappa', ...Object.keys(parameters)],
  });
  const order = Math.max(0, ...program.slots.map(({ index }) => index.length));
  const kernel = compileKernel(program, grid.jetScheme(order, accuracy));
  const { size } = grid;
  const missing = kernel.fields.find((field) => !names.includes(field));
  if (missing !== undefined) {
    throw new InvalidInput({ where, expected: `an equation for the field '${missing}'`, got: names.join(', ') });
  }
  const start = new Float64Array(names.length * size);
  names.forEach((name, k) => {
    const values = Object.hasOwn(initial, name) ? initial[name] : undefined;
    if (values?.length !== size) {
      const got = values === undefined ? 'none' : `${values.length}`;
      throw new InvalidInput({ where, expected: `${size} initial values of '${name}'`, got });
    }
    start.set(values, k * size);
  });
  const split = (y: Float64Array): Float64Array[] => names.map((_, k) => y.subarray(k * size, (k + 1) * size));
  const integral =
    (k: number, power: number) =>
    (y: Float64Array): number => {
      let sum = 0;
      for (let i = 0; i < size; i++) sum += grid.weights[i]! * y[k * size + i]! ** power;
      return sum;
    };
  const constants = { ...parameters, kappa };
  const { values, monitors, ...rest } = solve({
    ...control,
    initial: start,
    rightHandSide: (_, y, out) => {
      const parts = split(y);
      kernel.run(Object.fromEntries(names.map((name, k) => [name, parts[k]!])), constants, split(out));
    },
    locate: (position) => `node ${position % size} of ${names[Math.floor(position / size)]}`,
    monitors: Object.fromEntries(
      names.flatMap((name, k) => [
        [`${name} integral`, integral(k, 1)],
        [`${name} square`, integral(k, 2)],
      ]),
    ),
  });
  return {
    ...rest,
    fields: Object.fromEntries(names.map((name, k) => [name, values.map((y) => split(y)[k]!)])),
    conserved: Object.fromEntries(
      names.map((name) => [name, { integral: monitors[`${name} integral`]!, square: monitors[`${name} square`]! }]),
    ),
    kernel,
  };
}
