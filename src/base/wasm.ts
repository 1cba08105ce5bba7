/**
 * An assembler for WebAssembly modules whose functions work on one imported memory: just the instructions our inner loops
 * need. Instructions are written as nested expressions; the same list is encoded into bytes or printed as text.
 * Locals are numbers. Encoding and text: [rossberg-2022], chapters 5 and 6.
 */

/** How the numbers behind an opcode are written. */
type Immediate = 'none' | 'block' | 'index' | 'i32' | 'f64' | 'f64x2' | 'memory' | 'lane';

/** Opcode bytes, immediates, and for memory access the binary logarithm of the alignment. */
const instructions = {
  block: [[0x02], 'block', 0],
  loop: [[0x03], 'block', 0],
  if: [[0x04], 'block', 0],
  end: [[0x0b], 'none', 0],
  br: [[0x0c], 'index', 0],
  br_if: [[0x0d], 'index', 0],
  call: [[0x10], 'index', 0],
  select: [[0x1b], 'none', 0],
  'local.get': [[0x20], 'index', 0],
  'local.set': [[0x21], 'index', 0],
  'local.tee': [[0x22], 'index', 0],
  'i32.load': [[0x28], 'memory', 2],
  'f64.load': [[0x2b], 'memory', 3],
  'i32.store': [[0x36], 'memory', 2],
  'f64.store': [[0x39], 'memory', 3],
  'i32.const': [[0x41], 'i32', 0],
  'f64.const': [[0x44], 'f64', 0],
  'i32.eqz': [[0x45], 'none', 0],
  'i32.lt_s': [[0x48], 'none', 0],
  'i32.lt_u': [[0x49], 'none', 0],
  'f64.ne': [[0x62], 'none', 0],
  'i32.add': [[0x6a], 'none', 0],
  'i32.sub': [[0x6b], 'none', 0],
  'i32.mul': [[0x6c], 'none', 0],
  'i32.and': [[0x71], 'none', 0],
  'i32.shl': [[0x74], 'none', 0],
  'i32.shr_u': [[0x76], 'none', 0],
  'f64.neg': [[0x9a], 'none', 0],
  'f64.add': [[0xa0], 'none', 0],
  'f64.sub': [[0xa1], 'none', 0],
  'f64.mul': [[0xa2], 'none', 0],
  'v128.load': [[0xfd, 0x00], 'memory', 3],
  'v128.load64_splat': [[0xfd, 0x0a], 'memory', 3],
  'v128.store': [[0xfd, 0x0b], 'memory', 3],
  'v128.const f64x2': [[0xfd, 0x0c], 'f64x2', 0],
  'f64x2.splat': [[0xfd, 0x14], 'none', 0],
  'f64x2.extract_lane': [[0xfd, 0x21], 'lane', 0],
  'f64x2.nearest': [[0xfd, 0x94, 0x01], 'none', 0],
  'f64x2.neg': [[0xfd, 0xed, 0x01], 'none', 0],
  'f64x2.add': [[0xfd, 0xf0, 0x01], 'none', 0],
  'f64x2.sub': [[0xfd, 0xf1, 0x01], 'none', 0],
  'f64x2.mul': [[0xfd, 0xf2, 0x01], 'none', 0],
} as const satisfies Readonly<Record<string, readonly [readonly number[], Immediate, number]>>;

/** One instruction with its immediates, or a remark for the text. */
export type Instruction =
  | readonly [name: keyof typeof instructions, ...immediates: readonly number[]]
  | { readonly remark: string };

/** A sequence of instructions. */
export type Code = readonly Instruction[];

export const get = (local: number): Code => [['local.get', local]];
export const set = (local: number, value: Code): Code => [...value, ['local.set', local]];
/** Sets a local and leaves its value. */
export const tee = (local: number, value: Code): Code => [...value, ['local.tee', local]];
/** Runs the body once, and again as long as the condition holds. */
export const repeatWhile = (condition: Code, body: readonly Code[]): Code => [
  ...([['loop']] as const),
  ...body.flat(),
  ...condition,
  ...([['br_if', 0], ['end']] as const),
];
/** Runs the body as long as the condition holds. */
export const loopWhile = (condition: Code, body: readonly Code[]): Code =>
  when(condition, [repeatWhile(condition, body)]);
/** Runs the body if the condition holds. */
export const when = (condition: Code, body: readonly Code[]): Code => [
  ...condition,
  ...([['if']] as const),
  ...body.flat(),
  ...([['end']] as const),
];
/** Calls a function of the module, by number. */
export const call = (index: number, values: readonly Code[]): Code => [...values.flat(), ['call', index]];
/** A remark in the text form. */
export const remark = (text: string): Code => [{ remark: text }];

