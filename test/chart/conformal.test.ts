/** Curvature of conformal factors, what is refused, and how long it takes. */
import { describe, expect, it } from 'vitest';
import { GraphSum, normalize } from '../../src/algebra/index.js';
import { type CodeLanguage, chartCode, chartForm, chartText, coordinateChart } from '../../src/chart/index.js';
import { Polynomial } from '../../src/exact/index.js';
import { parse } from '../../src/expression/index.js';
import { multigraph, parseKey } from '../../src/graph/index.js';

describe('the curvature of a factor', () => {
  it.each([
    ['1', 2, '0'],
    ['2/(1+x^2+y^2)', 2, '1'],
    ['2/(1-x^2-y^2-z^2)', 3, '-1'],
    ['6/(9+x^2+y^2+z^2)', 3, '1'],
    ['2/(9+x^2+y^2+z^2)', 3, '9'],
    ['sqrt(3)/y', 2, '-1/3'],
    ['1/z', 3, '-1'],
    ['1/cosh(x)', 2, '1'],
    ['1/cos(x)', 2, '-1'],
    ['1/sin(y)', 2, '-1'],
    ['1/sinh(y)', 2, '-1'],
    ['e^(x^2-y^2)', 2, '0'],
    ['sqrt(x^2+y^2)', 2, '0'],
    ['1/(x^2+y^2+z^2)', 3, '0'],
    // The pull-back of the half-plane by z², and of the sphere by z^3.
    ['2*sqrt(x^2+y^2)/(2*x*y)', 2, '-1'],
    ['6*(x^2+y^2)/(1+(x^2+y^2)^3)', 2, '1'],
    // The ring does not know how e^x and cosh x are related: numbers decide.
    ['2/(cosh(x)+(exp(x)+exp(-x))/2)', 2, '1'],
  ])('%s in dimension %i: %s', (factor, dimension, curvature) => {
    const chart = coordinateChart(`conformal:${factor}`, { dimension });
    expect(chart.curvature).toBeInstanceOf(Polynomial);
    expect(String(chart.curvature)).toBe(curvature);
  });

  it.each([
    ['1+x^2', 2],
    ['1/cosh(x)', 3],
    ['exp(x)', 3],
    ['1/(x*y)', 2],
    // The product of H² and a line is conformally flat but not of constant curvature.
    ['1/sqrt(x^2+y^2)', 3],
  ])('%s in dimension %i: not constant', (factor, dimension) => {
    expect(coordinateChart(`conformal:${factor}`, { dimension }).curvature).toHaveLength(2);
  });
});

describe('refusals', () => {
  const sum = normalize(parse('lap(u)'));
  const form = chartForm(sum, coordinateChart('latlon'));
  it('fields with values in tensors', () => {
    const vector = { X: { rank: 1, symmetry: 'general' } } as const;
    const divergence = GraphSum.of(multigraph({ vertices: ['X'], edges: [[0, 1]], tensors: vector }));
    expect(() => chartForm(divergence, coordinateChart('latlon'))).toThrow(
      'chart form: expected scalar fields, got X_a;a',
    );
  });

  it('a metric with lowered indices where kappa is a symbol', () => {
    const metric = GraphSum.of(parseKey('g_ab u'));
    expect(() => chartForm(metric, coordinateChart('latlon', { curvature: 'kappa' }))).toThrow('no division by kappa');
    expect(chartText(chartForm(metric, coordinateChart('latlon')))).toBe('[u, 0, 0, sin(theta)^2*u]');
  });

  it('names with two meanings, unknown options and languages', () => {
    const taken = normalize(parse('theta*lap(u)'));
    expect(() => chartForm(taken, coordinateChart('latlon'))).toThrow("got 'theta'");
    expect(chartText(chartForm(taken, coordinateChart('halfplane')))).toBe('theta*y^2*(u_xx + u_yy)');
    const field = normalize(parse('lap(f)', { fields: ['f'] }));
    expect(chartText(chartForm(field, coordinateChart('disk')))).toContain(' where f1 = ');
    expect(() => chartForm(sum, coordinateChart('latlon'), { index: 'upper' } as object)).toThrow("got 'index'");
    expect(() => coordinateChart('latlon', { kappa: 1 } as object)).toThrow("got 'kappa'");
    expect(() => chartCode(form, 'fortran' as CodeLanguage)).toThrow("got 'fortran'");
    expect(() => chartCode(form, 'js', { name: '1st' })).toThrow("got '1st'");
    expect(chartCode(form, 'c', { name: 'cot' })).toContain('double cot_ = ');
  });
});

it('Δ²u and Δ³u on the sphere take little time', () => {
  const start = performance.now();
  for (const text of ['lap(lap(u))', 'lap(lap(lap(u)))']) {
    expect(chartText(chartForm(normalize(parse(text)), coordinateChart('latlon'))).length).toBeGreaterThan(200);
  }
  expect(performance.now() - start).toBeLessThan(4000);
});
