/**
 * Uniform grids on boxes of E^n, n = 1, 2, 3: `cartesian:NxM[:LxL][:periodic|neumann|dirichlet]`.
 * The box is [0, L) along each axis, L = 2π unless told. Periodic nodes are i L / N; for the boundary rules nodes are
 * cell-centred, (i + 1/2) L / N, and every field is taken to satisfy the homogeneous condition on all faces.
 */
import { jetIndices } from '../base/index.js';
import { type Chart, cartesianChart, type Space } from '../space/index.js';
import type { Axis } from './axis.js';
import { type AxisRule, checkJetRequest, type Grid } from './grid.js';
import { productScheme } from './product.js';
import { productGrid } from './productgrid.js';
import { checkJetScheme } from './scheme.js';

/** Builds the grid; the space must be E^n with n = counts.length. */
export function cartesianGrid(
  spec: string,
  space: Space,
  counts: readonly number[],
  lengths: readonly number[],
  rule: AxisRule,
): Grid {
  const chart: Chart = cartesianChart(space);
  const axes: Axis[] = counts.map((count, a) => ({
    name: chart.coordinates[a]!,
    count,
    from: 0,
    spacing: lengths[a]! / count,
    rule,
  }));
  return productGrid({
    spec,
    chart,
    axes,
    density: () => 1,
    jetScheme(order, accuracy) {
      checkJetRequest(order, accuracy);
      const components = jetIndices(space.dimension, order);
      const identity = components.map((_, i) => components.map((_, j) => (i === j ? 1 : 0)));
      const part = productScheme({ axes, order, accuracy, table: () => ({ name: '', rows: identity }) });
      const size = counts.reduce((product, count) => product * count, 1);
      return checkJetScheme({ dimension: space.dimension, order, accuracy, components, size, ...part });
    },
  });
}
