/**
 * What a program needs of a jet scheme: for each sample that occurs, the neighbours with nonzero weight.
 * Plain tables, so that they can be written into a source text.
 */
import { InvalidInput, OutOfRange } from '../base/index.js';
import type { JetScheme } from '../grid/index.js';
import type { ContractionProgram } from '../program/index.js';
import type { Sample, SampledProgram } from './samples.js';

/** One stencil, reduced to the functionals in use: functional c has the terms first[c]..first[c+1]−1. */
export interface SamplingStencil {
  readonly first: Int32Array;
  /** Positions in the offset list of a run. */
  readonly neighbours: Int32Array;
  readonly weights: Float64Array;
}

/** A jet scheme cut down to what one program samples. */
export interface SamplingTables {
  /** Number of nodes. */
  readonly size: number;
  /** For each sample, the number of its functional in the stencils: samples of several fields may share one. */
  readonly functionalOf: readonly number[];
  /** Four numbers for each run: first node, number of nodes, stencil, offset list. */
  readonly runs: Int32Array;
  readonly offsets: readonly Int32Array[];
  readonly stencils: readonly SamplingStencil[];
}

/**
 * Refuses a program that a scheme cannot serve.
 * @throws InvalidInput when the dimensions differ or the scheme's jets are too short.
 */
export function checkJets(program: ContractionProgram, scheme: JetScheme): void {
  const where = 'kernel';
  if (scheme.dimension !== program.dimension) {
    throw new InvalidInput({
      where,
      expected: `a grid of dimension ${program.dimension}`,
      got: `dimension ${scheme.dimension}`,
    });
  }
  const known = new Set(scheme.components.map((index) => index.join()));
  if (program.slots.some(({ index }) => !known.has(index.join()))) {
    const order = Math.max(...program.slots.map(({ index }) => index.length));
    throw new InvalidInput({ where, expected: `a jet scheme of order ${order} or more`, got: `order ${scheme.order}` });
  }
}

const functionalName = ({ terms }: Sample): string =>
  terms.map(({ index, coefficient }) => `${coefficient}*${index.join()}`).join('+');

/** Cuts a scheme down to the samples of a program. */
export function samplingTables({ samples }: SampledProgram, scheme: JetScheme): SamplingTables {
  const position = new Map(scheme.components.map((index, c) => [index.join(), c]));
  const functionals = new Map(samples.map((sample) => [functionalName(sample), sample]));
  const names = [...functionals.keys()];
  const combinations = [...functionals.values()].map(({ terms }) =>
    terms.map(({ index, coefficient }) => [position.get(index.join())!, coefficient] as const),
  );
  const stencils = scheme.stencils.map(({ width, weights }): SamplingStencil => {
    const first = [0];
    const neighbours: number[] = [];
    const kept: number[] = [];
    for (const combination of combinations) {
      for (let s = 0; s < width; s++) {
        let weight = 0;
        for (const [c, coefficient] of combination) weight += coefficient * weights[c * width + s]!;
        if (weight === 0) continue;
        neighbours.push(s);
        kept.push(weight);
      }
      first.push(neighbours.length);
    }
    return {
      first: Int32Array.from(first),
      neighbours: Int32Array.from(neighbours),
      weights: Float64Array.from(kept),
    };
  });
  const offsetNumbers = new Map<Int32Array, number>();
  const runs = new Int32Array(4 * scheme.runs.length);
  scheme.runs.forEach(({ start, count, stencil, offsets }, r) => {
    let number = offsetNumbers.get(offsets);
    if (number === undefined) {
      number = offsetNumbers.size;
      offsetNumbers.set(offsets, number);
    }
    runs[4 * r] = start;
    runs[4 * r + 1] = count;
    runs[4 * r + 2] = stencil;
    runs[4 * r + 3] = number;
  });
  const functionalOf = samples.map((sample) => names.indexOf(functionalName(sample)));
  return { size: scheme.size, functionalOf, runs, offsets: [...offsetNumbers.keys()], stencils };
}

/** Multiplications and additions that sampling by the tables takes, at all nodes of their runs together. */
export function samplingFlops({ functionalOf, runs, stencils }: SamplingTables): number {
  let terms = 0;
  for (let r = 0; r < runs.length; r += 4) {
    const { first } = stencils[runs[r + 2]!]!;
    for (const c of functionalOf) terms += runs[r + 1]! * (first[c + 1]! - first[c]!);
  }
  return 2 * terms;
}

/** Characters of a module, at most. */
const longestModule = 2 ** 28;

/** Characters that a weight and an offset take in a text, about. */
const [perWeight, perOffset] = [20, 9];

/**
 * Refuses tables that are too long for a text.
 * @throws OutOfRange
 */
export function checkModuleLength({ offsets, stencils }: Pick<SamplingTables, 'offsets' | 'stencils'>): void {
  const weights = stencils.reduce((sum, stencil) => sum + stencil.weights.length, 0);
  const length = perWeight * weights + perOffset * offsets.reduce((sum, list) => sum + list.length, 0);
  if (length <= longestModule) return;
  const megabytes = (characters: number): string => `${Math.round(characters / 2 ** 20)} MB`;
  throw new OutOfRange({
    where: 'kernel.module',
    expected: `tables of at most ${megabytes(longestModule)} of text`,
    got: `${weights} weights, about ${megabytes(length)}`,
    hint: 'take fewer nodes, or run the kernel in this package, which has no such limit',
  });
}
