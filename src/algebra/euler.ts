/**
 * The Euler operator: the first variation of ∫ L, an operator that vanishes on divergences [olver-1993].
 *
 * The variation of a vertex of degree d is ∇^{sym d} of the variation of the field; integration by parts moves these
 * derivatives to the rest T of the graph, a tensor with d legs: (−1)^d times the d-fold divergence of sym T. The divergence
 * of a symmetric tensor is symmetric, so one after the other: S_d = sym T_d − div S_{d+1}, and the result is S_0.
 */

import { InvalidInput } from '../base/index.js';
import type { Polynomial } from '../exact/index.js';
import type { Multigraph } from '../graph/index.js';
import { GraphSum } from './graphSum.js';
import { divergence, symmetrise } from './tensor.js';

/** The graph without vertex x, whose half-edges become legs; a loop becomes a metric between two legs. */
function removeVertex({ vertices, edges }: Multigraph, x: number): Multigraph {
  const number = (v: number): number => (v > x ? v - 1 : v);
  const legs: number[] = [];
  const rest: (readonly [number, number])[] = [];
  for (const [v, w] of edges) {
    if (v === x && w === x) legs.push(-2 - legs.length, -1 - legs.length);
    else if (v === x) legs.push(number(w));
    else if (w === x) legs.push(number(v));
    else rest.push([number(v), number(w)]);
  }
  return { vertices: vertices.filter((_, v) => v !== x), edges: rest, legs, epsilon: [] };
}

/**
 * The Euler operator of a density with respect to a field. `u_t = −E(L)` is the gradient flow of ∫ L.
 * @example
 * euler(GraphSum.of(parseKey('u_a u_a'))).toString() // '-2 u_aa'
 * @throws InvalidInput unless the density is a scalar without volume form.
 */
export function euler(density: GraphSum, field = 'u'): GraphSum {
  const terms = [...density.terms.values()];
  if (density.rank > 0 || terms.some(({ graph }) => graph.epsilon.length > 0)) {
    const got = density.rank > 0 ? `rank ${density.rank}` : 'a volume form';
    throw new InvalidInput({ where: 'euler', expected: 'a scalar without volume form', got });
  }
  const byDegree: { graph: Multigraph; coefficient: Polynomial }[][] = [];
  for (const { graph, coefficient } of terms) {
    graph.vertices.forEach((name, x) => {
      if (name !== field) return;
      const rest = removeVertex(graph, x);
      byDegree[rest.legs.length] ??= [];
      byDegree[rest.legs.length]!.push({ graph: rest, coefficient });
    });
  }
  let result = GraphSum.zero(byDegree.length);
  for (let degree = byDegree.length - 1; degree >= 0; degree--) {
    const rests = symmetrise(GraphSum.collect(degree, byDegree[degree] ?? []));
    result = result.isZero() ? rests : rests.minus(divergence(result));
  }
  return result;
}
