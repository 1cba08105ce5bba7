import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OutOfRange, Random } from '../../src/base/index.js';
import {
  distance,
  exp,
  frameAt,
  inner,
  log,
  modelDefect,
  norm,
  origin,
  radius,
  sphere,
} from '../../src/space/index.js';
import { gap, randomPoint, randomTangent, spaces, surfaces } from './samples.js';

describe.each(spaces)('geodesics of %s', (_, space) => {
  it('exp stays on the model, log inverts it, and |log| is the distance', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const random = new Random(seed);
        const p = randomPoint(space, random);
        const q = randomPoint(space, random);
        expect(Math.abs(modelDefect(space, p))).toBeLessThan(1e-11);
        const v = log(space, p, q);
        expect(gap(exp(space, p, v), q)).toBeLessThan(1e-9);
        expect(norm(space, v)).toBeCloseTo(distance(space, p, q), 9);
        if (space.kind !== 'E') expect(inner(space, p, v)).toBeCloseTo(0, 9);
        expect(distance(space, p, q)).toBeCloseTo(distance(space, q, p), 12);
      }),
    );
  });

  it('log ∘ exp = id below the injectivity radius', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const random = new Random(seed);
        const p = randomPoint(space, random);
        const v = randomTangent(space, p, random, 0.3);
        fc.pre(norm(space, v) < 3 * radius(space));
        expect(gap(log(space, p, exp(space, p, v)), v)).toBeLessThan(1e-8);
      }),
    );
  });

  it('satisfies the triangle inequality', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const random = new Random(seed);
        const [p, q, r] = [0, 1, 2].map(() => randomPoint(space, random));
        const detour = distance(space, p!, q!) + distance(space, q!, r!);
        expect(distance(space, p!, r!)).toBeLessThanOrEqual(detour * (1 + 1e-12) + 1e-12);
      }),
    );
  });
});

describe.each(surfaces)('curvature of %s', (_, space) => {
  it('shows in small right-angled geodesic triangles: c² = a² + b² − κ a² b² / 3 + …', () => {
    const p = origin(space);
    const [e, f] = frameAt(space, p);
    const a = 0.01 * radius(space);
    const c = distance(
      space,
      exp(
        space,
        p,
        e!.map((x) => a * x),
      ),
      exp(
        space,
        p,
        f!.map((x) => a * x),
      ),
    );
    expect((3 * (2 * a * a - c * c)) / a ** 4).toBeCloseTo(space.kappa, 3);
  });
});

it('has no logarithm of an antipode', () => {
  expect(() => log(sphere(2), [0, 0, 1], [0, 0, -1])).toThrow(OutOfRange);
  expect(log(sphere(2), [0, 0, 1], [0, 0, 1])).toEqual([0, 0, 0]);
  expect(distance(sphere(2), [0, 0, 1], [0, 0, -1])).toBeCloseTo(Math.PI, 14);
});
