/** The right-hand sides of an equation on a grid: values at nodes, or coefficients of eigenfunctions of Δ. */
import { euler, type GraphSum } from '../algebra/index.js';
import type { Grid } from '../grid/index.js';
import { compileKernel, type Kernel, pointwiseKernel } from '../kernel/index.js';
import { contractionProgram } from '../program/index.js';
import { component, type SpectralOptions, spectralBasis, spectralSampler } from '../spectral/index.js';
import { growthRate, spectralLinearPart, splitLinear } from './linearPart.js';
import type { SolveOptions } from './solve.js';
import { type ResidualTolerance, sparseLinearPart } from './sparseLinearPart.js';

/** A problem for `solve` whose view are the values of all fields, one after the other. */
export interface Discretisation
  extends Required<Pick<SolveOptions, 'rightHandSide' | 'view'>>,
    Pick<SolveOptions, 'linear' | 'squareWeights' | 'likelyCause'> {
  readonly kernel: Kernel;
  /** The state of given values. */
  state(values: Float64Array): Float64Array;
}

/** Right-hand sides by field, with values of all parameters, `kappa` included. */
export interface System {
  readonly names: readonly string[];
  readonly equations: readonly GraphSum[];
  readonly grid: Grid;
  readonly constants: Readonly<Record<string, number>>;
}

/** Order of accuracy in space, or none: exact within a band limit. */
export type Accuracy = number | 'spectral';

const programOf = ({ grid, constants }: System, sums: readonly GraphSum[]) =>
  contractionProgram(sums, grid.space.dimension, { parameters: Object.keys(constants) });

/** The kernel of some operators with jets of the given accuracy. */
export function kernelOf(
  system: System,
  sums: readonly GraphSum[],
  accuracy: Accuracy,
  options: SpectralOptions,
): Kernel {
  const program = programOf(system, sums);
  const order = Math.max(0, ...program.slots.map(({ index }) => index.length));
  const { grid } = system;
  return compileKernel(
    program,
    accuracy === 'spectral' ? spectralSampler(grid, order, options) : grid.jetScheme(order, accuracy),
  );
}

/** Fields one after the other in one array, as parts of it. */
export const partsOf = (y: Float64Array, count: number): Float64Array[] =>
  Array.from({ length: count }, (_, k) => y.subarray((k * y.length) / count, ((k + 1) * y.length) / count));

/** The state is the values at the nodes. */
export function nodalDiscretisation(system: System, accuracy: Accuracy, options: SpectralOptions): Discretisation {
  const { names, equations, constants } = system;
  const kernel = kernelOf(system, equations, accuracy, options);
  return {
    kernel,
    state: (values) => values,
    view: (y) => y.slice(),
    rightHandSide(_, y, out) {
      const parts = partsOf(y, names.length);
      kernel.run(Object.fromEntries(names.map((name, k) => [name, parts[k]!])), constants, partsOf(out, names.length));
    },
  };
}

/** The state is the values at the nodes; the linear part is kept apart, as a sparse matrix. */
export function sparseDiscretisation(system: System, accuracy: number, tolerance: ResidualTolerance): Discretisation {
  const { names, equations, grid, constants } = system;
  const split = splitLinear(equations, names, { ...constants, n: grid.space.dimension });
  const nodal = nodalDiscretisation({ ...system, equations: split.rest }, accuracy, {});
  const linear = sparseLinearPart(split, grid, accuracy, tolerance);
  return {
    ...nodal,
    linear,
    likelyCause() {
      if (linear.growth > 0 && growthRate(split.symbol(-linear.radius)) === linear.growth) return illPosed;
      const failure = linear.failure();
      return (
        failure &&
        `the implicit part could not be solved (${failure}): refine the grid, take accuracy 2 or an explicit method`
      );
    },
  };
}

const illPosed = 'the linear part amplifies short waves the most: the equation is ill posed';

