/**
 * Formulas of row samples as sums to be written out: entries with weights of equal size stand in one bracket, so that
 * symmetric and antisymmetric differences take one multiplication for each pair.
 */
import type { RowLoops, RowSample, Weight } from './rows.js';

/** A value that a formula reads: line[i + shift] (in another row of its ring where `row` is given), or a source row of a field at i. */
export type Entry =
  | { readonly kind: 'line'; readonly line: number; readonly shift: number; readonly row?: number }
  | { readonly kind: 'source'; readonly source: number };

/** ± entries, to be multiplied by a weight. */
export interface Bracket {
  readonly weight: number;
  readonly entries: readonly { readonly negative: boolean; readonly entry: Entry }[];
}

/** factor · Σ brackets. */
export interface Part {
  readonly factor: Weight;
  readonly brackets: readonly Bracket[];
}

const one: Weight = { kind: 'constant', value: 1 };

/** Weights that differ by no more than this are one weight: they were computed in different ways. */
const tolerance = 4 * Number.EPSILON;

function collect(terms: readonly { readonly weight: number; readonly entry: Entry }[]): Bracket[] {
  const brackets: { weight: number; entries: { negative: boolean; entry: Entry }[] }[] = [];
  for (const { weight, entry } of terms) {
    const size = Math.abs(weight);
    const bracket = brackets.find((other) => Math.abs(Math.abs(other.weight) - size) <= tolerance * size);
    if (bracket === undefined) brackets.push({ weight, entries: [{ negative: false, entry }] });
    else bracket.entries.push({ negative: weight < 0 !== bracket.weight < 0, entry });
  }
  return brackets;
}

/** The formula of a sample as a sum of parts; empty for a sample that is 0. */
export function sampleParts({ along, across }: RowSample): readonly Part[] {
  const constant: { weight: number; entry: Entry }[] = [];
  const parts: Part[] = [];
  for (const { line, factor, terms } of along) {
    const scaled = (scale: number) =>
      terms.map(({ shift, weight }) => ({ weight: weight * scale, entry: { kind: 'line', line, shift } as const }));
    if (factor.kind === 'constant') constant.push(...scaled(factor.value));
    else parts.push({ factor, brackets: collect(scaled(1)) });
  }
  const varying = new Map<number, Entry[]>();
  for (const { source, weight } of across) {
    const entry: Entry = { kind: 'source', source };
    if (weight.kind === 'constant') constant.push({ weight: weight.value, entry });
    else varying.set(weight.index, [...(varying.get(weight.index) ?? []), entry]);
  }
  for (const [index, entries] of varying) {
    const bracket = { weight: 1, entries: entries.map((entry) => ({ negative: false, entry })) };
    parts.push({ factor: { kind: 'coefficient', index }, brackets: [bracket] });
  }
  return constant.length === 0 ? parts : [{ factor: one, brackets: collect(constant) }, ...parts];
}

/** The formula of a sample for targets that keep rings of lines. */
export function composedParts(sample: RowSample): readonly Part[] {
  const { composed } = sample;
  if (composed === undefined) return sampleParts(sample);
  const { line, terms } = composed;
  const entries = terms.map(({ row, weight }) => ({ weight, entry: { kind: 'line', line, row, shift: 0 } as const }));
  return [{ factor: one, brackets: collect(entries) }];
}

/** The combination of source rows of a line, in the same form. */
export const lineParts = (terms: RowSample['across']): readonly Part[] => sampleParts({ along: [], across: terms });

/** How a language writes numbers, coefficients and entries. */
export interface Notation {
  number(value: number): string;
  coefficient(index: number): string;
  entry(entry: Entry): string;
}

/** The text of a formula in a language where + − * are written as usual. */
export function formulaText(parts: readonly Part[], notation: Notation): string {
  const bracketText = ({ weight, entries }: Bracket): { readonly negative: boolean; readonly text: string } => {
    const sum = entries
      .map(
        ({ negative, entry }, k) =>
          `${k === 0 ? (negative ? '-' : '') : negative ? ' - ' : ' + '}${notation.entry(entry)}`,
      )
      .join('');
    const size = Math.abs(weight);
    const inner = entries.length > 1 ? `(${sum})` : sum;
    return { negative: weight < 0, text: size === 1 ? inner : `${notation.number(size)} * ${inner}` };
  };
  const sumText = (brackets: readonly Bracket[]): string =>
    brackets
      .map(bracketText)
      .map(({ negative, text }, k) => `${k === 0 ? (negative ? '-' : '') : negative ? ' - ' : ' + '}${text}`)
      .join('');
  if (parts.length === 0) return notation.number(0);
  return parts
    .map(({ factor, brackets }) => {
      if (factor.kind === 'constant') return sumText(brackets);
      const [only] = brackets;
      const plain = brackets.length === 1 && only!.entries.length === 1;
      return `${notation.coefficient(factor.index)} * ${plain ? sumText(brackets) : `(${sumText(brackets)})`}`;
    })
    .join(' + ');
}

/** Multiplications and additions of a formula. A sign in front is none. */
export function formulaFlops(parts: readonly Part[]): number {
  const bracketFlops = ({ weight, entries }: Bracket): number => entries.length - (Math.abs(weight) === 1 ? 1 : 0);
  const sum = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0);
  const each = parts.map(
    ({ factor, brackets }) =>
      sum(brackets.map(bracketFlops)) + brackets.length - 1 + (factor.kind === 'constant' ? 0 : 1),
  );
  return parts.length === 0 ? 0 : sum(each) + parts.length - 1;
}

/** Multiplications and additions of all nodes of some rows, arithmetic on samples left out. */
export function rowFlops({ lines, samples, pieces, sources, period }: RowLoops, composes: boolean): number {
  const partsOf = composes ? composedParts : sampleParts;
  const perNode = samples.reduce((sum, sample) => sum + formulaFlops(partsOf(sample)), 0);
  const perEntry = lines.map(({ terms, low, high }) => ({
    flops: formulaFlops(lineParts(terms)),
    more: period === 0 ? low + high : 0,
  }));
  let flops = 0;
  for (let p = 1; p < pieces.length; p += 2 + sources) {
    flops += pieces[p]! * perNode;
    for (const line of perEntry) flops += (pieces[p]! + line.more) * line.flops;
  }
  return flops;
}
