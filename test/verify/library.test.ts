/** What `library` prints is accepted, and every way to damage it is found. */
import { describe, expect, it } from 'vitest';
import { InvalidInput } from '../../src/base/index.js';
import { candidateLibrary, emitLibrary, type LibraryOptions } from '../../src/library/index.js';
import {
  type LibraryVerification,
  readLibraryFile,
  verifyLibrary,
  type WrittenCandidate,
} from '../../src/verify/index.js';
import { listGraphs } from '../oracle/graphs.js';

type Mutable<T> = T extends object ? { -readonly [K in keyof T]: Mutable<T[K]> } : T;
type Entry = Mutable<WrittenCandidate>;

const write = (options: LibraryOptions): string => emitLibrary(candidateLibrary(options), 'json');
const entriesOf = (options: LibraryOptions): Entry[] => JSON.parse(write(options)) as Entry[];
const check = (entries: readonly Entry[], all?: LibraryOptions): LibraryVerification =>
  verifyLibrary(entries as readonly WrittenCandidate[], all && { all });

describe('a library is independent and complete', () => {
  it.each<LibraryOptions>([
    { dimension: 1, edges: [0, 2], maxDegree: 3 },
    { dimension: 1, edges: [0, 3], maxDegree: 3, group: 'SO' },
    { dimension: 2, edges: [0, 3], maxDegree: 4 },
    { dimension: 2, edges: [1, 3], maxDegree: 3, maxOrder: 2, group: 'SO' },
    { dimension: 2, edges: [0, 2], maxDegree: 3, fields: ['u', 'v'] },
    { dimension: 3, edges: [4, 4], maxDegree: 4, maxOrder: 3 },
  ])('%j', (options) => {
    const list = readLibraryFile(write(options));
    const found = verifyLibrary(list, { all: options });
    expect(found).toMatchObject({ valid: true, operators: list.length, failures: [] });
    expect(found.blocks).toBe(found.completenessChecked);
    expect(found.evaluated).toBe(found.blocks);
  });

  it('whatever is preferred', () => {
    for (const prefer of ['fewest-components', 'lowest-order', 'cheapest'] as const) {
      const options: LibraryOptions = { dimension: 2, edges: [3, 3], maxDegree: 4, prefer };
      const { prefer: _, ...all } = options;
      expect(verifyLibrary(readLibraryFile(write(options)), { all }).valid).toBe(true);
    }
  });

  it('certificates count graphs as the oracle lists them', () => {
    const library = candidateLibrary({ dimension: 2, edges: [3, 3], maxDegree: 6 });
    const listed = [1, 2, 3, 4, 5, 6].reduce(
      (sum, vertices) => sum + listGraphs({ vertices, edges: 3, epsilon: 0 }).length,
      0,
    );
    const blockOf = (key: string): string =>
      key
        .split(' ')
        .map((factor) => factor.length - 2)
        .sort()
        .join();
    const blocks = new Map(library.map(({ graph, certificate }) => [blockOf(graph.key), certificate.graphs]));
    const differentiated = [...blocks].filter(([name]) => !name.split(',').includes('-1'));
    expect(differentiated.reduce((sum, [, graphs]) => sum + graphs, 0)).toBe(listed);
  });
});

describe('damage is found', () => {
  const options = { dimension: 2, edges: [3, 3], maxDegree: 3 } as const;
  const triangle = 'u_ab u_ac u_bc';
  /** The complaints about a changed library. */
  const complaints = (damage: (entries: Entry[]) => void, all?: LibraryOptions): string[] => {
    const entries = entriesOf(options);
    damage(entries);
    const { valid, failures } = check(entries, all);
    expect(valid).toBe(failures.length === 0);
    return failures.map(({ block, entry, expected, got }) => `${block} ${entry ?? '-'}: ${expected}; ${got}`);
  };
  const at = (entries: readonly Entry[], key: string): Entry => entries.find(({ graph }) => graph.key === key)!;
  const loops = {
    key: 'u_aa u_bb u_cc',
    vertices: ['u', 'u', 'u'],
    edges: [
      [0, 0],
      [1, 1],
      [2, 2],
    ] as [number, number][],
  };

  it('none', () => expect(complaints(() => {}, options)).toEqual([]));
  it('an operator too many', () => {
    expect(complaints((entries) => entries.push({ ...at(entries, triangle), graph: loops }))).toEqual([
      'u:2,2,2 -: independent operators; dependent ones',
      'u:2,2,2 -: 2 operators; 3',
    ]);
  });
  it('one twice', () => {
    expect(complaints((entries) => entries.push(at(entries, triangle)))).toEqual([
      expect.stringContaining(`each operator once; ${triangle} a second time`),
      'u:2,2,2 -: 2 operators; 3',
    ]);
  });
  it('one missing', () => {
    const without = (entries: Entry[]): void => {
      entries.splice(entries.indexOf(at(entries, triangle)), 1);
    };
    expect(complaints(without)).toEqual(['u:2,2,2 -: 2 operators; 1']);
  });
  it('a block missing', () => {
    const without = (entries: Entry[]): void => {
      for (const entry of entries.filter(({ graph }) => graph.key.split(' ').every((f) => f.length === 4))) {
        entries.splice(entries.indexOf(entry), 1);
      }
    };
    expect(complaints(without)).toEqual([]);
    expect(complaints(without, options)).toEqual(['u:2,2,2 -: 2 operators; none']);
  });
  it('bounds that are exceeded', () => {
    const found = complaints(() => {}, { ...options, maxOrder: 3 });
    expect(found.length).toBeGreaterThan(0);
    for (const line of found) expect(line).toContain('blocks within the bounds of the claim');
  });
  it.each<[string, (entry: Entry) => void, string]>([
    ['a key that is no graph', (e) => (e.graph.key = 'u_abc u_a'), "index 'b' twice; 'u_abc u_a'"],
    ['edges', (e) => (e.graph.edges[0] = [0, 0]), 'edges'],
    ['vertices', (e) => (e.graph.vertices[0] = 'v'), 'vertices'],
    ['order', (e) => (e.order = 3), 'order 2 of'],
    ['degree', (e) => (e.degree = 2), 'degree 3 of'],
    ['graphs', (e) => (e.certificate.graphs = 4), 'a certificate of 3 graphs, 2 independent; 4 graphs, 2 independent'],
    ['independent', (e) => (e.certificate.independent = 3), '3 graphs, 3 independent'],
    ['dimension', (e) => (e.certificate.dimension = 3), '3 operators; 1'],
  ])('%s', (_, damage, expected) => {
    expect(complaints((entries) => damage(at(entries, triangle))).join('\n')).toContain(expected);
  });
});

describe('a file that is none', () => {
  it.each([
    ['', 'an empty file'],
    ['{', 'JSON'],
    ['[{"key":"u"}]', "entry 1 whose 'graph' is missing"],
    ['[{"graph":{"key":"u","vertices":["u"],"edges":[]},"order":0,"degree":1}]', "whose 'certificate' is missing"],
  ])('%s', (text, got) => {
    expect(() => readLibraryFile(text)).toThrow(InvalidInput);
    expect(() => readLibraryFile(text)).toThrow(got);
  });
  it('reads one entry a line', () => {
    const lines = emitLibrary(candidateLibrary({ dimension: 2, edges: [1, 1], maxDegree: 2 }), 'ndjson');
    expect(readLibraryFile(lines).map(({ graph }) => graph.key)).toEqual(['u_aa', 'u_aa u', 'u_a u_a']);
  });
});
