/**
 * Vector and tensor fields: laws that determine the derivation rule, textbook identities, and the ambient model, where a
 * tensor field is a sum of products of gradients and its symmetrised derivatives are means of iterated ones.
 */
import { describe, expect, it } from 'vitest';
import {
  derivative,
  euler,
  GraphSum,
  inner,
  normalize,
  permuteLegs,
  symmetricDerivative,
  symmetrise,
} from '../../src/algebra/index.js';
import { InvalidInput, OutOfRange, type TensorTypes } from '../../src/base/index.js';
import { Polynomial } from '../../src/exact/index.js';
import { parse } from '../../src/expression/index.js';
import { parseKey } from '../../src/graph/index.js';
import {
  type AmbientCalculus,
  type AmbientPoint,
  type AmbientTensor,
  ambientCalculus,
  ambientPoint,
} from '../oracle/ambient.js';
import { evaluateAmbient } from '../oracle/ambientExpression.js';
import { ambientTensorField } from '../oracle/ambientTensorField.js';
import { bruteContraction } from '../oracle/bruteContraction.js';

const tensors: TensorTypes = {
  h: { rank: 2, symmetry: 'symmetric' },
  F: { rank: 2, symmetry: 'antisymmetric' },
  T: { rank: 2, symmetry: 'general' },
  W: { rank: 3, symmetry: 'general' },
};
const types: TensorTypes = { ...tensors, X: { rank: 1, symmetry: 'general' }, Y: { rank: 1, symmetry: 'general' } };
const declared = { fields: ['u', 'v'], vectors: ['X', 'Y'], tensors };
const normal = (text: string, dimension?: number): GraphSum =>
  normalize(parse(text, declared), dimension === undefined ? {} : { dimension });

describe('the derivation rule', () => {
  const cases = Object.entries(types).flatMap(([name, type]) =>
    [0, 1, 2, 3, 4, 5].filter((k) => k + type.rank <= 6).map((k) => [name, type, k] as const),
  );

  it.each(cases)('%s (%o): the symmetric part of ∇P_%i is P_(k+1)', (name, type, k) => {
    const next = symmetrise(derivative(symmetricDerivative(name, k, type)), k + 1);
    expect(next.toString()).toBe(symmetricDerivative(name, k + 1, type).toString());
  });

  const metric = GraphSum.of(parseKey('g_ab'));
  const kappa = Polynomial.variable('kappa');

  /** Σ over the indices k of T of κ (g_ik T_…j… − g_jk T_…i…), legs i and j first. */
  function curvature(sum: GraphSum): GraphSum {
    let result = GraphSum.zero(sum.rank + 2);
    const product = metric.times(sum).scaled(kappa);
    for (let k = 0; k < sum.rank; k++) {
      // Leg 2+k of the product is the index that is exchanged for i or j; the metric carries the other and the index k.
      const rest = Array.from({ length: sum.rank }, (_, l) => 2 + l);
      const first = permuteLegs(product, [0, 2 + k, ...rest.with(k, 1)]);
      const second = permuteLegs(product, [2 + k, 0, ...rest.with(k, 1)]);
      result = result.plus(first).minus(second);
    }
    return result;
  }

  it.each(cases.filter(([, type, k]) => k + type.rank <= 4))('%s (%o): Ricci identity on P_%i', (name, type, k) => {
    const sum = symmetricDerivative(name, k, type);
    const second = derivative(derivative(sum));
    const exchanged = permuteLegs(second, [1, 0, ...Array.from({ length: sum.rank }, (_, l) => 2 + l)]);
    expect(second.minus(exchanged).minus(curvature(sum)).toString()).toBe('0');
  });

  it('is compatible with the metric', () => {
    expect(normal('grad(dot(X,Y)) - dot(grad(X),Y) - dot(grad(Y),X)').toString()).toBe('0');
    expect(
      normal(
        'grad(inner(h,T)) - contract(contract(outer(grad(h),T),2,4),2,3) - contract(contract(outer(grad(T),h),2,4),2,3)',
      ).toString(),
    ).toBe('0');
  });
});

