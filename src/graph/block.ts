/**
 * The graphs of one block: a multiset of vertex kinds (field, degree), legs and the volume form being further vertices of
 * fixed kind. Connected graphs are found by filling the adjacency matrix row by row and keeping one of each canonical
 * form; all graphs are multisets of connected ones, put together in falling order so that each appears once.
 */
import { type CanonicalGraph, canonicalize } from './canonical.js';
import { compareGraphs, components, type Multigraph } from './multigraph.js';

/** A kind of vertex. `role` is a field name, `#l` for leg l, or `*` for the volume form. */
export interface Kind {
  readonly role: string;
  readonly degree: number;
}

export type Kinds = readonly Kind[];

export const compareKinds = (a: Kind, b: Kind): number =>
  b.degree - a.degree || (a.role < b.role ? -1 : a.role > b.role ? 1 : 0);

const blockKey = (kinds: Kinds): string => kinds.map(({ role, degree }) => `${role}:${degree}`).join(' ');

const isLeg = ({ role }: Kind): boolean => role.startsWith('#');
const legNumber = ({ role }: Kind): number => Number(role.slice(1));
const isField = (kind: Kind): boolean => kind.role !== '*' && !isLeg(kind);

type Edge = readonly [number, number];

/** The graph with one vertex for each kind of field and the given edges between kinds; legs in the order of their numbers. */
function resolve(kinds: Kinds, edges: readonly Edge[]): Multigraph {
  const numbersOf = (chosen: (kind: Kind) => boolean, by: (kind: Kind) => number = () => 0): Map<number, number> => {
    const places = kinds.flatMap((kind, i) => (chosen(kind) ? [i] : [])).sort((i, j) => by(kinds[i]!) - by(kinds[j]!));
    return new Map(places.map((i, number) => [i, number]));
  };
  const vertexOf = numbersOf(isField);
  const legOf = numbersOf(isLeg, legNumber);
  const legs: number[] = new Array(legOf.size);
  const epsilon: number[] = [];
  const inner: Edge[] = [];
  for (const [i, j] of edges) {
    const [a, b] = [vertexOf.get(i), vertexOf.get(j)];
    const [l, m] = [legOf.get(i), legOf.get(j)];
    if (a !== undefined && b !== undefined) inner.push([a, b]);
    if (l !== undefined) legs[l] = b ?? -1 - m!;
    if (m !== undefined) legs[m] = a ?? -1 - l!;
    if (kinds[i]!.role === '*') epsilon.push(b!);
    if (kinds[j]!.role === '*') epsilon.push(a!);
  }
  return { vertices: kinds.filter(isField).map(({ role }) => role), edges: inner, legs, epsilon };
}

/** Connected graphs of a block, each once, as edges between its kinds. */
function connectedGraphs(kinds: Kinds): (readonly Edge[])[] {
  const found = new Map<string, readonly Edge[]>();
  const edges: Edge[] = [];
  const free = kinds.map(({ degree }) => degree);
  const row = kinds.map(() => 0);

  const record = (): void => {
    const whole: Multigraph = { vertices: kinds.map(() => 'u'), edges, legs: [], epsilon: [] };
    if (components(whole).length > 1) return;
    const { graph, sign } = canonicalize(resolve(kinds, edges));
    if (sign !== 0 && !found.has(graph.key)) found.set(graph.key, [...edges]);
  };

  /** Vertices j − 1 and j are alike up to row i: then row i takes them in falling order of multiplicity. */
  const interchangeable = (i: number, j: number): boolean =>
    j - 1 > i &&
    compareKinds(kinds[j - 1]!, kinds[j]!) === 0 &&
    free[j] === kinds[j]!.degree &&
    free[j - 1]! + row[j - 1]! === kinds[j]!.degree;

  const mostBetween = (i: number, j: number): number => {
    const volume = [i, j].some((k) => kinds[k]!.role === '*');
    if (volume && (i === j || [i, j].some((k) => isLeg(kinds[k]!)))) return 0;
    if (i === j) return Math.floor(free[i]! / 2);
    const most = Math.min(free[i]!, free[j]!, volume ? 1 : Number.POSITIVE_INFINITY);
    return interchangeable(i, j) ? Math.min(most, row[j - 1]!) : most;
  };

  /** Spends the free half-edges of vertex i on vertices j, j+1, …. */
  const fill = (i: number, j: number): void => {
    if (i === kinds.length) {
      record();
    } else if (free[i] === 0) {
      fill(i + 1, i + 1);
    } else if (j < kinds.length) {
      const most = mostBetween(i, j);
      const above = row[j]!;
      row[j] = 0;
      for (let m = 0; m <= most; m++) {
        fill(i, j + 1);
        if (m === most) break;
        edges.push([i, j]);
        free[i]!--;
        free[j]!--;
        row[j] = m + 1;
      }
      for (let m = 0; m < most; m++) {
        edges.pop();
        free[i]!++;
        free[j]!++;
      }
      row[j] = above;
    }
  };
  fill(0, 0);
  return [...found.values()];
}

