/** Identities of Riemannian geometry, proved for every n and kappa by comparing normal forms. */
import { describe, expect, it } from 'vitest';
import { cotangentCoefficients, type GraphSum, normalize } from '../../src/algebra/index.js';
import { Polynomial, Rational } from '../../src/exact/index.js';
import { parse } from '../../src/expression/index.js';

const read = (text: string): GraphSum => normalize(parse(text, { fields: ['u', 'v', 'w'] }));

describe('for every dimension and curvature', () => {
  it.each([
    ['Bochner', 'lap(norm2(grad(u)))/2', 'norm2(hess(u)) + dot(grad(u),grad(lap(u))) + (n-1)*kappa*norm2(grad(u))'],
    ['Laplacian of a product', 'lap(u*v)', 'u*lap(v) + 2*dot(grad(u),grad(v)) + v*lap(u)'],
    ['Laplacian of a square', 'lap(u^2)', '2*u*lap(u) + 2*norm2(grad(u))'],
    ['Laplacian of a power', 'lap(u^5)', '5*u^4*lap(u) + 20*u^3*norm2(grad(u))'],
    ['divergence of u grad v', 'div(u*grad(v))', 'dot(grad(u),grad(v)) + u*lap(v)'],
    ['gradient of |∇u|²', 'grad(norm2(grad(u)))', '2*dot(hess(u),grad(u))'],
    ['along the gradient', 'dot(grad(u),grad(norm2(grad(u))))', '2*dot(grad(u),dot(hess(u),grad(u)))'],
    ['index notation', 'dot(grad(u),grad(norm2(grad(u))))', '2*[u_ab u_a u_b]'],
    ['trace of the Hessian', 'trace(hess(u))', 'lap(u)'],
    ['Hessian is symmetric', 'hess(u)', 'transpose(hess(u))'],
    ['Codazzi with curvature', 'div(hess(u))', 'grad(lap(u)) + (n-1)*kappa*grad(u)'],
    ['Weitzenböck', 'lap(grad(u))', 'grad(lap(u)) + (n-1)*kappa*grad(u)'],
    ['twice the divergence', 'div(div(hess(u)))', 'lap(lap(u)) + (n-1)*kappa*lap(u)'],
    ['commutator of Δ and ∇²', 'lap(hess(u)) - hess(lap(u))', '2*n*kappa*hess(u) - 2*kappa*lap(u)*[g_ab]'],
    ['second symmetric function', '2*sigma(2,hess(u))', 'lap(u)^2 - norm2(hess(u))'],
    [
      'its divergence form',
      '2*sigma(2,hess(u))',
      'div(lap(u)*grad(u) - dot(hess(u),grad(u))) + (n-1)*kappa*norm2(grad(u))',
    ],
    ['stress tensor', 'div(outer(grad(u),grad(u)) - norm2(grad(u))*[g_ab]/2)', 'lap(u)*grad(u)'],
    [
      'Bochner for two fields',
      'lap(dot(grad(u),grad(v)))',
      'dot(grad(lap(u)),grad(v)) + dot(grad(u),grad(lap(v))) + 2*inner(hess(u),hess(v)) + 2*(n-1)*kappa*dot(grad(u),grad(v))',
    ],
    ['triple product', 'lap(u*v*w) - u*lap(v*w) - v*lap(u*w) - w*lap(u*v)', '-u*v*lap(w) - u*w*lap(v) - v*w*lap(u)'],
    ['third derivatives', 'D(u,3)', 'sym(grad(grad(grad(u))))'],
    ['norm of an outer product', 'norm2(outer(grad(u),hess(v)))', 'norm2(grad(u))*norm2(hess(v))'],
    ['cyclic trace', 'trace(dot(dot(hess(u),hess(v)),hess(w)))', 'trace(dot(dot(hess(w),hess(u)),hess(v)))'],
    ['first symmetric function', 'sigma(1,dot(hess(u),hess(v)))', 'inner(hess(u),hess(v))'],
    ['rank one', 'sigma(2,outer(grad(u),grad(v))) + sigma(0,hess(u))', '1'],
    ['exact decimals', '0.1*u + 0.2*u', '0.3*u'],
  ])('%s', (_name, left, right) => {
    // The metric has no name in expressions; (Δv) g is a graph with a metric leg.
    const [a, b] = [left, right].map((text) => read(text.replaceAll('[g_ab]', '[g_ab]')));
    expect(a!.minus(b!).toString()).toBe('0');
  });

  it.each([
    ['norm2(grad(u))', 'u*lap(u)'],
    ['lap(norm2(grad(u)))/2', 'norm2(hess(u)) + dot(grad(u),grad(lap(u)))'],
    ['grad(hess(u))', 'D(u,3)'],
    ['lap(lap(u))', '[u_aabb]'],
  ])('%s is not %s', (left, right) => {
    expect(read(left).equals(read(right))).toBe(false);
  });

  it('in the flat case grad(hess(u)) is D(u,3)', () => {
    const difference = parse('grad(hess(u)) - D(u,3)');
    expect(normalize(difference, { curvature: Rational.zero }).isZero()).toBe(true);
    expect(normalize(difference, { curvature: Rational.of(1, 7), dimension: 2 }).isZero()).toBe(false);
  });
});

