/** Every file, cut or changed anywhere, is read or refused with one line; nothing else happens. */

import fc from 'fast-check';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { InvalidInput, Unsupported } from '../../src/base/index.js';
import { decodeDataset, encodeNpz, readDataset } from '../../src/io/index.js';
import { matFile } from '../oracle/matfile.js';
import { netcdfFile } from '../oracle/netcdffile.js';

const values = Float64Array.from({ length: 12 }, (_, i) => Math.sin(i));
const npz = encodeNpz([
  { name: 'values', shape: [3, 4], data: values },
  { name: 't', shape: [2], data: values.slice(0, 2) },
]);
const npy = npz.slice(40, 40 + 128 + 96);
const deflated = zipSync({ 'values.npy': npy }, { level: 9 });
const mat = (compressed: boolean): Uint8Array =>
  matFile([
    { name: 'usol', shape: [3, 4], values: [...values], imaginary: [...values], compressed },
    { name: 'x', shape: [1, 2], values: [1, 2], stored: 'Int8', compressed },
    { name: 'n', shape: [1, 1], values: [65], class: 4, compressed },
  ]);
const netcdf = (version: 1 | 2 | 5): Uint8Array =>
  netcdfFile(version, { t: 'records', x: 3 }, 2, [
    { name: 'x', dimensions: ['x'], kind: 'double', values: [1, 2, 3] },
    {
      name: 'u',
      dimensions: ['t', 'x'],
      kind: 'short',
      attributes: { units: 'm', add_offset: ['float', 2] },
      values: [1, 2, 3, 4, 5, 6],
    },
    { name: 'v', dimensions: ['t'], kind: 'float', values: [1, 2] },
  ]);
const files: Record<string, Uint8Array> = {
  npy,
  npz,
  'npz, deflated': deflated,
  mat: mat(false),
  'mat, compressed': mat(true),
  'netcdf 1': netcdf(1),
  'netcdf 2': netcdf(2),
  'netcdf 5': netcdf(5),
  csv: new TextEncoder().encode('x,u\n0,1.5\n1,2.5\n2,-3e4\n'),
};

/** Reads or refuses; returns how many values came. */
function attempt(bytes: Uint8Array): number | undefined {
  try {
    let count = 0;
    for (const { data, shape } of decodeDataset(bytes, 'damaged').variables.values()) {
      expect(data.length).toBe(shape.reduce((a, b) => a * b, 1));
      count += data.length;
    }
    return count;
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidInput);
    expect((error as Error).message).toMatch(/^damaged: expected [^\n]+, got [^\n]+\.$/);
    return undefined;
  }
}

describe.each(Object.entries(files))('%s', (_name, bytes) => {
  it('is read whole', () => expect(attempt(bytes)).toBeGreaterThan(0));

  it('cut anywhere is refused, or gives no more than the whole', () => {
    const whole = attempt(bytes)!;
    for (let length = 0; length < bytes.length; length++) {
      expect(attempt(bytes.slice(0, length)) ?? 0, `${length} bytes`).toBeLessThanOrEqual(whole);
    }
  });

  it('with any one byte changed is read or refused', () => {
    for (let at = 0; at < bytes.length; at++) {
      for (const value of [0, 1, 127, 128, 255, bytes[at]! ^ 1, bytes[at]! ^ 0x10]) {
        const damaged = bytes.slice();
        damaged[at] = value;
        expect(attempt(damaged) ?? 0).toBeLessThan(1e5);
      }
    }
  });

  it('with a few random bytes changed is read or refused', () => {
    const change = fc.record({ at: fc.nat(bytes.length - 1), value: fc.nat(255) });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), (changes) => {
        const damaged = bytes.slice();
        for (const { at, value } of changes) damaged[at] = value;
        attempt(damaged);
      }),
      { numRuns: 200 },
    );
  });
});

it('detects changed content by the check sums of the containers', () => {
  const damaged = npz.slice();
  damaged[40 + 128 + 3]! ^= 1;
  expect(() => decodeDataset(damaged, 'a.npz')).toThrow('expected a zip entry that agrees with its CRC-32');
});

it('names HDF5 and files that are not there', () => {
  const hdf5 = Uint8Array.of(0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a, 0);
  expect(() => decodeDataset(hdf5, 'a.nc')).toThrow(Unsupported);
  expect(() => readDataset('/nowhere/a.nc')).toThrow(
    "/nowhere/a.nc: expected a file that can be read, got ENOENT (no such file or folder) for '/nowhere/a.nc'.",
  );
  expect(() => readDataset('/')).toThrow('expected a file that can be read, got EISDIR (a folder) for');
});
