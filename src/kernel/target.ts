/**
 * What a target language has to provide. One page for each target lies in targets/. A target is given a {@link Plan}:
 * all that is known about one program on one grid. It may use the fast description (`rows`, with `rest` for the other
 * nodes) or the plain one (`tables`, every node).
 */
import type { MirroredRows } from './mirrored.js';
import type { RowLoops } from './rows.js';
import type { SampledProgram } from './samples.js';
import type { SamplingTables } from './sampling.js';

/** Everything that is generated into code. */
export interface Plan {
  /** Arithmetic on samples; the operation `jet` reads sample number `slot`. */
  readonly program: SampledProgram;
  /** How every node computes its samples. */
  readonly tables: SamplingTables;
  /** Rows of nodes on which samples are formulas along the row; empty where the grid has no such structure. */
  readonly rows: readonly RowLoops[];
  /** The tables of the nodes that are in no row: the same stencils and offsets, fewer runs. */
  readonly rest: SamplingTables;
  /** For targets that take them apart: rows that are in neither. */
  readonly mirrored?: MirroredRows;
  /** The shape of arrays on the grid, where it is known. */
  readonly shape?: readonly number[];
  /** What the source says about the grid. */
  readonly grid?: string;
}

/** Evaluates a program on all nodes: fields and results by node, unchecked. */
export interface RawKernel {
  (
    fields: Readonly<Record<string, Float64Array>>,
    parameters: Readonly<Record<string, number>>,
    out: readonly Float64Array[],
  ): void;
  /** For a kernel that looks for values that are not finite: whether the last call met one, and so gave no results. */
  readonly refused?: () => boolean;
  /** An array that this kernel need not copy, for targets with a memory of their own. */
  readonly array?: () => Float64Array;
}

/** Options of {@link Target.load}. */
export interface LoadOptions {
  /** Number of threads, where the target has them. */
  readonly threads: number;
}

/** Bits of the numbers that a kernel computes with. */
export type Precision = 'f64' | 'f32';

/** A target language. */
export interface Target {
  /** `f64` where it is not said. */
  readonly precision?: Precision;
  /** Whether it keeps rings of lines for composed differences (see rings.ts). */
  readonly composes?: boolean;
  /** Whether it takes mirrored rows apart from tables (see mirrored.ts). */
  readonly mirrors?: boolean;
  /** Readable source text; may leave out the tables of the grid. Binary targets give their text form. */
  emit(plan: Plan): string;
  /** Source text with the tables in it, to be used without this package. */
  emitModule(plan: Plan): string;
  /** Whether a plan fits into what this target can hold here; absent where every plan does. */
  readonly fits?: (plan: Plan) => boolean;
  /**
   * Makes the kernel runnable here, at once: in this process (js, wasm), or through a compiler or an interpreter that
   * is looked for in the first call of the raw kernel (c, numpy). Absent where a target gives source text only.
   * @throws Unsupported where this machine cannot run it.
   */
  readonly load?: (plan: Plan, options: LoadOptions) => RawKernel;
}
