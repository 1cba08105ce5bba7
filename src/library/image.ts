/**
 * The operators with E edges and D factors that are divergences, or variations, in dimension n: the image of a linear map on
 * all graphs that can lead there. Curvature adds terms with fewer edges; the terms with E edges, the leading ones, are a
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

/** Works out images in one dimension, each number of edges and factors once. */
export class Images {
  readonly #class: OperatorClass;
  readonly #fields: readonly string[];
  readonly #reducer: Reducer;
  readonly #values: Readonly<Record<string, Rational>>;
  readonly #known = new Map<string, readonly Row[]>();

  /** @param curvature - the value of κ, symbolic otherwise. */
  constructor(operators: OperatorClass, dimension: number, fields: readonly string[], curvature?: Rational) {
    this.#class = operators;
    this.#fields = fields;
    this.#reducer = new Reducer(dimension);
    this.#values = curvature === undefined ? {} : { kappa: curvature };
  }

  #reduce(operator: GraphSum): GraphSum {
    return this.#reducer.reduce(operator).mapCoefficients((coefficient) => coefficient.substitute(this.#values));
  }

  /** The operator that a vector field or density gives, in the basis of the dimension. */
  #image(source: GraphSum): GraphSum {
    return this.#reduce(this.#class === 'divergence' ? divergence(source) : euler(source, this.#fields[0]!).scaled(-1));
  }

  #sources(edges: number, factors: number): readonly GraphSum[] {
    const isField = this.#class === 'divergence';
    const count = isField ? edges - 1 : edges;
    if (count < 0) return [];
    const vertices = isField ? factors : factors + 1;
    const options = { edges: count, fields: this.#fields, legs: isField ? 1 : 0, isolated: [0, vertices] as const };
    return Array.from(enumerateGraphs({ ...options, vertices: [vertices, vertices] }), (graph) => GraphSum.of(graph));
  }

  /** A basis of the image with E edges and D factors, in reduced form, graphs of large order as pivots. */
  rows(edges: number, factors: number): readonly Row[] {
    const name = `${edges} ${factors}`;
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const images = this.#sources(edges, factors).map((source) => ({ source, operator: this.#image(source) }));
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
    const rows = rationalEchelon(given, graphs.length + images.length).flatMap(({ pivot, entries }): Row[] => {
      if (pivot >= graphs.length) return [];
      const parts = entries.filter((entry) => entry.column >= graphs.length);
      const sum = (of: 'source' | 'operator'): GraphSum =>
        parts.reduce(
          (total, entry) => total.plus(images[entry.column - graphs.length]![of].scaled(entry.value)),
          GraphSum.zero(),
        );
      return [{ pivot: graphs[pivot]!, operator: sum('operator'), source: sum('source') }];
    });
    this.#known.set(name, rows);
    return rows;
  }

  /**
   * What an operator comes from, exactly and with its curvature terms; undefined if it is not in the image.
   * @param operator - any sum of scalar graphs; n takes the value of the dimension.
   */
  sourceOf(operator: GraphSum): GraphSum | undefined {
    let rest = this.#reduce(operator);
    let source = GraphSum.zero();
    while (!rest.isZero()) {
      const all = [...rest.terms.values()];
      const edges = Math.max(...all.map(({ graph }) => graph.edges.length));
      const leading = all.filter(({ graph }) => graph.edges.length === edges);
      const factors = leading[0]!.graph.vertices.length;
      const rows = new Map(this.rows(edges, factors).map((row) => [row.pivot.key, row]));
      const pivots = leading.filter(({ graph }) => rows.has(graph.key));
      let next = rest;
      for (const { graph, coefficient } of pivots) {
        const row = rows.get(graph.key)!;
        next = next.minus(row.operator.scaled(coefficient));
        source = source.plus(row.source.scaled(coefficient));
      }
      const stays = [...next.terms.values()].some(
        ({ graph }) => graph.edges.length === edges && graph.vertices.length === factors,
      );
      if (stays) return undefined;
      rest = next;
    }
    return source;
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
