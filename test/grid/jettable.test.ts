import { describe, expect, it } from 'vitest';
import { halfPlaneGeodesics } from '../../src/grid/halfplane.js';
import { geodesicSeries, jetTable } from '../../src/grid/jettable.js';
import { polarGeodesics } from '../../src/grid/polar.js';
import { SeriesRing } from '../../src/grid/series.js';
import {
  colatitudeChart,
  exp,
  fromComponents,
  halfPlaneChart,
  hyperbolic,
  polarChart,
  sphere,
} from '../../src/space/index.js';

describe('the Hessian from Christoffel symbols', () => {
  // Columns of the table: u, u_0, u_1, u_00, u_01, u_11; rows: the value, P_1 (two) and P_2(e0,e0), P_2(e0,e1), P_2(e1,e1).
  it('on the sphere of radius r', () => {
    const t = 0.7;
    const r = 1.5;
    const s = Math.sin(t);
    const cot = Math.cos(t) / s;
    const expected = [
      [1, 0, 0, 0, 0, 0],
      [0, 1 / r, 0, 0, 0, 0],
      [0, 0, 1 / (r * s), 0, 0, 0],
      [0, 0, 0, 1 / r ** 2, 0, 0],
      [0, 0, -cot / (r * r * s), 0, 1 / (r * r * s), 0],
      [0, cot / r ** 2, 0, 0, 0, 1 / (r * s) ** 2],
    ];
    for (const [i, row] of jetTable(2, 2, polarGeodesics(sphere(2, 1 / r ** 2), t)).entries()) {
      for (const [j, x] of row.entries()) expect(x).toBeCloseTo(expected[i]![j]!, 13);
    }
  });

  it('on the half-plane in (s, x), s = log y: ∇²u(e0,e0) = y² u_xx − u_s, ∇²u(e0,e1) = y (u_sx + u_x), ∇²u(e1,e1) = u_ss', () => {
    const y = 1.7;
    const expected = [
      [1, 0, 0, 0, 0, 0],
      [0, 0, y, 0, 0, 0],
      [0, 1, 0, 0, 0, 0],
      [0, -1, 0, 0, 0, y * y],
      [0, 0, y, 0, y, 0],
      [0, 0, 0, 1, 0, 0],
    ];
    for (const [i, row] of jetTable(2, 2, halfPlaneGeodesics(Math.log(y), 1)).entries()) {
      for (const [j, x] of row.entries()) expect(x).toBeCloseTo(expected[i]![j]!, 13);
    }
  });
});

describe('the exponential map as a series', () => {
  const evaluate = (ring: SeriesRing, series: readonly number[], w: readonly number[]) =>
    series.reduce((sum, c, m) => sum + ring.monomials[m]!.reduce((x, i) => x * w[i]!, c), 0);

  it.each([
    ['colatitude', colatitudeChart(sphere(2, 2)), [0.9, 0], polarGeodesics(sphere(2, 2), 0.9), (x: number[]) => x],
    [
      'polar of H²',
      polarChart(hyperbolic(2, -2)),
      [0.9, 0],
      polarGeodesics(hyperbolic(2, -2), 0.9),
      (x: number[]) => x,
    ],
    [
      'half-plane',
      halfPlaneChart(hyperbolic(2, -2)),
      [0, 1.3],
      halfPlaneGeodesics(Math.log(1.3), Math.SQRT1_2),
      (x: number[]) => [Math.log(x[1]!), x[0]!],
    ],
  ] as const)('matches the ambient exponential map to the truncation error: %s', (_, chart, at, geodesics, toAxis) => {
    const ring = new SeriesRing(2, 6);
    const series = geodesicSeries(ring, 6, geodesics);
    const p = chart.toAmbient(at);
    const errorAt = (scale: number) => {
      const w = [0.6 * scale, -0.8 * scale];
      const x = toAxis(chart.fromAmbient(exp(chart.space, p, fromComponents(chart.frame(at), w))));
      return Math.max(
        ...x.map((c, i) => {
          const difference = evaluate(ring, series[i]!, w) - c;
          return Math.abs(difference - 2 * Math.PI * Math.round(difference / (2 * Math.PI)));
        }),
      );
    };
    expect(errorAt(0.05)).toBeLessThan(1e-7);
    expect(Math.log2(errorAt(0.1) / errorAt(0.05))).toBeGreaterThan(6.5);
  });
});
