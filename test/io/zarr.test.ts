/** Zarr stores that are odd or damaged: every chunk is what its metadata say, or is refused. */
import { cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { crc32, crc32c } from '../../src/io/checksum.js';
import { loadDataset } from '../../src/io/index.js';
import { inFolder } from '../cli/command.js';

const numbers = Float64Array.of(1, 2, 3, 4);
const raw = new Uint8Array(numbers.buffer);
const bytes = { name: 'bytes', configuration: { endian: 'little' } };

/** An array of version 3 in one chunk. */
function store(folder: string, codecs: readonly unknown[], chunk?: Uint8Array): void {
  const shape = [4];
  mkdirSync(`${folder}/c`, { recursive: true });
  const metadata = {
    ...{ zarr_format: 3, node_type: 'array', shape, data_type: 'float64', fill_value: 'NaN', codecs },
    chunk_grid: { name: 'regular', configuration: { chunk_shape: shape } },
    chunk_key_encoding: { name: 'default', configuration: { separator: '/' } },
  };
  writeFileSync(`${folder}/zarr.json`, JSON.stringify(metadata));
  if (chunk !== undefined) writeFileSync(`${folder}/c/0`, chunk);
}

const values = async (path: string): Promise<number[]> => [...(await loadDataset(path)).variables.get('values')!.data];

/** Content and its check sum. */
function summed(content: Uint8Array): Uint8Array {
  const result = new Uint8Array(content.length + 4);
  result.set(content);
  new DataView(result.buffer).setUint32(content.length, crc32c(content), true);
  return result;
}

/** A Zstandard frame of one block as it is: magic, a header that states the size or does not, the block. */
function frame(content: Uint8Array, stated: number): Uint8Array {
  const header = [0x28, 0xb5, 0x2f, 0xfd, 0x20, stated];
  const block = 1 | (content.length << 3);
  return Uint8Array.of(...header, block & 255, block >> 8, 0, ...content);
}

describe('check sums', () => {
  it('are those of the standards', () => {
    const digits = new TextEncoder().encode('123456789');
    expect([crc32(digits), crc32c(digits)]).toEqual([0xcbf43926, 0xe3069283]);
  });

  it.each([
    ['alone', [bytes, { name: 'crc32c' }], summed(raw)],
    ['around gzip', [bytes, { name: 'gzip', configuration: {} }, { name: 'crc32c' }], summed(gzipSync(raw))],
    ['inside gzip', [bytes, { name: 'crc32c' }, { name: 'gzip', configuration: {} }], gzipSync(summed(raw))],
  ] as const)('%s are taken off and looked at', (_, codecs, chunk) =>
    inFolder(async (path) => {
      store(path('a.zarr'), codecs, chunk);
      expect(await values(path('a.zarr'))).toEqual([1, 2, 3, 4]);
      const damaged = chunk.slice();
      damaged[damaged.length - 12]! ^= 1;
      store(path('a.zarr'), codecs, damaged);
      await expect(values(path('a.zarr'))).rejects.toThrow('expected a chunk of 32 bytes, got damaged data');
    }),
  );
});

describe('Zstandard', () => {
  const codecs = [bytes, { name: 'zstd', configuration: {} }];

  it('gives a chunk that is whole', () =>
    inFolder(async (path) => {
      store(path('a.zarr'), codecs, frame(raw, 32));
      expect(await values(path('a.zarr'))).toEqual([1, 2, 3, 4]);
    }));

  it.each([
    ['shorter', frame(raw.slice(0, 24), 24)],
    ['longer', frame(new Uint8Array(40), 40)],
    ['shorter than it states', frame(raw.slice(0, 24), 32)],
  ])('refuses one that is %s', (_, chunk) =>
    inFolder(async (path) => {
      store(path('a.zarr'), codecs, chunk);
      await expect(values(path('a.zarr'))).rejects.toThrow('expected a chunk of 32 bytes');
    }),
  );
});

describe('shuffled numbers', () => {
  const array = (elementsize?: unknown) => ({
    ...{ zarr_format: 2, shape: [2], chunks: [2], dtype: '<f4', order: 'C', fill_value: 0 },
    ...{ compressor: { id: 'zlib' }, filters: [{ id: 'shuffle', ...(elementsize !== undefined && { elementsize }) }] },
  });
  const sorted = Uint8Array.of(0, 0, 0, 0, 0x80, 0, 0x3f, 0x40);

  it.each([[undefined], [4]])('of %s bytes (4 where nothing is said) are put in order', (size) =>
    inFolder(async (path) => {
      mkdirSync(path('a.zarr'));
      writeFileSync(path('a.zarr/.zarray'), JSON.stringify(array(size)));
      writeFileSync(path('a.zarr/0'), deflateSync(sorted));
      expect(await values(path('a.zarr'))).toEqual([1, 2]);
    }),
  );

  it.each([[0], [1e12], ['x']])('of %s bytes are left out', (size) =>
    inFolder(async (path) => {
      mkdirSync(path('a.zarr'));
      writeFileSync(path('a.zarr/.zarray'), JSON.stringify(array(size)));
      expect((await loadDataset(path('a.zarr'))).skipped.get('values')).toBe(`shuffled in numbers of ${size} bytes`);
    }),
  );
});

describe('folders', () => {
  it('that link to each other are met once, links to nowhere not at all', () =>
    inFolder(async (path) => {
      store(path('a.zarr/u'), [bytes], raw);
      writeFileSync(path('a.zarr/.zgroup'), '{"zarr_format":2}');
      for (const name of ['b', 'c', 'd']) symlinkSync(path('a.zarr'), path(`a.zarr/${name}`));
      symlinkSync(path('nowhere'), path('a.zarr/e'));
      expect([...(await loadDataset(path('a.zarr'))).variables.keys()]).toEqual(['u']);
    }));

  it('in place of a file are refused with one line', () =>
    inFolder(async (path) => {
      store(path('a.zarr'), [bytes]);
      mkdirSync(path('a.zarr/c/0'));
      await expect(values(path('a.zarr'))).rejects.toThrow(`got EISDIR (a folder) for '${path('a.zarr/c/0')}'`);
      cpSync(path('a.zarr'), path('b.zarr'), { recursive: true });
      rmSync(path('b.zarr/zarr.json'));
      mkdirSync(path('b.zarr/zarr.json'));
      await expect(loadDataset(path('b.zarr'))).rejects.toThrow(
        `got EISDIR (a folder) for '${path('b.zarr/zarr.json')}'`,
      );
    }));

  it('that claim more than the memory holds are refused before it is taken', () =>
    inFolder(async (path) => {
      mkdirSync(path('a.zarr'));
      const metadata = { node_type: 'array', shape: [2 ** 47], data_type: 'int8', fill_value: 0, codecs: [bytes] };
      const grid = { name: 'regular', configuration: { chunk_shape: [2 ** 20] } };
      writeFileSync(path('a.zarr/zarr.json'), JSON.stringify({ ...metadata, chunk_grid: grid }));
      await expect(values(path('a.zarr'))).rejects.toThrow("expected 'values' to fit the memory of");
    }));
});
