/**
 * Vector fields on the sphere |p| = R from vector fields of R³, with derivatives in closed form: for A(p) = c + M p + (b·p) d
 * the field V = A − (A·p) p/R² is tangent, and ∇_w V = P(J w) − (A·p) w/R² with J = M + (b·p) 0 + d bᵀ the Jacobian of A and P
 * the projection onto the tangent plane (Gauss's formula). Knows no chart, no frame and no graph.
 */
type Vector = readonly number[];

const dot = (a: Vector, b: Vector): number => a.reduce((sum, x, i) => sum + x * b[i]!, 0);
const cross = ([a, b, c]: Vector, [x, y, z]: Vector): Vector => [
  b! * z! - c! * y!,
  c! * x! - a! * z!,
  a! * y! - b! * x!,
];
const combine = (...parts: readonly (readonly [number, Vector])[]): Vector =>
  [0, 1, 2].map((i) => parts.reduce((sum, [s, v]) => sum + s * v[i]!, 0));

/** What A is made of. */
export interface AmbientField {
  readonly c: Vector;
  readonly M: readonly Vector[];
  readonly b: Vector;
  readonly d: Vector;
}

/** Tangent vectors at p, as vectors of R³. */
export interface AmbientValues {
  readonly V: Vector;
  /** ∇_V V. */
  readonly advection: Vector;
  /** ½ ∇|V|². */
  readonly energyGradient: Vector;
  readonly divergence: number;
  /** The quarter turn clockwise, seen from outside: V × p/R. */
  readonly turned: Vector;
}

/** All of it at a point. */
export function ambientValues({ c, M, b, d }: AmbientField, p: Vector): AmbientValues {
  const square = dot(p, p);
  const radial = (v: Vector): Vector => combine([1, v], [-dot(v, p) / square, p]);
  const A = combine([1, c], [1, M.map((row) => dot(row, p))], [dot(b, p), d]);
  const J = (w: Vector): Vector => combine([1, M.map((row) => dot(row, w))], [dot(b, w), d]);
  const V = radial(A);
  const along = (w: Vector): Vector => combine([1, radial(J(w))], [-dot(A, p) / square, w]);
  const axes: readonly Vector[] = [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ];
  // The derivative along w is linear in w, so that sums over a frame of the tangent plane are sums over the projected axes.
  const tangents = axes.map(radial);
  return {
    V,
    advection: along(V),
    energyGradient: radial(tangents.map((w) => dot(along(w), V))),
    divergence: tangents.reduce((sum, w, i) => sum + along(w)[i]!, 0),
    turned: cross(V, combine([1 / Math.sqrt(square), p])),
  };
}
