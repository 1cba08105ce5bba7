/**
 * Enumeration of multigraphs up to isomorphism, within bounds, block by block. For one field the numbers are those of [oeis-a007717], connected
 * [oeis-a007719].
 */
import { checkFieldName, checkInteger, checkOptions, InvalidInput } from '../base/index.js';
import type { CanonicalGraph } from './canonical.js';
import { compareKinds, type Kind, type Kinds } from './kind.js';
import { BlockLister } from './lister.js';
import { components } from './multigraph.js';

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
  const lister = new BlockLister();
  const sortedFields = [...new Set(fields)].sort();
  for (let attached = legs; attached >= 0; attached -= 2) {
    for (const differentiated of fieldKinds(2 * edges + attached + epsilon, sortedFields, maxDegree)) {
      for (const free of isolatedKinds(isolatedRange, sortedFields)) {
        const kinds = [...differentiated, ...free];
        if (kinds.length < vertices[0] || kinds.length > vertices[1]) continue;
        if (wanted !== undefined && kinds.map(({ degree }) => degree).join() !== wanted) continue;
        for (const graph of lister.list([...kinds, ...outer])) {
          if (graph.edges.length === edges && (!connected || components(graph).length === 1)) yield graph;
        }
      }
    }
  }
}
