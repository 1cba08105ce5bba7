/** Relations between graphs of vector and tensor fields, against ranks of values at random jets and known identities. */
import { describe, expect, it } from 'vitest';
import { GraphSum, normalize } from '../../src/algebra/index.js';
import type { TensorTypes } from '../../src/base/index.js';
import { parse } from '../../src/expression/index.js';
import {
  type CanonicalGraph,
  canonicalize,
  compareGraphs,
  type Multigraph,
  multigraph,
  slotOwners,
} from '../../src/graph/index.js';
import {
  blockLabel,
  blockOf,
  blocksWithEdges,
  countGraphs,
  graphsOfBlock,
  isZeroInDimension,
  Reducer,
  rankInDimension,
  reduce,
  relationsOfBlock,
  vanishingDimensions,
} from '../../src/relations/index.js';
import { bruteContraction } from '../oracle/bruteContraction.js';
import { tensorJets, tensorTypes } from '../oracle/tensorGraphs.js';

const types: TensorTypes = tensorTypes;
const { X: _, ...tensors } = tensorTypes;
const normal = (text: string, dimension?: number): GraphSum =>
  normalize(parse(text, { fields: ['u', 'v'], vectors: ['X'], tensors }), dimension === undefined ? {} : { dimension });

/** All ways to pair up the ends of a list. */
function* pairings(ends: readonly number[]): Generator<readonly (readonly [number, number])[]> {
  const [first, ...rest] = ends;
  if (first === undefined) yield [];
  for (const [i, other] of rest.entries()) {
    for (const more of pairings(rest.toSpliced(i, 1))) yield [[first, other], ...more];
  }
}

/** The graphs of a block, from all pairings. */
function graphsOf(vertices: readonly string[], derivatives: readonly number[]): CanonicalGraph[] {
  const slots = slotOwners({ vertices, tensors: types }).map((_, s) => vertices.length + s);
  const ends = [...slots, ...vertices.flatMap((_, v) => new Array<number>(derivatives[v]!).fill(v))];
  const found = new Map<string, CanonicalGraph>();
  for (const edges of pairings(ends)) {
    const { graph, sign } = canonicalize(multigraph({ vertices, edges, tensors: types }));
    if (sign !== 0) found.set(graph.key, graph);
  }
  return [...found.values()];
}

/** Rank of a real matrix by elimination with complete pivoting. */
function rank(rows: readonly (readonly number[])[]): number {
  const m = rows.map((row) => [...row]);
  for (let r = 0; ; r++) {
    let best: [number, number, number] = [1e-9, -1, -1];
    for (let i = r; i < m.length; i++) {
      m[i]!.forEach((x, j) => {
        if (Math.abs(x) > best[0]) best = [Math.abs(x), i, j];
      });
    }
    const [, i, j] = best;
    if (i < 0) return r;
    [m[r], m[i]] = [m[i]!, m[r]!];
    for (let k = r + 1; k < m.length; k++) {
      const factor = m[k]![j]! / m[r]![j]!;
      m[k] = m[k]!.map((x, l) => x - factor * m[r]![l]!);
    }
  }
}

describe('number of independent operators', () => {
  it.each<readonly [string[], number[], number]>([
    [['X', 'X', 'X'], [1, 1, 1], 1],
    [['X', 'X', 'X'], [1, 1, 1], 2],
    [['X', 'X', 'X'], [1, 1, 1], 3],
    [['X', 'X', 'X', 'X'], [1, 1, 0, 0], 2],
    [['X', 'X', 'u', 'u'], [1, 1, 1, 1], 2],
    [['h', 'h', 'h'], [0, 0, 0], 2],
    [['T', 'T', 'T'], [0, 0, 0], 2],
    [['F', 'F', 'u', 'u'], [0, 0, 1, 1], 2],
    [['F', 'h', 'X', 'u'], [0, 0, 0, 1], 2],
    [['u', 'X', 'X'], [2, 1, 1], 2],
  ])('%o with %o derivatives in dimension %i', (vertices, derivatives, n) => {
    const graphs = graphsOf(vertices, derivatives);
    const values = Array.from({ length: graphs.length + 3 }, (_, seed) =>
      graphs.map((graph: Multigraph) => bruteContraction(graph, n, tensorJets(seed + 1))),
    );
    const block = blockOf(graphs[0]!);
    expect(graphsOfBlock(block).map(({ key }) => key)).toEqual(graphs.sort(compareGraphs).map(({ key }) => key));
    expect(countGraphs(block)).toBe(graphs.length);
    expect(rankInDimension(block, n)).toBe(rank(values));
    const reducer = new Reducer(n);
    const kept = new Set(graphs.flatMap((graph) => [...reducer.reduce(GraphSum.of(graph)).terms.keys()]));
    expect(kept.size).toBe(rank(values));
    for (const { sum } of relationsOfBlock(block, n).relations) expect(reducer.vanishes(sum)).toBe(true);
  });
});

