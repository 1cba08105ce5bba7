/**
 * Enumeration of multigraphs up to isomorphism, block by block. A block is a multiset of vertex kinds (field, degree);
 * legs and the volume form are further vertices of fixed kind. Connected graphs of a block are found by filling the
 * adjacency matrix row by row and keeping one of each canonical form; all graphs are multisets of connected ones, put
 * together in falling order so that each appears once. For one field the numbers are those of [oeis-a007717], connected
 * [oeis-a007719].
 */
import { checkInteger, checkOptions, InvalidInput } from '../base/index.js';
import { type CanonicalGraph, canonicalize } from './canonical.js';
import { checkFieldName, compareGraphs, components, type Multigraph } from './multigraph.js';

/** Which graphs to list. All bounds are inclusive. */
export interface EnumerationOptions {
  /** Number of edges (metric contractions; the volume form is not counted). */
  readonly edges: number;
  /** Field names; default `['u']`. */
  readonly fields?: readonly string[];
  /** Only this degree sequence, in any order; isolated vertices included as zeros. */
  readonly degrees?: readonly number[];
  /** Range of the number of vertices. */
  readonly vertices?: readonly [number, number];
  /** Largest degree of a vertex: the order of the operator. */
  readonly maxDegree?: number;
  /** Only connected graphs. */
  readonly connected?: boolean;
  /** Range of the number of isolated vertices; default none. */
  readonly isolated?: readonly [number, number];
  /** Number of legs; default none. */
  readonly legs?: number;
  /** Half-edges of the volume form (the dimension n); default none. */
  readonly epsilon?: number;
}

const optionNames: readonly (keyof EnumerationOptions)[] = [
  'edges',
  'fields',
  'degrees',
  'vertices',
  'maxDegree',
  'connected',
  'isolated',
  'legs',
  'epsilon',
];

/** A kind of vertex. `role` is a field name, `#l` for leg l, or `*` for the volume form. */
interface Kind {
  readonly role: string;
  readonly degree: number;
}

type Kinds = readonly Kind[];

