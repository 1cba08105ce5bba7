/** Which group the learned equations commute with, and how far their discrete form on the grid is from doing so. */
import { JetgraphError } from '../base/index.js';
import type { Grid } from '../grid/index.js';
import { compileKernel, type Kernel } from '../kernel/index.js';
import { contractionProgram } from '../program/index.js';
import { equivarianceError } from '../testing/index.js';
import type { Evaluable } from './equations.js';

/** What is said of symmetry. */
export interface Symmetry {
  /** `E(2)`, `O(3)`, `O⁺(2,1)`, or its subgroup that keeps the orientation: `SE(2)`, `SO(3)`, `SO⁺(2,1)`. */
  readonly group: string;
  /** The same as LaTeX. */
  readonly groupLatex: string;
  /** What is exact, in words. */
  readonly statement: string;
  /** Relative errors ‖f(u∘g) − f(u)∘g‖ / ‖f(u)‖ on the grid, with the estimated share of interpolation, for each field. */
  readonly measured: readonly {
    readonly field: string;
    readonly isometries: 'orientation kept' | 'orientation reversed';
    readonly error: number;
    readonly interpolation: number;
  }[];
  /** Order of accuracy of the stencils measured. */
  readonly accuracy: number;
  /** Why nothing was measured; absent where something was. */
  readonly fault?: string;
}

const words = { E: 'Euclidean space', S: 'the sphere', H: 'hyperbolic space' };

/** Name of the group of isometries, or of those that keep the orientation. */
function groupOf({ space: { kind, dimension: n } }: Grid, oriented: boolean): { text: string; latex: string } {
  const special = oriented ? 'S' : '';
  const roman = (name: string): string => `\\mathrm{${name}}`;
  if (kind === 'E') return { text: `${special}E(${n})`, latex: `${roman(`${special}E`)}(${n})` };
  if (kind === 'S') return { text: `${special}O(${n + 1})`, latex: `${roman(`${special}O`)}(${n + 1})` };
  return { text: `${special}O⁺(${n},1)`, latex: `${roman(`${special}O`)}^+(${n},1)` };
}

/** Orders of accuracy tried, the first that the grid has counts. */
const accuracies: readonly number[] = [6, 4, 2];

/**
 * Measures with random isometries. Fields beside the first are taken to be polynomials in it, which move along with it: a system commutes with
 * isometries if and only if it does on all fields, and on these a deviation shows.
 */
export function symmetryOf(
  grid: Grid,
  { equations, parameters }: Evaluable,
  options: {
    readonly background: readonly string[];
    /** Mean and standard deviation of the data, so that all terms have their usual weight. */
    readonly scale: readonly [mean: number, deviation: number];
    readonly seed: number;
    readonly onProgress: (fraction: number) => void;
  },
): Symmetry {
  const { kappa, dimension, kind } = grid.space;
  const sums = Object.values(equations);
  const oriented = sums.some(({ terms }) => [...terms.values()].some(({ graph }) => graph.epsilon.length > 0));
  const { text: group, latex: groupLatex } = groupOf(grid, oriented);
  const background = options.background.length > 0 ? `, with ${options.background.join(' and ')} moved along` : '';
  const statement = `Every term is a contraction of covariant derivatives${oriented ? ', some with the volume form' : ''}: the equation commutes with all isometries of ${words[kind]}${oriented ? ' that keep the orientation' : ''}, whatever its coefficients${background}. That is exact; the grid is not.`;
  const constants = { ...parameters, kappa };
  const program = contractionProgram(sums, dimension, { parameters: Object.keys(constants) });
  const order = program.slots.reduce((most, { index }) => Math.max(most, index.length), 0);
  const empty = { group, groupLatex, statement, measured: [], accuracy: 0 };
  const found = kernelOf(grid, order, (accuracy) => compileKernel(program, grid.jetScheme(order, accuracy)));
  if (typeof found === 'string') return { ...empty, fault: found };
  const { kernel, accuracy } = found;
  const [mean, deviation] = options.scale;
  const fields = Object.keys(equations);
  const values = (u: Float64Array): Record<string, Float64Array> =>
    Object.fromEntries(
      kernel.fields.map((name, k) => [name, u.map((x) => mean + deviation * (k === 0 ? x : x ** (k + 1) / (k + 1)))]),
    );
  const operator = (position: number) => (u: Float64Array) => {
    const out = fields.map(() => new Float64Array(grid.size));
    kernel.run(values(u), constants, out);
    return out[position]!;
  };
  const kinds = [
    ['orientation kept', 1],
    ['orientation reversed', -1],
  ] as const;
  const wanted = fields.flatMap((field, position) =>
    kinds.slice(0, oriented ? 1 : 2).map(([isometries, orientation]) => ({ field, position, isometries, orientation })),
  );
  try {
    const measured = wanted
      .filter(({ field }) => equations[field]!.terms.size > 0)
      .map(({ field, position, isometries, orientation }, k) => {
        const result = equivarianceError(operator(position), grid, { trials: 2, seed: options.seed, orientation });
        options.onProgress((k + 1) / wanted.length);
        return { field, isometries, ...result };
      });
    return { ...empty, measured, accuracy };
  } catch (error) {
    if (!(error instanceof JetgraphError) || error.code === 'INCONSISTENT') throw error;
    return { ...empty, fault: error.message };
  }
}

/** The kernel of the highest accuracy that the grid is fine enough for, or why there is none. */
function kernelOf(
  grid: Grid,
  order: number,
  compile: (accuracy: number) => Kernel,
): { readonly kernel: Kernel; readonly accuracy: number } | string {
  let fault = `no jets of order ${order} on ${grid.spec}`;
  for (const accuracy of accuracies) {
    try {
      return { kernel: compile(accuracy), accuracy };
    } catch (error) {
      if (!(error instanceof JetgraphError) || error.code === 'INCONSISTENT') throw error;
      fault = error.message;
    }
  }
  return fault;
}
