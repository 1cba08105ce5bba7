/**
 * From a grid and a candidate library to a learned equation: every candidate becomes one output of one kernel, which
 * evaluates the whole library in one pass over a snapshot; a second kernel, of another accuracy, measures the
 * discretisation error. The rest is `discover`.
 */
import { checkInteger, checkOptions, InvalidInput } from '../base/index.js';
import type { CanonicalGraph } from '../graph/index.js';
import type { Grid, GridAxis } from '../grid/index.js';
import {
  type Discovery,
  discover,
  type FitOptions,
  fitOptionNames,
  type LearnedEquation,
  type LearnedModel,
  type LearnedTerm,
} from './discover.js';
import { type Accuracy, accuracyFor, comparisonFor, libraryFeatures } from './libraryFeatures.js';
import { type SliceSeries, sliceAt } from './series.js';
import type { SmoothingAxes } from './smoothing.js';

/** Data, library and options of `discoverEquation`. */
export interface DiscoverEquationRequest extends FitOptions {
  readonly grid: Grid;
  /** Observed fields, each with one array over the nodes of the grid at each time. */
  readonly fields: readonly { readonly name: string; readonly values: SliceSeries }[];
  readonly times: ArrayLike<number>;
  /** Candidates, e.g. from `candidateLibrary`; they should hold no relation in the grid's dimension. */
  readonly library: readonly { readonly graph: CanonicalGraph }[];
  /**
   * Order of accuracy of space derivatives, 2, 4 or 6, or `spectral`. Default: `spectral` where the grid has such jets and the data are
   * resolved, with less than 10⁻⁴ of their variation in the upper third of the band; 6 otherwise.
   */
  readonly accuracy?: Accuracy;
  /** Layers of nodes next to the ends of axes that are left out of the regression; default 0. Periodic axes have no end. */
  readonly trim?: number;
}

/** A model whose terms carry their graphs. */
export interface GraphModel extends LearnedModel {
  readonly terms: readonly (LearnedTerm & { readonly graph: CanonicalGraph })[];
}

/** The equation of one field, with graphs. */
export interface DiscoveredEquation extends GraphModel {
  readonly field: string;
  readonly alternatives: readonly GraphModel[];
}

/**
 * Learns u_t = Σ c_γ N_γ(u), one equation for each field.
 * @throws InvalidInput as `discover` does, and for arrays that do not fit the grid or a grid too coarse for the library.
 * @example
 * discoverEquation({ grid, fields: [{ name: 'u', values: snapshots }], times, library, accuracy: 2 }).equations[0].terms[0].key // 'u_aa'
 */
export function discoverEquation(
  request: DiscoverEquationRequest,
): Omit<Discovery, 'equations'> & { readonly equations: readonly DiscoveredEquation[]; readonly accuracy: Accuracy } {
  const where = 'discover';
  checkOptions(where, request, [...fitOptionNames, 'grid', 'fields', 'times', 'library', 'accuracy', 'trim']);
  const { grid, fields, times, library, trim = 0, accuracy: given, ...options } = request;
  checkInteger(where, 'trim', trim, 0);
  for (const { name, values } of fields) {
    for (let k = 0; k < values.length; k++) {
      const { length } = sliceAt(values, k);
      if (length === grid.size) continue;
      const expected = `${grid.size} values of ${name} in each snapshot, one for each node of ${grid.spec}`;
      throw new InvalidInput({ where, expected, got: `${length} in snapshot ${k}` });
    }
  }
  const names = fields.map(({ name }) => name);
  if (new Set(names).size !== names.length) {
    throw new InvalidInput({ where, expected: 'distinct field names', got: names.join(', ') });
  }
  const unknown = library.flatMap(({ graph }) => graph.vertices).find((field) => !names.includes(field));
  if (unknown !== undefined) {
    throw new InvalidInput({ where, expected: `candidates in the fields ${names.join(', ')}`, got: `'${unknown}'` });
  }
  const axes = smoothingAxesOf(grid);
  const accuracy = given ?? accuracyFor(grid, fields);
  const comparison = comparisonFor(grid, library, accuracy);
  const found = discover({
    ...options,
    snapshots: Object.fromEntries(fields.map(({ name, values }) => [name, values])),
    times,
    candidates: library.map(({ graph }) => graph.key),
    features: libraryFeatures(grid, library, accuracy),
    ...(comparison === undefined ? {} : { comparison }),
    // What the upper third of the band holds is the error of spectral jets, as what two more orders change is that of order 2.
    accuracy: accuracy === 'spectral' ? 2 : accuracy,
    weights: grid.weights,
    nodes: interiorNodes(grid, trim),
    ...(axes === undefined ? {} : { smoothingAxes: axes }),
  });
  const withGraphs = (model: LearnedModel): GraphModel => ({
    ...model,
    terms: model.terms.map((term) => ({ ...term, graph: library[term.candidate]!.graph })),
  });
  return {
    ...found,
    accuracy,
    equations: found.equations.map((equation: LearnedEquation) => ({
      ...withGraphs(equation),
      field: equation.field,
      alternatives: equation.alternatives.map(withGraphs),
    })),
  };
}

/** Whether an axis has no ends. */
const closesUp = ({ rule }: GridAxis): boolean => rule === 'periodic' || rule === 'pole';

/** Smoothing in space is for Cartesian grids; on a curved space nodes are not equally spaced in every direction. */
function smoothingAxesOf(grid: Grid): SmoothingAxes | undefined {
  if (grid.space.kind !== 'E' || grid.axes.length === 0) return undefined;
  return { shape: grid.shape, periodic: grid.axes.map(closesUp) };
}

/** On scattered nodes: those that fewer than `trim` steps to a neighbour lead to from the edge. */
function nodesNearEdge(grid: Grid, trim: number): Set<number> {
  const near = new Set<number>();
  let layer = Array.from(grid.edge);
  for (let step = 0; step < trim && layer.length > 0; step++) {
    for (const node of layer) near.add(node);
    layer = layer.flatMap((node) => Array.from(grid.neighbours(node)).filter((q) => !near.has(q)));
  }
  return near;
}

function interiorNodes(grid: Grid, trim: number): Int32Array {
  const { shape } = grid;
  const near = grid.axes.length === 0 ? nodesNearEdge(grid, trim) : new Set<number>();
  const inside: number[] = [];
  for (let node = 0; node < grid.size; node++) {
    if (grid.axes.length === 0) {
      if (!near.has(node)) inside.push(node);
      continue;
    }
    let rest = node;
    let keep = true;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const position = rest % shape[axis]!;
      rest = (rest - position) / shape[axis]!;
      if (!closesUp(grid.axes[axis]!) && (position < trim || position >= shape[axis]! - trim)) keep = false;
    }
    if (keep) inside.push(node);
  }
  if (inside.length === 0) {
    throw new InvalidInput({ where: 'discover', expected: 'a trim that leaves nodes', got: String(trim) });
  }
  return Int32Array.from(inside);
}
