/**
 * Enumeration of multigraphs up to isomorphism, within bounds, block by block. For one field the numbers are those of [oeis-a007717], connected
 * [oeis-a007719].
 */
import { checkFieldName, checkInteger, checkOptions, InvalidInput, OutOfRange } from '../base/index.js';
import { BlockGenerator } from './block.js';
import { type CanonicalGraph, canonicalize } from './canonical.js';
import { compareKinds, type Kind, type Kinds, partOf } from './kind.js';
import { Labeller } from './labelling.js';
import { toMultigraph } from './lister.js';
import { compareGraphs } from './multigraph.js';
import type { GraphView } from './sketch.js';

/** Which graphs to list. All bounds are inclusive. */
export interface EnumerationOptions {
  /** Number of edges (metric contractions; the volume form is not counted), or a range; at most 30. */
  readonly edges: number | readonly [number, number];
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
  /** Range of the number of connected components. */
  readonly components?: readonly [number, number];
  /** Range of the number of isolated vertices; default none. */
  readonly isolated?: readonly [number, number];
  /** Number of legs; default none. */
  readonly legs?: number;
  /** Half-edges of the volume form (the dimension n), or several numbers in the order of the list; default 0, none. */
  readonly epsilon?: number | readonly number[];
}

const optionNames: readonly (keyof EnumerationOptions)[] = [
  'edges',
  'fields',
  'degrees',
  'vertices',
  'maxDegree',
  'connected',
  'components',
  'isolated',
  'legs',
  'epsilon',
];

/** Largest number of edges, and of other parts of a graph, that are accepted. */
const mostEdges = 30;

/** Largest number of blocks that are planned. */
const mostBlocks = 500_000;

const unbounded = [0, Number.MAX_SAFE_INTEGER] as const;

const range = (edges: EnumerationOptions['edges']): readonly [number, number] =>
  typeof edges === 'object' ? edges : [edges, edges];

const several = (epsilon: number | readonly number[]): readonly number[] =>
  typeof epsilon === 'number' ? [epsilon] : epsilon;

/**
 * Multisets of field kinds of degree at least 1 with the given total degree, in the order of compareKinds.
 * @param most - how many vertices of each degree there may be.
 */
