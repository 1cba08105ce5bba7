/**
 * Chart forms as source text: one function of the coordinates, the parameters and the partial derivatives, in double
 * precision. Functions of the coordinates are computed once. A tensor of rank r is an array of n^r components, row-major; in C the
 * caller gives the room for it.
 */
import { checkOptions, InvalidInput } from '../base/index.js';
import type { Rational } from '../exact/index.js';
import { type ChartForm, partialName } from './chartForm.js';
import { type Formula, type FunctionName, splitSign } from './formula.js';
import { layout } from './layout.js';
import { strength } from './text.js';

/** Languages of {@link chartCode}. */
export type CodeLanguage = 'js' | 'numpy' | 'c';

/** How one language writes what formulas are made of. */
interface Language {
  readonly integer: (digits: string) => string;
  readonly power: (base: string, exponent: Rational) => string;
  /** How tightly a small power binds, as in {@link strength}: a repeated product, or an operator. */
  readonly square: number;
  readonly functions: Readonly<Record<FunctionName, (x: string) => string>>;
  readonly pi: string;
  /** Words that cannot be names of variables. */
  readonly reserved: readonly string[];
  readonly program: (parts: ProgramText) => string;
}

interface ProgramText {
  readonly name: string;
  readonly comment: string;
  readonly parameters: readonly string[];
  readonly definitions: readonly (readonly [name: string, value: string])[];
  readonly results: readonly string[];
  readonly scalar: boolean;
}

const names: readonly FunctionName[] = [
  ...(['sin', 'cos', 'tan', 'cot', 'sinh', 'cosh', 'exp', 'log', 'sqrt', 'asin', 'acos', 'atan'] as const),
];

const functionsWith = (
  nameOf: (name: FunctionName) => string,
  cot: (x: string) => string,
): Readonly<Record<FunctionName, (x: string) => string>> => {
  const entries = names.map((name) => [name, name === 'cot' ? cot : (x: string) => `${nameOf(name)}(${x})`] as const);
  return Object.fromEntries(entries) as Record<FunctionName, (x: string) => string>;
};

/** A small power as a product, which is faster and as exact. */
const repeated = (base: string, exponent: number): string => new Array<string>(exponent).fill(base).join(' * ');

const exponentText = ({ numerator, denominator }: Rational, float: string): string =>
  denominator === 1n ? `${numerator}${float}` : `${numerator}${float} / ${denominator}${float}`;

const smallExponent = ({ numerator, denominator }: Rational): number | undefined =>
  denominator === 1n && numerator > 0n && numerator <= 4n ? Number(numerator) : undefined;

const languages: Readonly<Record<CodeLanguage, Language>> = {
  js: {
    integer: (digits) => digits,
    power: (base, exponent) => {
      const small = smallExponent(exponent);
      return small === undefined ? `Math.pow(${base}, ${exponentText(exponent, '')})` : repeated(base, small);
    },
    square: 2,
    functions: functionsWith(
      (name) => `Math.${name}`,
      (x) => `1 / Math.tan(${x})`,
    ),
    pi: 'Math.PI',
    reserved: (
      'Math await break case catch class const continue debugger default delete do else enum eval export extends false ' +
      'finally for function if implements import in instanceof interface let new null package private protected public ' +
      'return static super switch this throw true try typeof var void while with yield arguments'
    ).split(' '),
    program: ({ name, comment, parameters, definitions, results, scalar }) =>
      [
        `function ${name}(${parameters.join(', ')}) {`,
        `  // ${comment}`,
        ...definitions.map(([symbol, value]) => `  const ${symbol} = ${value};`),
        scalar ? `  return ${results[0]};` : `  return [\n${results.map((r) => `    ${r},\n`).join('')}  ];`,
        '}',
      ].join('\n'),
  },
  numpy: {
    integer: (digits) => `${digits}.0`,
    power: (base, exponent) =>
      `${base} ** ${exponent.denominator === 1n ? exponent.numerator : `(${exponentText(exponent, '')})`}`,
    square: 3,
    functions: functionsWith(
      (name) => `np.${name.replace(/^a(?=sin|cos|tan)/, 'arc')}`,
      (x) => `1.0 / np.tan(${x})`,
    ),
    pi: 'np.pi',
    reserved: (
      'np False None True and as assert async await break class continue def del elif else except finally for from global ' +
      'if import in is lambda nonlocal not or pass raise return try while with yield'
    ).split(' '),
    program: ({ name, comment, parameters, definitions, results, scalar }) =>
      [
        'import numpy as np',
        '',
        '',
        `def ${name}(${parameters.join(', ')}):`,
        `    """${comment}"""`,
        ...definitions.map(([symbol, value]) => `    ${symbol} = ${value}`),
        scalar ? `    return ${results[0]}` : `    return [\n${results.map((r) => `        ${r},\n`).join('')}    ]`,
      ].join('\n'),
  },
  c: {
    integer: (digits) => `${digits}.0`,
    power: (base, exponent) => {
      const small = smallExponent(exponent);
      return small === undefined ? `pow(${base}, ${exponentText(exponent, '.0')})` : repeated(base, small);
    },
    square: 2,
    functions: functionsWith(
      (name) => name,
      (x) => `1.0 / tan(${x})`,
    ),
    pi: '3.141592653589793',
    reserved: (
      'auto break case char const continue default do double else enum extern float for goto if inline int long register ' +
      'restrict return short signed sizeof static struct switch typedef union unsigned void volatile while main ' +
      'sin cos tan sinh cosh exp log sqrt asin acos atan pow result'
    ).split(' '),
    program: ({ name, comment, parameters, definitions, results, scalar }) =>
      [
        '#include <math.h>',
        '',
        `/* ${comment} */`,
        `${scalar ? 'double' : 'void'} ${name}(${[...parameters.map((p) => `double ${p}`), ...(scalar ? [] : ['double *result'])].join(', ')}) {`,
        ...definitions.map(([symbol, value]) => `  const double ${symbol} = ${value};`),
        ...(scalar ? [`  return ${results[0]};`] : results.map((r, k) => `  result[${k}] = ${r};`)),
        '}',
      ].join('\n'),
  },
};