describe('blocks', () => {
  it('with the given number of contractions', () => {
    const labels = [...blocksWithEdges(1, { fields: ['u', 'X'], tensors: { X: types.X! } })].map(blockLabel);
    expect([...labels].sort()).toEqual(['X(general1):0 u:1', 'X(general1):0,0', 'X(general1):1', 'u:1,1', 'u:2']);
  });

  it('with a bounded number of vertices', () => {
    const options = { fields: ['u', 'X'], tensors: { X: types.X! } };
    const all = [...blocksWithEdges(3, options)].filter(
      ({ vertices }) => vertices.reduce((sum, { count }) => sum + count, 0) <= 2,
    );
    expect([...blocksWithEdges(3, { ...options, maxVertices: 2 })]).toEqual(all);
  });

  it('of degree 0 with slots are no isolated vertices', () => {
    const block = blockOf(normal('norm2(X)*u^2').terms.values().next().value!.graph);
    expect(countGraphs(block)).toBe(1);
    expect(graphsOfBlock(block).map(({ key }) => key)).toEqual(['X_a X_a u u']);
  });

  it('count by theory what a list counts', () => {
    for (const block of blocksWithEdges(3, { fields: ['u', 'X', 'h'], tensors: { X: types.X!, h: types.h! } })) {
      expect([blockLabel(block), countGraphs(block)]).toEqual([blockLabel(block), graphsOfBlock(block).length]);
    }
    for (const block of blocksWithEdges(2, { fields: ['F', 'T', 'X'], tensors: types, epsilon: 2 })) {
      expect([blockLabel(block), countGraphs(block)]).toEqual([blockLabel(block), graphsOfBlock(block).length]);
    }
  });
});

describe('identities that hold in one dimension', () => {
  it('Cayley–Hamilton for the gradient of a vector field', () => {
    const square = 'dot(dot(grad(X),grad(X)),X) - div(X)*dot(grad(X),X) + sigma(2,grad(X))*X';
    expect(normal(square).isZero()).toBe(false);
    expect(isZeroInDimension(normal(square), 2)).toBe(true);
    expect(isZeroInDimension(normal(square), 3)).toBe(false);
    expect(vanishingDimensions(normal(square))).toEqual([1, 2]);
  });

  it('the vorticity equation on a surface, for any vector field', () => {
    // curl(X·∇X) = X·∇ω + ω div X with ω = div rot X.
    const text = 'div(rot(dot(X,grad(X)))) - dot(X,grad(div(rot(X)))) - div(rot(X))*div(X)';
    expect(isZeroInDimension(normal(text, 2), 2)).toBe(true);
    expect(isZeroInDimension(normal('div(rot(dot(X,grad(X)))) - dot(X,grad(div(rot(X))))', 2), 2)).toBe(false);
  });

  it('an antisymmetric tensor of a surface is a multiple of its volume form', () => {
    expect(isZeroInDimension(normal('dot(F,F) - trace(dot(F,F))/2*[g_ab]'), 2)).toBe(true);
    expect(isZeroInDimension(normal('dot(F,F) - trace(dot(F,F))/2*[g_ab]'), 3)).toBe(false);
  });

  it('in dimension 1 all graphs of a block agree', () => {
    expect(reduce(normal('inner(grad(X),grad(X)) - div(X)^2'), 1).isZero()).toBe(true);
    expect(reduce(normal('norm2(h) - trace(h)^2'), 1).isZero()).toBe(true);
  });
});