function* fieldKinds(total: number, fields: readonly string[], most: (degree: number) => number): Generator<Kinds> {
  const kinds: Kind[] = [];
  for (let degree = total; degree >= 1; degree--) {
    if (most(degree) > 0) for (const role of fields) kinds.push({ role, degree });
  }
  kinds.sort(compareKinds);
  function* extend(from: number, left: number, chosen: Kinds): Generator<Kinds> {
    if (left === 0) yield chosen;
    for (let k = from; k < kinds.length; k++) {
      const { degree } = kinds[k]!;
      if (degree > left) continue;
      const used = chosen.reduce((count, kind) => (kind.degree === degree ? count + 1 : count), 0);
      if (used < most(degree)) yield* extend(k, left - degree, [...chosen, kinds[k]!]);
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
 * A block to list, with how many pairs of legs are joined by a metric, how many legs end on the volume form, the half-edges
 * of the latter, and its share of all the work, from 0 to 1.
 */
interface PlannedBlock {
  readonly kinds: Kinds;
  readonly joined: number;
  readonly held: number;
  readonly volume: number;
  readonly share: readonly [number, number];
}

const logFactorial = (n: number): number => {
  let sum = 0;
  for (let k = 2; k <= n; k++) sum += Math.log(k);
  return sum;
};

const logBinomial = (n: number, k: number): number => logFactorial(n) - logFactorial(k) - logFactorial(n - k);

/**
 * About the number of graphs: of the multigraphs with these edges on V labelled vertices, the part that has these degrees
 * if rows of the adjacency matrix were independent compositions into V parts, over the interchanges of equal vertices.
 */
function weight(kinds: Kinds): number {
  const size = kinds.length;
  const total = kinds.reduce((sum, { degree }) => sum + degree, 0);
  const [pairs, edges] = [(size * (size + 1)) / 2, Math.ceil(total / 2)];
  if (total === 0) return 1;
  let logarithm = logBinomial(pairs + edges - 1, edges) - logBinomial(total + size * size - 1, total);
  let equal = 0;
  kinds.forEach((kind, i) => {
    equal = i > 0 && compareKinds(kind, kinds[i - 1]!) === 0 ? equal + 1 : 1;
    logarithm += logBinomial(kind.degree + size - 1, kind.degree) - Math.log(equal);
  });
  return 1 + Math.exp(logarithm);
}

function checkBounds(where: string, options: EnumerationOptions): void {
  checkOptions(where, options, optionNames);
  const { edges, fields = ['u'], degrees = [], legs = 0, epsilon = 0 } = options;
  const [low, high] = range(edges);
  checkInteger(where, 'edges', low, 0);
  checkInteger(where, 'edges', high, low);
  if (high > mostEdges) {
    throw new OutOfRange({
      where,
      expected: `at most ${mostEdges} edges to list`,
      got: `${high}`,
      hint: 'count gives numbers without listing',
    });
  }
  checkInteger(where, 'maxDegree', options.maxDegree ?? 0, 0);
  checkInteger(where, 'legs', legs, 0, mostEdges);
  for (const number of several(epsilon)) checkInteger(where, 'epsilon', number, 0, mostEdges);
  const { vertices = unbounded, isolated = [0, 0], components = unbounded } = options;
  checkInteger(where, 'isolated', isolated[1], 0, mostEdges);
  for (const [name, bounds] of Object.entries({ vertices, isolated, components })) {
    for (const end of bounds) checkInteger(where, name, end, 0);
    if (bounds[0] > bounds[1]) {
      throw new InvalidInput({ where, expected: `a rising range of ${name}`, got: `${bounds[0]}..${bounds[1]}` });
    }
  }
  for (const name of fields) checkFieldName(where, name);
  for (const degree of degrees) checkInteger(where, 'a degree', degree, 0);
}

/** The blocks within the bounds, larger degrees first. */
function plan(options: EnumerationOptions): PlannedBlock[] {
  const { edges, fields = ['u'], degrees, vertices = unbounded, isolated, legs = 0, epsilon = 0 } = options;
  const { maxDegree = Number.MAX_SAFE_INTEGER } = options;
  const zeros = degrees?.filter((degree) => degree === 0).length ?? 0;
  const wanted = degrees && [...degrees].sort((a, b) => b - a).join();
  const most = (degree: number): number =>
    degree > maxDegree ? 0 : (degrees?.filter((other) => other === degree).length ?? Number.POSITIVE_INFINITY);
  const outer = Array.from({ length: legs }, (_, l): Kind => ({ role: `#${l}`, degree: 1 }));
  const sortedFields = [...new Set(fields)].sort();
  const blocks: Omit<PlannedBlock, 'share'>[] = [];
  const add = (count: number, volume: number, joined: number, held: number): void => {
    const form: Kinds = volume > 0 ? [{ role: '*', degree: volume }] : [];
    const total = 2 * count + legs - 2 * joined + volume - 2 * held;
    for (const differentiated of fieldKinds(total, sortedFields, most)) {
      for (const free of isolatedKinds(isolated ?? [zeros, zeros], sortedFields)) {
        const kinds = [...differentiated, ...free];
        if (kinds.length < vertices[0] || kinds.length > vertices[1]) continue;
        if (wanted !== undefined && kinds.map(({ degree }) => degree).join() !== wanted) continue;
        blocks.push({ kinds: [...kinds, ...outer, ...form], joined, held, volume });
        if (blocks.length > mostBlocks) {
          throw new OutOfRange({
            where: 'enumerate',
            expected: `at most ${mostBlocks} blocks`,
            got: 'more',
            hint: 'ask for fewer edges or fields, or for one degree sequence',
          });
        }
      }
    }
  };
  const [low, high] = range(edges);
  for (let count = low; count <= high; count++) {
    for (const volume of several(epsilon)) {
      for (let joined = 0; 2 * joined <= legs; joined++) {
        for (let held = 0; held <= Math.min(volume, legs - 2 * joined); held++) add(count, volume, joined, held);
      }
    }
  }
  const weights = blocks.map(({ kinds }) => weight(kinds));
  const total = weights.reduce((sum, w) => sum + w, 0);
  let before = 0;
  return blocks.map((block, i) => {
    const start = before / total;
    before += weights[i]!;
    return { ...block, share: [start, i === blocks.length - 1 ? 1 : before / total] };
  });
}

/**
 * Part i of k, from 1: consecutive graphs of a list. The parts, one after the other, are the whole; they are of about the
 * same length if there are many more graphs than parts.
 */
export type Shard = readonly [part: number, parts: number];

/** Blocks of a shard, by position, the end excluded. */
export type Piece = readonly [start: number, end: number];

/** Of the graphs of a block, 0..length, those in the shard. */
function slice({ share: [start, end] }: PlannedBlock, length: number, [part, parts]: Shard): [number, number] {
  const at = (border: number): number => {
    const fraction = (border / parts - start) / (end - start);
    return Math.floor(Math.min(1, Math.max(0, fraction)) * length);
  };
  return [at(part - 1), at(part)];
}

/**
 * The graphs within some bounds, to be listed or counted in parts; what the parts share is worked out once.
 * @example
 * new Enumeration({ edges: 6 }).count() // 1003
 */
export class Enumeration {
  readonly #generator = new BlockGenerator();
  readonly #labeller = new Labeller();
  readonly #legs: number;
  readonly #components: readonly [number, number];
  readonly #blocks: readonly PlannedBlock[];

  /** @throws InvalidInput for an unknown option, a bad field name or a bound that is not a non-negative integer. */
  constructor(options: EnumerationOptions) {
    checkBounds('enumerate', options);
    const { connected = false, components: [least, most] = unbounded } = options;
    this.#components = connected ? [Math.max(1, least), Math.min(1, most)] : [least, most];
    this.#legs = options.legs ?? 0;
    this.#blocks = plan(options);
  }

  /**
   * Every graph once, block by block (larger degrees first), within a block in the order of compareGraphs.
   * @param skip - graphs at the beginning to leave out.
   * @param piece - only these blocks of the shard, as {@link pieces} gives them.
   * @throws InvalidInput for a shard that is none; OutOfRange for a block too large.
   */
  *graphs(shard: Shard = [1, 1], skip = 0, piece?: Piece): Generator<CanonicalGraph> {
    let left = skip;
    for (const block of this.#touched(shard).slice(...(piece ?? []))) {
      if (left > 0) {
        const [from, to] = slice(block, this.#count(block), shard);
        if (to - from <= left) {
          left -= to - from;
          continue;
        }
      }
      const graphs = this.#list(block);
      const [from, to] = slice(block, graphs.length, shard);
      for (let i = from + left; i < to; i++) yield graphs[i]!;
      left = 0;
    }
  }

  /** How many graphs there are; without the volume form no canonical form is worked out, which is many times faster. */
  count(shard: Shard = [1, 1], piece?: Piece): number {
    let graphs = 0;
    for (const block of this.#touched(shard).slice(...(piece ?? []))) {
      const [from, to] = slice(block, this.#count(block), shard);
      graphs += to - from;
    }
    return graphs;
  }

  /** Pieces of a shard: whole blocks, so that no block is listed twice; about as many as asked for, or fewer. */
  pieces(shard: Shard, count: number): readonly Piece[] {
    const blocks = this.#touched(shard);
    const pieces: Piece[] = [];
    let start = 0;
    blocks.forEach(({ share }, i) => {
      const full = (share[1] - blocks[start]!.share[0]) * shard[1] * count >= 1;
      if (!full && i < blocks.length - 1) return;
      pieces.push([start, i + 1]);
      start = i + 1;
    });
    return pieces;
  }

  #touched([part, parts]: Shard): readonly PlannedBlock[] {
    checkInteger('enumerate', 'shard', parts, 1);
    checkInteger('enumerate', 'shard', part, 1, parts);
    return this.#blocks.filter(({ share: [start, end] }) => end > (part - 1) / parts && start < part / parts);
  }

  /**
   * A metric between legs, and a volume form that ends in legs only, count as components for the generator, not for the
   * user; a leg without vertex counts as an edge.
   */
  #visit({ kinds, joined, held, volume }: PlannedBlock, visit: (view: GraphView) => void): void {
    const { catalogue } = this.#generator;
    const [least, most] = this.#components;
    const withoutVertex = joined + (volume > 0 && held === volume ? 1 : 0);
    const partAt = (view: GraphView, v: number): ReturnType<typeof partOf> => partOf(catalogue[view.kinds[v]!]!);
    this.#generator.each(kinds, most + withoutVertex, (view) => {
      if (view.components < least + withoutVertex) return;
      if (this.#legs > (volume > 0 ? 0 : 1)) {
        let [metrics, onVolume] = [0, 0];
        for (let e = 0; e < view.edgeCount; e++) {
          const [a, b] = [partAt(view, view.tails[e]!), partAt(view, view.heads[e]!)];
          if (typeof a === 'number' && typeof b === 'number') metrics++;
          else if ((typeof a === 'number' && b === 'volume') || (typeof b === 'number' && a === 'volume')) onVolume++;
        }
        if (metrics !== joined || onVolume !== held) return;
      }
      visit(view);
    });
  }

  #canonical(view: GraphView): CanonicalGraph | undefined {
    const given = toMultigraph(view, this.#generator.catalogue);
    const found = given && canonicalize(given, this.#labeller);
    return found === undefined || found.sign === 0 ? undefined : found.graph;
  }

  #count(block: PlannedBlock): number {
    let graphs = 0;
    this.#visit(block, (view) => {
      if (block.volume === 0 || this.#canonical(view) !== undefined) graphs++;
    });
    return graphs;
  }

  #list(block: PlannedBlock): CanonicalGraph[] {
    const graphs: CanonicalGraph[] = [];
    this.#visit(block, (view) => {
      const graph = this.#canonical(view);
      if (graph !== undefined) graphs.push(graph);
    });
    return graphs.sort(compareGraphs);
  }
}

/**
 * Lists every graph within the bounds once: {@link Enumeration.graphs} of the whole.
 * @example
 * [...enumerateGraphs({ edges: 2, connected: true })].map((g) => g.key) // ['u_aabb', 'u_aab u_b', 'u_ab u_ab', 'u_ab u_a u_b']
 * @throws InvalidInput for an unknown option, a bad field name or a bound that is not a non-negative integer; OutOfRange for
 * a block too large.
 */
export function* enumerateGraphs(options: EnumerationOptions): Generator<CanonicalGraph> {
  yield* new Enumeration(options).graphs();
}
