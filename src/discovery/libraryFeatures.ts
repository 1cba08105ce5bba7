/** A library at all nodes of a grid in one pass, with finite differences or with spectral jets. */
import { GraphSum } from '../algebra/index.js';
import type { CanonicalGraph } from '../graph/index.js';
import type { Grid } from '../grid/index.js';
import { compileKernel } from '../kernel/index.js';
import { contractionProgram } from '../program/index.js';
import { component, isSpectral, spectralBasis, spectralSampler } from '../spectral/index.js';
import type { FeatureEvaluator } from './designMatrix.js';
import { type SliceSeries, sliceAt } from './series.js';

/** Order of accuracy of space derivatives, or `spectral`. */
export type Accuracy = number | 'spectral';

/** Snapshots looked at, at most. */
const mostSnapshots = 8;

/** Largest part of a resolved field, root mean square over its deviation from the mean, in the upper third of the band. */
const unresolved = 1e-4;

/** Two thirds of the largest wave number or degree that the grid holds. */
const lowerBand = (grid: Grid): number =>
  Math.floor((2 / 3) * (grid.space.kind === 'E' ? Math.min(...grid.shape) / 2 : spectralBasis(grid).bandLimit));

const rootMeanSquare = (values: Float64Array): number =>
  Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);

/** Whether next to nothing of a field lies in the upper third of the band of a grid with spectral jets: no noise, no fine detail. */
function isResolved(grid: Grid, snapshots: SliceSeries): boolean {
  const basis = spectralBasis(grid, { bandLimit: lowerBand(grid) });
  const coefficients = new Float64Array(basis.length);
  const count = Math.min(snapshots.length, mostSnapshots);
  return Array.from({ length: count }, (_, i) =>
    sliceAt(snapshots, Math.floor(((i + 0.5) * snapshots.length) / count)),
  ).every((values) => {
    basis.analyse(values, coefficients);
    const projected = basis.jets(coefficients, [component()])[0]!;
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const rest = rootMeanSquare(values.map((value, node) => value - projected[node]!));
    return rest <= unresolved * rootMeanSquare(values.map((value) => value - mean));
  });
}

/** `spectral` where the grid has such jets and the data are resolved; differences of order 6 otherwise. */
export const accuracyFor = (grid: Grid, fields: readonly { readonly values: SliceSeries }[]): Accuracy =>
  isSpectral(grid) && fields.every(({ values }) => isResolved(grid, values)) ? 'spectral' : 6;

/** Features to compare with those of some accuracy, for an estimate of its error. */
export function comparisonFor(
  grid: Grid,
  library: readonly { readonly graph: CanonicalGraph }[],
  accuracy: Accuracy,
): FeatureEvaluator | undefined {
  if (accuracy === 'spectral') return libraryFeatures(grid, library, accuracy, lowerBand(grid));
  if (accuracy > 2) return libraryFeatures(grid, library, accuracy - 2);
  // Twelve nodes carry any jet of accuracy 4; a coarser grid is served at accuracy 2 without an error estimate.
  return Math.min(...grid.shape) >= 12 ? libraryFeatures(grid, library, 4) : undefined;
}

/**
 * The whole library in one kernel. The arrays it returns are overwritten by the next call.
 * @param bandLimit - with `spectral`: the largest wave number or degree that is kept.
 */
export function libraryFeatures(
  grid: Grid,
  library: readonly { readonly graph: CanonicalGraph }[],
  accuracy: Accuracy,
  bandLimit?: number,
): FeatureEvaluator {
  const { dimension } = grid.space;
  const program = contractionProgram(
    library.map(({ graph }) => GraphSum.of(graph)),
    dimension,
  );
  const order = program.slots.reduce((most, { index }) => Math.max(most, index.length), 0);
  const jets =
    accuracy === 'spectral'
      ? spectralSampler(grid, order, bandLimit === undefined ? {} : { bandLimit })
      : grid.jetScheme(order, accuracy);
  const kernel = compileKernel(program, jets);
  const out = library.map(() => new Float64Array(grid.size));
  return (fields) => {
    kernel.run(Object.fromEntries(kernel.fields.map((name) => [name, fields[name]!])), {}, out);
    return out;
  };
}
