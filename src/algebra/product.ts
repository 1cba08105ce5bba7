/**
 * Products of graphs: the disjoint union. Two volume forms in one dimension n are a determinant of metrics, with sign + for a
 * Riemannian metric: ε_{a1…an} ε_{b1…bn} = Σ_π sign π g_{a1 bπ1} … g_{an bπn}.
 */
import { InvalidInput, OutOfRange } from '../base/index.js';
import { type Multigraph, slotOwners, tensorsOf } from '../graph/index.js';

/** A graph of a product, with its sign. */
export interface SignedGraph {
  readonly graph: Multigraph;
  readonly sign: 1 | -1;
}

/** Half-edges of a volume form beyond which the terms of a determinant, n! of them, are too many. */
const mostHalfEdges = 8;

/** Both graphs side by side, the legs of the left one first; the volume forms stay apart. */
function besides(
  left: Multigraph,
  right: Multigraph,
): { readonly graph: Multigraph; readonly second: readonly number[] } {
  const [first, second] = [left.vertices.length, right.vertices.length];
  const slots = slotOwners(left).length;
  const atLeft = (end: number): number => (end < first ? end : end + second);
  const atRight = (end: number): number => {
    if (end < 0) return end - left.legs.length;
    return end < second ? first + end : first + slots + end;
  };
  const vertices = [...left.vertices, ...right.vertices];
  return {
    graph: {
      vertices,
      edges: [
        ...left.edges.map(([v, w]) => [atLeft(v), atLeft(w)] as const),
        ...right.edges.map(([v, w]) => [atRight(v), atRight(w)] as const),
      ],
      legs: [...left.legs.map(atLeft), ...right.legs.map(atRight)],
      epsilon: left.epsilon.map(atLeft),
      ...tensorsOf(vertices, { ...left.tensors, ...right.tensors }),
    },
    second: right.epsilon.map(atRight),
  };
}

/** All orders of a list, with signs. */
function* orders(list: readonly number[]): Generator<readonly [order: readonly number[], sign: 1 | -1]> {
  if (list.length === 0) yield [[], 1];
  for (const [i, first] of list.entries()) {
    for (const [rest, sign] of orders(list.toSpliced(i, 1))) {
      yield [[first, ...rest], i % 2 === 0 ? sign : sign === 1 ? -1 : 1];
    }
  }
}

/**
 * The product of two graphs as a sum.
 * @throws InvalidInput for volume forms of different dimensions; OutOfRange for two with more than 8 half-edges each.
 */
export function* productOf(left: Multigraph, right: Multigraph): Generator<SignedGraph> {
  const { graph, second } = besides(left, right);
  const first = graph.epsilon;
  if (first.length === 0 || second.length === 0) {
    yield { graph: { ...graph, epsilon: [...first, ...second] }, sign: 1 };
    return;
  }
  const where = 'product';
  if (first.length !== second.length) {
    const got = `${first.length} and ${second.length} half-edges`;
    throw new InvalidInput({ where, expected: 'volume forms of one dimension', got });
  }
  if (first.length > mostHalfEdges) {
    const expected = `volume forms of at most ${mostHalfEdges} half-edges`;
    throw new OutOfRange({ where, expected, got: `${first.length}` });
  }
  for (const [order, sign] of orders(second)) {
    const edges = [...graph.edges];
    const legs = [...graph.legs];
    first.forEach((a, i) => {
      const b = order[i]!;
      if (a >= 0 && b >= 0) edges.push([a, b]);
      if (a < 0) legs[-1 - a] = b;
      if (b < 0) legs[-1 - b] = a;
    });
    yield { graph: { ...graph, edges, legs, epsilon: [] }, sign };
  }
}
