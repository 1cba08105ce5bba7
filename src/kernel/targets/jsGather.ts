/**
 * Nodes on their own, in JavaScript: scattered nodes have runs of one node, for which loops over a run gain nothing. Their
 * tables are rows of a sparse matrix whose entries are the weights of all functionals side by side, so that one pass over the
 * neighbours of a node sums up all samples of a field.
 */
import type { Sample } from '../samples.js';
import type { SamplingTables } from '../sampling.js';

/** Runs shorter than this on average are gathered node by node. */
const shortest = 4;

/** Sums in one loop over the neighbours: more are spilled to the stack. */
const sumsAtOnce = 12;

/** Whether the runs are so short that nodes are gathered one by one. */
export function areScattered({ runs }: SamplingTables): boolean {
  let nodes = 0;
  for (let r = 0; r < runs.length; r += 4) nodes += runs[r + 1]!;
  return nodes < shortest * (runs.length / 4);
}

/** What the loop refers to by name. */
export interface GatherNames {
  readonly samples: readonly Sample[];
  readonly functionalOf: readonly number[];
  readonly functionals: number;
  /** The array of a field. */
  readonly fieldArray: (field: string) => string;
  /** Where the sample goes, from the place `filled` in the chunk. */
  readonly place: (sample: number) => string;
  /** Nodes in a chunk. */
  readonly chunk: number;
}

/** Lines that take all runs, and call `evaluate` for each full chunk. */
export function gatherLoop({ samples, functionalOf, functionals, fieldArray, place, chunk }: GatherNames): string[] {
  const fields = [...new Set(samples.map(({ field }) => field))];
  const passes = fields.flatMap((field) => {
    const own = samples.flatMap((sample, k) => (sample.field === field ? [k] : []));
    const needed = [...new Set(own.map((k) => functionalOf[k]!))].sort((a, b) => a - b);
    return Array.from({ length: Math.ceil(needed.length / sumsAtOnce) }, (_, g) => {
      const sums = needed.slice(g * sumsAtOnce, (g + 1) * sumsAtOnce);
      return { field, sums, stored: own.filter((k) => sums.includes(functionalOf[k]!)) };
    });
  });
  const weightAt = (c: number): string => (c === 0 ? 'weights[w]' : `weights[w + ${c}]`);
  return [
    'let base = 0;',
    'let filled = 0;',
    'for (let r = 0; r < runs.length; r += 5) {',
    '  const end = runs[r] + runs[r + 1];',
    '  const from = runs[r + 3];',
    '  const to = from + runs[r + 2];',
    `  const row = ${functionals} * runs[r + 4];`,
    '  for (let node = runs[r]; node < end; node++) {',
    `    if (filled === ${chunk} || node !== base + filled) {`,
    '      evaluate(base, filled);',
    '      base = node;',
    '      filled = 0;',
    '    }',
    ...passes.flatMap(({ field, sums, stored }) => [
      '    {',
      `      let ${sums.map((c) => `s${c} = 0`).join(', ')};`,
      `      for (let q = from, w = row; q < to; q++, w += ${functionals}) {`,
      `        const value = ${fieldArray(field)}[node + shifts[q]];`,
      ...sums.map((c) => `        s${c} += ${weightAt(c)} * value;`),
      '      }',
      ...stored.map((k) => `      ${place(k)} = s${functionalOf[k]}; // ${samples[k]!.title}`),
      '    }',
    ]),
    '    filled++;',
    '  }',
    '}',
    'evaluate(base, filled);',
  ];
}