/**
 * Around a pole a radial solution of Δu = λu obeys u'' + (n−1) √κ cot(√κ r) u' = λu, so its Taylor coefficients are known,
 * and only graphs of loops do not vanish at the pole: the vertex with k loops is the k-fold flat Laplacian there. With
 * a_k the coefficient of r^2k and Q_k = Π_{j≤k} 2j(2j+n−2), its value is b_k = a_k Q_k, and the equation says
 * b_k = λ b_{k−1} − (n−1) Σ_{m≥1} φ_m κ^m 2(k−m) b_{k−m} Q_{k−1}/Q_{k−m}.
 */
describe('powers of the Laplacian on eigenfunctions, for every n, kappa and eigenvalue', () => {
  const [n, kappa, lambda] = ['n', 'kappa', 'lambda'].map((name) => Polynomial.variable(name)) as [
    Polynomial,
    Polynomial,
    Polynomial,
  ];
  const phi = cotangentCoefficients(4);
  const loops: Polynomial[] = [Polynomial.one];
  for (let k = 1; k <= 4; k++) {
    let value = lambda.times(loops[k - 1]!);
    for (let m = 1, ratio = Polynomial.one; m < k; m++) {
      // ratio = Q_{k−1}/Q_{k−m}
      if (m > 1) {
        const j = k - m + 1;
        ratio = ratio.times(n.plus(2 * j - 2)).times(2 * j);
      }
      const coefficient = kappa
        .power(m)
        .times(phi[m]!)
        .times(2 * (k - m));
      value = value.minus(
        n
          .minus(1)
          .times(coefficient)
          .times(loops[k - m]!)
          .times(ratio),
      );
    }
    loops.push(value);
  }

  it.each([1, 2, 3, 4])('Δ^%i multiplies by its eigenvalue', (k) => {
    const sum = read(`${'lap('.repeat(k)}u${')'.repeat(k)}`);
    let total = Polynomial.zero;
    for (const { graph, coefficient } of sum.terms.values()) {
      expect(graph.vertices).toEqual(['u']);
      total = total.plus(coefficient.times(loops[graph.edges.length]!));
    }
    expect(total.minus(lambda.power(k)).toString()).toBe('0');
    expect([...sum.terms.values()][0]!.coefficient.toString()).toBe('1');
  });

  it('Δ²u minus the double loop is a multiple of Δu, the multiple known from linear functions on the sphere', () => {
    // There P_4(w^4) = κ² |w|⁴ u: the double loop is κ² u · 8n(n+2)/24, and Δ²u = n²κ² u, Δu = −nκ u.
    const c = read('lap(lap(u)) - [u_aabb]').terms.get('u_aa')!.coefficient;
    const value = n.times(n.plus(2)).times(kappa.power(2)).times(Rational.of(1, 3)).minus(c.times(n).times(kappa));
    expect(value.minus(n.power(2).times(kappa.power(2))).toString()).toBe('0');
  });
});
