/** Names, coefficients and layout of Python programs. */
import type { GraphSum } from '../algebra/index.js';
import { type TensorType, tensorTypeOf } from '../base/index.js';
import type { Style } from './coefficients.js';
import { factorsOf, indexName, indicesOf } from './factors.js';
import { Namer } from './names.js';

/** Keywords, and built-in names that our programs use. */
const reserved =
  'False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield range sorted str sum'.split(
    ' ',
  );

/** Names in one program, all different: `lambda_` where the name itself is taken. */
export interface PythonNames {
  /** Python names of the variables of coefficients. */
  readonly variables: ReadonlyMap<string, string>;
  /** Python names of the fields. */
  readonly fields: ReadonlyMap<string, string>;
  /** Python names of indices, by number. */
  readonly indices: readonly string[];
  /** One more name. */
  take(wanted: string): string;
}

/** The fields that occur, by name, with their types; undefined for scalars. */
export function fieldsOf(sum: GraphSum): ReadonlyMap<string, TensorType | undefined> {
  const all = [...sum.terms.values()].flatMap(({ graph }) =>
    graph.vertices.map((name) => [name, tensorTypeOf(graph.tensors, name)] as const),
  );
  return new Map(all.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}

/** Number of half-edges of the volume forms, undefined without any. */
export function volumeDimension(sum: GraphSum): number | undefined {
  return [...sum.terms.values()].map(({ graph }) => graph.epsilon.length).find((length) => length > 0);
}

/** Names for everything that occurs in a sum, and for `variables`. */
export function pythonNames(sum: GraphSum, used: readonly string[], variables: readonly string[] = []): PythonNames {
  const namer = new Namer([...reserved, ...used]);
  const take = (wanted: string): string => namer.take(wanted, '_');
  const table = (names: Iterable<string>): ReadonlyMap<string, string> =>
    new Map([...new Set(names)].sort().map((name) => [name, take(name)]));
  const terms = [...sum.terms.values()];
  const most = terms.flatMap(({ graph }) => factorsOf(graph).flatMap(indicesOf)).reduce((a, b) => Math.max(a, b), -1);
  return {
    variables: table([...variables, ...terms.flatMap(({ coefficient }) => coefficient.variables())]),
    fields: table(fieldsOf(sum).keys()),
    indices: Array.from({ length: most + 1 }, (_, i) => take(indexName(i, 'ijklmpqrstabcdefgh'))),
    take,
  };
}

/** Python with the class Rational of SymPy, one term a line. */
export const pythonStyle = ({ variables }: PythonNames): Style => ({
  rational: ({ numerator, denominator }) =>
    denominator === 1n ? `${numerator}` : `Rational(${numerator}, ${denominator})`,
  variable: (name) => variables.get(name)!,
  power: (base, exponent) => `${base}**${exponent}`,
  times: '*',
  minus: '-',
  gap: '\n    ',
});

/** `kappa = Symbol("kappa")` for each name. */
export const symbolLines = (names: Iterable<readonly [name: string, python: string]>): string[] =>
  [...names].map(([name, python]) => `${python} = Symbol("${name}")`);

/** An import line with those of the names that occur in a text, if any do. */
export function importLine(module: string, names: readonly string[], text: string): string[] {
  const needed = names.filter((name) => new RegExp(`\\b${name}\\b`).test(text));
  return needed.length === 0 ? [] : [`from ${module} import ${needed.join(', ')}`];
}
