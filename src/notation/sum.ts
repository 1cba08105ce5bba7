/** A sum of graphs as a sum of terms: coefficient, then operator. */
import type { GraphSum } from '../algebra/index.js';
import type { CanonicalGraph } from '../graph/index.js';
import { joinSigned, type Style, writeFactored } from './coefficients.js';

/**
 * The sum in a style.
 * @param operator - a graph as text; the empty text for the graph without vertices.
 * @param apply - what stands between coefficient and operator.
 */
export function writeSum(
  sum: GraphSum,
  style: Style,
  operator: (graph: CanonicalGraph) => string,
  apply: string = style.times,
): string {
  const terms = [...sum.terms.values()].map(({ graph, coefficient }) => {
    const { negative, factors } = writeFactored(coefficient, style);
    const body = [factors.join(style.times), operator(graph)].filter((text) => text !== '').join(apply);
    return { negative, body: body === '' ? '1' : body };
  });
  return joinSigned(terms, style);
}
