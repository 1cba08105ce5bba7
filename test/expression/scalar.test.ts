import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidInput } from '../../src/base/index.js';
import { scalarFunction } from '../../src/expression/index.js';

const unary = [
  'abs',
  'acos',
  'asin',
  'atan',
  'cos',
  'cosh',
  'exp',
  'log',
  'sign',
  'sin',
  'sinh',
  'sqrt',
  'tan',
  'tanh',
];

describe('values', () => {
  it.each(unary)('%s is that of Math', (name) => {
    const f = scalarFunction(`${name}(t)`, ['t']);
    const expected = Object.getOwnPropertyDescriptor(Math, name)!.value as (x: number) => number;
    for (const x of [-2, -0.3, 0, 0.25, 0.9, 3]) expect(f([x])).toBe(expected(x));
  });

  it('two and more arguments', () => {
    expect(scalarFunction('atan2(y, x)', ['x', 'y'])([-1, 2])).toBe(Math.atan2(2, -1));
    expect(scalarFunction('max(x, y, 3)', ['x', 'y'])([1, 2])).toBe(3);
    expect(scalarFunction('min(x)', ['x'])([1])).toBe(1);
  });

  it('arithmetic on doubles, with the usual precedence', () => {
    const f = scalarFunction('-x^2 + (+y)*3/z - 2 x y', ['x', 'y', 'z']);
    const g = (x: number, y: number, z: number): number => -(x ** 2) + (y * 3) / z - 2 * x * y;
    const double = fc.double({ min: -10, max: 10, noNaN: true });
    fc.assert(
      fc.property(double, double, double, (x, y, z) => {
        expect(f([x, y, z])).toBe(g(x, y, z));
      }),
    );
    expect(scalarFunction('2^3^2', [])([])).toBe(512);
  });

  it('constants are the nearest doubles; a coordinate of the same name comes first', () => {
    expect(scalarFunction('pi', [])([])).toBe(Math.PI);
    expect(scalarFunction('e', [])([])).toBe(Math.E);
    expect(scalarFunction('0.1', [])([])).toBe(0.1);
    expect(scalarFunction('1e-3*theta', ['theta'])([2])).toBe(0.002);
    expect(scalarFunction('e', ['e'])([5])).toBe(5);
  });
});

describe('refusals', () => {
  it.each([
    ['w + 1', /expected a coordinate or constant among x, y, pi, e, got 'w'/],
    ['foo(x)', /expected a function among abs, .*, got 'foo'/],
    ['constructor(x)', /expected a function among abs, .*, got 'constructor'/],
    ['toString()', /expected a function among abs, .*, got 'toString'/],
    ['sin(x, y)', /expected sin with 1 argument\(s\), got 2/],
    ['atan2(x)', /expected atan2 with 2 argument\(s\), got 1/],
    ['max()', /expected max with at least 1 argument\(s\), got 0/],
    ['x mod 2', /expected arithmetic and functions of the coordinates/],
    ['x = 3', /expected arithmetic and functions of the coordinates/],
    ['[x, y]', /expected arithmetic and functions of the coordinates/],
    ['x!', /expected arithmetic and functions of the coordinates/],
    ['"x"', /expected a number/],
    ['', /expected a function of the coordinates such as .*, got ''/],
    ['x.sin(y)', /expected a function by its name, got 'x\.sin\(y\)'/],
    ['sin(x', /expected a function of the coordinates such as sin\(x\)\*y, got 'sin\(x' \(/],
  ])('%j', (text, message) => {
    const make = (): unknown => scalarFunction(text, ['x', 'y']);
    expect(make).toThrow(InvalidInput);
    expect(make).toThrow(message);
    expect(make).toThrow(/^function: expected [^\n]+, got [^\n]+$/);
  });
});
