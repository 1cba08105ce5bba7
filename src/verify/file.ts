/** Reads what `jetgraph relations` and `jetgraph library` print with `--format json` or `ndjson`. Fields that are not named here are ignored. */
import { InvalidInput } from '../base/index.js';
import type { Pair } from './graphs.js';

/** A graph as it stands in the file. */
export interface WrittenGraph {
  readonly key: string;
  readonly vertices: readonly string[];
  readonly edges: readonly Pair[];
  readonly epsilon?: readonly number[];
}

/** A relation as it stands in the file: well formed, otherwise unchecked. */
export interface WrittenRelation {
  /** Degrees of the vertices, by field if there are several. */
  readonly degrees: readonly number[] | Readonly<Record<string, readonly number[]>>;
  readonly terms: readonly { readonly coefficient: string; readonly graph: WrittenGraph }[];
  readonly certificate: {
    readonly dimension: number;
    readonly graphs: number;
    readonly independent: number;
    readonly relations: number;
    readonly complete: boolean;
    readonly minor: { readonly graph: string; readonly edges: readonly Pair[]; readonly volume?: boolean };
  };
}

/** An operator of a library as it stands in the file: well formed, otherwise unchecked. */
export interface WrittenCandidate {
  readonly graph: WrittenGraph;
  readonly order: number;
  readonly degree: number;
  readonly certificate: { readonly dimension: number; readonly graphs: number; readonly independent: number };
}

type Test = (value: unknown) => boolean;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText: Test = (value) => typeof value === 'string';
const isTruth: Test = (value) => typeof value === 'boolean';
const isCount: Test = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
const listOf =
  (test: Test): Test =>
  (value) =>
    Array.isArray(value) && value.every(test);
const isPair: Test = (value) => listOf(isCount)(value) && (value as unknown[]).length === 2;
const orNothing =
  (test: Test): Test =>
  (value) =>
    value === undefined || test(value);
const objectWith =
  (tests: Readonly<Record<string, Test>>): Test =>
  (value) =>
    isObject(value) && Object.entries(tests).every(([name, test]) => test(value[name]));

const graph = objectWith({
  key: isText,
  vertices: listOf(isText),
  edges: listOf(isPair),
  epsilon: orNothing(listOf(isCount)),
});
const isDimension: Test = (value) => isCount(value) && value !== 0;

/** The fields of an entry. */
type Shape<Entry> = Readonly<Record<keyof Entry, Test>>;

const relation: Shape<WrittenRelation> = {
  degrees: (value) => listOf(isCount)(value) || (isObject(value) && Object.values(value).every(listOf(isCount))),
  terms: listOf(objectWith({ coefficient: isText, graph })),
  certificate: objectWith({
    dimension: isDimension,
    graphs: isCount,
    independent: isCount,
    relations: isCount,
    complete: isTruth,
    minor: objectWith({ graph: isText, edges: listOf(isPair), volume: orNothing(isTruth) }),
  }),
};

const candidate: Shape<WrittenCandidate> = {
  graph,
  order: isCount,
  degree: isCount,
  certificate: objectWith({ dimension: isDimension, graphs: isCount, independent: isCount }),
};

/** The entries of a file: a JSON array, or one JSON value a line. */
function readEntries<Entry>(text: string, printer: 'relations' | 'library', shape: Shape<Entry>): Entry[] {
  const [where, entries] = printer === 'library' ? ['library file', 'operators'] : ['relation file', 'relations'];
  const parse = (json: string, place: string): unknown => {
    try {
      return JSON.parse(json) as unknown;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new InvalidInput({ where, expected: `JSON${place}`, got: reason });
    }
  };
  const isEntry = (value: unknown): value is Entry =>
    isObject(value) && Object.entries<Test>(shape).every(([field, test]) => test(value[field]));
  const trimmed = text.trim();
  if (trimmed === '') {
    throw new InvalidInput({
      where,
      expected: `${entries} as JSON`,
      got: 'an empty file',
      hint: `jetgraph ${printer} --format json prints [] where there are none`,
    });
  }
  const values = trimmed.startsWith('[')
    ? (parse(trimmed, '') as unknown[])
    : trimmed.split('\n').map((line, i) => parse(line, ` in line ${i + 1}`));
  return values.map((value, i) => {
    if (isEntry(value)) return value;
    const wrong = Object.entries<Test>(shape).find(([field, test]) => !isObject(value) || !test(value[field]));
    throw new InvalidInput({
      where,
      expected: `entries as jetgraph ${printer} prints them`,
      got: `entry ${i + 1} whose '${wrong![0]}' is missing or of another kind`,
    });
  });
}

/**
 * The relations of a file: a JSON array, or one JSON value a line.
 * @example
 * readRelationFile('[]') // []
 * @throws InvalidInput if it is empty, no JSON, or an entry lacks a field.
 */
export const readRelationFile = (text: string): readonly WrittenRelation[] => readEntries(text, 'relations', relation);

/**
 * The operators of a library file: a JSON array, or one JSON value a line.
 * @example
 * readLibraryFile('[]') // []
 * @throws InvalidInput if it is empty, no JSON, or an entry lacks a field.
 */
export const readLibraryFile = (text: string): readonly WrittenCandidate[] => readEntries(text, 'library', candidate);
