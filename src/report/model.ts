/** Learned equations, of the weak or the strong form, and their JSON. */
import type { Interval, NearRelation } from '../discovery/index.js';
import { type CanonicalGraph, type GraphJson, graphToJson } from '../graph/index.js';

/** A term of a learned equation, of either form. */
export interface ReportedTerm {
  readonly coefficient: number;
  readonly stderr: number;
  readonly graph: CanonicalGraph;
  readonly interval?: Interval;
  readonly jackknife?: number;
  readonly evidence?: number;
  readonly stability?: number;
}

/** What both forms say of a model. */
export interface ReportedModel {
  readonly terms: readonly ReportedTerm[];
  readonly residual: number;
  readonly misfit?: number;
  readonly score: number;
  readonly crossValidation: { readonly error: number; readonly standardError: number };
  readonly information: { readonly bic: number; readonly aicc: number };
  readonly proved: boolean;
  readonly condition: number;
}

/** What both forms find. */
export interface LearnedSystem {
  readonly equations: readonly (ReportedModel & {
    readonly field: string;
    readonly alternatives: readonly ReportedModel[];
  })[];
  /** Rows of the regression. */
  readonly rows: number;
  /** Condition number of all candidates. */
  readonly condition: number;
  readonly nearRelations: readonly NearRelation<string>[];
}

/** How the equations were found. */
export interface Provenance {
  readonly form: 'weak' | 'strong';
  /** Number of candidates in the library. */
  readonly candidates: number;
}

/** A term as JSON; what a form does not tell is absent. */
export interface TermJson extends Omit<ReportedTerm, 'graph'> {
  readonly graph: GraphJson;
}

/** A model as JSON; `bic` and `aicc` are its information criteria. */
export interface ModelJson {
  readonly terms: readonly TermJson[];
  readonly residual: number;
  readonly misfit?: number;
  readonly score: number;
  readonly crossValidation: ReportedModel['crossValidation'];
  readonly bic: number;
  readonly aicc: number;
  readonly proved: boolean;
  readonly condition: number;
}

/** An equation as JSON. */
export interface EquationJson extends ModelJson {
  readonly alternatives: readonly ModelJson[];
}

/** A term's numbers and its graph, in a fixed order. */
const termJson = ({
  graph,
  coefficient,
  stderr,
  interval,
  jackknife,
  evidence,
  stability,
}: ReportedTerm): TermJson => ({
  coefficient,
  stderr,
  graph: graphToJson(graph),
  ...(interval !== undefined && { interval }),
  ...(jackknife !== undefined && { jackknife }),
  ...(evidence !== undefined && { evidence }),
  ...(stability !== undefined && { stability }),
});

const modelJson = (model: ReportedModel): ModelJson => ({
  terms: model.terms.map(termJson),
  residual: model.residual,
  ...(model.misfit !== undefined && { misfit: model.misfit }),
  score: model.score,
  crossValidation: model.crossValidation,
  ...model.information,
  proved: model.proved,
  condition: model.condition,
});

/** An equation with its runners-up; numbers that are not finite become null when it is written as text. */
export const equationJson = (equation: LearnedSystem['equations'][number]): EquationJson => ({
  ...modelJson(equation),
  alternatives: equation.alternatives.map(modelJson),
});
