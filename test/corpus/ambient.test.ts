/**
 * Every operator of docs/identities/ in numbers at points of S², H², E², S³, H³ and E³: the normal form agrees with the literal
 * evaluation in the ambient model, the two sides agree there, and near misses do not.
 *
 * Not evaluated: sides with `euler`, which have no value at a point, `sigma(4, ·)` in dimension 3 (4^8 products of series),
 * and sides with the volume form where κ is 0.
 */
import { describe, expect, it } from 'vitest';
import { normalize } from '../../src/algebra/index.js';
import { type AmbientPoint, type AmbientPolynomial, ambientPoint } from '../oracle/ambient.js';
import { corpus, type Identity, isOriented, needsDimension, pages, parseSide } from './corpus.js';
import { derivatives, Place } from './oracle.js';

const flat = (point: readonly number[]): AmbientPoint => ({
  kappa: 0,
  signs: point.map(() => 1),
  point,
  frame: point.map((_, i) => point.map((_x, j) => (i === j ? 1 : 0))),
});

const points: readonly (readonly [string, AmbientPoint])[] = [
  ['S1', ambientPoint(1, [0.8, -0.5])],
  ['S2', ambientPoint(1, [0.3, -0.5, 0.7])],
  ['H2', ambientPoint(-1, [0.3, -0.5, 0])],
  ['E2', flat([0.4, -0.7])],
  ['S3 of radius 2', ambientPoint(1 / 4, [0.4, 0.6, -0.2, 0.9])],
  ['H3', ambientPoint(-1, [0.4, 0.6, -0.2, 0])],
  ['E3', flat([0.4, -0.7, 0.3])],
  ['S4', ambientPoint(1, [0.4, -0.7, 0.3, 0.6, 0.5])],
];

const polynomials: Readonly<Record<string, AmbientPolynomial>> = {
  u: [
    { coefficient: 0.7, powers: [2, 1] },
    { coefficient: -0.4, powers: [1, 0, 2] },
    { coefficient: 1.1, powers: [0, 1, 1] },
    { coefficient: 0.5, powers: [0, 0, 1] },
    { coefficient: 0.6, powers: [0, 2, 2] },
    { coefficient: 0.3, powers: [1, 3] },
  ],
  v: [
    { coefficient: 0.9, powers: [1, 1, 1] },
    { coefficient: -0.8, powers: [0, 2] },
    { coefficient: 0.3, powers: [] },
  ],
  w: [
    { coefficient: -0.5, powers: [1, 0, 1] },
    { coefficient: 0.7, powers: [0, 3] },
    { coefficient: 0.4, powers: [1] },
  ],
};

const order = Math.max(
  ...corpus.flatMap((identity) =>
    [identity.left, identity.right].map((text) => derivatives(parseSide(identity, text))),
  ),
);
const places = points.map(([name, point]) => ({ name, place: new Place(point, polynomials, order) }));

/** Difference of components relative to the largest term; 1e-10 is rounding, a wrong coefficient shows at 1e-3. */
const apart = (a: readonly number[], b: readonly number[], scale: number): number =>
  Math.max(...a.map((x, i) => Math.abs(x - b[i]!))) / Math.max(scale, 1);

/**
 * Every identity is looked at in dimensions 2 and 3, in others where the statement is about them; the volume form in its own
 * dimension, and where κ is not 0, because the oracle's volume form is √|κ| det(x, ·, …, ·).
 */
function looksAt({ dimensions, left, right }: Identity, { dimension, kappa }: Place): boolean {
  const named = dimensions !== 'all' && dimensions.includes(dimension);
  return isOriented(left + right) ? named && kappa !== 0 : named || dimension === 2 || dimension === 3;
}

const holdsAt = ({ dimensions, curvature }: Identity, { dimension, kappa }: Place): boolean =>
  (dimensions === 'all' || dimensions.includes(dimension)) &&
  (curvature === undefined || Number(curvature.numerator) === kappa * Number(curvature.denominator));

const isCheap = (text: string, n: number): boolean => n < 3 || !text.includes('sigma(4,');

/** An expression with its normal form: one for all n, but for determinants and the volume form. */
function readSide(identity: Identity, text: string) {
  const expression = parseSide(identity, text);
  const forEvery = needsDimension(text) ? undefined : normalize(expression);
  return { text, expression, normalForm: (dimension: number) => forEvery ?? normalize(expression, { dimension }) };
}

describe.each(pages)('%s', (page) => {
  const here = corpus.filter((identity) => identity.page === page);
  it.each(here.map((identity) => [identity.name, identity] as const))('%s', (_name, identity) => {
    const sides = [identity.left, identity.right, identity.miss].map((text) =>
      text === undefined || text.includes('euler(') ? undefined : readSide(identity, text),
    );
    let missed = 0;
    for (const { name, place } of places.filter((at) => looksAt(identity, at.place))) {
      const [left, right, miss] = sides.map((side) => {
        if (side === undefined || !isCheap(side.text, place.dimension)) return undefined;
        const literal = place.literal(side.expression);
        const { values, scale } = place.ofGraphs(side.normalForm(place.dimension));
        expect(literal.length).toBe(values.length);
        expect(apart(literal, values, scale), `${side.text} at ${name}`).toBeLessThan(1e-10);
        return { literal, scale };
      });
      if (!holdsAt(identity, place) || right === undefined) continue;
      if (left !== undefined) {
        expect(apart(left.literal, right.literal, Math.max(left.scale, right.scale)), name).toBeLessThan(1e-10);
      }
      if (miss !== undefined) missed = Math.max(missed, apart(miss.literal, right.literal, right.scale));
    }
    if (sides.slice(1).every((side) => side !== undefined)) expect(missed).toBeGreaterThan(1e-4);
  });
});
