import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidInput, Random } from '../../src/base/index.js';
import {
  applyIsometry,
  composeIsometries,
  distance,
  exp,
  inverseIsometry,
  modelDefect,
  pushForward,
  randomIsometry,
  sphere,
} from '../../src/space/index.js';
import { gap, randomPoint, randomTangent, spaces } from './samples.js';

/** Determinant by expansion: slow and obvious. */
function determinant(m: readonly (readonly number[])[]): number {
  if (m.length === 1) return m[0]![0]!;
  return m[0]!.reduce((sum, a, j) => {
    const minor = m.slice(1).map((row) => row.filter((_, k) => k !== j));
    return sum + (j % 2 === 0 ? a : -a) * determinant(minor);
  }, 0);
}

describe.each(spaces)('isometries of %s', (_, space) => {
  it('preserve the model, distances and geodesics; inverse and composition agree with the action', () => {
    fc.assert(
      fc.property(fc.nat(), fc.constantFrom(1 as const, -1 as const), (seed, orientation) => {
        const random = new Random(seed);
        const g = randomIsometry(space, random, { orientation });
        const h = randomIsometry(space, random);
        const p = randomPoint(space, random);
        const q = randomPoint(space, random);
        const v = randomTangent(space, p, random);
        const image = applyIsometry(g, p);
        expect(Math.abs(modelDefect(space, image))).toBeLessThan(1e-9);
        if (space.kind === 'H') expect(image.at(-1)).toBeGreaterThan(0);
        expect(distance(space, image, applyIsometry(g, q))).toBeCloseTo(distance(space, p, q), 6);
        expect(gap(applyIsometry(g, exp(space, p, v)), exp(space, image, pushForward(g, v)))).toBeLessThan(1e-6);
        expect(gap(applyIsometry(inverseIsometry(g), image), p)).toBeLessThan(1e-8);
        expect(gap(applyIsometry(composeIsometries(g, h), q), applyIsometry(g, applyIsometry(h, q)))).toBeLessThan(
          1e-8,
        );
        expect(determinant(g.linear)).toBeCloseTo(orientation, 8);
      }),
    );
  });

  it('come from the seed alone', () => {
    expect(randomIsometry(space, new Random(5))).toEqual(randomIsometry(space, new Random(5)));
    expect(randomIsometry(space, new Random(5))).not.toEqual(randomIsometry(space, new Random(6)));
  });
});

it('refuses unknown options', () => {
  expect(() => randomIsometry(sphere(2), new Random(1), { size: 2 } as object)).toThrow(InvalidInput);
});
