/**
 * Colatitude theta in [0, π] and longitude phi in [0, 2π) on S²: p = R (sin θ cos φ, sin θ sin φ, cos θ),
 * g = R² (dθ² + sin²θ dφ²). Frame: e_0 = ∂_θ / R (southwards), e_1 = ∂_φ / (R sin θ) (eastwards).
 */
import { type Chart, checkChartSpace } from './chart.js';
import { radius, type Space } from './space.js';

/**
 * The colatitude–longitude chart of a two-dimensional sphere. At the poles phi (and with it the frame) is a choice.
 * @throws InvalidInput for any other space.
 */
export function colatitudeChart(space: Space): Chart {
  checkChartSpace('latlon', space, 'S', 2);
  const r = radius(space);
  return {
    name: 'latlon',
    space,
    coordinates: ['theta', 'phi'],
    toAmbient: (x) => {
      const s = r * Math.sin(x[0]!);
      return [s * Math.cos(x[1]!), s * Math.sin(x[1]!), r * Math.cos(x[0]!)];
    },
    fromAmbient: (p) => {
      const phi = Math.atan2(p[1]!, p[0]!);
      return [Math.atan2(Math.hypot(p[0]!, p[1]!), p[2]!), phi < 0 ? phi + 2 * Math.PI : phi];
    },
    frame: (x) => {
      const c = Math.cos(x[0]!);
      const cosPhi = Math.cos(x[1]!);
      const sinPhi = Math.sin(x[1]!);
      return [
        [c * cosPhi, c * sinPhi, -Math.sin(x[0]!)],
        [-sinPhi, cosPhi, 0],
      ];
    },
  };
}
