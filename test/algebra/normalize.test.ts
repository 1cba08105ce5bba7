import { describe, expect, it } from 'vitest';
import { GraphSum, normalize } from '../../src/algebra/index.js';
import { InvalidInput } from '../../src/base/index.js';
import { Rational } from '../../src/exact/index.js';
import { parse } from '../../src/expression/index.js';
import { canonicalize, graphFromJson } from '../../src/graph/index.js';

const bilaplacian = parse('lap(lap(u))');

describe('options', () => {
  it('keep n and kappa as symbols, or replace one or both', () => {
    const coefficient = (options: object): string =>
      normalize(bilaplacian, options).terms.get('u_aa')?.coefficient.toString() ?? '0';
    expect(coefficient({})).toMatch(/kappa\*n/);
    const general = normalize(bilaplacian).terms.get('u_aa')!.coefficient;
    for (const n of [1, 2, 5]) {
      for (const kappa of [Rational.of(-1), Rational.zero, Rational.of(1, 4)]) {
        const value = general.substitute({ n: Rational.of(n), kappa }).toString();
        expect(coefficient({ dimension: n, curvature: kappa })).toBe(value);
      }
    }
    expect(coefficient({ dimension: 3 })).not.toMatch(/n/);
    expect(coefficient({ curvature: Rational.of(2) })).not.toMatch(/kappa/);
    expect(coefficient({ dimension: 1 })).toBe('0');
  });

  it('also where n and kappa are typed', () => {
    const sum = normalize(parse('n*kappa*u - b*u'), { dimension: 3, curvature: Rational.of(1, 2) });
    expect(sum.terms.get('u')!.coefficient.evaluate({ b: 0 })).toBe(1.5);
    expect(sum.terms.get('u')!.coefficient.variables()).toEqual(['b']);
  });

  it('n and kappa divide once they have values', () => {
    const mean = parse('(lap(u)/n + u/(n - kappa))/2');
    const sum = normalize(mean, { dimension: 3, curvature: Rational.of(1, 2) });
    expect(sum.toString()).toBe('1/6 u_aa + 1/5 u');
    expect(() => normalize(mean, { dimension: 3, curvature: Rational.of(3) })).toThrow(/divisor, got 0\.$/);
    expect(() => normalize(mean, { dimension: 3 })).toThrow(/divisor, got \(-kappa \+ 3\)\.$/);
  });

  it.each([
    [{ dimension: 0 }, /expected the dimension n to be an integer at least 1, got 0/],
    [{ dimension: 1.5 }, /got 1\.5/],
    [{ dim: 2 }, /expected options among dimension, curvature, got 'dim'/],
  ])('refuse %j', (options, message) => {
    expect(() => normalize(bilaplacian, options as object)).toThrow(InvalidInput);
    expect(() => normalize(bilaplacian, options as object)).toThrow(message);
  });

  it('det needs a dimension', () => {
    const det = parse('det(hess(u))');
    expect(() => normalize(det)).toThrow(/^det: expected a dimension, got symbolic n\. Hint: give --dim, or use sigma/);
    expect(normalize(det, { dimension: 2 }).equals(normalize(parse('sigma(2,hess(u))')))).toBe(true);
  });
});

