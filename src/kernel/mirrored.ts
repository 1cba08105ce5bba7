/**
 * Periodic rows whose stencils are their own mirror images along the row, as near a pole: many neighbours, and other weights
 * in every row. Neighbours at the shifts s and −s are taken together: even functionals need their sum, odd ones their
 * difference.
 */
import { findRows, type Row } from './layout.js';
import { runsOutside } from './rows.js';
import type { SampledProgram } from './samples.js';
import type { SamplingStencil, SamplingTables } from './sampling.js';

/** Terms of one kind: nodes by themselves or pairs, and the functionals in which they have weight. */
export interface TermKind {
  readonly pair: boolean;
  readonly functionals: readonly number[];
}

/** Rows of one length. */
export interface MirroredRows {
  readonly period: number;
  /** For each functional: whether a reflection along the row leaves it as it is; otherwise it changes its sign. */
  readonly even: readonly boolean[];
  /** Functionals that are the value at the node itself; no term holds them. */
  readonly values: readonly number[];
  readonly kinds: readonly TermKind[];
  /** Two numbers for each source row: its first node, and the largest shift at which it is read. */
  readonly sources: Int32Array;
  /** The source rows of one row have different numbers modulo this one. */
  readonly slots: number;
  /** For each row: first node, where its terms and where its weights begin, then its number of terms of each kind. */
  readonly pieces: Int32Array;
  /** Two numbers for each term: number of the source row, shift. */
  readonly terms: Int32Array;
  /** For each term one weight for each functional of its kind. */
  readonly weights: Float64Array;
}

/** A node, or a pair of nodes at opposite shifts, with a weight for each functional (for a pair those at `shift`). */
interface Term {
  readonly first: number;
  readonly shift: number;
  readonly pair: boolean;
  readonly weights: readonly number[];
}

interface Read {
  readonly row: Row;
  readonly even: readonly boolean[];
  readonly terms: readonly Term[];
}

/** Kinds with a smaller share of the terms are written as the kind with all functionals. */
const leastShare = 1 / 32;

/** Nodes of a row, at least. */
export const shortestMirrored = 64;

/** Source rows that are kept at once, at most, and doubles that they take with their ghosts. */
const [mostSlots, mostDoubles] = [16, 2 ** 17];

/** The mirrored rows of a grid, those of the most frequent length, and the tables of the other nodes. */
export function mirroredRows(
  { samples }: SampledProgram,
  tables: SamplingTables,
): { readonly mirrored?: MirroredRows; readonly rest: SamplingTables } {
  const groups = new Map<string, Read[]>();
  for (const row of findRows(tables)) {
    if (row.period < shortestMirrored) continue;
    const read = readRow(row, tables.stencils[row.stencil]!);
    if (read === undefined) continue;
    const key = `${row.period} ${read.even}`;
    groups.set(key, [...(groups.get(key) ?? []), read]);
  }
  const [rows] = [...groups.values()].sort((a, b) => b.length - a.length);
  const mirrored = rows === undefined ? undefined : tablesOf(rows);
  if (rows === undefined || mirrored === undefined) return { rest: tables };
  const fields = new Set(samples.map(({ field }) => field)).size;
  if (fields * mirrored.slots * (mirrored.period + 2 * largestReach(mirrored)) > mostDoubles) return { rest: tables };
  return {
    mirrored,
    rest: {
      ...tables,
      runs: runsOutside(
        tables,
        rows.map(({ row }) => row),
      ),
    },
  };
}

/** The largest shift of a term. */
export const largestReach = ({ sources }: MirroredRows): number =>
  sources.reduce((most, reach, k) => (k % 2 === 1 ? Math.max(most, reach) : most), 0);

/** Multiplications and additions of sampling at all nodes of the rows. */
export function mirroredFlops(
  { period, even, kinds, pieces }: MirroredRows,
  { samples }: SampledProgram,
  functionalOf: readonly number[],
): number {
  const perTerm = kinds.map(({ pair, functionals }) => {
    let flops = 0;
    for (const field of new Set(samples.map((sample) => sample.field))) {
      const own = samples.flatMap((sample, k) => (sample.field === field ? [functionalOf[k]!] : []));
      const added = own.filter((functional) => functionals.includes(functional));
      flops += 2 * added.length + (pair ? new Set(added.map((functional) => even[functional])).size : 0);
    }
    return flops;
  });
  const width = 3 + kinds.length;
  let flops = 0;
  for (let p = 0; p < pieces.length; p += width) {
    for (const [kind, own] of perTerm.entries()) flops += period * pieces[p + 3 + kind]! * own;
  }
  return flops;
}

