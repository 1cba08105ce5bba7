/** What stands at the head of every generated source. */
import type { Plan } from './target.js';

/** What is computed and where, each operator beside its result, and how components are named. */
export interface Headline {
  readonly what: string;
  readonly operators: readonly string[];
  readonly components: string;
}

/** The name of a grid may hold the name of a file: nothing in it may end a comment or a string. */
const harmless = (text: string): string => text.replaceAll(/[^\w ./:,()=+-]/g, '_');

/** `result(k)` is how the target writes the values of operator k. */
export const headline = ({ program: { titles, dimension }, grid }: Plan, result: (k: number) => string): Headline => ({
  what: `Pointwise values of differential operators in dimension ${dimension}${grid === undefined ? '' : `, grid ${harmless(grid)}`}:`,
  operators: titles.map((title, k) => `  ${result(k)} = ${title}`),
  components: 'u_01 is the component of the symmetrised derivative of u along the frame vectors 0 and 1 of a node.',
});

/** The same as lines, each after a mark of comments. */
export function headlines(plan: Plan, mark: string, result: (k: number) => string): string[] {
  const { what, operators, components } = headline(plan, result);
  return [what, ...operators, components].map((line) => `${mark} ${line}`);
}
