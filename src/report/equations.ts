/** Learned equations as sums of graphs that can be evaluated, with the coefficients as parameters, and as LaTeX. */
import { GraphSum } from '../algebra/index.js';
import { Polynomial } from '../exact/index.js';
import { graphToLatex, nameToLatex } from '../notation/index.js';
import type { LearnedSystem, ReportedTerm } from './model.js';

/** Right-hand sides by field, and the values of their parameters. */
export interface Evaluable {
  readonly equations: Readonly<Record<string, GraphSum>>;
  readonly parameters: Readonly<Record<string, number>>;
}

/** The right-hand sides with a parameter c1, c2, … for each coefficient. */
export function evaluable({ equations }: Pick<LearnedSystem, 'equations'>): Evaluable {
  const parameters: Record<string, number> = {};
  const sums = equations.map(({ field, terms }) => {
    const entries = terms.map(({ graph, coefficient }) => {
      const name = `c${Object.keys(parameters).length + 1}`;
      parameters[name] = coefficient;
      return { graph, coefficient: Polynomial.variable(name) };
    });
    return [field, GraphSum.collect(0, entries)] as const;
  });
  return { equations: Object.fromEntries(sums), parameters };
}

/** A number as LaTeX with so many significant digits. */
export function numberToLatex(value: number, digits: number): string {
  if (!Number.isFinite(value)) return value > 0 ? '\\infty' : '-\\infty';
  const text = value.toPrecision(digits);
  const size = Math.abs(value);
  if (value === 0) return '0';
  if (size >= 1e-4 && size < 1e6 && !text.includes('e')) return text;
  const [mantissa, exponent] = value.toExponential(digits - 1).split('e');
  return `${mantissa} \\cdot 10^{${Number(exponent)}}`;
}

/** Significant digits that the standard error leaves meaning to, two of them uncertain; from 2 to 12. */
export function meaningfulDigits({ coefficient, stderr }: Pick<ReportedTerm, 'coefficient' | 'stderr'>): number {
  const ratio = Math.abs(coefficient) / stderr;
  if (!(ratio > 0)) return 2;
  return Math.min(12, Math.max(2, Math.ceil(Math.log10(ratio)) + 2));
}

/** Terms on one line of a displayed equation. */
const perLine = 3;

/** Digits of a coefficient in an equation, at most; tables have all that mean something. */
const mostDigits = 6;

/** A coefficient times an operator; the constant operator is not written. */
export const termToLatex = (size: number, digits: number, operator: string): string =>
  operator === '1' ? numberToLatex(size, digits) : `${numberToLatex(size, digits)} \\, ${operator}`;

/** `u_t = -0.9999 \, u \, u_{x} + …`, broken into lines of three terms. */
export function equationToLatex(field: string, terms: readonly ReportedTerm[], dimension: number): string {
  const left = `${nameToLatex(field)}_t`;
  if (terms.length === 0) return `${left} = 0`;
  const parts = terms.map((term, i) => {
    const sign = term.coefficient < 0 ? '-' : i === 0 ? '' : '+';
    const operator = graphToLatex(term.graph, { dimension });
    return `${sign} ${termToLatex(Math.abs(term.coefficient), Math.min(mostDigits, meaningfulDigits(term)), operator)}`;
  });
  if (parts.length <= perLine) return `${left} = ${parts.join(' ')}`;
  const lines: string[] = [];
  for (let i = 0; i < parts.length; i += perLine) lines.push(parts.slice(i, i + perLine).join(' '));
  return `\\begin{aligned} ${left} ={}& ${lines.join(' \\\\ &')} \\end{aligned}`;
}