/** The terms of a row, or undefined where a functional is neither even nor odd. */
function readRow(row: Row, stencil: SamplingStencil): Read | undefined {
  const functionals = stencil.first.length - 1;
  const found = new Map<string, { readonly first: number; readonly shift: number; readonly weights: number[] }>();
  for (let c = 0; c < functionals; c++) {
    for (let k = stencil.first[c]!; k < stencil.first[c + 1]!; k++) {
      const { base, shift } = row.places[stencil.neighbours[k]!]!;
      const key = `${base} ${shift}`;
      const node = found.get(key) ?? {
        first: row.start + base,
        shift,
        weights: new Array<number>(functionals).fill(0),
      };
      found.set(key, node);
      node.weights[c]! += stencil.weights[k]!;
    }
  }
  const terms: Term[] = [];
  const [even, odd] = [new Array<boolean>(functionals).fill(true), new Array<boolean>(functionals).fill(true)];
  for (const { first, shift, weights } of found.values()) {
    const single = shift === 0 || 2 * shift === row.period;
    const opposite = single ? weights : found.get(`${first - row.start} ${-shift}`)?.weights;
    weights.forEach((weight, c) => {
      const other = opposite?.[c] ?? 0;
      if (weight !== other) even[c] = false;
      if (weight !== -other) odd[c] = false;
    });
    if (single || shift > 0) terms.push({ first, shift, pair: !single, weights });
  }
  return even.every((own, c) => own || odd[c]) ? { row, even, terms } : undefined;
}

const isValueOf = (c: number, { row, terms }: Read): boolean =>
  terms.every(({ first, shift, pair, weights }) =>
    first === row.start && shift === 0 && !pair ? weights[c] === 1 : weights[c] === 0,
  );

function tablesOf(rows: readonly Read[]): MirroredRows | undefined {
  const { row, even } = rows[0]!;
  const values = even.flatMap((_, c) => (rows.every((read) => isValueOf(c, read)) ? [c] : []));
  const firsts = [...new Set(rows.flatMap(({ terms }) => terms.map(({ first }) => first)))].sort((a, b) => a - b);
  const numberOf = new Map(firsts.map((first, number) => [first, number]));
  const slots = slotsFor(rows.map(({ terms }) => [...new Set(terms.map(({ first }) => numberOf.get(first)!))]));
  if (slots === undefined) return undefined;

  const reach = firsts.map(() => 0);
  const used = ({ weights }: Term): number[] =>
    weights.flatMap((weight, c) => (weight !== 0 && !values.includes(c) ? [c] : []));
  const all = (pair: boolean): number[] => even.flatMap((own, c) => ((pair || own) && !values.includes(c) ? [c] : []));
  const nameOf = (pair: boolean, functionals: readonly number[]): string => `${pair} ${functionals}`;
  const counts = new Map<string, { readonly kind: TermKind; count: number }>();
  for (const term of rows.flatMap(({ terms }) => terms)) {
    const name = nameOf(term.pair, used(term));
    const entry = counts.get(name) ?? { kind: { pair: term.pair, functionals: used(term) }, count: 0 };
    counts.set(name, entry);
    entry.count++;
  }
  const total = [...counts.values()].reduce((sum, { count }) => sum + count, 0);
  const kindOf = (term: Term): TermKind => {
    const { kind, count } = counts.get(nameOf(term.pair, used(term)))!;
    return count >= leastShare * total ? kind : { pair: term.pair, functionals: all(term.pair) };
  };
  const kinds = new Map<string, TermKind>();
  for (const term of rows.flatMap(({ terms }) => terms)) {
    const kind = kindOf(term);
    if (kind.functionals.length > 0) kinds.set(nameOf(kind.pair, kind.functionals), kind);
  }

  if (kinds.size === 0) return undefined;
  const [pieces, list, weights]: [number[], number[], number[]] = [[], [], []];
  for (const { row: own, terms } of rows) {
    pieces.push(own.start, list.length / 2, weights.length);
    for (const { pair, functionals } of kinds.values()) {
      const ofKind = terms.filter((term) => {
        const kind = kindOf(term);
        return kind.pair === pair && kind.functionals.join() === functionals.join();
      });
      pieces.push(ofKind.length);
      for (const { first, shift, weights: all } of ofKind) {
        const source = numberOf.get(first)!;
        reach[source] = Math.max(reach[source]!, Math.abs(shift));
        list.push(source, shift);
        for (const c of functionals) weights.push(all[c]!);
      }
    }
  }
  return {
    period: row.period,
    even,
    values,
    kinds: [...kinds.values()],
    sources: Int32Array.from(firsts.flatMap((first, source) => [first, reach[source]!])),
    slots,
    pieces: Int32Array.from(pieces),
    terms: Int32Array.from(list),
    weights: Float64Array.from(weights),
  };
}

/** The least number modulo which the members of each list differ. */
function slotsFor(lists: readonly (readonly number[])[]): number | undefined {
  for (let slots = Math.max(...lists.map(({ length }) => length)); slots <= mostSlots; slots++) {
    if (lists.every((list) => new Set(list.map((source) => source % slots)).size === list.length)) return slots;
  }
  return undefined;
}
