import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { InvalidInput } from '../../src/base/index.js';
import {
  decodeDataset,
  encodeNpz,
  openDataset,
  readDataset,
  selectVariable,
  writeFileAtomic,
  writeFilesAtomic,
  writeNpz,
} from '../../src/io/index.js';

const folder = mkdtempSync(join(tmpdir(), 'jetgraph-io-'));
afterAll(() => rmSync(folder, { recursive: true }));

function python(code: string): string {
  return execFileSync('python3', ['-c', `import numpy as np\n${code}`], {
    cwd: folder,
    encoding: 'utf8',
    stdio: 'pipe',
  });
}
function numpyWorks(): boolean {
  try {
    python('');
    return true;
  } catch {
    return false;
  }
}

describe('NPZ', () => {
  it('comes back as written', () => {
    const value = fc.oneof(fc.double(), fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, -0));
    const array = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 }).chain((shape) => {
      const length = shape.reduce((a, b) => a * b, 1);
      return fc.record({
        shape: fc.constant(shape),
        values: fc.array(value, { minLength: length, maxLength: length }),
      });
    });
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[a-zκ_][a-z0-9_]{0,8}$/), array, { maxKeys: 4 }), (arrays) => {
        const written = Object.entries(arrays).map(([name, a]) => ({
          name,
          shape: a.shape,
          data: Float64Array.from(a.values),
        }));
        const { variables } = decodeDataset(encodeNpz(written), 'test.npz');
        expect([...variables.values()]).toEqual(written);
      }),
      { numRuns: 50 },
    );
  });

  it('is the same bytes for the same arrays', () => {
    const arrays = [{ name: 'values', shape: [2], data: Float64Array.of(1, 2) }];
    expect(encodeNpz(arrays)).toEqual(encodeNpz(arrays));
  });

  it('refuses a shape that disagrees with the data, and names twice', () => {
    const a = { name: 'a', shape: [2], data: new Float64Array(3) };
    expect(() => encodeNpz([a])).toThrow("writeNpz: expected 2 values for 'a' of shape (2), got 3.");
    expect(() =>
      encodeNpz([
        { ...a, shape: [3] },
        { ...a, shape: [3] },
      ]),
    ).toThrow(InvalidInput);
  });

  it('leaves nothing behind where it cannot write', () => {
    const target = join(folder, 'taken');
    execFileSync('mkdir', [target]);
    writeFileAtomic(join(folder, 'file'), '');
    const before = readdirSync(folder);
    expect(() => writeFileAtomic(target, 'text')).toThrow(InvalidInput);
    expect(() => writeNpz(join(folder, 'file', 'a.npz'), [])).toThrow(/got (ENOTDIR|EEXIST).* for '.*a\.npz'/);
    // One of two cannot be written: neither is.
    const both = [join(folder, 'one.txt'), target].map((path) => ({ path, content: 'text' }));
    expect(() => writeFilesAtomic(both)).toThrow(/got EISDIR \(a folder\) for '.*taken'/);
    expect(readdirSync(folder)).toEqual(before);
    writeFileAtomic(join(folder, 'note.txt'), 'first');
    writeFileAtomic(join(folder, 'note.txt'), 'second');
    expect(readFileSync(join(folder, 'note.txt'), 'utf8')).toBe('second');
    writeFileAtomic(join(folder, 'made', 'here', 'note.txt'), 'third');
    expect(readdirSync(join(folder, 'made', 'here'))).toEqual(['note.txt']);
  });

  it('chooses a variable by name, or says which there are', () => {
    const two = decodeDataset(
      encodeNpz([
        { name: 't', shape: [1], data: Float64Array.of(0) },
        { name: 'values', shape: [1], data: Float64Array.of(7) },
      ]),
      'two.npz',
    );
    expect(selectVariable(two, undefined, 'two.npz').data[0]).toBe(7);
    expect(selectVariable(two, 't', 'two.npz').data[0]).toBe(0);
    expect(() => selectVariable(two, 'u', 'two.npz')).toThrow("two.npz: expected a variable among t, values, got 'u'.");
  });
});

