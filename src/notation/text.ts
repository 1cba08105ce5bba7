/** Plain text: index notation, as `GraphSum.toString`, with factored coefficients. */
import type { GraphSum } from '../algebra/index.js';
import type { Style } from './coefficients.js';
import { writeSum } from './sum.js';

/** The syntax of mathjs. */
export const plainStyle: Style = {
  rational: String,
  variable: (name) => name,
  power: (base, exponent) => `${base}^${exponent}`,
  times: '*',
  minus: '-',
};

/**
 * One line of index notation with factored coefficients.
 * @example
 * sumToText(normalize(parse('lap(lap(u))'))) // 'u_aabb - 2/3*kappa*(n - 1) u_aa'
 */
export const sumToText = (sum: GraphSum): string =>
  writeSum(sum, plainStyle, ({ key }) => (key === '1' ? '' : key), ' ');
