import { describe, expect, it } from 'vitest';
import { divergence, euler, GraphSum, normalize } from '../../src/algebra/index.js';
import { InvalidInput } from '../../src/base/index.js';
import { Polynomial, Rational } from '../../src/exact/index.js';
import { parse } from '../../src/expression/index.js';
import { enumerateGraphs } from '../../src/graph/index.js';
import { parseGrid } from '../../src/grid/index.js';
import { compileKernel } from '../../src/kernel/index.js';
import { contractionProgram } from '../../src/program/index.js';
import { sphere } from '../../src/space/index.js';

const sum = (text: string, fields = ['u']): GraphSum => normalize(parse(text, { fields }));

describe('the Euler operator', () => {
  it.each([
    ['norm2(grad(u))/2', '-lap(u)'],
    ['u^3', '3*u^2'],
    ['norm2(hess(u))/2', 'lap(lap(u)) + (n-1)*kappa*lap(u)'],
    ['lap(u)^2/2', 'lap(lap(u))'],
    ['norm2(grad(u))^2/4', '-div(norm2(grad(u))*grad(u))'],
    ['u*norm2(grad(u))', '-norm2(grad(u)) - 2*u*lap(u)'],
    // Cahn–Hilliard: the chemical potential.
    ['(u^2-1)^2/4 + g*norm2(grad(u))/2', 'u^3 - u - g*lap(u)'],
    // Gradient of the Laplacian: −Δ³ by parts, exactly.
    ['norm2(grad(lap(u)))/2', '-lap(lap(lap(u)))'],
    // σ₂ of the Hessian is a divergence up to curvature: ½((Δu)² − |∇²u|²).
    ['sigma(2,hess(u))', '-(n-1)*kappa*lap(u)'],
  ])('of %s is %s', (density, expected) => {
    expect(euler(sum(density)).toString()).toBe(sum(expected).toString());
  });

  it('vanishes on every divergence, with symbolic n and kappa', () => {
    for (const edges of [0, 1, 2]) {
      for (const graph of enumerateGraphs({ edges, legs: 1, isolated: [0, 1] })) {
        expect(`${graph.key}: ${euler(divergence(GraphSum.of(graph)))}`).toBe(`${graph.key}: 0`);
      }
    }
  });

  it('of two fields, one at a time', () => {
    const density = sum('u^2*lap(v)', ['u', 'v']);
    expect(euler(density, 'v').equals(sum('lap(u^2)', ['u', 'v']))).toBe(true);
    expect(euler(density, 'u').equals(sum('2*u*lap(v)', ['u', 'v']))).toBe(true);
    expect(euler(density, 'w').isZero()).toBe(true);
    for (const field of ['u', 'v']) expect(euler(sum('div(u*grad(v)*lap(u))', ['u', 'v']), field).isZero()).toBe(true);
  });

  it('is a function of the language', () => {
    expect(sum('euler(u*lap(u))').equals(sum('2*lap(u)'))).toBe(true);
    expect(sum('euler(v*lap(u), v)', ['u', 'v']).equals(sum('lap(u)', ['u', 'v']))).toBe(true);
    expect(sum('euler(v*lap(v))', ['v']).equals(sum('2*lap(v)', ['v']))).toBe(true);
  });

  it('refuses tensors, a wrong number of arguments and what is no field', () => {
    expect(() => euler(sum('grad(u)'))).toThrow(InvalidInput);
    expect(() => parse('euler(u,u,u)')).toThrow('1 or 2 arguments');
    expect(() => parse('euler()')).toThrow(InvalidInput);
    expect(() => parse('euler(u, u^2)')).toThrow('a field as argument 2');
  });
});

describe('the variation on the sphere', () => {
  const grid = parseGrid('latlon:32x64', sphere(2));
  const values = (f: (x: number, y: number, z: number) => number): Float64Array =>
    Float64Array.from({ length: grid.size }, (_, i) => {
      const [x, y, z] = grid.points.subarray(3 * i, 3 * i + 3);
      return f(x!, y!, z!);
    });
  const u = values((x, y, z) => x + 0.5 * y * z - 0.3 * z * z);
  const phi = values((x, y, z) => z - 0.4 * x * y + 0.2 * x);

  const evaluated = (operator: GraphSum): ((field: Float64Array) => Float64Array) => {
    const kappa = Rational.of(1);
    const numeric = operator.mapCoefficients((c) => c.substitute({ n: Polynomial.constant(2), kappa }));
    const program = contractionProgram([numeric], 2);
    const kernel = compileKernel(program, grid.jetScheme(4, 6));
    return (field) => {
      const out = new Float64Array(grid.size);
      kernel.run({ u: field }, {}, [out]);
      return out;
    };
  };
  const integral = (field: Float64Array): number =>
    field.reduce((total, value, i) => total + value * grid.weights[i]!, 0);

  it.each([
    'norm2(grad(u))',
    'u*norm2(grad(u)) + u^4',
    'norm2(hess(u))',
    'u*norm2(hess(u))',
    'dot(grad(u), dot(hess(u), grad(u)))',
    'lap(u)*norm2(grad(u))',
  ])('of the integral of %s is the integral of the Euler operator', (text) => {
    const density = sum(text);
    const functional = evaluated(density);
    const at = (t: number): number => integral(functional(u.map((value, i) => value + t * phi[i]!)));
    // Exact for polynomials up to degree 4 in t.
    const variation = (8 * (at(1) - at(-1)) - (at(2) - at(-2))) / 12;
    const operator = evaluated(euler(density))(u);
    const expected = integral(operator.map((value, i) => value * phi[i]!));
    expect(Math.abs(variation)).toBeGreaterThan(0.1);
    expect(Math.abs(variation - expected)).toBeLessThan(2e-4 * (1 + Math.abs(expected)));
  });
});
