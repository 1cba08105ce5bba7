/** The readers of option values. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { GraphSum, normalize } from '../../src/algebra/index.js';
import { InvalidInput } from '../../src/base/index.js';
import {
  readDimension,
  readFields,
  readInteger,
  readIntegers,
  readList,
  readNumber,
  readRange,
} from '../../src/cli/command.js';
import { checkOutputs } from '../../src/cli/files.js';
import { readFieldValues, readParameters, splitVariable } from '../../src/cli/grids.js';
import { Rational } from '../../src/exact/index.js';
import { parse } from '../../src/expression/index.js';
import { parseGrid } from '../../src/grid/index.js';
import { euclidean } from '../../src/space/index.js';
import { inFolder } from './command.js';

/** What the refusal says was expected and what came. */
function refusal(body: () => unknown): readonly [expected: string, got: string] {
  try {
    body();
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidInput);
    const { expected, got } = (error as InvalidInput).complaint;
    return [expected, got];
  }
  throw new Error('nothing was refused');
}

describe('numbers', () => {
  it.each([
    ['7', 7],
    ['+7', 7],
    [' -2', -2],
  ])("'%s' is %d", (text, value) => {
    expect(readInteger('--k', text, -5)).toBe(value);
  });

  it.each(['', 'x', '1.5', '1e3', '0x10', '--1', '1 2', 'NaN', 'Infinity'])("'%s' is no whole number", (text) => {
    expect(refusal(() => readInteger('--k', text, 0))).toEqual(['--k to be a whole number of at least 0', `'${text}'`]);
  });

  it('keeps to its range, ends included', () => {
    expect([readInteger('--k', '2', 2, 6), readInteger('--k', '6', 2, 6)]).toEqual([2, 6]);
    for (const text of ['1', '7'])
      expect(refusal(() => readInteger('--k', text, 2, 6))[0]).toBe('--k to be a whole number from 2 to 6');
    expect(refusal(() => readInteger('--k', '99999999999999999999', 0))[1]).toBe("'99999999999999999999'");
    expect(refusal(() => readDimension('0'))).toEqual(['--dim to be a whole number from 1 to 16', "'0'"]);
  });

  it('reads finite doubles only', () => {
    expect([readNumber('--t', '1e-3'), readNumber('--t', ' -2.5')]).toEqual([1e-3, -2.5]);
    for (const text of ['', ' ', 'one', 'Infinity', 'NaN', '1,5'])
      expect(refusal(() => readNumber('--t', text))).toEqual(['--t to be a number', `'${text}'`]);
  });
});

describe('ranges and lists', () => {
  it('E is E..E', () => {
    expect([readRange('--edges', '3'), readRange('--edges', '0..12')]).toEqual([
      [3, 3],
      [0, 12],
    ]);
    for (const text of ['', '..', '1..', '..2', '3..2', '-1', '-1..2', '1-2', '1...2', 'a..b', '1.5'])
      expect(refusal(() => readRange('--edges', text))[1]).toBe(`'${text}'`);
  });

  it('names may stand with spaces, none may be empty', () => {
    expect(readList('--var', 'a, b')).toEqual(['a', 'b']);
    for (const text of ['', ',', 'a,', ',a', 'a,,b'])
      expect(refusal(() => readList('--var', text))[1]).toBe(`'${text}'`);
    expect(readIntegers('--degrees', '2,1,1')).toEqual([2, 1, 1]);
    expect(refusal(() => readIntegers('--degrees', '2,-1'))[1]).toBe("'-1'");
  });

  it('fields are names, each once, and not those of the language', () => {
    expect(readFields('u,v2')).toEqual(['u', 'v2']);
    expect(refusal(() => readFields('u,v,u'))).toEqual(['each field once', "'u' twice"]);
    for (const text of ['2u', 'u_v', 'u v', 'n', 'kappa', 'g', 'eps'])
      expect(refusal(() => readFields(text))[1]).toBe(`'${text}'`);
  });
});

