/**
 * Normal forms against the ambient model: the expression is carried out literally there; the graphs are evaluated on
 * symmetrised derivatives from Taylor expansion along geodesics. The two roads share only the parser.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type GraphSum, normalize } from '../../src/algebra/index.js';
import { parse } from '../../src/expression/index.js';
import {
  type AmbientPoint,
  type AmbientPolynomial,
  ambientCalculus,
  ambientPoint,
  geodesicDerivatives,
} from '../oracle/ambient.js';
import { evaluateAmbient } from '../oracle/ambientExpression.js';
import { bruteContraction } from '../oracle/bruteContraction.js';

const places: readonly (readonly [string, AmbientPoint])[] = [
  ['S2', ambientPoint(1, [0.3, -0.5, 0.7])],
  ['S2 of radius 2', ambientPoint(1 / 4, [-0.2, 0.8, 0.4])],
  ['H2', ambientPoint(-1, [0.3, -0.5, 0])],
  ['S3', ambientPoint(1, [0.4, 0.6, -0.2, 0.9])],
  ['H3 of curvature -1/4', ambientPoint(-1 / 4, [0.4, 0.6, -0.2, 0])],
];

const polynomials: Readonly<Record<string, AmbientPolynomial>> = {
  u: [
    { coefficient: 0.7, powers: [2, 1] },
    { coefficient: -0.4, powers: [1, 0, 2] },
    { coefficient: 1.1, powers: [0, 1, 1] },
    { coefficient: 0.5, powers: [0, 0, 1] },
    { coefficient: 0.6, powers: [0, 2, 2] },
  ],
  v: [
    { coefficient: 0.9, powers: [1, 1, 1] },
    { coefficient: -0.8, powers: [0, 2] },
    { coefficient: 0.3, powers: [] },
  ],
};

const parameters = { a: 0.37 };

/** Components of a sum, row-major in its legs, and the sum of the sizes of its terms. */
function graphValues(sum: GraphSum, place: AmbientPoint, order: number): { values: number[]; scale: number } {
  const n = place.frame.length;
  const jets = Object.fromEntries(
    Object.entries(polynomials).map(([name, p]) => [name, geodesicDerivatives(place, p, order)]),
  );
  let scale = 0;
  const values = Array.from({ length: n ** sum.rank }, (_, code) => {
    const letters = Array.from({ length: sum.rank }, (_x, l) => Math.floor(code / n ** (sum.rank - 1 - l)) % n);
    let total = 0;
    for (const { graph, coefficient } of sum.terms.values()) {
      const value =
        coefficient.evaluate({ ...parameters, n, kappa: place.kappa }) *
        bruteContraction(graph, n, (field, index) => jets[field]!(index), letters);
      total += value;
      scale = Math.max(scale, Math.abs(value));
    }
    return total;
  });
  return { values, scale };
}

/**
 * Largest difference of components, relative to the largest term. Both roads do some 10^4 operations on numbers of
 * size one, which leave some 10^2 units in the last place (3·10^-14); a wrong coefficient shows at 10^-2.
 */
function discrepancy(text: string, place: AmbientPoint, order: number): number {
  const expression = parse(text, { fields: ['u', 'v'] });
  const calculus = ambientCalculus(place, order);
  const fields = { u: calculus.field(polynomials.u!), v: calculus.field(polynomials.v!) };
  const literal = calculus.values(
    evaluateAmbient(expression, calculus, fields, { ...parameters, n: place.frame.length, kappa: place.kappa }),
  );
  const sum = normalize(expression, needsDimension.test(text) ? { dimension: place.frame.length } : {});
  const { values, scale } = graphValues(sum, place, order);
  expect(values.length).toBe(literal.length);
  return Math.max(...values.map((x, i) => Math.abs(x - literal[i]!))) / Math.max(scale, 1);
}

