/**
 * Latitude–longitude grids on S²: `latlon:NxM`, nodes theta_i = (i + 1/2) π / N, phi_j = 2π j / M, no node at a pole; and
 * `latlon:NxM:poles`, as meteorological data are often given: theta_i = i π / (N − 1), all M nodes of the first and the last
 * row at the pole, each with the frame of its own meridian.
 * Geodesics of R² (dθ² + sin²θ dφ²): θ'' = sin θ cos θ φ'², φ'' = −2 cot θ θ' φ'.
 * Quadrature is Fejér's first rule in cos θ ([davis-rabinowitz-1984], section 2.5.5): exact on spherical harmonics of
 * degree < N when M ≥ N; with nodes at the poles Clenshaw and Curtis's rule. Jets near the poles: see `cap.ts`.
 */
import { jetIndices } from '../base/index.js';
import { colatitudeChart, radius, type Space } from '../space/index.js';
import { type Axis, axisNodes } from './axis.js';
import { capColumnsNeeded, capRowsNeeded, capStencil } from './cap.js';
import { clenshawCurtis } from './clenshawCurtis.js';
import { checkCount, checkJetRequest, type Grid } from './grid.js';
import { type ChartGeodesics, jetTable } from './jettable.js';
import { productScheme } from './product.js';
import { productGrid, volumeUnit } from './productgrid.js';
import { periodicSegments, runsOfRow } from './runs.js';
import { checkJetScheme } from './scheme.js';

/**
 * Rows within this angle of a pole use `capStencil`, a fixed angle so that the errors of chart formulas (powers of
 * 1 / sin θ) stay bounded. It also bounds the time step: the largest eigenvalue of the discrete Laplacian falls with it.
 */
const capAngle = Math.PI / 6;

/** Builds the grid; the space must be S², the number of columns even. */
export function latLonGrid(spec: string, space: Space, rows: number, columns: number, onPoles: boolean): Grid {
  const spacing = Math.PI / (onPoles ? rows - 1 : rows);
  const axes: Axis[] = [
    { name: 'theta', count: rows, from: 0, spacing, rule: 'pole', onPoles },
    { name: 'phi', count: columns, from: 0, spacing: (2 * Math.PI) / columns, rule: 'periodic' },
  ];
  const theta = axisNodes(axes[0]!);
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
      const table = (i: number) => ({
        name: String(i),
        rows: jetTable(2, order, colatitudeGeodesics(theta[i]!, radius(space))),
      });
      const layout = { chart, rows, columns, first: onPoles ? 0 : 0.5, spacing, circle: Math.sin, closed: true };
      const inCap = (i: number) => theta[Math.min(i, rows - 1 - i)]! < capAngle;
      const part = productScheme({ axes, order, accuracy, table, cover: (i) => !inCap(i) });
      const stencils = [...part.stencils];
      const runs = [...part.runs];
      for (let row = 0; row < rows; row++) {
        if (!inCap(row)) continue;
        const { neighbours, stencil } = capStencil(layout, row, order, accuracy);
        const relative = neighbours.map((q) => ({ row: (q.row - row) * columns, shift: q.shift }));
        runs.push(...runsOfRow(row * columns, periodicSegments(relative, columns), stencils.push(stencil) - 1));
      }
      runs.sort((a, b) => a.start - b.start);
      const components = jetIndices(2, order);
      return checkJetScheme({ dimension: 2, order, accuracy, components, size: rows * columns, stencils, runs });
    },
  });
}

/** Fejér's weight of the node theta: ∫ over cos θ in [−1, 1] of polynomials of degree < n exactly. */
function fejerWeight(theta: number, n: number): number {
  let sum = 1;
  for (let k = 1; 2 * k <= n; k++) sum -= (2 * Math.cos(2 * k * theta)) / (4 * k * k - 1);
  return (2 / n) * sum;
}

/** Geodesics in (θ, φ), frame e_0 = ∂_θ / R, e_1 = ∂_φ / (R sin θ). */
export function colatitudeGeodesics(theta: number, r: number): ChartGeodesics {
  const sin = Math.sin(theta);
  const cos = Math.cos(theta);
  return {
    point: [theta, 0],
    frame: [
      [1 / r, 0],
      [0, 1 / (r * sin)],
    ],
    acceleration(ring, [t], [tVelocity, pVelocity]) {
      const cycle = [sin, cos, -sin, -cos];
      const degree = ring.monomials.at(-1)!.length;
      const derivatives = (from: number) => Array.from({ length: degree + 1 }, (_, k) => cycle[(k + from) % 4]!);
      const reciprocals: number[] = [];
      for (let k = 0, factorial = 1; k <= degree; k++, factorial *= -k) reciprocals.push(factorial / sin ** (k + 1));
      const sine = ring.compose(derivatives(0), t!);
      const cosine = ring.compose(derivatives(1), t!);
      const cotangent = ring.multiply(cosine, ring.compose(reciprocals, sine));
      return [
        ring.multiply(ring.multiply(sine, cosine), ring.multiply(pVelocity!, pVelocity!)),
        ring.scale(ring.multiply(cotangent, ring.multiply(tVelocity!, pVelocity!)), -2),
      ];
    },
  };
}
