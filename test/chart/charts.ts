/**
 * Charts as maps into the ambient model, on truncated power series: partial derivatives of a polynomial in the ambient
 * coordinates, the orthonormal frame along the coordinates, and symmetrised derivatives in it from Taylor expansion along
 * geodesics. Knows no metric of a chart and no Christoffel symbol.
 */
import { type AmbientPolynomial, geodesicDerivatives } from '../oracle/ambient.js';
import { combineSeries, type Series, type SeriesRing, seriesRing } from '../oracle/ambientSeries.js';

/** A chart of a model space. */
export interface ChartMap {
  /** What `coordinateChart` calls it. */
  readonly name: string;
  readonly dimension: number;
  readonly kappa: number;
  /** Ambient coordinates. */
  readonly embed: (calculus: SeriesCalculus, x: readonly Series[]) => Series[];
  /** A point from numbers between 0 and 1. */
  readonly place: (random: readonly number[]) => number[];
}

/** Functions of series. */
export interface SeriesCalculus {
  readonly constant: (value: number) => Series;
  readonly combine: (...terms: (readonly [number, Series])[]) => Series;
  readonly times: (a: Series, b: Series) => Series;
  readonly over: (a: Series, b: Series) => Series;
  readonly sin: (a: Series) => Series;
  readonly cos: (a: Series) => Series;
  readonly exp: (a: Series) => Series;
}

function calculusOf(ring: SeriesRing): SeriesCalculus {
  const constant = (value: number): Series => Float64Array.from(ring.exponents, (_, i) => (i === 0 ? value : 0));
  const times = ring.multiply;
  /** Σ derivatives[k] a^k / k! for a without its constant term. */
  const compose = (derivatives: (k: number) => number, a: Series): Series => {
    const small = Float64Array.from(a, (c, i) => (i === 0 ? 0 : c));
    let [power, size, result] = [constant(1), 1, constant(derivatives(0))];
    for (let k = 1; k <= 12; k++) {
      power = times(power, small);
      size *= k;
      result = combineSeries([
        [1, result],
        [derivatives(k) / size, power],
      ]);
    }
    return result;
  };
  const factorial = (k: number): number => (k < 2 ? 1 : k * factorial(k - 1));
  return {
    constant,
    combine: (...terms) => combineSeries(terms),
    times,
    over: (a, b) =>
      times(
        a,
        compose((k) => ((-1) ** k * factorial(k)) / b[0]! ** (k + 1), b),
      ),
    sin: (a) => compose((k) => Math.sin(a[0]! + (k * Math.PI) / 2), a),
    cos: (a) => compose((k) => Math.cos(a[0]! + (k * Math.PI) / 2), a),
    exp: (a) => compose(() => Math.exp(a[0]!), a),
  };
}

/** What is known at a point of a chart. */
export interface ChartPoint {
  readonly x: readonly number[];
  /** ∂^α of the polynomial, α as a list of coordinate numbers. */
  readonly partial: (polynomial: AmbientPolynomial) => (alpha: readonly number[]) => number;
  /** Symmetrised derivatives in the frame. */
  readonly jet: (polynomial: AmbientPolynomial) => (index: readonly number[]) => number;
  /** Lengths of the coordinate vectors. */
  readonly lengths: readonly number[];
}

/** The point of a chart with the given coordinates, for derivatives up to an order. */
export function chartPoint(chart: ChartMap, x: readonly number[], order: number): ChartPoint {
  const n = x.length;
  const ring = seriesRing(n, Math.max(order, 1));
  const calculus = calculusOf(ring);
  const coordinates = x.map((value, i) =>
    Float64Array.from(ring.exponents, (e, k) =>
      k === 0 ? value : e.reduce((a, b) => a + b, 0) === 1 && e[i] === 1 ? 1 : 0,
    ),
  );
  const ambient = chart.embed(calculus, coordinates);
  const size = ambient.length;
  const signs = ambient.map((_, i) => (chart.kappa < 0 && i === size - 1 ? -1 : 1));
  const place = new Map(ring.exponents.map((e, k) => [e.join(), k]));
  const exponents = (alpha: readonly number[]): number[] => x.map((_, i) => alpha.filter((j) => j === i).length);
  const vectors = x.map((_, i) => ambient.map((p) => p[place.get(exponents([i]).join())!]!));
  const lengths = vectors.map((v) => Math.sqrt(v.reduce((sum, c, i) => sum + signs[i]! * c * c, 0)));
  const frame = vectors.map((v, i) => v.map((c) => c / lengths[i]!));
  const point = ambient.map((p) => p[0]!);
  const cut = (polynomial: AmbientPolynomial): AmbientPolynomial =>
    polynomial.map((monomial) => ({ ...monomial, powers: monomial.powers.slice(0, size) }));
  return {
    x,
    lengths,
    partial: (polynomial) => {
      let series = calculus.constant(0);
      for (const { coefficient, powers } of cut(polynomial)) {
        let product = calculus.constant(coefficient);
        powers.forEach((p, i) => {
          for (let k = 0; k < p; k++) product = calculus.times(product, ambient[i]!);
        });
        series = calculus.combine([1, series], [1, product]);
      }
      return (alpha) => {
        const e = exponents(alpha);
        const size = e.reduce((product, k) => product * factorialOf(k), 1);
        return size * series[place.get(e.join())!]!;
      };
    },
    jet: (polynomial) => geodesicDerivatives({ kappa: chart.kappa, signs, point, frame }, cut(polynomial), order),
  };
}

