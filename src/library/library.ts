/**
 * Candidate libraries: for a dimension n, a list of operators that spans every equivariant polynomial operator within the
 * bounds and holds no relation [ballerin-grong-2026, and the relations of the room `relations`]. Bounds on edges, order and
 * degree cut along blocks, so the library is the union of bases of whole blocks.
 */
import { GraphSum } from '../algebra/index.js';
import {
  checkInteger,
  checkOptions,
  declareFields,
  type FieldDeclarations,
  InvalidInput,
  OutOfRange,
  tensorTypeOf,
} from '../base/index.js';
import { type CanonicalGraph, canonicalize, order as largestDegree, parseKey } from '../graph/index.js';
import { graphToLatex } from '../notation/index.js';
import { componentProgram, flopCount } from '../program/index.js';
import {
  type Block,
  basisOfBlock,
  blockOfVertices,
  blocksWithEdges,
  countGraphs,
  legNames,
  openLegs,
  type Preference,
  preferenceOrder,
  rankInDimension,
} from '../relations/index.js';

/** Bounds of a library; all inclusive. */
export interface LibraryOptions extends FieldDeclarations {
  /** The dimension n. */
  readonly dimension: number;
  /** Range of the number of metric contractions. */
  readonly edges: readonly [number, number];
  /** Largest number of derivatives on one factor; default no bound. */
  readonly maxOrder?: number;
  /** Largest number of factors, undifferentiated ones included. */
  readonly maxDegree: number;
  /**
   * Rank of the values: 0 for scalar operators, the default, or 1 for vector fields. Those with E edges have 2E + 1 derivatives
   * and slots, or 2E + n − 1 with the volume form, as if the free index stood there: rot(grad(u)) has none.
   */
  readonly rank?: number;
  /** `SO` adds operators with one volume form, which change sign under reflections; default `O`. */
  readonly group?: 'O' | 'SO';
  /** Which graphs of a block are kept first; default `fewest-loops`. `cheapest`: those with the least `cost`. */
  readonly prefer?: Preference | 'cheapest';
  /**
   * Operators by key that are kept in any case and stand first, in this order, whatever `prefer` says; default none. Another way to
   * write a graph, with its indices renamed, names the same operator.
   */
  readonly first?: readonly string[];
  /** What the others are sorted by, smallest first: `edges`, the default, by number of edges and then block by block. */
  readonly sort?: LibrarySort;
}

/** Orders of a library. */
export const librarySorts = ['edges', 'order', 'degree', 'cost'] as const;

/** What the operators of a library are sorted by. */
export type LibrarySort = (typeof librarySorts)[number];

/** Why the operators of one block are independent and span: the dimension, and what can be counted there by theory. */
export interface LibraryCertificate {
  readonly dimension: number;
  /** Graphs in the block of the operator: those with the same derivatives of the same fields. */
  readonly graphs: number;
  /** How many of them are independent in the dimension; so many operators of the block are in the library. */
  readonly independent: number;
}

/** One candidate. */
export interface LibraryEntry {
  readonly graph: CanonicalGraph;
  readonly latex: string;
  /** Largest number of derivatives on one factor. */
  readonly order: number;
  /** Number of factors. */
  readonly degree: number;
  /** Additions and multiplications at one point, given the jet; for a vector field, for all components. */
  readonly cost: number;
  readonly certificate: LibraryCertificate;
}

/** Operators in a library; larger ones would take minutes to list and hours to fit. */
const mostEntries = 5000;

/** Multisets of field names of size 0..most. */
function* multisets(fields: readonly string[], most: number, from = 0): Generator<readonly string[]> {
  yield [];
  if (most === 0) return;
  for (let f = from; f < fields.length; f++) {
    for (const rest of multisets(fields, most - 1, f)) yield [fields[f]!, ...rest];
  }
}

/** Blocks within the bounds, each with every choice of undifferentiated factors; a free index is a vertex of degree 1. */
function* blocksWithin(options: LibraryOptions): Generator<Block> {
  const { dimension, edges, maxOrder = Number.MAX_SAFE_INTEGER, maxDegree, group = 'O', rank = 0 } = options;
  const { fields, tensors } = declareFields(where, options);
  const scalars = fields.filter((field) => tensorTypeOf(tensors, field) === undefined).sort();
  const legs = legNames(fields, rank).map((field) => ({ field, degree: 1 }));
  for (let E = edges[0]; E <= edges[1]; E++) {
    for (const epsilon of group === 'SO' ? [0, dimension] : [0]) {
      for (const { vertices } of blocksWithEdges(E, {
        ...{ fields, tensors, epsilon: Math.abs(epsilon - rank), maxVertices: maxDegree },
      })) {
        const factors = vertices.reduce((sum, { count }) => sum + count, 0);
        if (vertices.some(({ degree }) => degree > maxOrder)) continue;
        const factorsOf = vertices.flatMap(({ count, ...kind }) => Array.from({ length: count }, () => kind));
        for (const free of multisets(scalars, maxDegree - factors)) {
          const isolated = free.map((field) => ({ field, degree: 0 }));
          yield blockOfVertices([...factorsOf, ...isolated, ...legs], epsilon);
        }
      }
    }
  }
}

