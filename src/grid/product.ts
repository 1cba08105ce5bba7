/**
 * Jet schemes on product grids: products of one-dimensional difference formulas, folded with the table that turns
 * chart partials into jet components (which may change with the position on the first axis only).
 */
import { jetIndices } from '../base/index.js';
import { type Axis, type AxisDifferences, acrossPole, axisDifferences } from './axis.js';
import { type Neighbour, periodicSegments, runsOfRow, type Segment } from './runs.js';
import type { Run, Stencil } from './scheme.js';

/** What a product scheme is made from. */
export interface ProductRequest {
  readonly axes: readonly Axis[];
  readonly order: number;
  readonly accuracy: number;
  /** The table of the rows with position i on the first axis, and a name that equal tables share. */
  table(i: number): { readonly name: string; readonly rows: readonly (readonly number[])[] };
  /** Which positions on the first axis to cover; all unless told. */
  readonly cover?: (i: number) => boolean;
}

/** Stencils and runs of (part of) a scheme. */
export interface SchemePart {
  readonly stencils: readonly Stencil[];
  readonly runs: readonly Run[];
}

/** A product of formulas: `entries[α]` lists (column, weight) of the chart partial ∂^α. */
interface Pattern {
  readonly columns: readonly (readonly number[])[];
  readonly entries: readonly (readonly (readonly [number, number])[])[];
}

/**
 * Builds the part of a scheme that product formulas cover.
 * @throws InvalidInput when an axis is too coarse.
 */
export function productScheme(request: ProductRequest): SchemePart {
  const { axes, order, accuracy } = request;
  const differences = axes.map((axis) => axisDifferences(axis, order, accuracy));
  const alphas = jetIndices(axes.length, order);
  const fast = axes.length - 1;
  const length = axes[fast]!.count;
  const rowCount = axes.slice(0, fast).reduce((product, axis) => product * axis.count, 1);
  const pieces = fastPieces(axes[fast]!, differences[fast]!);

  const stencils: Stencil[] = [];
  const runs: Run[] = [];
  const patterns = memo<Pattern>();
  const stencilNumbers = memo<number>();
  const segmentLists = memo<Segment[]>();

  for (let row = 0; row < rowCount; row++) {
    const position = unflatten(axes, fast, row);
    if (request.cover !== undefined && !request.cover(position[0]!)) continue;
    const table = request.table(position[0] ?? 0);
    const slowClasses = position.map((i, a) => differences[a]!.classOf(i));
    const slowCodes = position.map((i, a) => edgeCode(i, axes[a]!.count, differences[a]!.reach));
    for (const piece of pieces) {
      const classes = [...slowClasses, piece.class].join();
      const pattern = patterns(classes, () =>
        productPattern(
          alphas,
          [...slowClasses, piece.class].map((k, a) => differences[a]!.classes[k]!),
        ),
      );
      const stencil = stencilNumbers(`${table.name}|${classes}`, () => {
        stencils.push(foldTable(pattern, table.rows));
        return stencils.length - 1;
      });
      const segments = segmentLists(`${slowCodes}|${piece.from}`, () => {
        const neighbours = pattern.columns.map((column) => resolve(axes, fast, position, row, column));
        if (axes[fast]!.rule === 'periodic') return periodicSegments(neighbours, length);
        const offsets = Int32Array.from(neighbours, (n) => n.row + n.shift);
        return [{ from: piece.from, count: piece.count, offsets }];
      });
      runs.push(...runsOfRow(row * length, segments, stencil));
    }
  }
  return { stencils, runs };
}

/** Stretches of the fastest axis with one difference class. */
function fastPieces(axis: Axis, { reach, classOf }: AxisDifferences) {
  if (axis.rule === 'periodic') return [{ from: 0, count: axis.count, class: 0 }];
  const edges = (from: number) => Array.from({ length: reach }, (_, j) => ({ from: from + j, count: 1 }));
  const pieces = [...edges(0), { from: reach, count: axis.count - 2 * reach }, ...edges(axis.count - reach)];
  return pieces.filter(({ count }) => count > 0).map((piece) => ({ ...piece, class: classOf(piece.from) }));
}

function productPattern(alphas: readonly (readonly number[])[], formulas: AxisDifferences['classes']): Pattern {
  const numbers = new Map<string, number>();
  const columns: number[][] = [];
  const entries = alphas.map((alpha) => {
    let terms: { offset: number[]; weight: number }[] = [{ offset: [], weight: 1 }];
    for (const [a, formula] of formulas.entries()) {
      const { offsets, weights } = formula[alpha.filter((i) => i === a).length]!;
      terms = terms.flatMap(({ offset, weight }) =>
        offsets.map((o, j) => ({ offset: [...offset, o], weight: weight * weights[j]! })),
      );
    }
    return terms
      .filter(({ weight }) => weight !== 0)
      .map(({ offset, weight }): readonly [number, number] => {
        const key = offset.join();
        let number = numbers.get(key);
        if (number === undefined) {
          number = columns.push(offset) - 1;
          numbers.set(key, number);
        }
        return [number, weight];
      });
  });
  return { columns, entries };
}

function foldTable(pattern: Pattern, table: readonly (readonly number[])[]): Stencil {
  const width = pattern.columns.length;
  const weights = new Float64Array(width * table.length);
  for (const [c, row] of table.entries()) {
    for (const [alpha, factor] of row.entries()) {
      if (factor === 0) continue;
      for (const [column, weight] of pattern.entries[alpha]!) weights[c * width + column]! += factor * weight;
    }
  }
  return { width, weights };
}

/** The neighbour at an offset: wraps periodic axes; beyond a pole the same row comes back half a turn away. */
function resolve(
  axes: readonly Axis[],
  fast: number,
  position: readonly number[],
  row: number,
  offset: readonly number[],
): Neighbour {
  const length = axes[fast]!.count;
  let shift = offset[fast]!;
  let target = 0;
  for (const [a, i] of position.entries()) {
    const { count, rule } = axes[a]!;
    const j = i + offset[a]!;
    const reflected = acrossPole(axes[a]!, j);
    if (reflected !== undefined) shift += length / 2;
    target = target * count + (rule === 'periodic' ? (j + count) % count : (reflected ?? j));
  }
  return { row: (target - row) * length, shift };
}

/** Equal for positions between which all neighbours move along. */
function edgeCode(i: number, count: number, reach: number): number {
  if (i < reach) return 1 + i;
  return i >= count - reach ? i - count : 0;
}

function unflatten(axes: readonly Axis[], fast: number, row: number): number[] {
  const position = new Array<number>(fast);
  let rest = row;
  for (let a = fast - 1; a >= 0; a--) {
    position[a] = rest % axes[a]!.count;
    rest = Math.floor(rest / axes[a]!.count);
  }
  return position;
}

function memo<T>(): (key: string, make: () => T) => T {
  const known = new Map<string, T>();
  return (key, make) => {
    let value = known.get(key);
    if (value === undefined) {
      value = make();
      known.set(key, value);
    }
    return value;
  };
}