const factorialOf = (k: number): number => (k < 2 ? 1 : k * factorialOf(k - 1));

const cube = (half: number) => (random: readonly number[]) => random.map((r) => half * (2 * r - 1));

const cartesian = (dimension: number): ChartMap => ({
  name: 'cartesian',
  dimension,
  kappa: 0,
  embed: (_, x) => [...x],
  place: cube(1),
});

const latlon = (kappa: number): ChartMap => ({
  name: 'latlon',
  dimension: 2,
  kappa,
  embed: ({ sin, cos, times, combine }, [theta, phi]) => {
    const r = 1 / Math.sqrt(kappa);
    const across = combine([r, sin(theta!)]);
    return [times(across, cos(phi!)), times(across, sin(phi!)), combine([r, cos(theta!)])];
  },
  place: ([a, b]) => [0.3 + 2.5 * a!, 6 * b!],
});

const stereographic = (dimension: number, kappa: number, name = 'stereographic'): ChartMap => ({
  name,
  dimension,
  kappa,
  embed: ({ constant, times, over, combine }, x) => {
    const square = combine(...x.map((series) => [kappa, times(series, series)] as const));
    const below = combine([1, constant(1)], [1, square]);
    const above = combine([1, constant(1)], [-1, square]);
    const r = 1 / Math.sqrt(Math.abs(kappa));
    return [...x.map((series) => over(combine([2, series]), below)), over(combine([r, above]), below)];
  },
  place: cube(0.5),
});

const halfplane = (kappa: number, name = 'halfplane'): ChartMap => ({
  name,
  dimension: 2,
  kappa,
  embed: ({ constant, times, over, combine }, [x, y]) => {
    const r = 1 / Math.sqrt(-kappa);
    const square = combine([1, times(x!, x!)], [1, times(y!, y!)]);
    const half = (sign: number): Series => over(combine([r / 2, square], [(sign * r) / 2, constant(1)]), y!);
    return [over(combine([r, x!]), y!), half(-1), half(1)];
  },
  place: ([a, b]) => [2 * a! - 1, 0.5 + b!],
});

/** Mercator's chart of the unit sphere, g = (dx² + dy²)/cosh² x. */
const mercator = (name: string): ChartMap => ({
  name,
  dimension: 2,
  kappa: 1,
  embed: ({ exp, sin, cos, over, times, combine, constant }, [x, y]) => {
    const [up, down] = [exp(x!), exp(combine([-1, x!]))];
    const sum = combine([1, up], [1, down]);
    const sech = over(constant(2), sum);
    return [times(sech, cos(y!)), times(sech, sin(y!)), over(combine([1, up], [-1, down]), sum)];
  },
  place: cube(1),
});

/** The plane in logarithmic polar coordinates, g = e^{2x} (dx² + dy²). */
const polar = (name: string): ChartMap => ({
  name,
  dimension: 2,
  kappa: 0,
  embed: ({ exp, sin, cos, times }, [x, y]) => [times(exp(x!), cos(y!)), times(exp(x!), sin(y!))],
  place: cube(1),
});

/** The built-in charts, then factors of known metrics. */
export const charts: readonly ChartMap[] = [
  cartesian(2),
  cartesian(3),
  latlon(1),
  latlon(1 / 4),
  stereographic(2, 1),
  stereographic(2, -1, 'disk'),
  stereographic(3, -1 / 4),
  stereographic(3, 1),
  stereographic(1, 1),
  halfplane(-1),
  halfplane(-4),
  stereographic(2, 1, 'conformal:2/(1+x^2+y^2)'),
  stereographic(3, -1 / 4, 'conformal:8/(4-x^2-y^2-z^2)'),
  halfplane(-1, 'conformal:1/y'),
  halfplane(-1 / 3, 'conformal:sqrt(3)/y'),
  mercator('conformal:1/cosh(x)'),
  mercator('conformal:2*exp(x)/(1+exp(2*x))'),
  mercator('conformal:sqrt(1-tanh(x)^2)'),
  polar('conformal:e^x'),
];