const where = 'library';

/** The graphs that are named, by key. */
function readFirst(keys: readonly string[], declared: ReturnType<typeof declareFields>): Map<string, number> {
  const places = new Map<string, number>();
  for (const text of keys) {
    const { key } = canonicalize(parseKey(text, declared)).graph;
    if (places.has(key)) {
      throw new InvalidInput({ where, expected: 'each operator to keep once', got: `'${text}' a second time` });
    }
    places.set(key, places.size);
  }
  return places;
}

/**
 * The library: first those that are asked for, then by number of edges, block by block, or as `sort` says.
 * @example
 * candidateLibrary({ dimension: 2, edges: [1, 1], maxDegree: 2 }).map(({ graph }) => graph.key) // ['u_aa', 'u_aa u', 'u_a u_a']
 * @throws InvalidInput for an unknown option, a bound out of range, or an operator to keep that is no graph, is out of bounds or a
 * combination of those before it; OutOfRange for more than 5000 operators.
 */
export function candidateLibrary(options: LibraryOptions): readonly LibraryEntry[] {
  checkOptions(where, options, [
    ...['dimension', 'edges', 'maxOrder', 'maxDegree', 'fields', 'vectors', 'tensors', 'rank', 'group', 'prefer'],
    ...['first', 'sort'],
  ]);
  const { dimension, edges, maxOrder, maxDegree, rank = 0, group = 'O', prefer = 'fewest-loops' } = options;
  const { first = [], sort = 'edges' } = options;
  checkInteger(where, 'the rank', rank, 0, 1);
  checkInteger(where, 'the dimension n', dimension, 1);
  checkInteger(where, 'the smallest number of edges', edges[0], 0);
  checkInteger(where, 'the largest number of edges', edges[1], edges[0]);
  checkInteger(where, 'the largest degree', maxDegree, 1);
  if (maxOrder !== undefined) checkInteger(where, 'the largest order', maxOrder, 0);
  if (!librarySorts.includes(sort)) {
    throw new InvalidInput({ where, expected: `an order among ${librarySorts.join(', ')}`, got: `'${sort}'` });
  }
  const declared = declareFields(where, options);
  const { fields } = declared;
  if (fields.length === 0) throw new InvalidInput({ where, expected: 'at least one field', got: 'none' });
  const wanted = readFirst(first, declared);
  const legs = legNames(fields, rank);
  const open = (closed: CanonicalGraph): CanonicalGraph =>
    rank === 0 ? closed : canonicalize(openLegs(closed, legs)).graph;
  const costs = new Map<string, number>();
  const costOf = (graph: CanonicalGraph): number => {
    const cost = costs.get(graph.key) ?? flopCount(componentProgram([GraphSum.of(graph)], dimension));
    costs.set(graph.key, cost);
    return cost;
  };
  const usual = preferenceOrder(prefer === 'cheapest' ? (a, b): number => costOf(open(a)) - costOf(open(b)) : prefer);
  const place = (closed: CanonicalGraph): number => wanted.get(open(closed).key) ?? wanted.size;
  const order = (a: CanonicalGraph, b: CanonicalGraph): number => place(a) - place(b) || usual(a, b);
  let size = 0;
  const blocks = [...blocksWithin(options)].flatMap((block) => {
    const independent = rankInDimension(block, dimension);
    size += independent;
    if (size > mostEntries) {
      const expected = `bounds that leave at most ${mostEntries} operators`;
      const hint = 'lower the number of edges, the order or the degree';
      throw new OutOfRange({ where, expected, got: 'more', hint });
    }
    return independent === 0 ? [] : [{ block, independent }];
  });
  const entries = blocks.flatMap(({ block, independent }) => {
    const certificate = { dimension, graphs: countGraphs(block), independent };
    return basisOfBlock(block, dimension, { group, prefer: order }).map((closed): LibraryEntry => {
      const graph = open(closed);
      return {
        graph,
        latex: graphToLatex(graph, { dimension }),
        order: largestDegree(graph),
        degree: graph.vertices.length,
        cost: costOf(graph),
        certificate,
      };
    });
  });
  const kept = new Set(entries.map(({ graph }) => graph.key));
  for (const [key] of wanted) {
    if (kept.has(key)) continue;
    const expected = 'operators to keep that are within the bounds and independent';
    throw new InvalidInput({
      where,
      expected,
      got: `'${key}', which is out of bounds or a combination of those before it`,
    });
  }
  const rankOf = ({ graph }: LibraryEntry): number => wanted.get(graph.key) ?? wanted.size;
  const by = (entry: LibraryEntry): number => (sort === 'edges' ? 0 : entry[sort]);
  return entries.sort((a, b) => rankOf(a) - rankOf(b) || by(a) - by(b));
}
