import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkFieldName, InvalidInput, reservedNames } from '../../src/base/index.js';
import {
  canonicalize,
  compareGraphs,
  components,
  degrees,
  enumerateGraphs,
  type Multigraph,
  multigraph,
  order,
  parseKey,
} from '../../src/graph/index.js';
import { randomGraphs } from '../laws/canonical.js';

const graphs = randomGraphs({ vertices: 7, edges: 6, legs: 3, epsilon: 3 });

describe('multigraph', () => {
  it('copies its parts', () => {
    const edges: [number, number][] = [[0, 1]];
    const vertices = ['u', 'v'];
    const graph = multigraph({ vertices, edges });
    edges[0]![0] = 1;
    edges.push([1, 1]);
    vertices.push('w');
    expect(graph).toEqual({ vertices: ['u', 'v'], edges: [[0, 1]], legs: [], epsilon: [] });
  });

  it.each<[string, Partial<Multigraph>, string]>([
    ['an edge beyond the vertices', { vertices: ['u'], edges: [[0, 1]] }, 'edge [0,1]'],
    ['a negative vertex', { vertices: ['u'], edges: [[-1, 0]] }, 'edge [-1,0]'],
    ['a fractional vertex', { vertices: ['u'], edges: [[0, 0.5]] }, 'edge [0,0.5]'],
    ['a volume form beyond the vertices', { vertices: ['u'], epsilon: [0, 1] }, 'volume form at 1'],
    ['a leg beyond the vertices', { vertices: ['u'], legs: [1] }, 'leg 0 at 1'],
    ['a leg on no volume form', { legs: [-1] }, 'leg 0 at -1'],
    [
      'a volume form with a leg that ends elsewhere',
      { vertices: ['u'], legs: [0], epsilon: [-1] },
      'volume form at -1',
    ],
    ['a volume form with a leg that is not there', { epsilon: [-1] }, 'volume form at -1'],
    ['a leg twice on the volume form', { legs: [-1], epsilon: [-1, -1] }, 'leg 0 at -1'],
    ['a one-sided metric', { vertices: ['u'], legs: [-2, 0] }, 'leg 0 at -2'],
    ['a metric to a missing leg', { legs: [-5, -1] }, 'leg 0 at -5'],
    ['a leg nowhere', { vertices: ['u'], legs: [Number.NaN] }, 'leg 0 at NaN'],
    ['an empty name', { vertices: [''] }, "''"],
    ['a name with an underscore', { vertices: ['u_1'] }, "'u_1'"],
  ])('refuses %s', (_, parts, part) => {
    expect(() => multigraph(parts)).toThrow(InvalidInput);
    expect(() => multigraph(parts)).toThrow(part);
  });

  it('field names', () => {
    for (const name of ['u', 'U', 'rho2', 'T']) expect(() => checkFieldName('f', name)).not.toThrow();
    for (const name of [...reservedNames, '2u', 'u v', 'ü'])
      expect(() => checkFieldName('f', name)).toThrow(InvalidInput);
  });
});

describe('degrees and components', () => {
  it('half-edges are counted once each', () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const total = degrees(graph).reduce((sum, degree) => sum + degree, 0);
        const attached = graph.legs.filter((end) => end >= 0).length;
        const volume = graph.epsilon.filter((end) => end >= 0).length;
        expect(total).toBe(2 * graph.edges.length + attached + volume);
        expect(order(graph)).toBe(Math.max(...degrees(graph)));
      }),
    );
    expect(degrees(parseKey('eps_b u_abccd u_d u'))).toEqual([5, 1, 0]);
    expect(degrees(parseKey('eps_ab u_bcc v_d'))).toEqual([3, 1]);
    expect(order(multigraph({}))).toBe(0);
  });

  it('components partition the vertices, and vertices are together if and only if a walk joins them', () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const parts = components(graph);
        const size = graph.vertices.length;
        expect(parts.flat().sort((a, b) => a - b)).toEqual(graph.vertices.map((_, v) => v));
        expect(parts.map((part) => part[0])).toEqual([...parts.map((part) => Math.min(...part))].sort((a, b) => a - b));
        // Warshall's transitive closure.
        const reach = Array.from({ length: size }, (_, v) => Array.from({ length: size }, (_, w) => v === w));
        const volume = graph.epsilon.filter((end) => end >= 0);
        for (const [v, w] of [...graph.edges, ...volume.map((v) => [volume[0]!, v] as const)]) {
          reach[v]![w] = true;
          reach[w]![v] = true;
        }
        for (let k = 0; k < size; k++) {
          for (let v = 0; v < size; v++) for (let w = 0; w < size; w++) reach[v]![w] ||= reach[v]![k]! && reach[k]![w]!;
        }
        const part = (v: number): number => parts.findIndex((members) => members.includes(v));
        for (let v = 0; v < size; v++) for (let w = 0; w < size; w++) expect(part(v) === part(w)).toBe(reach[v]![w]);
      }),
    );
  });
});

describe('compareGraphs', () => {
  it('is a total order: antisymmetric, transitive, 0 for equal keys alone', () => {
    const list = [1, 2, 3].flatMap((edges) => [...enumerateGraphs({ edges, isolated: [0, 1] })]);
    for (const a of list) {
      for (const b of list) {
        expect(Math.sign(compareGraphs(a, b)) + Math.sign(compareGraphs(b, a))).toBe(0);
        expect(compareGraphs(a, b) === 0).toBe(a.key === b.key);
      }
    }
    const sorted = [...list].sort(compareGraphs);
    for (let i = 0; i < sorted.length; i++) {
      for (let j = i + 1; j < sorted.length; j++) expect(compareGraphs(sorted[i]!, sorted[j]!)).toBeLessThan(0);
    }
  });

  it('puts more edges first, then fewer vertices, then smaller keys', () => {
    const keys = ['u_aa', 'u_a u_a', 'u', 'u_aabb', 'u_aa u_bb', 'u_ab u_ab'];
    const sorted = keys.map((key) => canonicalize(parseKey(key)).graph).sort(compareGraphs);
    expect(sorted.map(({ key }) => key)).toEqual(['u_aabb', 'u_aa u_bb', 'u_ab u_ab', 'u_aa', 'u_a u_a', 'u']);
  });
});
