import { expect, it } from 'vitest';
import { InvalidInput } from '../../src/base/index.js';
import { ambientDimension, euclidean, hyperbolic, makeSpace, origin, radius, sphere } from '../../src/space/index.js';

it('makes the three kinds with their usual curvature', () => {
  expect(makeSpace('S', 2)).toEqual(sphere(2));
  expect(makeSpace('H', 3)).toEqual({ kind: 'H', dimension: 3, kappa: -1 });
  expect(makeSpace('E', 1, 0)).toEqual(euclidean(1));
  expect(makeSpace('H', 2, -4)).toEqual(hyperbolic(2, -4));
});

it('knows the ambient model', () => {
  expect(ambientDimension(euclidean(3))).toBe(3);
  expect(ambientDimension(hyperbolic(2))).toBe(3);
  expect(radius(sphere(2, 4))).toBe(0.5);
  expect(origin(sphere(2, 4))).toEqual([0, 0, 0.5]);
});

it.each([
  () => makeSpace('X', 2),
  () => makeSpace('S', 2, -1),
  () => makeSpace('S', 2, Number.NaN),
  () => makeSpace('H', 2, 1),
  () => makeSpace('E', 2, 1),
  () => makeSpace('E', 0),
  () => sphere(1.5),
])('refuses nonsense %#', (make) => {
  expect(make).toThrow(InvalidInput);
});
