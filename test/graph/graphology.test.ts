import fc from 'fast-check';
import { MultiGraph, MultiUndirectedGraph } from 'graphology';
import { describe, expect, it } from 'vitest';
import { InvalidInput, Unsupported } from '../../src/base/index.js';
import { canonicalize, degrees, fromGraphology, parseKey, toGraphology } from '../../src/graph/index.js';
import { disguised, randomGraphs } from '../laws/canonical.js';

const graphs = randomGraphs({ vertices: 6, edges: 8, fields: ['u', 'v'] });

describe('graphology', () => {
  it('round trip up to isomorphism, fields kept', () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const again = fromGraphology(toGraphology(graph));
        expect(again.vertices).toEqual(graph.vertices);
        expect(canonicalize(again).graph).toEqual(canonicalize(graph).graph);
      }),
    );
  });

  it('its own counts of nodes, edges, loops and degrees agree', () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const theirs = toGraphology(graph);
        expect(theirs.order).toBe(graph.vertices.length);
        expect(theirs.size).toBe(graph.edges.length);
        expect(theirs.selfLoopCount).toBe(graph.edges.filter(([v, w]) => v === w).length);
        expect(graph.vertices.map((_, v) => theirs.degree(v))).toEqual(degrees(graph));
        graph.vertices.forEach((field, v) => {
          expect(theirs.getNodeAttribute(v, 'field')).toBe(field);
        });
      }),
    );
  });

  it('canonical forms agree for graphs that graphology renumbered', () => {
    fc.assert(
      fc.property(graphs, fc.nat(), (graph, seed) => {
        const other = fromGraphology(toGraphology(disguised(graph, seed).graph));
        expect(canonicalize(other).graph.key).toBe(canonicalize(graph).graph.key);
      }),
    );
  });

  it('takes any node names, and u where no field is given', () => {
    const theirs = new MultiUndirectedGraph();
    theirs.addNode('left');
    theirs.addNode('right', { field: 'v' });
    theirs.addEdge('right', 'left');
    theirs.addEdge('left', 'left');
    expect(fromGraphology(theirs)).toEqual({
      vertices: ['u', 'v'],
      edges: [
        [1, 0],
        [0, 0],
      ],
      legs: [],
      epsilon: [],
    });
  });

  it('refuses legs, the volume form, directed edges and bad field names', () => {
    expect(() => toGraphology(parseKey('u_a'))).toThrow(Unsupported);
    expect(() => toGraphology(parseKey('g_ab'))).toThrow(Unsupported);
    expect(() => toGraphology(parseKey('eps_a u_a'))).toThrow(Unsupported);
    const mixed = new MultiGraph();
    mixed.addNode(0);
    mixed.addNode(1);
    mixed.addDirectedEdge(0, 1);
    expect(() => fromGraphology(mixed)).toThrow(InvalidInput);
    const named = new MultiUndirectedGraph();
    named.addNode(0, { field: 'kappa' });
    expect(() => fromGraphology(named)).toThrow(InvalidInput);
  });
});
