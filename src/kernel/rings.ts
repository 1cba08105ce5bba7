/**
 * Composed differences: a mixed derivative across rows, Σ weight · (a line in another row). Where the rows of a grid
 * follow each other such a line was computed for the row before, so that a target that keeps a ring of lines computes
 * one of them for each row: D_y D_z u of order p takes p entries instead of p².
 */
import type { Composed, Line, Ring, RowLoops, RowSample } from './rows.js';

interface Candidate {
  readonly sample: number;
  readonly rows: readonly { readonly sources: readonly number[]; readonly weight: number }[];
}

/** Weights that differ by no more than this are one weight: they were computed in different ways. */
const tolerance = 8 * Number.EPSILON;

/** A ring is worth its room when it moves on by one row at this share of the rows. */
const leastShare = 1 / 2;

/** Adds rings and what is composed of them. */
export function withRings(loops: RowLoops, fieldOf: readonly string[]): RowLoops {
  const table = new Pieces(loops);
  const found = loops.lines.flatMap((line, l) => {
    if (!line.terms.every(({ weight }) => weight.kind === 'constant') || line.terms.length < 2) return [];
    const candidates = loops.samples.flatMap((sample, k): Candidate[] => {
      const rows = fieldOf[k] === line.field ? composition(sample, line, table) : undefined;
      return rows === undefined ? [] : [{ sample: k, rows }];
    });
    if (candidates.length === 0) return [];
    const ring = ringOf(line, l, candidates, table);
    return ring === undefined ? [] : [{ ring, candidates }];
  });
  const rings: Ring[] = [];
  const composed = new Map<number, Composed>();
  for (const { ring, candidates } of found) {
    const open = candidates.filter(({ sample }) => !composed.has(sample));
    if (open.length === 0) continue;
    for (const { sample, rows } of open) {
      const terms = rows.map(({ sources, weight }) => ({
        row: ring.rows.findIndex((other) => other.join() === sources.join()),
        weight,
      }));
      composed.set(sample, { line: ring.line, terms });
    }
    rings.push(ring);
  }
  const samples = loops.samples.map((sample, k): RowSample => {
    const own = composed.get(k);
    return own === undefined ? sample : { ...sample, composed: own };
  });
  return { ...loops, samples, rings };
}

/** The first nodes of source rows, by number of the row. */
class Pieces {
  readonly count: number;
  private readonly loops: Pick<RowLoops, 'pieces' | 'sources'>;
  constructor(loops: Pick<RowLoops, 'pieces' | 'sources'>) {
    this.loops = loops;
    this.count = loops.pieces.length / (2 + loops.sources);
  }
  base(piece: number, source: number): number {
    return this.loops.pieces[piece * (2 + this.loops.sources) + 2 + source]!;
  }
  /** Whether source b lies as far from source a as d from c, in every row. */
  parallel(a: number, b: number, c: number, d: number): boolean {
    for (let p = 0; p < this.count; p++) {
      if (this.base(p, b) - this.base(p, a) !== this.base(p, d) - this.base(p, c)) return false;
    }
    return true;
  }
  /** The most frequent distance from source a to source b. */
  distance(a: number, b: number): number {
    const counts = new Map<number, number>();
    for (let p = 0; p < this.count; p++) {
      const distance = this.base(p, b) - this.base(p, a);
      counts.set(distance, (counts.get(distance) ?? 0) + 1);
    }
    return [...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best), [0, 0])[0];
  }
}

/** What lies across as a combination of translates of a line, if it is one. */
function composition({ along, across }: RowSample, { terms }: Line, table: Pieces): Candidate['rows'] | undefined {
  if (along.length > 0 || across.length < 2 * terms.length || across.length % terms.length !== 0) return undefined;
  const weightOf = new Map<number, number>();
  for (const { source, weight } of across) {
    if (weight.kind !== 'constant') return undefined;
    weightOf.set(source, weight.value);
  }
  const values = terms.map(({ weight }) => (weight.kind === 'constant' ? weight.value : Number.NaN));
  const rows: { sources: readonly number[]; weight: number }[] = [];
  const open = new Set(weightOf.keys());
  for (const first of weightOf.keys()) {
    if (!open.has(first)) continue;
    const factor = weightOf.get(first)! / values[0]!;
    const sources = terms.map(({ source }, q) => {
      const wanted = factor * values[q]!;
      return [...open].find(
        (other) =>
          Math.abs(weightOf.get(other)! - wanted) <= tolerance * Math.abs(wanted) &&
          table.parallel(terms[0]!.source, first, source, other),
      );
    });
    if (!sources.every((source) => source !== undefined)) continue;
    for (const source of sources) open.delete(source);
    rows.push({ sources, weight: factor });
  }
  return open.size === 0 ? rows : undefined;
}

function ringOf({ terms }: Line, line: number, candidates: readonly Candidate[], table: Pieces): Ring | undefined {
  const own = terms.map(({ source }) => source);
  const lists = new Map([[own.join(), own as readonly number[]]]);
  for (const { rows } of candidates) for (const { sources } of rows) lists.set(sources.join(), sources);
  const rows = [...lists.values()]
    .map((sources) => ({ sources, distance: table.distance(own[0]!, sources[0]!) }))
    .sort((a, b) => a.distance - b.distance)
    .map(({ sources }) => sources);
  // A ring is moved on when the first source rows fit: these have to tell the others.
  const others = new Map<number, string>();
  let moves = 0;
  for (let p = 0; p < table.count; p++) {
    for (const sources of rows) {
      const all = sources.map((source) => table.base(p, source));
      const text = all.join();
      if ((others.get(all[0]!) ?? text) !== text) return undefined;
      others.set(all[0]!, text);
    }
    const fits = (sources: readonly number[], m: number): boolean =>
      m === 0 || table.base(p - 1, sources[0]!) === table.base(p, rows[m - 1]![0]!);
    if (p > 0 && rows.every(fits)) moves++;
  }
  return moves >= leastShare * table.count ? { line, rows, own: rows.indexOf(own) } : undefined;
}
