import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidInput } from '../../src/base/index.js';
import { formatKey, multigraph, parseKey } from '../../src/graph/index.js';
import { randomGraphs } from '../laws/canonical.js';

const edgeTexts = (edges: readonly (readonly [number, number])[]): string[] =>
  edges.map(([v, w]) => `${Math.min(v, w)}-${Math.max(v, w)}`).sort();

describe('index notation', () => {
  it('printing and parsing keep vertices, edges, legs and volume form', () => {
    const graphs = randomGraphs({ vertices: 7, edges: 20, fields: ['u', 'v2', 'abc'], legs: 6, epsilon: 3 });
    fc.assert(
      fc.property(graphs, (graph) => {
        const again = parseKey(formatKey(graph));
        expect({ ...again, edges: edgeTexts(again.edges) }).toEqual({ ...graph, edges: edgeTexts(graph.edges) });
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['1', {}],
    ['u', { vertices: ['u'] }],
    ['u_aa', { vertices: ['u'], edges: [[0, 0]] }],
    [
      'u_ab u_a u_b',
      {
        vertices: ['u', 'u', 'u'],
        edges: [
          [0, 1],
          [0, 2],
        ],
      },
    ],
    ['u_a', { vertices: ['u'], legs: [0] }],
    ['u_b v_a', { vertices: ['u', 'v'], legs: [1, 0] }],
    ['g_ab', { legs: [-2, -1] }],
    ['g_ac u_b', { vertices: ['u'], legs: [-3, 0, -1] }],
    ['eps_ab u_a v_b', { vertices: ['u', 'v'], epsilon: [0, 1] }],
    ['eps_ab u_b v_a', { vertices: ['u', 'v'], epsilon: [1, 0] }],
    ['eps_ab', { legs: [-1, -2], epsilon: [-1, -2] }],
    ['eps_ba', { legs: [-1, -2], epsilon: [-2, -1] }],
    ['eps_ab u_b', { vertices: ['u'], legs: [-1], epsilon: [-1, 0] }],
    ['eps_ca u_bc', { vertices: ['u'], legs: [-1, 0], epsilon: [0, -1] }],
    ['eps_c g_ab', { legs: [-2, -1, -3], epsilon: [-3] }],
    ['eps_b u_ab u_cc', { vertices: ['u', 'u'], edges: [[1, 1]], legs: [0], epsilon: [0] }],
    [
      'u_a1b2 u_a1 u_b2',
      {
        vertices: ['u', 'u', 'u'],
        edges: [
          [0, 1],
          [0, 2],
        ],
      },
    ],
  ] as const)('reads %s', (text, parts) => {
    expect(parseKey(text)).toEqual(multigraph(parts));
  });

  it('spaces and line breaks between factors do not matter', () => {
    expect(parseKey('  u_a \n\t u_a ')).toEqual(parseKey('u_a u_a'));
    expect(parseKey(' 1 ')).toEqual(multigraph({}));
  });

  it('free indices number the legs in alphabetical order, a1 after z', () => {
    expect(parseKey('u_a1 v_z w_b').legs).toEqual([2, 1, 0]);
  });

  it('goes on with a1 after z', () => {
    const key = formatKey(multigraph({ vertices: ['u', 'v'], edges: new Array<readonly [0, 1]>(28).fill([0, 1]) }));
    expect(key).toBe('u_abcdefghijklmnopqrstuvwxyza1b1 v_abcdefghijklmnopqrstuvwxyza1b1');
  });

  it('only the stated fields are allowed, with advice', () => {
    expect(parseKey('u_a v_a', { fields: ['u', 'v'] }).vertices).toEqual(['u', 'v']);
    expect(() => parseKey('u_a w_a', { fields: ['u', 'v'] })).toThrow("a field among u, v, got 'w' in 'u_a w_a'");
    expect(() => parseKey('w', { fields: ['u'] })).toThrow('--fields u,w');
  });

  it.each([
    ['', 'factors such as'],
    ['u_', "'u_'"],
    ['u_A', "'u_A'"],
    ['2u', "'2u'"],
    ['u_a0', "'u_a0'"],
    ['u_a01', "'u_a01'"],
    ['u_a*u_a', "'u_a*u_a'"],
    ['1 u', "'1'"],
    ['u_aaa', "'a' 3 times"],
    ['u_a u_a u_a', "'a' 3 times"],
    ['kappa', "'kappa'"],
    ['n_a n_a', "'n'"],
    ['eps u', 'at most one eps'],
    ['eps_a eps_b u_a u_b', 'at most one eps'],
    ['eps_aa u', "index 'a' of eps"],
    ['eps_a u_aa', "'a' 3 times"],
    ['g', 'g with two indices'],
    ['g_abc', 'g with two indices'],
    ['g_aa', 'free indices on g'],
    ['g_ab u_a', 'free indices on g'],
    ['g_ab g_bc', 'free indices on g'],
    ['g_ab eps_a u', 'index'],
  ])('refuses %j', (text, part) => {
    expect(() => parseKey(text)).toThrow(InvalidInput);
    expect(() => parseKey(text)).toThrow(part);
  });
});
