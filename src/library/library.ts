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
import { type CanonicalGraph, canonicalize, order } from '../graph/index.js';
import { graphToLatex } from '../notation/index.js';
import { componentProgram, flopCount } from '../program/index.js';
import {
  type Block,
  basisOfBlock,
  blockOfVertices,
  blocksWithEdges,
  legNames,
  openLegs,
  type Preference,
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
  /** Which graphs of a block are kept first; default `fewest-loops`. */
  readonly prefer?: Preference;
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

/**
 * The library: by number of edges, then block by block.
 * @example
 * candidateLibrary({ dimension: 2, edges: [1, 1], maxDegree: 2 }).map(({ graph }) => graph.key) // ['u_aa', 'u_aa u', 'u_a u_a']
 * @throws InvalidInput for an unknown option or a bound out of range; OutOfRange for more than 5000 operators.
 */
export function candidateLibrary(options: LibraryOptions): readonly LibraryEntry[] {
  checkOptions(where, options, [
    ...['dimension', 'edges', 'maxOrder', 'maxDegree', 'fields', 'vectors', 'tensors', 'rank', 'group', 'prefer'],
  ]);
  const { dimension, edges, maxOrder, maxDegree, rank = 0, group = 'O', prefer = 'fewest-loops' } = options;
  checkInteger(where, 'the rank', rank, 0, 1);
  checkInteger(where, 'the dimension n', dimension, 1);
  checkInteger(where, 'the smallest number of edges', edges[0], 0);
  checkInteger(where, 'the largest number of edges', edges[1], edges[0]);
  checkInteger(where, 'the largest degree', maxDegree, 1);
  if (maxOrder !== undefined) checkInteger(where, 'the largest order', maxOrder, 0);
  const { fields } = declareFields(where, options);
  if (fields.length === 0) throw new InvalidInput({ where, expected: 'at least one field', got: 'none' });
  const legs = legNames(fields, rank);
  let size = 0;
  for (const block of blocksWithin(options)) {
    size += rankInDimension(block, dimension);
    if (size > mostEntries) {
      const expected = `bounds that leave at most ${mostEntries} operators`;
      throw new OutOfRange({
        where,
        expected,
        got: 'more',
        hint: 'lower the number of edges, the order or the degree',
      });
    }
  }
  return [...blocksWithin(options)].flatMap((block) =>
    basisOfBlock(block, dimension, { group, prefer }).map((closed) => {
      const graph = rank === 0 ? closed : canonicalize(openLegs(closed, legs)).graph;
      return {
        graph,
        latex: graphToLatex(graph, { dimension }),
        order: order(graph),
        degree: graph.vertices.length,
        cost: flopCount(componentProgram([GraphSum.of(graph)], dimension)),
      };
    }),
  );
}
