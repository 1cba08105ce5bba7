/**
 * Missing samples: filled in along time, through the four nearest samples at the same node, so that sums can be formed at all;
 * windows that rest on them for more than a small part are left out later (weakDesign.ts).
 */
import type { Samples } from './weakFeatures.js';

/** Samples without NaN, time-major, and where something was filled in (1) for any field; absent where nothing was. */
export function fillGaps(
  times: ArrayLike<number>,
  fields: readonly string[],
  values: Readonly<Record<string, readonly Float64Array[]>>,
): { readonly samples: Samples; readonly missing: Float64Array | undefined } {
  const nodes = values[fields[0]!]![0]!.length;
  const missing = new Float64Array(times.length * nodes);
  let any = false;
  const samples = Object.fromEntries(
    fields.map((name) => {
      const flat = new Float64Array(times.length * nodes);
      for (const [k, slice] of values[name]!.entries()) flat.set(slice, k * nodes);
      for (let node = 0; node < nodes; node++) {
        const gaps: number[] = [];
        const known: number[] = [];
        for (let k = 0; k < times.length; k++) (Number.isNaN(flat[k * nodes + node]!) ? gaps : known).push(k);
        for (const gap of gaps) {
          any = true;
          missing[gap * nodes + node] = 1;
          const near = [...known].sort((a, b) => Math.abs(a - gap) - Math.abs(b - gap)).slice(0, 4);
          flat[gap * nodes + node] = near.reduce((sum, k) => {
            const weight = near.reduce(
              (product, other) =>
                other === k ? product : (product * (times[gap]! - times[other]!)) / (times[k]! - times[other]!),
              1,
            );
            return sum + weight * values[name]![k]![node]!;
          }, 0);
        }
      }
      return [name, flat];
    }),
  );
  return { samples, missing: any ? missing : undefined };
}
