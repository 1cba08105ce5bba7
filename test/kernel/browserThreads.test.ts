/** Threads of the wasm target on a page: the package as it is published, served with and without leave to share memory. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { browser, inBrowser } from './browser.js';

const root = new URL('../../', import.meta.url);
const isolated = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };
const served = {
  file(path: string): string | undefined {
    if (path === '/events.js') return 'export class EventEmitter {}';
    if (!/^\/(dist|node_modules)\//.test(path)) return undefined;
    const place = fileURLToPath(new URL(`.${path}`, root));
    return existsSync(place) ? readFileSync(place, 'utf8') : undefined;
  },
  imports: { graphology: '/node_modules/graphology/dist/graphology.mjs', events: '/events.js' },
};

/** Results with one thread and with three, several times, and what is thrown. */
const page = `
  const [{ compileKernel }, { contractionProgram }, { GraphSum }, { parseGrid }, { parseKey }, { sphere }] = await Promise.all(
    ['kernel', 'program', 'algebra', 'grid', 'graph', 'space'].map((room) => import('/dist/' + room + '/index.js')),
  );
  const grid = parseGrid('latlon:160x320', sphere(2));
  const program = contractionProgram([GraphSum.of(parseKey('u_aa')), GraphSum.of(parseKey('u_ab u_ab'))], 2);
  const kernelWith = (threads) => compileKernel(program, grid.jetScheme(2, 2), { target: 'wasm', threads });
  const u = Float64Array.from({ length: grid.size }, (_, i) => Math.sin(i) + grid.points[3 * i]);
  const resultsOf = (kernel) => {
    const out = [new Float64Array(grid.size), new Float64Array(grid.size)];
    kernel.run({ u }, {}, out);
    return out;
  };
  // Tasks that this thread does itself (it adds to word 1 for each), and how many there are in a call.
  const { add, load } = Atomics;
  let [own, tasks] = [0, 0];
  Atomics.add = (words, at, value) => {
    if (at === 1) own += value;
    return add(words, at, value);
  };
  Atomics.load = (words, at) => {
    const value = load(words, at);
    if (at === 1) tasks = Math.max(tasks, value);
    return value;
  };
  const alone = resultsOf(kernelWith(1));
  let equal = 0;
  let thrown = null;
  try {
    const kernel = kernelWith(3);
    for (let call = 0; call < 20; call++) {
      // Threads start while the page is at rest.
      await new Promise((resolve) => setTimeout(resolve, call === 0 ? 0 : 10));
      const together = resultsOf(kernel);
      if (alone.every((values, k) => values.every((value, i) => value === together[k][i]))) equal++;
    }
  } catch (reason) {
    thrown = reason.message;
  }
  return { equal, thrown, own, all: 20 * tasks, size: alone[0].length, largest: Math.max(...alone[0].map(Math.abs)) };
`;

describe.runIf(browser !== undefined && existsSync(new URL('dist/index.js', root)))('threads in a browser', () => {
  it('give the same values as one thread, from the first call on', async () => {
    const answer = await inBrowser(page, { ...served, headers: isolated });
    expect(answer).toMatchObject({ equal: 20, thrown: null, size: 160 * 320 });
    const { largest, own, all } = answer as Readonly<Record<'largest' | 'own' | 'all', number>>;
    expect(largest).toBeGreaterThan(1);
    expect(own).toBeGreaterThan(0);
    // Others took the rest.
    expect(own).toBeLessThan(all);
  });

  it('are refused on a page that may not share memory, with what to do', async () => {
    const { equal, thrown } = (await inBrowser(page, served)) as { equal: number; thrown: string };
    expect(equal).toBe(0);
    expect(thrown).toMatch(/threads: 1.*got 3.*Cross-Origin-Opener-Policy: same-origin/s);
  });
});