describe('slot symmetry', () => {
  it.each([
    ['trace(F)', '0'],
    ['inner(F, h)', '0'],
    ['F + transpose(F)', '0'],
    ['h - transpose(h)', '0'],
    ['T - transpose(T)', 'T_ab - T_ba'],
    ['inner(F, hess(u))', '0'],
    ['dot(X, dot(F, X))', '0'],
    ['div(div(F))', '0'],
    ['inner(F, grad(X)) + inner(F, transpose(grad(X)))', '0'],
  ])('%s is %s', (text, key) => {
    expect(normal(text).toString()).toBe(key);
  });

  it('an antisymmetric tensor and the volume form', () => {
    expect(normal('[eps_ab h_ab]', 2).toString()).toBe('0');
    expect(normal('[eps_ab F_ab]', 2).toString()).toBe('eps_ab F_ab');
    expect(normal('[eps_ab F_ba] + [eps_ab F_ab]', 2).toString()).toBe('0');
  });
});

describe('identities of the calculus of vector fields', () => {
  it.each([
    // Weitzenböck for one-forms, δd + dδ = ∇*∇ + Ric [petersen-2016].
    ['grad(div(X)) - lap(X) + div(grad(X)) - div(transpose(grad(X))) + (n-1)*kappa*X'],
    ['div(lap(X)) - lap(div(X)) - (n-1)*kappa*div(X)'],
    ['div(dot(X,grad(X))) - inner(grad(X),transpose(grad(X))) - dot(X,grad(div(X))) - (n-1)*kappa*norm2(X)'],
    ['lap(norm2(X))/2 - norm2(grad(X)) - dot(X,lap(X))'],
    // The Killing operator: div of the deformation tensor 2 sym ∇X [yano-1957].
    ['2*div(sym(grad(X))) - lap(X) - grad(div(X)) - (n-1)*kappa*X'],
    ['lap(u*X) - u*lap(X) - 2*dot(grad(u),grad(X)) - X*lap(u)'],
    // The Lie bracket of a gradient with a vector field acts on functions as the commutator.
    ['dot(X,grad(dot(Y,grad(u)))) - dot(Y,grad(dot(X,grad(u)))) - dot(dot(X,grad(Y)) - dot(Y,grad(X)),grad(u))'],
  ])('%s = 0', (text) => {
    expect(normal(text).toString()).toBe('0');
  });

  it.each([2, 3, 5])('the conformal Killing operator has no trace in dimension %i', (n) => {
    expect(normal(`trace(2*sym(grad(X)) - 2/${n}*div(X)*[g_ab])`, n).toString()).toBe('0');
    // Its divergence, [yano-1957].
    const text = `div(2*sym(grad(X)) - 2/${n}*div(X)*[g_ab]) - lap(X) - (1 - 2/${n})*grad(div(X)) - (n-1)*kappa*X`;
    expect(normal(text, n).toString()).toBe('0');
  });

  it.each([
    ['div(curl(X))'],
    ['curl(grad(u))'],
    ['curl(curl(X)) - grad(div(X)) + lap(X) - 2*kappa*X'],
    ['div(cross(X,Y)) - dot(Y,curl(X)) + dot(X,curl(Y))'],
    ['curl(u*X) - u*curl(X) - cross(grad(u),X)'],
    ['cross(X,curl(X)) - grad(norm2(X))/2 + dot(X,grad(X))'],
    ['curl(cross(X,Y)) - X*div(Y) + Y*div(X) - dot(Y,grad(X)) + dot(X,grad(Y))'],
  ])('%s = 0 in dimension 3', (text) => {
    expect(normal(text, 3).toString()).toBe('0');
  });

  it('the vorticity equation from the momentum equation, for a stream function on a surface', () => {
    // The vorticity div rot X of X = rot ∇u is −Δu, as in docs/conventions.md.
    const flow = 'rot(grad(u))';
    expect(normal(`div(rot(${flow})) + lap(u)`, 2).toString()).toBe('0');
    // Transport and diffusion of momentum, X·∇X − ν ΔX, turn into transport of vorticity, with Ric = κ in the diffusion.
    const momentum = (x: string): string => `dot(${x},grad(${x})) - nu*lap(${x})`;
    expect(
      normal(
        `-div(rot(${momentum(flow)})) - dot(${flow},grad(lap(u))) + nu*lap(lap(u)) + nu*kappa*lap(u)`,
        2,
      ).toString(),
    ).toBe('0');
  });
});

