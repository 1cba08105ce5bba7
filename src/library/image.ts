/**
 * The operators with E edges and D factors that are divergences, or variations, in dimension n: the image of a linear map on
 * all graphs that can lead there; with or without the volume form, which is parallel. Curvature adds terms with fewer edges; the terms with E edges, the leading ones, are a
 * linear problem over Q.
 */
import { divergence, euler, GraphSum } from '../algebra/index.js';
import { Polynomial, Rational, rationalEchelon, type SparseRow } from '../exact/index.js';
import { type CanonicalGraph, compareGraphs, enumerateGraphs, order } from '../graph/index.js';
import { Reducer } from '../relations/index.js';

/** Divergences of vector fields, or −E(L) for densities L of one field: the right-hand sides of gradient flows. */
export type OperatorClass = 'divergence' | 'gradient-flow';

/** An operator with what it comes from: the vector field X of div X, or the density L of −E(L). */
export interface ImageEntry {
  readonly operator: GraphSum;
  readonly source: GraphSum;
}

interface Row extends ImageEntry {
  /** The leading graph that this row alone contains; its coefficient is 1, no leading graph has a larger order. */
  readonly pivot: CanonicalGraph;
}

const leastCommonMultiple = (values: readonly bigint[]): bigint => {
  const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? a : gcd(b, a % b));
  return values.reduce((product, value) => (product / gcd(product, value)) * value, 1n);
};

/** Works out images in one dimension. */
export class Images {
  readonly #class: OperatorClass;
  readonly #fields: readonly string[];
  readonly #reducer: Reducer;

  constructor(operators: OperatorClass, dimension: number, fields: readonly string[]) {
    this.#class = operators;
    this.#fields = fields;
    this.#reducer = new Reducer(dimension);
  }

  /** The operator that a vector field or density gives, in the basis of the dimension. */
  #image(source: GraphSum): GraphSum {
    return this.#reducer.reduce(
      this.#class === 'divergence' ? divergence(source) : euler(source, this.#fields[0]!).scaled(-1),
    );
  }

  /** A divergence has one edge more than its vector field, unless the leg is on the volume form: there is no edge then. */
  #sources(edges: number, factors: number, epsilon: number): readonly GraphSum[] {
    const list = (count: number, legs: number, vertices: number): CanonicalGraph[] => {
      if (count < 0) return [];
      const bounds = { vertices: [vertices, vertices], isolated: [0, vertices] } as const;
      return [...enumerateGraphs({ ...bounds, edges: count, legs, epsilon, fields: this.#fields })];
    };
    const onVolume = ({ legs }: CanonicalGraph): boolean => legs[0] === -1;
    const graphs =
      this.#class === 'gradient-flow'
        ? list(edges, 0, factors + 1)
        : [
            ...list(edges - 1, 1, factors).filter((graph) => !onVolume(graph)),
            ...(epsilon > 0 ? list(edges, 1, factors).filter(onVolume) : []),
          ];
    return graphs.map((graph) => GraphSum.of(graph));
  }

  /**
   * A basis of the image with E edges and D factors, in reduced form, graphs of large order as pivots.
   * @param epsilon - half-edges of the volume form: n, or 0 without it.
   */
  rows(edges: number, factors: number, epsilon = 0): readonly Row[] {
    const images = this.#sources(edges, factors, epsilon).map((source) => ({ source, operator: this.#image(source) }));
    const leading = images.map(({ operator }) =>
      [...operator.terms.values()].filter(({ graph }) => graph.edges.length === edges),
    );
    const graphs = [...new Map(leading.flat().map(({ graph }) => [graph.key, graph])).values()].sort(
      (a, b) => order(b) - order(a) || compareGraphs(a, b),
    );
    const column = new Map(graphs.map(({ key }, i) => [key, i]));
    const given = leading.map((terms, i): SparseRow => {
      const values = terms.map(({ coefficient }) => coefficient.constantValue()!);
      const scale = leastCommonMultiple(values.map(({ denominator }) => denominator));
      return {
        columns: [...terms.map(({ graph }) => column.get(graph.key)!), graphs.length + i],
        values: [...values.map((value) => Number((value.numerator * scale) / value.denominator)), Number(scale)],
      };
    });
    return rationalEchelon(given, graphs.length + images.length).flatMap(({ pivot, entries }): Row[] => {
      if (pivot >= graphs.length) return [];
      const parts = entries.filter((entry) => entry.column >= graphs.length);
      const sum = (of: 'source' | 'operator'): GraphSum =>
        parts.reduce(
          (total, entry) => total.plus(images[entry.column - graphs.length]![of].scaled(entry.value)),
          GraphSum.zero(),
        );
      return [{ pivot: graphs[pivot]!, operator: sum('operator'), source: sum('source') }];
    });
  }
}

/** The multiple with coprime integers as coefficients of the graphs with most edges. */
export function integral({ operator, source }: ImageEntry): ImageEntry {
  const terms = [...operator.terms.values()];
  const edges = Math.max(...terms.map(({ graph }) => graph.edges.length));
  const values = terms
    .filter(({ graph }) => graph.edges.length === edges)
    .map(({ coefficient }) => coefficient.constantValue()!);
  const scale = Polynomial.constant(Rational.of(leastCommonMultiple(values.map(({ denominator }) => denominator))));
  return { operator: operator.scaled(scale), source: source.scaled(scale) };
}