const needsDimension = /\b(det|rot|bracket|cross|curl)\(/;

const tolerance = 1e-12;

describe.each(places)('on %s', (_, place) => {
  it.each([
    ['hess(u)', 2],
    ['grad(hess(u))', 3],
    ['grad(grad(hess(u)))', 4],
    ['lap(lap(u))', 4],
    ['lap(lap(lap(u)))', 6],
    ['norm2(grad(hess(u)))', 3],
    ['norm2(hess(hess(u)))', 4],
    ['div(outer(grad(u), grad(u)))', 2],
    ['lap(norm2(grad(u)))', 3],
    ['lap(grad(u))', 3],
    ['lap(hess(u))', 4],
    ['div(div(hess(u)))', 4],
    ['hess(hess(u)) - D(u,4)', 4],
    ['grad(D(u,4))', 5],
    ['lap(D(u,3))', 5],
    ['lap(dot(grad(u), grad(v))) - a*u*lap(v)/3', 3],
    ['div(dot(hess(u), grad(v)))', 3],
    ['dot(grad(v), grad(norm2(hess(u))))', 3],
    ['contract(outer(grad(u), hess(v)), 1, 3)', 2],
    ['transpose(dot(hess(u), hess(v)))', 2],
    ['sym(grad(hess(u)))', 3],
    ['sigma(2, hess(u) + a*outer(grad(v), grad(u)))', 2],
    ['det(hess(u) - u*outer(grad(v), grad(u)))', 2],
    ['kappa*n*u^2 - (u + v)^3', 0],
  ])('%s', (text, order) => {
    expect(discrepancy(text, place, order)).toBeLessThan(tolerance);
  });
});

const ofDimension = (n: number): readonly (readonly [string, AmbientPoint])[] =>
  places.filter(([, { frame }]) => frame.length === n);

describe.each(ofDimension(2))('with the volume form, on %s', (_, place) => {
  it.each([
    ['rot(grad(u))', 1],
    ['bracket(u, v)', 1],
    ['bracket(v, lap(u))', 3],
    ['bracket(u, bracket(u, v))', 2],
    ['grad(rot(grad(u)))', 2],
    ['lap(bracket(u, v))', 3],
    ['hess(rot(u*grad(v)))', 3],
    ['lap(lap(bracket(u, v)))', 5],
    ['div(outer(rot(grad(u)), rot(grad(u))))', 2],
    ['grad(dot(hess(u), rot(grad(v))))', 3],
    ['bracket(u, v)^3', 1],
    ['outer(rot(grad(u)), bracket(u, v)*rot(grad(v)))', 1],
    ['trace(outer(rot(grad(u)), grad(v))) + a*u*bracket(lap(u), v)', 3],
  ])('%s', (text, order) => {
    expect(discrepancy(text, place, order)).toBeLessThan(tolerance);
  });
});

describe.each(ofDimension(3))('with the volume form, on %s', (_, place) => {
  it.each([
    ['cross(grad(u), grad(v))', 1],
    ['curl(u*grad(v))', 2],
    ['curl(curl(u*grad(v)))', 3],
    ['grad(curl(v*grad(u)))', 3],
    ['lap(cross(grad(u), grad(v)))', 3],
    ['div(cross(grad(u), grad(norm2(grad(v)))))', 3],
    ['dot(curl(u*grad(v)), cross(grad(u), grad(lap(v))))', 3],
    ['curl(lap(cross(grad(u), grad(v))))', 4],
  ])('%s', (text, order) => {
    expect(discrepancy(text, place, order)).toBeLessThan(tolerance);
  });
});

/** Random expressions: each step wraps the text so far, with its rank and number of derivatives. */
interface Draft {
  readonly text: string;
  readonly rank: number;
  readonly order: number;
}

const steps: readonly ((d: Draft) => Draft)[] = [
  ({ text, rank, order }) => ({ text: `grad(${text})`, rank: rank + 1, order: order + 1 }),
  ({ text, rank, order }) => ({ text: `lap(${text})`, rank, order: order + 2 }),
  ({ text, rank, order }) => ({ text: `v*${text}`, rank, order }),
  ({ text, rank, order }) => ({ text: `outer(grad(v), ${text})`, rank: rank + 1, order }),
  (d) => (d.rank > 0 ? { text: `div(${d.text})`, rank: d.rank - 1, order: d.order + 1 } : d),
  (d) => (d.rank > 0 ? { ...d, text: `dot(${d.text}, hess(u))` } : d),
  (d) => (d.rank > 0 ? { text: `dot(grad(u), ${d.text})`, rank: d.rank - 1, order: d.order } : d),
  (d) => (d.rank > 1 ? { text: `contract(${d.text}, ${d.rank}, 1)`, rank: d.rank - 2, order: d.order } : d),
  (d) => (d.rank > 1 ? { ...d, text: `sym(${d.text})` } : d),
];

it('random expressions in two fields', () => {
  const drafts = fc.array(fc.nat(steps.length - 1), { minLength: 3, maxLength: 7 }).map((choices) =>
    choices.reduce<Draft>(
      (draft, choice) => {
        const next = steps[choice]!(draft);
        return next.rank <= 3 && next.order <= 4 ? next : draft;
      },
      { text: 'u', rank: 0, order: 0 },
    ),
  );
  fc.assert(
    fc.property(drafts, fc.nat(places.length - 1), ({ text, order }, at) => {
      // dot with hess(u) and products with grad(v) may bring two more derivatives than the outer ones.
      expect(discrepancy(text, places[at]![1], order + 2)).toBeLessThan(tolerance);
    }),
    { numRuns: 60, seed: 20260601 },
  );
});
