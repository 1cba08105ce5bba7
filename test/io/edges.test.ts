/** Arrays at the edge of what formats can hold: empty axes, names that are paths, archives that lie about their size. */
import { deflateRawSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { decodeDataset, encodeArrays, encodeNpz, loadDataset, writeFilesAtomic } from '../../src/io/index.js';
import { command, inFolder } from '../cli/command.js';

const empty = (shape: readonly number[]) => ({ name: 'u', shape, data: new Float64Array(0) });

describe('an empty axis', () => {
  it.each(['.npz', '.nc', '.nc4', '.zarr'])('in front comes back from %s', (ending) =>
    inFolder(async (path) => {
      writeFilesAtomic([await encodeArrays(path(`a${ending}`), [empty([0, 3])])]);
      expect((await loadDataset(path(`a${ending}`))).variables.get('u')).toMatchObject(empty([0, 3]));
    }),
  );

  it.each(['.npz', '.nc4', '.zarr'])('behind comes back from %s', (ending) =>
    inFolder(async (path) => {
      writeFilesAtomic([await encodeArrays(path(`a${ending}`), [empty([3, 0])])]);
      expect((await loadDataset(path(`a${ending}`))).variables.get('u')).toMatchObject(empty([3, 0]));
    }),
  );

  it('is not for NetCDF 3 but in front, and once', async () => {
    const refused = 'expected no empty axis but the first, got';
    await expect(encodeArrays('a.nc', [empty([3, 0])])).rejects.toThrow(`${refused} shape (3, 0)`);
    const two = [empty([0]), { ...empty([0]), name: 'v' }];
    await expect(encodeArrays('a.nc', two)).rejects.toThrow(`${refused} lengths 0 of u, v`);
  });
});

describe('names and axes', () => {
  const u = { name: 'u', shape: [2], data: Float64Array.of(1, 2) };

  it.each(['', '.', '..', 'a/b', 'a\\b', '.zattrs', 'a\0'])('%j is no name', async (name) => {
    for (const ending of ['.npz', '.nc', '.nc4', '.zarr']) {
      await expect(encodeArrays(`a${ending}`, [{ ...u, name }])).rejects.toThrow('expected distinct array names');
    }
    await expect(encodeArrays('a.zarr', [{ ...u, dimensions: [name] }])).rejects.toThrow(
      'expected names of dimensions',
    );
  });

  it('dimensions are as many as axes', async () => {
    await expect(encodeArrays('a.nc', [{ ...u, dimensions: [] }])).rejects.toThrow("expected 0 axes of 'u'");
  });

  it('a table needs an array, and lengths that agree', async () => {
    await expect(encodeArrays('a.parquet', [])).rejects.toThrow('expected at least one array for a table');
    const wide = { name: 'w', shape: [3], data: new Float64Array(3), dimensions: ['x'] };
    const other = { ...u, dimensions: ['x'] };
    await expect(encodeArrays('a.parquet', [wide, other])).rejects.toThrow("expected 3 values of 'u' over (x), got 2");
  });
});

describe('a zip archive', () => {
  const npy = encodeNpz([{ name: 'u', shape: [2], data: Float64Array.of(1, 2) }]).slice(35, 35 + 144);
  const archive = (): Uint8Array => zipSync({ 'u.npy': npy }, { level: 9 });

  it('is not unpacked beyond the size that it states', () => {
    // 64 MiB of zeros in place of the entry
    const bomb = deflateRawSync(new Uint8Array(2 ** 26));
    const whole = archive();
    const view = new DataView(whole.buffer);
    const packed = view.getUint32(18, true);
    const bytes = new Uint8Array(whole.length - packed + bomb.length);
    bytes.set(whole.subarray(0, 35));
    bytes.set(bomb, 35);
    bytes.set(whole.subarray(35 + packed), 35 + bomb.length);
    const directory = 35 + bomb.length;
    const changed = new DataView(bytes.buffer);
    changed.setUint32(directory + 20, bomb.length, true);
    changed.setUint32(bytes.length - 6, directory, true);
    expect(() => decodeDataset(bytes, 'a.npz')).toThrow('a.npz: expected deflated data, got damaged data');
  });

  it('of 4 GiB is refused by name', () => {
    const bytes = archive();
    const directory = bytes.length - 22 - 46 - 5;
    new DataView(bytes.buffer).setUint32(directory + 24, 0xffffffff, true);
    expect(() => decodeDataset(bytes, 'a.npz')).toThrow('expected a zip below 4 GiB, got a larger one (zip64)');
  });
});

it('a file whose integers are no doubles is read but for these', () =>
  inFolder(async (path) => {
    const header = "{'descr': '<u8', 'fortran_order': False, 'shape': (1,), }".padEnd(117);
    const big = new Uint8Array(136);
    big.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, 118, 0]);
    big.set(new TextEncoder().encode(`${header}\n`), 10);
    big.fill(255, 128);
    const content = zipSync({ 'id.npy': big }, { level: 9 });
    writeFilesAtomic([{ path: path('a.npz'), content }]);
    expect((await loadDataset(path('a.npz'))).skipped.get('id')).toBe('of 64-bit integers beyond 2^53');
    const { stderr } = await command('discover', path('a.npz'));
    expect(stderr).toContain("expected times in a variable 't'");
  }));
