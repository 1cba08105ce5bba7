import { describe, expect, it } from 'vitest';
import { command, json, output } from './command.js';

interface GraphJson {
  readonly key: string;
  readonly vertices: string[];
  readonly edges: [number, number][];
}
interface SumJson {
  readonly terms: { readonly coefficient: string; readonly graph: GraphJson }[];
}

describe('enumerate', () => {
  it('prints graphs as data', async () => {
    expect(await json('enumerate', '--edges', '1')).toEqual([
      { key: 'u_aa', vertices: ['u'], edges: [[0, 0]] },
      { key: 'u_a u_a', vertices: ['u', 'u'], edges: [[0, 1]] },
    ]);
  });

  it('streams one graph a line, and counts', async () => {
    const lines = (await output('enumerate', '--edges', '3', '--format', 'ndjson')).split('\n');
    expect(lines.map((line) => (JSON.parse(line) as GraphJson).key)).toHaveLength(23);
    expect(await json('enumerate', '--edges', '1..4', '--count')).toEqual({ count: 2 + 7 + 23 + 79 });
  });

  it('splits into shards that are disjoint and complete', async () => {
    const keys = async (...shard: string[]): Promise<string[]> =>
      (await json<GraphJson[]>('enumerate', '--edges', '4', ...shard)).map(({ key }) => key);
    const parts = await Promise.resolve([
      ...(await keys('--shard', '1/3')),
      ...(await keys('--shard', '2/3')),
      ...(await keys('--shard', '3/3')),
    ]);
    expect(parts.sort()).toEqual((await keys()).sort());
  });

  it('takes bounds', async () => {
    const all = await json<GraphJson[]>(
      ...(['enumerate', '--edges', '2..3', '--max-degree', '2', '--vertices', '2..3', '--connected'] as const),
    );
    expect(all.map(({ key }) => key)).toEqual(
      ['u_ab u_ab', 'u_ab u_a u_b', 'u_ab u_ac u_bc'].sort((a, b) => a.length - b.length),
    );
    expect(await json('enumerate', '--edges', '2', '--degrees', '1,2,1', '--count')).toEqual({ count: 2 });
    expect(await json('enumerate', '--edges', '1', '--legs', '1', '--count')).toEqual({ count: 4 });
    expect(await json('enumerate', '--edges', '0', '--group', 'SO', '--dim', '1', '--isolated', '0..1')).toEqual([
      { key: '1', vertices: [], edges: [] },
      { key: 'u', vertices: ['u'], edges: [] },
      { key: 'eps_a u_a', vertices: ['u'], edges: [], epsilon: [0] },
      { key: 'eps_a u_a u', vertices: ['u', 'u'], edges: [], epsilon: [0] },
    ]);
  });
});

describe('count', () => {
  it.each([
    [1, [2, 5, 11, 22, 42]],
    [2, [2, 7, 21, 66, 192]],
    [3, [2, 7, 23, 77, 261]],
  ])('has the known totals in dimension %i', async (dimension, totals) => {
    const rows = await json<Record<string, number>[]>('count', '--edges', '1..5', '--dim', String(dimension));
    expect(rows.map(({ independent }) => independent)).toEqual(totals);
    expect(rows.map(({ graphs }) => graphs)).toEqual([2, 7, 23, 79, 274]);
    for (const row of rows) expect(row.relations).toBe(row.graphs! - row.independent!);
    expect(Object.keys(rows[0]!)).toEqual(['edges', 'graphs', 'independent', 'relations']);
  });

  it('counts by degrees', async () => {
    const rows = await json<{ degrees: number[]; relations: number }[]>(
      'count',
      '--edges',
      '3',
      '--dim',
      '2',
      '--by',
      'degrees',
    );
    expect(rows.filter(({ relations }) => relations > 0).map(({ degrees }) => degrees)).toEqual([
      [2, 2, 2],
      [2, 2, 1, 1],
    ]);
  });
});

describe('relations', () => {
  it('prints the two cubic relations of dimension 2, with certificates', async () => {
    expect(await output('relations', '--edges', '3', '--dim', '2')).toBe(
      'u_aa u_bb u_cc - 3 u_ab u_ab u_cc + 2 u_ab u_ac u_bc = 0\n' +
        'u_aa u_bb u_c u_c - 2 u_aa u_bc u_b u_c - u_ab u_ab u_c u_c + 2 u_ab u_ac u_b u_c = 0\n' +
        '2 relations, largest coefficient 3',
    );
    const rows = await json<(SumJson & { degrees: number[]; certificate: { complete: boolean } })[]>(
      ...(['relations', '--edges', '3', '--dim', '2', '--degrees', '1,2,1,2'] as const),
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]!.degrees).toEqual([2, 2, 1, 1]);
    expect(rows[0]!.terms.map(({ coefficient }) => coefficient)).toEqual(['1', '-2', '-1', '2']);
    expect(rows[0]!.certificate.complete).toBe(true);
  });

  it('says so when there are none', async () => {
    expect(await output('relations', '--edges', '2', '--dim', '2')).toBe('none: all graphs are independent');
    expect(await json('relations', '--edges', '2', '--dim', '2')).toEqual([]);
  });
});

