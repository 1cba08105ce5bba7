/**
 * Jets on grids in geodesic polar coordinates (ρ, φ) of S² and H², ρ in radii of curvature: formulas of the chart away from
 * the poles, stencils without the chart near them (`cap.ts`). The metric is r² (dρ² + s² dφ²) with s = sin ρ or sinh ρ;
 * geodesics: ρ'' = s s' φ'², φ'' = −2 (s'/s) ρ' φ'.
 */
import { jetIndices } from '../base/index.js';
import { radius, type Space } from '../space/index.js';
import { type Axis, axisNodes } from './axis.js';
import { capStencil, type Layout } from './cap.js';
import { type ChartGeodesics, jetTable } from './jettable.js';
import { productScheme } from './product.js';
import { periodicSegments, runsOfRow } from './runs.js';
import { checkJetScheme, type JetScheme } from './scheme.js';

/** What a polar scheme is made from. */
export interface PolarRequest {
  readonly layout: Layout;
  /** Distance, then angle. */
  readonly axes: readonly [Axis, Axis];
  /** Whether a row is near a pole. */
  readonly inCap: (row: number) => boolean;
  readonly order: number;
  readonly accuracy: number;
}

/** The scheme of a polar grid. */
export function polarScheme({ layout, axes, inCap, order, accuracy }: PolarRequest): JetScheme {
  const { chart, rows, columns } = layout;
  const distances = axisNodes(axes[0]);
  const table = (row: number) => ({
    name: String(row),
    rows: jetTable(2, order, polarGeodesics(chart.space, distances[row]!)),
  });
  const part = productScheme({ axes, order, accuracy, table, cover: (row) => !inCap(row) });
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
}

/** Geodesics in (ρ, φ) at (distance, 0), frame e_0 = ∂_ρ / r, e_1 = ∂_φ / (r s). */
export function polarGeodesics(space: Space, distance: number): ChartGeodesics {
  const r = radius(space);
  const [sine, cosine] = space.kind === 'S' ? [Math.sin, Math.cos] : [Math.sinh, Math.cosh];
  const [s, c] = [sine(distance), cosine(distance)];
  const sign = space.kind === 'S' ? -1 : 1;
  const cycle = [s, c, sign * s, sign * c];
  return {
    point: [distance, 0],
    frame: [
      [1 / r, 0],
      [0, 1 / (r * s)],
    ],
    acceleration(ring, [rho], [rhoVelocity, phiVelocity]) {
      const degree = ring.monomials.at(-1)!.length;
      const derivatives = (from: number) => Array.from({ length: degree + 1 }, (_, k) => cycle[(k + from) % 4]!);
      const reciprocals: number[] = [];
      for (let k = 0, factorial = 1; k <= degree; k++, factorial *= -k) reciprocals.push(factorial / s ** (k + 1));
      const sines = ring.compose(derivatives(0), rho!);
      const cosines = ring.compose(derivatives(1), rho!);
      const cotangents = ring.multiply(cosines, ring.compose(reciprocals, sines));
      return [
        ring.multiply(ring.multiply(sines, cosines), ring.multiply(phiVelocity!, phiVelocity!)),
        ring.scale(ring.multiply(cotangents, ring.multiply(rhoVelocity!, phiVelocity!)), -2),
      ];
    },
  };
}
