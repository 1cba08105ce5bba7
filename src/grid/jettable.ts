/**
 * From chart partials to symmetrised covariant derivatives. The exponential map in a chart is a power series
 * X(w) = x(exp_p w) in the frame components w; along each ray it solves the geodesic equation, degree by degree
 * k (k − 1) X_k = −[Γ(X)(DX, DX)]_k with D the Euler operator. Then u(X(w)) = Σ_α ∂^α u (X − X(0))^α / α! and
 * P_β = β! [w^β] u(X(w)) gives the table P_β = Σ_α table[β][α] ∂^α u.
 */
import { type Series, SeriesRing } from './series.js';

/** The metric of a chart at one point, as far as geodesics need it. */
export interface ChartGeodesics {
  /** Frame vectors in chart components: frame[i] = e_i. */
  readonly frame: readonly (readonly number[])[];
  /** Coordinates of the point. */
  readonly point: readonly number[];
  /** −Γ^i_jk(x) v^j v^k as series, for each i. */
  acceleration(ring: SeriesRing, x: readonly Series[], v: readonly Series[]): Series[];
}

/** The chart coordinates of exp_p(w) as series in w, up to the degree of the ring. */
export function geodesicSeries(ring: SeriesRing, degree: number, chart: ChartGeodesics): Series[] {
  const straight = chart.point.map((x, i) => ring.add(ring.constant(x), ring.linear(chart.frame.map((e) => e[i]!))));
  let x = straight;
  // Each round fixes one more degree: the right-hand side to degree k needs X only to degree k − 1.
  for (let k = 2; k <= degree; k++) {
    const acceleration = chart.acceleration(
      ring,
      x,
      x.map((series) => ring.euler(series)),
    );
    x = straight.map((series, i) =>
      series.map((c, m) => {
        const length = ring.monomials[m]!.length;
        return length < 2 ? c : acceleration[i]![m]! / (length * (length - 1));
      }),
    );
  }
  return x;
}

/**
 * The table: rows and columns in the order of `jetIndices(n, order)`; row β the component P_β, column α the chart
 * partial ∂^α.
 */
export function jetTable(dimension: number, order: number, chart: ChartGeodesics): number[][] {
  const ring = new SeriesRing(dimension, order);
  const increments = geodesicSeries(ring, order, chart).map((series) => [0, ...series.slice(1)]);
  const columns = ring.monomials.map((alpha) =>
    ring.scale(
      alpha.reduce<Series>((product, i) => ring.multiply(product, increments[i]!), ring.constant(1)),
      1 / factorialOf(alpha),
    ),
  );
  return ring.monomials.map((beta, row) => columns.map((column) => factorialOf(beta) * column[row]!));
}

/** α! for a sorted index list: the product of the factorials of the multiplicities. */
export function factorialOf(alpha: readonly number[]): number {
  let result = 1;
  let repeats = 0;
  for (const [k, i] of alpha.entries()) {
    repeats = k > 0 && alpha[k - 1] === i ? repeats + 1 : 1;
    result *= repeats;
  }
  return result;
}
