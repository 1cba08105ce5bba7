/** A small NetCDF 3 writer after the format specification, so that tests can make files with every edge case. */
import { ByteWriter } from './bytes.js';

type Kind = 'byte' | 'char' | 'short' | 'int' | 'float' | 'double';

export interface NetcdfVariable {
  readonly name: string;
  readonly dimensions: readonly string[];
  readonly kind: Kind;
  readonly attributes?: Readonly<Record<string, string | readonly [Kind, ...number[]]>>;
  /** Stored values in C order, records first. */
  readonly values: readonly number[];
}

const KINDS = {
  byte: { code: 1, setter: 'Int8', size: 1 },
  char: { code: 2, setter: 'Uint8', size: 1 },
  short: { code: 3, setter: 'Int16', size: 2 },
  int: { code: 4, setter: 'Int32', size: 4 },
  float: { code: 5, setter: 'Float32', size: 4 },
  double: { code: 6, setter: 'Float64', size: 8 },
} as const;

/** `dimensions` maps a name to its length, or to 'records' for the record dimension. */
export function netcdfFile(
  version: 1 | 2 | 5,
  dimensions: Readonly<Record<string, number | 'records'>>,
  records: number,
  variables: readonly NetcdfVariable[],
  streaming = false,
): Uint8Array {
  const names = Object.keys(dimensions);
  const isRecord = (v: NetcdfVariable): boolean => dimensions[v.dimensions[0]!] === 'records';
  const count = (v: NetcdfVariable): number => v.values.length / (isRecord(v) ? records : 1);
  const size = (v: NetcdfVariable): number => count(v) * KINDS[v.kind].size;
  const alone = variables.filter(isRecord).length === 1;
  const padded = (v: NetcdfVariable): number => (isRecord(v) && alone ? size(v) : Math.ceil(size(v) / 4) * 4);
  const stride = variables.filter(isRecord).reduce((sum, v) => sum + padded(v), 0);

  const header = (begins: readonly number[]): ByteWriter => {
    const out = new ByteWriter(false).text('CDF').put('Uint8', version);
    const nonNegative = (n: number): ByteWriter => (version === 5 ? out.put64(n) : out.put('Uint32', n));
    const text = (s: string): void => {
      nonNegative(s.length).text(s).pad(4);
    };
    const list = (tag: number, n: number): void => {
      out.put('Uint32', n === 0 ? 0 : tag);
      nonNegative(n);
    };
    if (streaming) out.put('Uint32', 0xffffffff);
    else nonNegative(records);
    list(10, names.length);
    for (const name of names) {
      text(name);
      const length = dimensions[name]!;
      nonNegative(length === 'records' ? 0 : length);
    }
    list(12, 0);
    list(11, variables.length);
    for (const [i, v] of variables.entries()) {
      text(v.name);
      nonNegative(v.dimensions.length);
      for (const d of v.dimensions) nonNegative(names.indexOf(d));
      const attributes = Object.entries(v.attributes ?? {});
      list(12, attributes.length);
      for (const [name, value] of attributes) {
        text(name);
        if (typeof value === 'string') {
          out.put('Uint32', 2);
          text(value);
        } else {
          const [kind, ...numbers] = value;
          out.put('Uint32', KINDS[kind].code);
          nonNegative(numbers.length)
            .put(KINDS[kind].setter, ...numbers)
            .pad(4);
        }
      }
      out.put('Uint32', KINDS[v.kind].code);
      nonNegative(padded(v));
      if (version === 1) out.put('Uint32', begins[i]!);
      else out.put64(begins[i]!);
    }
    return out;
  };

  let at = header(variables.map(() => 0)).bytes.length;
  const begins: number[] = new Array(variables.length).fill(0);
  for (const wanted of [false, true]) {
    for (const [i, v] of variables.entries()) {
      if (isRecord(v) !== wanted) continue;
      begins[i] = at;
      at += padded(v);
    }
  }
  const file = header(begins);
  const put = (v: NetcdfVariable, from: number): void => {
    const block = new ByteWriter(false).put(KINDS[v.kind].setter, ...v.values.slice(from, from + count(v)));
    file.raw(isRecord(v) && alone ? block.bytes : block.pad(4).bytes);
  };
  for (const v of variables) if (!isRecord(v)) put(v, 0);
  if (stride > 0) for (let r = 0; r < records; r++) for (const v of variables) if (isRecord(v)) put(v, r * count(v));
  return file.done;
}
