/** Formulas of textbooks, other symbolic engines, and the names and forms in which results are printed. */
import { derivative, evaluate as mathjsEvaluate } from 'mathjs';
import nerdamer from 'nerdamer';
import { describe, expect, it } from 'vitest';
import { normalize } from '../../src/algebra/index.js';
import { Random } from '../../src/base/index.js';
import { readFactor } from '../../src/chart/factor.js';
import { partial } from '../../src/chart/geometry.js';
import {
  type ChartOptions,
  chartArguments,
  chartCode,
  chartForm,
  chartLatex,
  chartMathjs,
  chartTerms,
  chartText,
  coordinateChart,
} from '../../src/chart/index.js';
import { ringValue } from '../../src/chart/sample.js';
import { Rational } from '../../src/exact/index.js';
import { parse } from '../../src/expression/index.js';

function form(text: string, chart: string, options: ChartOptions & { indices?: 'lower' | 'upper' } = {}) {
  const { indices, ...rest } = options;
  const sum = normalize(parse(text, { fields: ['u', 'v'] }), { dimension: rest.dimension ?? 2 });
  return chartForm(sum, coordinateChart(chart, rest), indices === undefined ? {} : { indices });
}

/** The function of named values that mathjs makes of the operator. */
const byMathjs =
  (text: string, chart: string, options: ChartOptions = {}) =>
  (values: Readonly<Record<string, number>>): number =>
    mathjsEvaluate(chartMathjs(form(text, chart, options)), { ...values }) as number;

/** Unsimplified, which is quick. */
const mathjsDerivative = (text: string, name: string): string => derivative(text, name, { simplify: false }).toString();

/** Values of all derivatives of a function given as an expression, by mathjs. */
function derivatives(u: string, args: readonly string[], point: Readonly<Record<string, number>>) {
  return Object.fromEntries(
    args
      .filter((name) => name === 'u' || name.startsWith('u_'))
      .map((name) => {
        const letters =
          name === 'u'
            ? []
            : name.includes('theta') || name.includes('phi')
              ? name.slice(2).split('_')
              : [...name.slice(2)];
        const node = letters.reduce<string>((f, x) => mathjsDerivative(f, x), u);
        return [name, mathjsEvaluate(node, { ...point }) as number];
      }),
  );
}

/** The operator applied to a function. */
function apply(
  text: string,
  chart: string,
  u: string,
  point: Readonly<Record<string, number>>,
  options: ChartOptions = {},
) {
  const given = derivatives(u, chartArguments(form(text, chart, options)), point);
  return byMathjs(text, chart, options)({ ...point, ...given });
}

describe('what textbooks print', () => {
  it.each([
    ['lap(u)', 'cartesian', {}, 'u_xx + u_yy'],
    ['lap(lap(u))', 'cartesian', {}, 'u_xxxx + 2*u_xxyy + u_yyyy'],
    ['det(hess(u))', 'cartesian', {}, 'u_xx*u_yy - u_xy^2'],
    ['dot(grad(u), dot(hess(u), grad(u)))', 'cartesian', {}, 'u_xx*u_x^2 + 2*u_xy*u_x*u_y + u_yy*u_y^2'],
    ['lap(u)', 'latlon', {}, 'u_theta_theta + 1/sin(theta)^2*u_phi_phi + cot(theta)*u_theta'],
    ['norm2(grad(u))', 'latlon', {}, 'u_theta^2 + 1/sin(theta)^2*u_phi^2'],
    ['bracket(u, v)', 'latlon', {}, '1/sin(theta)*(u_theta*v_phi - u_phi*v_theta)'],
    ['lap(u)', 'halfplane', {}, 'y^2*(u_xx + u_yy)'],
    ['lap(u)', 'halfplane', { curvature: 'kappa' }, '-kappa*y^2*(u_xx + u_yy)'],
    ['lap(u)', 'disk', {}, '1/4*f^2*(u_xx + u_yy) where f = 1 - x^2 - y^2'],
    ['lap(u)', 'stereographic', {}, '1/4*f^2*(u_xx + u_yy) where f = 1 + kappa*(x^2 + y^2)'],
    ['lap(u)', 'conformal:1/cosh(x)', {}, 'cosh(x)^2*(u_xx + u_yy)'],
    [
      'u*lap(v)',
      'latlon',
      { curvature: 'kappa' },
      'kappa*(u*v_theta_theta + 1/sin(theta)^2*u*v_phi_phi + cot(theta)*u*v_theta)',
    ],
    ['u^2 - 3', 'disk', {}, 'u^2 - 3'],
    ['lap(u) - lap(u)', 'latlon', {}, '0'],
  ] as const)('%s, %s', (text, chart, options, printed) => {
    expect(chartText(form(text, chart, options))).toBe(printed);
  });

  it('components of tensors in the coordinate frame', () => {
    expect(chartText(form('hess(u)', 'latlon'))).toBe(
      '[u_theta_theta, u_theta_phi - cot(theta)*u_phi, u_theta_phi - cot(theta)*u_phi, u_phi_phi + cos(theta)*sin(theta)*u_theta]',
    );
    expect(chartText(form('grad(u)', 'latlon'))).toBe('[u_theta, u_phi]');
    expect(chartText(form('grad(u)', 'latlon', { indices: 'upper' }))).toBe('[u_theta, 1/sin(theta)^2*u_phi]');
    expect(chartText(form('rot(grad(u))', 'latlon', { indices: 'upper' }))).toBe(
      '[1/sin(theta)*u_phi, -1/sin(theta)*u_theta]',
    );
    expect(chartText(form('hess(u)', 'halfplane'))).toBe(
      '[u_xx - 1/y*u_y, u_xy + 1/y*u_x, u_xy + 1/y*u_x, u_yy + 1/y*u_y]',
    );
  });

  it('LaTeX', () => {
    expect(chartLatex(form('lap(u)', 'latlon'))).toBe(
      'u_{\\theta \\theta} + \\frac{1}{\\sin^{2} \\theta} \\, u_{\\phi \\phi} + \\cot \\theta \\, u_{\\theta}',
    );
    expect(chartLatex(form('lap(u)', 'stereographic', { dimension: 4 }))).toContain(
      'f = 1 + \\kappa \\, (x_{0}^{2} + ',
    );
    expect(chartLatex(form('hess(u)', 'cartesian'))).toBe(
      '\\begin{pmatrix} u_{xx} & u_{xy} \\\\ u_{xy} & u_{yy} \\end{pmatrix}',
    );
  });

  it('terms', () => {
    expect(chartTerms(form('u*lap(u)', 'halfplane'))).toEqual([
      { coefficient: 'y^2', derivatives: ['u', 'u_xx'] },
      { coefficient: 'y^2', derivatives: ['u', 'u_yy'] },
    ]);
  });
});

