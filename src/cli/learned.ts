/** Learned equations as text. */
import type { Interval, NearRelation } from '../discovery/index.js';
import { graphToLatex } from '../notation/index.js';
import type { LearnedSystem, ReportedModel, ReportedTerm } from '../report/index.js';
import { printLine, printTable } from './output.js';

/** How the equations were found, for the text. */
interface Shown {
  readonly form: 'weak' | 'strong';
  readonly candidates: number;
  readonly confidence: number;
  readonly dimension: number;
}

/** `0.1 u_aa − 1 eps_a u_a u`. */
function sumText(terms: readonly { readonly coefficient: number; readonly name: string }[], digits: number): string {
  const parts = terms.map(({ coefficient, name }, i) => {
    const sign = coefficient < 0 ? (i === 0 ? '-' : ' - ') : i === 0 ? '' : ' + ';
    return `${sign}${Math.abs(coefficient).toPrecision(digits)} ${name}`;
  });
  return parts.join('') || '0';
}

const named = ({ coefficient, graph }: ReportedTerm) => ({ coefficient, name: graph.key });

/** A share as a percentage with two digits. */
function percent(share: number): string {
  const value = Number((100 * share).toPrecision(2));
  return value !== 0 && value < 1e-3 ? value.toExponential(1) : String(value);
}

/** `within 0.3 %: u_aa ≈ 1.02 u − …`. */
const relationText = ({ candidate, terms, within }: NearRelation<string>): string =>
  `within ${percent(within)} %: ${candidate} ≈ ${sumText(
    terms.map((term) => ({ coefficient: term.coefficient, name: term.candidate })),
    3,
  )}`;

/** Near-relations shown in text; all are in JSON. */
const mostShown = 8;

/** Prints equations, the models that came next, and the near-relations among candidates. */
export function printLearned(found: LearnedSystem, shown: Shown): void {
  for (const equation of found.equations) {
    printLine(`${equation.field}_t = ${sumText(equation.terms.map(named), 6)}`);
    printTerms(equation.terms, shown);
    const proof = equation.proved ? ', proved the best of its size' : '';
    printLine(
      `${shown.form} form: relative residual ${equation.residual.toExponential(2)}, ${shown.candidates} candidates, ${found.rows} rows${proof}`,
    );
    printAlternatives(equation.alternatives, shown);
  }
  const { nearRelations } = found;
  if (nearRelations.length === 0) return;
  printLine(
    `\nnear-relations among the candidates on these data (condition number ${found.condition.toExponential(1)}):`,
  );
  for (const relation of nearRelations.slice(0, mostShown)) printLine(relationText(relation));
  if (nearRelations.length > mostShown) printLine(`and ${nearRelations.length - mostShown} more`);
}

/** Both ends with two digits more than they share, from 4 to 12. */
function intervalText([low, high]: Interval): string {
  const ratio = Math.max(Math.abs(low), Math.abs(high)) / (high - low);
  const digits = Number.isFinite(ratio) && ratio > 0 ? Math.ceil(Math.log10(ratio)) + 2 : 4;
  return [low, high].map((end) => end.toPrecision(Math.min(12, Math.max(4, digits)))).join(' … ');
}

function printTerms(terms: readonly ReportedTerm[], { confidence, dimension }: Shown): void {
  const stable = terms.some(({ stability }) => stability !== undefined);
  printTable(
    [
      'coefficient',
      'stderr',
      `${percent(confidence)} % interval`,
      ...(stable ? ['stability'] : []),
      'operator',
      'LaTeX',
    ],
    terms.map(({ coefficient, stderr, interval, stability, graph }) => [
      coefficient.toPrecision(7),
      stderr.toExponential(1),
      interval === undefined ? '' : intervalText(interval),
      ...(stable ? [(stability ?? 0).toFixed(2)] : []),
      graph.key,
      graphToLatex(graph, { dimension }),
    ]),
  );
}

function printAlternatives(models: readonly ReportedModel[], { form }: Shown): void {
  if (models.length === 0) return;
  const score =
    form === 'weak' ? 'score: evidence for the weakest term, accepted above 1' : 'score: misfit with a price for terms';
  printLine(`\nrunners-up (${score})`);
  printTable(
    ['terms', 'score', 'residual', 'cross-validated', 'BIC', 'right-hand side'],
    models.map(({ terms, score: value, residual, crossValidation, information, proved }) => [
      `${terms.length}${proved ? ' proved' : ''}`,
      value.toExponential(1),
      residual.toExponential(1),
      crossValidation.error.toExponential(1),
      information.bic.toFixed(0),
      sumText(terms.map(named), 3),
    ]),
  );
}
