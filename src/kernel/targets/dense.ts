/** Tables of nodes for compiled targets: for each run its neighbours that are used, with the weights of all functionals. */
import type { SamplingTables } from '../sampling.js';

/** Flat tables. */
export interface DenseTables {
  /** For each run: first node, number of nodes, number of neighbours, where its offsets begin, where its weights do. */
  readonly runs: Int32Array;
  readonly offsets: Int32Array;
  /** For each neighbour one weight for each functional; positions in `runs` count neighbours. */
  readonly weights: Float64Array;
}

/** Lays out the tables of some runs. */
export function denseTables({ runs, offsets, stencils }: SamplingTables): DenseTables {
  const functionals = stencils[0]!.first.length - 1;
  const used = new Map<number, { readonly neighbours: readonly number[]; readonly at: number }>();
  const lists = new Map<string, number>();
  const weights: number[] = [];
  const shifts: number[] = [];
  const table = new Int32Array((5 * runs.length) / 4);
  for (let r = 0; r < runs.length; r += 4) {
    const number = runs[r + 2]!;
    let own = used.get(number);
    if (own === undefined) {
      const { first, neighbours, weights: values } = stencils[number]!;
      const list = [...new Set(neighbours)].sort((a, b) => a - b);
      own = { neighbours: list, at: weights.length / Math.max(1, functionals) };
      used.set(number, own);
      const place = new Map(list.map((q, k) => [q, k]));
      const dense = new Array<number>(list.length * functionals).fill(0);
      for (let c = 0; c < functionals; c++) {
        for (let k = first[c]!; k < first[c + 1]!; k++)
          dense[place.get(neighbours[k]!)! * functionals + c] = values[k]!;
      }
      for (const value of dense) weights.push(value);
    }
    const key = `${runs[r + 3]}|${number}`;
    let at = lists.get(key);
    if (at === undefined) {
      at = shifts.length;
      lists.set(key, at);
      const all = offsets[runs[r + 3]!]!;
      for (const q of own.neighbours) shifts.push(all[q]!);
    }
    table.set([runs[r]!, runs[r + 1]!, own.neighbours.length, at, own.at], (5 * r) / 4);
  }
  return { runs: table, offsets: Int32Array.from(shifts), weights: Float64Array.from(weights) };
}
