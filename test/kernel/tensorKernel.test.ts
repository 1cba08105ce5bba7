/**
 * Kernels of vector and tensor fields: for gradients they must give what kernels of scalar fields give, by another road; and
 * the transport of jets is checked against iterated derivatives in the ambient model.
 */
import { describe, expect, it } from 'vitest';
import { type GraphSum, normalize } from '../../src/algebra/index.js';
import { InvalidInput, Unsupported } from '../../src/base/index.js';
import { Rational } from '../../src/exact/index.js';
import { parse } from '../../src/expression/index.js';
import { type Grid, parseGrid, sampleJets } from '../../src/grid/index.js';
import { compileKernel, compileTensorKernel } from '../../src/kernel/index.js';
import { componentProgram, contractionProgram } from '../../src/program/index.js';
import { euclidean, hyperbolic, type Space, sphere } from '../../src/space/index.js';
import { spectralSampler } from '../../src/spectral/index.js';
import { convergenceOrder } from '../../src/testing/index.js';

const declared = {
  fields: ['u', 'v'],
  vectors: ['X'],
  tensors: { h: { rank: 2, symmetry: 'symmetric' as const }, T: { rank: 2, symmetry: 'general' as const } },
};

const normal = (text: string, space: Space): GraphSum =>
  normalize(parse(text, declared), {
    dimension: space.dimension,
    curvature: Rational.parse(String(space.kappa)),
  });

/** u and v at the nodes, X = v∇u, h = ∇²u and T = ∇v ⊗ ∇u in the frame of the grid, from spectral jets. */
function fieldsOn(grid: Grid, u: Float64Array, v: Float64Array): Record<string, Float64Array> {
  const at = (text: string): Float64Array => {
    const sum = normal(text, grid.space);
    const program = componentProgram([sum], grid.space.dimension);
    const out = program.outputs.map(() => new Float64Array(grid.size));
    compileKernel(program, spectralSampler(grid, 2)).run({ u, v }, {}, out);
    const result = new Float64Array(out.length * grid.size);
    out.forEach((array, k) => {
      result.set(array, k * grid.size);
    });
    return result;
  };
  return { u, v, X: at('v*grad(u)'), h: at('hess(u)'), T: at('outer(grad(v),grad(u))') };
}

/** Values of an operator of tensor fields, and of the same with the fields written out. */
function bothWays(text: string, grid: Grid, u: Float64Array, v: Float64Array): [Float64Array, Float64Array] {
  const { space } = grid;
  const order = 4;
  const direct = compileTensorKernel(contractionProgram([normal(text, space)], 2), grid, spectralSampler(grid, order));
  const written = text
    .replaceAll(/\bX\b/g, '(v*grad(u))')
    .replaceAll(/\bh\b/g, '(hess(u))')
    .replaceAll(/\bT\b/g, 'outer(grad(v),grad(u))');
  const scalar = compileKernel(contractionProgram([normal(written, space)], 2), spectralSampler(grid, order));
  const [a, b] = [new Float64Array(grid.size), new Float64Array(grid.size)];
  direct.run(fieldsOn(grid, u, v), {}, [a]);
  scalar.run({ u, v }, {}, [b]);
  return [a, b];
}

const difference = (a: Float64Array, b: Float64Array): number => {
  const scale = b.reduce((most, x) => Math.max(most, Math.abs(x)), 1);
  return a.reduce((most, x, i) => Math.max(most, Math.abs(x - b[i]!)), 0) / scale;
};

const texts = [
  'div(X)',
  'dot(X, grad(u))',
  'norm2(grad(X))',
  'dot(X, lap(X))',
  'div(dot(X, grad(X)))',
  'inner(h, grad(X))',
  'div(div(h))',
  'inner(T, lap(h))',
  'dot(X, dot(T, X)) + u*trace(T)',
];

describe.each([
  ['latlon:24x48', sphere(2)],
  ['latlon:24x48', sphere(2, 1 / 4)],
  ['cartesian:24x24', euclidean(2)],
])('on %s, %o', (spec, space) => {
  const grid = parseGrid(spec, space);
  const flat = space.kind === 'E';
  const [x, y, z] = flat
    ? [grid.variables.get('x')!, grid.variables.get('y')!, grid.variables.get('y')!]
    : (['x', 'y', 'z'].map((name) => grid.variables.get(name)!) as [Float64Array, Float64Array, Float64Array]);
  const unit = Math.sqrt(Math.max(space.kappa, 0));
  const u = x.map((a, i) => (flat ? Math.sin(a + y[i]!) : unit ** 2 * a * y[i]! + unit * z[i]!));
  const v = x.map((a, i) => (flat ? Math.cos(a) + 0.5 : unit * a - 0.3 * unit ** 2 * z[i]! ** 2 + 0.2));

  it.each(texts)('%s', (text) => {
    expect(difference(...bothWays(text, grid, u, v))).toBeLessThan(1e-9);
  });
});

