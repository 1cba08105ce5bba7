/** All notations, by name. */
import type { GraphSum } from '../algebra/index.js';
import { checkOptions } from '../base/index.js';
import { sumToCadabra } from './cadabra.js';
import { sumToLatex } from './latex.js';
import { sumToMathjs } from './mathjs.js';
import { sumToSympy } from './sympy.js';
import { sumToText } from './text.js';
import { sumToUnicode } from './unicode.js';

/** What a notation may know. */
export interface NotationOptions {
  /** The dimension n: LaTeX and Unicode write u_x on the line, SymPy writes components; others do not need it. */
  readonly dimension?: number;
}

const writers = {
  text: sumToText,
  unicode: sumToUnicode,
  latex: sumToLatex,
  sympy: sumToSympy,
  mathjs: sumToMathjs,
  cadabra: sumToCadabra,
} satisfies Record<string, (sum: GraphSum, options: NotationOptions) => string>;

/** Name of a notation. */
export type NotationName = keyof typeof writers;

export const notationNames = Object.keys(writers) as readonly NotationName[];

/**
 * The sum in a notation.
 * @example
 * writeIn('unicode', normalize(parse('lap(u) - u^3'))) // 'Δu − u³'
 * @throws InvalidInput for an unknown option, and as {@link sumToSympy}.
 */
export function writeIn(notation: NotationName, sum: GraphSum, options: NotationOptions = {}): string {
  checkOptions('writeIn', options, ['dimension']);
  return writers[notation](sum, options);
}
