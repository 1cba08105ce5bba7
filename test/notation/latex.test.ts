import katex from 'katex';
import { describe, expect, it } from 'vitest';
import { normalize } from '../../src/algebra/index.js';
import { Polynomial } from '../../src/exact/index.js';
import { parse } from '../../src/expression/index.js';
import { canonicalize, enumerateGraphs, parseKey } from '../../src/graph/index.js';
import { graphToLatex, polynomialToLatex, sumToLatex } from '../../src/notation/index.js';
import { sampleSums } from './samples.js';

const latex = (key: string, options = {}): string => graphToLatex(canonicalize(parseKey(key)).graph, options);

describe('graphs as LaTeX', () => {
  it.each([
    ['1', '1'],
    ['u', 'u'],
    ['rho', '\\rho'],
    ['flux', '\\mathit{flux}'],
    ['u1', '\\mathit{u1}'],
    ['u_aa', '\\Delta u'],
    ['u_a u_a', '|\\nabla u|^2'],
    ['v_a u_a', '\\langle \\nabla u, \\nabla v \\rangle'],
    ['u_ab u_ab', '|\\nabla^2 u|^2'],
    ['u_ab v_ba', '\\langle \\nabla^2 u, \\nabla^2 v \\rangle'],
    ['u_a u_ab u_b', '\\nabla^2 u(\\nabla u, \\nabla u)'],
    ['v_a u_ab w_b', '\\nabla^2 u(\\nabla v, \\nabla w)'],
    ['w_a v_ab u_b', '\\nabla^2 v(\\nabla u, \\nabla w)'],
    ['u_ab u_bc u_ca', '\\operatorname{tr}((\\nabla^2 u)^{3})'],
    ['u_ab v_bc u_ca', '\\operatorname{tr}((\\nabla^2 u)^{2} \\, \\nabla^2 v)'],
    ['u_ab u_b u_ac u_c', '|\\nabla^2 u \\, \\nabla u|^2'],
    ['u_ab u_b v_ac v_c', '\\langle \\nabla^2 u \\, \\nabla u, \\nabla^2 v \\, \\nabla v \\rangle'],
  ])('%s has its customary name', (key, text) => {
    expect(latex(key)).toBe(text);
  });

  it.each([
    ['u_aabb', 'u_{aabb}'],
    ['u_aab u_b', 'u_{aab} u_{b}'],
    ['u_a', 'u_{a}'],
    ['g_ab', 'g_{ab}'],
    ['u_ab u u', 'u^{2} \\, u_{ab}'],
    ['eps_a u_a u', 'u \\, \\varepsilon_{a} u_{a}'],
    ['eps_ab u_b', '\\varepsilon_{ab} u_{b}'],
    ['rho_aab rho_b', '\\rho_{aab} \\rho_{b}'],
  ])('%s falls back to indices', (key, text) => {
    expect(latex(key)).toBe(text);
  });

  it.each([
    ['u u u', 'u^{3}'],
    ['u_aa u u', 'u^{2} \\, \\Delta u'],
    ['u_aa u_bb', '(\\Delta u)^{2}'],
    ['u_a u_a u_b u_b', '|\\nabla u|^{4}'],
    ['rho rho', '\\rho^{2}'],
    ['flux flux', '\\mathit{flux}^{2}'],
    ['u_a v_a v_b u_b', '\\langle \\nabla u, \\nabla v \\rangle^{2}'],
    ['u_ab v_a u_cd v_c u_d u_b', '(\\nabla^2 u(\\nabla u, \\nabla v))^{2}'],
  ])('%s is a product of powers', (key, text) => {
    expect(latex(key)).toBe(text);
  });

  it.each([
    ['u_aa', 'u_{xx}'],
    ['eps_a u_a u', 'u \\, u_{x}'],
    ['u_aab u_b u', 'u \\, u_{x} \\, u_{xxx}'],
    ['u_a u_a', 'u_{x}^{2}'],
    ['u_ab v_a u_b', 'u_{x} \\, v_{x} \\, u_{xx}'],
  ])('on the line %s is written with x', (key, text) => {
    expect(latex(key, { dimension: 1 })).toBe(text);
  });

  it('index names with numbers get brackets', () => {
    const factor = 'abcdefghijklmnopqrstuvwxyza1';
    expect(latex(`u_${factor} u_${factor}`)).toContain('yza_{1}}');
  });

  it('refuses unknown options', () => {
    expect(() => latex('u', { dim: 1 })).toThrow("'dim'");
  });

  it('every text is valid LaTeX, and graphs differ if and only if their texts do', () => {
    for (const options of [
      { edges: 4, isolated: [0, 1] as const },
      { edges: 2, fields: ['u', 'rho'] },
      { edges: 2, legs: 2 },
      { edges: 2, epsilon: 2 },
      { edges: 1, epsilon: 2, legs: 2 },
    ]) {
      const texts = [...enumerateGraphs(options)].map((graph) => graphToLatex(graph));
      expect(new Set(texts).size).toBe(texts.length);
      for (const text of texts) expect(() => katex.renderToString(text, { strict: 'error' })).not.toThrow();
    }
  });
});

describe('sums as LaTeX', () => {
  it.each([
    ['2*lap(u) - u^3', '2 \\Delta u - u^{3}'],
    ['u - u', '0'],
    ['-1', '-1'],
    ['a1*lambda_2*rate*u', 'a_{1} \\lambda_{2} \\mathit{rate} u'],
    ['(n-1)*kappa*u', '\\kappa (n - 1) u'],
    ['(1 - n)/3*grad(u)', '-\\tfrac{1}{3} (n - 1) u_{a}'],
    ['lap(u)*grad(u)', '\\Delta u \\, u_{a}'],
  ])('%s', (text, expected) => {
    expect(sumToLatex(normalize(parse(text)))).toBe(expected);
  });

  it('polynomials', () => {
    expect(polynomialToLatex(Polynomial.zero)).toBe('0');
    expect(polynomialToLatex(Polynomial.one)).toBe('1');
    expect(polynomialToLatex(Polynomial.variable('n').minus(1).times(-2).power(3))).toBe('-8 (n - 1)^{3}');
  });

  it.each([
    ['div(X)', '\\operatorname{div}(X)'],
    ['transpose(grad(X))', 'X_{a;b}'],
    ['norm2(X)*dot(X, grad(u))', '\\langle X, \\nabla u \\rangle \\, |X|^2'],
  ])('vector fields: %s', (text, expected) => {
    expect(sumToLatex(normalize(parse(text, { vectors: ['X'] })))).toBe(expected);
  });

  it('compile, in any dimension and on the line', () => {
    for (const sum of sampleSums) {
      for (const options of [{}, { dimension: 1 }]) {
        const html = katex.renderToString(sumToLatex(sum, options), { throwOnError: true, strict: 'error' });
        expect(html).toContain('katex');
      }
    }
    // KaTeX does refuse what is not LaTeX.
    expect(() => katex.renderToString('\\tfrac{1', { throwOnError: true })).toThrow();
  });
});
