/** What can be said of one operator F: its grading, what u_t = F(u) conserves, whether it is a gradient flow. */
import { euler, GraphSum } from '../algebra/index.js';
import { checkOptions, InvalidInput } from '../base/index.js';
import { Rational } from '../exact/index.js';
import { order } from '../graph/index.js';
import { Reducer } from '../relations/index.js';
import { Images } from './image.js';

export interface ClassifyOptions {
  /** The field that moves; default `u`. */
  readonly field?: string;
  /** All fields; default the one that moves. */
  readonly fields?: readonly string[];
  /** The dimension n, symbolic otherwise; only with it a flux is looked for. */
  readonly dimension?: number;
  /** The curvature κ, symbolic otherwise. */
  readonly curvature?: Rational;
}

/** What {@link classify} finds: for all n and κ, or for those that are given. */
export interface Classification {
  /** Largest number of derivatives on one factor. */
  readonly order: number;
  /** Numbers of factors that occur, rising. */
  readonly degrees: readonly number[];
  /** Under u → −u; `mixed` if some terms change sign and others do not. */
  readonly parity: 'even' | 'odd' | 'mixed';
  /** F is a divergence, so that ∫ u is conserved. */
  readonly divergence: boolean;
  /** With a dimension: a vector field X with F = div X there. */
  readonly flux?: GraphSum;
  /** A density L with F = −E(L), if there is one: ∫ L falls. */
  readonly density?: GraphSum;
  /** Whether ∫ u and ∫ u² do not change along u_t = F(u). */
  readonly conserves: { readonly mass: boolean; readonly square: boolean };
  /** Dimensions in which relations leave fewer terms (of the given one, if it is given), with what they leave. */
  readonly simplifies: readonly { readonly dimension: number; readonly operator: GraphSum }[];
}

/**
 * By homotopy [olver-1993, section 5.4]: if F = −E(L) then L = −∫₀¹ u F(tu) dt, which divides each term by one more than its
 * number of factors of the field. Whether this L will do is then checked.
 */
function densityOf(operator: GraphSum, field: string, vanishes: (sum: GraphSum) => boolean): GraphSum | undefined {
  const u = GraphSum.of({ vertices: [field], edges: [], legs: [], epsilon: [] });
  const terms = [...operator.terms.values()].map(({ graph, coefficient }) => {
    const factors = graph.vertices.filter((name) => name === field).length;
    return { graph, coefficient: coefficient.times(Rational.of(-1, factors + 1)) };
  });
  const density = GraphSum.collect(0, terms).times(u);
  return vanishes(euler(density, field).plus(operator)) ? density : undefined;
}

/**
 * Classifies a scalar operator without volume form.
 * @example
 * classify(GraphSum.of(parseKey('u_aa'))).density?.toString() // '-1/2 u_aa u'
 * @throws InvalidInput for a tensor, an oriented operator or an unknown option.
 */
export function classify(operator: GraphSum, options: ClassifyOptions = {}): Classification {
  const where = 'classify';
  checkOptions(where, options, ['field', 'fields', 'dimension', 'curvature']);
  const { field = 'u', fields = [field], dimension, curvature } = options;
  const terms = [...operator.terms.values()];
  if (operator.rank > 0 || terms.some(({ graph }) => graph.epsilon.length > 0)) {
    const got = operator.rank > 0 ? `rank ${operator.rank}` : 'a volume form';
    throw new InvalidInput({ where, expected: 'a scalar operator without volume form', got });
  }
  const degrees = [...new Set(terms.map(({ graph }) => graph.vertices.length))].sort((a, b) => a - b);
  const odd = new Set(terms.map(({ graph }) => graph.vertices.filter((name) => name === field).length % 2 === 1));
  const reducer = dimension === undefined ? undefined : new Reducer(dimension);
  const values: Readonly<Record<string, Rational>> = curvature === undefined ? {} : { kappa: curvature };
  const vanishes = (sum: GraphSum): boolean =>
    (reducer?.reduce(sum) ?? sum).mapCoefficients((coefficient) => coefficient.substitute(values)).isZero();
  const isDivergence = (sum: GraphSum): boolean =>
    fields.every((name) => vanishes(euler(sum, name))) && !hasConstant(sum);
  const divergence = isDivergence(operator);
  const flux =
    divergence && dimension !== undefined
      ? new Images('divergence', dimension, fields, curvature).sourceOf(operator)
      : undefined;
  const density = densityOf(operator, field, vanishes);
  const u = GraphSum.of({ vertices: [field], edges: [], legs: [], epsilon: [] });
  return {
    order: Math.max(0, ...terms.map(({ graph }) => order(graph))),
    degrees,
    parity: odd.size > 1 ? 'mixed' : odd.has(true) ? 'odd' : 'even',
    divergence,
    ...(flux !== undefined && { flux }),
    ...(density !== undefined && { density }),
    conserves: { mass: divergence, square: isDivergence(operator.times(u)) },
    simplifies: simplifications(operator, dimension),
  };
}

/** Graphs with E edges are independent from n = E on. */
function simplifications(operator: GraphSum, dimension: number | undefined): Classification['simplifies'] {
  const edges = [...operator.terms.values()].map(({ graph }) => graph.edges.length);
  const below = Array.from({ length: Math.max(0, ...edges) - 1 }, (_, i) => i + 1);
  return (dimension === undefined ? below : [dimension]).flatMap((n) => {
    const reduced = new Reducer(n).reduce(operator);
    return reduced.terms.size < operator.terms.size ? [{ dimension: n, operator: reduced }] : [];
  });
}

/** The Euler operator does not see constants, which are no divergences. */
const hasConstant = (sum: GraphSum): boolean => sum.terms.has('1');
