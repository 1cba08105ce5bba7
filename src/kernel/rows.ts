/**
 * Rows with formulas: the structured part of a plan. Rows whose stencils factor alike (see factor.ts) share one loop;
 * numbers that differ from row to row become coefficients of the row.
 */
import { type Factored, factorStencil } from './factor.js';
import { findRows, type Place, type Row } from './layout.js';
import type { SampledProgram } from './samples.js';
import type { SamplingStencil, SamplingTables } from './sampling.js';

/** A weight: a constant, or a number in the list of coefficients of the row. */
export type Weight =
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'coefficient'; readonly index: number };

/** Σ weight · field[source row] at the positions −low … count + high − 1 of a row. */
export interface Line {
  readonly field: string;
  readonly terms: readonly { readonly source: number; readonly weight: Weight }[];
  readonly low: number;
  readonly high: number;
}

/** factor · Σ weight · line[i + shift]. */
export interface AlongLine {
  readonly line: number;
  readonly factor: Weight;
  readonly terms: readonly { readonly shift: number; readonly weight: number }[];
}

/** A line in several rows that follow each other. */
export interface Ring {
  readonly line: number;
  /** For each of the rows, in ascending order, the source rows in the order of the terms of the line. */
  readonly rows: readonly (readonly number[])[];
  /** Which of them is the row itself. */
  readonly own: number;
}

/** Σ weight · row of the ring of a line, at position i: the same value as the terms across of its sample. */
export interface Composed {
  readonly line: number;
  readonly terms: readonly { readonly row: number; readonly weight: number }[];
}

/** The value of one sample at position i of a row: the sum of its terms along lines and across rows. */
export interface RowSample {
  readonly along: readonly AlongLine[];
  /** Σ weight · field[source row] at position i itself. */
  readonly across: readonly { readonly source: number; readonly weight: Weight }[];
  /** Another way to the same value, for targets that keep rings of lines. */
  readonly composed?: Composed;
}

/** Rows that share their formulas. Position i of a source row is node base + i. */
export interface RowLoops {
  /** Length of a periodic row: position −1 is position period − 1. 0 where all positions that occur are nodes. */
  readonly period: number;
  /** Number of nodes of the longest row. */
  readonly longest: number;
  /** Number of source rows. */
  readonly sources: number;
  readonly lines: readonly Line[];
  /** By number of the sample. */
  readonly samples: readonly RowSample[];
  /** Lines that are wanted in several rows that follow each other (see rings.ts). */
  readonly rings: readonly Ring[];
  /** For each row: first node, number of nodes, then the base of each source row. Sorted by first node. */
  readonly pieces: Int32Array;
  /** For each row: its coefficients, `coefficientCount` of them. */
  readonly coefficients: Float64Array;
  readonly coefficientCount: number;
}

/** Rows with one stencil and the same shifts. */
interface Family {
  readonly stencil: SamplingStencil;
  readonly period: number;
  readonly shifts: readonly number[];
  readonly rows: Row[];
}

/** A family with its formulas in numbers. */
interface Formulas {
  readonly family: Family;
  readonly sources: number;
  readonly factored: Factored;
  /** Bases of the source rows, for each list of places. */
  readonly bases: ReadonlyMap<readonly Place[], readonly number[]>;
}

/** Loops are generated for at most this many shapes, and for none with a smaller part of the nodes. */
const [mostLoops, leastShare] = [4, 1 / 16];

/** The rows worth a loop of their own, and the tables of the other nodes. */
export function rowLoops(
  program: SampledProgram,
  tables: SamplingTables,
): { readonly rows: readonly RowLoops[]; readonly rest: SamplingTables } {
  const rows = findRows(tables);
  const groups = new Map<string, Formulas[]>();
  for (const family of families(rows, tables)) {
    const formulas = formulasOf(family);
    const shape = shapeOf(formulas);
    groups.set(shape, [...(groups.get(shape) ?? []), formulas]);
  }
  const nodes = (group: readonly Formulas[]): number =>
    group.reduce((sum, { family }) => sum + family.rows.reduce((own, { count }) => own + count, 0), 0);
  const kept = [...groups.values()]
    .filter((group) => nodes(group) >= leastShare * tables.size)
    .sort((a, b) => nodes(b) - nodes(a))
    .slice(0, mostLoops);
  const covered = kept.flatMap((group) => group.flatMap(({ family }) => family.rows));
  return {
    rows: kept.map((group) => loopsOf(program, tables, group)),
    rest: { ...tables, runs: runsOutside(tables, covered) },
  };
}

