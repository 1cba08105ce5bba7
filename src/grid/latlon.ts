/**
 * Latitude–longitude grids on S²: `latlon:NxM`, nodes theta_i = (i + 1/2) π / N, phi_j = 2π j / M, no node at a pole; and
 * `latlon:NxM:poles`, as meteorological data are often given: theta_i = i π / (N − 1), all M nodes of the first and the last
 * row at the pole, each with the frame of its own meridian.
 * Quadrature is Fejér's first rule in cos θ ([davis-rabinowitz-1984], section 2.5.5): exact on spherical harmonics of
 * degree < N when M ≥ N; with nodes at the poles Clenshaw and Curtis's rule. Jets: see `polar.ts`.
 */
import { colatitudeChart, type Space } from '../space/index.js';
import { type Axis, axisNodes } from './axis.js';
import { capColumnsNeeded, capRowsNeeded } from './cap.js';
import { clenshawCurtis } from './clenshawCurtis.js';
import { checkCount, checkJetRequest, type Grid } from './grid.js';
import { polarScheme } from './polar.js';
import { productGrid, volumeUnit } from './productgrid.js';

/**
 * Rows within this angle of a pole use `capStencil`, a fixed angle so that the errors of chart formulas (powers of
 * 1 / sin θ) stay bounded. It also bounds the time step: the largest eigenvalue of the discrete Laplacian falls with it.
 */
const capAngle = Math.PI / 6;

/** Builds the grid; the space must be S², the number of columns even. */
export function latLonGrid(spec: string, space: Space, rows: number, columns: number, onPoles: boolean): Grid {
  const spacing = Math.PI / (onPoles ? rows - 1 : rows);
  const axes: [Axis, Axis] = [
    { name: 'theta', count: rows, from: 0, spacing, rule: 'pole', onPoles },
    { name: 'phi', count: columns, from: 0, spacing: (2 * Math.PI) / columns, rule: 'periodic' },
  ];
  const theta = axisNodes(axes[0]);
  const chart = colatitudeChart(space);
  const volume = volumeUnit(space);
  return productGrid({
    spec,
    chart,
    axes,
    density: Math.sin,
    firstAxisWeights: (onPoles ? clenshawCurtis(rows - 1) : theta.map((t) => fejerWeight(t, rows))).map(
      (weight) => volume * weight,
    ),
    jetScheme(order, accuracy) {
      checkJetRequest(order, accuracy);
      const jet = `jets of order ${order} at accuracy ${accuracy}`;
      checkCount(`grid ${spec}`, 'theta', rows, capRowsNeeded(order, accuracy), jet);
      checkCount(`grid ${spec}`, 'phi', columns, capColumnsNeeded(order, accuracy), jet);
      const layout = { chart, rows, columns, first: onPoles ? 0 : 0.5, spacing, circle: Math.sin, closed: true };
      const inCap = (row: number) => theta[Math.min(row, rows - 1 - row)]! < capAngle;
      return polarScheme({ layout, axes, inCap, order, accuracy });
    },
  });
}

/** Fejér's weight of the node theta: ∫ over cos θ in [−1, 1] of polynomials of degree < n exactly. */
function fejerWeight(theta: number, n: number): number {
  let sum = 1;
  for (let k = 1; 2 * k <= n; k++) sum -= (2 * Math.cos(2 * k * theta)) / (4 * k * k - 1);
  return (2 / n) * sum;
}
