/**
 * Jets near the poles of a latitude–longitude grid, without the chart. Around a node p the nearby nodes q, on rows on
 * either side of the pole, have normal coordinates w_q = log_p(q); a weighted least-squares fit of a polynomial in w
 * gives the Taylor coefficients, which are the symmetrised covariant derivatives. For components of order k the fit
 * has degree k + accuracy − 1. Longitudes are thinned to about the spacing of the rows, so that neither the error nor
 * the size of the weights grows towards the pole (a chart formula loses one order there). By rotational symmetry one
 * stencil serves a whole row.
 */
import { jetIndices } from '../base/index.js';
import { type Chart, components, log, radius } from '../space/index.js';
import { factorialOf } from './jettable.js';
import { momentWeights } from './leastsquares.js';
import type { Stencil } from './scheme.js';

/** A stencil of a row with its neighbours: row number and shift of longitude in nodes. */
export interface CapStencil {
  readonly neighbours: readonly { readonly row: number; readonly shift: number }[];
  readonly stencil: Stencil;
}

/** Geodesic polar coordinates: row i at distance (i + first) · spacing, in radii of curvature, from the first pole. */
export interface Layout {
  readonly chart: Chart;
  readonly rows: number;
  readonly columns: number;
  /** 1/2, or 0 where all nodes of the first row are the pole. */
  readonly first: number;
  readonly spacing: number;
  /** Radius of the circle at a distance: sin on the sphere, sinh in the hyperbolic plane. */
  readonly circle: (distance: number) => number;
  /** Whether there is another pole after the last row. */
  readonly closed: boolean;
}

/**
 * Number of nodes per unknown, and width of the Gaussian weight exp(−(r / (σ radius))²). Chosen so that the discrete
 * Laplacian has no eigenvalue with positive real part and no spurious slow ones; `test/grid/latlon.test.ts` measures
 * it. At accuracy 6, σ = 0.4 leaves waves of two longitudes nearly undamped when M ≈ N, and σ = 0.5 lets them grow.
 */
const nodesPerUnknown = 1.8;
const sigma = 0.36;

/** The stencil of one row for all jet components up to `order`. */
export function capStencil(layout: Layout, row: number, order: number, accuracy: number): CapStencil {
  const { chart, rows, columns, spacing, circle, first } = layout;
  const unit = 1 / radius(chart.space);
  const theta = (i: number) => (i + first) * spacing;
  const here = [theta(row), 0];
  const p = chart.toAmbient(here);
  const frame = chart.frame(here);

  const nodes: { row: number; shift: number; w: number[]; r: number }[] = [];
  const reach = fitRadius(order + accuracy - 1);
  for (let i = 0; i < rows; i++) {
    const around = layout.closed ? 2 * (rows - 1 + first) - i - row : Number.POSITIVE_INFINITY;
    const nearest = Math.min(Math.abs(i - row), i + row + 2 * first, around);
    if (nearest > reach) continue;
    for (const shift of thinnedShifts(circle(theta(i)), spacing, columns)) {
      const q = chart.toAmbient([theta(i), (2 * Math.PI * Math.abs(shift)) / columns]);
      const w = components(chart.space, frame, log(chart.space, p, q)).map((x) => (x * unit) / spacing);
      const r = Math.hypot(...w);
      if (shift < 0) w[1] = -w[1]!;
      if (r <= reach) nodes.push({ row: i, shift, w, r });
    }
  }
  const all = jetIndices(2, order);
  const weights = new Float64Array(all.length * nodes.length);
  weights[nodes.findIndex((node) => node.row === row && node.shift === 0)] = 1;
  for (let k = 1; k <= order; k++) {
    const degree = k + accuracy - 1;
    const scale = fitRadius(degree);
    const used = nodes.map((node, s) => ({ ...node, s })).filter(({ r }) => r <= scale);
    const monomials = jetIndices(2, degree);
    const matrix = used.map(({ w }) => monomials.map((m) => m.reduce((x, i) => x * (w[i]! / scale), 1)));
    const omega = used.map(({ r }) => Math.exp(-((r / (sigma * scale)) ** 2)));
    const wanted = all.flatMap((index, c) => (index.length === k ? [c] : []));
    const targets = wanted.map((c) => {
      const size = factorialOf(all[c]!) * (unit / (spacing * scale)) ** k;
      return monomials.map((m) => (m.join() === all[c]!.join() ? size : 0));
    });
    for (const [j, solution] of momentWeights(matrix, omega, targets).entries()) {
      for (const [i, { s }] of used.entries()) weights[wanted[j]! * nodes.length + s] = solution[i]!;
    }
  }
  mirror(nodes, all, weights);
  return { neighbours: nodes, stencil: { width: nodes.length, weights } };
}

/**
 * Gives nodes at opposite shifts weights that are equal, or opposite for components with an odd number of indices along
 * the row: so they are but for rounding.
 */
function mirror(
  nodes: readonly { readonly row: number; readonly shift: number }[],
  all: readonly (readonly number[])[],
  weights: Float64Array,
): void {
  const numbers = new Map(nodes.map(({ row, shift }, s) => [`${row} ${shift}`, s]));
  for (const [s, { row, shift }] of nodes.entries()) {
    // Half a turn is its own opposite.
    const opposite = numbers.get(`${row} ${-shift}`) ?? s;
    if (opposite < s) continue;
    for (const [c, index] of all.entries()) {
      const sign = index.filter((i) => i === 1).length % 2 === 0 ? 1 : -1;
      const [a, b] = [c * nodes.length + s, c * nodes.length + opposite];
      weights[a] = (weights[a]! + sign * weights[b]!) / 2;
      weights[b] = sign * weights[a]!;
    }
  }
}

/** Radius of the disk of nodes for a fit of the given degree, in row spacings. */
export function fitRadius(degree: number): number {
  return Math.sqrt((nodesPerUnknown * (degree + 1) * (degree + 2)) / 2 / Math.PI);
}

/** Rows that a grid must have for the nodes of a cap stencil to lie within a quarter turn. */
export function capRowsNeeded(order: number, accuracy: number): number {
  return Math.ceil(2 * fitRadius(order + accuracy - 1));
}

/**
 * Longitudes that a grid with enough rows must have for the moments of a cap stencil to be independent: with fewer, waves
 * that differ on the sphere agree on the nodes. Found by trying; `test/grid/latlon.test.ts` tries the grids at the limit.
 */
export function capColumnsNeeded(order: number, accuracy: number): number {
  const degree = order + accuracy - 1;
  return degree < 5 ? 4 : degree + 4;
}

/** Shifts of longitude, symmetric about 0, at about one row spacing from each other. */
function thinnedShifts(circle: number, spacing: number, columns: number): number[] {
  // All nodes of a row at a pole are one.
  if (circle < 1e-6 * spacing) return [0];
  const wanted = Math.max(4, 2 * Math.round((Math.PI * circle) / spacing));
  const count = 2 * wanted > columns ? columns : wanted;
  const shifts: number[] = [];
  for (let j = 1 - count / 2; j <= count / 2; j++)
    shifts.push(Math.sign(j) * Math.round((Math.abs(j) * columns) / count));
  return shifts;
}
