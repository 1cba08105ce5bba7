/** Chart forms as text: mathjs syntax, with the name of a function of the coordinates explained behind `where`, or written out. */
import { type ChartForm, partialName } from './chartForm.js';
import { type Formula, splitSign } from './formula.js';
import { coefficientFormula, layout } from './layout.js';

/** How tightly a formula binds: sum, product and quotient, sign and power, atom. */
export const strength = (formula: Formula): number => {
  if (formula.kind === 'sum') return 1;
  if (formula.kind === 'product' || formula.kind === 'quotient') return 2;
  if (formula.kind === 'number') return formula.value.denominator === 1n && formula.value.sign() >= 0 ? 4 : 2;
  return formula.kind === 'power' ? 3 : 4;
};

/** mathjs syntax. */
export function formulaText(formula: Formula): string {
  const within = (f: Formula, least: number): string => {
    const text = formulaText(f);
    return strength(f) < least || text.startsWith('-') ? `(${text})` : text;
  };
  switch (formula.kind) {
    case 'number':
      return formula.value.toString();
    case 'symbol':
      return formula.name;
    case 'sum':
      return formula.terms
        .map((term, k) => {
          const { negative, size } = splitSign(term);
          const body = within(size, 2);
          return k === 0 ? (negative ? `-${body}` : body) : negative ? ` - ${body}` : ` + ${body}`;
        })
        .join('');
    case 'product': {
      const { negative, size } = splitSign(formula);
      if (negative) return `-${within(size, 2)}`;
      return formula.factors.map((factor) => within(factor, 2)).join('*');
    }
    case 'quotient': {
      const { negative, size } = splitSign(formula);
      if (negative) return `-${within(size, 2)}`;
      return `${within(formula.numerator, 2)}/${within(formula.denominator, 3)}`;
    }
    case 'power':
      return `${within(formula.base, 4)}^${within({ kind: 'number', value: formula.exponent }, 4)}`;
    case 'call':
      return `${formula.name}(${formulaText(formula.argument)})`;
  }
}

const components = (texts: readonly string[]): string => (texts.length === 1 ? texts[0]! : `[${texts.join(', ')}]`);

/**
 * One line of mathjs syntax; tensors are lists of components, row-major. A common function of the coordinates has a name,
 * which the end of the line explains.
 * @example
 * chartText(chartForm(normalize(parse('lap(u)')), coordinateChart('latlon')))
 * // 'u_theta_theta + 1/sin(theta)^2*u_phi_phi + cot(theta)*u_theta'
 */
export function chartText(form: ChartForm): string {
  const { components: parts, definitions } = layout(form, 'named');
  const where = definitions.map(({ name, value }) => `${name} = ${formulaText(value)}`).join(', ');
  return `${components(parts.map(formulaText))}${where === '' ? '' : ` where ${where}`}`;
}

/**
 * An expression that mathjs evaluates, in the coordinates, the parameters and the derivatives of {@link partialName}.
 * @example
 * chartMathjs(chartForm(normalize(parse('lap(u)')), coordinateChart('stereographic')))
 * // '1/4*(1 + kappa*(x^2 + y^2))^2*(u_xx + u_yy)'
 */
export function chartMathjs(form: ChartForm): string {
  return components(layout(form, 'none').components.map(formulaText));
}

/** A coefficient in mathjs syntax, functions written out, and the derivatives it multiplies, by name. */
export interface ChartTermText {
  readonly coefficient: string;
  readonly derivatives: readonly string[];
}

/**
 * The terms of a scalar operator, or of each component of a tensor, row-major.
 * @example
 * chartTerms(chartForm(normalize(parse('u*lap(u)')), coordinateChart('halfplane')))[1]
 * // { coefficient: 'y^2', derivatives: ['u', 'u_yy'] }
 */
export function chartTerms(form: ChartForm): readonly ChartTermText[] | readonly (readonly ChartTermText[])[] {
  const { coordinates } = form.chart;
  const lists = form.components.map((terms) =>
    terms.map(({ coefficient, monomial }) => ({
      coefficient: formulaText(coefficientFormula(form, coefficient)),
      derivatives: monomial.flatMap(([d, e]) => new Array<string>(e).fill(partialName(coordinates, d))),
    })),
  );
  return form.rank === 0 ? lists[0]! : lists;
}
