/**
 * Rows: the structured part of a jet scheme. On product grids the nodes of a row share one stencil, whose neighbours
 * lie in a few source rows at fixed shifts. Weights are then factored: a *line* is a combination of source rows,
 * computed once for the row, and a sample is a formula along lines plus a combination of source rows at the node.
 */
import type { Sample } from './samples.js';

/** A weight: a constant, or number `coefficient` in the list of coefficients of the row. */
export type Weight = { readonly constant: number } | { readonly coefficient: number };

/** Σ weight · field[source row] at the positions from − halo … to + halo of a row. */
export interface Line {
  readonly field: string;
  readonly terms: readonly { readonly source: number; readonly weight: Weight }[];
}

/** factor · Σ weight · line[i + shift]. */
export interface AlongLine {
  readonly line: number;
  readonly factor: Weight;
  readonly terms: readonly { readonly shift: number; readonly weight: number }[];
}

/** The value of one sample at position i of a row. */
export interface RowSample {
  readonly along: readonly AlongLine[];
  /** Σ weight · field[source row] at position i itself. */
  readonly across: readonly { readonly source: number; readonly weight: Weight }[];
}

/** Rows that share their formulas. Position i of a source row is node base + i. */
export interface RowLoops {
  /** Length of a periodic row: position −1 is position period − 1. 0 where all positions that occur are nodes. */
  readonly period: number;
  /** Largest |shift|. */
  readonly halo: number;
  /** Number of source rows. */
  readonly sources: number;
  readonly lines: readonly Line[];
  /** By number of the sample. */
  readonly samples: readonly RowSample[];
  /** For each row: first node, number of nodes, then the base of each source row. Sorted by first node. */
  readonly pieces: Int32Array;
  /** For each row: its coefficients, `coefficientCount` of them. */
  readonly coefficients: Float64Array;
  readonly coefficientCount: number;
}

/** The rows of a plan: none yet. */
export const rowLoops = (_samples: readonly Sample[]): readonly RowLoops[] => [];
