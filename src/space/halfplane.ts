/**
 * The upper half-plane of H²: g = R² (dx² + dy²) / y² with y > 0 and R = 1/√−kappa. In the hyperboloid model
 * X = R x / y, Y = R (x² + y² − 1) / 2y, T = R (x² + y² + 1) / 2y, so (0, 1) is the base point.
 * Frame: e_0 = (y/R) ∂_x, e_1 = (y/R) ∂_y.
 */
import { type Chart, checkChartSpace } from './chart.js';
import { radius, type Space } from './space.js';

/**
 * The half-plane chart of a hyperbolic plane.
 * @throws InvalidInput for any other space.
 */
export function halfPlaneChart(space: Space): Chart {
  checkChartSpace('halfplane', space, 'H', 2);
  const r = radius(space);
  return {
    name: 'halfplane',
    space,
    coordinates: ['x', 'y'],
    toAmbient: (c) => {
      const x = c[0]!;
      const y = c[1]!;
      return [(r * x) / y, (r * (x * x + y * y - 1)) / (2 * y), (r * (x * x + y * y + 1)) / (2 * y)];
    },
    fromAmbient: (p) => {
      const horocycle = p[2]! - p[1]!;
      return [p[0]! / horocycle, r / horocycle];
    },
    frame: (c) => {
      const x = c[0]!;
      const y = c[1]!;
      return [
        [1, x, x],
        [-x / y, (1 + y * y - x * x) / (2 * y), (y * y - x * x - 1) / (2 * y)],
      ];
    },
  };
}