/** A formula in a language, names replaced as the map says. */
function write(language: Language, rename: ReadonlyMap<string, string>, formula: Formula): string {
  const text = (f: Formula): string => write(language, rename, f);
  const within = (f: Formula, least: number): string => {
    const body = text(f);
    const binds = f.kind === 'power' && smallExponent(f.exponent) !== undefined ? language.square : strength(f);
    return binds < least || body.startsWith('-') ? `(${body})` : body;
  };
  const atom = (f: Formula): string => (f.kind === 'symbol' ? text(f) : `(${text(f)})`);
  switch (formula.kind) {
    case 'number': {
      const { numerator, denominator } = formula.value;
      const top = language.integer(`${numerator}`);
      return denominator === 1n ? top : `${top} / ${language.integer(`${denominator}`)}`;
    }
    case 'symbol':
      return formula.name === 'pi' ? language.pi : (rename.get(formula.name) ?? formula.name);
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
      return negative ? `-${within(size, 2)}` : formula.factors.map((f) => within(f, 2)).join(' * ');
    }
    case 'quotient':
      return `${within(formula.numerator, 2)} / ${within(formula.denominator, 4)}`;
    case 'power':
      return language.power(atom(formula.base), formula.exponent);
    case 'call':
      return formula.name === 'cot'
        ? `(${language.functions.cot(text(formula.argument))})`
        : language.functions[formula.name](text(formula.argument));
  }
}

/** The arguments of the function that {@link chartCode} writes: coordinates, parameters, derivatives. */
export function chartArguments(form: ChartForm): string[] {
  const { coordinates } = form.chart;
  return [
    ...coordinates,
    ...form.parameters,
    ...form.partials.map((derivative) => partialName(coordinates, derivative)),
  ];
}

/**
 * Source text of a function that computes the operator at a point (NumPy: at all points of arrays).
 * @param options - `name` of the function, `operator` unless given.
 * @example
 * const code = chartCode(chartForm(normalize(parse('lap(u)')), coordinateChart('halfplane')), 'js');
 * new Function(`return ${code}`)()(0, 2, 3, 4) // 28
 * @throws InvalidInput for an unknown language or a name that is not one.
 */
export function chartCode(form: ChartForm, language: CodeLanguage, options: { readonly name?: string } = {}): string {
  const where = 'chart code';
  checkOptions(where, options, ['name']);
  const { name = 'operator' } = options;
  if (!Object.hasOwn(languages, language)) {
    throw new InvalidInput({
      where,
      expected: `a language among ${Object.keys(languages).join(', ')}`,
      got: `'${language}'`,
    });
  }
  if (!/^[A-Za-z]\w*$/.test(name))
    throw new InvalidInput({ where, expected: 'a name of letters and digits', got: `'${name}'` });
  const target = languages[language];
  const { components, definitions } = layout(form, 'all');
  const given = chartArguments(form);
  const all = [...given, ...definitions.map((definition) => definition.name)];
  const rename = new Map<string, string>();
  for (const word of all) {
    let safe = word;
    while (target.reserved.includes(safe) || safe === name || (safe !== word && all.includes(safe))) safe += '_';
    rename.set(word, safe);
  }
  const text = (formula: Formula): string => write(target, rename, formula);
  return target.program({
    name,
    comment: `${describe(form)}; arguments: coordinates, parameters, partial derivatives.`,
    parameters: given.map((word) => rename.get(word)!),
    definitions: definitions.map((definition) => [rename.get(definition.name)!, text(definition.value)] as const),
    results: components.map(text),
    scalar: form.rank === 0,
  });
}

const describe = ({ chart, rank }: ChartForm): string =>
  `${rank === 0 ? 'A scalar operator' : `A tensor of rank ${rank}`} in the chart ${chart.name.replace(/#.*/s, '').replaceAll(/\s+/g, ' ').replaceAll('*/', '* /')}`;
