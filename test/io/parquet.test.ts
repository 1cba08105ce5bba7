/** Parquet files in a thread of their own: what it reads comes back, and a damaged file that keeps it busy is given up. */
import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { inFolder } from '../cli/command.js';

/** Twenty nulls, then 20 … 39, in one page without compression. */
const bytes = new Uint8Array(
  parquetWriteBuffer({
    codec: 'UNCOMPRESSED',
    columnData: [{ name: 'i', data: Array.from({ length: 40 }, (_, i) => (i < 20 ? null : i)), type: 'INT32' }],
  }),
);
const built = fileURLToPath(new URL('../../dist/io/parquet.js', import.meta.url));

/** What the built package says of a file, in a process of its own. */
function read(path: string): unknown {
  const code = `
    import { readParquet } from ${JSON.stringify(built)};
    const seen = await readParquet(process.argv[1], 1).then(({ variables }) => [...variables.get('i').data], String);
    console.log(JSON.stringify(seen));`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', code, path], {
    encoding: 'utf8',
    timeout: 30_000,
  });
  expect(stderr).toBe('');
  return JSON.parse(stdout);
}

describe.runIf(existsSync(built))('the thread', () => {
  it('gives back what it reads', () =>
    inFolder(async (path) => {
      writeFileSync(path('a.parquet'), bytes);
      expect(read(path('a.parquet'))).toEqual(Array.from({ length: 40 }, (_, i) => (i < 20 ? null : i)));
    }));

  it('says what is wrong', () =>
    inFolder(async (path) => {
      writeFileSync(path('a.parquet'), bytes.subarray(0, 200));
      expect(read(path('a.parquet'))).toMatch(
        /^InvalidInput: .*a.parquet: expected a whole Parquet file, got an error/,
      );
    }));

  it('is stopped where a run of a page claims a thousand million values', () =>
    inFolder(async (path) => {
      // two runs of twenty levels, 0 and 1: a header of five bytes in place of the first
      const at = bytes.findIndex((_, i) => [0x28, 0, 0x28, 1].every((byte, k) => bytes[i + k] === byte));
      expect(at).toBeGreaterThan(0);
      const damaged = bytes.slice();
      damaged.set([0xff, 0xff, 0xff, 0xff, 0x07], at);
      damaged[at] = 0xfe;
      writeFileSync(path('a.parquet'), damaged);
      expect(read(path('a.parquet'))).toMatch(/expected a whole Parquet file, got (no end of it in 1 s|an error)/);
    }));
});
