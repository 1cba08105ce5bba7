/**
 * Slices of a field in the order of time, in memory or not: an array of slices is a series. What is computed from other slices, or
 * read from a file, is made when it is asked for, and a bounded number of slices is kept.
 */

/** Slices by position, each one array over the nodes. */
export interface SliceSeries {
  readonly length: number;
  /** The slice at a place from 0; it is not changed afterwards. */
  at(index: number): Float64Array | undefined;
}

/**
 * The slice at a place that there is.
 * @throws RangeError where there is none.
 * @example
 * sliceAt([Float64Array.of(1, 2)], 0) // [1, 2]
 */
export function sliceAt(series: SliceSeries, index: number): Float64Array {
  const slice = series.at(index);
  if (slice === undefined) throw new RangeError(`no slice ${index} among ${series.length}`);
  return slice;
}

/**
 * A series of slices that are made when asked for; the `capacity` slices asked for last are kept.
 * @example
 * madeSeries(3, 1, (k) => Float64Array.of(k, k * k)).at(2) // [2, 4]
 */
export function madeSeries(length: number, capacity: number, make: (index: number) => Float64Array): SliceSeries {
  // a map lists its keys in the order in which they came
  const kept = new Map<number, Float64Array>();
  return {
    length,
    at: (index) => {
      if (!(index >= 0 && index < length)) return undefined;
      const slice = kept.get(index) ?? make(index);
      kept.delete(index);
      kept.set(index, slice);
      if (kept.size > Math.max(1, capacity)) kept.delete(kept.keys().next().value!);
      return slice;
    },
  };
}

/**
 * All slices, in memory.
 * @example
 * allSlices(madeSeries(2, 1, (k) => Float64Array.of(k))).length // 2
 */
export const allSlices = (series: SliceSeries): readonly Float64Array[] =>
  Array.isArray(series) ? series : Array.from({ length: series.length }, (_, k) => sliceAt(series, k));

/** The same slices, the last ones kept. */
export const cached = (series: SliceSeries, capacity: number): SliceSeries =>
  Array.isArray(series) ? series : madeSeries(series.length, capacity, (index) => sliceAt(series, index));

/** An array over time and nodes, cut along its first axis. */
export function slicesOf(values: Float64Array, count: number): SliceSeries {
  const nodes = values.length / count;
  return Array.from({ length: count }, (_, k) => values.subarray(k * nodes, (k + 1) * nodes));
}