describe('normalize, reduce, equal', () => {
  it('prints a normal form as text, JSON and LaTeX', async () => {
    expect(await output('normalize', 'div(hess(u)) - grad(lap(u))')).toBe('kappa*(n - 1) u_a');
    expect(await json('normalize', '2/3*norm2(grad(u))')).toEqual({
      terms: [{ coefficient: '2/3', graph: { key: 'u_a u_a', vertices: ['u', 'u'], edges: [[0, 1]] } }],
    });
    expect(await output('normalize', '-lap(u)', '--latex')).toBe('-\\Delta u');
    expect(await output('normalize', 'lap(lap(u))', '--dim', '4', '--curvature', '1/2')).toBe('u_aabb - u_aa');
    expect(await output('normalize', 'det(hess(u))', '--dim', '2')).toBe('1/2 u_aa u_bb - 1/2 u_ab u_ab');
  });

  it('reduces in the preferred basis', async () => {
    expect(await output('reduce', 'lap(u)^3', '--dim', '2')).toBe('3 u_ab u_ab u_cc - 2 u_ab u_ac u_bc');
    const connected = await json<SumJson>('reduce', '[u_ab u_ac u_bc]', '--dim', '2', '--prefer', 'fewest-components');
    expect(connected.terms.map(({ graph }) => graph.key)).toEqual(['u_ab u_ac u_bc']);
  });

  it('decides equality, for all n and kappa or for given ones', async () => {
    const left = '1/2*lap(norm2(grad(u)))';
    const right = 'norm2(hess(u)) + dot(grad(u), grad(lap(u)))';
    expect(await json('equal', left, `${right} + (n-1)*kappa*norm2(grad(u))`)).toEqual({
      equal: true,
      difference: { terms: [] },
    });
    const wrong = await command('equal', left, right, '--format', 'json');
    expect(wrong.status).toBe(1);
    expect(JSON.parse(wrong.stdout)).toMatchObject({
      equal: false,
      difference: { terms: [{ coefficient: 'kappa*n - kappa' }] },
    });
    expect((await command('equal', left, right, '--curvature', '0')).status).toBe(0);
    expect((await command('equal', left, right, '--dim', '1')).status).toBe(0);
  });

  it('decides equality in one dimension, tensors included', async () => {
    const pair = ['lap(u)^3', '3*lap(u)*norm2(hess(u)) - 2*[u_ab u_bc u_ca]'] as const;
    expect((await command('equal', ...pair)).status).toBe(1);
    expect((await command('equal', ...pair, '--dim', '2')).status).toBe(0);
    expect((await command('equal', ...pair, '--dim', '3')).status).toBe(1);
    const cayley = ['dot(hess(u),hess(u))', 'lap(u)*hess(u) - sigma(2,hess(u))*[g_ab]'] as const;
    expect((await command('equal', ...cayley, '--dim', '2')).status).toBe(0);
    expect((await command('equal', ...cayley, '--dim', '3')).status).toBe(1);
  });
});

describe('library --emit', () => {
  it.each([
    ['numpy', 'def features(u, u_0, u_1, u_00, u_11):'],
    ['pysindy', 'class EquivariantLibrary(BaseFeatureLibrary):'],
    ['sympy', 'FEATURES = {'],
    ['c', 'void features(size_t count, const double *const *restrict input, double *restrict out) {'],
    ['js', 'export function features(u, u_0, u_1, u_00, u_11) {'],
  ])('%s writes source', async (language, line) => {
    const text = await output('library', '--dim', '2', '--edges', '1', '--max-degree', '2', '--emit', language);
    expect(text.split('\n')).toContain(line);
  });
});

describe('vector and tensor fields', () => {
  const transport = 'div(dot(X,grad(X)))';
  const expanded = 'inner(grad(X),transpose(grad(X))) + dot(X,grad(div(X))) + (n-1)*kappa*norm2(X)';

  it('are declared by --vectors and --tensors', async () => {
    expect(await command('equal', transport, expanded, '--vectors', 'X')).toMatchObject({ status: 0 });
    expect(await output('normalize', 'div(h) + X', '--vectors', 'X', '--tensors', 'h:symmetric')).toContain(
      'h_ab;b + X_a',
    );
    expect(await output('normalize', 'trace(F)', '--tensors', 'F:antisymmetric:2')).toBe('0');
    const square = ['dot(F,F)', 'trace(dot(F,F))/2*[g_ab]', '--tensors', 'F:antisymmetric', '--dim'];
    expect(await command('equal', ...square, '2')).toMatchObject({ status: 0 });
    expect(await command('equal', ...square, '3')).toMatchObject({ status: 1 });
  });

  it('carry their types in JSON', async () => {
    const { terms } = await json<SumJson>('normalize', 'dot(u,grad(v))', '--fields', 'v', '--vectors', 'u');
    expect(terms).toMatchObject([
      { coefficient: '1', graph: { vertices: ['v', 'u'], edges: [[0, 2]], tensors: { u: { rank: 1 } } } },
    ]);
  });
});

