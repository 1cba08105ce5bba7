/**
 * Relations that hold in dimension n because n + 1 vectors are dependent there.
 *
 * A minor of a graph takes n + 1 of its edges, each with a direction, with distinct tails and distinct heads, and sums
 * sgn(σ) times the graph with the heads permuted by σ. These are all relations of a block (second fundamental theorem for
 * O(n), [weyl-1946]): an edge is an inner product, and the ideal of relations between inner products of vectors in R^n is
 * spanned by monomials times (n+1)-minors of the Gram matrix. For a graph with the volume form one may also antisymmetrise
 * the n vertices at the volume form together with the tail of one edge.
 */
import { type CanonicalGraph, canonicalize, type Multigraph } from '../graph/index.js';

type Edge = readonly [tail: number, head: number];

/** Where a relation comes from: enough to compute it again. */
export interface Minor {
  /** Key of the graph. */
  readonly graph: string;
  /** The chosen edges [tail, head], by vertex numbers of the canonical graph: n + 1, or one if `volume`. */
  readonly edges: readonly Edge[];
  /** The volume form takes part: its n vertices and the tail are antisymmetrised. */
  readonly volume?: true;
}

/** A row over the graphs of a block, by position. */
export type IntegerRow = readonly number[];

interface SignedGraph {
  readonly graph: Multigraph;
  readonly sign: number;
}

/** Permutations of 0..size−1 with their signs. */
function* permutations(size: number): Generator<readonly [order: readonly number[], sign: number]> {
  if (size === 0) {
    yield [[], 1];
    return;
  }
  for (const [rest, sign] of permutations(size - 1)) {
    for (let at = size - 1; at >= 0; at--) {
      yield [[...rest.slice(0, at), size - 1, ...rest.slice(at)], (size - 1 - at) % 2 === 0 ? sign : -sign];
    }
  }
}

/** The graph without one copy of each of the given edges. */
function withoutEdges(graph: Multigraph, chosen: readonly Edge[]): Edge[] {
  const edges = [...graph.edges];
  for (const [v, w] of chosen) {
    edges.splice(
      edges.findIndex(([a, b]) => (a === v && b === w) || (a === w && b === v)),
      1,
    );
  }
  return edges;
}

/** The signed graphs whose sum vanishes in dimension n; the first one is the graph itself. */
export function* expandMinor(graph: Multigraph, minor: Omit<Minor, 'graph'>): Generator<SignedGraph> {
  const rest = withoutEdges(graph, minor.edges);
  if (minor.volume) {
    const [tail, head] = minor.edges[0]!;
    const vectors = [tail, ...graph.epsilon];
    for (const [k, v] of vectors.entries()) {
      const epsilon = vectors.filter((_, i) => i !== k);
      yield { graph: { ...graph, edges: [...rest, [v, head]], epsilon }, sign: k % 2 === 0 ? 1 : -1 };
    }
    return;
  }
  for (const [order, sign] of permutations(minor.edges.length)) {
    const joined = minor.edges.map(([tail], k) => [tail, minor.edges[order[k]!]![1]] as const);
    yield { graph: { ...graph, edges: [...rest, ...joined] }, sign };
  }
}

/** Choices of edges with directions, tails distinct and heads distinct; the first edge keeps its direction if `fixed`. */
function* directedChoices(edges: readonly Edge[], size: number, fixed: boolean): Generator<readonly Edge[]> {
  function* extend(from: number, chosen: readonly Edge[]): Generator<readonly Edge[]> {
    if (chosen.length === size) {
      yield chosen;
      return;
    }
    for (let e = from; e < edges.length; e++) {
      const [v, w] = edges[e]!;
      // Parallel edges have no two equal tails or heads in one direction; a copy after the first adds nothing new.
      if (e > from && edges[e - 1]![0] === v && edges[e - 1]![1] === w) continue;
      const directions: Edge[] =
        v === w || (fixed && chosen.length === 0)
          ? [[v, w]]
          : [
              [v, w],
              [w, v],
            ];
      for (const [tail, head] of directions) {
        if (chosen.some(([t, h]) => t === tail || h === head)) continue;
        yield* extend(e + 1, [...chosen, [tail, head]]);
      }
    }
  }
  yield* extend(0, []);
}

/** Canonical form of what a minor depends on: the rest of the graph, the set of tails and the set of heads. */
function shape(graph: Multigraph, minor: Omit<Minor, 'graph'>): string {
  const tails = new Set([...minor.edges.map(([tail]) => tail), ...(minor.volume ? graph.epsilon : [])]);
  const heads = new Set(minor.edges.map(([, head]) => head));
  const mark = (v: number): string => (tails.has(v) ? (heads.has(v) ? '=' : '<') : heads.has(v) ? '>' : '');
  return canonicalize({
    vertices: graph.vertices.map((field, v) => `${field}${mark(v)}`),
    edges: withoutEdges(graph, minor.edges),
    legs: [],
    epsilon: minor.volume ? [] : graph.epsilon,
  }).graph.key;
}

/** Position and sign of labelled graphs in a list of canonical graphs, remembered by their edges. */
function locator(graphs: readonly CanonicalGraph[]): (graph: Multigraph) => readonly [position: number, sign: number] {
  const positions = new Map(graphs.map(({ key }, i) => [key, i]));
  const known = new Map<string, readonly [number, number]>();
  return (graph) => {
    const size = graph.vertices.length;
    const codes = graph.edges.map(([v, w]) => (v < w ? v * size + w : w * size + v)).sort((a, b) => a - b);
    const name = `${codes.join()};${graph.epsilon.join()}`;
    const before = known.get(name);
    if (before !== undefined) return before;
    const { graph: canonical, sign } = canonicalize(graph);
    const found = [positions.get(canonical.key) ?? 0, sign] as const;
    known.set(name, found);
    return found;
  };
}

/** The row of a minor over the graphs of its block. */
function rowOf(
  graph: Multigraph,
  minor: Omit<Minor, 'graph'>,
  size: number,
  locate: (graph: Multigraph) => readonly [number, number],
): IntegerRow {
  const row = new Array<number>(size).fill(0);
  for (const term of expandMinor(graph, minor)) {
    const [position, sign] = locate(term.graph);
    row[position]! += sign * term.sign;
  }
  return row;
}

/**
 * Every minor of the graphs of a block in dimension n, once up to isomorphism, with its row over these graphs (which may
 * vanish).
 */
export function* minorsOfGraphs(
  graphs: readonly CanonicalGraph[],
  dimension: number,
): Generator<{ readonly minor: Minor; readonly row: IntegerRow }> {
  const seen = new Set<string>();
  const locate = locator(graphs);
  for (const graph of graphs) {
    const choices: Omit<Minor, 'graph'>[] = [];
    if (graph.epsilon.length > 0) {
      for (const edges of directedChoices(graph.edges, 1, false)) {
        if (!graph.epsilon.includes(edges[0]![0])) choices.push({ edges, volume: true });
      }
    }
    for (const edges of directedChoices(graph.edges, dimension + 1, true)) choices.push({ edges });
    for (const choice of choices) {
      const name = `${choice.volume ? 'volume ' : ''}${shape(graph, choice)}`;
      if (seen.has(name)) continue;
      seen.add(name);
      yield { minor: { graph: graph.key, ...choice }, row: rowOf(graph, choice, graphs.length, locate) };
    }
  }
}
