/** What lies where in the memory of a kernel: a few words for threads, addresses, parameters, tables, room to work in. */

import type { MirroredRuns } from '../mirroredRuns.js';
import type { Plan } from '../target.js';
import type { DenseTables } from '../targets/dense.js';

/** Room for the words that threads use to share the work, in a cache line of its own; one more tells of fields. */
const controlBytes = 64;

/** The word that is set when a value of a field is not finite. */
export const defectAt = 32;

/** Addresses in bytes. */
export interface Image {
  /** 32-bit addresses of the fields, then of the results. */
  readonly pointers: number;
  /** Doubles. */
  readonly parameters: number;
  /** Doubles: the values of the operations `uniformOps`. */
  readonly uniforms: number;
  readonly rows: readonly { readonly pieces: number; readonly coefficients: number }[];
  readonly mirrored: { readonly pieces: number; readonly offsets: number; readonly weights: number };
  readonly rest: { readonly runs: number; readonly offsets: number; readonly weights: number };
  /** Where the tables end. */
  readonly end: number;
}

const aligned = (address: number, to: number): number => Math.ceil(address / to) * to;

/** Lays out everything that is known before the first call. */
export function imageOf(
  { program, rows }: Plan,
  fields: number,
  uniforms: number,
  mirrored: MirroredRuns | undefined,
  dense: DenseTables | undefined,
): Image {
  let next = controlBytes;
  const take = (bytes: number, alignment = 16): number => {
    const address = aligned(next, alignment);
    next = address + bytes;
    return address;
  };
  return {
    pointers: take(4 * (fields + program.outputs.length)),
    parameters: take(8 * program.parameters.length),
    uniforms: take(8 * uniforms),
    rows: rows.map(({ pieces, coefficients }) => ({
      pieces: take(pieces.byteLength),
      coefficients: take(coefficients.byteLength),
    })),
    mirrored: {
      pieces: take(mirrored?.pieces.byteLength ?? 0),
      offsets: take(mirrored?.offsets.byteLength ?? 0),
      weights: take(mirrored?.rows.weights.byteLength ?? 0),
    },
    rest: {
      runs: take(dense?.runs.byteLength ?? 0),
      offsets: take(dense?.offsets.byteLength ?? 0),
      weights: take(dense?.weights.byteLength ?? 0),
    },
    end: aligned(next, 64),
  };
}
