/**
 * Factoring a stencil on a row. Its weights are a matrix W[source row][shift] for each functional. Source rows with
 * proportional weights at nonzero shifts form a *line* Σ a[source] u[source], and the functional is
 * Σ b[shift] line[i + shift] plus what the sources weigh at shift 0. So a mixed derivative of order p costs 2 p terms
 * instead of p², and derivatives share lines.
 */

/** A combination of source rows; the first of its largest weights is 1. */
export interface FactoredLine {
  readonly sources: readonly number[];
  readonly weights: readonly number[];
}

/** A term along a line; the first of its largest weights is 1. */
export interface FactoredAlong {
  readonly line: number;
  readonly factor: number;
  readonly terms: readonly { readonly shift: number; readonly weight: number }[];
}

/** One functional at a node: the sum of its terms along lines and of source rows at shift 0. */
export interface FactoredFunctional {
  readonly along: readonly FactoredAlong[];
  readonly across: readonly { readonly source: number; readonly weight: number }[];
}

/** A stencil in factored form. */
export interface Factored {
  readonly lines: readonly FactoredLine[];
  readonly functionals: readonly FactoredFunctional[];
}

/** A few rounding errors: weights are products of a few numbers. */
const tolerance = 8 * Number.EPSILON;

/**
 * Factors the weights of several functionals.
 * @param functionals - for each functional, source row → shift → weight.
 */
export function factorStencil(functionals: readonly ReadonlyMap<number, ReadonlyMap<number, number>>[]): Factored {
  const lines: FactoredLine[] = [];
  const lineNumber = new Map<string, number>();
  const lineOf = (sources: readonly number[], weights: readonly number[]): number => {
    const key = `${sources}|${weights}`;
    const known = lineNumber.get(key);
    if (known !== undefined) return known;
    lineNumber.set(key, lines.length);
    return lines.push({ sources, weights }) - 1;
  };
  const parts = functionals.map((matrix) => {
    const across: { source: number; weight: number }[] = [];
    const shapes = new Map<
      string,
      { shifts: number[]; weights: readonly number[]; sources: number[]; factors: number[] }
    >();
    for (const [source, row] of [...matrix].sort(([a], [b]) => a - b)) {
      const centre = row.get(0) ?? 0;
      if (centre !== 0) across.push({ source, weight: centre });
      const entries = [...row].filter(([shift, weight]) => shift !== 0 && weight !== 0).sort(([a], [b]) => a - b);
      if (entries.length === 0) continue;
      const shifts = entries.map(([shift]) => shift);
      const { factor, weights } = normalised(entries.map(([, weight]) => weight));
      const key = `${shifts}|${weights}`;
      const shape = shapes.get(key) ?? { shifts, weights, sources: [] as number[], factors: [] as number[] };
      shape.sources.push(source);
      shape.factors.push(factor);
      shapes.set(key, shape);
    }
    const along = [...shapes.values()].map(({ shifts, weights, sources, factors }): FactoredAlong => {
      const line = normalised(factors);
      const terms = shifts.map((shift, k) => ({ shift, weight: weights[k]! }));
      return { line: lineOf(sources, line.weights), factor: line.factor, terms };
    });
    return { along, across };
  });
  // What lies across is taken from a line where it is one.
  const withLines = parts.map(({ along, across }): FactoredFunctional => {
    if (across.length < 2) return { along, across };
    const { factor, weights } = normalised(across.map(({ weight }) => weight));
    const line = lineNumber.get(`${across.map(({ source }) => source)}|${weights}`);
    if (line === undefined) return { along, across };
    return { along: [...along, { line, factor, terms: [{ shift: 0, weight: 1 }] }], across: [] };
  });
  return { lines, functionals: withLines };
}

/** Weights divided by the first of the largest ones; small fractions are made exact, so that equal shapes are equal. */
function normalised(weights: readonly number[]): { readonly factor: number; readonly weights: readonly number[] } {
  const largest = Math.max(...weights.map(Math.abs));
  const factor = weights.find((weight) => Math.abs(weight) >= largest * (1 - 1e-9))!;
  return { factor, weights: weights.map((weight) => nearFraction(weight / factor)) };
}

/** The fraction with denominator to 360 that a number is but for rounding, or the number. */
function nearFraction(x: number): number {
  for (let denominator = 1; denominator <= 360; denominator++) {
    const numerator = Math.round(x * denominator);
    if (Math.abs(x * denominator - numerator) <= tolerance * Math.abs(numerator)) return numerator / denominator;
  }
  return x;
}
