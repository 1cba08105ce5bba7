import { bignumberDependencies, create, fractionDependencies, parseDependencies } from 'mathjs';
import { describe, expect, it } from 'vitest';
import { InvalidInput, type JetgraphError, type Unsupported } from '../../src/base/index.js';
import { Rational } from '../../src/exact/index.js';
import { type Expression, functions, mentionsField, parametersOf, parse } from '../../src/expression/index.js';

const u: Expression = { kind: 'field', name: 'u' };
const number = (numerator: bigint | number, denominator: bigint | number = 1): Expression => ({
  kind: 'number',
  value: Rational.of(numerator, denominator),
});

describe('meaning of the syntax', () => {
  it('reads sums, differences, products, signs and brackets', () => {
    expect(parse('u + 2*(-u)')).toEqual({
      kind: 'add',
      left: u,
      right: { kind: 'multiply', left: number(2), right: { kind: 'negate', operand: u } },
    });
    expect(parse('u - +u')).toEqual({ kind: 'add', left: u, right: { kind: 'negate', operand: u } });
    expect(parse('u/3')).toEqual({ kind: 'divide', operand: u, divisor: number(3) });
    expect(parse('2 u')).toEqual(parse('2*u'));
  });

  it('binds powers before signs', () => {
    expect(parse('-u^2')).toEqual({ kind: 'negate', operand: { kind: 'power', base: u, exponent: 2 } });
    expect(parse('u^(3)')).toEqual({ kind: 'power', base: u, exponent: 3 });
  });

  it('reads every function with its own arguments', () => {
    for (const [name, signature] of Object.entries(functions)) {
      const text = `${name}(${signature.map((kind) => (kind === 'integer' ? '2' : 'u')).join(',')})`;
      expect(parse(text)).toEqual({ kind: 'call', name, arguments: signature.map((k) => (k === 'integer' ? 2 : u)) });
    }
  });

  it('takes a tree that mathjs has parsed', () => {
    const text = '0.1*lap(u) - u^3';
    const fractions = create({ parseDependencies, fractionDependencies }, { number: 'Fraction' });
    const bigNumbers = create({ parseDependencies, bignumberDependencies }, { number: 'BigNumber' });
    const doubles = create({ parseDependencies });
    expect(parse(fractions.parse(text))).toEqual(parse(text));
    expect(parse(bigNumbers.parse(text))).toEqual(parse(text));
    expect(() => parse(doubles.parse(text))).toThrow(/expected exact numbers, got the double 0\.1\. Hint: let mathjs/);
    expect(parse(doubles.parse('2*u - u^3'))).toEqual(parse('2*u - u^3'));
  });

  it('leaves the letters D and sigma to parameters', () => {
    expect(parametersOf(parse('D*lap(u) + sigma*u + sigma(2, hess(u))'))).toEqual(['D', 'sigma']);
  });

  it('keeps the parameters apart from the fields', () => {
    const expression = parse('b*lap(u) + a*v*w + n*kappa', { fields: ['u', 'w'] });
    expect(parametersOf(expression)).toEqual(['a', 'b', 'kappa', 'n', 'v']);
    expect(mentionsField(expression)).toBe(true);
    expect(mentionsField(parse('a*v/3'))).toBe(false);
    expect(mentionsField(parse('1 + [u_a u_a]'))).toBe(true);
  });
});

describe('exact numbers', () => {
  it.each([
    ['0.1', 1n, 10n],
    ['1e-3', 1n, 1000n],
    ['2.50E2', 250n, 1n],
    ['.125', 1n, 8n],
    ['123456789012345678901234567891', 123456789012345678901234567891n, 1n],
    ['0.123456789012345678901', 123456789012345678901n, 1000000000000000000000n],
  ])('%s', (text, numerator, denominator) => {
    expect(parse(text)).toEqual(number(numerator, denominator));
  });
});

describe('graphs between brackets', () => {
  it('keeps the text of the graph and the fields allowed in it', () => {
    expect(parse('[u_ab u_a u_b]')).toEqual({ kind: 'graph', text: 'u_ab u_a u_b', fields: ['u'], tensors: {} });
    expect(parse('[ u ]')).toEqual({ kind: 'graph', text: 'u', fields: ['u'], tensors: {} });
    expect(parse('2*[eps_ab u_a v_b] - u', { fields: ['u', 'v'] })).toMatchObject({
      left: { right: { kind: 'graph', text: 'eps_ab u_a v_b', fields: ['u', 'v'], tensors: {} } },
    });
  });

  it.each(['[u_a*u_a]', '[2 u_a u_a]', '[u_a, u_a]', '[]', '[u_a u_a; u u]', '[u^2]'])('refuses %s', (text) => {
    expect(() => parse(text)).toThrow(/^expression: expected a graph in index notation such as \[u_ab u_a u_b\], got /);
  });

  it('sends index notation outside brackets into them', () => {
    expect(() => parse('u_a*u_a')).toThrow(
      /expected index notation between brackets, got 'u_a'\. Hint: write \[u_a …\]/,
    );
    expect(() => parse('eps_ab')).toThrow(InvalidInput);
    expect(parse('c_a')).toEqual({ kind: 'parameter', name: 'c_a' });
  });
});

