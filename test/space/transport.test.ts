import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OutOfRange, Random } from '../../src/base/index.js';
import { components, frameAt, fromComponents, inner, log, sphere, transport } from '../../src/space/index.js';
import { gap, randomPoint, randomTangent, spaces } from './samples.js';

describe.each(spaces)('transport and frames of %s', (_, space) => {
  it('transport is an isometry, is undone by the way back, and carries geodesics along themselves', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const random = new Random(seed);
        const p = randomPoint(space, random);
        const q = randomPoint(space, random);
        const v = randomTangent(space, p, random);
        const w = randomTangent(space, p, random);
        const carried = transport(space, p, q, v);
        expect(inner(space, carried, transport(space, p, q, w))).toBeCloseTo(inner(space, v, w), 7);
        if (space.kind !== 'E') expect(inner(space, carried, q)).toBeCloseTo(0, 8);
        expect(gap(transport(space, q, p, carried), v)).toBeLessThan(1e-7);
        const velocity = transport(space, p, q, log(space, p, q));
        expect(
          gap(
            velocity,
            log(space, q, p).map((x) => -x),
          ),
        ).toBeLessThan(1e-7);
      }),
    );
  });

  it('frames are orthonormal and tangent, and components invert combinations', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const random = new Random(seed);
        const p = randomPoint(space, random);
        const frame = frameAt(space, p);
        for (const [i, e] of frame.entries()) {
          for (const [j, f] of frame.entries()) expect(inner(space, e, f)).toBeCloseTo(i === j ? 1 : 0, 8);
          if (space.kind !== 'E') expect(inner(space, e, p)).toBeCloseTo(0, 9);
        }
        const w = frame.map(() => random.normal());
        expect(gap(components(space, frame, fromComponents(frame, w)), w)).toBeLessThan(1e-7);
      }),
    );
  });
});

it('rotates by curvature times area around a triangle: a quarter turn around the octant', () => {
  const space = sphere(2);
  const [a, b, c] = [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ];
  const around = transport(space, c!, a!, transport(space, b!, c!, transport(space, a!, b!, [0, 1, 0])));
  expect(gap(around, [0, 0, 1])).toBeLessThan(1e-14);
});

it('refuses antipodes', () => {
  expect(() => transport(sphere(1), [1, 0], [-1, 0], [0, 1])).toThrow(OutOfRange);
});
