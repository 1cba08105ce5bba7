/** Libraries in C and JavaScript: a function of the jet components that gives all features. */
import type { Rational } from '../../exact/index.js';
import type { ContractionProgram } from '../../program/index.js';
import { assignments, quoted, wrapped } from './expressions.js';

/** What the head of every source says. */
export const describeLibrary = ({ titles, dimension }: ContractionProgram): readonly string[] => [
  `${titles.length} equivariant features in dimension ${dimension}, independent of each other.`,
  'An input u_01 is the component (0, 1) of the symmetrised second covariant derivative of u in an orthonormal frame;',
  'X_0_1 is the derivative 1 of the component 0 of a vector field X. Scalars are the same in any frame, vectors in its components.',
];

/** A number; brackets around negative ones. */
export const number = (value: Rational): string => (value.sign() < 0 ? `(${value.toNumber()})` : `${value.toNumber()}`);

const double = (value: Rational): string => number(value).replace(/^(\(?-?\d+)(\)?)$/, '$1.0$2');

const reservedC =
  'auto break case char const continue default do double else enum extern float for goto if inline int long register restrict return short signed sizeof static struct switch typedef union unsigned void volatile while count features feature_names feature_inputs i out size_t'.split(
    ' ',
  );

/** C11: `features(count, inputs…, out)`, feature k of point i at `out[k * count + i]`. */
export function libraryToC(program: ContractionProgram): string {
  const { inputs, steps, results } = assignments(program, reservedC, double);
  return `/*
${describeLibrary(program)
  .map((line) => ` * ${line}\n`)
  .join('')} */
#include <stddef.h>

const char *const feature_names[${results.length}] = {
${wrapped(program.titles.map(quoted), '    ')}};

const char *const feature_inputs[${inputs.length}] = {
${wrapped(inputs.map(quoted), '    ')}};

/* Inputs are arrays of count values, in the order of feature_inputs; feature k of point i goes to out[k * count + i]. */
void features(size_t count, const double *const *restrict input, double *restrict out) {
  for (size_t i = 0; i < count; i++) {
${inputs.map((name, k) => `    const double ${name} = input[${k}][i];\n`).join('')}${steps
  .map(([name, text]) => `    const double ${name} = ${text};\n`)
  .join('')}${results.map((text, k) => `    out[${k} * count + i] = ${text};\n`).join('')}  }
}
`;
}

const reservedJs =
  'arguments await break case catch class const continue debugger default delete do else enum eval export extends false finally for function if implements import in instanceof interface let new null package private protected public return static super switch this throw true try typeof var void while with yield features names inputs'.split(
    ' ',
  );

/** A JavaScript module: `features(inputs…)` at one point. */
export function libraryToJs(program: ContractionProgram): string {
  const { inputs, steps, results } = assignments(program, reservedJs, number);
  return `${describeLibrary(program)
    .map((line) => `// ${line}\n`)
    .join('')}
export const names = [
${wrapped(program.titles.map(quoted), '  ')}];

export const inputs = [
${wrapped(inputs.map(quoted), '  ')}];

/** All features at a point, from the jet components in the order of \`inputs\`. */
export function features(${inputs.join(', ')}) {
${steps.map(([name, text]) => `  const ${name} = ${text};\n`).join('')}  return [
${wrapped(results, '    ')}  ];
}
`;
}