const places: readonly (readonly [string, AmbientPoint])[] = [
  ['S2', ambientPoint(1, [0.3, -0.5, 0.7])],
  ['H2 of curvature -1/2', ambientPoint(-1 / 2, [0.3, -0.5, 0])],
  ['S3 of radius 2', ambientPoint(1 / 4, [0.4, 0.6, -0.2, 0.9])],
];

function permutations(count: number): number[][] {
  if (count === 0) return [[]];
  return permutations(count - 1).flatMap((p) => Array.from({ length: count }, (_, i) => p.toSpliced(i, 0, count - 1)));
}

/** Frame components of the symmetrised k-th derivative, derivatives first, straight from the definition. */
function symmetrised(calculus: AmbientCalculus, value: AmbientTensor, k: number): number[] {
  let t = value;
  for (let i = 0; i < k; i++) t = calculus.derivative(t);
  const all = permutations(k);
  const slots = Array.from({ length: value.rank }, (_, s) => k + s);
  return calculus.values(
    calculus.combine(all.map((order) => [1 / all.length, calculus.permute(t, [...order, ...slots])])),
  );
}

describe.each(places)('in the ambient model of %s', (_, place) => {
  const n = place.frame.length;
  it.each([
    ['grad(grad(X))', 2],
    ['grad(D(X,2))', 3],
    ['lap(lap(X))', 4],
    ['grad(D(X,3))', 4],
    ['div(dot(X,grad(X)))', 2],
    ['lap(dot(X,grad(u)))', 3],
    ['grad(div(lap(X)))', 4],
    ['lap(h)', 2],
    ['grad(grad(grad(h)))', 3],
    ['div(div(lap(h)))', 4],
    ['lap(F) + grad(div(F))', 2],
    ['grad(D(F,2))', 3],
    ['inner(grad(T),grad(grad(X)))', 2],
    ['lap(D(T,1))', 3],
    ['dot(lap(W),X)', 2],
    ['sym(dot(T,h)) - outer(Y,X)', 0],
  ])('%s', (text, order) => {
    const expression = parse(text, declared);
    // The fields themselves hold gradients: one more derivative.
    const calculus = ambientCalculus(place, order + 1);
    const values: Record<string, AmbientTensor> = {
      u: calculus.field([
        { coefficient: 0.7, powers: [2, 1] },
        { coefficient: 0.4, powers: [0, 1, 2] },
      ]),
    };
    for (const [name, type] of Object.entries(types)) {
      values[name] = ambientTensorField(calculus, place.point.length, name, type);
    }
    const literal = calculus.values(evaluateAmbient(expression, calculus, values, { n, kappa: place.kappa }));
    const jets = new Map<string, number[]>();
    const jet = (name: string, index: readonly number[], value: readonly number[]): number => {
      const key = `${name}${index.length}`;
      const list = jets.get(key) ?? symmetrised(calculus, values[name]!, index.length);
      jets.set(key, list);
      return list[[...index, ...value].reduce((code, i) => code * n + i, 0)]!;
    };
    const sum = normalize(expression);
    let scale = 1;
    const got = literal.map((_x, code) => {
      const letters = Array.from({ length: sum.rank }, (_l, l) => Math.floor(code / n ** (sum.rank - 1 - l)) % n);
      let total = 0;
      for (const { graph, coefficient } of sum.terms.values()) {
        const term = coefficient.evaluate({ n, kappa: place.kappa }) * bruteContraction(graph, n, jet, letters);
        scale = Math.max(scale, Math.abs(term));
        total += term;
      }
      return total;
    });
    expect(Math.max(...got.map((x, i) => Math.abs(x - literal[i]!))) / scale).toBeLessThan(1e-12);
  });
});

