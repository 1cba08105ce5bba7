/**
 * Instructions for values: one local for each value that is used more than once, everything else on the stack. The same
 * values are computed for pairs of positions or for single ones, with the same roundings.
 */
import { wasm } from '../../base/index.js';
import { operandsOf, type Value, type ValueKinds, type Values } from '../values.js';

const { f64, f64x2, get, i32, when } = wasm;
type Code = wasm.Code;

/** Locals of a function under construction. */
export interface Locals {
  readonly types: readonly wasm.ValueType[];
  /** A new local; its number. */
  add(type: wasm.ValueType): number;
}

/** Locals behind some parameters. */
export function localsAfter(parameters: number): Locals {
  const types: wasm.ValueType[] = [];
  return { types, add: (type) => parameters + types.push(type) - 1 };
}

/** Arithmetic on one number or on a pair. */
const arithmetic = { v128: f64x2, f64 } as const;

/** Where values without operands come from. */
export interface Sources {
  readonly type: 'v128' | 'f64';
  /** An address and an offset in bytes. */
  readonly address: (value: Value<'field' | 'line' | 'sample'>) => { readonly address: Code; readonly offset: number };
  /** A local that holds a value that is the same in the whole loop. */
  readonly invariant: (value: Value<'coefficient' | 'parameter' | 'uniform' | 'constant'>) => number;
  /** A name for the text form. */
  readonly title: (value: number) => string | undefined;
}

/** A value that is stored. */
export interface Store {
  readonly value: number;
  readonly address: Code;
  readonly offset: number;
  readonly title: string;
}

/** A value that is added to a local. */
export interface Sum {
  readonly value: number;
  readonly local: number;
}

type Emit = (value: number) => void;

const fromMemory = (value: Value<'field' | 'line' | 'sample'>, { type, address }: Sources): Code => {
  const place = address(value);
  return arithmetic[type].load(place.address, place.offset);
};
const fromLocal = (value: Value<'coefficient' | 'parameter' | 'uniform' | 'constant'>, { invariant }: Sources): Code =>
  get(invariant(value));
const binary =
  (name: 'add' | 'subtract' | 'multiply') =>
  ({ left, right }: { readonly left: number; readonly right: number }, { type }: Sources, emit: Emit): Code => {
    emit(left);
    emit(right);
    return arithmetic[type][name]([], []);
  };

/** How each kind is computed: operands are emitted first, the rest is returned. */
const emitters: { readonly [K in keyof ValueKinds]: (value: Value<K>, sources: Sources, emit: Emit) => Code } = {
  field: fromMemory,
  line: fromMemory,
  sample: fromMemory,
  coefficient: fromLocal,
  parameter: fromLocal,
  uniform: fromLocal,
  constant: fromLocal,
  add: binary('add'),
  subtract: binary('subtract'),
  multiply: binary('multiply'),
  negate: ({ operand }, { type }, emit) => {
    emit(operand);
    return arithmetic[type].negate([]);
  },
};

const emitValue = <K extends keyof ValueKinds>(value: Value<K>, sources: Sources, emit: Emit): Code =>
  emitters[value.kind](value, sources, emit);

/** Computes values in the order in which they are stored. */
export function storeValues(
  values: Values,
  stores: readonly Store[],
  locals: Locals,
  sources: Sources,
  sums: readonly Sum[] = [],
): Code {
  const { list } = values;
  const uses = list.map(() => 0);
  const reached = list.map(() => false);
  for (const { value } of [...stores, ...sums]) {
    uses[value]!++;
    reached[value] = true;
  }
  for (let i = list.length - 1; i >= 0; i--) {
    if (!reached[i]) continue;
    for (const operand of operandsOf(list[i]!)) {
      uses[operand]!++;
      reached[operand] = true;
    }
  }
  const code: wasm.Instruction[] = [];
  const localOf = new Map<number, number>();
  const inLocal = ({ kind }: Value): boolean =>
    kind === 'constant' || kind === 'coefficient' || kind === 'uniform' || kind === 'parameter';
  const emit = (i: number): void => {
    const known = localOf.get(i);
    if (known !== undefined) {
      code.push(['local.get', known]);
      return;
    }
    const value = list[i]!;
    code.push(...emitValue<keyof ValueKinds>(value, sources, emit));
    const title = sources.title(i);
    if (uses[i]! < 2 || inLocal(value)) {
      if (title !== undefined) code.push({ remark: title });
      return;
    }
    const local = locals.add(sources.type);
    localOf.set(i, local);
    if (title !== undefined) code.push({ remark: `${title}, local ${local}` });
    code.push(['local.tee', local]);
  };
  for (const { value, address, offset, title } of stores) {
    code.push({ remark: title }, ...address);
    emit(value);
    code.push(...arithmetic[sources.type].store([], offset, []));
  }
  for (const { value, local } of sums) {
    code.push(['local.get', local]);
    emit(value);
    code.push(...arithmetic[sources.type].add([], []), ['local.set', local]);
  }
  return code;
}

/** Locals for values that are the same in a whole loop: they are found while bodies are emitted, and set before. */
export interface Invariants {
  readonly local: (value: Value<'coefficient' | 'parameter' | 'uniform' | 'constant'>, type: 'v128' | 'f64') => number;
  /** Sets the locals of all values of some kinds that were asked for so far. */
  readonly setAll: (
    kinds: readonly Value['kind'][],
    address: (value: Value) => { readonly address: Code; readonly offset: number },
  ) => Code;
}

/** No locals yet. */
export function invariants(locals: Locals): Invariants {
  const found = new Map<string, { value: Value; type: 'v128' | 'f64'; local: number }>();
  return {
    local(value, type) {
      const key = `${type} ${Object.values(value).join()}`;
      const known = found.get(key);
      if (known !== undefined) return known.local;
      const local = locals.add(type);
      found.set(key, { value, type, local });
      return local;
    },
    setAll: (kinds, address) =>
      [...found.values()]
        .filter(({ value }) => kinds.includes(value.kind))
        .flatMap(({ value, type, local }): Code => {
          if (value.kind === 'constant') return [...arithmetic[type].constant(value.value), ['local.set', local]];
          const place = address(value);
          const load = type === 'v128' ? f64x2.loadTwice : f64.load;
          return [...load(place.address, place.offset), ['local.set', local]];
        }),
  };
}

/** Adds a number of bytes. */
export const plus = (local: number, bytes: number): Code =>
  bytes === 0 ? get(local) : i32.add(get(local), i32.constant(bytes));

/** Sets a word of the memory where a sum of products with 0 is not 0: a factor was not finite. */
export const noteDefect = (sum: Code, address: number): Code =>
  when(f64.differs(sum, f64.constant(0)), [i32.store(i32.constant(address), 0, i32.constant(1))]);
