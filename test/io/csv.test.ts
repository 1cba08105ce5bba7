import { expect, it } from 'vitest';
import { InvalidInput } from '../../src/base/index.js';
import { decodeDataset } from '../../src/io/index.js';

const read = (text: string) => decodeDataset(new TextEncoder().encode(text), 'test.csv');

it('reads columns, quoted names, missing cells and other separators', () => {
  const { variables, format, skipped } = read('x,"u, measured",day\r\n0,1.5e-3,Mon\r\n.5,,Tue\r\n-1.,-inf,Wed\r\n');
  expect(format).toBe('csv');
  expect(variables.get('x')).toMatchObject({ shape: [3], data: Float64Array.of(0, 0.5, -1) });
  expect([...variables.get('u, measured')!.data]).toEqual([0.0015, Number.NaN, Number.NEGATIVE_INFINITY]);
  expect([...skipped]).toEqual([['day', 'text']]);
  expect(read('a;b\n1;2').variables.get('b')!.data[0]).toBe(2);
  expect(read('a\tb\n1\t2\n').variables.get('b')!.data[0]).toBe(2);
});

it.each([
  ['x,u\n1,2\n3\n', 'test.csv: expected 2 cells in line 3, got 1.'],
  ['x,u\n1,2\n3,4x\n', "test.csv: expected a number for 'u' in line 3, got '4x'."],
  ['1,2\n3,4\n', "test.csv: expected a header row with a name for each column, got '1,2'."],
  ['x,x\n3,4\n', 'test.csv: expected distinct variable names, got x twice.'],
  ['', 'test.csv: expected NPY, NPZ, MAT 5, NetCDF, Zarr, Parquet or CSV, got an empty file.'],
  ['x\0', 'test.csv: expected NPY, NPZ, MAT 5, NetCDF, Zarr, Parquet or CSV, got other binary data.'],
])('refuses %j', (text, message) => {
  expect(() => read(text)).toThrow(InvalidInput);
  expect(() => read(text)).toThrow(message);
});
