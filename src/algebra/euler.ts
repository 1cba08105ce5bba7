/**
 * The Euler operator: the first variation of ∫ L, an operator that vanishes on divergences [olver-1993].
 *
 * The variation of a vertex of degree d is ∇^{sym d} of the variation of the field; integration by parts moves these
 * derivatives to the rest T of the graph, a tensor with d legs: (−1)^d times the d-fold divergence of sym T. The divergence
 * of a symmetric tensor is symmetric, so one after the other: S_d = sym T_d − div S_{d+1}, and the result is S_0. For a field
 * with values in tensors T has further legs, those of its slots, and so has the result.
 */

import { InvalidInput, type TensorType, tensorTypeOf } from '../base/index.js';
import type { Polynomial } from '../exact/index.js';
import { degrees, type Multigraph, slotOwners, tensorsOf } from '../graph/index.js';
import { GraphSum } from './graphSum.js';
import { antisymmetrise, divergence, symmetrise } from './tensor.js';
import { assemble, halfEdgesAt, takeApart } from './wiring.js';

/** The graph without vertex x: its half-edges become legs, derivatives first, then slots. */
function removeVertex(graph: Multigraph, x: number): Multigraph {
  const wiring = takeApart(graph);
  const count = graph.vertices.length;
  const slots = slotOwners(graph).flatMap((owner, s) => (owner === x ? [count + s] : []));
  const free = [x, ...slots].flatMap((end) => halfEdgesAt(wiring, end));
  const owner = wiring.owner.map((o) => (o < x ? o : o - 1 - slots.filter((slot) => slot < o).length));
  free.forEach((h, l) => {
    owner[h] = -1 - l;
  });
  const vertices = graph.vertices.toSpliced(x, 1);
  const ends = wiring.ends - 1 - slots.length;
  return assemble({ ...wiring, ...tensorsOf(vertices, graph.tensors), vertices, ends, owner })!;
}

/**
 * The Euler operator of a density with respect to a field; its rank is that of the field. `u_t = −E(L)` is the gradient flow
 * of ∫ L.
 * @example
 * euler(GraphSum.of(parseKey('u_a u_a'))).toString() // '-2 u_aa'
 * @param declared - type of the field, read from the density unless given.
 * @throws InvalidInput unless the density is a scalar.
 */
export function euler(density: GraphSum, field = 'u', declared?: TensorType): GraphSum {
  if (density.rank > 0) {
    throw new InvalidInput({ where: 'euler', expected: 'a scalar', got: `rank ${density.rank}` });
  }
  const terms = [...density.terms.values()];
  const type =
    declared ?? terms.map(({ graph }) => tensorTypeOf(graph.tensors, field)).find((found) => found !== undefined);
  const rank = type?.rank ?? 0;
  const byDegree: { graph: Multigraph; coefficient: Polynomial }[][] = [];
  for (const { graph, coefficient } of terms) {
    const degree = degrees(graph);
    graph.vertices.forEach((name, x) => {
      if (name !== field) return;
      byDegree[degree[x]!] ??= [];
      byDegree[degree[x]!]!.push({ graph: removeVertex(graph, x), coefficient });
    });
  }
  let result = GraphSum.zero(byDegree.length + rank);
  for (let degree = byDegree.length - 1; degree >= 0; degree--) {
    const rests = symmetrise(GraphSum.collect(degree + rank, byDegree[degree] ?? []), degree);
    result = result.isZero() ? rests : rests.minus(divergence(result));
  }
  if (type?.symmetry === 'symmetric') return symmetrise(result);
  return type?.symmetry === 'antisymmetric' ? antisymmetrise(result) : result;
}