function families(rows: readonly Row[], { stencils }: SamplingTables): readonly Family[] {
  const found = new Map<string, Family>();
  const shiftTexts = new Map<readonly Place[], string>();
  for (const row of rows) {
    let shiftText = shiftTexts.get(row.places);
    if (shiftText === undefined) {
      shiftText = row.places.map(({ shift }) => shift).join();
      shiftTexts.set(row.places, shiftText);
    }
    const key = `${row.stencil}|${row.period}|${shiftText}`;
    let family = found.get(key);
    if (family === undefined) {
      const shifts = row.places.map(({ shift }) => shift);
      family = { stencil: stencils[row.stencil]!, period: row.period, shifts, rows: [] };
      found.set(key, family);
    }
    family.rows.push(row);
  }
  return [...found.values()];
}

/** Neighbours are in one source row when they are in all rows of the family: rows that wrap around may coincide. */
function formulasOf(family: Family): Formulas {
  const { stencil, shifts, rows } = family;
  const layouts = [...new Set(rows.map(({ places }) => places))];
  const used = [...new Set(stencil.neighbours)].sort((a, b) => a - b);
  const roles = new Map<string, number>();
  const roleOf = new Map<number, number>();
  for (const q of used) {
    const key = layouts.map((places) => places[q]!.base).join();
    if (!roles.has(key)) roles.set(key, roles.size);
    roleOf.set(q, roles.get(key)!);
  }
  const functionals = Array.from({ length: stencil.first.length - 1 }, (_, c) => {
    const matrix = new Map<number, Map<number, number>>();
    for (let k = stencil.first[c]!; k < stencil.first[c + 1]!; k++) {
      const q = stencil.neighbours[k]!;
      const source = roleOf.get(q)!;
      const row = matrix.get(source) ?? new Map<number, number>();
      row.set(shifts[q]!, stencil.weights[k]! + (row.get(shifts[q]!) ?? 0));
      matrix.set(source, row);
    }
    return matrix;
  });
  const bases = new Map(
    layouts.map((places) => {
      const list = new Array<number>(roles.size).fill(0);
      for (const [q, role] of roleOf) list[role] = places[q]!.base;
      return [places, list] as const;
    }),
  );
  return { family, sources: roles.size, factored: factorStencil(functionals), bases };
}

/** Equal for families that can share a loop: everything but factors, line weights and weights across. */
function shapeOf({ family, sources, factored }: Formulas): string {
  const lines = factored.lines.map(({ sources: own }) => own.join()).join(';');
  const functionals = factored.functionals.map(({ along, across }) => {
    const terms = along.map(
      ({ line, terms: own }) => `${line}:${own.map(({ shift, weight }) => `${shift}*${weight}`)}`,
    );
    return `${terms.join('&')}/${across.map(({ source }) => source)}`;
  });
  return [family.period, sources, lines, ...functionals].join('|');
}

