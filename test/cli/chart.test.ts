import { describe, expect, it } from 'vitest';
import { command, json, output } from './command.js';

describe('chart', () => {
  it('prints text, LaTeX, an expression and code', async () => {
    expect(await output('chart', 'lap(u)', '--chart', 'halfplane')).toBe('y^2*(u_xx + u_yy)');
    expect(await output('chart', 'lap(u)', '--chart', 'halfplane', '--as', 'latex')).toBe(
      'y^{2} \\, (u_{xx} + u_{yy})',
    );
    expect(await output('chart', 'lap(u)', '--chart', 'disk', '--as', 'mathjs')).toBe(
      '1/4*(1 - x^2 - y^2)^2*(u_xx + u_yy)',
    );
    const code = await output(
      'chart',
      'u*lap(v)',
      '--fields',
      'u,v',
      '--chart',
      'cartesian',
      '--dim',
      '1',
      '--as',
      'js',
    );
    expect(new Function(`${code}; return operator(0, 3, 5);`)()).toBe(15);
  });

  it('prints data', async () => {
    expect(await json('chart', 'lap(u)', '--chart', 'latlon', '--curvature', '1/4', '--as', 'mathjs')).toEqual({
      chart: 'latlon',
      dimension: 2,
      coordinates: ['theta', 'phi'],
      arguments: ['theta', 'phi', 'u_theta', 'u_theta_theta', 'u_phi_phi'],
      terms: [
        { coefficient: '1/4', derivatives: ['u_theta_theta'] },
        { coefficient: '1/(4*sin(theta)^2)', derivatives: ['u_phi_phi'] },
        { coefficient: '1/4*cot(theta)', derivatives: ['u_theta'] },
      ],
      as: 'mathjs',
      output: '1/4*(u_theta_theta + 1/sin(theta)^2*u_phi_phi + cot(theta)*u_theta)',
    });
  });

  it('a metric without constant curvature serves where kappa does not occur', async () => {
    expect(await output('chart', 'lap(u)', '--chart', 'conformal:x^2+1')).toBe('1/(1 + x^2)^2*(u_xx + u_yy)');
  });

  it.each([
    ['--chart mercator', 'a chart among cartesian, latlon, disk, stereographic, halfplane, conformal:FACTOR'],
    ['--chart latlon --dim 3', 'dimension 2 for latlon, got 3'],
    ['--chart halfplane --curvature 1', 'a curvature < 0 for halfplane, got 1'],
    ['--chart cartesian --curvature kappa', 'curvature 0 for cartesian, got kappa'],
    ['--chart disk --curvature k', "a number such as 3, -3/4 or 0.125, got 'k'"],
    ['--chart conformal:-1-x^2', 'a conformal factor that is positive somewhere'],
    ['--chart conformal:1+q^2', "a coordinate or constant among x, y, pi, e, got 'q'"],
    [
      '--chart conformal:abs(x)',
      "differentiable functions among sin, cos, sinh, cosh, exp, log, asin, acos, atan, tan, cot, sec, csc, tanh, sech, csch, coth, sqrt, got 'abs'",
    ],
    ['--chart conformal:1+', 'a function of the coordinates'],
    ['--chart conformal:', 'a function of the coordinates'],
    ['--chart conformal:1/y --curvature -2', 'a factor of curvature -2, got curvature -1'],
    [
      '--chart conformal:1+x^2',
      'a chart of constant curvature, since kappa occurs in the operator, got conformal:1+x^2 with curvature ',
    ],
  ])('refuses %s', async (options, complaint) => {
    const { status, stdout, stderr } = await command('chart', 'lap(lap(u))', ...options.split(' '));
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(complaint);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  it.each([
    ['x*lap(u)', 'fields and parameters other than the coordinates x, y'],
    ['[eps_ab u_a v_b]', 'got '],
    ['u_', 'got '],
  ])('refuses %s', async (expression, complaint) => {
    const { status, stderr } = await command('chart', expression, '--chart', 'cartesian', '--fields', 'u');
    expect(status).toBe(2);
    expect(stderr).toContain(complaint);
  });
});
