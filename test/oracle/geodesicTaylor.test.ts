import { expect, it } from 'vitest';
import { exp, frameAt, hyperbolic, inner, sphere } from '../../src/space/index.js';
import { exponentialJet } from './geodesicTaylor.js';

it.each([sphere(2, 1.7), hyperbolic(2, -0.6)])('agrees with differences along geodesics (%o)', (space) => {
  const p = exp(space, space.kind === 'S' ? [0, 0, 1 / Math.sqrt(1.7)] : [0, 0, 1 / Math.sqrt(0.6)], [0.4, -0.3, 0]);
  const a = [0.3, -0.7, 0.5];
  const frame = frameAt(space, p);
  const jet = exponentialJet(
    space.kappa,
    inner(space, a, p),
    frame.map((e) => inner(space, a, e)),
    3,
  );
  const u = (x: number, y: number) =>
    Math.exp(
      inner(
        space,
        a,
        exp(
          space,
          p,
          frame[0]!.map((e, i) => x * e + y * frame[1]![i]!),
        ),
      ),
    );
  const h = 1e-3;
  expect(jet([])).toBeCloseTo(u(0, 0), 12);
  expect(jet([0])).toBeCloseTo((u(h, 0) - u(-h, 0)) / (2 * h), 5);
  expect(jet([1, 1])).toBeCloseTo((u(0, h) - 2 * u(0, 0) + u(0, -h)) / (h * h), 5);
  expect(jet([0, 1])).toBeCloseTo((u(h, h) - u(h, -h) - u(-h, h) + u(-h, -h)) / (4 * h * h), 5);
  const third = (u(0, 2 * h) - 2 * u(0, h) + 2 * u(0, -h) - u(0, -2 * h)) / (2 * h ** 3);
  expect(jet([1, 1, 1])).toBeCloseTo(third, 4);
});
