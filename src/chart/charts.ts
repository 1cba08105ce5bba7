/**
 * The charts: named coordinates, curvature, and the geometry for calculus. With κ the curvature,
 *
 *   cartesian       g = |dx|²                            κ = 0
 *   latlon          g = (dθ² + sin²θ dφ²) / κ            κ > 0, n = 2, θ the colatitude
 *   stereographic   g = 4 |dx|² / (1 + κ|x|²)²           any κ; `disk` is the same with κ < 0, the Poincaré ball
 *   halfplane       g = (dx² + dy²) / (−κ y²)            κ < 0, n = 2
 *   conformal:λ     g = λ² |dx|²                         λ a function of the coordinates
 *
 * κ is a rational number or the symbol `kappa`. Coordinates of the conformal charts are x, y, z for n ≤ 3 and x0, x1, …
 * above. Frames are positively oriented in the order of the coordinates. The same charts with points and frames in numbers
 * stand in the room `space`.
 */
import { checkInteger, checkOptions, InvalidInput } from '../base/index.js';
import { Polynomial, Rational } from '../exact/index.js';
import { conformalGeometry } from './conformal.js';
import { readFactor } from './factor.js';
import { call, nameLatex, number, power, product, quotient, sum, symbol } from './formula.js';
import type { Curvature, Geometry } from './geometry.js';

/** A chart in which operators can be written. */
export interface CoordinateChart {
  /** As it was asked for: `latlon`, `conformal:1/cosh(x)`. */
  readonly name: string;
  readonly dimension: number;
  readonly coordinates: readonly string[];
  /** A rational number or kappa, where it is constant. */
  readonly curvature: Curvature;
  /** The metric is 1/`scale` times that of `geometry`. */
  readonly scale: Polynomial;
  readonly geometry: Geometry;
}

/** Options of {@link coordinateChart}. */
export interface ChartOptions {
  /** 2 unless given. */
  readonly dimension?: number;
  /**
   * A number, or 'kappa' for the symbol. Unless given: 0 for cartesian, 1 for latlon, −1 for disk and halfplane, the symbol
   * for stereographic, what the factor says for conformal.
   */
  readonly curvature?: Rational | 'kappa';
}

interface Request {
  readonly name: string;
  readonly dimension: number;
  readonly curvature: Rational | 'kappa' | undefined;
}

const where = 'chart';
const zero = Polynomial.zero;
const one = Polynomial.one;

/** x, y, z, or x0, x1, … above dimension 3. */
const coordinateNames = (n: number): string[] =>
  n <= 3 ? ['x', 'y', 'z'].slice(0, n) : Array.from({ length: n }, (_, i) => `x${i}`);

function checkPlane({ name, dimension }: Request): void {
  if (dimension !== 2) throw new InvalidInput({ where, expected: `dimension 2 for ${name}`, got: `${dimension}` });
}

/** The curvature as a polynomial, its sign checked; the symbol has the sign that the chart needs. */
function curvatureOf({ name, curvature }: Request, standard: number | 'kappa', sign?: -1 | 0 | 1): Polynomial {
  const value = curvature ?? (standard === 'kappa' ? standard : Rational.of(standard));
  if (sign !== undefined && (value === 'kappa' ? sign === 0 : value.sign() !== sign)) {
    const range = sign === 0 ? 'curvature 0' : `a curvature ${sign > 0 ? '>' : '<'} 0`;
    throw new InvalidInput({ where, expected: `${range} for ${name}`, got: String(value) });
  }
  return value === 'kappa' ? Polynomial.variable('kappa') : Polynomial.constant(value);
}

function cartesian(request: Request): CoordinateChart {
  const coordinates = coordinateNames(request.dimension);
  const geometry = conformalGeometry(coordinates, one);
  return { ...request, coordinates, curvature: curvatureOf(request, 0, 0), scale: one, geometry };
}

