/** Reads what `jetgraph relations` prints with `--format json` or `ndjson`. Fields that are not named here are ignored. */
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
const fields: Readonly<Record<keyof WrittenRelation, Test>> = {
  degrees: (value) => listOf(isCount)(value) || (isObject(value) && Object.values(value).every(listOf(isCount))),
  terms: listOf(objectWith({ coefficient: isText, graph })),
  certificate: objectWith({
    dimension: (value) => isCount(value) && value !== 0,
    graphs: isCount,
    independent: isCount,
    relations: isCount,
    complete: isTruth,
    minor: objectWith({ graph: isText, edges: listOf(isPair), volume: orNothing(isTruth) }),
  }),
};

function parse(text: string, place: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new InvalidInput({ where: 'relation file', expected: `JSON${place}`, got: reason });
  }
}

/**
 * The relations of a file: a JSON array, or one JSON value a line.
 * @example
 * readRelationFile('[]') // []
 * @throws InvalidInput if it is empty, no JSON, or an entry lacks a field.
 */
export function readRelationFile(text: string): readonly WrittenRelation[] {
  const trimmed = text.trim();
  if (trimmed === '') {
    throw new InvalidInput({
      where: 'relation file',
      expected: 'relations as JSON',
      got: 'an empty file',
      hint: 'jetgraph relations --format json prints [] where there are no relations',
    });
  }
  const values = trimmed.startsWith('[')
    ? parse(trimmed, '')
    : trimmed.split('\n').map((line, i) => parse(line, ` in line ${i + 1}`));
  return (values as unknown[]).map((value, i) => {
    const wrong = Object.entries(fields).find(([name, test]) => !isObject(value) || !test(value[name]));
    if (wrong === undefined) return value as WrittenRelation;
    throw new InvalidInput({
      where: 'relation file',
      expected: 'entries as jetgraph relations prints them',
      got: `entry ${i + 1} whose '${wrong[0]}' is missing or of another kind`,
    });
  });
}
