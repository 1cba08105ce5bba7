import { expect, it } from 'vitest';
import { Inconsistent, Random } from '../../src/base/index.js';
import { momentWeights } from '../../src/grid/leastsquares.js';

const random = new Random(11);
const nodes = Array.from({ length: 9 }, () => random.normal());
const matrix = nodes.map((x) => [1, x, x * x]);
const omega = nodes.map((x) => Math.exp(-x * x));

it('meets the moments, and any change that keeps them makes the weights larger', () => {
  const [s] = momentWeights(matrix, omega, [[0.3, -1, 2]]);
  const size = (weights: readonly number[]) => weights.reduce((sum, w, q) => sum + (w / omega[q]!) ** 2, 0);
  for (const [a, t] of [0.3, -1, 2].entries()) {
    expect(matrix.reduce((sum, row, q) => sum + row[a]! * s![q]!, 0)).toBeCloseTo(t, 11);
  }
  const [other] = momentWeights(
    matrix,
    nodes.map(() => 1),
    [[0.3, -1, 2]],
  );
  const mixed = (t: number) => s!.map((w, q) => w + t * (other![q]! - w));
  expect(size(mixed(1e-3))).toBeGreaterThan(size(s!));
  expect(size(mixed(-1e-3))).toBeGreaterThan(size(s!));
});

it('interpolates when the weights are determined: a parabola through three points', () => {
  const [s] = momentWeights(
    [
      [1, -1, 1],
      [1, 0, 0],
      [1, 1, 1],
    ],
    [1, 1, 1],
    [[0, 0, 2]],
  );
  for (const [q, w] of [1, -2, 1].entries()) expect(s![q]).toBeCloseTo(w, 13);
});

it('refuses dependent moments and too few nodes', () => {
  expect(() =>
    momentWeights(
      [
        [1, 1],
        [1, 1],
        [1, 1],
      ],
      [1, 1, 1],
      [[1, 0]],
    ),
  ).toThrow(Inconsistent);
  expect(() => momentWeights([[1, 2, 3]], [1], [[1, 0, 0]])).toThrow(Inconsistent);
});
