/** The operators with up to three contractions, their relations in dimension 2, and the library that is left. */
import { type CanonicalGraph, enumerateGraphs } from '../../graph/index.js';
import { candidateLibrary, type LibraryEntry, type LibraryOptions } from '../../library/index.js';
import { type CountRow, countRows, type Relation, relations } from '../../relations/index.js';

export interface Classification {
  readonly counts: readonly CountRow[];
  readonly graphs: readonly CanonicalGraph[];
  readonly relations: readonly Relation[];
  /** Reduced: independent in dimension 2. */
  readonly library: readonly LibraryEntry[];
  /** The same bounds without reduction: every graph. */
  readonly redundant: readonly LibraryEntry[];
}

/** Up to three contractions, four factors, two derivatives on a factor: wide enough to meet both relations. */
const bounds: Omit<LibraryOptions, 'dimension'> = { edges: [0, 3], maxOrder: 2, maxDegree: 4 };

export function classify(): Classification {
  return {
    counts: countRows({ edges: [1, 3], dimension: 2 }),
    graphs: [1, 2, 3].flatMap((edges) => [...enumerateGraphs({ edges })]),
    relations: relations({ edges: 3, dimension: 2 }),
    library: candidateLibrary({ ...bounds, dimension: 2 }),
    // Relations start at n + 1 contractions: in dimension 3 the same graphs are all independent.
    redundant: candidateLibrary({ ...bounds, dimension: 3 }),
  };
}
