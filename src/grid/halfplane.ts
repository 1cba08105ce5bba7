/**
 * Grids on the upper half-plane of H²: `halfplane:NxM[:X][:Y0..Y1][:periodic|open|neumann]`.
 * N rows, uniform and cell-centred in s = log y on [Y0, Y1] (default 0.5..2); M columns in x over an interval of
 * length X (default 2) centred at 0. `periodic` (default): periodic in x, no condition in y (one-sided formulas);
 * `open`: no condition in x either; `neumann`: periodic in x, ∂u/∂y = 0 at Y0 and Y1.
 * The ambient coordinates X, Y, T do not repeat along x: `periodic` differentiates them wrongly near the seam, `open` does not.
 * Without a condition at an edge, evolution equations have growing solutions that enter there: use `neumann` for them.
 * In (s, x) the metric is R² (ds² + e^{−2s} dx²), with geodesics s'' = −e^{−2s} x'², x'' = 2 s' x'.
 */
import { jetIndices } from '../base/index.js';
import { halfPlaneChart, radius, type Space } from '../space/index.js';
import { type Axis, axisNodes } from './axis.js';
import { checkJetRequest, type Grid } from './grid.js';
import { type ChartGeodesics, jetTable } from './jettable.js';
import { productScheme } from './product.js';
import { productGrid, volumeUnit } from './productgrid.js';
import { checkJetScheme } from './scheme.js';

/** Conditions at the edges of a half-plane grid. */
export type HalfPlaneRule = 'periodic' | 'open' | 'neumann';

/** Builds the grid; the space must be H². */
export function halfPlaneGrid(
  spec: string,
  space: Space,
  rows: number,
  columns: number,
  width: number,
  low: number,
  high: number,
  rule: HalfPlaneRule,
): Grid {
  const bottom = Math.log(low);
  const axes: Axis[] = [
    {
      name: 'y',
      count: rows,
      from: bottom,
      spacing: (Math.log(high) - bottom) / rows,
      rule: rule === 'neumann' ? 'neumann' : 'open',
    },
    {
      name: 'x',
      count: columns,
      from: -width / 2,
      spacing: width / columns,
      rule: rule === 'open' ? 'open' : 'periodic',
    },
  ];
  const logarithms = axisNodes(axes[0]!);
  const volume = volumeUnit(space);
  return productGrid({
    spec,
    chart: halfPlaneChart(space),
    axes,
    shownAxes: [
      { name: 'y', values: logarithms.map(Math.exp) },
      { name: 'x', values: axisNodes(axes[1]!) },
    ],
    toChart: ([s, x]) => [x!, Math.exp(s!)],
    fromChart: ([x, y]) => [Math.log(y!), x!],
    density: (s) => volume * Math.exp(-s),
    jetScheme(order, accuracy) {
      checkJetRequest(order, accuracy);
      const table = (i: number) => ({
        name: String(i),
        rows: jetTable(2, order, halfPlaneGeodesics(logarithms[i]!, radius(space))),
      });
      const part = productScheme({ axes, order, accuracy, table });
      const components = jetIndices(2, order);
      return checkJetScheme({ dimension: 2, order, accuracy, components, size: rows * columns, ...part });
    },
  });
}

/** Geodesics in (s, x), frame e_0 = (y/R) ∂_x, e_1 = (1/R) ∂_s. */
export function halfPlaneGeodesics(s: number, r: number): ChartGeodesics {
  return {
    point: [s, 0],
    frame: [
      [0, Math.exp(s) / r],
      [1 / r, 0],
    ],
    acceleration(ring, [sSeries], [sVelocity, xVelocity]) {
      const derivatives = Array.from({ length: maximalDegree(ring.monomials) + 1 }, (_, k) => (-2) ** k);
      const decay = ring.compose(
        derivatives.map((d) => d * Math.exp(-2 * s)),
        sSeries!,
      );
      return [
        ring.scale(ring.multiply(decay, ring.multiply(xVelocity!, xVelocity!)), -1),
        ring.scale(ring.multiply(sVelocity!, xVelocity!), 2),
      ];
    },
  };
}

function maximalDegree(monomials: readonly (readonly number[])[]): number {
  return monomials.at(-1)!.length;
}
