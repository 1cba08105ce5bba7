import { describe, expect, it } from 'vitest';
import { Random } from '../../src/base/index.js';
import { canonicalize, degrees, enumerateGraphs, type Multigraph } from '../../src/graph/index.js';
import { Labeller } from '../../src/graph/labelling.js';
import { disguised } from '../laws/canonical.js';

/** The labelled edges in canonical places, with the order of the automorphism group. */
function labelled(graph: Multigraph, complete: boolean): string {
  const labeller = new Labeller();
  labeller.begin(graph.vertices.length);
  for (const [v, w] of graph.edges) labeller.join(v, w);
  degrees(graph).forEach((degree, v) => {
    labeller.colours[v] = 100 - degree;
  });
  labeller.label(complete);
  const { position } = labeller;
  const ends = graph.edges.map(([v, w]) => [position[v]!, position[w]!].sort((a, b) => a - b).join('-'));
  return `${ends.sort().join(' ')} ${labeller.groupOrder}`;
}

describe('leaves that are taken without a search', () => {
  it('have the code and the group that the search finds, for all graphs up to 7 edges', () => {
    for (const edges of [3, 5, 7]) {
      for (const graph of enumerateGraphs({ edges })) {
        const { graph: other } = disguised(graph, 17 * edges);
        expect(labelled(other, false)).toBe(labelled(graph, true));
      }
    }
  });

  it('and for random graphs of few degrees, where search is needed', () => {
    const random = new Random(5);
    for (let k = 0; k < 200; k++) {
      const size = 6 + random.below(7);
      const edges = [0, 1, 2].flatMap(() => {
        const ring = Array.from({ length: size }, (_, v) => v);
        for (let i = size - 1; i > 0; i--) {
          const j = random.below(i + 1);
          [ring[i], ring[j]] = [ring[j]!, ring[i]!];
        }
        return ring.map((v, i) => [v, ring[(i + 1) % size]!] as const);
      });
      const graph = { vertices: new Array<string>(size).fill('u'), edges, legs: [], epsilon: [] };
      expect(labelled(disguised(graph, k).graph, false)).toBe(labelled(graph, true));
    }
  });
});

it('a labeller that is used again gives what a new one gives', () => {
  const labeller = new Labeller();
  for (const options of [{ edges: 4 }, { edges: 2, epsilon: 3 }, { edges: 3, fields: ['u', 'v'] }]) {
    for (const graph of enumerateGraphs(options)) expect(canonicalize(graph, labeller)).toEqual(canonicalize(graph));
  }
});

it('many equal parts take no time', () => {
  const vertices = new Array<string>(200).fill('u');
  const edges = Array.from({ length: 60 }, (_, i) => [2 * i, 2 * i + 1] as const);
  const { graph } = canonicalize({ vertices, edges, legs: [], epsilon: [] });
  expect(graph.key.split(' ')).toHaveLength(200);
});