type Name = keyof typeof instructions;
const unary =
  (name: Name) =>
  (a: Code): Code => [...a, [name]];
const binary =
  (name: Name) =>
  (a: Code, b: Code): Code => [...a, ...b, [name]];
const load =
  (name: Name) =>
  (address: Code, offset: number): Code => [...address, [name, offset]];
const store =
  (name: Name) =>
  (address: Code, offset: number, value: Code): Code => [...address, ...value, [name, offset]];

/** Addresses and lengths: unsigned 32-bit integers. Offsets of addresses are in bytes and not negative. */
export const i32 = {
  constant: (value: number): Code => [['i32.const', value]],
  load: load('i32.load'),
  store: store('i32.store'),
  add: binary('i32.add'),
  subtract: binary('i32.sub'),
  multiply: binary('i32.mul'),
  and: binary('i32.and'),
  shiftLeft: binary('i32.shl'),
  shiftRight: binary('i32.shr_u'),
  isZero: unary('i32.eqz'),
  less: binary('i32.lt_u'),
  lessSigned: binary('i32.lt_s'),
  /** `a` where the condition holds, else `b`; both are evaluated. */
  choose: (condition: Code, a: Code, b: Code): Code => [...a, ...b, ...condition, ['select']],
  /** The smaller one; the operands are evaluated twice. */
  least: (a: Code, b: Code): Code => i32.choose(i32.less(a, b), a, b),
} as const;

/** Doubles. */
export const f64 = {
  constant: (value: number): Code => [['f64.const', value]],
  load: load('f64.load'),
  store: store('f64.store'),
  negate: unary('f64.neg'),
  /** A condition; NaN differs from everything. */
  differs: binary('f64.ne'),
  add: binary('f64.add'),
  subtract: binary('f64.sub'),
  multiply: binary('f64.mul'),
} as const;

/** Pairs of doubles; those in memory are neighbours. */
export const f64x2 = {
  /** A constant, twice. */
  constant: (value: number): Code => [['v128.const f64x2', value, value]],
  load: load('v128.load'),
  store: store('v128.store'),
  /** One double from memory, twice. */
  loadTwice: load('v128.load64_splat'),
  /** A double, twice. */
  twice: unary('f64x2.splat'),
  /** One of the two, by number 0 or 1. */
  lane: (a: Code, lane: number): Code => [...a, ['f64x2.extract_lane', lane]],
  negate: unary('f64x2.neg'),
  add: binary('f64x2.add'),
  subtract: binary('f64x2.sub'),
  multiply: binary('f64x2.mul'),
  /** The nearest integers, ties to even. */
  nearest: unary('f64x2.nearest'),
} as const;

const valueTypes = { i32: 0x7f, f64: 0x7c, v128: 0x7b } as const;
export type ValueType = keyof typeof valueTypes;

/** A function without result; its parameters and then its locals are numbered from 0. */
export interface WasmFunction {
  readonly name: string;
  readonly parameters: readonly ValueType[];
  readonly locals: readonly ValueType[];
  readonly body: readonly Code[];
}

/** The memory that a module imports as `m.m`. */
export interface MemoryType {
  /** A shared memory can be used by several threads and grows in place. */
  readonly shared: boolean;
}

/** Pages of 64 KiB: the most that 32-bit addresses reach. */
export const mostPages = 65536;

/** LEB128: seven bits to a byte, the lowest first. */
function unsigned(value: number, bytes: number[]): void {
  let rest = value;
  for (; rest >= 0x80; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80);
  bytes.push(rest);
}

/** LEB128 of a signed number: the sixth bit of the last byte is the sign. */
function signed(value: number, bytes: number[]): void {
  let rest = value;
  for (; rest < -0x40 || rest >= 0x40; rest >>= 7) bytes.push((rest & 0x7f) | 0x80);
  bytes.push(rest & 0x7f);
}

function doubles(values: readonly number[], bytes: number[]): void {
  for (const byte of new Uint8Array(Float64Array.from(values).buffer)) bytes.push(byte);
}

/** Immediates in bytes; `align` is the logarithm of the alignment. */
const encoders: {
  readonly [K in Immediate]: (values: readonly number[], align: number, bytes: number[]) => void;
} = {
  none: () => {},
  block: (_, __, bytes) => bytes.push(0x40),
  index: ([value], _, bytes) => unsigned(value!, bytes),
  lane: ([value], _, bytes) => bytes.push(value!),
  i32: ([value], _, bytes) => signed(value!, bytes),
  f64: (values, _, bytes) => doubles(values, bytes),
  f64x2: (values, _, bytes) => doubles(values, bytes),
  memory: ([offset], align, bytes) => {
    bytes.push(align);
    unsigned(offset!, bytes);
  },
};

