/** Chart forms as LaTeX. */
import type { ChartForm } from './chartForm.js';
import { type Formula, type FunctionName, nameLatex, splitSign } from './formula.js';
import { layout } from './layout.js';
import { strength } from './text.js';

const functions: Readonly<Record<FunctionName, string>> = {
  sin: '\\sin',
  cos: '\\cos',
  tan: '\\tan',
  cot: '\\cot',
  sinh: '\\sinh',
  cosh: '\\cosh',
  exp: '\\exp',
  log: '\\log',
  sqrt: '\\sqrt',
  asin: '\\arcsin',
  acos: '\\arccos',
  atan: '\\arctan',
};

/** `\theta` or `(x + y)`. */
const argument = (formula: Formula): string =>
  formula.kind === 'symbol' ? ` ${formulaLatex(formula)}` : `(${formulaLatex(formula)})`;

function powerLatex({ base, exponent }: Extract<Formula, { kind: 'power' }>): string {
  const { numerator, denominator } = exponent;
  const exponentText = `^{${denominator === 1n ? numerator : `${numerator}/${denominator}`}}`;
  if (base.kind === 'call') return `${functions[base.name]}${exponentText}${argument(base.argument)}`;
  const inner = formulaLatex(base);
  return strength(base) < 4 ? `(${inner})${exponentText}` : `${inner}${exponentText}`;
}

/** LaTeX of a formula. */
export function formulaLatex(formula: Formula): string {
  const within = (f: Formula): string => (f.kind === 'sum' ? `(${formulaLatex(f)})` : formulaLatex(f));
  switch (formula.kind) {
    case 'number': {
      const { numerator, denominator } = formula.value;
      const size = numerator < 0n ? -numerator : numerator;
      const body = denominator === 1n ? `${size}` : `\\tfrac{${size}}{${denominator}}`;
      return numerator < 0n ? `-${body}` : body;
    }
    case 'symbol':
      return formula.latex;
    case 'sum':
      return formula.terms
        .map((term, k) => {
          const { negative, size } = splitSign(term);
          const body = negative ? within(size) : formulaLatex(size);
          return k === 0 ? (negative ? `-${body}` : body) : negative ? ` - ${body}` : ` + ${body}`;
        })
        .join('');
    case 'product': {
      const { negative, size } = splitSign(formula);
      if (negative) return `-${within(size)}`;
      return formula.factors.map(within).join(' \\, ');
    }
    case 'quotient': {
      const { negative, size } = splitSign(formula);
      if (negative) return `-${formulaLatex(size)}`;
      return `\\frac{${formulaLatex(formula.numerator)}}{${formulaLatex(formula.denominator)}}`;
    }
    case 'power':
      return powerLatex(formula);
    case 'call':
      if (formula.name === 'sqrt') return `\\sqrt{${formulaLatex(formula.argument)}}`;
      return `${functions[formula.name]}${argument(formula.argument)}`;
  }
}

/**
 * LaTeX; tensors are matrices for rank 2 and columns of components otherwise. A common function of the coordinates has a
 * name, which the end explains.
 * @example
 * chartLatex(chartForm(normalize(parse('lap(u)')), coordinateChart('latlon')))
 * // 'u_{\\theta \\theta} + \\frac{1}{\\sin^{2} \\theta} \\, u_{\\phi \\phi} + \\cot \\theta \\, u_{\\theta}'
 */
export function chartLatex(form: ChartForm): string {
  const { components, definitions } = layout(form, 'named');
  const parts = components.map(formulaLatex);
  const columns = form.rank === 2 ? form.chart.dimension : 1;
  const rows = parts.flatMap((_, k) => (k % columns === 0 ? [parts.slice(k, k + columns).join(' & ')] : []));
  const body = form.rank === 0 ? parts[0]! : `\\begin{pmatrix} ${rows.join(' \\\\ ')} \\end{pmatrix}`;
  const where = definitions.map(({ name, value }) => `, \\qquad ${nameLatex(name)} = ${formulaLatex(value)}`);
  return body + where.join('');
}
