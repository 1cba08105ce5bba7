/**
 * A user's conformal factor λ in g = λ² |dx|²: an expression in the coordinates, differentiable and positive. The metric is
 * used where λ > 0. Whether its curvature is constant is decided in the ring of the functions that occur. What was read
 * and differentiated there is compared at some points with the derivatives of λ by mathjs and by nerdamer.
 */
import nerdamer from 'nerdamer';
import { Inconsistent, InvalidInput } from '../base/index.js';
import { Polynomial, Rational } from '../exact/index.js';
import { mathjs, scalarFunction } from '../expression/index.js';
import { conformalGeometry, curvatureTerms } from './conformal.js';
import { FunctionRing } from './functionRing.js';
import { type Curvature, type Generator, type Geometry, partial, type Rule, reduceBy } from './geometry.js';
import { ringValue, samplePoints } from './sample.js';

const where = 'conformal factor';

/** Those generators that polynomials and their derivatives need. */
function needed(generators: readonly Generator[], polynomials: readonly Polynomial[]): Generator[] {
  const names = new Set(polynomials.flatMap((p) => p.variables()));
  for (let size = -1; size !== names.size; ) {
    size = names.size;
    for (const { variable, partials } of generators) {
      if (names.has(variable)) for (const name of partials.flatMap((p) => p.variables())) names.add(name);
    }
  }
  return generators.filter(({ variable }) => names.has(variable));
}

/**
 * The geometry of λ² |dx|², and its curvature if that is constant.
 * @throws InvalidInput for a factor that is positive nowhere near the origin, or is not a differentiable expression in the
 * coordinates.
 */
export function readFactor(
  text: string,
  coordinates: readonly string[],
): { readonly geometry: Geometry; readonly curvature: Curvature } {
  const factor = scalarFunction(text, coordinates);
  const valueAt = (point: Readonly<Record<string, number>>): number => factor(coordinates.map((x) => point[x]!));
  const points = samplePoints(coordinates, 200).filter(
    (point) => valueAt(point) > 0 && Number.isFinite(valueAt(point)),
  );
  if (points.length < 2) {
    const expected = 'a conformal factor that is positive somewhere in the cube from -2 to 2';
    throw new InvalidInput({ where, expected, got: `'${text.trim()}'` });
  }
  const reader = new FunctionRing(coordinates);
  const h = reader.reciprocalOf(text);
  // Written after h, so that it is in the same generators where it can be.
  const single = h.terms().length === 1 ? reader.power(h, Rational.of(-1)) : undefined;
  const all = reader.generators();
  const reduce = (p: Polynomial): Polynomial => reduceBy(reader.rules(), p);
  const reduced = reduce(h);
  const inverse = single && reduce(single);
  const generators = needed(all, [reduced, ...(inverse === undefined ? [] : [inverse])]);
  const names = new Set(generators.map(({ variable }) => variable));
  const applies = ({ lead }: Rule): boolean => lead.every(([name]) => names.has(name) || coordinates.includes(name));
  const ring = { coordinates, generators, rules: reader.rules().filter(applies) };
  checkDerivatives(text, ring, reduced, valueAt, points.slice(0, 3));
  const details = { ...ring, ...(inverse && { inverse }), alternatives: reader.alternatives().filter(applies) };
  return { geometry: conformalGeometry(coordinates, reduced, details), curvature: curvatureOf(ring, reduced, points) };
}

type Point = Readonly<Record<string, number>>;

/**
 * ∂λ/∂x_j at a point by mathjs and by nerdamer. Both, for neither is always right: nerdamer-prime 1.5.0 differentiates
 * 1/(x² + √y) wrongly. An engine that gives up, as nerdamer does after some time, gives NaN.
 */
function slopes(text: string, name: string, point: Point): number[] {
  const engines = [
    () => mathjs.derivative(text, name, { simplify: false }).evaluate({ ...point }),
    () => {
      const values = Object.fromEntries(Object.entries(point).map(([x, value]) => [x, String(value)]));
      return Number(nerdamer.diff(text, name).evaluate(values).text('decimals'));
    },
  ];
  return engines.map((engine) => {
    try {
      return Number(engine());
    } catch {
      return Number.NaN;
    }
  });
}

/** Compares h with 1/λ, and ∂h with −∂λ/λ² by the two engines, of which one has to agree. */
function checkDerivatives(
  text: string,
  ring: Pick<Geometry, 'coordinates' | 'generators' | 'rules'>,
  h: Polynomial,
  lambda: (point: Point) => number,
  points: readonly Point[],
): void {
  const compare = (what: string, ours: number, others: readonly number[]): void => {
    const known = others.filter(Number.isFinite);
    if (known.length === 0 || known.some((x) => Math.abs(ours - x) <= 1e-8 * Math.max(1, Math.abs(x)))) return;
    throw new Inconsistent({ where, expected: `${what} = ${known.join(' or ')} for λ = ${text}`, got: `${ours}` });
  };
  for (const point of points) {
    const value = lambda(point);
    compare('1/λ', ringValue(ring, h, point), [1 / value]);
    ring.coordinates.forEach((name, j) => {
      const others = slopes(text, name, point).map((slope) => -slope / value ** 2);
      compare(`the ${name}-derivative of 1/λ`, ringValue(ring, partial(ring, h, j), point), others);
    });
  }
}

/** The nearest fraction with the smallest denominator up to 1000 that agrees to eight digits, or the nearest of all. */
function nearFraction(value: number): Rational {
  const errorOf = (q: number): number => Math.abs(Math.round(value * q) / q - value);
  const denominators = Array.from({ length: 1000 }, (_, k) => k + 1);
  const q =
    denominators.find((d) => errorOf(d) < 1e-8 * Math.max(1, Math.abs(value))) ??
    denominators.reduce((best, d) => (errorOf(d) < errorOf(best) ? d : best));
  return Rational.of(Math.round(value * q), q);
}

function curvatureOf(
  ring: Parameters<typeof curvatureTerms>[0],
  h: Polynomial,
  points: readonly Readonly<Record<string, number>>[],
): Curvature {
  const { sectional, obstructions } = curvatureTerms(ring, h);
  const [first = Polynomial.zero, ...others] = sectional;
  const flat = [...obstructions, ...others.map((k) => k.minus(first))];
  const numbers = ring.generators.filter(({ partials }) => partials.every((p) => p.isZero()));
  const constant = first.variables().every((name) => numbers.some(({ variable }) => variable === name));
  if (constant && flat.every((p) => reduceBy(ring.rules, p).isZero())) return first;
  // Relations between functions that the ring does not know, such as that of e^x with cosh x: numbers decide.
  const sample = points.slice(0, 20);
  const shown = sample.flatMap((point) => sectional.map((k) => ({ value: ringValue(ring, k, point), point })));
  const sorted = shown.sort((a, b) => a.value - b.value);
  const middle = nearFraction(sorted[shown.length >> 1]!.value);
  const near = (value: number, goal: number): boolean => Math.abs(value - goal) < 1e-8 * Math.max(1, Math.abs(goal));
  const flatEverywhere = sample.every((point) => obstructions.every((p) => near(ringValue(ring, p, point), 0)));
  if (flatEverywhere && shown.every(({ value }) => near(value, middle.toNumber()))) return Polynomial.constant(middle);
  const [low, high] = [sorted[0]!, sorted.at(-1)!].map(({ value, point }) => {
    const place = ring.coordinates.map((x) => point[x]!.toPrecision(2)).join(', ');
    return `${value.toPrecision(4)} at (${place})`;
  });
  return [low!, high!];
}
