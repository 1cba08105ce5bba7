/** Tables of a plan in buffers of 32-bit numbers, for target WGSL. */
import { Unsupported } from '../../base/index.js';
import type { Plan } from '../target.js';
import { denseTables } from './dense.js';

const largest = 3.4028234663852886e38;

/** A literal of 32 bits.
 * @throws Unsupported for a number beyond their range. */
export function literal(value: number): string {
  const rounded = Math.fround(value);
  if (Math.abs(value) > largest || (rounded === 0 && value !== 0)) {
    throw new Unsupported({
      where: 'kernel target wgsl',
      expected: 'numbers that 32 bits can hold',
      got: String(value),
      hint: 'other units of length, or another target',
    });
  }
  return `${rounded}f`;
}

/** Integers and numbers that the shader reads, with places in their buffers, and how often each entry point runs. */
export interface GpuTables {
  readonly integers: Int32Array;
  readonly numbers: Float32Array;
  readonly rows: readonly { readonly pieces: number; readonly coefficients: number }[];
  readonly nodes: { readonly list: number; readonly offsets: number; readonly weights: number };
  readonly entries: readonly { readonly name: string; readonly invocations: number }[];
}

/** The tables of a plan; every node that is in no row has an entry of four integers. */
export function gpuTables({ rows, rest }: Plan): GpuTables {
  const integers: Int32Array[] = [];
  const numbers: Float64Array[] = [];
  const place = (list: (Int32Array | Float64Array)[], data: Int32Array | Float64Array): number => {
    const at = list.reduce((sum, { length }) => sum + length, 0);
    list.push(data);
    return at;
  };
  const rowPlaces = rows.map(({ pieces, coefficients }) => ({
    pieces: place(integers, pieces),
    coefficients: place(numbers, coefficients),
  }));
  const dense = rest.runs.length === 0 ? undefined : denseTables(rest);
  const list: number[] = [];
  const runs = dense?.runs ?? new Int32Array();
  for (let r = 0; r < runs.length; r += 5) {
    for (let j = 0; j < runs[r + 1]!; j++) list.push(runs[r]! + j, runs[r + 2]!, runs[r + 3]!, runs[r + 4]!);
  }
  const nodes = {
    list: place(integers, Int32Array.from(list)),
    offsets: place(integers, dense?.offsets ?? new Int32Array()),
    weights: place(numbers, dense?.weights ?? new Float64Array()),
  };
  const entries = [
    ...rows.map(({ pieces, sources, longest }, k) => ({
      name: `rows${k}`,
      invocations: (pieces.length / (2 + sources)) * longest,
    })),
    ...(list.length === 0 ? [] : [{ name: 'nodes', invocations: list.length / 4 }]),
  ];
  const joined = <T extends Int32Array | Float64Array>(parts: readonly T[]): number[] =>
    parts.flatMap((part) => [...part]);
  for (const part of numbers) for (const value of part) if (value !== 0) literal(value);
  return {
    integers: Int32Array.from(joined(integers as Int32Array[])),
    numbers: Float32Array.from(joined(numbers)),
    rows: rowPlaces,
    nodes,
    entries,
  };
}
