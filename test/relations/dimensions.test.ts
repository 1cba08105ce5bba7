import { describe, expect, it } from 'vitest';
import { GraphSum, normalize } from '../../src/algebra/index.js';
import { InvalidInput, OutOfRange } from '../../src/base/index.js';
import { Polynomial } from '../../src/exact/index.js';
import { parse } from '../../src/expression/index.js';
import { parseKey } from '../../src/graph/index.js';
import { vanishingDimensions } from '../../src/relations/index.js';
import { integerRoots } from '../../src/relations/roots.js';

const dimensions = (text: string, fields: readonly string[] = ['u']): readonly number[] | 'all' =>
  vanishingDimensions(normalize(parse(text, { fields })));

describe('the dimensions in which an operator vanishes', () => {
  it.each([
    ['u - u', 'all'],
    ['u', []],
    ['lap(u)', []],
    ['norm2(hess(u)) - 2*lap(u)^2', []],
    // In one dimension the Hessian is a number.
    ['norm2(hess(u)) - lap(u)^2', [1]],
    ['dot(dot(grad(u), hess(u)), grad(u)) - lap(u)*norm2(grad(u))', [1]],
    // An n × n matrix has no more than n eigenvalues.
    ['sigma(2, hess(u))', [1]],
    ['sigma(3, hess(u))', [1, 2]],
    ['sigma(4, hess(u))', [1, 2, 3]],
    // Cayley–Hamilton, applied to the gradient: A² − σ1 A + σ2 = 0 for 2 × 2 matrices.
    [
      'norm2(dot(hess(u), grad(u))) - lap(u)*dot(dot(grad(u), hess(u)), grad(u)) + sigma(2, hess(u))*norm2(grad(u))',
      [1, 2],
    ],
    // Tensors: the same without the gradient, and A³ − σ1 A² + σ2 A − σ3 for 3 × 3 matrices.
    ['dot(hess(u), hess(u)) - lap(u)*hess(u) + sigma(2, hess(u))*[g_ab]', [1, 2]],
    ['hess(u) - lap(u)*[g_ab]', [1]],
    ['outer(grad(u), hess(u)) - sym(outer(grad(u), hess(u)))', [1]],
    ['grad(u) - 2*grad(u)', []],
    // Coefficients in n.
    ['(n - 3)*lap(u)', [3]],
    ['(n + 3)*lap(u)', []],
    ['(2*n - 3)*lap(u)', []],
    ['n*lap(u)', []],
    ['(n - 1)*(n - 2)*(norm2(grad(u)) + lap(u))', [1, 2]],
    ['(n - 1)*(n - 2)*lap(u) + (n - 2)*(n - 7)*norm2(grad(u))', [2]],
    ['(n - 5)^2*u', [5]],
    // The trace-free part of the Hessian: the coefficients never vanish together.
    ['n*norm2(hess(u)) - lap(u)^2', [1]],
    ['(n - 6)*sigma(3, hess(u))', [1, 2, 6]],
    ['(n - 2)*norm2(hess(u)) - (n - 2)*lap(u)^2', [1, 2]],
    ['(n - 2)*norm2(hess(u)) - (3*n - 6)*lap(u)^2', [2]],
    // Coefficients in kappa and parameters vanish as polynomials.
    ['kappa*(n - 1)*norm2(grad(u))', [1]],
    ['div(hess(u)) - grad(lap(u))', [1]],
    ['1/2*lap(norm2(grad(u))) - norm2(hess(u)) - dot(grad(u), grad(lap(u)))', [1]],
    ['(kappa - n)*u', []],
    ['a*(n - 4)*lap(u) + b*(n - 4)*(n - 9)*u', [4]],
    ['a*norm2(hess(u)) - b*lap(u)^2', []],
    ['(a + kappa)*(norm2(hess(u)) - lap(u)^2)', [1]],
    // Graphs of the same edges, but the coefficients of another block vanish elsewhere.
    ['sigma(3, hess(u)) + (n - 1)*(n - 3)*u', [1]],
    ['sigma(3, hess(u)) + (n - 2)*u', [2]],
  ])('%s: %s', (text, expected) => {
    expect(dimensions(text)).toEqual(expected);
  });

  it('several fields', () => {
    expect(dimensions('inner(hess(u), hess(v)) - lap(u)*lap(v)', ['u', 'v'])).toEqual([1]);
    expect(dimensions('outer(grad(u), grad(v)) - outer(grad(v), grad(u))', ['u', 'v'])).toEqual([1]);
  });

  it('a volume form has one dimension', () => {
    const [odd, even] = ['eps_ab u_cc u_ad u_d u_b', 'eps_ab u_cd u_ad u_c u_b'].map((key) =>
      GraphSum.of(parseKey(key)),
    );
    expect(vanishingDimensions(odd!)).toEqual([]);
    // tr(H) ε(H∇u, ∇u) = ε(H²∇u, ∇u): Cayley–Hamilton again, as ε(∇u, ∇u) = 0.
    expect(vanishingDimensions(odd!.minus(even!))).toEqual([2]);
    const solid = GraphSum.of(parseKey('eps_abc u_a v_b w_c'));
    expect(vanishingDimensions(solid)).toEqual([]);
    expect(vanishingDimensions(solid.scaled(Polynomial.variable('n').minus(3)))).toEqual([3]);
    expect(() => vanishingDimensions(solid.plus(odd!))).toThrow(InvalidInput);
  });

  it('what is too large is refused, unless a jet refutes it', () => {
    expect(() => dimensions('lap(u)^16 - lap(u)^14*norm2(hess(u))')).toThrow(OutOfRange);
    expect(dimensions('lap(u)^10 - 2*lap(u)^8*norm2(hess(u))')).toEqual([]);
  });
});

describe('integer roots', () => {
  const times = (p: readonly bigint[], q: readonly bigint[]): bigint[] =>
    Array.from({ length: p.length + q.length - 1 }, (_, k) => p.reduce((sum, a, i) => sum + a * (q[k - i] ?? 0n), 0n));
  /** Coefficients of c·Π (x − r) from the constant term on. */
  const withRoots = (roots: readonly bigint[], c = 1n): bigint[] => roots.reduce((p, r) => times(p, [-r, 1n]), [c]);

  it.each([
    [[1n], []],
    [[2n], [2n]],
    [
      [1n, 2n, 3n],
      [1n, 2n, 3n],
    ],
    [[5n, 5n], [5n]],
    [
      [4n, 4n, 4n, 5n, 5n, 11n],
      [4n, 5n, 11n],
    ],
    [[-3n, 0n, 7n], [7n]],
    [
      [1000000007n, 1000000009n, 12n],
      [12n, 1000000007n, 1000000009n],
    ],
  ])('of Π (x − r) for r in %s', (roots, expected) => {
    const wanted = expected.filter((r) => r >= 2n);
    expect(integerRoots(withRoots(roots, -6n), 2n)).toEqual(wanted);
    // Neither a factor without real roots nor one with irrational and fractional roots changes that.
    expect(integerRoots(times(withRoots(roots), [1n, 1n, 1n]), 2n)).toEqual(wanted);
    expect(integerRoots(times(withRoots(roots), times([-50n, 0n, 1n], [-7n, 2n])), 2n)).toEqual(wanted);
  });

  it('of constants: none', () => {
    expect(integerRoots([5n], 1n)).toEqual([]);
  });
});
