import { describe, expect, it } from 'vitest';
import { InvalidInput, OutOfRange } from '../../src/base/index.js';
import {
  BlockLister,
  type CanonicalGraph,
  canonicalize,
  compareGraphs,
  components,
  degrees,
  Enumeration,
  type EnumerationOptions,
  enumerateGraphs,
  order,
} from '../../src/graph/index.js';
import { blockLabel, blocksWithEdges, countGraphs } from '../../src/relations/index.js';
import { listGraphs, type Size } from '../oracle/graphs.js';

const list = (options: EnumerationOptions): CanonicalGraph[] => [...enumerateGraphs(options)];
const keys = (options: EnumerationOptions): string[] => list(options).map(({ key }) => key);
const isolatedCount = (graph: CanonicalGraph): number => degrees(graph).filter((d) => d === 0).length;

describe('numbers of multigraphs of one field', () => {
  it('are OEIS A007717, listed there as multigraphs with loops on n edges', () => {
    const counts = [0, 1, 2, 3, 4, 5, 6, 7].map((edges) => list({ edges }).length);
    expect(counts).toEqual([1, 2, 7, 23, 79, 274, 1003, 3763]);
  });

  it('up to 10 edges, counted without canonical forms, connected ones too', () => {
    const count = (edges: number, connected: boolean): number => new Enumeration({ edges, connected }).count();
    expect([8, 9, 10].map((edges) => count(edges, false))).toEqual([14723, 59663, 250738]);
    expect([8, 9, 10].map((edges) => count(edges, true))).toEqual([4779, 19902, 86682]);
  });

  it('connected: are OEIS A007719', () => {
    const counts = [1, 2, 3, 4, 5, 6, 7].map((edges) => list({ edges, connected: true }).length);
    expect(counts).toEqual([2, 4, 11, 30, 95, 328, 1211]);
  });
});

describe('enumeration against the oracle', () => {
  const sizes: readonly (readonly [name: string, size: Omit<Size, 'vertices'>, vertices: number])[] = [
    ['one field', { edges: 3 }, 6],
    ['one field, four edges on few vertices', { edges: 4 }, 4],
    ['two fields', { edges: 2, fields: ['u', 'v'] }, 4],
    ['two fields, three edges on few vertices', { edges: 3, fields: ['u', 'v'] }, 4],
    ['three fields', { edges: 2, fields: ['a', 'b', 'c'] }, 4],
    ['one leg', { edges: 2, legs: 1 }, 5],
    ['two legs', { edges: 2, legs: 2 }, 5],
    ['three legs', { edges: 1, legs: 3 }, 5],
    ['four legs', { edges: 1, legs: 4 }, 4],
    ['two fields and two legs', { edges: 1, fields: ['u', 'v'], legs: 2 }, 4],
    ['volume form, n = 1', { edges: 3, epsilon: 1 }, 5],
    ['volume form, n = 2', { edges: 3, epsilon: 2 }, 5],
    ['volume form, n = 3', { edges: 2, epsilon: 3 }, 6],
    ['volume form of two fields', { edges: 1, fields: ['u', 'v'], epsilon: 2 }, 4],
    ['volume form of three fields', { edges: 0, fields: ['a', 'b', 'c'], epsilon: 3 }, 3],
    ['volume form and a leg', { edges: 2, legs: 1, epsilon: 2 }, 5],
    ['volume form and two legs', { edges: 1, legs: 2, epsilon: 2 }, 5],
    ['volume form, n = 1, and three legs', { edges: 1, legs: 3, epsilon: 1 }, 4],
    ['volume form, n = 3, and a leg', { edges: 1, legs: 1, epsilon: 3 }, 5],
    ['volume form, n = 3, and three legs of two fields', { edges: 0, fields: ['u', 'v'], legs: 3, epsilon: 3 }, 4],
    ['volume form and four legs', { edges: 0, legs: 4, epsilon: 2 }, 4],
    ['volume form, n = 4', { edges: 2, epsilon: 4 }, 6],
  ];

  it.each(sizes)('%s', (_, size, largest) => {
    const expected = Array.from({ length: largest + 1 }, (_, vertices) => listGraphs({ ...size, vertices })).flat();
    const found = keys({ ...size, vertices: [0, largest] });
    expect(new Set(found).size).toBe(found.length);
    expect([...found].sort()).toEqual(expected.map((graph) => canonicalize(graph).graph.key).sort());
  });
});