describe('refusals', () => {
  const refusals: readonly (readonly [
    text: string,
    error: typeof InvalidInput | typeof Unsupported,
    message: RegExp,
  ])[] = [
    ['lap(u', InvalidInput, /expected an expression such as .*, got 'lap\(u' \(.*\)/],
    ['u +', InvalidInput, /got 'u \+'/],
    ['', InvalidInput, /expected an expression such as .*, got ''/],
    [' # a remark', InvalidInput, /expected an expression such as .*, got ' # a remark'/],
    ['x.grad(u)', InvalidInput, /expected a function by its name, got 'x\.grad\(u\)'/],
    ['lap u', InvalidInput, /expected the arguments of lap in brackets, got 'lap' alone\. Hint: write lap\(…\)/],
    ['2*det', InvalidInput, /expected the arguments of det in brackets/],
    ['"u"', InvalidInput, /expected a number, got '"u"'/],
    ['true', InvalidInput, /got 'true'/],
    ['lapl(u)', InvalidInput, /got 'lapl'\. Hint: did you mean lap/],
    ['gard(u)', InvalidInput, /Hint: did you mean grad/],
    ['toString(u)', InvalidInput, /expected a function among .*, got 'toString'/],
    ['sin(u)', InvalidInput, /expected a function among .*, got 'sin'/],
    ['u(3)', InvalidInput, /got 'u'/],
    ['grad(u, u)', InvalidInput, /expected grad with 1 argument, got 'grad\(u, u\)'/],
    ['dot(grad(u))', InvalidInput, /expected dot with 2 arguments/],
    ['contract(hess(u), u, 1)', InvalidInput, /expected a whole number as argument 2 of contract, got 'u'/],
    ['sigma(1/2, hess(u))', InvalidInput, /expected a whole number as argument 1 of sigma/],
    ['sigma(0.5, hess(u))', InvalidInput, /expected a whole number as argument 1 of sigma/],
    ['D(u^2, 2)', InvalidInput, /expected a field as argument 1 of D, got 'u/],
    ['D(w, 2)', InvalidInput, /expected a field \(u\) inside D, got 'w'\. Hint: declare it with --fields u,w/],
    ['lap(w)', InvalidInput, /expected a field \(u\) inside lap, got 'w'\. Hint: declare it with --fields u,w/],
    ['lap(u + grad(w))', InvalidInput, /expected a field \(u\) inside grad, got 'w'/],
    ['u^n', InvalidInput, /expected a non-negative whole exponent, got 'n'/],
    ['u^0.5', InvalidInput, /expected a non-negative whole exponent/],
    ['u^-1', InvalidInput, /expected a non-negative whole exponent/],
    ['u!', InvalidInput, /expected fields, numbers, parameters/],
    ['u < 1', InvalidInput, /expected fields, numbers, parameters/],
    ['u mod 2', InvalidInput, /expected fields, numbers, parameters/],
    ['x = u', InvalidInput, /expected fields, numbers, parameters/],
    ['u\nlap(u)', InvalidInput, /expected fields, numbers, parameters/],
    ['u[1]', InvalidInput, /expected fields, numbers, parameters/],
    ['{a: u}', InvalidInput, /expected fields, numbers, parameters/],
    ['u ? 1 : 2', InvalidInput, /expected fields, numbers, parameters/],
    ['f(x) = u', InvalidInput, /expected fields, numbers, parameters/],
    ['bracket(u)', InvalidInput, /expected bracket with 2 arguments/],
    [
      'bracket(u, b)',
      InvalidInput,
      /expected a field \(u\) inside bracket, got 'b'\. Hint: declare it with --fields u,b/,
    ],
  ];

  it.each(refusals)('%j', (text, error, message) => {
    let thrown: unknown;
    try {
      parse(text);
    } catch (e) {
      thrown = e;
    }
    expect(thrown).toBeInstanceOf(error);
    const { message: line } = thrown as JetgraphError;
    expect(line).toMatch(message);
    expect(line).toMatch(/^expression: expected [^\n]+, got [^\n]+$/);
  });

  it('refuses unknown options by name', () => {
    const options = { field: ['u'] };
    expect(() => parse('u', options as object)).toThrow(
      /parse: expected options among fields, vectors, tensors, got 'field'/,
    );
  });

  it('reads a declared field inside a derivative, constants, and parameters beside a field', () => {
    expect(parse('lap(w)', { fields: ['u', 'w'] })).toMatchObject({ arguments: [{ kind: 'field', name: 'w' }] });
    expect(parse('grad(kappa*n + 2)')).toMatchObject({ kind: 'call', name: 'grad' });
    expect(parse('lap(a*u)')).toMatchObject({ arguments: [{ kind: 'multiply' }] });
  });
});
