/** Without bounds the library is widened where it leaves part of u_t unexplained. */
import { writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { encodeNpz } from '../../src/io/index.js';
import { command, inFolder } from './command.js';

interface Learned {
  readonly terms: readonly { readonly coefficient: number; readonly graph: { readonly key: string } }[];
  readonly candidates: number;
}

/** Waves of wave number k that decay like e^(s(k) t), on a circle. */
function waves(s: (k: number) => number) {
  const [nodes, times] = [64, 48];
  const x = Float64Array.from({ length: nodes }, (_, i) => (2 * Math.PI * i) / nodes);
  const t = Float64Array.from({ length: times }, (_, i) => i * 0.01);
  const u = Float64Array.from({ length: nodes * times }, (_, i) => {
    const [time, place] = [t[Math.floor(i / nodes)]!, x[i % nodes]!];
    return [1, 2, 3, 4].reduce((sum, k) => sum + Math.exp(s(k) * time) * Math.sin(k * place + k * k), 0);
  });
  const array = (name: string, data: Float64Array, shape: number[] = [data.length]) => ({ name, shape, data });
  return encodeNpz([array('t', t), array('x', x), array('u', u, [times, nodes])]);
}

async function learn(s: (k: number) => number, ...options: readonly string[]) {
  let outcome: (Learned & { readonly notes: string }) | undefined;
  await inFolder(async (path) => {
    writeFileSync(path('u.npz'), waves(s));
    const { stdout, stderr } = await command('discover', path('u.npz'), '--weak', '--format', 'json', ...options);
    outcome = { ...(JSON.parse(stdout) as Learned), notes: stderr };
  });
  const { terms, candidates, notes } = outcome!;
  return {
    terms: Object.fromEntries(terms.map(({ graph, coefficient }) => [graph.key, coefficient])),
    candidates,
    notes,
  };
}

it('finds fourth derivatives that the first library lacks, and says so', async () => {
  const { terms, candidates, notes } = await learn((k) => k ** 2 - 0.1 * k ** 4);
  expect(Object.keys(terms).sort()).toEqual(['u_aa', 'u_aabb']);
  expect(terms.u_aa).toBeCloseTo(-1, 4);
  expect(terms.u_aabb).toBeCloseTo(-0.1, 4);
  expect(candidates).toBe(32);
  expect(notes).toMatch(/note: \S+ % of u_t unexplained, \S+ % with derivatives to order 4/);
});

it('keeps to the first library where it explains the data', async () => {
  const { terms, candidates, notes } = await learn((k) => -0.5 * k ** 2);
  expect(Object.keys(terms)).toEqual(['u_aa']);
  expect(candidates).toBe(18);
  expect(notes).not.toContain('unexplained');
});

it('keeps to bounds that are given', async () => {
  const { candidates, notes } = await learn((k) => k ** 2 - 0.1 * k ** 4, '--max-order', '2');
  expect(candidates).toBeLessThan(18);
  expect(notes).not.toContain('unexplained');
});