describe('enumeration', () => {
  it('gives canonical graphs, each once, with the stated number of edges and no isolated vertex', () => {
    for (const options of [
      { edges: 5 },
      { edges: 3, fields: ['u', 'v'] },
      { edges: 3, legs: 2 },
      { edges: 3, epsilon: 3 },
    ]) {
      const graphs = list(options);
      expect(new Set(graphs.map(({ key }) => key)).size).toBe(graphs.length);
      for (const graph of graphs) {
        expect(canonicalize(graph)).toMatchObject({ graph, sign: 1 });
        expect(graph.edges).toHaveLength(options.edges);
        expect(isolatedCount(graph)).toBe(0);
      }
    }
  });

  it('keeps the order it documents', () => {
    const graphs = list({ edges: 4 });
    const blockOf = (graph: CanonicalGraph): string =>
      degrees(graph)
        .sort((a, b) => b - a)
        .join();
    const blocks = graphs.map(blockOf);
    expect(blocks.filter((block, i) => block !== blocks[i - 1])).toEqual([...new Set(blocks)]);
    graphs.forEach((graph, i) => {
      if (i > 0 && blocks[i] === blocks[i - 1]) expect(compareGraphs(graphs[i - 1]!, graph)).toBeLessThan(0);
    });
    expect(blocks[0]).toBe('8');
    expect(blocks.at(-1)).toBe('1,1,1,1,1,1,1,1');
  });

  it('field names given twice or in another order change nothing', () => {
    expect(keys({ edges: 2, fields: ['v', 'u', 'v'] })).toEqual(keys({ edges: 2, fields: ['u', 'v'] }));
  });

  it('no field: only the empty graph', () => {
    expect(keys({ edges: 0, fields: [] })).toEqual(['1']);
    expect(keys({ edges: 2, fields: [] })).toEqual([]);
    expect(keys({ edges: 0, fields: [], legs: 4 })).toHaveLength(3);
  });

  it('n = 1: the total number of derivatives is odd', () => {
    expect(keys({ edges: 0, epsilon: 1 })).toEqual(['eps_a u_a']);
    expect(keys({ edges: 0, epsilon: 1, isolated: [1, 1] })).toEqual(['eps_a u_a u']);
    expect(keys({ edges: 1, epsilon: 1, connected: true })).toEqual(['eps_a u_abb', 'eps_a u_ab u_b']);
  });

  it('the rotated gradient, the bracket as a vector, the volume form itself', () => {
    expect(keys({ edges: 0, epsilon: 2, legs: 1 })).toEqual(['eps_bc u_ab u_c', 'eps_ab u_b']);
    expect(keys({ edges: 0, epsilon: 2, legs: 2, vertices: [0, 0] })).toEqual(['eps_ab']);
    expect(keys({ edges: 0, epsilon: 3, legs: 1, fields: ['u', 'v'], vertices: [2, 2], maxDegree: 1 })).toEqual([
      'eps_abc u_b v_c',
    ]);
    expect(keys({ edges: 0, epsilon: 1, legs: 1, isolated: [1, 1], components: [1, 1] })).toEqual(['eps_a u']);
  });

  it('n = 2 and 3: brackets', () => {
    expect(keys({ edges: 0, epsilon: 2 })).toEqual([]);
    expect(keys({ edges: 0, epsilon: 2, fields: ['u', 'v'] })).toEqual(['eps_ab u_a v_b']);
    expect(keys({ edges: 0, epsilon: 3, fields: ['u', 'v', 'w'] })).toEqual(['eps_abc u_a v_b w_c']);
    expect(keys({ edges: 0, epsilon: 3, fields: ['u', 'v'] })).toEqual([]);
  });
});