const number = (value: number): readonly number[] => {
  const bytes: number[] = [];
  unsigned(value, bytes);
  return bytes;
};
const sized = (bytes: readonly number[]): readonly number[] => [...number(bytes.length), ...bytes];
const list = (items: readonly (readonly number[])[]): readonly number[] => [...number(items.length), ...items.flat()];

/** The bytes of a module; its functions are exported by name. */
export function encodeModule(functions: readonly WasmFunction[], { shared }: MemoryType): Uint8Array<ArrayBuffer> {
  const section = (id: number, items: readonly (readonly number[])[]): readonly number[] => [id, ...sized(list(items))];
  const name = (text: string): readonly number[] => sized([...text].map((letter) => letter.charCodeAt(0)));
  const limits = shared ? [3, 0, ...number(mostPages)] : [0, 0];
  const codes = functions.map(({ locals, body }) => {
    const bytes: number[] = [...list(locals.map((type) => [1, valueTypes[type]]))];
    for (const code of body) {
      for (const instruction of code) {
        if ('remark' in instruction) continue;
        const [mnemonic, ...values] = instruction;
        const [opcode, immediate, align] = instructions[mnemonic];
        for (const byte of opcode) bytes.push(byte);
        encoders[immediate](values, align, bytes);
      }
    }
    bytes.push(0x0b);
    return sized(bytes);
  });
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(
      1,
      functions.map(({ parameters }) => [0x60, ...list(parameters.map((type) => [valueTypes[type]])), 0]),
    ),
    ...section(2, [[...name('m'), ...name('m'), 2, ...limits]]),
    ...section(
      3,
      functions.map((_, i) => number(i)),
    ),
    ...section(
      7,
      functions.map((f, i) => [...name(f.name), 0, ...number(i)]),
    ),
    ...section(10, codes),
  ]);
}

/** The text form of a module. */
export function printModule(functions: readonly WasmFunction[], { shared }: MemoryType): string {
  const lines = ['(module', `  (import "m" "m" (memory ${shared ? `0 ${mostPages} shared` : '0'}))`];
  for (const { name, parameters, locals, body } of functions) {
    const types = (word: string, all: readonly ValueType[]): string =>
      all.length === 0 ? '' : ` (${word} ${all.join(' ')})`;
    lines.push(`  (func (export "${name}")${types('param', parameters)}${types('local', locals)}`);
    let depth = 2;
    for (const instruction of body.flat()) {
      if ('remark' in instruction) {
        lines.push(`${'  '.repeat(depth)};; ${instruction.remark}`);
        continue;
      }
      const [opcode, ...values] = instruction;
      if (opcode === 'end') depth--;
      const [, immediate, align] = instructions[opcode];
      const text =
        immediate === 'memory' ? ` offset=${values[0]} align=${2 ** align}` : values.map((x) => ` ${x}`).join('');
      lines.push(`${'  '.repeat(depth)}${opcode}${text}`);
      if (immediate === 'block') depth++;
    }
    lines.push('  )');
  }
  return `${lines.join('\n')}\n)\n`;
}

/** What is used of the global object, which the types of Node leave out. */
declare const WebAssembly: {
  readonly Memory: new (size: {
    readonly initial: number;
    readonly maximum?: number;
    readonly shared?: boolean;
  }) => WasmMemory;
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (
    module: object,
    imports: { readonly m: { readonly m: object } },
  ) => { readonly exports: WasmExports };
};

/** A memory; its buffer is another object after it has grown. */
export interface WasmMemory {
  readonly buffer: ArrayBuffer;
  /** Adds pages of 64 KiB. */
  grow(pages: number): number;
}

/** Functions by name. */
export type WasmExports = Readonly<Record<string, (...values: readonly number[]) => void>>;

/** A compiled module that has no memory yet. */
export type WasmModule = object;

/** Compiles functions. */
export function assemble(functions: readonly WasmFunction[], type: MemoryType = { shared: false }): WasmModule {
  return new WebAssembly.Module(encodeModule(functions, type));
}

/** A new memory of at least so many bytes (below 2^32). */
export function newMemory(bytes: number, { shared }: MemoryType = { shared: false }): WasmMemory {
  const initial = Math.max(1, Math.ceil(bytes / 2 ** 16));
  return new WebAssembly.Memory(shared ? { initial, maximum: mostPages, shared } : { initial });
}

/** The functions of a module, working on a memory. */
export function instantiate(module: WasmModule, memory: WasmMemory): WasmExports {
  return new WebAssembly.Instance(module, { m: { m: memory } }).exports;
}
