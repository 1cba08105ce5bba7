/** The table of docs/guide/libraries.md: how many candidates other programs would list. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { enumerateGraphs, order } from '../../src/graph/index.js';
import { candidateLibrary } from '../../src/library/index.js';

const page = readFileSync(fileURLToPath(new URL('../../docs/guide/libraries.md', import.meta.url)), 'utf8');
const rows = [...page.matchAll(/^\| (\d+(?: \| \d+){6}) \|$/gm)].map(([, row]) => row!.split(' | ').map(Number));

/** Partial derivatives of order at most K in n variables, that of order 0 included. */
function partials(n: number, K: number): number {
  if (n === 0) return 1;
  let sum = 0;
  for (let k = 0; k <= K; k++) sum += partials(n - 1, K - k);
  return sum;
}

/** Monomials of degree at most D in some variables. */
const monomials = (variables: number, D: number): number => partials(variables, D);

it('has rows', () => expect(rows.length).toBe(9));

it.each(rows)('n = %i, order %i, degree %i', (n, K, D, products, pde, contractions, library) => {
  const jets = partials(n!, K!);
  expect(products).toBe(monomials(jets, D!) - 1);
  // PDELibrary: functions, derivatives, functions times derivatives.
  const names = Array.from({ length: D! - 1 }, (_, i) => `u^${i + 1}`);
  const derivatives = Array.from({ length: jets - 1 }, (_, i) => `D${i}`);
  expect(pde).toBe(new Set([...names, ...derivatives, ...names.flatMap((f) => derivatives.map((d) => f + d))]).size);
  const most = Math.floor((K! * D!) / 2);
  let graphs = 0;
  for (let E = 0; E <= most; E++) {
    for (const graph of enumerateGraphs({ edges: E, isolated: [0, D!], vertices: [1, D!] })) {
      if (order(graph) <= K!) graphs++;
    }
  }
  expect(contractions).toBe(graphs);
  const entries = candidateLibrary({ dimension: n!, edges: [0, most], maxOrder: K!, maxDegree: D! });
  expect(library).toBe(entries.filter(({ degree }) => degree > 0).length);
});
