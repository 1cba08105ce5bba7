/** What can be said of one operator F: its grading, what u_t = F conserves, whether it is a gradient flow. */
import { euler, GraphSum, inner, permuteLegs, symmetricDerivative } from '../algebra/index.js';
import { checkOptions, checkTensorTypes, InvalidInput, type TensorTypes, tensorTypeOf } from '../base/index.js';
import { Rational } from '../exact/index.js';
import { order } from '../graph/index.js';
import { Reducer } from '../relations/index.js';
import { fieldsOf, fluxOf } from './flux.js';

export interface ClassifyOptions {
  /** The field that moves; default `u`. */
  readonly field?: string;
  /** Types of the fields that are not scalars; those that occur in the operator need not be repeated. */
  readonly tensors?: TensorTypes;
  /** The dimension n, symbolic otherwise; a volume form gives it. */
  readonly dimension?: number;
  /** The curvature κ, symbolic otherwise. */
  readonly curvature?: Rational;
}

/** All terms keep their sign, all change it, or some do. */
export type Parity = 'even' | 'odd' | 'mixed';

/**
 * What {@link classify} finds: for all n and κ, or for those that are given. The operator is the right-hand side of an
 * evolution equation if its rank is that of the field that moves; what is said of the equation is absent otherwise.
 */
export interface Classification {
  /** Largest number of derivatives on one factor. */
  readonly order: number;
  /** Numbers of factors that occur, rising. */
  readonly degrees: readonly number[];
  /** Under u → −u for the field that moves; for all fields at once if there is no evolution equation. */
  readonly parity: Parity;
  /** Under reflections: odd with the volume form. */
  readonly reflection: Parity;
  /** Of a scalar operator: F is a divergence, whatever the fields. */
  readonly divergence?: boolean;
  /** If it is: a vector field X with F = div X. */
  readonly flux?: GraphSum;
  /** A density L with F = −E(L), if there is one: ∫ L falls. */
  readonly density?: GraphSum;
  /** Whether ∫ u, of a scalar, and ∫ |u|² do not change along u_t = F, whatever the other fields. */
  readonly conserves: { readonly mass?: boolean; readonly square?: boolean };
  /** Dimensions in which relations leave fewer terms (of the given one, if it is given), with what they leave. */
  readonly simplifies: readonly { readonly dimension: number; readonly operator: GraphSum }[];
}

/** The dimension given, or that of the volume form. */
function dimensionOf(operator: GraphSum, given: number | undefined): number | undefined {
  const volumes = [...operator.terms.values()].map(({ graph }) => graph.epsilon.length).filter((length) => length > 0);
  const dimensions = [...new Set([...(given === undefined ? [] : [given]), ...volumes])];
  if (dimensions.length > 1) {
    const got = `dimensions ${dimensions.join(' and ')}`;
    throw new InvalidInput({ where: 'classify', expected: 'a volume form of one dimension', got });
  }
  return dimensions[0];
}

function parityOf(signs: readonly boolean[]): Parity {
  if (signs.every((odd) => !odd)) return 'even';
  return signs.every((odd) => odd) ? 'odd' : 'mixed';
}

/**
 * By homotopy [olver-1993, section 5.4]: if F = −E(L) then L = −∫₀¹ ⟨u, F(tu)⟩ dt, which divides each term by one more than
 * its number of factors of the field. Whether this L will do is then checked.
 */
function densityOf(
  operator: GraphSum,
  field: string,
  u: GraphSum,
  vanishes: (sum: GraphSum) => boolean,
): GraphSum | undefined {
  const terms = [...operator.terms.values()].map(({ graph, coefficient }) => {
    const factors = graph.vertices.filter((name) => name === field).length;
    return { graph, coefficient: coefficient.times(Rational.of(-1, factors + 1)) };
  });
  const density = inner(GraphSum.collect(operator.rank, terms), u);
  return vanishes(euler(density, field).plus(operator)) ? density : undefined;
}

