/**
 * Linear combinations of multigraphs with coefficients in Q[n, κ, parameters]: the normal form of an operator. A sum of
 * rank r has r legs on every graph: an operator with values in tensors of rank r.
 */
import { InvalidInput } from '../base/index.js';
import { Polynomial, type Rational } from '../exact/index.js';
import {
  type CanonicalGraph,
  canonicalize,
  compareGraphs,
  type GraphJson,
  graphToJson,
  Labeller,
  type Multigraph,
} from '../graph/index.js';
import { productOf } from './product.js';

/** One graph with its coefficient, never zero. */
export interface GraphTerm {
  readonly graph: CanonicalGraph;
  readonly coefficient: Polynomial;
}

/** The JSON form of a normal form or relation. */
export interface GraphSumJson {
  readonly terms: readonly { readonly coefficient: string; readonly graph: GraphJson }[];
}

type Coefficient = Polynomial | Rational | number | bigint;

/**
 * An immutable sum of graphs. Terms are kept in the order of {@link compareGraphs}.
 * @example
 * GraphSum.of(parseKey('u_aa')).scaled(2).toString() // '2 u_aa'
 */
export class GraphSum {
  /** Number of legs of every term. */
  readonly rank: number;
  /** Key → term, in the order of compareGraphs. */
  readonly terms: ReadonlyMap<string, GraphTerm>;

  private constructor(rank: number, terms: ReadonlyMap<string, GraphTerm>) {
    this.rank = rank;
    this.terms = terms;
  }

  static zero(rank = 0): GraphSum {
    return new GraphSum(rank, new Map());
  }

  /** The graph without vertices: the constant operator. */
  static constant(value: Coefficient): GraphSum {
    return GraphSum.of({ vertices: [], edges: [], legs: [], epsilon: [] }, value);
  }

  /** One graph; zero if an odd automorphism makes it vanish. */
  static of(graph: Multigraph, coefficient: Coefficient = 1): GraphSum {
    return GraphSum.collect(graph.legs.length, [{ graph, coefficient }]);
  }

  /**
   * Brings the graphs to canonical form and adds up the coefficients of isomorphic ones.
   * @throws InvalidInput if a graph has another number of legs.
   */
  static collect(
    rank: number,
    entries: Iterable<{ readonly graph: Multigraph; readonly coefficient: Coefficient }>,
  ): GraphSum {
    const terms = new Map<string, GraphTerm>();
    const labeller = new Labeller();
    for (const { graph: given, coefficient } of entries) {
      if (given.legs.length !== rank) {
        throw new InvalidInput({
          where: 'GraphSum',
          expected: `graphs with ${rank} legs`,
          got: `${given.legs.length}`,
        });
      }
      const { graph, sign } = canonicalize(given, labeller);
      if (sign === 0) continue;
      const value = coefficient instanceof Polynomial ? coefficient : Polynomial.constant(coefficient);
      addTerm(terms, graph, sign === 1 ? value : value.negated());
    }
    return GraphSum.#sorted(rank, terms);
  }

  /** A sum of different graphs in canonical form; no coefficient is zero. */
  static ofCanonical(rank: number, terms: readonly GraphTerm[]): GraphSum {
    return GraphSum.#sorted(rank, new Map(terms.map((term) => [term.graph.key, term])));
  }

  static #sorted(rank: number, terms: ReadonlyMap<string, GraphTerm>): GraphSum {
    return new GraphSum(rank, new Map([...terms].sort(([, a], [, b]) => compareGraphs(a.graph, b.graph))));
  }

  /**
   * The scalar 0 is the zero of every rank.
   * @throws InvalidInput if the ranks differ.
   */
  plus(other: GraphSum): GraphSum {
    if (this.rank === 0 && this.isZero()) return other;
    if (other.rank === 0 && other.isZero()) return this;
    if (other.rank !== this.rank) {
      throw new InvalidInput({
        where: 'sum',
        expected: 'terms of one rank',
        got: `rank ${this.rank} and rank ${other.rank}`,
      });
    }
    const terms = new Map(this.terms);
    for (const { graph, coefficient } of other.terms.values()) addTerm(terms, graph, coefficient);
    return GraphSum.#sorted(this.rank, terms);
  }

  minus(other: GraphSum): GraphSum {
    return this.plus(other.scaled(-1));
  }

  scaled(factor: Coefficient): GraphSum {
    return this.mapCoefficients((coefficient) => coefficient.times(factor));
  }

  /** Applies a function to every coefficient and drops those that become zero. */
  mapCoefficients(change: (coefficient: Polynomial) => Polynomial): GraphSum {
    const terms = new Map<string, GraphTerm>();
    for (const [key, { graph, coefficient }] of this.terms) {
      const changed = change(coefficient);
      if (!changed.isZero()) terms.set(key, { graph, coefficient: changed });
    }
    return new GraphSum(this.rank, terms);
  }

  /**
   * Tensor product: disjoint unions, the legs of this sum first; two volume forms become a determinant of metrics. With
   * three of them the result depends on brackets, by relations of that dimension.
   * @throws InvalidInput for volume forms of different dimensions; OutOfRange for two with more than 8 half-edges each.
   */
  times(other: GraphSum): GraphSum {
    const entries = [...this.terms.values()].flatMap((left) =>
      [...other.terms.values()].flatMap((right) => {
        const coefficient = left.coefficient.times(right.coefficient);
        return Array.from(productOf(left.graph, right.graph), ({ graph, sign }) => ({
          graph,
          coefficient: sign === 1 ? coefficient : coefficient.negated(),
        }));
      }),
    );
    return GraphSum.collect(this.rank + other.rank, entries);
  }

  isZero(): boolean {
    return this.terms.size === 0;
  }

  equals(other: GraphSum): boolean {
    return this.minus(other).isZero();
  }

  toJSON(): GraphSumJson {
    return {
      terms: [...this.terms.values()].map(({ graph, coefficient }) => ({
        coefficient: coefficient.toString(),
        graph: graphToJson(graph),
      })),
    };
  }

  /** One line of index notation: `u_ab u_ab + (kappa*n - kappa) u_a u_a - 3`. */
  toString(): string {
    if (this.isZero()) return '0';
    return [...this.terms.values()]
      .map(({ graph, coefficient }, position) => {
        const single = coefficient.terms().length === 1;
        const negative = single && coefficient.terms()[0]!.coefficient.sign() < 0;
        const size = (negative ? coefficient.negated() : coefficient).toString();
        const factor = single ? size : `(${size})`;
        const body = graph.key === '1' ? factor : size === '1' ? graph.key : `${factor} ${graph.key}`;
        if (position === 0) return negative ? `-${body}` : body;
        return negative ? ` - ${body}` : ` + ${body}`;
      })
      .join('');
  }
}

function addTerm(terms: Map<string, GraphTerm>, graph: CanonicalGraph, coefficient: Polynomial): void {
  const before = terms.get(graph.key);
  const sum = before === undefined ? coefficient : before.coefficient.plus(coefficient);
  if (sum.isZero()) terms.delete(graph.key);
  else terms.set(graph.key, { graph, coefficient: sum });
}
