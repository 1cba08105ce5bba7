/**
 * Geodesic polar coordinates rho ≥ 0 and phi in [0, 2π) about the base point of H², rho in radii of curvature:
 * p = r (sinh ρ cos φ, sinh ρ sin φ, cosh ρ), g = r² (dρ² + sinh²ρ dφ²). Frame: e_0 = ∂_ρ / r (outwards),
 * e_1 = ∂_φ / (r sinh ρ) (counterclockwise).
 */
import { type Chart, checkChartSpace } from './chart.js';
import { radius, type Space } from './space.js';

/**
 * The polar chart of the hyperbolic plane. At the base point phi (and with it the frame) is a choice.
 * @throws InvalidInput for any other space.
 */
export function polarChart(space: Space): Chart {
  checkChartSpace('disk', space, 'H', 2);
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
