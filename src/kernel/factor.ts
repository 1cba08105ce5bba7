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

/** Weights by source row. */
type Vector = Map<number, number>;

/** A part of a vector that is a multiple of another one. */
interface WrittenTerm {
  readonly member: Vector;
  readonly factor: number;
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
    const across: Vector = new Map();
    const shapes = new Map<string, { shifts: number[]; weights: readonly number[]; vector: Vector }>();
    for (const [source, row] of [...matrix].sort(([a], [b]) => a - b)) {
      const centre = row.get(0) ?? 0;
      if (centre !== 0) across.set(source, centre);
      const entries = [...row].filter(([shift, weight]) => shift !== 0 && weight !== 0).sort(([a], [b]) => a - b);
      if (entries.length === 0) continue;
      const shifts = entries.map(([shift]) => shift);
      const { factor, weights } = normalised(entries.map(([, weight]) => weight));
      const key = `${shifts}|${weights}`;
      const shape = shapes.get(key) ?? { shifts, weights, vector: new Map() };
      shape.vector.set(source, factor);
      shapes.set(key, shape);
    }
    return { across, shapes };
  });
  // Lines with few sources first, so that lines with more can be written with them.
  const bases = new Map<string, Vector[]>();
  const writtenAs = new Map<Vector, readonly WrittenTerm[]>();
  const vectors = parts.flatMap(({ shapes }) => [...shapes].map(([key, { vector }]) => ({ key, vector })));
  for (const { key, vector } of vectors.sort((a, b) => a.vector.size - b.vector.size)) {
    const basis = bases.get(key) ?? [];
    bases.set(key, basis);
    const { terms, rest } = written(vector, basis);
    if (rest.size > 0) basis.push(rest);
    const all = rest.size > 0 ? [...terms, { member: rest, factor: 1 }] : terms;
    writtenAs.set(
      vector,
      all.sort((a, b) => b.member.size - a.member.size),
    );
  }
  const along = parts.map(({ shapes }) =>
    [...shapes.values()].flatMap(({ shifts, weights, vector }) => {
      const terms = shifts.map((shift, k) => ({ shift, weight: weights[k]! }));
      return writtenAs.get(vector)!.map(({ member, factor }): FactoredAlong => {
        const line = normalised([...member.values()]);
        return { line: lineOf([...member.keys()], line.weights), factor: factor * line.factor, terms };
      });
    }),
  );
  // What lies across is taken from lines where they hold it.
  const several = lines.map(
    ({ sources, weights }): Vector => new Map(sources.map((source, k) => [source, weights[k]!])),
  );
  return {
    lines,
    functionals: parts.map(({ across }, c): FactoredFunctional => {
      const { terms, rest } = written(
        across,
        several.filter(({ size }) => size > 1),
      );
      const taken = terms.map(({ member, factor }) => ({
        line: several.indexOf(member),
        factor,
        terms: [{ shift: 0, weight: 1 }],
      }));
      return { along: [...along[c]!, ...taken], across: [...rest].map(([source, weight]) => ({ source, weight })) };
    }),
  };
}

/** Σ factor · member + rest, where a member is taken that a vector holds on all of its sources. */
function written(vector: Vector, members: readonly Vector[]): { readonly terms: WrittenTerm[]; readonly rest: Vector } {
  const rest = new Map(vector);
  const terms: WrittenTerm[] = [];
  for (const member of [...members].sort((a, b) => b.size - a.size)) {
    const [first] = member.keys();
    const factor = (rest.get(first!) ?? 0) / member.get(first!)!;
    const holds = [...member].every(([source, own]) => {
      const there = rest.get(source) ?? 0;
      return there !== 0 && Math.abs(there - factor * own) <= tolerance * Math.abs(there);
    });
    if (!holds) continue;
    terms.push({ member, factor });
    for (const source of member.keys()) rest.delete(source);
  }
  return { terms, rest };
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