describe('what has no meaning', () => {
  it.each([
    ['grad(u)*grad(u)', /^product: expected a scalar factor, got ranks 1 and 1\. Hint: use dot, inner or outer/],
    ['grad(u)^2', /^power: expected a scalar base, got rank 1/],
    ['D(u,65)', /^D: expected the order to be an integer from 0 to 64, got 65/],
    ['u^100', /^power: expected the exponent to be an integer from 0 to 64, got 100/],
    ['u/0', /^quotient: expected a nonzero number as divisor, got 0/],
    ['u/u', /^quotient: expected a nonzero number as divisor, got u/],
    ['u/(1+u)', /^quotient: expected a nonzero number as divisor/],
    ['u/b', /^quotient: expected a nonzero number as divisor, got b\.$/],
    ['u/(b + 1)', /^quotient: expected a nonzero number as divisor, got \(b \+ 1\)\.$/],
    ['u/(n - 2)', /^quotient: expected a nonzero number as divisor, got \(n - 2\)\.$/],
    [
      '[u_abc u_ab u_a]',
      /^index notation: expected every index once \(free\) or twice \(contracted\), got 'a' 3 times/,
    ],
    ['[v_a v_a]', /^index notation: expected a field among u, got 'v' in/],
  ])('%s', (text, message) => {
    expect(() => normalize(parse(text))).toThrow(InvalidInput);
    expect(() => normalize(parse(text))).toThrow(message);
  });

  it('volume forms of different dimensions, or of another one than is given', () => {
    const read = (text: string, dimension?: number): GraphSum =>
      normalize(parse(text, { fields: ['u', 'v'] }), dimension === undefined ? {} : { dimension });
    const mixed = '[eps_a u_a] + [eps_ab u_a v_b]';
    expect(() => read(mixed)).toThrow(InvalidInput);
    expect(() => read(mixed)).toThrow(/^normalize: expected a volume form with 1 indices in dimension 1, got \[eps_ab/);
    expect(() => read('[eps_ab u_a v_b]', 3)).toThrow(/expected a volume form with 3 indices in dimension 3/);
    expect(read('[eps_ab u_a v_b]', 2).equals(read('[eps_ab u_a v_b]'))).toBe(true);
  });

  it.each([
    ['rot(grad(u))', 2],
    ['bracket(u, u)', 2],
    ['curl(grad(u))', 3],
    ['cross(grad(u), grad(u))', 3],
  ])('%s without its dimension', (text, dimension) => {
    const message = new RegExp(`expected dimension ${dimension}, got symbolic n\\. Hint: give --dim ${dimension}`);
    expect(() => normalize(parse(text))).toThrow(InvalidInput);
    expect(() => normalize(parse(text))).toThrow(message);
    expect(() => normalize(parse(text), { dimension: 4 })).toThrow(/got dimension 4/);
  });

  it.each([
    ['rot(hess(u))', 2, /^rot: expected a tensor of rank 1, got rank 2/],
    ['bracket(u, grad(u))', 2, /^bracket: expected a tensor of rank 0, got rank 1/],
    ['curl(u)', 3, /^curl: expected a tensor of rank 1, got rank 0/],
    ['cross(grad(u), hess(u))', 3, /^cross: expected a tensor of rank 1, got rank 2/],
  ])('%s in dimension %i', (text, dimension, message) => {
    expect(() => normalize(parse(text), { dimension })).toThrow(InvalidInput);
    expect(() => normalize(parse(text), { dimension })).toThrow(message);
  });
});

describe('graphs in expressions', () => {
  it('are the operators they draw', () => {
    expect(normalize(parse('[u_aa] + [u_a u_a]')).equals(normalize(parse('lap(u) + norm2(grad(u))')))).toBe(true);
    expect(normalize(parse('[u_ab]')).equals(normalize(parse('hess(u)')))).toBe(true);
    expect(normalize(parse('[g_ab]*lap(u)')).rank).toBe(2);
  });

  it('with the volume form change sign with the order of its indices', () => {
    const fields = { fields: ['u', 'v'] };
    expect(normalize(parse('[eps_ab u_a v_b] + [eps_ba u_a v_b]', fields)).isZero()).toBe(true);
    expect(normalize(parse('[eps_ab u_a u_b]', fields)).isZero()).toBe(true);
    expect(normalize(parse('[eps_ab u_a v_b]', fields)).isZero()).toBe(false);
  });
});

describe('output', () => {
  const examples = [
    '0*u',
    '3/4',
    'a*u - 2/3*u^3',
    'lap(lap(lap(u)))',
    'kappa*n^2*norm2(hess(u)) - gamma_2*u^4*lap(u)^2',
    'grad(grad(grad(u)))',
    'lap(norm2(grad(u)))/2 - sigma(3,hess(u))',
    '(1+n)*(lambda - mu)*dot(grad(u),grad(velocity)) - (n-1)*[eps_ab u_a velocity_b]',
    'outer(grad(u), [g_ab])',
    '-u',
  ].map((text) => normalize(parse(text, { fields: ['u', 'velocity'] })));

  it('prints as an expression that gives the same sum', () => {
    for (const sum of examples.filter(({ rank }) => rank === 0)) {
      const text = [...sum.terms.values()]
        .map(({ coefficient, graph }) => `(${coefficient})${graph.key === '1' ? '' : `*[${graph.key}]`}`)
        .join(' + ');
      const again = text === '' ? GraphSum.zero() : normalize(parse(text, { fields: ['u', 'velocity'] }));
      expect(again.toString()).toBe(sum.toString());
    }
  });

  it('reads back from JSON', () => {
    for (const sum of examples) {
      const { terms } = JSON.parse(JSON.stringify(sum)) as ReturnType<typeof sum.toJSON>;
      expect(terms.length).toBe(sum.terms.size);
      for (const { coefficient, graph } of terms) {
        const { key } = canonicalize(graphFromJson(graph)).graph;
        expect(key).toBe(graph.key);
        const value = normalize(parse(coefficient)).terms.get('1')!.coefficient;
        expect(value.equals(sum.terms.get(key)!.coefficient)).toBe(true);
      }
    }
  });

  it('names what was meant', () => {
    expect(normalize(parse('2*lap(u) - u^3')).toString()).toBe('2 u_aa - u u u');
    expect(normalize(parse('u - u')).toString()).toBe('0');
    expect(normalize(parse('lap(u) - 3')).toString()).toBe('u_aa - 3');
    expect(normalize(parse('-1 + (n + 1)*u')).toString()).toBe('-1 + (n + 1) u');
    expect(normalize(parse('a + 1')).toString()).toBe('(a + 1)');
  });
});
