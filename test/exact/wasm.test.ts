import { describe, expect, it } from 'vitest';
import { assemble, f64x2, get, i32, instantiate, repeatWhile, set } from '../../src/exact/wasm.js';

/** Runs a body with two addresses as parameters and three locals (i32, v128, v128) on a memory that holds 1, 2, 3, … */
function memoryAfter(body: readonly (readonly number[])[], ...addresses: readonly [number, number]): Float64Array {
  const module = assemble({ parameters: ['i32', 'i32'], locals: ['i32', 'v128', 'v128'], body });
  const { buffer, run } = instantiate(module, 2 ** 17);
  const memory = new Float64Array(buffer);
  for (let i = 0; i < memory.length; i++) memory[i] = i + 1;
  run(...addresses);
  return memory;
}

describe('assembler', () => {
  it('gives at least the memory asked for', () => {
    const module = assemble({ parameters: [], locals: [], body: [] });
    for (const bytes of [0, 1, 65536, 65537]) {
      expect(instantiate(module, bytes).buffer.byteLength).toBe(65536 * Math.max(1, Math.ceil(bytes / 65536)));
    }
  });

  it.each([0, 8, 56, 64, 120, 128, 8184, 8192, 16384, 65536, 131056])('encodes the number %i', (address) => {
    const copy = f64x2.store(get(1), 0, f64x2.load(i32.constant(address), 0));
    expect(memoryAfter([copy], 0, 16).slice(2, 4)).toEqual(Float64Array.of(address / 8 + 1, address / 8 + 2));
    const shifted = f64x2.store(get(1), 0, f64x2.load(get(0), address));
    expect(memoryAfter([shifted], 0, 16).slice(2, 4)).toEqual(Float64Array.of(address / 8 + 1, address / 8 + 2));
  });

  it('counts downwards with negative constants', () => {
    const copy = f64x2.store(get(1), 0, f64x2.load(i32.add(get(0), i32.constant(-200)), 0));
    expect(memoryAfter([copy], 400, 16).slice(2, 4)).toEqual(Float64Array.of(26, 27));
  });

  it('calculates with pairs of doubles', () => {
    const pair = f64x2.load(get(0), 0);
    const results = [
      f64x2.add(pair, f64x2.loadTwice(get(0), 8)),
      f64x2.subtract(pair, f64x2.load(get(0), 16)),
      f64x2.multiply(pair, pair),
      f64x2.nearest(f64x2.multiply(f64x2.load(get(0), 32), f64x2.load(get(1), 0))),
    ];
    const body = results.map((value, i) => f64x2.store(i32.multiply(get(1), i32.constant(i + 1)), 0, value));
    // Each result is stored at a multiple of the second address, 80 bytes = 10 doubles.
    const memory = memoryAfter([set(3, pair), set(4, get(3)), ...body], 0, 80);
    expect([memory[10], memory[11]]).toEqual([1 + 2, 2 + 2]);
    expect([memory[20], memory[21]]).toEqual([1 - 3, 2 - 4]);
    expect([memory[30], memory[31]]).toEqual([1, 4]);
    expect([memory[40], memory[41]]).toEqual([5 * 3, 6 * 4]);
  });

  it('repeats a body while a condition holds, at least once', () => {
    const step = [
      f64x2.store(get(0), 0, f64x2.add(f64x2.load(get(0), 0), f64x2.load(get(0), 0))),
      set(0, i32.add(get(0), i32.constant(16))),
    ];
    const loop = repeatWhile(i32.less(get(0), get(1)), step);
    expect([...memoryAfter([loop], 0, 48).slice(0, 8)]).toEqual([2, 4, 6, 8, 10, 12, 7, 8]);
    expect([...memoryAfter([loop], 16, 0).slice(0, 8)]).toEqual([1, 2, 6, 8, 5, 6, 7, 8]);
  });

  it('compares addresses without sign', () => {
    const store = (address: readonly number[]) => f64x2.store(address, 0, f64x2.load(i32.constant(800), 0));
    expect(memoryAfter([store(i32.least(get(0), get(1)))], -16, 32)[4]).toBe(101);
    expect(memoryAfter([store(i32.least(get(0), get(1)))], 32, 64)[4]).toBe(101);
    const once = repeatWhile(i32.less(i32.constant(-16), get(1)), [set(0, i32.add(get(0), i32.constant(16)))]);
    expect(memoryAfter([once, store(get(0))], 0, 64)[2]).toBe(101);
  });
});
