/**
 * Geodesic polar grids on a disk of H²: `disk:NxM[:R][:neumann|dirichlet]`, N circles of M nodes in the part |x| < R of the Poincaré disk
 * (R = 0.8 unless told, a number below 1). Circle i has the hyperbolic radius rho_i = (i + 1/2) ρ / N, in radii of
 * curvature, with tanh(ρ/2) = R; phi_j = 2π j / M. The edge is open unless told: formulas there are one-sided, and satisfy the condition. Near the centre jets are
 * taken as near the poles of a latitude–longitude grid (`cap.ts`).
 * The metric is r² (dρ² + sinh²ρ dφ²), with geodesics ρ'' = sinh ρ cosh ρ φ'², φ'' = −2 coth ρ ρ' φ'.
 */
import { jetIndices } from '../base/index.js';
import { type Chart, radius, type Space } from '../space/index.js';
import { type Axis, axisNodes } from './axis.js';
import { capColumnsNeeded, capStencil, fitRadius } from './cap.js';
import { checkCount, checkJetRequest, type Grid, type Wall } from './grid.js';
import { type ChartGeodesics, jetTable } from './jettable.js';
import { productScheme } from './product.js';
import { productGrid, volumeUnit } from './productgrid.js';
import { periodicSegments, runsOfRow } from './runs.js';
import { checkJetScheme } from './scheme.js';

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
  const axes: Axis[] = [
    { name: 'rho', count: rows, from: 0, spacing, rule: 'centre', ...(wall && { wall }) },
    { name: 'phi', count: columns, from: 0, spacing: (2 * Math.PI) / columns, rule: 'periodic' },
  ];
  const rho = axisNodes(axes[0]!);
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
      const table = (i: number) => ({
        name: String(i),
        rows: jetTable(2, order, polarGeodesics(rho[i]!, r)),
      });
      const layout = { chart, rows, columns, first: 0.5, spacing, circle: Math.sinh, closed: false };
      const part = productScheme({ axes, order, accuracy, table, cover: (i) => rho[i]! >= cap });
      const stencils = [...part.stencils];
      const runs = [...part.runs];
      for (let row = 0; rho[row]! < cap; row++) {
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

/** Polar coordinates about the base point of H²; frame e_0 outwards, e_1 counterclockwise. */
function polarChart(space: Space): Chart {
  const r = radius(space);
  return {
    name: 'disk',
    space,
    coordinates: ['rho', 'phi'],
    toAmbient: (x) => {
      const s = r * Math.sinh(x[0]!);
      return [s * Math.cos(x[1]!), s * Math.sin(x[1]!), r * Math.cosh(x[0]!)];
    },
    fromAmbient: (p) => {
      const phi = Math.atan2(p[1]!, p[0]!);
      return [Math.asinh(Math.hypot(p[0]!, p[1]!) / r), phi < 0 ? phi + 2 * Math.PI : phi];
    },
    frame: (x) => {
      const [sinh, cosh] = [Math.sinh(x[0]!), Math.cosh(x[0]!)];
      const [cos, sin] = [Math.cos(x[1]!), Math.sin(x[1]!)];
      return [
        [cosh * cos, cosh * sin, sinh],
        [-sin, cos, 0],
      ];
    },
  };
}

/** Geodesics in (ρ, φ), frame e_0 = ∂_ρ / r, e_1 = ∂_φ / (r sinh ρ). */
export function polarGeodesics(rho: number, r: number): ChartGeodesics {
  const sinh = Math.sinh(rho);
  const cosh = Math.cosh(rho);
  return {
    point: [rho, 0],
    frame: [
      [1 / r, 0],
      [0, 1 / (r * sinh)],
    ],
    acceleration(ring, [x], [xVelocity, pVelocity]) {
      const degree = ring.monomials.at(-1)!.length;
      const derivatives = (from: number) =>
        Array.from({ length: degree + 1 }, (_, k) => ((k + from) % 2 === 0 ? sinh : cosh));
      const reciprocals: number[] = [];
      for (let k = 0, factorial = 1; k <= degree; k++, factorial *= -k) reciprocals.push(factorial / sinh ** (k + 1));
      const sine = ring.compose(derivatives(0), x!);
      const cosine = ring.compose(derivatives(1), x!);
      const cotangent = ring.multiply(cosine, ring.compose(reciprocals, sine));
      return [
        ring.multiply(ring.multiply(sine, cosine), ring.multiply(pVelocity!, pVelocity!)),
        ring.scale(ring.multiply(cotangent, ring.multiply(xVelocity!, pVelocity!)), -2),
      ];
    },
  };
}