describe('numbers of graphs against theory', () => {
  const blockSize = (fields: readonly string[], edges: number, epsilon: number): void => {
    for (const block of blocksWithEdges(edges, { fields, epsilon })) {
      const kinds = block.vertices.flatMap(({ field, degree, count }) =>
        new Array<{ role: string; degree: number }>(count).fill({ role: field, degree }),
      );
      const listed = new BlockLister().list(epsilon > 0 ? [...kinds, { role: '*', degree: epsilon }] : kinds);
      expect(`${blockLabel(block)}: ${listed.length}`).toBe(`${blockLabel(block)}: ${countGraphs(block)}`);
    }
  };

  it('block by block, one field', () => {
    for (const edges of [3, 5, 7]) blockSize(['u'], edges, 0);
  });

  it('block by block, two and three fields', () => {
    blockSize(['u', 'v'], 4, 0);
    blockSize(['u', 'v', 'w'], 3, 0);
  });

  it('vector fields with the volume form: the leg is a vertex of degree 1 of a field of its own', () => {
    for (const [dimension, edges] of [
      [1, 3],
      [2, 3],
      [3, 2],
    ] as const) {
      const leg = { field: 'leg', degree: 1, count: 1 };
      for (const { vertices } of blocksWithEdges(edges, { epsilon: dimension + 1 })) {
        const degrees = vertices.flatMap(({ degree, count }) => new Array<number>(count).fill(degree));
        // One edge fewer if the leg ends at a vertex.
        const found = list({ edges: [edges, edges + 1], legs: 1, epsilon: dimension, degrees });
        const expected = countGraphs({ vertices: [leg, ...vertices], epsilon: dimension });
        expect(`${degrees}: ${found.length}`).toBe(`${degrees}: ${expected}`);
      }
    }
  });

  it('block by block, with the volume form', () => {
    blockSize(['u'], 4, 1);
    blockSize(['u'], 4, 2);
    blockSize(['u', 'v'], 2, 3);
    blockSize(['u'], 3, 4);
  });
});

describe('parts of an enumeration', () => {
  const cases: readonly EnumerationOptions[] = [
    { edges: 6 },
    { edges: [0, 4], epsilon: [0, 2] },
    { edges: 3, fields: ['u', 'v'], isolated: [0, 1] },
    { edges: 3, legs: 2, connected: true },
    { edges: [0, 2], legs: 2, epsilon: [0, 2] },
    { edges: 4, degrees: [2, 2, 2, 1, 1] },
  ];

  it.each(cases)('shards of %j one after the other are the whole', (options) => {
    const enumeration = new Enumeration(options);
    const whole = keys(options);
    for (const parts of [1, 2, 3, 7, 100]) {
      const shards = Array.from({ length: parts }, (_, i) => [i + 1, parts] as const);
      expect(shards.flatMap((shard) => [...enumeration.graphs(shard)].map(({ key }) => key))).toEqual(whole);
      expect(shards.reduce((sum, shard) => sum + enumeration.count(shard), 0)).toBe(whole.length);
    }
  });

  it.each(cases)('skipping graphs of %j leaves the others', (options) => {
    const enumeration = new Enumeration(options);
    const whole = keys(options);
    for (const skip of [0, 1, 2, 10, whole.length - 1, whole.length, whole.length + 1]) {
      expect([...enumeration.graphs([1, 1], skip)].map(({ key }) => key)).toEqual(whole.slice(skip));
    }
    const second = [...enumeration.graphs([2, 3])].map(({ key }) => key);
    expect([...enumeration.graphs([2, 3], 2)].map(({ key }) => key)).toEqual(second.slice(2));
  });

  it('shards of a large list are of about the same length', () => {
    const enumeration = new Enumeration({ edges: 9 });
    for (let part = 1; part <= 5; part++) {
      const share = enumeration.count([part, 5]) / 59663;
      expect(share).toBeGreaterThan(0.1);
      expect(share).toBeLessThan(0.4);
    }
  });

  it('long cycles are not lost', () => {
    // Rings of k vertices of degree 2, and the ring of 30 with a chord between vertices of degree 3 at distance d = 1..15.
    for (const edges of [29, 30]) {
      const ring = new Array<number>(edges).fill(2);
      expect(new Enumeration({ edges, degrees: ring, connected: true }).count()).toBe(1);
    }
    // Three paths between two ends, whose lengths add up to E; or two rings joined by a path of length at least 1.
    const edges = 30;
    const theta = Array.from({ length: edges }, (_, i) => i + 1)
      .flatMap((a) => Array.from({ length: edges }, (_, i) => [a, i + 1] as const))
      .filter(([a, b]) => a <= b && b <= edges - a - b).length;
    const dumbbell = Array.from({ length: edges }, (_, i) => i + 1)
      .flatMap((a) => Array.from({ length: edges }, (_, i) => [a, i + 1] as const))
      .filter(([a, b]) => a <= b && a + b < edges).length;
    const degreesOf = [3, 3, ...new Array<number>(edges - 3).fill(2)];
    expect(new Enumeration({ edges, degrees: degreesOf, connected: true }).count()).toBe(theta + dumbbell);
  });

  it('a degree sequence of many fields is planned from its degrees', () => {
    const enumeration = new Enumeration({ edges: 30, degrees: [30, 30], fields: ['u', 'v'] });
    // Loops on both vertices leave 0, 2, …, 30 edges between them; three choices of fields.
    expect(enumeration.count()).toBe(3 * 16);
  });

  it('pieces are whole blocks that make up the shard', () => {
    const enumeration = new Enumeration({ edges: 6 });
    for (const shard of [
      [1, 1],
      [2, 3],
    ] as const) {
      for (const count of [1, 4, 1000]) {
        const pieces = enumeration.pieces(shard, count);
        expect(pieces.length).toBeLessThanOrEqual(Math.max(count, 1) + 1);
        const together = pieces.flatMap((piece) => [...enumeration.graphs(shard, 0, piece)]);
        expect(together).toEqual([...enumeration.graphs(shard)]);
        expect(pieces.reduce((sum, piece) => sum + enumeration.count(shard, piece), 0)).toBe(together.length);
      }
    }
  });

  it('a range of edges and several volume forms are listed one after the other', () => {
    const single = (edges: number, epsilon: number): string[] => keys({ edges, epsilon });
    expect(keys({ edges: [1, 2], epsilon: [0, 2] })).toEqual([
      ...single(1, 0),
      ...single(1, 2),
      ...single(2, 0),
      ...single(2, 2),
    ]);
  });

  it('a shard outside the parts is refused', () => {
    const enumeration = new Enumeration({ edges: 2 });
    for (const shard of [
      [0, 2],
      [3, 2],
      [1, 0],
      [1.5, 2],
    ] as const) {
      expect(() => enumeration.count(shard)).toThrow(InvalidInput);
      expect(() => [...enumeration.graphs(shard)]).toThrow(InvalidInput);
    }
  });
});

