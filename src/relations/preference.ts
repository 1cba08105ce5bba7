/**
 * Orders on the graphs of a block, which decide the basis: relations remove the least preferred graph first. All graphs of
 * a block contain the same jets, so the preferences compare how they are joined.
 */
import { type CanonicalGraph, compareGraphs, components, type Multigraph } from '../graph/index.js';

/**
 * - `fewest-loops`: few loops, i.e. few Laplacians.
 * - `fewest-components`: connected graphs before products.
 * - `lowest-order`: products of operators of low total order: the largest number of edges in a component is small, then the
 *   second largest, and so on.
 * - a function: negative if the first graph is preferred.
 */
export type Preference =
  | 'fewest-loops'
  | 'fewest-components'
  | 'lowest-order'
  | ((a: CanonicalGraph, b: CanonicalGraph) => number);

/** The preferences that have names. */
export const preferenceNames = ['fewest-loops', 'lowest-order', 'fewest-components'] as const;

const loops = (graph: Multigraph): number => graph.edges.filter(([v, w]) => v === w).length;

const componentCount = (graph: Multigraph): number => components(graph).length;

function componentEdges(graph: Multigraph): number[] {
  const parts = components(graph);
  return parts.map((part) => graph.edges.filter(([v]) => part.includes(v)).length).sort((a, b) => b - a);
}

function compareLists(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The total order of a preference, most preferred first; ties are settled by loops, components, then compareGraphs. */
export function preferenceOrder(prefer: Preference): (a: CanonicalGraph, b: CanonicalGraph) => number {
  const measures: Record<(typeof preferenceNames)[number], (graph: Multigraph) => readonly number[]> = {
    'fewest-loops': (graph) => [loops(graph), componentCount(graph)],
    'fewest-components': (graph) => [componentCount(graph), loops(graph)],
    'lowest-order': (graph) => [...componentEdges(graph), loops(graph)],
  };
  if (typeof prefer === 'function') return (a, b) => prefer(a, b) || compareGraphs(a, b);
  const measure = measures[prefer];
  return (a, b) => compareLists(measure(a), measure(b)) || compareGraphs(a, b);
}
