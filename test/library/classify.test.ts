import { describe, expect, it } from 'vitest';
import { divergence, euler, GraphSum, normalize } from '../../src/algebra/index.js';
import { InvalidInput, type TensorTypes } from '../../src/base/index.js';
import { Rational } from '../../src/exact/index.js';
import { type ParseOptions, parse } from '../../src/expression/index.js';
import { parseKey } from '../../src/graph/index.js';
import { type ClassifyOptions, classify } from '../../src/library/index.js';
import { Reducer } from '../../src/relations/index.js';

const sum = (text: string, fields = ['u']): GraphSum => normalize(parse(text, { fields }));

describe('classify', () => {
  it.each([
    ['lap(u)', { divergence: true, flow: true, square: false, parity: 'odd', order: 2 }],
    ['lap(u^3 - u - g*lap(u))', { divergence: true, flow: false, square: false, parity: 'odd', order: 4 }],
    ['u^3 - u + lap(u)', { divergence: false, flow: true, square: false, parity: 'odd', order: 2 }],
    ['norm2(grad(u))', { divergence: false, flow: false, square: false, parity: 'even', order: 1 }],
    ['div(u*grad(u))', { divergence: true, flow: false, square: false, parity: 'even', order: 2 }],
    ['norm2(grad(u)) + 2*u*lap(u)', { divergence: false, flow: true, square: false, parity: 'even', order: 2 }],
    ['-lap(lap(u)) - (n-1)*kappa*lap(u)', { divergence: true, flow: true, square: false, parity: 'odd', order: 4 }],
    [
      'lap(u)^2 - norm2(hess(u)) - (n-1)*kappa*norm2(grad(u))',
      {
        divergence: true,
        flow: true,
        square: false,
        parity: 'even',
        order: 2,
      },
    ],
    // u div(|∇u|² ∇u) is no divergence: ∫|∇u|⁴ is positive.
    ['div(norm2(grad(u))*grad(u))', { divergence: true, flow: true, square: false, parity: 'odd', order: 2 }],
    ['u + u^2', { divergence: false, flow: true, square: false, parity: 'mixed', order: 0 }],
    // A constant is the variation of a multiple of u, and no divergence.
    ['1', { divergence: false, flow: true, square: false, parity: 'even', order: 0 }],
  ] as const)('%s', (text, expected) => {
    const found = classify(sum(text));
    expect({
      divergence: found.divergence,
      flow: found.density !== undefined,
      square: found.conserves.square,
      parity: found.parity,
      order: found.order,
    }).toEqual(expected);
    expect(found.conserves.mass).toBe(found.divergence);
    if (found.density !== undefined) expect(euler(found.density).plus(sum(text)).isZero()).toBe(true);
  });

  it('finds the flux in a dimension, curvature terms and parameters included', () => {
    for (const text of [
      'lap(u^3 - u - g*lap(u))',
      'lap(lap(u))',
      'lap(u)^2 - norm2(hess(u)) - (n-1)*kappa*norm2(grad(u))',
    ]) {
      for (const dimension of [2, 3]) {
        const operator = sum(text);
        const { flux } = classify(operator, { dimension });
        expect(new Reducer(dimension).vanishes(divergence(flux!).minus(operator))).toBe(true);
      }
    }
    expect(classify(sum('norm2(grad(u))'), { dimension: 2 }).flux).toBeUndefined();
  });

  it('of a given curvature', () => {
    const operator = sum('lap(u)^2 - norm2(hess(u)) - norm2(grad(u))');
    expect(classify(operator, { dimension: 2 }).divergence).toBe(false);
    expect(classify(operator, { dimension: 2, curvature: Rational.of(1) }).divergence).toBe(true);
    expect(classify(operator, { dimension: 3, curvature: Rational.of(1) }).divergence).toBe(false);
  });

  it('says in which dimensions relations leave less', () => {
    const { simplifies } = classify(sum('sigma(3, hess(u))'));
    expect(simplifies.map(({ dimension, operator }) => [dimension, operator.toString()])).toEqual([
      [1, '0'],
      [2, '0'],
    ]);
  });

  it('u_t = 2 ∇u·∇v + u Δv conserves the square, of which it is the divergence of u² ∇v, and not the mass', () => {
    const found = classify(sum('2*dot(grad(u),grad(v)) + u*lap(v)', ['u', 'v']));
    expect(found.conserves).toEqual({ mass: false, square: true });
  });

  it('a flux for every dimension and curvature', () => {
    for (const text of ['lap(u^3 - u - g*lap(u))', 'lap(lap(lap(u)))', 'div(dot(hess(u),dot(hess(u),grad(u))))']) {
      const { flux } = classify(sum(text));
      expect(divergence(flux!).toString()).toBe(sum(text).toString());
    }
  });

  const types: TensorTypes = {
    h: { rank: 2, symmetry: 'symmetric' },
    F: { rank: 2, symmetry: 'antisymmetric' },
    T: { rank: 2, symmetry: 'general' },
  };
  const declared: ParseOptions = { fields: ['u', 'v', 'w'], vectors: ['X', 'Y'], tensors: types };
  const normal = (text: string, dimension?: number): GraphSum =>
    normalize(parse(text, declared), dimension === undefined ? {} : { dimension });

  it.each([
    ['bracket(u,v)', 2],
    ['u*bracket(u,v) + lap(v)', 2],
    ['bracket(u,lap(u))', 2],
    ['div(rot(dot(hess(u),grad(v))))', 2],
    ['dot(grad(u),cross(grad(v),grad(w)))', 3],
    ['[eps_a u_abb] + 6*u*[eps_a u_a]', 1],
    ['div(curl(X))', 3],
    ['div(cross(X,Y))', 3],
    ['dot(curl(X),grad(u))', 3],
    ['div(dot(X,grad(X)) - div(X)*X)', undefined],
    ['2*sigma(2,grad(X)) - (n-1)*kappa*norm2(X)', undefined],
    ['div(div(dot(h,T)))', undefined],
    ['div(u*dot(F,div(F)))', undefined],
    ['det(grad(X)) - kappa*norm2(X)/2', 2],
  ] as const)('%s in dimension %s is the divergence of its flux', (text, dimension) => {
    const operator = normal(text, dimension);
    const { flux, divergence: is } = classify(operator, dimension === undefined ? {} : { dimension });
    expect(is).toBe(true);
    const rest = divergence(flux ?? GraphSum.zero(1)).minus(operator);
    expect(dimension === undefined ? rest.isZero() : new Reducer(dimension).vanishes(rest)).toBe(true);
  });

  it.each([
    ['u*bracket(v,w)', 2],
    ['norm2(X)', undefined],
    ['dot(X,grad(u))', undefined],
    ['inner(h,grad(X))', undefined],
    ['dot(X,curl(X))', 3],
    ['sigma(2,grad(X))', undefined],
    ['det(grad(X))', 2],
    ['div(X) + 1', undefined],
  ] as const)('%s in dimension %s is no divergence', (text, dimension) => {
    const found = classify(normal(text, dimension), dimension === undefined ? {} : { dimension });
    expect(found.divergence).toBe(false);
    expect(found.flux).toBeUndefined();
  });

  it('null Lagrangians of one curvature', () => {
    const operator = normal('sigma(2,grad(X))');
    expect(classify(operator, { curvature: Rational.zero }).divergence).toBe(true);
    expect(classify(operator, { dimension: 1 }).divergence).toBe(true);
  });

  it('says of the equation of Korteweg and de Vries what is known: mass and square are conserved', () => {
    const found = classify(sum('-[eps_a u_abb] - 6*u*[eps_a u_a]'));
    expect(found).toMatchObject({ parity: 'mixed', reflection: 'odd', divergence: true, order: 3 });
    expect(found.conserves).toEqual({ mass: true, square: true });
    expect(found.density).toBeUndefined();
    // Kuramoto and Sivashinsky: mass, but not the square.
    const other = classify(sum('-lap(lap(u)) - lap(u) - u*[eps_a u_a]'), { dimension: 1 });
    expect(other).toMatchObject({ reflection: 'mixed', conserves: { mass: true, square: false } });
  });

  it('transport by a stream function conserves mass and square', () => {
    const found = classify(normal('bracket(u,v)', 2), { field: 'u' });
    expect(found).toMatchObject({ parity: 'odd', reflection: 'odd', conserves: { mass: true, square: true } });
    // The vorticity equation moves Δu: nothing is said of ∫ u² there.
    expect(classify(normal('bracket(u,lap(u))', 2)).conserves).toEqual({ mass: true, square: true });
  });

  it('an oriented gradient flow: ∫ v {u, Δu}', () => {
    const operator = normal('-bracket(u,lap(u))', 2);
    const { density } = classify(operator, { field: 'v' });
    expect(euler(density!, 'v').plus(operator).isZero()).toBe(true);
    expect(classify(normal('-curl(X)', 3), { field: 'X' }).density!.toString()).toBe(
      normal('dot(X,curl(X))/2', 3).toString(),
    );
  });

  it.each([
    ['lap(X) + grad(div(X)) + (n-1)*kappa*X', 'X', 'norm2(sym(grad(X)))'],
    ['div(grad(X) - transpose(grad(X))) - m*X', 'X', 'norm2(grad(X)-transpose(grad(X)))/4 + m/2*norm2(X)'],
    ['lap(h) - trace(h)*[g_ab]', 'h', 'norm2(grad(h))/2 + trace(h)^2/2'],
    ['lap(F)', 'F', 'norm2(grad(F))/2'],
    ['-hess(u)', 'h', 'inner(h,hess(u))'],
  ])('%s is the gradient flow of %s for %s', (text, field, energy) => {
    const operator = normal(text);
    const found = classify(operator, { field, tensors: types });
    expect(euler(found.density!, field).plus(operator).isZero()).toBe(true);
    expect(euler(normal(energy), field).plus(operator).isZero()).toBe(true);
    expect(found.divergence).toBeUndefined();
    expect(found.conserves.mass).toBeUndefined();
  });

  it('of a vector field: transport is no gradient flow; turning conserves the length', () => {
    expect(classify(normal('dot(X,grad(X))'), { field: 'X' })).toMatchObject({
      parity: 'even',
      conserves: { square: false },
    });
    const found = classify(normal('rot(X)', 2), { field: 'X' });
    expect(found).toMatchObject({ parity: 'odd', reflection: 'odd', conserves: { square: true } });
    expect(found.density).toBeUndefined();
  });

  it('a scalar of a vector field is no evolution equation', () => {
    const found = classify(normal('norm2(X)*div(X)'), { field: 'X' });
    expect(found).toMatchObject({ degrees: [3], parity: 'odd', divergence: false, conserves: {} });
    expect(found.density).toBeUndefined();
  });

  it.each([
    [normal('grad(u)'), {}, 'a scalar operator, got rank 1'],
    [normal('hess(u)'), { field: 'X', tensors: { X: { rank: 1, symmetry: 'general' } } }, "one of rank 1, that of 'X'"],
    [normal('grad(X)'), { field: 'h', tensors: types }, "symmetric values, as those of 'h'"],
    [GraphSum.of(parseKey('eps_ab u_a v_b')), { dimension: 3 }, 'one dimension, got dimensions 3 and 2'],
    [normal('u'), { dim: 2 }, "got 'dim'"],
    [normal('u'), { tensors: { h: { rank: 0, symmetry: 'symmetric' } } }, 'a rank from 1 to 16'],
  ])('refuses %s with %o', (operator, options, part) => {
    expect(() => classify(operator, options as ClassifyOptions)).toThrow(InvalidInput);
    expect(() => classify(operator, options as ClassifyOptions)).toThrow(part);
  });
});
