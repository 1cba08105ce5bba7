/** Libraries as source: one function that computes all features from the components of a jet, in several languages. */
import { GraphSum } from '../algebra/index.js';
import { InvalidInput } from '../base/index.js';
import { type ContractionProgram, componentProgram } from '../program/index.js';
import type { LibraryEntry } from './library.js';
import { libraryToC, libraryToJs } from './source/compiled.js';
import { libraryToNumpy, libraryToPysindy, libraryToSympy } from './source/python.js';

const writers = {
  js: libraryToJs,
  c: libraryToC,
  numpy: libraryToNumpy,
  pysindy: libraryToPysindy,
  sympy: libraryToSympy,
} as const satisfies Record<string, (program: ContractionProgram) => string>;

/** Languages of {@link librarySource}. */
export type SourceLanguage = keyof typeof writers;

export const sourceLanguages = Object.keys(writers) as readonly SourceLanguage[];

/**
 * Source text of a library. What entries have in common is computed once. An operator with values in vector fields gives n
 * features, its components.
 * @example
 * const library = candidateLibrary({ dimension: 2, edges: [1, 1], maxDegree: 2 });
 * librarySource(library, 2, 'js').includes('export function features(u, u_0, u_1, u_00, u_11)') // true
 * @throws InvalidInput for an unknown language or a library without operators.
 */
export function librarySource(library: readonly LibraryEntry[], dimension: number, language: SourceLanguage): string {
  const where = 'library source';
  if (!Object.hasOwn(writers, language)) {
    throw new InvalidInput({ where, expected: `a language among ${sourceLanguages.join(', ')}`, got: `'${language}'` });
  }
  if (library.length === 0) throw new InvalidInput({ where, expected: 'at least one operator', got: 'none' });
  const sums = library.map(({ graph }) => GraphSum.of(graph));
  return writers[language](componentProgram(sums, dimension));
}