describe('the Euler operator of a vector field', () => {
  it.each([
    ['norm2(grad(X))/2', '-X_a;bb'],
    ['div(X)^2/2', normal('-grad(div(X))').toString()],
    ['norm2(X)^2/4', 'X_a X_b X_b'],
    // Elasticity: the Navier–Cauchy operator with its Ricci term.
    ['norm2(sym(grad(X)))', normal('-lap(X) - grad(div(X)) - (n-1)*kappa*X').toString()],
  ])('%s', (density, expected) => {
    expect(euler(normal(density), 'X').toString()).toBe(expected);
  });

  it.each([['dot(X,Y)*X'], ['dot(grad(Y),X)'], ['u*lap(X)'], ['dot(h,X)'], ['X*inner(h,grad(X))']])(
    'vanishes on the divergence of %s',
    (flux) => {
      for (const name of ['X', 'Y', 'u', 'h']) expect(euler(normal(`div(${flux})`), name).toString()).toBe('0');
    },
  );

  it('of a density without the field is the zero of its rank', () => {
    expect(normal('euler(norm2(grad(u)), X)').rank).toBe(1);
    expect(normal('euler(norm2(grad(u)), X)').isZero()).toBe(true);
  });

  it('keeps the symmetry of the field', () => {
    const variation = euler(normal('inner(h,grad(X))'), 'h');
    expect(variation.toString()).toBe(normal('sym(grad(X))').toString());
    expect(euler(normal('inner(F,grad(X))'), 'F').toString()).toBe(normal('(grad(X)-transpose(grad(X)))/2').toString());
  });

  it('with the volume form', () => {
    // ∫ det ∇²u dv is the variation of ∫ u det ∇²u; ε is constant.
    expect(euler(normal('bracket(u,v)', 2), 'u').toString()).toBe('0');
    expect(euler(normal('u*bracket(u,v)', 2), 'v').toString()).toBe('0');
    expect(euler(normal('v*bracket(u,lap(u))', 2), 'v').toString()).toBe(normal('bracket(u,lap(u))', 2).toString());
    expect(euler(normal('dot(X,curl(X))/2', 3), 'X').toString()).toBe(normal('curl(X)', 3).toString());
  });

  it('pairs with a variation as the derivative of the functional', () => {
    const [x, y] = [normal('X'), normal('Y')];
    expect(euler(inner(x, y), 'X').toString()).toBe('Y_a');
  });
});

describe('wrong input', () => {
  it.each([
    ['X*Y', 'a scalar factor'],
    ['[X]', "1 value index in 'X', as in X_a or X_a;b"],
    ['[u_a;b]', "no semicolon in 'u', a scalar"],
    ['[eps_ab;c X_c]', "expected no semicolon in 'eps', got"],
    ['D(X,1000000000)', 'the order to be an integer from 0 to 64'],
    ['X^2', 'a scalar base'],
  ])('%s', (text, part) => {
    expect(() => normal(text)).toThrow(InvalidInput);
    expect(() => normal(text)).toThrow(part);
  });

  it('symmetric polynomials and derivatives without end', () => {
    expect(() => normal('sigma(21,hess(u))')).toThrow(InvalidInput);
    const wide = GraphSum.of({ vertices: ['u', 'v'], edges: new Array(255).fill([0, 1]), legs: [], epsilon: [] });
    expect(() => derivative(wide)).toThrow(OutOfRange);
  });

  it('a name declared twice', () => {
    expect(() => parse('u', { fields: ['u'], vectors: ['u'] })).toThrow("each field declared once, got 'u' twice");
    const bad = { fields: ['u'], tensors: { h: { rank: 0, symmetry: 'symmetric' as const } } };
    expect(() => parse('u', bad)).toThrow("a rank from 1 to 16 for 'h', got 0");
    const huge = { fields: ['u'], tensors: { h: { rank: 1e9, symmetry: 'symmetric' as const } } };
    expect(() => parse('u', huge)).toThrow("a rank from 1 to 16 for 'h', got 1000000000");
  });
});