describe('library', () => {
  it('prints entries with key, latex, order, degree and cost', async () => {
    const rows = await json<Record<string, unknown>[]>('library', '--dim', '2', '--edges', '1', '--max-degree', '2');
    expect(rows.map(({ key, latex, order, degree }) => [key, latex, order, degree])).toEqual([
      ['u_aa', '\\Delta u', 2, 1],
      ['u_aa u', 'u \\, \\Delta u', 2, 2],
      ['u_a u_a', '|\\nabla u|^2', 1, 2],
    ]);
    for (const { cost } of rows) expect(cost).toBeGreaterThan(0);
    const lines = await output('library', '--dim', '2', '--edges', '1', '--max-degree', '2', '--format', 'ndjson');
    expect(lines.split('\n').map((line) => JSON.parse(line) as unknown)).toEqual(rows);
    expect(await output('library', '--dim', '2', '--edges', '1', '--max-degree', '1', '--emit', 'latex')).toContain(
      '\\Delta u',
    );
  });
});

describe('wrong input', () => {
  const usage = 'the options and arguments of --help';
  it.each<[string, readonly string[], number, string]>([
    ['an unknown command', ['frobnicate'], 2, "unknown command 'frobnicate'"],
    ['a mistyped command', ['enumrate', '--edges', '2'], 2, 'enumerate'],
    ['an unknown option', ['normalize', 'lap(u)', '--dimm', '2'], 2, "unknown option '--dimm'"],
    ['a missing argument', ['normalize'], 2, usage],
    ['a missing option', ['count'], 2, '--edges'],
    ['an unknown field', ['normalize', 'lap(w)'], 2, 'a field (u) inside lap'],
    ['an unknown field in a graph', ['normalize', '[w_a w_a]'], 2, "a field among u, got 'w'"],
    ['an unbalanced index', ['normalize', '[u_aaa]'], 2, "'a' 3 times"],
    ['an unknown function', ['normalize', 'grat(u)'], 2, 'did you mean grad'],
    ['a syntax error', ['normalize', 'lap(u'], 2, "'lap(u'"],
    ['tensors multiplied by *', ['normalize', 'grad(u)*grad(u)'], 2, 'use dot, inner or outer'],
    ['a determinant without dimension', ['normalize', 'det(hess(u))'], 2, 'give --dim'],
    ['dimension 0', ['normalize', 'lap(u)', '--dim', '0'], 2, '--dim to be a whole number'],
    ['a curvature that is no number', ['normalize', 'lap(u)', '--curvature', 'big'], 2, "'big'"],
    ['a field called kappa', ['normalize', 'kappa', '--fields', 'kappa'], 2, "'kappa'"],
    ['sums of different rank', ['equal', 'u', 'grad(u)'], 2, 'rank 0 and rank 1'],
    ['a falling range', ['count', '--edges', '3..1'], 2, 'A..B with A ≤ B'],
    ['negative edges', ['enumerate', '--edges', '-1'], 2, '--edges'],
    ['a shard out of range', ['enumerate', '--edges', '2', '--shard', '4/3'], 2, '--shard as i/k'],
    ['SO without a dimension', ['count', '--edges', '1', '--group', 'SO'], 2, 'dimension'],
    ['a bad choice', ['reduce', 'u', '--dim', '2', '--prefer', 'best'], 2, 'best'],
    ['vector functions', ['normalize', 'curl(grad(u))'], 2, 'dimension 3, got symbolic n'],
    [
      'source of a class',
      ['library', '--dim', '2', '--edges', '1', '--max-degree', '1', '--class', 'divergence', '--emit', 'c'],
      3,
      "'c'",
    ],
    [
      'source of nothing',
      ['library', '--dim', '2', '--edges', '1', '--max-degree', '1', '--max-order', '0', '--emit', 'c'],
      2,
      'at least one operator',
    ],
    ['too many edges to list', ['enumerate', '--edges', '31'], 3, 'at most 30 edges'],
  ])('%s is one line', async (_what, argv, status, part) => {
    const outcome = await command(...argv);
    expect(outcome).toMatchObject({ status, stdout: '' });
    expect(outcome.stderr).toMatch(/^jetgraph( [a-z]+)?: expected [^\n]+, got [^\n]+\n$/);
    expect(outcome.stderr).toContain(part);
  });
});

it('help and version print and succeed', async () => {
  expect(await output('--help')).toContain('discover');
  expect(await output('relations', '--help')).toContain('--dim <n>');
  expect(await output('--version')).toMatch(/^\d+\.\d+\.\d+$/);
});