/** Sub-multisets of a block that contain its first kind, with what is left. */
function* subBlocks(kinds: Kinds): Generator<readonly [Kinds, Kinds]> {
  function* choose(i: number, chosen: Kinds, rest: Kinds): Generator<readonly [Kinds, Kinds]> {
    if (i === kinds.length) {
      yield [chosen, rest];
      return;
    }
    yield* choose(i + 1, [...chosen, kinds[i]!], rest);
    // Of equal kinds the earlier ones are chosen first.
    let end = i;
    while (end < kinds.length && compareKinds(kinds[end]!, kinds[i]!) === 0) end++;
    yield* choose(end, chosen, [...rest, ...kinds.slice(i, end)]);
  }
  yield* choose(1, [kinds[0]!], []);
}

interface Assembly {
  readonly kinds: Kinds;
  readonly edges: readonly Edge[];
}

/**
 * All graphs of a block: components are taken off in falling order (block, then number within the block) as long as they
 * share their first kind, so each multiset of components is met once.
 */
function* assemblies(
  kinds: Kinds,
  connected: (block: Kinds) => readonly (readonly Edge[])[],
  bound?: { readonly block: string; readonly number: number },
): Generator<Assembly> {
  if (kinds.length === 0) {
    yield { kinds, edges: [] };
    return;
  }
  for (const [part, rest] of subBlocks(kinds)) {
    const block = blockKey(part);
    if (part.reduce((sum, { degree }) => sum + degree, 0) % 2 !== 0 || (bound && block > bound.block)) continue;
    const graphs = connected(part);
    const sameKind = rest.length > 0 && compareKinds(rest[0]!, part[0]!) === 0;
    const end = bound?.block === block ? bound.number + 1 : graphs.length;
    for (let number = 0; number < end; number++) {
      for (const others of assemblies(rest, connected, sameKind ? { block, number } : undefined)) {
        const shifted = others.edges.map(([v, w]) => [v + part.length, w + part.length] as const);
        yield { kinds: [...part, ...others.kinds], edges: [...graphs[number]!, ...shifted] };
      }
    }
  }
}

/** Lists the graphs of blocks; connected parts that blocks share are listed once. */
export class BlockLister {
  readonly #connected = new Map<string, readonly (readonly Edge[])[]>();

  #connectedGraphs(block: Kinds): readonly (readonly Edge[])[] {
    const key = blockKey(block);
    const known = this.#connected.get(key) ?? connectedGraphs(block);
    this.#connected.set(key, known);
    return known;
  }

  /** The graphs in the order of compareGraphs; those that vanish by an odd automorphism are left out. */
  list(kinds: Kinds): readonly CanonicalGraph[] {
    const sorted = [...kinds].sort(compareKinds);
    return [...assemblies(sorted, (block) => this.#connectedGraphs(block))]
      .map((assembly) => canonicalize(resolve(assembly.kinds, assembly.edges)).graph)
      .sort(compareGraphs);
  }
}
