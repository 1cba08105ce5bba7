import katex from 'katex';
import { describe, expect, it } from 'vitest';
import { GraphSum } from '../../src/algebra/index.js';
import { InvalidInput, OutOfRange } from '../../src/base/index.js';
import { degrees, enumerateGraphs, order, parseKey } from '../../src/graph/index.js';
import { candidateLibrary, emitLibrary, type LibraryOptions } from '../../src/library/index.js';
import { graphToLatex } from '../../src/notation/index.js';
import { countRows, evaluationSpace, Reducer } from '../../src/relations/index.js';

const keysOf = (options: LibraryOptions): string[] => candidateLibrary(options).map(({ graph }) => graph.key);

describe('candidate libraries', () => {
  const cases: readonly LibraryOptions[] = [
    { dimension: 1, edges: [0, 2], maxDegree: 4 },
    { dimension: 1, edges: [0, 2], maxDegree: 3, group: 'SO' },
    { dimension: 2, edges: [0, 3], maxDegree: 4, maxOrder: 2 },
    { dimension: 2, edges: [2, 3], maxDegree: 3, prefer: 'fewest-components' },
    { dimension: 2, edges: [0, 2], maxDegree: 3, fields: ['u', 'v'] },
    { dimension: 2, edges: [1, 2], maxDegree: 3, fields: ['u', 'v'], group: 'SO' },
    { dimension: 3, edges: [3, 4], maxDegree: 4, maxOrder: 2 },
  ];

  it.each(cases)('hold no relation, and span all graphs within the bounds: %j', (options) => {
    const { dimension, edges, maxDegree, maxOrder = 99, fields = ['u'], group = 'O' } = options;
    const library = candidateLibrary(options).map(({ graph }) => graph);
    const place = new Map(library.map(({ key }, i) => [key, i] as const));
    const reducer = new Reducer(dimension, { prefer: (a, b) => (place.get(a.key) ?? 1e9) - (place.get(b.key) ?? 1e9) });
    const kept = new Set(library.map(({ key }) => key));
    expect(kept.size).toBe(library.length);

    // Independent at random jets mod p, an evaluation that shares no code with the reduction.
    expect(evaluationSpace(library, dimension, 2 * library.length + 10).rank).toBe(library.length);

    for (let E = edges[0]; E <= edges[1]; E++) {
      for (const epsilon of group === 'SO' ? [0, dimension] : [0]) {
        const all = enumerateGraphs({ edges: E, fields, epsilon, isolated: [0, maxDegree], vertices: [0, maxDegree] });
        for (const graph of all) {
          if (order(graph) > maxOrder) continue;
          const reduced = reducer.reduce(GraphSum.of(graph));
          expect([...reduced.terms.keys()].filter((key) => !kept.has(key))).toEqual([]);
        }
      }
    }
  });

  it('are the cheapest bases, if that is asked for', () => {
    const bounds = { dimension: 2, edges: [3, 3], maxDegree: 6 } as const;
    const cost = (prefer: NonNullable<LibraryOptions['prefer']>): number =>
      candidateLibrary({ ...bounds, prefer }).reduce((sum, entry) => sum + entry.cost, 0);
    const [cheapest, ...others] = (['cheapest', 'fewest-loops', 'fewest-components', 'lowest-order'] as const).map(
      cost,
    );
    for (const other of others) expect(cheapest).toBeLessThanOrEqual(other);
    expect(cheapest).toBeLessThan(Math.max(...others));
  });

  it('keep what is asked for, first and in that order', () => {
    const bounds = { dimension: 2, edges: [3, 3], maxDegree: 3, maxOrder: 2 } as const;
    expect(keysOf(bounds)).not.toContain('u_aa u_bb u_cc');
    const first = ['u_bb u_aa u_cc', 'u_xy u_xy u_zz'];
    const keys = keysOf({ ...bounds, first });
    expect(keys.slice(0, 2)).toEqual(['u_aa u_bb u_cc', 'u_ab u_ab u_cc']);
    expect(keys.length).toBe(keysOf(bounds).length);
    const graphs = candidateLibrary({ ...bounds, first }).map(({ graph }) => graph);
    expect(evaluationSpace(graphs, 2, 20).rank).toBe(keys.length);
  });

  it.each([
    [['u_aa u_bb u_cc', 'u_ab u_ab u_cc', 'u_ab u_bc u_ca'], "'u_ab u_ac u_bc'"],
    [['u_aa'], "'u_aa'"],
    [['u_aa u_bb u_cc', 'u_cc u_bb u_aa'], "'u_cc u_bb u_aa' a second time"],
    [['u_aaa'], 'u_aaa'],
    [['v_aa v_bb v_cc'], 'v'],
  ])('refuse to keep what is dependent, out of bounds or no graph: %j', (first, got) => {
    const refused = (): unknown => candidateLibrary({ dimension: 2, edges: [3, 3], maxDegree: 3, first });
    expect(refused).toThrow(InvalidInput);
    expect(refused).toThrow(got);
  });

  it('keep vector operators that are asked for', () => {
    const bounds = { dimension: 2, edges: [2, 2], maxDegree: 2, rank: 1 } as const;
    const keys = keysOf(bounds);
    const first = keys.slice(-2).reverse();
    expect(keysOf({ ...bounds, first })).toEqual([...first, ...keys.slice(0, -2)]);
  });

  it.each(['order', 'degree', 'cost'] as const)('are sorted by %s', (sort) => {
    const bounds = { dimension: 2, edges: [0, 2], maxDegree: 3 } as const;
    const sorted = candidateLibrary({ ...bounds, sort });
    const values = sorted.map((entry) => entry[sort]);
    expect(values).toEqual([...values].sort((a, b) => a - b));
    expect(sorted.map(({ graph }) => graph.key).sort()).toEqual(keysOf(bounds).sort());
  });

  it('respect the bounds', () => {
    for (const { graph, order: highest, degree } of candidateLibrary({
      dimension: 2,
      edges: [1, 3],
      maxDegree: 3,
      maxOrder: 3,
    })) {
      expect(graph.edges.length).toBeGreaterThanOrEqual(1);
      expect(graph.edges.length).toBeLessThanOrEqual(3);
      expect(Math.max(...degrees(graph))).toBe(highest);
      expect(highest).toBeLessThanOrEqual(3);
      expect(graph.vertices.length).toBe(degree);
      expect(degree).toBeLessThanOrEqual(3);
    }
  });

  it.each([1, 2, 3])('have the number of operators that theory counts, n = %i', (dimension) => {
    const E = 3;
    const differentiated = keysOf({ dimension, edges: [1, E], maxDegree: 2 * E }).filter(
      (key) => !key.split(' ').includes('u'),
    );
    const counted = countRows({ edges: [1, E], dimension }).reduce((sum, row) => sum + row.independent, 0);
    expect(differentiated.length).toBe(counted);
  });

  it('know Burgers, Korteweg–de Vries and Kuramoto–Sivashinsky on the line', () => {
    const keys = keysOf({ dimension: 1, edges: [0, 2], maxDegree: 2, group: 'SO' });
    for (const key of ['eps_a u_a u', 'u_aa', 'eps_a u_abb', 'u_aabb', 'u_a u_a']) expect(keys).toContain(key);
  });

  it('count cost after sharing: the Laplacian in the plane is one addition', () => {
    const [entry] = candidateLibrary({ dimension: 2, edges: [1, 1], maxDegree: 1 });
    expect(entry).toMatchObject({ order: 2, degree: 1, cost: 1, latex: '\\Delta u' });
  });

  it.each([
    [{ dimension: 0, edges: [1, 1], maxDegree: 1 }, 'the dimension n'],
    [{ dimension: 2, edges: [2, 1], maxDegree: 1 }, 'the largest number of edges'],
    [{ dimension: 2, edges: [1, 1], maxDegree: 0 }, 'the largest degree'],
    [{ dimension: 2, edges: [1, 1], maxDegree: 1, fields: [] }, 'at least one field'],
    [{ dimension: 2, edges: [1, 1], maxDegree: 1, maxOder: 2 }, 'maxOder'],
  ])('refuse %j', (options, reason) => {
    const attempt = (): unknown => candidateLibrary(options as unknown as LibraryOptions);
    expect(attempt).toThrow(InvalidInput);
    expect(attempt).toThrow(reason);
  });
});