function latlon(request: Request): CoordinateChart {
  checkPlane(request);
  const theta = symbol('theta', '\\theta');
  const cot = Polynomial.variable('G_cot');
  const csc = Polynomial.variable('G_csc');
  const sin = Polynomial.variable('G_sin');
  const cos = Polynomial.variable('G_cos');
  const curvature = curvatureOf(request, 1, 1);
  return {
    ...request,
    coordinates: ['theta', 'phi'],
    curvature,
    scale: curvature,
    geometry: {
      coordinates: ['theta', 'phi'],
      generators: [
        { variable: 'G_cot', definition: call('cot', theta), partials: [csc.power(2).negated(), zero] },
        {
          variable: 'G_csc',
          definition: quotient(number(1), call('sin', theta)),
          partials: [cot.times(csc).negated(), zero],
        },
        { variable: 'G_sin', definition: call('sin', theta), partials: [cos, zero] },
        { variable: 'G_cos', definition: call('cos', theta), partials: [sin.negated(), zero] },
      ],
      scales: [one, csc],
      inverses: [one, sin],
      turns: [
        [zero, zero],
        [cot.negated(), zero],
      ],
      rules: [
        { lead: [['G_cot', 2]], replacement: csc.power(2).minus(1) },
        {
          lead: [
            ['G_csc', 1],
            ['G_sin', 1],
          ],
          replacement: one,
        },
        {
          lead: [
            ['G_cot', 1],
            ['G_sin', 1],
          ],
          replacement: cos,
        },
        {
          lead: [
            ['G_csc', 1],
            ['G_cos', 1],
          ],
          replacement: cot,
        },
        {
          lead: [
            ['G_cot', 1],
            ['G_cos', 1],
          ],
          replacement: csc.minus(sin),
        },
        { lead: [['G_cos', 2]], replacement: one.minus(sin.power(2)) },
      ],
      alternatives: [
        { lead: [['G_csc', 2]], replacement: cot.power(2).plus(1) },
        { lead: [['G_sin', 2]], replacement: one.minus(cos.power(2)) },
      ],
    },
  };
}

function halfplane(request: Request): CoordinateChart {
  checkPlane(request);
  const coordinates = ['x', 'y'];
  const curvature = curvatureOf(request, -1, -1);
  const geometry = conformalGeometry(coordinates, Polynomial.variable('y'));
  return { ...request, coordinates, curvature, scale: curvature.negated(), geometry };
}

function stereographic(request: Request): CoordinateChart {
  const coordinates = coordinateNames(request.dimension);
  const curvature = request.name === 'disk' ? curvatureOf(request, -1, -1) : curvatureOf(request, 'kappa');
  const square = coordinates.reduce((total, x) => total.plus(Polynomial.variable(x).power(2)), zero);
  const half = curvature.times(square).plus(1).times(Rational.of(1, 2));
  const squares = coordinates.map((x) => power(symbol(x, nameLatex(x)), 2));
  const definition = sum([number(1), product([symbol('kappa', '\\kappa'), sum(squares)])]);
  const geometry = conformalGeometry(coordinates, half, curvature.constantValue() === undefined ? { definition } : {});
  return { ...request, coordinates, curvature, scale: one, geometry };
}

function conformal(request: Request, factor: string): CoordinateChart {
  const coordinates = coordinateNames(request.dimension);
  const { geometry, curvature } = readFactor(factor, coordinates);
  const given = request.curvature;
  const agrees =
    given instanceof Rational && curvature instanceof Polynomial && curvature.equals(Polynomial.constant(given));
  if (given !== undefined && !agrees) {
    const got = curvature instanceof Polynomial ? curvature.toString() : curvature.join(', ');
    throw new InvalidInput({ where, expected: `a factor of curvature ${given}`, got: `curvature ${got}` });
  }
  return { ...request, coordinates, curvature, scale: one, geometry };
}

const builders: Readonly<Record<string, (request: Request) => CoordinateChart>> = {
  cartesian,
  latlon,
  disk: stereographic,
  stereographic,
  halfplane,
};

/**
 * A chart by name; `conformal:` is followed by the factor λ of g = λ² |dx|².
 * @example
 * coordinateChart('stereographic', { dimension: 3 }).coordinates // ['x', 'y', 'z']
 * @throws InvalidInput for an unknown name, a dimension or curvature that the chart does not have, or a factor that is not
 * positive anywhere or is not a differentiable expression in the coordinates.
 */
export function coordinateChart(name: string, options: ChartOptions = {}): CoordinateChart {
  checkOptions(where, options, ['dimension', 'curvature']);
  const { dimension = 2, curvature } = options;
  checkInteger(where, 'the dimension', dimension, 1, 16);
  const request = { name, dimension, curvature };
  const [, factor] = /^conformal:(.*)$/s.exec(name) ?? [];
  if (factor !== undefined) return conformal(request, factor);
  if (!Object.hasOwn(builders, name)) {
    const expected = `a chart among ${Object.keys(builders).join(', ')}, conformal:FACTOR`;
    throw new InvalidInput({ where, expected, got: `'${name}'` });
  }
  return builders[name]!(request);
}