describe('values known in closed form', () => {
  const point = { theta: 0.83, phi: 1.9 };
  it.each([
    ['cos(theta)', 1],
    ['(3*cos(theta)^2 - 1)/2', 2],
    ['sin(theta)^2*cos(2*phi)', 2],
    ['sin(theta)*(5*cos(theta)^2 - 1)*sin(phi)', 3],
  ])('Δ Y = −l(l+1) Y for Y = %s', (y, l) => {
    const value = mathjsEvaluate(y, { ...point }) as number;
    expect(apply('lap(u)', 'latlon', y, point)).toBeCloseTo(-l * (l + 1) * value, 11);
    expect(apply('lap(lap(u))', 'latlon', y, point)).toBeCloseTo((l * (l + 1)) ** 2 * value, 9);
    const quarter = { curvature: Rational.of(1, 4) };
    expect(apply('lap(u)', 'latlon', y, point, quarter)).toBeCloseTo((-l * (l + 1) * value) / 4, 11);
  });

  it('Δ y^s = s(s−1) y^s on the half-plane, and powers of it', () => {
    const [s, y] = [1.7, 0.6];
    const eigenvalue = s * (s - 1);
    expect(apply('lap(u)', 'halfplane', `y^${s}`, { x: 0.2, y })).toBeCloseTo(eigenvalue * y ** s, 12);
    expect(apply('lap(lap(lap(u)))', 'halfplane', `y^${s}`, { x: 0.2, y })).toBeCloseTo(eigenvalue ** 3 * y ** s, 10);
  });

  it('log((1+r)/(1−r)) is the distance from the centre of the disk: |∇ρ| = 1, Δρ = coth ρ', () => {
    const at = { x: 0.3, y: -0.4 };
    const rho = 'log((1 + sqrt(x^2 + y^2))/(1 - sqrt(x^2 + y^2)))';
    expect(apply('norm2(grad(u))', 'disk', rho, at)).toBeCloseTo(1, 12);
    const distance = mathjsEvaluate(rho, { ...at }) as number;
    expect(apply('lap(u)', 'disk', rho, at)).toBeCloseTo(1 / Math.tanh(distance), 11);
    expect(apply('dot(grad(u), dot(hess(u), grad(u)))', 'disk', rho, at)).toBeCloseTo(0, 11);
  });

  it.each(['x^2 + 3', 'exp(x*y)', '1/(1 + x^4)', 'sqrt(1 + x^2*y^2)', 'x^2 + sin(y) + 2'])(
    'Liouville: Δ = λ^−2 Δ_0, and Gauss: K = −Δ log λ, for λ = %s',
    (lambda) => {
      const at = { x: 0.7, y: -0.4 };
      const u = 'x^3*y - exp(x)*y^2';
      const factor = mathjsEvaluate(lambda, { ...at }) as number;
      const flat = apply('lap(u)', 'cartesian', u, at);
      expect(apply('lap(u)', `conformal:${lambda}`, u, at)).toBeCloseTo(flat / factor ** 2, 11);
      const gauss = -apply('lap(u)', `conformal:${lambda}`, `log(${lambda})`, at);
      // Bochner's formula, both sides by mathjs from the chart forms of its parts.
      const square = `((${mathjsDerivative(u, 'x')})^2 + (${mathjsDerivative(u, 'y')})^2)/(${lambda})^2`;
      const laplacian = `((${mathjsDerivative(mathjsDerivative(u, 'x'), 'x')}) + (${mathjsDerivative(mathjsDerivative(u, 'y'), 'y')}))/(${lambda})^2`;
      const half = apply('lap(u)', `conformal:${lambda}`, square, at) / 2;
      const hessian = apply('norm2(hess(u))', `conformal:${lambda}`, u, at);
      const gradient = (name: string): number => mathjsEvaluate(mathjsDerivative(name, 'x'), { ...at });
      const other = (name: string): number => mathjsEvaluate(mathjsDerivative(name, 'y'), { ...at });
      const mixed = (gradient(u) * gradient(laplacian) + other(u) * other(laplacian)) / factor ** 2;
      const norm = mathjsEvaluate(square, { ...at }) as number;
      expect((half - hessian - mixed) / norm).toBeCloseTo(gauss, 9);
    },
  );

  it('Δ = λ^−n ∂(λ^(n−2) ∂u) in dimension 3', () => {
    const lambda = 'exp(x*y) + z^2';
    const u = 'x^2*z - y*z^3 + x*y';
    const at = { x: 0.3, y: 0.5, z: -0.6 };
    const inside = ['x', 'y', 'z'].map((x) => mathjsDerivative(`(${lambda})*(${mathjsDerivative(u, x)})`, x));
    const factor = mathjsEvaluate(lambda, { ...at }) as number;
    const divergence = mathjsEvaluate(inside.join(' + '), { ...at }) as number;
    expect(apply('lap(u)', `conformal:${lambda}`, u, at, { dimension: 3 })).toBeCloseTo(divergence / factor ** 3, 11);
  });

  it('nerdamer expands the bracket with the Laplacian alike', () => {
    const expanded = (text: string): string => nerdamer(text).expand().toString();
    expect(expanded(chartMathjs(form('bracket(u, lap(u))', 'cartesian')))).toBe(
      expanded('u_x*(u_xxy + u_yyy) - u_y*(u_xxx + u_xyy)'),
    );
  });
});