const compareKinds = (a: Kind, b: Kind): number =>
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

  const record = (): void => {
    const whole: Multigraph = { vertices: kinds.map(() => 'u'), edges, legs: [], epsilon: [] };
    if (components(whole).length > 1) return;
    const { graph, sign } = canonicalize(resolve(kinds, edges));
    if (sign !== 0 && !found.has(graph.key)) found.set(graph.key, [...edges]);
  };

  const mostBetween = (i: number, j: number): number => {
    const volume = [i, j].some((k) => kinds[k]!.role === '*');
    if (volume && (i === j || [i, j].some((k) => isLeg(kinds[k]!)))) return 0;
    if (i === j) return Math.floor(free[i]! / 2);
    return Math.min(free[i]!, free[j]!, volume ? 1 : Number.POSITIVE_INFINITY);
  };

  /** Spends the free half-edges of vertex i on vertices j, j+1, …. */
  const fill = (i: number, j: number): void => {
    if (i === kinds.length) {
      record();
    } else if (free[i] === 0) {
      fill(i + 1, i + 1);
    } else if (j < kinds.length) {
      const most = mostBetween(i, j);
      for (let m = 0; m <= most; m++) {
        fill(i, j + 1);
        if (m === most) break;
        edges.push([i, j]);
        free[i]!--;
        free[j]!--;
      }
      for (let m = 0; m < most; m++) {
        edges.pop();
        free[i]!++;
        free[j]!++;
      }
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

/** Multisets of field kinds of degree at least 1 with the given total degree, in the order of compareKinds. */
function* fieldKinds(total: number, fields: readonly string[], largest: number): Generator<Kinds> {
  const kinds: Kind[] = [];
  for (let degree = Math.min(total, largest); degree >= 1; degree--) {
    for (const role of fields) kinds.push({ role, degree });
  }
  kinds.sort(compareKinds);
  function* extend(from: number, left: number, chosen: Kinds): Generator<Kinds> {
    if (left === 0) yield chosen;
    for (let k = from; k < kinds.length; k++) {
      if (kinds[k]!.degree <= left) yield* extend(k, left - kinds[k]!.degree, [...chosen, kinds[k]!]);
    }
  }
  yield* extend(0, total, []);
}

/** Multisets of isolated vertices. */
function* isolatedKinds([low, high]: readonly [number, number], fields: readonly string[]): Generator<Kinds> {
  function* extend(from: number, chosen: Kinds): Generator<Kinds> {
    if (chosen.length >= low) yield chosen;
    if (chosen.length === high) return;
    for (let f = from; f < fields.length; f++) yield* extend(f, [...chosen, { role: fields[f]!, degree: 0 }]);
  }
  yield* extend(0, []);
}

/**
 * Lists every graph within the bounds once, block by block (larger degrees first), within a block in the order of
 * compareGraphs.
 * @example
 * [...enumerateGraphs({ edges: 2, connected: true })].map((g) => g.key) // ['u_aabb', 'u_aab u_b', 'u_ab u_ab', 'u_ab u_a u_b']
 * @throws InvalidInput for an unknown option, a bad field name or a bound that is not a non-negative integer.
 */
export function* enumerateGraphs(options: EnumerationOptions): Generator<CanonicalGraph> {
  const where = 'enumerate';
  checkOptions(where, options, optionNames);
  const { edges, fields = ['u'], degrees, maxDegree = Number.MAX_SAFE_INTEGER, connected = false } = options;
  const { vertices = [0, Number.MAX_SAFE_INTEGER], isolated, legs = 0, epsilon = 0 } = options;
  checkInteger(where, 'edges', edges, 0);
  checkInteger(where, 'maxDegree', maxDegree, 0);
  checkInteger(where, 'legs', legs, 0);
  checkInteger(where, 'epsilon', epsilon, 0);
  for (const [name, range] of Object.entries({ vertices, isolated: isolated ?? [0, 0] })) {
    for (const end of range) checkInteger(where, name, end, 0);
    if (range[0] > range[1]) {
      throw new InvalidInput({ where, expected: `a rising range of ${name}`, got: `${range[0]}..${range[1]}` });
    }
  }
  for (const name of fields) checkFieldName(where, name);
  for (const degree of degrees ?? []) checkInteger(where, 'a degree', degree, 0);
  const zeros = degrees?.filter((degree) => degree === 0).length ?? 0;
  const isolatedRange = isolated ?? ([zeros, zeros] as const);
  const wanted = degrees && [...degrees].sort((a, b) => b - a).join();

  const outer: Kinds = [
    ...Array.from({ length: legs }, (_, l): Kind => ({ role: `#${l}`, degree: 1 })),
    ...(epsilon > 0 ? [{ role: '*', degree: epsilon }] : []),
  ];
  const cache = new Map<string, readonly (readonly Edge[])[]>();
  const connectedOf = (block: Kinds): readonly (readonly Edge[])[] => {
    const key = blockKey(block);
    const known = cache.get(key) ?? connectedGraphs(block);
    cache.set(key, known);
    return known;
  };
  const sortedFields = [...new Set(fields)].sort();
  for (let attached = legs; attached >= 0; attached -= 2) {
    for (const differentiated of fieldKinds(2 * edges + attached + epsilon, sortedFields, maxDegree)) {
      for (const free of isolatedKinds(isolatedRange, sortedFields)) {
        const kinds = [...differentiated, ...free];
        if (kinds.length < vertices[0] || kinds.length > vertices[1]) continue;
        if (wanted !== undefined && kinds.map(({ degree }) => degree).join() !== wanted) continue;
        const block: CanonicalGraph[] = [];
        for (const assembly of assemblies([...kinds, ...outer].sort(compareKinds), connectedOf)) {
          const graph = resolve(assembly.kinds, assembly.edges);
          if (graph.edges.length !== edges) continue;
          if (connected && components(graph).length !== 1) continue;
          block.push(canonicalize(graph).graph);
        }
        yield* block.sort(compareGraphs);
      }
    }
  }
}