function loopsOf({ samples }: SampledProgram, { functionalOf }: SamplingTables, group: readonly Formulas[]): RowLoops {
  // Numbers in one order, the same for all families.
  const numbers = group.map(({ factored: { lines, functionals } }) => [
    ...lines.flatMap(({ weights }) => weights),
    ...functionals.flatMap(({ along, across }) => [
      ...along.map(({ factor }) => factor),
      ...across.map(({ weight }) => weight),
    ]),
  ]);
  const varying: number[] = [];
  const weightOf = new Map<string, Weight>();
  const weights = numbers[0]!.map((value, k): Weight => {
    if (numbers.every((list) => Math.abs(list[k]! - value) <= 4 * Number.EPSILON * Math.abs(value))) {
      return { kind: 'constant', value };
    }
    // A number that is the same in all rows as another one is the same coefficient.
    const key = numbers.map((list) => list[k]).join();
    const known = weightOf.get(key);
    if (known !== undefined) return known;
    const weight: Weight = { kind: 'coefficient', index: varying.push(k) - 1 };
    weightOf.set(key, weight);
    return weight;
  });
  const { lines, functionals } = group[0]!.factored;
  let next = 0;
  const lineTerms = lines.map(({ sources }) => sources.map((source) => ({ source, weight: weights[next++]! })));
  const formulas = functionals.map(
    ({ along, across }): RowSample => ({
      along: along.map(({ line, terms }) => ({ line, terms, factor: weights[next++]! })),
      across: across.map(({ source }) => ({ source, weight: weights[next++]! })),
    }),
  );
  // One line for each field that uses it.
  const ownLines: Line[] = [];
  const numberOf = new Map<string, number>();
  const lineFor = (field: string, line: number, shifts: readonly number[]): number => {
    const key = `${field} ${line}`;
    const number = numberOf.get(key) ?? ownLines.length;
    numberOf.set(key, number);
    const { low, high } = ownLines[number] ?? { low: 0, high: 0 };
    ownLines[number] = {
      field,
      terms: lineTerms[line]!,
      low: Math.max(low, ...shifts.map((shift) => -shift)),
      high: Math.max(high, ...shifts),
    };
    return number;
  };
  const rowSamples = samples.map(({ field }, k): RowSample => {
    const { along, across } = formulas[functionalOf[k]!]!;
    return {
      along: along.map((part) => ({
        ...part,
        line: lineFor(
          field,
          part.line,
          part.terms.map(({ shift }) => shift),
        ),
      })),
      across,
    };
  });
  const { family, sources } = group[0]!;
  const pieces = group.flatMap(({ family: own, bases }, g) =>
    own.rows.map((row) => ({ row, g, bases: bases.get(row.places)! })),
  );
  // One family is sorted already.
  if (group.length > 1) pieces.sort((a, b) => a.row.start - b.row.start);
  const list = new Int32Array(pieces.length * (2 + sources));
  const coefficients = new Float64Array(pieces.length * varying.length);
  pieces.forEach(({ row, g, bases }, p) => {
    const at = p * (2 + sources);
    list[at] = row.start;
    list[at + 1] = row.count;
    for (let source = 0; source < sources; source++) list[at + 2 + source] = row.start + bases[source]!;
    for (let c = 0; c < varying.length; c++) coefficients[p * varying.length + c] = numbers[g]![varying[c]!]!;
  });
  return {
    period: family.period,
    longest: pieces.reduce((most, { row }) => Math.max(most, row.count), 0),
    sources,
    lines: ownLines,
    samples: rowSamples,
    rings: [],
    pieces: list,
    coefficients,
    coefficientCount: varying.length,
  };
}

/** The runs whose nodes are in none of the rows; runs are sorted, and rows do not overlap. */
export function runsOutside({ runs }: SamplingTables, covered: readonly Row[]): Int32Array {
  const sorted = [...covered].sort((a, b) => a.start - b.start);
  const kept: number[] = [];
  let next = 0;
  for (let r = 0; r < runs.length; r += 4) {
    const end = runs[r]! + runs[r + 1]!;
    const keep = (from: number, to: number): void => {
      if (from < to) kept.push(from, to - from, runs[r + 2]!, runs[r + 3]!);
    };
    let node = runs[r]!;
    while (next < sorted.length) {
      const { start, count } = sorted[next]!;
      if (start >= end) break;
      keep(node, start);
      node = Math.max(node, Math.min(end, start + count));
      if (start + count > end) break;
      next++;
    }
    keep(node, end);
  }
  return Int32Array.from(kept);
}

/** The source row that is the row itself, or −1: the sources of a row need not include it. */
export function sourceOfRow({ pieces, sources }: RowLoops): number {
  const step = 2 + sources;
  for (let source = 0; source < sources; source++) {
    let own = true;
    for (let p = 0; p < pieces.length && own; p += step) own = pieces[p + 2 + source] === pieces[p];
    if (own) return source;
  }
  return -1;
}
