/** The oracle itself, against facts that need no calculus of graphs. */
import { describe, expect, it } from 'vitest';
import { type AmbientPolynomial, ambientCalculus, ambientPoint, geodesicDerivatives } from './ambient.js';

const places = [
  ['S2', ambientPoint(1, [0.3, -0.5, 0.7])],
  ['S3 of radius 2', ambientPoint(1 / 4, [0.4, 0.6, -0.2, 0.9])],
  ['H2', ambientPoint(-1, [0.3, -0.5, 0])],
  ['H3 of curvature -1/4', ambientPoint(-1 / 4, [0.4, 0.6, -0.2, 0])],
] as const;

const cubic = (size: number): AmbientPolynomial => [
  { coefficient: 0.7, powers: [2, 1] },
  { coefficient: -0.4, powers: [1, 0, 2] },
  { coefficient: 1.1, powers: [0, 1, 1].concat(new Array<number>(size - 3).fill(0)) },
  { coefficient: 0.5, powers: new Array<number>(size).fill(0).with(size - 1, 3) },
];

describe.each(places)('on %s', (_, place) => {
  const { kappa, signs, point, frame } = place;
  const n = frame.length;
  const form = (a: readonly number[], b: readonly number[]): number =>
    a.reduce((sum, x, i) => sum + signs[i]! * x * b[i]!, 0);

  it('the point lies on the model and the frame is orthonormal and tangent', () => {
    expect(kappa * form(point, point)).toBeCloseTo(1, 13);
    frame.forEach((e, i) => {
      expect(form(e, point)).toBeCloseTo(0, 13);
      frame.forEach((f, j) => {
        expect(form(e, f)).toBeCloseTo(i === j ? 1 : 0, 13);
      });
    });
  });

  it('a linear function has Hessian −κ u g [the height function of a space form]', () => {
    const { field, derivative, values } = ambientCalculus(place, 2);
    const u = field([{ coefficient: 2, powers: [1] }]);
    const expected = frame.flatMap((_e, i) => frame.map((_f, j) => (i === j ? -2 * kappa * point[0]! : 0)));
    values(derivative(derivative(u))).forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i]!, 13);
    });
  });

  it('harmonic polynomials of degree l are eigenfunctions', () => {
    const { field, derivative, contract, values } = ambientCalculus(place, 2);
    // Re (x + iy)^3 is harmonic for every form with signs ++….
    const u = field([
      { coefficient: 1, powers: [3] },
      { coefficient: -3, powers: [1, 2] },
    ]);
    const [laplacian] = values(contract(derivative(derivative(u)), 0, 1));
    expect(laplacian).toBeCloseTo(-3 * (n + 2) * kappa * values(u)[0]!, 12);
  });

  it('the symmetrised iterated derivative is the Taylor coefficient along geodesics', () => {
    const order = 5;
    const { field, derivative, values } = ambientCalculus(place, order);
    const jet = geodesicDerivatives(place, cubic(n + 1), order);
    let t = field(cubic(n + 1));
    // On a power w^k of one vector no symmetrisation is needed.
    const w = [0.6, -0.3, 0.8].slice(0, n);
    for (let k = 0; k <= order; k++) {
      const onPower = (component: (index: readonly number[]) => number): number =>
        Array.from({ length: n ** k }, (_x, code) => {
          const index = Array.from({ length: k }, (_y, l) => Math.floor(code / n ** (k - 1 - l)) % n);
          return index.reduce((product, i) => product * w[i]!, component(index));
        }).reduce((sum, x) => sum + x, 0);
      const table = values(t);
      const iterated = onPower((index) => table[index.reduce((code, i) => code * n + i, 0)]!);
      const expanded = onPower(jet);
      // Some thousand operations on numbers of size one.
      expect(Math.abs(iterated - expanded)).toBeLessThan(1e-11 * Math.max(1, Math.abs(expanded)));
      if (k < order) t = derivative(t);
    }
  });
});
