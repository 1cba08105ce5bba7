import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidInput } from '../../src/base/index.js';
import {
  type Chart,
  cartesianChart,
  colatitudeChart,
  conformalChart,
  euclidean,
  halfPlaneChart,
  hyperbolic,
  inner,
  modelDefect,
  polarChart,
  sphere,
} from '../../src/space/index.js';
import { gap } from './samples.js';

/** Chart, a box of coordinates, and the length of ∂_i in the metric as the literature gives it. */
const charts: readonly (readonly [
  string,
  Chart,
  readonly (readonly [number, number])[],
  (x: readonly number[], i: number) => number,
])[] = [
  [
    'cartesian',
    cartesianChart(euclidean(2)),
    [
      [-3, 3],
      [-3, 3],
    ],
    () => 1,
  ],
  [
    'colatitude',
    colatitudeChart(sphere(2)),
    [
      [0.1, 3],
      [0.1, 6.2],
    ],
    (x, i) => (i === 0 ? 1 : Math.sin(x[0]!)),
  ],
  [
    'colatitude, κ = 4',
    colatitudeChart(sphere(2, 4)),
    [
      [0.1, 3],
      [0.1, 6.2],
    ],
    (x, i) => (i === 0 ? 1 : Math.sin(x[0]!)) / 2,
  ],
  [
    'polar, κ = −1/4',
    polarChart(hyperbolic(2, -0.25)),
    [
      [0.1, 3],
      [0.1, 6.2],
    ],
    (x, i) => 2 * (i === 0 ? 1 : Math.sinh(x[0]!)),
  ],
  [
    'half-plane',
    halfPlaneChart(hyperbolic(2)),
    [
      [-2, 2],
      [0.2, 4],
    ],
    (x) => 1 / x[1]!,
  ],
  [
    'half-plane, κ = −1/4',
    halfPlaneChart(hyperbolic(2, -0.25)),
    [
      [-2, 2],
      [0.2, 4],
    ],
    (x) => 2 / x[1]!,
  ],
  [
    'Poincaré disk',
    conformalChart(hyperbolic(2)),
    [
      [-0.6, 0.6],
      [-0.6, 0.6],
    ],
    (x) => 2 / (1 - x[0]! ** 2 - x[1]! ** 2),
  ],
  [
    'Poincaré disk, κ = −4',
    conformalChart(hyperbolic(2, -4)),
    [
      [-0.3, 0.3],
      [-0.3, 0.3],
    ],
    (x) => 2 / (1 - 4 * (x[0]! ** 2 + x[1]! ** 2)),
  ],
  [
    'stereographic, κ = 2',
    conformalChart(sphere(2, 2)),
    [
      [-3, 3],
      [-3, 3],
    ],
    (x) => 2 / (1 + 2 * (x[0]! ** 2 + x[1]! ** 2)),
  ],
];

describe.each(charts)('chart %s', (_, chart, box, lengthOfPartial) => {
  const { space } = chart;
  const coordinates = fc.tuple(...box.map(([min, max]) => fc.double({ min, max, noNaN: true })));

  it('maps onto the model and back', () => {
    fc.assert(
      fc.property(coordinates, (x) => {
        const p = chart.toAmbient(x);
        expect(Math.abs(modelDefect(space, p))).toBeLessThan(1e-10);
        expect(gap(chart.fromAmbient(p), x)).toBeLessThan(1e-9);
      }),
    );
  });

  it('has the metric of the literature, and its frame points along the coordinates', () => {
    fc.assert(
      fc.property(coordinates, (x) => {
        const frame = chart.frame(x);
        for (const [i, e] of frame.entries()) {
          for (const [j, f] of frame.entries()) expect(inner(space, e, f)).toBeCloseTo(i === j ? 1 : 0, 9);
          const step = 1e-5;
          const shifted = (s: number) => chart.toAmbient(x.map((c, k) => (k === i ? c + s : c)));
          const behind = shifted(-step);
          const partial = shifted(step).map((c, k) => (c - behind[k]!) / (2 * step));
          const length = lengthOfPartial(x, i);
          expect(
            gap(
              partial,
              e.map((c) => c * length),
            ),
          ).toBeLessThan(1e-6 * (1 + length ** 3));
        }
      }),
    );
  });
});

it('refuses spaces that a chart does not serve', () => {
  expect(() => colatitudeChart(sphere(3))).toThrow(InvalidInput);
  expect(() => halfPlaneChart(sphere(2))).toThrow(InvalidInput);
  expect(() => polarChart(sphere(2))).toThrow(InvalidInput);
  expect(() => conformalChart(euclidean(2))).toThrow(InvalidInput);
  expect(() => cartesianChart(hyperbolic(2))).toThrow(InvalidInput);
});
