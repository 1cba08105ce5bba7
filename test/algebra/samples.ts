/** Random graphs and sums of graphs for the laws. */
import fc from 'fast-check';
import { GraphSum } from '../../src/algebra/index.js';
import { Polynomial, Rational } from '../../src/exact/index.js';
import { type Multigraph, multigraph } from '../../src/graph/index.js';

/** Graphs with at most three vertices, a few edges, and the given number of legs, some joined by metrics. */
export function graphs(rank: number, maxEdges = 2): fc.Arbitrary<Multigraph> {
  return fc.integer({ min: 1, max: 3 }).chain((size) => {
    const vertex = fc.nat(size - 1);
    return fc
      .record({
        vertices: fc.array(fc.constantFrom('u', 'v'), { minLength: size, maxLength: size }),
        edges: fc.array(fc.tuple(vertex, vertex), { maxLength: maxEdges }),
        ends: fc.array(vertex, { minLength: rank, maxLength: rank }),
        metric: rank >= 2 ? fc.boolean() : fc.constant(false),
        order: fc.shuffledSubarray([...Array(rank).keys()], { minLength: rank, maxLength: rank }),
      })
      .map(({ vertices, edges, ends, metric, order }) => {
        const legs = [...ends];
        if (metric) {
          const [a, b] = order as [number, number];
          legs[a] = -1 - b;
          legs[b] = -1 - a;
        }
        return multigraph({ vertices, edges, legs });
      });
  });
}

/**
 * Graphs with a volume form of n half-edges that ends at different vertices of different fields and in legs; the other legs
 * end at vertices.
 */
export function orientedGraphs(rank: number, n: number, maxEdges = 2): fc.Arbitrary<Multigraph> {
  const vertices = ['u', 'v', 'w'];
  const vertex = fc.nat(vertices.length - 1);
  const ends = [...vertices.map((_, v) => v), ...Array.from({ length: rank }, (_, l) => -1 - l)];
  return fc
    .record({
      edges: fc.array(fc.tuple(vertex, vertex), { maxLength: maxEdges }),
      at: fc.array(vertex, { minLength: rank, maxLength: rank }),
      order: fc.shuffledSubarray(ends, { minLength: n, maxLength: n }),
    })
    .map(({ edges, at, order }) => {
      const legs = at.map((v, l) => (order.includes(-1 - l) ? -1 - l : v));
      return multigraph({ vertices, edges, legs, epsilon: order });
    });
}

const coefficients: fc.Arbitrary<Polynomial> = fc
  .tuple(fc.integer({ min: -5, max: 5 }), fc.integer({ min: 1, max: 4 }), fc.constantFrom('', 'n', 'kappa', 'a'))
  .map(([numerator, denominator, name]) => {
    const size = Polynomial.constant(Rational.of(numerator, denominator));
    return name === '' ? size : size.times(Polynomial.variable(name));
  });

const sumsOf = (rank: number, graph: fc.Arbitrary<Multigraph>): fc.Arbitrary<GraphSum> =>
  fc
    .array(fc.record({ graph, coefficient: coefficients }), { minLength: 1, maxLength: 3 })
    .map((entries) => GraphSum.collect(rank, entries));

export const sums = (rank: number, maxEdges = 2): fc.Arbitrary<GraphSum> => sumsOf(rank, graphs(rank, maxEdges));

/** Sums of graphs with a volume form of n half-edges. */
export const orientedSums = (rank: number, n: number, maxEdges = 2): fc.Arbitrary<GraphSum> =>
  sumsOf(rank, orientedGraphs(rank, n, maxEdges));
