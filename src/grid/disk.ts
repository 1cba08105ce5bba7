/**
 * Geodesic polar grids on a disk of H²: `disk:NxM[:R][:neumann|dirichlet]`, N circles of M nodes in the part |x| < R of the Poincaré disk
 * (R = 0.8 unless told, a number below 1). Circle i has the hyperbolic radius rho_i = (i + 1/2) ρ / N, in radii of
 * curvature, with tanh(ρ/2) = R; phi_j = 2π j / M. The edge is open unless told: formulas there are one-sided, and satisfy the condition. Near the centre jets are
 * taken as near the poles of a latitude–longitude grid (`polar.ts`).
 */
import { polarChart, radius, type Space } from '../space/index.js';
import { type Axis, axisNodes } from './axis.js';
import { capColumnsNeeded, fitRadius } from './cap.js';
import { checkCount, checkJetRequest, type Grid, type Wall } from './grid.js';
import { polarScheme } from './polar.js';
import { productGrid, volumeUnit } from './productgrid.js';

/**
 * Circles of at most this radius use `capStencil`: sinh of it is 1/2, as on latlon, but no more than half of the radius of the
 * disk, and no more than where M nodes around the circle are as far from each other as the circles.
 */
const capReach = (outer: number, spacing: number, columns: number): number =>
  Math.min(Math.asinh(0.5), outer / 2, Math.asinh((columns * spacing) / (2 * Math.PI)));

/** Builds the grid; the space must be H², the number of columns even, 0 < reach < 1. */
export function diskGrid(spec: string, space: Space, rows: number, columns: number, reach: number, wall?: Wall): Grid {
  const outer = 2 * Math.atanh(reach);
  const spacing = outer / rows;
  const axes: [Axis, Axis] = [
    { name: 'rho', count: rows, from: 0, spacing, rule: 'centre', ...(wall && { wall }) },
    { name: 'phi', count: columns, from: 0, spacing: (2 * Math.PI) / columns, rule: 'periodic' },
  ];
  const rho = axisNodes(axes[0]);
  const chart = polarChart(space);
  const r = radius(space);
  const volume = volumeUnit(space);
  const cap = capReach(outer, spacing, columns);
  return productGrid({
    spec,
    chart,
    axes,
    variables: {
      x: (p) => p[0]! / (r + p[2]!),
      y: (p) => p[1]! / (r + p[2]!),
    },
    density: (x) => volume * Math.sinh(x),
    jetScheme(order, accuracy) {
      checkJetRequest(order, accuracy);
      const jet = `jets of order ${order} at accuracy ${accuracy}`;
      const circles = Math.ceil((fitRadius(order + accuracy - 1) + 1) / (1 - cap / outer));
      checkCount(`grid ${spec}`, 'rho', rows, circles, jet);
      checkCount(`grid ${spec}`, 'phi', columns, capColumnsNeeded(order, accuracy), jet);
      const layout = { chart, rows, columns, first: 0.5, spacing, circle: Math.sinh, closed: false };
      return polarScheme({ layout, axes, inCap: (row) => rho[row]! < cap, order, accuracy });
    },
  });
}