it('a library without end is refused before it is listed', () => {
  expect(() => candidateLibrary({ dimension: 3, edges: [0, 14], maxDegree: 20 })).toThrow(OutOfRange);
});

describe('library output', () => {
  it('is JSON whose keys parse back to the graphs', () => {
    const library = candidateLibrary({ dimension: 2, edges: [0, 2], maxDegree: 3 });
    type Row = { key: string; graph: { vertices: string[] }; degree: number };
    const rows = JSON.parse(emitLibrary(library, 'json')) as Row[];
    expect(
      emitLibrary(library, 'ndjson')
        .split('\n')
        .map((line) => JSON.parse(line) as Row),
    ).toEqual(rows);
    expect(rows.map(({ key }) => key)).toEqual(library.map(({ graph }) => graph.key));
    for (const { key, graph, degree } of rows) {
      expect(parseKey(key).vertices).toEqual(graph.vertices);
      expect(graph.vertices.length).toBe(degree);
    }
  });

  it.each([[['u']], [['u', 'v']]])(
    'is LaTeX that compiles for every graph of at most three edges, fields %j',
    (fields) => {
      const graphs = [0, 1, 2, 3].flatMap((edges) => [...enumerateGraphs({ edges, fields })]);
      const texts = graphs.map((graph) => graphToLatex(graph));
      expect(new Set(texts).size).toBe(texts.length);
      for (const text of texts) {
        expect(() => katex.renderToString(text, { throwOnError: true, strict: 'error' })).not.toThrow();
      }
    },
  );

  it.each([1, 2])('is LaTeX that compiles, n = %i', (dimension) => {
    const library = candidateLibrary({ dimension, edges: [0, 3], maxDegree: 3, fields: ['u', 'theta'], group: 'SO' });
    for (const { latex } of library) expect(() => katex.renderToString(latex, { throwOnError: true })).not.toThrow();
    expect(() =>
      katex.renderToString(emitLibrary(library.slice(0, 9), 'latex'), { throwOnError: true, displayMode: true }),
    ).not.toThrow();
  });
});