describe('on the half-plane', () => {
  // X = v∇u with u = y sin x and v = cos x + log y, in the frame y∂_x, y∂_y.
  it.each(['div(X)', 'norm2(grad(X))', 'dot(X, lap(X))'])('%s converges at the order of the jets', (text) => {
    const sizes = [24, 48];
    const errors = sizes.map((N) => {
      const grid = parseGrid(`halfplane:${N}x${N}:open`, hyperbolic(2));
      const [x, y] = [grid.variables.get('x')!, grid.variables.get('y')!];
      const u = x.map((a, i) => Math.sin(a) * y[i]!);
      const v = x.map((a, i) => Math.cos(a) + Math.log(y[i]!));
      const X = new Float64Array(2 * grid.size);
      x.forEach((a, i) => {
        X[i] = v[i]! * y[i]! ** 2 * Math.cos(a);
        X[grid.size + i] = v[i]! * y[i]! * Math.sin(a);
      });
      const [direct, scalar] = [new Float64Array(grid.size), new Float64Array(grid.size)];
      const program = contractionProgram([normal(text, grid.space)], 2);
      compileTensorKernel(program, grid, grid.jetScheme(2, 4)).run({ X }, {}, [direct]);
      const written = contractionProgram([normal(text.replaceAll('X', '(v*grad(u))'), grid.space)], 2);
      compileKernel(written, grid.jetScheme(3, 4)).run({ u, v }, {}, [scalar]);
      return difference(direct, scalar);
    });
    expect(convergenceOrder(errors, sizes)).toBeGreaterThan(3);
    expect(errors[1]).toBeLessThan(1e-2);
  });
});

it('a Killing field of the sphere has no deformation, and a constant vector of the plane no derivative', () => {
  const grid = parseGrid('latlon:16x32', sphere(2));
  const sum = normal('norm2(sym(grad(X)))', grid.space);
  const theta = grid.variables.get('theta')!;
  const X = new Float64Array(2 * grid.size);
  theta.forEach((angle, node) => {
    X[grid.size + node] = Math.sin(angle);
  });
  const out = new Float64Array(grid.size);
  compileTensorKernel(contractionProgram([sum], 2), grid, spectralSampler(grid, 1)).run({ X }, {}, [out]);
  expect(Math.max(...out)).toBeLessThan(1e-14);
  const curl = new Float64Array(grid.size);
  const vorticity = contractionProgram([normal('div(rot(X))', grid.space)], 2);
  compileTensorKernel(vorticity, grid, spectralSampler(grid, 1)).run({ X }, {}, [curl]);
  // The vorticity of the rotation with unit angular velocity is 2 cos θ.
  theta.forEach((angle, node) => {
    expect(Math.abs(curl[node]! - 2 * Math.cos(angle))).toBeLessThan(1e-10);
  });
});

it.each([
  ['cartesian:8x8:neumann', euclidean(2), "'neumann' along x"],
  ['halfplane:16x16', hyperbolic(2), "'periodic' along x"],
])('refuses %s', (spec, space, reason) => {
  const grid = parseGrid(spec, space);
  const program = contractionProgram([normal('div(X)', space)], 2);
  expect(() => compileTensorKernel(program, grid, grid.jetScheme(1, 2))).toThrow(Unsupported);
  expect(() => compileTensorKernel(program, grid, grid.jetScheme(1, 2))).toThrow(reason);
});

it('refuses fields of the wrong length, and jets that are too short', () => {
  const grid = parseGrid('cartesian:8x8', euclidean(2));
  const program = contractionProgram([normal('div(X)', grid.space)], 2);
  const kernel = compileTensorKernel(program, grid, grid.jetScheme(1, 2));
  expect([...kernel.fields]).toEqual([['X', 1]]);
  const out = [new Float64Array(64)];
  expect(() => kernel.run({ X: new Float64Array(64) }, {}, out)).toThrow("128 finite values of the field 'X', got 64");
  expect(() => kernel.run({}, {}, out)).toThrow(InvalidInput);
  expect(() => compileTensorKernel(program, grid, grid.jetScheme(0, 2))).toThrow('jets of order 1');
  expect(sampleJets(grid.jetScheme(1, 2), new Float64Array(64))).toHaveLength(3);
});
