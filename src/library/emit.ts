/** Libraries as text: JSON for programs, LaTeX for papers. */
import { graphToJson } from '../graph/index.js';
import type { OperatorClass } from './image.js';
import type { LibraryEntry } from './library.js';
import type { StructuredEntry } from './structured.js';

/** Formats in which a library is written. */
export type LibraryFormat = 'json' | 'ndjson' | 'latex';

/** `{key, latex, order, degree, cost, graph, certificate}` of each entry. */
const jsonLines = (library: readonly LibraryEntry[]): string[] =>
  library.map(({ graph, latex, order, degree, cost, certificate }) => {
    return JSON.stringify({ key: graph.key, latex, order, degree, cost, graph: graphToJson(graph), certificate });
  });

/** An `align*` environment, one operator a line, numbered by position. */
function alignLatex(latex: readonly string[]): string {
  const lines = latex.map((line, i) => `  N_{${i + 1}} &= ${line}`);
  return `\\begin{align*}\n${lines.join(' \\\\\n')}\n\\end{align*}`;
}

function emit(json: readonly string[], latex: readonly string[], format: LibraryFormat): string {
  if (format === 'latex') return alignLatex(latex);
  return format === 'json' ? `[\n${json.join(',\n')}\n]` : json.join('\n');
}

const latexOf = (library: readonly { readonly latex: string }[]): string[] => library.map(({ latex }) => latex);

/** The library in one format, without a final newline. */
export function emitLibrary(library: readonly LibraryEntry[], format: LibraryFormat): string {
  return emit(jsonLines(library), latexOf(library), format);
}

/**
 * A library of divergences or gradient flows in one format: `{terms, latex, order, degree, cost}` and the vector field
 * `flux` or the `density` of each entry.
 */
export function emitStructured(
  library: readonly StructuredEntry[],
  operators: OperatorClass,
  format: LibraryFormat,
): string {
  const name = operators === 'divergence' ? 'flux' : 'density';
  const json = library.map(({ operator, source, latex, order, degree, cost }) =>
    JSON.stringify({ ...operator.toJSON(), latex, order, degree, cost, [name]: source.toJSON() }),
  );
  return emit(json, latexOf(library), format);
}
