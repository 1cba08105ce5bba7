/**
 * Rows of nodes on which samples are formulas: for each row the lines that many terms share are stored in a buffer, then
 * one loop over the row takes samples and arithmetic together. Loops go over blocks of pairs of positions; the last block
 * of a row is moved back so that it ends with the row. Where a periodic row wraps around, nodes are taken one by one.
 */
import { Inconsistent, wasm } from '../../base/index.js';
import { lineParts, sampleParts } from '../formula.js';
import { type RowLoops, sourceOfRow } from '../rows.js';
import type { SampledProgram } from '../samples.js';
import { formulaValue, resultValues, type Value, type Values, valueTable } from '../values.js';
import { invariants, localsAfter, noteDefect, plus, type Sources, type Store, type Sum, storeValues } from './body.js';
import { defectAt, type Image } from './image.js';

const { f64, f64x2, get, i32, loopWhile, remark, set } = wasm;
type Code = wasm.Code;

/**
 * Lines of this many source rows and more are stored when several positions of them are read. On periodic rows of at most
 * `shortRow` nodes all lines are: then no node has to be taken by itself because it wraps around.
 */
const [storedFrom, shortRow] = [3, 256];

/** Bytes of a double. */
const double = 8;

/** Pairs of positions in a block: few for long programs, whose values would leave the registers. */
const pairsFor = (operations: number): number => (operations <= 60 ? 4 : operations <= 200 ? 2 : 1);

/** A function over rows with its room to work in. */
export interface RowFunction {
  readonly code: wasm.WasmFunction;
  readonly scratchBytes: number;
}

/** What a loop over positions needs to know. */
interface Sweep {
  readonly values: Values;
  /** The stores for some pairs of positions, or for one position. */
  readonly stores: (positions: readonly number[]) => readonly Store[];
  /** Whether values that are not finite are looked for. */
  readonly looks: boolean;
  readonly pairs: number;
  /** Positions from … to − 1, in bytes. */
  readonly from: Code;
  readonly to: Code;
  /** Positions at both ends that have to be taken one by one; only where `from` is 0 and `to` the period. */
  readonly low: number;
  readonly high: number;
}

