/** Operators of every kind: with legs, a volume form, several fields, vector and tensor fields, parameters. */
import { type GraphSum, normalize } from '../../src/algebra/index.js';
import { type ParseOptions, parse } from '../../src/expression/index.js';

/** Declared in all samples. */
export const declared: ParseOptions = {
  fields: ['u', 'v'],
  vectors: ['X', 'Y'],
  tensors: {
    h: { rank: 2, symmetry: 'symmetric' },
    F: { rank: 2, symmetry: 'antisymmetric' },
    T: { rank: 3, symmetry: 'general' },
  },
};

export const sampleTexts: readonly string[] = [
  'u - u',
  'n - 1',
  '-a*u^2',
  'lap(lap(u))',
  '1/2*lap(norm2(grad(u))) + 2/45*c_1*lambda*(n^2 - 1)*kappa*u^3 - 1',
  'norm2(grad(u))^2*norm2(hess(v))*lap(u)^2*[u_aabb]^2*[u_aab v_b]',
  'trace(dot(hess(u), dot(hess(v), hess(u)))) + norm2(dot(hess(u), grad(u))) + inner(grad(u), grad(v))^3',
  'sigma(3, hess(u))',
  'grad(lap(u))*v + u^2*lap(u)*grad(v)',
  'hess(u)*lap(v) - outer(grad(u), grad(v)) + [g_ab]*norm2(grad(u))',
  'D(u,3) + grad(hess(u))',
  '[eps_ab u_a v_b]*lap(u)^2',
  '[eps_ab u_b] + a*[eps_bc u_ab v_c]',
  '[eps_abc u_a v_bd u_cd]',
  'div(X)^2 + norm2(X)*dot(X, grad(u)) + dot(X, Y)',
  'lap(X) - 2*grad(div(X)) + (b^2 - kappa^2)*X',
  'div(dot(X, grad(X)))',
  'norm2(grad(h)) + trace(h)*lap(u) + norm2(F)^2*u',
  'div(F) + dot(F, X)',
  'contract(T, 1, 2) + contract(contract(grad(grad(T)), 1, 2), 1, 3)',
];

export const sampleSums: readonly GraphSum[] = sampleTexts.map((text) => normalize(parse(text, declared)));
