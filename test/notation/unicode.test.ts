import { describe, expect, it } from 'vitest';
import { GraphSum, normalize } from '../../src/algebra/index.js';
import { Rational } from '../../src/exact/index.js';
import { parse } from '../../src/expression/index.js';
import { enumerateGraphs, parseKey } from '../../src/graph/index.js';
import { graphToUnicode, sumToText, sumToUnicode } from '../../src/notation/index.js';
import { declared } from './samples.js';

const unicode = (text: string, options = {}): string => sumToUnicode(normalize(parse(text, declared)), options);

describe('Unicode', () => {
  it.each([
    ['0', '0'],
    ['-1', '−1'],
    ['lap(u) - u^3', 'Δu − u³'],
    ['lap(u)^2*norm2(grad(u))^2', '(Δu)² |∇u|⁴'],
    ['inner(grad(u), grad(v))^2 + norm2(hess(u))', '|∇²u|² + ⟨∇u, ∇v⟩²'],
    ['dot(grad(u), dot(hess(u), grad(u)))', '∇²u(∇u, ∇u)'],
    ['trace(dot(hess(u), dot(hess(u), hess(u))))', 'tr((∇²u)³)'],
    ['[u_aabb]^2*[v_aab u_b]', '(uᵢᵢⱼⱼ)² vₖₖₗ uₗ'],
    ['2/3*kappa*u - 2/3*kappa*n*u', '−⅔ κ (n − 1) u'],
    ['7/45*lambda_2^10*c1*rate*u', '⁷⁄₄₅ c₁ λ₂¹⁰ rate u'],
    ['[g_ab]*lap(v) + [u_a v_b]', 'Δv gᵢⱼ + uᵢ vⱼ'],
    ['[eps_ab u_b]', 'εᵢⱼ uⱼ'],
    ['div(X) + norm2(X)^2', '|X|⁴ + div(X)'],
    ['grad(X)', '∇ᵢXⱼ'],
    ['lap(X) - X', '∇ⱼⱼXᵢ − Xᵢ'],
    ['dot(X, grad(u))', '⟨X, ∇u⟩'],
  ])('%s is %s', (text, expected) => {
    expect(unicode(text)).toBe(expected);
  });

  it('on the line', () => {
    expect(unicode('[eps_a u_a]*u - lap(u)^2 + norm2(grad(v))*u^2', { dimension: 1 })).toBe('−uₓₓ² + u² vₓ² + u uₓ');
  });

  it('Greek fields, and more indices than letters', () => {
    expect(sumToUnicode(GraphSum.of(parseKey('rho_a rho_a')))).toBe('|∇ρ|²');
    expect(sumToUnicode(GraphSum.of(parseKey('u_abcdefghijklmno')))).toBe('uᵢⱼₖₗₘₚᵣₛₜₐₑₕₒₓᵢ₁');
  });

  it('graphs differ if and only if their texts do; every character has a meaning', () => {
    for (const options of [
      { edges: 4, isolated: [0, 1] as const },
      { edges: 2, fields: ['u', 'rho'] },
      { edges: 2, legs: 2 },
      { edges: 2, epsilon: 2 },
    ]) {
      const texts = [...enumerateGraphs(options)].map((graph) => graphToUnicode(graph));
      expect(new Set(texts).size).toBe(texts.length);
      for (const text of texts) expect(text).toMatch(/^[\p{L}\p{No}Δ∇|()⟨⟩, ]+$/u);
    }
  });

  it('refuses unknown options', () => {
    const [graph] = enumerateGraphs({ edges: 1 });
    expect(() => graphToUnicode(graph!, JSON.parse('{"dim":1}') as object)).toThrow("'dim'");
  });
});

describe('plain text', () => {
  it.each([
    ['lap(lap(u))', 'u_aabb - 2/3*kappa*(n - 1) u_aa'],
    ['n - 1', '(n - 1)'],
    ['1 - n', '-(n - 1)'],
    ['u*(n - 1)^2*a', 'a*(n - 1)^2 u'],
    ['u - u', '0'],
    ['-2*u', '-2 u'],
  ])('%s is %s', (text, expected) => {
    expect(sumToText(normalize(parse(text)))).toBe(expected);
  });

  it('is what GraphSum.toString gives where nothing is to be factored', () => {
    const sum = normalize(parse('sigma(3, hess(u)) - 2*u + 3/2'), { dimension: 3, curvature: Rational.one });
    expect(sumToText(sum)).toBe(sum.toString());
  });
});