/**
 * Classifies an operator that is a scalar or has the rank of the field that moves.
 * @example
 * classify(GraphSum.of(parseKey('u_aa'))).density?.toString() // '-1/2 u_aa u'
 * classify(GraphSum.of(parseKey('eps_a u_a u'))).flux?.toString() // '1/2 eps_a u u'
 * @throws InvalidInput for another rank, values without the symmetry of the field, volume forms of two dimensions, or an
 * unknown option.
 */
export function classify(operator: GraphSum, options: ClassifyOptions = {}): Classification {
  const where = 'classify';
  checkOptions(where, options, ['field', 'tensors', 'dimension', 'curvature']);
  const { field = 'u', tensors = {}, curvature } = options;
  checkTensorTypes(where, tensors);
  const dimension = dimensionOf(operator, options.dimension);
  const { names, types } = fieldsOf(operator);
  const type = tensorTypeOf(types, field) ?? tensorTypeOf(tensors, field);
  const rank = type?.rank ?? 0;
  const moves = operator.rank === rank;
  if (!moves && operator.rank > 0) {
    const expected = rank === 0 ? 'a scalar operator' : `a scalar operator or one of rank ${rank}, that of '${field}'`;
    throw new InvalidInput({ where, expected, got: `rank ${operator.rank}` });
  }
  const reducer = dimension === undefined ? undefined : new Reducer(dimension);
  const values: Readonly<Record<string, Rational>> = curvature === undefined ? {} : { kappa: curvature };
  const reduced = (sum: GraphSum): GraphSum =>
    (reducer?.reduce(sum) ?? sum).mapCoefficients((coefficient) => coefficient.substitute(values));
  const vanishes = (sum: GraphSum): boolean => reduced(sum).isZero();
  if (type !== undefined && type.symmetry !== 'general' && moves) {
    const sign = type.symmetry === 'symmetric' ? 1 : -1;
    for (let l = 1; l < rank; l++) {
      const exchange = Array.from({ length: rank }, (_, i) => i)
        .with(l - 1, l)
        .with(l, l - 1);
      if (!vanishes(permuteLegs(operator, exchange).minus(operator.scaled(sign)))) {
        throw new InvalidInput({ where, expected: `${type.symmetry} values, as those of '${field}'`, got: 'others' });
      }
    }
  }
  const terms = [...operator.terms.values()];
  const factors = ({ vertices }: { readonly vertices: readonly string[] }): number =>
    moves ? vertices.filter((name) => name === field).length : vertices.length;
  /** The Euler operator does not see constants, which are no divergences. */
  const isDivergence = (sum: GraphSum): boolean =>
    [...names, field].every((name) => vanishes(euler(sum, name))) && !sum.terms.has('1');
  const u = symmetricDerivative(field, 0, type);
  const divergence = operator.rank === 0 ? isDivergence(operator) : undefined;
  const density = moves ? densityOf(operator, field, u, vanishes) : undefined;
  return {
    order: Math.max(0, ...terms.map(({ graph }) => order(graph))),
    degrees: [...new Set(terms.map(({ graph }) => graph.vertices.length))].sort((a, b) => a - b),
    parity: parityOf(terms.map(({ graph }) => factors(graph) % 2 === 1)),
    reflection: parityOf(terms.map(({ graph }) => graph.epsilon.length > 0)),
    ...(divergence !== undefined && { divergence }),
    ...(divergence && { flux: reduced(fluxOf(operator)) }),
    ...(density !== undefined && { density }),
    conserves: {
      ...(moves && divergence !== undefined && { mass: divergence }),
      ...(moves && { square: isDivergence(inner(operator, u)) }),
    },
    simplifies: simplifications(operator, dimension),
  };
}

/** Scalar graphs with E edges are independent from n = E on; a free index is a half-edge of one more. */
function simplifications(operator: GraphSum, dimension: number | undefined): Classification['simplifies'] {
  const edges = [...operator.terms.values()].map(({ graph }) => graph.edges.length + operator.rank);
  const below = Array.from({ length: Math.max(0, ...edges) - 1 }, (_, i) => i + 1);
  return (dimension === undefined ? below : [dimension]).flatMap((n) => {
    const reduced = new Reducer(n).reduce(operator);
    return reduced.terms.size < operator.terms.size ? [{ dimension: n, operator: reduced }] : [];
  });
}
