/** What a target language has to provide. One page for each target lies in targets/. */
import type { ContractionProgram } from '../program/index.js';
import type { Sampling } from './sampling.js';

/** Evaluates a program on all nodes: fields and results by node, unchecked. */
export type RawKernel = (
  fields: Readonly<Record<string, Float64Array>>,
  parameters: Readonly<Record<string, number>>,
  out: readonly Float64Array[],
) => void;

/** A target language. */
export interface Target {
  /** Readable source text without the tables of the grid. */
  emit(program: ContractionProgram, sampling: Sampling): string;
  /** Source text with the tables in it, to be used without this package. */
  emitModule(program: ContractionProgram, sampling: Sampling): string;
  /** Makes the emitted source runnable here. */
  load(source: string, sampling: Sampling): RawKernel;
}