describe('the derivative of a factor', () => {
  it.each([
    ['1/cosh(x)', 0.3],
    ['2*exp(x)/(1+exp(2*x))', 0.7],
    ['sqrt(1+x^2*y^2)', -0.4],
    ['atan(x)+2', 0.9],
    ['asin(x/4)+log(y+3)', 0.5],
    ['x^0.25*y^(-1/3)', 0.2],
    ['(1+x)^y', 0.6],
    ['tan(x/2)+tanh(y)+2', 0.8],
    ['pi^2+acos(x/3)', -0.3],
    ['exp(-x^2-y^2)', 0.1],
  ])('%s: by nerdamer', (lambda, x) => {
    const { geometry } = readFactor(lambda, ['x', 'y']);
    const point = { x, y: 0.55 };
    const value = ringValue(geometry, geometry.scales[0]!, point);
    for (const [j, name] of ['x', 'y'].entries()) {
      const slope = nerdamer
        .diff(lambda, name)
        .evaluate({ x: String(x), y: '0.55' })
        .text('decimals');
      expect(ringValue(geometry, partial(geometry, geometry.scales[0]!, j), point)).toBeCloseTo(
        -slope * value ** 2,
        10,
      );
    }
  });
});

describe('one value in every language', () => {
  const cases = [
    ['dot(grad(u), dot(hess(u), grad(v)))', 'latlon', { curvature: 'kappa' }],
    ['a*det(hess(u)) + kappa*u/3', 'stereographic', {}],
    ['bracket(u, norm2(grad(v)))', 'conformal:1/(x^2 + sqrt(y))', {}],
  ] as const;
  it.each(cases)('%s, %s: mathjs and JavaScript', (text, chart, options) => {
    const sum = normalize(parse(text, { fields: ['u', 'v'] }), { dimension: 2 });
    const chosen = coordinateChart(chart, options);
    const made = chartForm(sum, chosen);
    const random = new Random(5);
    const names = chartArguments(made);
    const inputs = names.map(() => 0.3 + random.uniform());
    const run = new Function(`return ${chartCode(made, 'js')}`)() as (...x: number[]) => number;
    const scope = Object.fromEntries(names.map((name, k) => [name, inputs[k]!]));
    const expected = mathjsEvaluate(chartMathjs(made), scope) as number;
    expect(Math.abs(run(...inputs) - expected)).toBeLessThan(1e-12 * Math.max(1, Math.abs(expected)));
  });
});