describe('bounds are filters', () => {
  const all = list({ edges: 4 });

  const bounds: readonly (readonly [string, Partial<EnumerationOptions>, (graph: CanonicalGraph) => boolean])[] = [
    ['vertices', { vertices: [2, 3] }, (graph) => graph.vertices.length >= 2 && graph.vertices.length <= 3],
    ['maxDegree', { maxDegree: 3 }, (graph) => order(graph) <= 3],
    ['connected', { connected: true }, (graph) => components(graph).length === 1],
    [
      'degrees',
      { degrees: [1, 3, 2, 2] },
      (graph) =>
        degrees(graph)
          .sort((a, b) => a - b)
          .join() === '1,2,2,3',
    ],
    ['an impossible degree sequence', { degrees: [3, 3, 3] }, () => false],
    ['components', { components: [2, 3] }, (graph) => [2, 3].includes(components(graph).length)],
    ['no component', { components: [0, 0] }, () => false],
    [
      'several',
      { vertices: [3, 9], maxDegree: 3, connected: true },
      (graph) => graph.vertices.length >= 3 && order(graph) <= 3 && components(graph).length === 1,
    ],
  ];

  it.each(bounds)('%s', (_, options, keep) => {
    expect(keys({ edges: 4, ...options })).toEqual(all.filter(keep).map(({ key }) => key));
  });

  it('isolated vertices multiply the others', () => {
    const base = keys({ edges: 2 });
    expect(keys({ edges: 2, isolated: [2, 2] }).sort()).toEqual(base.map((key) => `${key} u u`).sort());
    expect(keys({ edges: 2, isolated: [0, 2] })).toHaveLength(3 * base.length);
    // Multisets of 0, 1 and 2 out of two fields: 1 + 2 + 3.
    expect(keys({ edges: 0, fields: ['u', 'v'], isolated: [0, 2] })).toHaveLength(6);
    expect(list({ edges: 1, isolated: [1, 3], vertices: [3, 4] }).map(isolatedCount)).toEqual([2, 3, 1, 2]);
  });

  it('zeros among the degrees are isolated vertices', () => {
    expect(keys({ edges: 2, degrees: [0, 2, 2, 0] })).toEqual(['u_aa u_bb u u', 'u_ab u_ab u u']);
    expect(keys({ edges: 0, degrees: [0, 0, 0] })).toEqual(['u u u']);
    expect(keys({ edges: 0, degrees: [] })).toEqual(['1']);
  });

  it('one isolated vertex is connected, the empty graph is not', () => {
    expect(keys({ edges: 0, connected: true, isolated: [0, 2] })).toEqual(['u']);
  });
});