/**
 * The state is the coefficients of all fields; the linear part is kept apart. Where the other part of an equation is a
 * divergence its integral is exactly zero, and is set so: no rounding or aliasing moves a conserved mean.
 */
export function spectralDiscretisation(system: System, options: SpectralOptions): Discretisation {
  const { names, equations, grid, constants } = system;
  const basis = spectralBasis(grid, options);
  const values = { ...constants, n: grid.space.dimension };
  const split = splitLinear(equations, names, values);
  const pointwise = pointwiseKernel(programOf(system, split.rest), grid.size);
  const isDivergence = split.rest.map((sum) => hasNoIntegral(sum, values));
  const volume = grid.weights.reduce((sum, w) => sum + w, 0);
  const squareWeights = new Float64Array(names.length * basis.length);
  partsOf(squareWeights, names.length).forEach((part) => {
    part.set(basis.squareWeights.map((w) => w / volume / names.length));
  });
  const results = names.map(() => new Float64Array(grid.size));
  const linear = spectralLinearPart(split, names.length, basis);
  const shortest = basis.eigenvalues.reduce((least, eigenvalue) => Math.min(least, eigenvalue), 0);
  return {
    kernel: pointwise.kernel,
    linear,
    likelyCause(y) {
      if (linear.growth > 0 && growthRate(split.symbol(shortest)) === linear.growth) {
        return illPosed;
      }
      let [upper, all] = [0, 0];
      y.forEach((value, i) => {
        const square = squareWeights[i]! * value * value;
        all += square;
        // The upper third of the wave numbers.
        if (basis.eigenvalues[i % basis.length]! < (4 / 9) * shortest) upper += square;
      });
      const share = (100 * upper) / all;
      return share > 1 ? `${share.toFixed(0)}% of ∫u² is in the upper third of the band: refine the grid` : undefined;
    },
    squareWeights,
    state(nodal) {
      const y = new Float64Array(names.length * basis.length);
      const parts = partsOf(nodal, names.length);
      partsOf(y, names.length).forEach((part, k) => {
        basis.analyse(parts[k]!, part);
      });
      return y;
    },
    view(y) {
      const nodal = new Float64Array(names.length * grid.size);
      partsOf(y, names.length).forEach((part, k) => {
        nodal.set(basis.jets(part, [component()])[0]!, k * grid.size);
      });
      return nodal;
    },
    rightHandSide(_, y, out) {
      const parts = partsOf(y, names.length);
      const jets = new Map<string, Float64Array>();
      names.forEach((name, k) => {
        const own = pointwise.samples.filter(({ field }) => field === name);
        const arrays = basis.jets(
          parts[k]!,
          own.map(({ terms }) => terms),
        );
        own.forEach((sample, s) => {
          jets.set(sample.name, arrays[s]!);
        });
      });
      const samples = pointwise.samples.map(({ name }) => jets.get(name)!);
      // Jets overflow before values do; the step is then refused.
      if (!samples.every((array) => array.every(Number.isFinite))) {
        out.fill(Number.NaN);
        return;
      }
      pointwise.run(samples, constants, results);
      partsOf(out, names.length).forEach((part, k) => {
        basis.analyse(results[k]!, part);
        if (isDivergence[k]!) part[basis.constant] = 0;
      });
    },
  };
}

/** Whether the integral over a closed space vanishes for all fields: the Euler operator does, and there is no constant. */
function hasNoIntegral(sum: GraphSum, values: Readonly<Record<string, number>>): boolean {
  const terms = [...sum.terms.values()];
  const fields = new Set(terms.flatMap(({ graph }) => graph.vertices));
  const isZero = (other: GraphSum): boolean =>
    [...other.terms.values()].every(({ coefficient }) => Math.abs(coefficient.evaluate(values)) < 1e-14);
  return (
    terms.every(({ graph }) => graph.vertices.length > 0) && [...fields].every((field) => isZero(euler(sum, field)))
  );
}
