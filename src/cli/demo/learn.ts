/** The equation learned back from snapshots of a flow, beside the one that made them. */
import type { GraphSum } from '../../algebra/index.js';
import { type DiscoveredEquation, discoverEquation } from '../../discovery/index.js';
import type { CanonicalGraph } from '../../graph/index.js';
import type { LibraryEntry } from '../../library/index.js';
import type { DemoConfiguration } from './configuration.js';
import type { Flow } from './flow.js';

/** One term, true or learned or both; a coefficient that is missing is 0. */
export interface TermComparison {
  readonly graph: CanonicalGraph;
  readonly truth: number;
  readonly learned: number;
  readonly stderr: number;
  readonly jackknife: number;
}

export interface Lesson {
  readonly terms: readonly TermComparison[];
  /** Exactly the true terms were found. */
  readonly exactSupport: boolean;
  /** Largest relative error of a coefficient. */
  readonly error: number;
  readonly equation: DiscoveredEquation;
  readonly candidates: number;
  readonly rows: number;
  /** Condition number of all candidates, columns scaled to unit length. */
  readonly condition: number;
  /** Number of combinations of candidates that vanish on the data. */
  readonly dependences: number;
}

/** A candidate within this share of a combination of others is one. */
const vanishing = 1e-8;

/** Learns with stencils of accuracy 6 from a run that used accuracy 4, so that errors of the two do not cancel. */
export function learn(
  flow: Flow,
  library: readonly LibraryEntry[],
  truth: GraphSum,
  { trim, rows }: Pick<DemoConfiguration, 'trim' | 'rows'>,
): Lesson {
  const { grid, result } = flow;
  const found = discoverEquation({
    grid,
    fields: [{ name: 'u', values: result.fields.u! }],
    times: result.times,
    library,
    accuracy: 6,
    trim,
    smoothing: 0,
    maxTerms: 6,
    maxRows: rows,
    maxSnapshots: 20,
  });
  const equation = found.equations[0]!;
  const learned = new Map(equation.terms.map((term) => [term.graph.key, term]));
  const exact = [...truth.terms.values()].map(({ graph, coefficient }) => ({
    graph,
    truth: coefficient.evaluate({ kappa: grid.space.kappa, n: grid.space.dimension }),
  }));
  const extra = equation.terms
    .filter(({ graph }) => !truth.terms.has(graph.key))
    .map(({ graph }) => ({ graph, truth: 0 }));
  const terms = [...exact, ...extra].map(({ graph, truth: value }) => {
    const { coefficient = 0, stderr = 0, jackknife = 0 } = learned.get(graph.key) ?? {};
    return { graph, truth: value, learned: coefficient, stderr, jackknife };
  });
  return {
    terms,
    exactSupport: extra.length === 0 && exact.every(({ graph }) => learned.has(graph.key)),
    error: Math.max(...terms.map((t) => Math.abs(t.learned - t.truth) / Math.abs(t.truth))),
    equation,
    candidates: library.length,
    rows: found.rows,
    condition: found.condition,
    dependences: found.nearRelations.filter(({ within }) => within < vanishing).length,
  };
}