describe('enumeration refuses', () => {
  const cases: readonly (readonly [string, EnumerationOptions, string])[] = [
    ['an unknown option', { edges: 1, maxdegree: 2 } as EnumerationOptions, "'maxdegree'"],
    ['no edges', {} as EnumerationOptions, 'edges'],
    ['negative edges', { edges: -1 }, 'edges'],
    ['a falling range of edges', { edges: [2, 1] }, 'edges'],
    ['a falling range of components', { edges: 1, components: [2, 1] }, 'rising range of components'],
    ['half an edge', { edges: 0.5 }, 'edges'],
    ['a negative degree bound', { edges: 1, maxDegree: -1 }, 'maxDegree'],
    ['negative legs', { edges: 1, legs: -2 }, 'legs'],
    ['a fractional volume form', { edges: 1, epsilon: 1.5 }, 'epsilon'],
    ['a falling range of vertices', { edges: 1, vertices: [3, 2] }, 'rising range of vertices'],
    ['a falling range of isolated vertices', { edges: 1, isolated: [1, 0] }, 'rising range of isolated'],
    ['a negative number of vertices', { edges: 1, vertices: [-1, 2] }, 'vertices'],
    ['a bad degree', { edges: 1, degrees: [1, -1] }, 'a degree'],
    ['a bad field name', { edges: 1, fields: ['u', 'x_y'] }, "'x_y'"],
    ['a reserved field name', { edges: 1, fields: ['kappa'] }, "'kappa'"],
  ];

  it.each(cases)('%s', (_, options, part) => {
    expect(() => list(options)).toThrow(InvalidInput);
    expect(() => list(options)).toThrow(part);
  });
});

it('more than 30 edges are out of range', () => {
  expect(() => new Enumeration({ edges: 31 })).toThrow(OutOfRange);
  expect(() => new Enumeration({ edges: [0, 31] })).toThrow('at most 30 edges');
});

describe('BlockLister', () => {
  const lister = new BlockLister();
  const listed = (degreesOfU: readonly number[]): string[] =>
    lister.list(degreesOfU.map((degree) => ({ role: 'u', degree }))).map(({ key }) => key);

  it('lists a block in any order of its kinds', () => {
    expect(listed([1, 2, 1])).toEqual(listed([2, 1, 1]));
    expect(listed([1, 2, 1])).toEqual(keys({ edges: 2, degrees: [2, 1, 1] }));
  });

  it('blocks together make the enumeration', () => {
    const blocks = [
      ...new Set(
        list({ edges: 5 }).map((graph) =>
          degrees(graph)
            .sort((a, b) => b - a)
            .join(),
        ),
      ),
    ];
    const together = blocks.flatMap((block) => listed(block.split(',').map(Number)));
    expect(together).toEqual(keys({ edges: 5 }));
  });

  it('has nothing for an odd total degree and one graph for no kinds', () => {
    expect(listed([2, 1])).toEqual([]);
    expect(listed([])).toEqual(['1']);
  });

  it('takes legs and the volume form as kinds', () => {
    const keysOf = (...kinds: readonly (readonly [string, number])[]): string[] =>
      lister.list(kinds.map(([role, degree]) => ({ role, degree }))).map(({ key }) => key);
    expect(keysOf(['#0', 1], ['#1', 1])).toEqual(['g_ab']);
    expect(keysOf(['u', 2], ['#0', 1], ['#1', 1])).toEqual(['g_ab u_cc', 'u_ab']);
    expect(keysOf(['*', 1], ['u', 1], ['v', 0])).toEqual(['eps_a u_a v']);
    expect(keysOf(['*', 2], ['u', 2])).toEqual([]);
  });
});
