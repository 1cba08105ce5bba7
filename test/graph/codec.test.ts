import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidInput } from '../../src/base/index.js';
import { canonicalize, graphFromJson, graphToJson, parseKey } from '../../src/graph/index.js';
import { randomGraphs } from '../laws/canonical.js';

describe('graphs as JSON', () => {
  it('round trip through text', () => {
    fc.assert(
      fc.property(randomGraphs({ vertices: 5, edges: 6, fields: ['u', 'v'], legs: 3, epsilon: 3 }), (graph) => {
        const { graph: canonical } = canonicalize(graph);
        const read = graphFromJson(JSON.parse(JSON.stringify(graphToJson(canonical))));
        expect({ ...read, key: canonical.key }).toEqual(canonical);
        expect(canonicalize(read).graph).toEqual(canonical);
      }),
    );
  });

  it('empty legs and volume form are left out', () => {
    const json = graphToJson(canonicalize(parseKey('u_aa u')).graph);
    expect(json).toEqual({ key: 'u_aa u', vertices: ['u', 'u'], edges: [[0, 0]] });
    expect(Object.keys(graphToJson(canonicalize(parseKey('eps_b u_ab')).graph))).toEqual([
      'key',
      'vertices',
      'edges',
      'legs',
      'epsilon',
    ]);
  });

  it('a leg on the volume form has its own number, negative, at both places', () => {
    expect(graphToJson(canonicalize(parseKey('eps_ab u_b')).graph)).toEqual({
      key: 'eps_ab u_b',
      vertices: ['u'],
      edges: [],
      legs: [-1],
      epsilon: [-1, 0],
    });
    expect(() => graphFromJson({ vertices: ['u'], edges: [], legs: [-1], epsilon: [0, 0] })).toThrow(InvalidInput);
  });

  it('the key is not trusted', () => {
    expect(graphFromJson({ key: 'nonsense', vertices: ['u'], edges: [] })).toEqual(parseKey('u'));
  });

  it.each<[string, unknown]>([
    ['null', null],
    ['nothing', undefined],
    ['a number', 3],
    ['text', 'u_aa'],
    ['an object without vertices', { edges: [] }],
    ['an object without edges', { vertices: [] }],
    ['vertices that are not names', { vertices: [1], edges: [] }],
    ['vertices that are not a list', { vertices: 'u', edges: [] }],
    ['edges of three ends', { vertices: ['u'], edges: [[0, 0, 0]] }],
    ['edges of text', { vertices: ['u'], edges: [['0', '0']] }],
    ['edges beyond the vertices', { vertices: ['u'], edges: [[0, 1]] }],
    ['legs of text', { vertices: ['u'], edges: [], legs: ['0'] }],
    ['legs that are null', { vertices: ['u'], edges: [], legs: null }],
    ['a volume form of text', { vertices: ['u'], edges: [], epsilon: '0' }],
    ['a bad name', { vertices: ['g'], edges: [] }],
  ])('refuses %s', (_, json) => {
    expect(() => graphFromJson(json)).toThrow(InvalidInput);
  });
});
