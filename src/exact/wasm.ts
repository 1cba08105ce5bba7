/**
 * An assembler for WebAssembly modules of one function that works on a memory: just the instructions our inner loops need.
 * Instructions are written as nested expressions and are lists of bytes; locals are numbers.
 * Encoding: [rossberg-2022], chapter 5.
 */

/** Encoded instructions. */
export type Code = readonly number[];

/** LEB128: seven bits to a byte, the lowest first. */
function unsigned(value: number): Code {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}

/** LEB128 of a signed number: the sixth bit of the last byte is the sign. */
function signed(value: number): Code {
  return value >= -0x40 && value < 0x40 ? [value & 0x7f] : [(value & 0x7f) | 0x80, ...signed(value >> 7)];
}

const sized = (bytes: Code): Code => [...unsigned(bytes.length), ...bytes];
const list = (items: readonly Code[]): Code => [...unsigned(items.length), ...items.flat()];

export const get = (local: number): Code => [0x20, ...unsigned(local)];
export const set = (local: number, value: Code): Code => [...value, 0x21, ...unsigned(local)];
/** Runs the body once, and again as long as the condition holds. */
export const repeatWhile = (condition: Code, body: readonly Code[]): Code => [
  ...[0x03, 0x40, ...body.flat()],
  ...[...condition, 0x0d, 0, 0x0b],
];

/** Addresses and lengths: unsigned 32-bit integers. */
export const i32 = {
  constant: (value: number): Code => [0x41, ...signed(value)],
  add: (a: Code, b: Code): Code => [...a, ...b, 0x6a],
  multiply: (a: Code, b: Code): Code => [...a, ...b, 0x6c],
  less: (a: Code, b: Code): Code => [...a, ...b, 0x49],
  /** The smaller one; the operands are evaluated twice. */
  least: (a: Code, b: Code): Code => [...a, ...b, ...a, ...b, 0x49, 0x1b],
} as const;

const simd = (opcode: number): Code => [0xfd, ...unsigned(opcode)];
/** Alignment 2^3 and an offset in bytes. */
const at = (offset: number): Code => [3, ...unsigned(offset)];

/** Pairs of doubles; those in memory are neighbours. */
export const f64x2 = {
  load: (address: Code, offset: number): Code => [...address, ...simd(0x00), ...at(offset)],
  store: (address: Code, offset: number, value: Code): Code => [...address, ...value, ...simd(0x0b), ...at(offset)],
  /** One double from memory, twice. */
  loadTwice: (address: Code, offset: number): Code => [...address, ...simd(0x0a), ...at(offset)],
  /** A double, twice. */
  twice: (value: Code): Code => [...value, ...simd(0x14)],
  add: (a: Code, b: Code): Code => [...a, ...b, ...simd(0xf0)],
  subtract: (a: Code, b: Code): Code => [...a, ...b, ...simd(0xf1)],
  multiply: (a: Code, b: Code): Code => [...a, ...b, ...simd(0xf2)],
  /** The nearest integers, ties to even. */
  nearest: (a: Code): Code => [...a, ...simd(0x94)],
} as const;

const valueTypes = { i32: 0x7f, f64: 0x7c, v128: 0x7b } as const;
type ValueType = keyof typeof valueTypes;

/** A function without result; its parameters and then its locals are numbered from 0. */
export interface WasmFunction {
  readonly parameters: readonly ValueType[];
  readonly locals: readonly ValueType[];
  readonly body: readonly Code[];
}

/** What is used here of the global object, which the types of Node leave out. */
declare const WebAssembly: {
  readonly Memory: new (size: { readonly initial: number }) => { readonly buffer: ArrayBuffer };
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (
    module: object,
    imports: { readonly m: { readonly m: object } },
  ) => { readonly exports: { readonly f: (...values: readonly number[]) => void } };
};

/** A compiled function that has no memory yet. */
export type WasmModule = object;

/** Compiles a function. */
export function assemble({ parameters, locals, body }: WasmFunction): WasmModule {
  const section = (id: number, item: Code): Code => [id, ...sized(list([item]))];
  const name = (letter: string): Code => [1, letter.charCodeAt(0)];
  return new WebAssembly.Module(
    Uint8Array.from([
      ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
      ...section(1, [0x60, ...list(parameters.map((type) => [valueTypes[type]])), 0]),
      ...section(2, [...name('m'), ...name('m'), 2, 0, 1]),
      ...section(3, [0]),
      ...section(7, [...name('f'), 0, 0]),
      ...section(10, sized([...list(locals.map((type) => [1, valueTypes[type]])), ...body.flat(), 0x0b])),
    ]),
  );
}

/** A new memory of at least so many bytes (below 2^32), and the function working on it. */
export function instantiate(
  module: WasmModule,
  bytes: number,
): { readonly buffer: ArrayBuffer; readonly run: (...values: readonly number[]) => void } {
  const memory = new WebAssembly.Memory({ initial: Math.max(1, Math.ceil(bytes / 2 ** 16)) });
  return { buffer: memory.buffer, run: new WebAssembly.Instance(module, { m: { m: memory } }).exports.f };
}
