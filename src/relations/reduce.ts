/**
 * Operators in a basis: relations of a block, in reduced row echelon form with the least preferred graphs as pivots, rewrite
 * each of these graphs in the others. Two operators are equal in dimension n if and only if their reduced sums agree.
 */
import { GraphSum } from '../algebra/index.js';
import { checkInteger, checkOptions, InvalidInput } from '../base/index.js';
import { Rational, rationalEchelon } from '../exact/index.js';
import type { CanonicalGraph } from '../graph/index.js';
import { type Block, blockLabel, blockOf } from './block.js';
import { relationsOfBlock } from './certificate.js';
import type { Group } from './count.js';
import { closeLegs } from './legs.js';
import { graphsOfBlock } from './listing.js';
import { type Preference, preferenceNames, preferenceOrder } from './preference.js';

/** How to choose a basis. */
export interface ReduceOptions {
  /** Default `fewest-loops`. */
  readonly prefer?: Preference;
  /** `O` refuses graphs with the volume form; default `SO`. */
  readonly group?: Group;
}

/** A graph that is not in the basis, as a sum of basis graphs. */
type Rules = ReadonlyMap<string, readonly { readonly graph: CanonicalGraph; readonly coefficient: Rational }[]>;

/**
 * Reduction in one dimension by one preference. Blocks are worked out when they are first met and kept.
 * @example
 * new Reducer(2).reduce(GraphSum.of(parseKey('u_aa u_bb u_cc'))).toString()
 * // '3 u_ab u_ab u_cc - 2 u_ab u_ac u_bc'
 */
export class Reducer {
  readonly dimension: number;
  readonly group: Group;
  readonly #order: (a: CanonicalGraph, b: CanonicalGraph) => number;
  readonly #rules = new Map<string, Rules>();

  /** @throws InvalidInput for a dimension below 1, an unknown option or preference. */
  constructor(dimension: number, options: ReduceOptions = {}) {
    const where = 'reduce';
    checkInteger(where, 'dimension', dimension, 1);
    checkOptions(where, options, ['prefer', 'group']);
    const { prefer = 'fewest-loops', group = 'SO' } = options;
    if (typeof prefer === 'string' && !preferenceNames.includes(prefer)) {
      throw new InvalidInput({
        where,
        expected: `a preference among ${preferenceNames.join(', ')}`,
        got: `'${prefer}'`,
      });
    }
    if (group !== 'O' && group !== 'SO') {
      throw new InvalidInput({ where, expected: 'group O or SO', got: `'${group}'` });
    }
    this.dimension = dimension;
    this.group = group;
    this.#order = preferenceOrder(prefer);
  }

  #rulesOf(block: Block): Rules {
    const label = blockLabel(block);
    const known = this.#rules.get(label);
    if (known !== undefined) return known;
    if (block.epsilon > 0 && this.group === 'O') {
      throw new InvalidInput({
        where: 'reduce',
        expected: 'operators without the volume form for the group O',
        got: label,
        hint: 'use the group SO',
      });
    }
    const { graphs, rows } = relationsOfBlock(block, this.dimension);
    const columns = graphs.map((graph, i) => ({ graph, i })).sort((a, b) => this.#order(b.graph, a.graph));
    const place = new Map(columns.map(({ i }, column) => [i, column]));
    const echelon = rationalEchelon(
      rows.map(({ columns: positions, values }) => ({ columns: positions.map((i) => place.get(i)!), values })),
      columns.length,
    );
    const rules: Rules = new Map(
      echelon.map(({ pivot, entries }) => [
        columns[pivot]!.graph.key,
        entries.map(({ column, value }) => ({ graph: columns[column]!.graph, coefficient: value.negated() })),
      ]),
    );
    this.#rules.set(label, rules);
    return rules;
  }

  /**
   * The sum in the basis, with n replaced by the dimension.
   * @throws OutOfRange if a block is too large; InvalidInput for a volume form of another dimension, or with group O.
   */
  reduce(sum: GraphSum): GraphSum {
    const { scalar, reopen } = closeLegs(sum);
    return reopen(this.#reduceScalar(scalar));
  }

  /** Whether the operator vanishes identically in this dimension. */
  vanishes(sum: GraphSum): boolean {
    return this.reduce(sum).isZero();
  }

  #reduceScalar(sum: GraphSum): GraphSum {
    const n = Rational.of(this.dimension);
    const terms = [...sum.mapCoefficients((coefficient) => coefficient.substitute({ n })).terms.values()];
    return GraphSum.collect(
      0,
      terms.flatMap(({ graph, coefficient }) => {
        const rule = this.#rulesOf(blockOf(graph)).get(graph.key);
        if (rule === undefined) return [{ graph, coefficient }];
        return rule.map((term) => ({ graph: term.graph, coefficient: coefficient.times(term.coefficient) }));
      }),
    );
  }

  /** The graphs of a block that form its basis, most preferred first. */
  basisOfBlock(block: Block): readonly CanonicalGraph[] {
    const rules = this.#rulesOf(block);
    return graphsOfBlock(block)
      .filter(({ key }) => !rules.has(key))
      .sort(this.#order);
  }
}

/**
 * The sum in a basis for dimension n. Linear and idempotent; equal operators give equal sums. To reduce many sums, keep a
 * {@link Reducer}.
 * @throws InvalidInput for n = 0, an unknown option, or a volume form of another dimension; OutOfRange for blocks too large.
 */
export function reduce(sum: GraphSum, dimension: number, options: ReduceOptions = {}): GraphSum {
  return new Reducer(dimension, options).reduce(sum);
}

/** The graphs of the chosen basis of a block in dimension n, most preferred first. */
export function basisOfBlock(block: Block, dimension: number, options: ReduceOptions = {}): readonly CanonicalGraph[] {
  return new Reducer(dimension, options).basisOfBlock(block);
}

/** Whether an operator vanishes identically in dimension n, for every κ left symbolic. */
export function isZeroInDimension(sum: GraphSum, dimension: number): boolean {
  return new Reducer(dimension).vanishes(sum);
}
