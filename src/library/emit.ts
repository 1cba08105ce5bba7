/** Libraries as text: JSON for programs, LaTeX for papers. */
import { graphToJson } from '../graph/index.js';
import type { LibraryEntry } from './library.js';

/** Formats in which a library is written. */
export type LibraryFormat = 'json' | 'ndjson' | 'latex';

/** `{key, latex, order, degree, cost, graph}` of each entry. */
const jsonLines = (library: readonly LibraryEntry[]): string[] =>
  library.map(({ graph, latex, order, degree, cost }) =>
    JSON.stringify({ key: graph.key, latex, order, degree, cost, graph: graphToJson(graph) }),
  );

/** An `align*` environment, one operator a line, numbered by position. */
function emitLatex(library: readonly LibraryEntry[]): string {
  const lines = library.map(({ latex }, i) => `  N_{${i + 1}} &= ${latex}`);
  return `\\begin{align*}\n${lines.join(' \\\\\n')}\n\\end{align*}`;
}

const emitters: Record<LibraryFormat, (library: readonly LibraryEntry[]) => string> = {
  json: (library) => `[\n${jsonLines(library).join(',\n')}\n]`,
  ndjson: (library) => jsonLines(library).join('\n'),
  latex: emitLatex,
};

/** The library in one format, without a final newline. */
export function emitLibrary(library: readonly LibraryEntry[], format: LibraryFormat): string {
  return emitters[format](library);
}
