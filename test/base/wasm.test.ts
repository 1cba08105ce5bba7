import { describe, expect, it } from 'vitest';
import { wasm } from '../../src/base/index.js';

const {
  assemble,
  encodeModule,
  f64,
  f64x2,
  get,
  i32,
  instantiate,
  loopWhile,
  newMemory,
  printModule,
  repeatWhile,
  set,
  tee,
  when,
} = wasm;

/** Runs a body with two addresses as parameters and three locals (i32, v128, v128) on a memory that holds 1, 2, 3, … */
function memoryAfter(body: readonly wasm.Code[], ...addresses: readonly [number, number]): Float64Array {
  const module = assemble([{ name: 'f', parameters: ['i32', 'i32'], locals: ['i32', 'v128', 'v128'], body }]);
  const memory = newMemory(2 ** 17);
  const numbers = new Float64Array(memory.buffer);
  for (let i = 0; i < numbers.length; i++) numbers[i] = i + 1;
  instantiate(module, memory).f!(...addresses);
  return numbers;
}

describe('assembler', () => {
  it('gives at least the memory asked for', () => {
    for (const bytes of [0, 1, 65536, 65537]) {
      expect(newMemory(bytes).buffer.byteLength).toBe(65536 * Math.max(1, Math.ceil(bytes / 65536)));
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
    const store = (address: wasm.Code) => f64x2.store(address, 0, f64x2.load(i32.constant(800), 0));
    expect(memoryAfter([store(i32.least(get(0), get(1)))], -16, 32)[4]).toBe(101);
    expect(memoryAfter([store(i32.least(get(0), get(1)))], 32, 64)[4]).toBe(101);
    const once = repeatWhile(i32.less(i32.constant(-16), get(1)), [set(0, i32.add(get(0), i32.constant(16)))]);
    expect(memoryAfter([once, store(get(0))], 0, 64)[2]).toBe(101);
  });

  it('calculates with single doubles, signs and lanes', () => {
    const pair = f64x2.load(get(0), 8);
    const results = [
      f64.add(f64.load(get(0), 0), f64x2.lane(pair, 1)),
      f64.subtract(f64.constant(0.1), f64.load(get(0), 8)),
      f64.multiply(f64.negate(f64.load(get(0), 16)), f64x2.lane(f64x2.negate(pair), 0)),
      f64x2.lane(f64x2.constant(1e300), 1),
    ];
    const memory = memoryAfter(
      results.map((value, i) => f64.store(get(1), 8 * i, value)),
      0,
      80,
    );
    expect([...memory.slice(10, 14)]).toEqual([1 + 3, 0.1 - 2, 3 * 2, 1e300]);
  });

  it('chooses, repeats and skips', () => {
    const copyTo = (place: number, from: wasm.Code): wasm.Code => f64.store(i32.constant(place), 0, f64.load(from, 0));
    const memory = memoryAfter(
      [
        when(i32.isZero(get(0)), [copyTo(80, i32.constant(0))]),
        when(i32.isZero(get(1)), [copyTo(88, i32.constant(0))]),
        copyTo(96, i32.choose(i32.lessSigned(i32.constant(-8), get(0)), i32.constant(16), i32.constant(24))),
        copyTo(
          104,
          i32.shiftLeft(i32.shiftRight(i32.and(i32.constant(31), i32.constant(12)), i32.constant(2)), i32.constant(3)),
        ),
        // Sums 1 + 2 + 3 + 4, and nothing where the condition fails at once.
        loopWhile(i32.less(tee(2, get(0)), i32.constant(32)), [
          f64.store(i32.constant(112), 0, f64.add(f64.load(i32.constant(112), 0), f64.load(get(0), 0))),
          set(0, i32.add(get(0), i32.constant(8))),
        ]),
        loopWhile(i32.less(get(1), get(1)), [copyTo(120, i32.constant(0))]),
      ],
      0,
      40,
    );
    expect([...memory.slice(10, 16)]).toEqual([1, 12, 3, 4, 15 + 1 + 2 + 3 + 4, 16]);
  });

  it('calls functions by number, with a remark in the text only', () => {
    const inner = {
      name: 'inner',
      parameters: ['i32'] as const,
      locals: [],
      body: [f64.store(get(0), 0, f64.constant(2.5))],
    };
    const outer = {
      name: 'outer',
      parameters: [],
      locals: [],
      body: [wasm.remark('twice'), wasm.call(0, [i32.constant(8)])],
    };
    const memory = newMemory(16);
    instantiate(assemble([inner, outer]), memory).outer!();
    expect(new Float64Array(memory.buffer)[1]).toBe(2.5);
    expect(printModule([inner, outer], { shared: false })).toBe(
      [
        '(module',
        '  (import "m" "m" (memory 0))',
        '  (func (export "inner") (param i32)',
        '    local.get 0',
        '    f64.const 2.5',
        '    f64.store offset=0 align=8',
        '  )',
        '  (func (export "outer")',
        '    ;; twice',
        '    i32.const 8',
        '    call 0',
        '  )',
        ')',
        '',
      ].join('\n'),
    );
  });

  it('shares a memory that grows in place', () => {
    const f = { name: 'f', parameters: [], locals: [], body: [f64.store(i32.constant(65536), 0, f64.constant(7))] };
    const memory = newMemory(1, { shared: true });
    const { buffer } = memory;
    expect(buffer).toBeInstanceOf(SharedArrayBuffer);
    memory.grow(1);
    instantiate(assemble([f], { shared: true }), memory).f!();
    expect(new Float64Array(memory.buffer)[8192]).toBe(7);
    expect(buffer.byteLength).toBe(65536);
    // A module that wants a shared memory takes no other.
    expect(() => instantiate(assemble([f], { shared: true }), newMemory(1))).toThrow(/memory import/);
    expect(encodeModule([f], { shared: true })).not.toEqual(encodeModule([f], { shared: false }));
  });
});
