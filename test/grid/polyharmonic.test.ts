import { expect, it } from 'vitest';
import { Random } from '../../src/base/index.js';
import { radialDerivatives } from '../../src/grid/polyharmonic.js';
import { TaylorRecipe } from '../../src/grid/taylor.js';

const random = new Random(4);
const nodes = Array.from({ length: 60 }, (_, i) => (i === 0 ? [0, 0] : [random.normal(), random.normal()])).sort(
  (a, b) => Math.hypot(...a) - Math.hypot(...b),
);
const local = {
  coordinates: Float64Array.from(nodes.flat()),
  distances: Float64Array.from(nodes, (w) => Math.hypot(...w)),
};

it('derivatives of |y|^m are those of differences', () => {
  const [terms] = radialDerivatives(2, 2, 5).slice(1);
  const f = (x: number, y: number) => Math.hypot(x, y) ** 5;
  const [x, y, h] = [0.7, -0.4, 1e-3];
  const exact = (f(x + h, y + h) - f(x + h, y - h) - f(x - h, y + h) + f(x - h, y - h)) / (4 * h * h);
  const sum = terms!.reduce(
    (s, { coefficient, exponents, power }) =>
      s + coefficient * x ** exponents[0]! * y ** exponents[1]! * Math.hypot(x, y) ** power,
    0,
  );
  expect(sum).toBeCloseTo(exact, 5);
});

it.each(['least-squares', 'rbf-fd'] as const)(
  '%s is exact on polynomials of degree k + 1 for components of order k at accuracy 2',
  (method) => {
    const recipe = new TaylorRecipe(2, 2, 2, method);
    const { weights, width } = recipe.weights(local);
    const f = ([x = 0, y = 0]: readonly number[], cubic: number) =>
      1 + 2 * x - y + 3 * x * x - x * y + 0.5 * y * y + cubic * (x ** 3 - 2 * x * y * y);
    const exact = [1, 2, -1, 6, -1, 1];
    for (const [c, value] of exact.entries()) {
      let sum = 0;
      for (let s = 0; s < width; s++) sum += weights[c * width + s]! * f(nodes[s]!, c < 3 ? 0 : 1);
      expect(sum).toBeCloseTo(value, 9);
    }
  },
);

it('RBF-FD is exact on splines through its nodes that no polynomial of the degree sees; least squares is not', () => {
  const laplacian = (method: 'least-squares' | 'rbf-fd') => {
    const { weights, width } = new TaylorRecipe(2, 2, 2, method).weights(local);
    return { width, at: (s: number) => weights[3 * width + s]! + weights[5 * width + s]! };
  };
  const { width } = laplacian('rbf-fd');
  // Coefficients orthogonal to the cubic polynomials on the nodes: a random vector less its projection (Gram–Schmidt twice).
  const basis = [0, 1, 2, 3].flatMap((d) =>
    Array.from({ length: d + 1 }, (_, j) => nodes.slice(0, width).map(([x, y]) => x! ** (d - j) * y! ** j)),
  );
  const orthonormal: number[][] = [];
  const project = (v: number[]) => {
    for (let pass = 0; pass < 2; pass++) {
      for (const b of orthonormal) {
        const overlap = b.reduce((s, x, i) => s + x * v[i]!, 0);
        for (const [i, x] of b.entries()) v[i]! -= overlap * x;
      }
    }
    return v;
  };
  for (const b of basis) {
    const v = project([...b]);
    orthonormal.push(v.map((x) => x / Math.hypot(...v)));
  }
  const c = project(nodes.slice(0, width).map(() => random.normal()));
  const spline = ([x = 0, y = 0]: readonly number[]) =>
    c.reduce((s, coefficient, j) => s + coefficient * Math.hypot(x - nodes[j]![0]!, y - nodes[j]![1]!) ** 5, 0);
  // Δ|y|^5 = 25 |y|³ in the plane.
  const exact = c.reduce((s, coefficient, j) => s + coefficient * 25 * Math.hypot(...nodes[j]!) ** 3, 0);
  const error = (method: 'least-squares' | 'rbf-fd') => {
    const { width: own, at } = laplacian(method);
    return Math.abs(nodes.slice(0, own).reduce((s, w, i) => s + at(i) * spline(w), 0) - exact);
  };
  expect(error('rbf-fd') / Math.abs(exact)).toBeLessThan(1e-8);
  expect(error('least-squares') / Math.abs(exact)).toBeGreaterThan(1e-3);
});
