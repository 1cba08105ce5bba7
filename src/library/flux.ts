/**
 * The vector field whose divergence an operator is, for all n and κ at once, by homotopy [olver-1993, section 5.4].
 *
 * A vertex of degree k is ⟨∇^k u, T⟩ with the rest T of the graph, symmetrised. Moving one derivative after the other, with
 * S_k = sym T_k − div S_{k+1} as in the Euler operator, gives Σ_k ⟨∇^k u, T_k⟩ = u E(F) + div Σ_{k≥1} ⟨∇^{k−1}u, S_k⟩. Summed
 * over all vertices the left side is F times its number of factors; if the Euler operators vanish the last term remains.
 */
import { contract, divergence, GraphSum, symmetricDerivative, symmetrise } from '../algebra/index.js';
import { type TensorTypes, tensorTypeOf } from '../base/index.js';
import { type Polynomial, Rational } from '../exact/index.js';
import { degrees, type Multigraph, slotOwners, tensorsOf } from '../graph/index.js';

/** A graph without vertex x of degree k: legs 0..k−1 at its derivatives, the others at its slots in order. */
function withoutVertex(graph: Multigraph, x: number, k: number): Multigraph {
  const owners = slotOwners(graph);
  const count = graph.vertices.length;
  const slots = owners.flatMap((owner, s) => (owner === x ? [count + s] : []));
  const legs = new Array<number>(k + slots.length).fill(0);
  let next = 0;
  const legAt = (end: number): number | undefined => {
    if (end === x) return next++;
    return slots.includes(end) ? k + slots.indexOf(end) : undefined;
  };
  const kept = (end: number): number => end - (end > x ? 1 : 0) - slots.filter((slot) => slot < end).length;
  const edges: (readonly [number, number])[] = [];
  for (const [v, w] of graph.edges) {
    const [a, b] = [legAt(v), legAt(w)];
    if (a === undefined && b === undefined) edges.push([kept(v), kept(w)]);
    if (a !== undefined) legs[a] = b === undefined ? kept(w) : -1 - b;
    if (b !== undefined) legs[b] = a === undefined ? kept(v) : -1 - a;
  }
  const epsilon = graph.epsilon.map((end) => {
    const leg = legAt(end);
    if (leg !== undefined) legs[leg] = -1 - leg;
    return leg === undefined ? kept(end) : -1 - leg;
  });
  const vertices = graph.vertices.toSpliced(x, 1);
  return { vertices, edges, legs, epsilon, ...tensorsOf(vertices, graph.tensors) };
}

/** All indices of a with the last ones of b; the first index of b is free. */
function contractRest(a: GraphSum, b: GraphSum): GraphSum {
  let product = a.times(b);
  for (let left = a.rank; left > 0; left--) product = contract(product, left - 1, 2 * left);
  return product;
}

/** Fields that occur, with the types of those that are not scalars. */
export function fieldsOf(sum: GraphSum): { readonly names: readonly string[]; readonly types: TensorTypes } {
  const graphs = [...sum.terms.values()].map(({ graph }) => graph);
  const names = [...new Set(graphs.flatMap(({ vertices }) => vertices))].sort();
  return { names, types: Object.assign({}, ...graphs.map(({ tensors }) => tensors)) };
}

/** X with F = div X, for a scalar F without constant term that all Euler operators send to zero. */
export function fluxOf(operator: GraphSum): GraphSum {
  const { names, types } = fieldsOf(operator);
  let flux = GraphSum.zero(1);
  for (const field of names) {
    const type = tensorTypeOf(types, field);
    const rank = type?.rank ?? 0;
    const rests: { graph: Multigraph; coefficient: Polynomial }[][] = [];
    for (const { graph, coefficient } of operator.terms.values()) {
      const degree = degrees(graph);
      graph.vertices.forEach((name, x) => {
        if (name !== field) return;
        const k = degree[x]!;
        rests[k] ??= [];
        const share = coefficient.times(Rational.of(1, graph.vertices.length));
        rests[k]!.push({ graph: withoutVertex(graph, x, k), coefficient: share });
      });
    }
    let moved = GraphSum.zero(rests.length + rank);
    for (let k = rests.length - 1; k >= 1; k--) {
      const here = symmetrise(GraphSum.collect(k + rank, rests[k] ?? []), k);
      moved = moved.isZero() ? here : here.minus(divergence(moved));
      if (!moved.isZero()) flux = flux.plus(contractRest(symmetricDerivative(field, k - 1, type), moved));
    }
  }
  return flux;
}
