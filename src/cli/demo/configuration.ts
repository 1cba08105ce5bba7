/** What the demo computes with. Fields are in units of 100 m, lengths in radii of the sphere, curvature ±1. */

export interface DemoConfiguration {
  /** Grid on the sphere. */
  readonly sphere: string;
  /** Grid on the hyperbolic plane. */
  readonly plane: string;
  /** How long heat flows over the geoid first: a harmonic of degree l is damped by exp(−l(l+1)t). */
  readonly smoothing: number;
  /** Right-hand side of u_t = F(u). */
  readonly equation: string;
  readonly tEnd: number;
  /** Number of snapshots, both ends included. */
  readonly snapshots: number;
  /** Layers of nodes next to a boundary that learning leaves out. */
  readonly trim: number;
  /** Rows of the regression. */
  readonly rows: number;
  /** Numbers of rows of the latitude–longitude grids on which equivariance is measured. */
  readonly equivariance: readonly number[];
  /** Pixels across each map. */
  readonly pixels: number;
}

export const standardConfiguration: DemoConfiguration = {
  sphere: 'latlon:64x128',
  plane: 'halfplane:80x160:5:0.2..5:neumann',
  smoothing: 0.005,
  equation: '0.02*lap(u) + 0.03*norm2(grad(u)) + u - u^3',
  tEnd: 1.5,
  snapshots: 41,
  trim: 6,
  rows: 8000,
  equivariance: [16, 32, 64],
  pixels: 680,
};