/** The function for one kind of rows. Parameters: first row and end in the table, coefficients, room to work in. */
export function rowFunction(
  program: SampledProgram,
  loops: RowLoops,
  {
    image,
    fields,
    uniformOps,
    name,
  }: {
    readonly image: Image;
    readonly fields: readonly string[];
    readonly uniformOps: readonly number[];
    readonly name: string;
  },
): RowFunction {
  const { period, lines, samples, sources, longest, coefficientCount } = loops;
  const [row, rowEnd, coefficients, scratch] = [0, 1, 2, 3];
  const locals = localsAfter(4);
  const [start, length, x, last, end, wrapped] = Array.from({ length: 6 }, () => locals.add('i32')) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const constants = invariants(locals);

  // Lines that are stored, with their places in the buffer: position 0 is at an address divisible by 16.
  const reads = lines.map(() => new Set<number>());
  for (const { along } of samples)
    for (const { line, terms } of along) for (const { shift } of terms) reads[line]!.add(shift);
  const buffers = new Map<number, { readonly at: number; readonly local: number }>();
  let scratchBytes = 0;
  lines.forEach(({ terms, low, high }, l) => {
    const short = period > 0 && period <= shortRow;
    if (!short && (terms.length < storedFrom || reads[l]!.size < 2)) return;
    const padding = 2 * Math.ceil(low / 2);
    buffers.set(l, { at: scratchBytes, local: locals.add('i32') });
    // Buffers begin at different places of a page, so that stores do not hold up loads.
    scratchBytes += Math.ceil((double * (padding + longest + high)) / 64) * 64 + 64;
  });

  const pointers = new Map<string, { readonly field: number; readonly source: number; readonly local: number }>();
  const pointer = (field: number, source: number): number => {
    const key = `${field} ${source}`;
    const known = pointers.get(key) ?? { field, source, local: locals.add('i32') };
    pointers.set(key, known);
    return known.local;
  };
  // Source rows begin `bias` bytes before their first position, because offsets are not negative.
  const bias = double * Math.max(0, ...lines.map(({ low }) => low));
  const results = program.outputs.map(() => locals.add('i32'));

  const lineValue = (values: Values, l: number, position: number): number => {
    const { field, terms } = lines[l]!;
    return formulaValue(values, lineParts(terms), (entry) => {
      if (entry.kind === 'line') return values.leaf({ ...entry, shift: entry.shift + position });
      return values.leaf({ kind: 'field', field: fields.indexOf(field), source: entry.source, shift: position });
    });
  };
  const sampleValue = (values: Values, k: number, position: number): number =>
    formulaValue(values, sampleParts(samples[k]!), (entry) => {
      if (entry.kind === 'line') {
        const shift = entry.shift + position;
        if (buffers.has(entry.line)) return values.leaf({ kind: 'line', line: entry.line, shift });
        return lineValue(values, entry.line, shift);
      }
      const field = fields.indexOf(program.samples[k]!.field);
      return values.leaf({ kind: 'field', field, source: entry.source, shift: position });
    });

  // Products of the fields with 0, summed: 0 where all values are finite.
  const defects = { v128: locals.add('v128'), f64: locals.add('f64') } as const;
  const ownSource = sourceOfRow(loops);
  const products = (values: Values, positions: readonly number[], type: 'v128' | 'f64'): readonly Sum[] =>
    fields.flatMap((_, field) =>
      positions.map((shift) => {
        const own = values.leaf({ kind: 'field', field, source: ownSource, shift });
        return { value: values.multiply(values.leaf({ kind: 'constant', value: 0 }), own), local: defects[type] };
      }),
    );

  const titles = new Map<number, string>();
  const sourcesFor = (type: 'v128' | 'f64', wrap: ReadonlyMap<number, number>): Sources => ({
    type,
    address(value) {
      if (value.kind === 'sample') throw misplaced(value.kind);
      if (value.kind === 'line') {
        const { local } = buffers.get(value.line)!;
        const padding = double * 2 * Math.ceil(lines[value.line]!.low / 2);
        return { address: i32.add(get(local), get(x)), offset: padding + double * value.shift };
      }
      const base = get(pointer(value.field, value.source));
      const own = wrap.get(value.shift);
      if (own !== undefined) return { address: i32.add(base, get(own)), offset: bias };
      return { address: i32.add(base, get(x)), offset: bias + double * value.shift };
    },
    invariant: (value) => constants.local(value, type),
    title: (value) => titles.get(value),
  });

  const sweep = ({ values, stores, looks, pairs, from, to, low, high }: Sweep): Code => {
    const block = pairs * 2 * double;
    const positions = Array.from({ length: pairs }, (_, c) => 2 * c);
    const inPairs = storeValues(
      values,
      stores(positions),
      locals,
      sourcesFor('v128', new Map()),
      looks ? products(values, positions, 'v128') : [],
    );
    // One by one, shifted positions are wrapped.
    const single = stores([0]);
    const wrap = new Map<number, number>();
    if (low + high > 0) {
      for (const value of values.list) {
        if (
          value.kind === 'field' &&
          value.shift !== 0 &&
          Math.abs(value.shift) <= Math.max(low, high) &&
          !wrap.has(value.shift)
        ) {
          wrap.set(value.shift, locals.add('i32'));
        }
      }
    }
    const wholeRow = i32.constant(double * period);
    const wrapping = [...wrap].map(([shift, local]): Code => {
      const at = plus(x, double * shift);
      return shift < 0
        ? [
            ...set(wrapped, at),
            ...set(
              local,
              i32.choose(i32.lessSigned(get(wrapped), i32.constant(0)), i32.add(get(wrapped), wholeRow), get(wrapped)),
            ),
          ]
        : [
            ...set(wrapped, at),
            ...set(
              local,
              i32.choose(i32.lessSigned(get(wrapped), wholeRow), get(wrapped), i32.subtract(get(wrapped), wholeRow)),
            ),
          ];
    });
    const looked = looks ? products(values, [0], 'f64') : [];
    const oneByOne = storeValues(values, single, locals, sourcesFor('f64', wrap), looked);
    const shorter = i32.lessSigned(i32.subtract(get(end), get(x)), i32.constant(block + double * (low + high)));
    const [pairsFrom, pairsTo] = [locals.add('i32'), locals.add('i32')];
    return [
      ...set(x, from),
      ...set(end, to),
      ...set(pairsFrom, i32.choose(shorter, get(end), plus(x, double * low))),
      ...set(pairsTo, i32.choose(shorter, get(end), plus(end, -double * high))),
      ...remark('single positions: all of a short row, else those that wrap around'),
      ...set(x, i32.choose(i32.isZero(i32.subtract(get(x), get(pairsFrom))), get(pairsTo), get(x))),
      ...loopWhile(i32.lessSigned(get(x), get(end)), [
        ...wrapping,
        oneByOne,
        set(x, plus(x, double)),
        set(x, i32.choose(i32.isZero(i32.subtract(get(x), get(pairsFrom))), get(pairsTo), get(x))),
      ]),
      ...remark(`pairs of positions, ${pairs} at a time`),
      ...set(last, plus(pairsTo, -block)),
      ...set(x, plus(pairsFrom, -block)),
      ...loopWhile(i32.lessSigned(get(x), get(last)), [
        set(x, plus(x, block)),
        set(x, i32.choose(i32.lessSigned(get(x), get(last)), get(x), get(last))),
        inPairs,
      ]),
    ];
  };

  const bytes = get(length);
  const fills = [...buffers].map(([l, { local }]): Code => {
    const { low, high } = lines[l]!;
    const padding = double * 2 * Math.ceil(low / 2);
    const values = valueTable();
    const stores = (positions: readonly number[]): readonly Store[] =>
      positions.map((position) => ({
        value: lineValue(values, l, position),
        address: i32.add(get(local), get(x)),
        offset: padding + double * position,
        title: `line ${l}, position ${position}`,
      }));
    const filled = sweep({
      values,
      stores,
      looks: false,
      pairs: 4,
      from: i32.constant(period === 0 ? -double * low : 0),
      to: period === 0 && high > 0 ? i32.add(bytes, i32.constant(double * high)) : bytes,
      low: 0,
      high: 0,
    });
    const copy = (from: number, to: number): Code =>
      f64.store(get(local), padding + double * to, f64.load(get(local), padding + double * from));
    const ghosts =
      period === 0
        ? []
        : [
            ...Array.from({ length: low }, (_, g) => copy(period - 1 - g, -1 - g)),
            ...Array.from({ length: high }, (_, g) => copy(g, period + g)),
          ];
    return [...filled, ...ghosts.flat()];
  });

  const direct = lines.filter((_, l) => !buffers.has(l));
  const ends = (side: 'low' | 'high'): number => (period === 0 ? 0 : Math.max(0, ...direct.map((line) => line[side])));
  const values = valueTable();
  const main = sweep({
    values,
    stores: (positions) =>
      positions.flatMap((position) => {
        const own = samples.map((_, k) => {
          const value = sampleValue(values, k, position);
          titles.set(value, program.samples[k]!.title);
          return value;
        });
        return resultValues(values, program, (k) => own[k]!).map((value, k) => ({
          value,
          address: i32.add(get(results[k]!), get(x)),
          offset: double * position,
          title: `${program.titles[k]}, position ${position}`,
        }));
      }),
    looks: true,
    pairs: pairsFor(program.ops.filter((op) => 'left' in op).length),
    from: i32.constant(0),
    to: bytes,
    low: ends('low'),
    high: ends('high'),
  });

  const place = (value: Value): { readonly address: Code; readonly offset: number } => {
    if (value.kind === 'coefficient') return { address: get(coefficients), offset: double * value.index };
    if (value.kind !== 'uniform') throw misplaced(value.kind);
    return { address: i32.constant(image.uniforms), offset: double * uniformOps.indexOf(value.op) };
  };
  const body: Code = [
    ...constants.setAll(['constant', 'uniform'], place),
    ...[...buffers.values()].flatMap(({ at, local }) => set(local, plus(scratch, at))),
    ...loopWhile(i32.less(get(row), get(rowEnd)), [
      set(start, i32.shiftLeft(i32.load(get(row), 0), i32.constant(3))),
      set(length, i32.shiftLeft(i32.load(get(row), 4), i32.constant(3))),
      ...[...pointers.values()].map(({ field, source, local }) =>
        set(
          local,
          i32.add(
            i32.subtract(i32.load(i32.constant(image.pointers), 4 * field), i32.constant(bias)),
            source < 0 ? get(start) : i32.shiftLeft(i32.load(get(row), 8 + 4 * source), i32.constant(3)),
          ),
        ),
      ),
      ...results.map((local, k) =>
        set(local, i32.add(i32.load(i32.constant(image.pointers), 4 * (fields.length + k)), get(start))),
      ),
      constants.setAll(['coefficient'], place),
      ...fills,
      main,
      set(row, plus(row, 4 * (2 + sources))),
      ...(coefficientCount === 0 ? [] : [set(coefficients, plus(coefficients, double * coefficientCount))]),
    ]),
    ...noteDefect(
      f64.add(get(defects.f64), f64.add(f64x2.lane(get(defects.v128), 0), f64x2.lane(get(defects.v128), 1))),
      defectAt,
    ),
  ];
  return {
    code: { name, parameters: ['i32', 'i32', 'i32', 'i32'], locals: locals.types, body: [body] },
    scratchBytes,
  };
}

const misplaced = (kind: Value['kind']): Inconsistent =>
  new Inconsistent({ where: 'kernel target wasm', expected: 'a value that has a place in memory', got: kind });
