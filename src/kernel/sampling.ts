/**
 * What a program needs of a jet scheme: for each jet component that occurs, the neighbours with nonzero weight.
 * Plain tables, so that they can be written into a source text.
 */
import { InvalidInput } from '../base/index.js';
import type { JetScheme } from '../grid/index.js';
import type { ContractionProgram } from '../program/index.js';

/** One stencil, reduced to the components in use: component c has the terms first[c]..first[c+1]−1. */
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
  /** Four numbers for each run: first node, number of nodes, stencil, offset list. */
  readonly runs: Int32Array;
  readonly offsets: readonly Int32Array[];
  readonly stencils: readonly SamplingStencil[];
}

/** Tables together with the place of each slot of the program in them. */
export interface Sampling {
  readonly tables: SamplingTables;
  /** For each slot, the number of its component in the tables: slots of several fields may share one. */
  readonly componentOfSlot: readonly number[];
  /** Multiplications and additions for each node that sampling takes, averaged over the grid. */
  readonly flopsPerPoint: number;
}

/**
 * Cuts a scheme down to the slots of a program.
 * @throws InvalidInput when the dimensions differ or the scheme's jets are too short.
 */
export function sampling(program: ContractionProgram, scheme: JetScheme): Sampling {
  const where = 'kernel';
  if (scheme.dimension !== program.dimension) {
    throw new InvalidInput({
      where,
      expected: `a grid of dimension ${program.dimension}`,
      got: `dimension ${scheme.dimension}`,
    });
  }
  const names = [...new Set(program.slots.map(({ index }) => index.join()))];
  const positions = names.map((name) => scheme.components.findIndex((index) => index.join() === name));
  if (positions.includes(-1)) {
    const order = Math.max(...program.slots.map(({ index }) => index.length));
    throw new InvalidInput({ where, expected: `a jet scheme of order ${order} or more`, got: `order ${scheme.order}` });
  }
  const stencils = scheme.stencils.map(({ width, weights }): SamplingStencil => {
    const first = [0];
    const neighbours: number[] = [];
    for (const c of positions) {
      for (let s = 0; s < width; s++) if (weights[c * width + s] !== 0) neighbours.push(c * width + s);
      first.push(neighbours.length);
    }
    return {
      first: Int32Array.from(first),
      neighbours: Int32Array.from(neighbours, (entry) => entry % width),
      weights: Float64Array.from(neighbours, (entry) => weights[entry]!),
    };
  });
  const offsetNumbers = new Map<Int32Array, number>();
  const runs = new Int32Array(4 * scheme.runs.length);
  let terms = 0;
  const componentOfSlot = program.slots.map(({ index }) => names.indexOf(index.join()));
  scheme.runs.forEach(({ start, count, stencil, offsets }, r) => {
    const number = offsetNumbers.get(offsets) ?? offsetNumbers.size;
    offsetNumbers.set(offsets, number);
    runs.set([start, count, stencil, number], 4 * r);
    const { first } = stencils[stencil]!;
    for (const c of componentOfSlot) terms += count * (first[c + 1]! - first[c]!);
  });
  return {
    tables: { size: scheme.size, runs, offsets: [...offsetNumbers.keys()], stencils },
    componentOfSlot,
    flopsPerPoint: (2 * terms) / scheme.size,
  };
}
