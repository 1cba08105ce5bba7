/** Relations between graphs of vector and tensor fields, against ranks of values at random jets and known identities. */
import { describe, expect, it } from 'vitest';
import { type GraphSum, normalize, GraphSum as Sum } from '../../src/algebra/index.js';
import { Random, type TensorTypes } from '../../src/base/index.js';
import { parse } from '../../src/expression/index.js';
import { type CanonicalGraph, canonicalize, type Multigraph, multigraph, slotOwners } from '../../src/graph/index.js';
import { isZeroInDimension, Reducer, reduce, vanishingDimensions } from '../../src/relations/index.js';
import { bruteContraction } from '../oracle/bruteContraction.js';

const tensors: TensorTypes = {
  h: { rank: 2, symmetry: 'symmetric' },
  F: { rank: 2, symmetry: 'antisymmetric' },
  T: { rank: 2, symmetry: 'general' },
};
const types: TensorTypes = { ...tensors, X: { rank: 1, symmetry: 'general' } };
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

/** Random components, symmetric in the derivatives, with the symmetry of the field; a function of the key alone. */
function jets(seed: number): (field: string, index: readonly number[], value: readonly number[]) => number {
  return (field, index, value) => {
    const symmetry = types[field]?.symmetry ?? 'general';
    const order = symmetry === 'general' ? value : [...value].sort();
    let sign = 1;
    if (symmetry === 'antisymmetric') sign = Math.sign(value[1]! - value[0]!);
    let hash = seed;
    for (const letter of `${field} ${[...index].sort().join('')} ${order.join('')}`) {
      hash = (Math.imul(hash, 31) + letter.charCodeAt(0)) & 0xffffff;
    }
    return sign * (new Random(hash).uniform() - 0.5);
  };
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
      graphs.map((graph: Multigraph) => bruteContraction(graph, n, jets(seed + 1))),
    );
    const reducer = new Reducer(n);
    const kept = new Set(graphs.flatMap((graph) => [...reducer.reduce(Sum.of(graph)).terms.keys()]));
    expect(kept.size).toBe(rank(values));
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
