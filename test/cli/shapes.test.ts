/** Field names and values of the JSON that the commands print, as docs and scripts outside rely on them. */
import { describe, expect, it } from 'vitest';
import { command, inFolder, json, output } from './command.js';

const lines = async (...argv: string[]): Promise<unknown[]> =>
  (await output(...argv, '--format', 'ndjson')).split('\n').map((text): unknown => JSON.parse(text));
const words = (text: string): string[] => text.split(' ');
const loop = { key: 'u_aa', vertices: ['u'], edges: [[0, 0]] };

describe.each([
  ['enumerate --edges 2..3'],
  ['count --edges 1..3 --dim 2'],
  ['relations --edges 3 --dim 2'],
  ['library --dim 2 --edges 1..2 --max-degree 2'],
])('%s', (text) => {
  it('prints the same rows as an array and line by line', async () => {
    const rows = await json<unknown[]>(...words(text));
    expect(rows.length).toBeGreaterThan(1);
    expect(await lines(...words(text))).toEqual(rows);
  });
});

describe('symbols', () => {
  it('legs, metrics between legs and the volume form are data', async () => {
    expect(await json(...words('enumerate --edges 0 --legs 2 --isolated 0..1 --degrees 2'))).toEqual([
      { key: 'u_ab', vertices: ['u'], edges: [], legs: [0, 0] },
    ]);
    // A 2-form in two gradients of different fields; of one field it vanishes.
    const oriented = await json<{ key: string; epsilon?: number[] }[]>(
      ...words('enumerate --edges 0 --group SO --dim 2 --fields u,v'),
    );
    expect(oriented.filter(({ epsilon }) => epsilon !== undefined)).toEqual([
      { key: 'eps_ab u_a v_b', vertices: ['u', 'v'], edges: [], epsilon: [0, 1] },
    ]);
  });

  it('an empty list is a list', async () => {
    expect(await json(...words('enumerate --edges 2 --max-degree 0'))).toEqual([]);
    expect(await json(...words('enumerate --edges 2 --max-degree 0 --count'))).toEqual({ count: 0 });
  });

  it('count without dimension leaves all graphs independent', async () => {
    expect(await json(...words('count --edges 3'))).toEqual([{ edges: 3, graphs: 23, independent: 23, relations: 0 }]);
  });

  it('relations have degrees, terms and a certificate', async () => {
    const [first] = await json<Record<string, unknown>[]>(...words('relations --edges 3 --dim 2'));
    expect(Object.keys(first!)).toEqual(['degrees', 'terms', 'certificate']);
    expect(first).toMatchObject({
      degrees: [2, 2, 2],
      terms: [
        { coefficient: '1', graph: { key: 'u_aa u_bb u_cc', edges: expect.arrayContaining([[0, 0]]) as unknown } },
        { coefficient: '-3', graph: { key: 'u_ab u_ab u_cc' } },
        { coefficient: '2', graph: { key: 'u_ab u_ac u_bc', vertices: ['u', 'u', 'u'] } },
      ],
    });
  });

  it('every relation printed is zero for equal and for reduce, in its dimension only', async () => {
    const rows = await json<{ terms: { coefficient: string; graph: { key: string } }[] }[]>(
      ...words('relations --edges 3 --dim 2'),
    );
    for (const { terms } of rows) {
      const text = terms.map(({ coefficient, graph }) => `(${coefficient})*[${graph.key}]`).join(' + ');
      expect((await command('equal', text, '0*u', '--dim', '2')).status).toBe(0);
      expect((await command('equal', text, '0*u', '--dim', '3')).status).toBe(1);
      expect(await json('reduce', text, '--dim', '2')).toEqual({ terms: [] });
    }
  });

  it('coefficients are polynomials in n, kappa and parameters', async () => {
    const { terms } = await json<{ terms: { coefficient: string }[] }>('normalize', 'a*(lap(lap(u)) - [u_aabb])');
    expect(terms).toHaveLength(1);
    expect(terms[0]).toMatchObject({ graph: loop });
    // Δ²u = u_aabb − 2/3 (n−1) κ Δu, for any a: at n = 4, κ = 3, a = 1/2.
    const given = ['--dim', '4', '--curvature', '3'];
    expect((await command('equal', `${terms[0]!.coefficient}`, '-2/3*(n-1)*kappa*a')).status).toBe(0);
    expect(await json('normalize', '1/2*(lap(lap(u)) - [u_aabb])', ...given)).toEqual({
      terms: [{ coefficient: '-3', graph: loop }],
    });
  });
});

describe('numbers', () => {
  const plane = words('--space H --grid halfplane:12x12');

  it('evaluate, solve and compile name what they print', () =>
    inFolder(async (path) => {
      const summary = await json<object>('evaluate', 'lap(u)', ...plane, '--function', 'y', '--output', path('v.npz'));
      for (const name of ['min', 'max', 'mean', 'L2', 'time', 'backend']) expect(summary).toHaveProperty(name);
      const run = await json<object>(
        ...['solve', 'lap(u)', '--space', 'E', '--dim', '1', '--grid', 'cartesian:16', '--initial', '2+sin(x)'],
        ...['--t-end', '0.1', '--output', path('r.npz')],
      );
      for (const name of [...Object.keys(summary).filter((key) => key !== 'expression' && key !== 'nodes'), 'steps'])
        expect(run).toHaveProperty(name);
      // Heat keeps the integral, 2·2π.
      const { integral } = (run as { conserved: { integral: number[] } }).conserved;
      for (const value of integral) expect(value).toBeCloseTo(4 * Math.PI, 9);
      expect(Object.keys(await json<object>('compile', 'lap(u)', ...plane))).toEqual([
        'target',
        'source',
        'bytesPerPoint',
        'flopsPerPoint',
      ]);
    }));

  it('a row for each operator, in the order given', () =>
    inFolder(async (path) => {
      const rows = await json<{ expression: string; mean: number }[]>(
        ...['evaluate', 'u', '2*u', '-u', ...plane, '--function', 'y', '--output', path('v.npz')],
      );
      expect(rows.map(({ expression }) => expression)).toEqual(['u', '2*u', '-u']);
      expect(rows[1]!.mean).toBeCloseTo(2 * rows[0]!.mean, 12);
      expect(rows[2]!.mean).toBeCloseTo(-rows[0]!.mean, 12);
    }));
});

it('help is the same by word and by option', async () => {
  expect(await output('help', 'count')).toBe(await output('count', '--help'));
  expect(await output('help')).toBe(await output('--help'));
});