describe.runIf(numpyWorks())('with python3 and numpy', () => {
  it('NumPy reads what writeNpz writes', () => {
    const data = Float64Array.from({ length: 6 }, (_, i) => Math.PI * i);
    writeNpz(join(folder, 'ours.npz'), [
      { name: 'values', shape: [2, 3], data },
      { name: 'one', shape: [], data: Float64Array.of(5) },
      { name: 't', shape: [3], data: data.slice(0, 3) },
    ]);
    const printed = python(
      "d = np.load('ours.npz')\nfor k in d: print(k, d[k].shape, d[k].dtype, d[k].flags.c_contiguous, float(d[k].sum()).hex())",
    );
    expect(printed.trim().split('\n')).toEqual([
      `values (2, 3) float64 True ${python(`print((15*np.pi).hex())`).trim()}`,
      'one () float64 True 0x1.4000000000000p+2',
      `t (3,) float64 True ${python(`print((3*np.pi).hex())`).trim()}`,
    ]);
  });

  it('reads every numeric type in both byte orders and both index orders, stored and deflated', () => {
    const types = ['b1', 'i1', 'u1', 'i2', 'u2', 'i4', 'u4', 'i8', 'u8', 'f2', 'f4', 'f8', 'c8', 'c16'];
    python(
      [
        'a = {}',
        `for t in ${JSON.stringify(types)}:`,
        '  for e in "<>":',
        '    for o in "CF":',
        '      v = np.arange(24).reshape(2,3,4) % 7',
        '      v = v - 3j * v if t[0] == "c" else (v % 2 if t == "b1" else v)',
        '      a[t + ("l" if e == "<" else "b") + o] = np.array(v, dtype=e + t, order=o)',
        'a["text"] = np.array(["x"])',
        'np.savez("stored.npz", **a); np.savez_compressed("deflated.npz", **a)',
        'np.save("single.npy", np.array([[1.5, -2], [3, 4]], dtype=">f2", order="F"))',
      ].join('\n'),
    );
    for (const file of ['stored.npz', 'deflated.npz']) {
      const { variables, skipped } = readDataset(join(folder, file));
      expect([...skipped.keys()]).toEqual(['text']);
      for (const type of types) {
        for (const suffix of ['lC', 'lF', 'bC', 'bF']) {
          const expected = Array.from({ length: 24 }, (_, i) => (type === 'b1' ? (i % 7) % 2 : i % 7));
          const found = variables.get(type + suffix)!;
          expect(found.shape).toEqual([2, 3, 4]);
          expect([...found.data], type + suffix).toEqual(expected);
          if (type.startsWith('c')) {
            const imaginary = [...variables.get(`${type}${suffix}_imag`)!.data];
            expect(imaginary.every((value, i) => value === -3 * expected[i]!)).toBe(true);
          }
        }
      }
    }
    expect(readDataset(join(folder, 'single.npy')).variables.get('values')).toMatchObject({
      shape: [2, 2],
      data: Float64Array.of(1.5, -2, 3, 4),
    });
  });

  it('reads half precision to the bit', () => {
    python(
      'np.save("half.npy", np.arange(65536, dtype="<u2").view("<f2")); np.save("double.npy", np.arange(65536, dtype="<u2").view("<f2").astype("f8"))',
    );
    const half = readDataset(join(folder, 'half.npy')).variables.get('values')!.data;
    expect(half).toEqual(readDataset(join(folder, 'double.npy')).variables.get('values')!.data);
  });
});

it('reads no 64-bit integers that a double cannot hold: whole it is left out by name, part by part refused', async () => {
  const header = "{'descr': '<i8', 'fortran_order': False, 'shape': (1,), }".padEnd(117);
  const bytes = new Uint8Array(136);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, 118, 0]);
  bytes.set(new TextEncoder().encode(`${header}\n`), 10);
  new DataView(bytes.buffer).setBigInt64(128, 2n ** 53n + 1n, true);
  writeFileSync(join(folder, 'big.npy'), bytes);
  expect(readDataset(join(folder, 'big.npy')).skipped.get('values')).toBe('of 64-bit integers beyond 2^53');
  const dataset = await openDataset(join(folder, 'big.npy'));
  expect(() => dataset.variables.get('values')!.data).toThrow('expected 64-bit integers below 2^53');
  dataset.close();
});
