/**
 * Relations that hold in dimension n because n + 1 vectors are dependent there.
 *
 * A minor of a graph takes n + 1 of its edges, each with a direction, with distinct tails and distinct heads, and sums
 * sgn(σ) times the graph with the heads permuted by σ. These are all relations of a block (second fundamental theorem for
 * O(n), [weyl-1946]): an edge is an inner product, and the ideal of relations between inner products of vectors in R^n is
 * spanned by monomials times (n+1)-minors of the Gram matrix. For a graph with the volume form one may also antisymmetrise
 * the n vertices at the volume form together with the tail of one edge.
 *
 * A minor depends on the rest of the graph, the set of tails and the set of heads alone. So minors are graphs again, with two
 * more vertices of degree n + 1, whose half-edges lead to the tails and to the heads, and are enumerated as such.
 */

import { Inconsistent } from '../base/index.js';
import type { SparseRow } from '../exact/index.js';
import {
  BlockGenerator,
  type CanonicalGraph,
  canonicalize,
  type GraphView,
  type Kind,
  Labeller,
  type Multigraph,
  partOf,
} from '../graph/index.js';
import type { Block } from './block.js';

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

interface SignedGraph {
  readonly graph: Multigraph;
  readonly sign: number;
}

/** Permutations of 0..size−1 with their signs, the identity first. */
function permutations(size: number): (readonly [order: readonly number[], sign: number])[] {
  if (size === 0) return [[[], 1]];
  return permutations(size - 1).flatMap(([rest, sign]) =>
    Array.from({ length: size }, (_, back): readonly [readonly number[], number] => [
      [...rest.slice(0, size - 1 - back), size - 1, ...rest.slice(size - 1 - back)],
      back % 2 === 0 ? sign : -sign,
    ]),
  );
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

/** A minor of some graph of a block, as the generator of graphs gives it. */
interface MarkedGraph {
  readonly vertices: readonly string[];
  readonly rest: readonly Edge[];
  readonly epsilon: readonly number[];
  /** One list of ends for an antisymmetrised volume form (n + 1 tails, one head), else n + 1 of each. */
  readonly tails: readonly number[];
  readonly heads: readonly number[];
}

const tailRole = '*tails';
const headRole = '*heads';

/**
 * Reads a generated graph: undefined if a marking vertex or the volume form has a loop or a parallel edge, or two of them
 * are joined.
 */
function readMarks(view: GraphView, catalogue: readonly Kind[]): MarkedGraph | undefined {
  const vertices: string[] = [];
  const marks: number[][] = [];
  const roles: string[] = [];
  /** The number of a vertex, or −1 − m for mark m. */
  const numbers: number[] = [];
  for (let v = 0; v < view.vertexCount; v++) {
    const kind = catalogue[view.kinds[v]!]!;
    if (partOf(kind) === 'vertex') numbers.push(vertices.push(kind.role) - 1);
    else {
      numbers.push(-marks.push([]));
      roles.push(kind.role);
    }
  }
  const rest: Edge[] = [];
  for (let e = 0; e < view.edgeCount; e++) {
    const v = numbers[view.tails[e]!]!;
    const w = numbers[view.heads[e]!]!;
    if (v >= 0 && w >= 0) {
      rest.push([v, w]);
      continue;
    }
    if (v < 0 && w < 0) return undefined;
    const ends = marks[-1 - Math.min(v, w)]!;
    if (ends.includes(Math.max(v, w))) return undefined;
    ends.push(Math.max(v, w));
  }
  const of = (role: string): number[][] => marks.filter((_, m) => roles[m] === role);
  const [tails, more] = of(tailRole);
  return { vertices, rest, epsilon: of('*')[0] ?? [], tails: tails!, heads: (more ?? of(headRole)[0])! };
}

/** A row over the graphs of a block, and the minor that it comes from. */
export interface MinorRow {
  readonly row: SparseRow;
  readonly minor: () => Minor;
}

/** Writes minors of one block as rows over its graphs. */
class MinorRows {
  readonly #orders: readonly (readonly [order: readonly number[], sign: number])[];
  readonly #oriented: boolean;
  readonly #labeller = new Labeller();
  readonly #positions: Map<string, number>;
  readonly #colours: Map<string, number>;

  constructor(block: Block, graphs: readonly CanonicalGraph[], dimension: number) {
    this.#orders = permutations(dimension + 1);
    this.#oriented = block.epsilon > 0;
    this.#colours = new Map(block.vertices.map(({ field, degree }, i) => [`${field}:${degree}`, i]));
    this.#positions = new Map(
      graphs.map((graph, i) => [this.#oriented ? graph.key : this.#nameOf(graph.vertices, graph.edges, []), i]),
    );
  }

  /** A name of the isomorphism class: the edges in canonical places, one character each. */
  #nameOf(vertices: readonly string[], rest: readonly Edge[], more: readonly Edge[]): string {
    const labeller = this.#labeller;
    const size = vertices.length;
    labeller.begin(size);
    const degree = new Uint8Array(size);
    for (const edges of [rest, more]) {
      for (const [v, w] of edges) {
        labeller.join(v, w);
        degree[v]!++;
        degree[w]!++;
      }
    }
    for (let v = 0; v < size; v++) labeller.colours[v] = this.#colours.get(`${vertices[v]}:${degree[v]}`)!;
    labeller.label();
    const { position } = labeller;
    const codes = new Uint16Array(rest.length + more.length);
    let at = 0;
    for (const edges of [rest, more]) {
      for (const [v, w] of edges) {
        const [i, j] = [position[v]!, position[w]!];
        codes[at++] = Math.min(i, j) * size + Math.max(i, j);
      }
    }
    return String.fromCharCode(...codes.sort());
  }

  #locate({ vertices, rest }: MarkedGraph, more: readonly Edge[], epsilon: readonly number[]): [number, number] {
    if (!this.#oriented) return [this.#positions.get(this.#nameOf(vertices, rest, more))!, 1];
    const { graph, sign } = canonicalize({ vertices, edges: [...rest, ...more], legs: [], epsilon }, this.#labeller);
    return sign === 0 ? [0, 0] : [this.#positions.get(graph.key)!, sign];
  }

  rowOf(marked: MarkedGraph): MinorRow {
    const { tails, heads, epsilon } = marked;
    const entries = new Map<number, number>();
    const add = (more: readonly Edge[], form: readonly number[], sign: number): void => {
      const [position, factor] = this.#locate(marked, more, form);
      entries.set(position, (entries.get(position) ?? 0) + sign * factor);
    };
    if (heads.length === 1) {
      tails.forEach((tail, k) => {
        add(
          [[tail, heads[0]!]],
          tails.filter((_, i) => i !== k),
          k % 2 === 0 ? 1 : -1,
        );
      });
    } else {
      for (const [order, sign] of this.#orders) {
        add(
          tails.map((tail, k) => [tail, heads[order[k]!]!]),
          epsilon,
          sign,
        );
      }
    }
    const columns = [...entries.keys()].filter((column) => entries.get(column) !== 0).sort((a, b) => a - b);
    const row = { columns, values: columns.map((column) => entries.get(column)!) };
    return { row, minor: () => this.#minorOf(marked) };
  }

  /** The minor as edges of one of its graphs that does not vanish. */
  #minorOf({ vertices, rest, epsilon, tails, heads }: MarkedGraph): Minor {
    const volume = heads.length === 1;
    const choices = volume
      ? tails.map((tail, k) => ({ edges: [[tail, heads[0]!] as const], form: tails.filter((_, i) => i !== k) }))
      : this.#orders.map(([order]) => ({
          edges: tails.map((tail, k) => [tail, heads[order[k]!]!] as const),
          form: epsilon,
        }));
    for (const { edges, form } of choices) {
      const given = { vertices, edges: [...rest, ...edges], legs: [], epsilon: form };
      const { graph, relabelling, sign } = canonicalize(given, this.#labeller);
      if (sign === 0) continue;
      const chosen = edges.map(([tail, head]) => [relabelling[tail]!, relabelling[head]!] as const);
      return { graph: graph.key, edges: chosen, ...(volume && { volume: true as const }) };
    }
    throw new Inconsistent({ where: 'minors', expected: 'a graph of the block', got: 'none' });
  }
}

/**
 * Every minor of the graphs of a block in dimension n, once up to isomorphism, with its row over these graphs (which may
 * vanish).
 */
export function eachMinor(
  block: Block,
  graphs: readonly CanonicalGraph[],
  dimension: number,
  visit: (minor: MinorRow) => void,
): void {
  const generator = new BlockGenerator();
  const rows = new MinorRows(block, graphs, dimension);
  const kinds = block.vertices.flatMap(({ field, degree, count }): Kind[] =>
    Array.from({ length: count }, () => ({ role: field, degree })),
  );
  const marks = (...chosen: readonly Kind[]): void => {
    generator.each([...kinds, ...chosen], Number.POSITIVE_INFINITY, (view) => {
      const marked = readMarks(view, generator.catalogue);
      if (marked !== undefined) visit(rows.rowOf(marked));
    });
  };
  const tails = { role: tailRole, degree: dimension + 1 };
  if (block.epsilon === 0) marks(tails, tails);
  else {
    marks(tails, tails, { role: '*', degree: block.epsilon });
    marks(tails, { role: headRole, degree: 1 });
  }
}
