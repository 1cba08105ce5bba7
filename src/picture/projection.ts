/**
 * Map projections of the unit sphere, x to the right and y upward. Longitude 0 is the point (1, 0, 0), the north pole (0, 0, 1).
 * Source: J. P. Snyder, *Map Projections: A Working Manual*, USGS Professional Paper 1395 [snyder-1987].
 */

export type Vector = readonly [number, number, number];
export type PlanePoint = readonly [number, number];

/** A projection onto the rectangle |x| ≤ width/2, |y| ≤ height/2. */
export interface Projection {
  readonly width: number;
  readonly height: number;
  /** The unit vector drawn at (x, y); undefined outside the map. */
  readonly inverse: (x: number, y: number) => Vector | undefined;
  /** The points at which a unit vector is drawn: none where it is hidden. */
  readonly forward: (point: Vector) => PlanePoint | undefined;
  /** Outlines: ellipses with centre and half axes. */
  readonly outlines: readonly { readonly centre: PlanePoint; readonly axes: PlanePoint }[];
}

/** Mollweide's equal-area map of the whole sphere (Snyder, equations 31-1 to 31-8) about a central longitude, in radians. */
export function mollweide(centralLongitude: number): Projection {
  const a = 2 * Math.SQRT2;
  const b = Math.SQRT2;
  return {
    width: 2 * a,
    height: 2 * b,
    outlines: [{ centre: [0, 0], axes: [a, b] }],
    inverse(x, y) {
      if ((x / a) ** 2 + (y / b) ** 2 > 1) return undefined;
      const theta = Math.asin(y / b);
      const sine = clampUnit((2 * theta + Math.sin(2 * theta)) / Math.PI);
      const cosine = Math.sqrt(1 - sine * sine);
      const width = Math.cos(theta);
      const longitude = centralLongitude + (width === 0 ? 0 : (Math.PI * x) / (a * width));
      return [cosine * Math.cos(longitude), cosine * Math.sin(longitude), sine];
    },
    forward([x, y, z]) {
      const theta = auxiliaryAngle(Math.asin(clampUnit(z)));
      const turned = Math.atan2(y, x) - centralLongitude;
      const longitude = turned - 2 * Math.PI * Math.round(turned / (2 * Math.PI));
      return [(a / Math.PI) * longitude * Math.cos(theta), b * Math.sin(theta)];
    },
  };
}

/** Solves 2θ + sin 2θ = π sin φ. Newton's method is slow at the poles, where the root is double; bisection is not. */
function auxiliaryAngle(latitude: number): number {
  let low = -Math.PI / 2;
  let high = Math.PI / 2;
  for (let i = 0; i < 60; i++) {
    const theta = (low + high) / 2;
    if (2 * theta + Math.sin(2 * theta) < Math.PI * Math.sin(latitude)) low = theta;
    else high = theta;
  }
  return (low + high) / 2;
}

/**
 * Two globes side by side, each a hemisphere seen from far away (orthographic, Snyder equations 20-3 to 20-15): the left one about
 * (longitude, latitude) in radians, the right one about its antipode's meridian at the same tilt.
 */
export function globes(longitude: number, latitude: number): Projection {
  const gap = 0.12;
  const views = [
    { centre: -1 - gap / 2, axes: viewAxes(longitude, latitude) },
    { centre: 1 + gap / 2, axes: viewAxes(longitude + Math.PI, -latitude) },
  ];
  return {
    width: 4 + gap,
    height: 2,
    outlines: views.map(({ centre }) => ({ centre: [centre, 0], axes: [1, 1] })),
    inverse(x, y) {
      const { centre, axes } = views[x < 0 ? 0 : 1]!;
      const u = x - centre;
      const depth = 1 - u * u - y * y;
      if (depth < 0) return undefined;
      const w = Math.sqrt(depth);
      const along = (i: 0 | 1 | 2): number => u * axes.east[i] + y * axes.north[i] + w * axes.out[i];
      return [along(0), along(1), along(2)];
    },
    forward(p) {
      const view = views.find(({ axes }) => dot(p, axes.out) >= 0);
      return view && [view.centre + dot(p, view.axes.east), dot(p, view.axes.north)];
    },
  };
}

/** East, north and outward unit vectors at a point. */
function viewAxes(longitude: number, latitude: number): { east: Vector; north: Vector; out: Vector } {
  const [cl, sl, cp, sp] = [Math.cos(longitude), Math.sin(longitude), Math.cos(latitude), Math.sin(latitude)];
  return { east: [-sl, cl, 0], north: [-sp * cl, -sp * sl, cp], out: [cp * cl, cp * sl, sp] };
}

function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

function clampUnit(x: number): number {
  return Math.min(1, Math.max(-1, x));
}