describe('parameters', () => {
  const sums = [normalize(parse('a*lap(u) + b*n*u')), GraphSum.zero(0)].map((sum) =>
    sum.mapCoefficients((c) => c.substitute({ n: Rational.of(2) })),
  );

  it('each parameter has one value', () => {
    expect(readParameters(['b=-1e-2', 'a=3'], sums)).toEqual({ a: 3, b: -0.01 });
    expect(readParameters([], [])).toEqual({});
    expect(refusal(() => readParameters(['a=3'], sums))).toEqual(["a value of the parameter 'b'", 'none']);
    expect(refusal(() => readParameters(['a=3', 'b=1', 'a=3'], sums))).toEqual([
      'one value of each parameter',
      "'a' twice",
    ]);
  });

  it('what the expression lacks is no parameter', () => {
    expect(refusal(() => readParameters(['c=1'], sums))).toEqual(['a parameter among a, b', "'c'"]);
    expect(refusal(() => readParameters(['n=1'], []))).toEqual(['no --param', "'n'"]);
  });

  it.each(['a', 'a=', '=1', '1a=2', 'a:1'])("'%s' is no value of a parameter", (text) => {
    expect(refusal(() => readParameters([text], sums))).toEqual(['--param name=value', `'${text}'`]);
  });

  it('values are numbers', () => {
    expect(refusal(() => readParameters(['a=b', 'b=1'], sums))).toEqual(['--param a to be a number', "'b'"]);
  });
});

describe('values of fields', () => {
  const grid = parseGrid('cartesian:4:4', euclidean(1));

  it('names before the equals sign say for which field', async () => {
    const values = await readFieldValues([], ['v=2*x', 'x^2'], ['u', 'v'], grid);
    expect([...values.u!]).toEqual([...grid.axes[0]!.values].map((x) => x ** 2));
    expect([...values.v!]).toEqual([...grid.axes[0]!.values].map((x) => 2 * x));
  });

  it('each field has one set of values', async () => {
    await expect(readFieldValues([], ['x', 'u=1'], ['u'], grid)).rejects.toThrow(
      "expected one set of values of 'u', got two",
    );
    await expect(readFieldValues([], ['x'], ['u', 'v'], grid)).rejects.toThrow(
      "expected values of the field 'v', got none",
    );
  });

  it('a colon separates file and variable, unless it belongs to the name', () =>
    inFolder(async (path) => {
      expect(splitVariable('run.npz')).toEqual(['run.npz', undefined]);
      expect(splitVariable('run.npz:u')).toEqual(['run.npz', 'u']);
      expect(splitVariable('C:\\run.npz')).toEqual(['C:\\run.npz', undefined]);
      writeFileSync(path('a:b'), '');
      expect(splitVariable(path('a:b'))).toEqual([path('a:b'), undefined]);
    }));
});

it('files to be written have their endings, in folders that can be made', () =>
  inFolder(async (path, files) => {
    mkdirSync(path('folder'));
    writeFileSync(path('file'), '');
    const check = (output: string, png?: string): readonly [string, string] =>
      refusal(() => checkOutputs({ output, ...(png !== undefined && { png }) }));
    checkOutputs({ output: path('a.npz'), png: path('none/yet/a.PNG') });
    expect(check('')).toEqual(['--output with the name of a file', "''"]);
    expect(check(path('folder'))[1]).toBe(`the folder '${path('folder')}'`);
    expect(check(path('a.npz'), path('file/a.png'))[1]).toBe(`the file '${path('file')}'`);
    expect(check(path('a.png'))[0]).toBe('--output with a file name that ends in .npz, .nc, .nc4, .zarr or .parquet');
    expect(check(path('a.npz'), path('b.npz'))[0]).toBe('--png with a file name that ends in .png');
    expect(files()).toEqual(['file', 'folder']);
  }));
