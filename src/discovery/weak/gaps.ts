/**
 * Missing samples: filled in along time, through the four nearest samples at the same node, so that sums can be formed at all;
 * windows that rest on them for more than a small part are left out later (weakDesign.ts).
 */
import { madeSeries, type SliceSeries, sliceAt } from '../series.js';
import type { Samples } from './weakFeatures.js';

/** Samples through which a missing one is interpolated. */
const neighbours = 4;

/**
 * Samples without NaN, and where something was filled in (1) for any field; absent where nothing was. Which samples are missing is kept
 * as one bit for each.
 * @param capacity slices with gaps to keep.
 */
export function fillGaps(
  times: ArrayLike<number>,
  fields: readonly string[],
  values: Samples,
  capacity: number,
): { readonly samples: Samples; readonly missing: SliceSeries | undefined } {
  const gaps = new Map<string, Bits>();
  for (const name of fields) {
    const bits = missingBits(values[name]!);
    if (bits !== undefined) gaps.set(name, bits);
  }
  if (gaps.size === 0) return { samples: values, missing: undefined };
  const samples = Object.fromEntries(
    fields.map((name) => {
      const bits = gaps.get(name);
      return [name, bits === undefined ? values[name]! : filledSeries(times, values[name]!, bits, capacity)];
    }),
  );
  const all = [...gaps.values()];
  const nodes = sliceAt(values[fields[0]!]!, 0).length;
  const missing = madeSeries(times.length, 1, (k) =>
    Float64Array.from({ length: nodes }, (_, node) => (all.some((bits) => bits.has(k, node)) ? 1 : 0)),
  );
  return { samples, missing };
}

/** A set of samples. */
interface Bits {
  has(slice: number, node: number): boolean;
}

/** Where a series has NaN; undefined where it has none. */
function missingBits(series: SliceSeries): Bits | undefined {
  const nodes = sliceAt(series, 0).length;
  const width = Math.ceil(nodes / 8);
  const rows = new Map<number, Uint8Array>();
  for (let k = 0; k < series.length; k++) {
    for (const [node, value] of sliceAt(series, k).entries()) {
      if (!Number.isNaN(value)) continue;
      const row = rows.get(k) ?? new Uint8Array(width);
      rows.set(k, row);
      row[node >> 3] = row[node >> 3]! | (1 << (node & 7));
    }
  }
  if (rows.size === 0) return undefined;
  return { has: (k, node) => ((rows.get(k)?.[node >> 3] ?? 0) & (1 << (node & 7))) !== 0 };
}

function filledSeries(times: ArrayLike<number>, series: SliceSeries, bits: Bits, capacity: number): SliceSeries {
  return madeSeries(series.length, capacity, (gap) => {
    const slice = sliceAt(series, gap);
    if (!slice.some(Number.isNaN)) return slice;
    const result = slice.slice();
    // which nodes need which of the other slices, so that each of these is read once
    const wanted = new Map<number, { readonly node: number; readonly weight: number }[]>();
    for (const [node, value] of slice.entries()) {
      if (!Number.isNaN(value)) continue;
      result[node] = 0;
      const near = nearestKnown(bits, gap, node, series.length);
      for (const k of near) {
        const weight = near.reduce(
          (product, other) =>
            other === k ? product : (product * (times[gap]! - times[other]!)) / (times[k]! - times[other]!),
          1,
        );
        const list = wanted.get(k) ?? [];
        wanted.set(k, list);
        list.push({ node, weight });
      }
    }
    for (const [k, list] of [...wanted].sort(([a], [b]) => a - b)) {
      const other = sliceAt(series, k);
      for (const { node, weight } of list) result[node] = result[node]! + weight * other[node]!;
    }
    return result;
  });
}

/** The known samples of a node nearest to a gap by position, earlier ones first where two are as near. */
function nearestKnown(bits: Bits, gap: number, node: number, count: number): readonly number[] {
  const near: number[] = [];
  for (let distance = 1; distance < count && near.length < neighbours; distance++) {
    for (const k of [gap - distance, gap + distance]) {
      if (k >= 0 && k < count && near.length < neighbours && !bits.has(k, node)) near.push(k);
    }
  }
  return near;
}
