/**
 * Search for the support of each size with the smallest residual. Thresholding and stepwise elimination go wrong where
 * features are nearly dependent along the data (on a pair of solitons u u_x, u_xxx, u² u_x, u_x u_xx, … are): once a true
 * term is dropped it never comes back. So every support on the stepwise, thresholded, ridge and lasso paths is improved by exchanges
 * (swap one member for one non-member, the best swap first) until none helps. The family need not be nested.
 * Source: [miller-2002] (sequential replacement).
 */
import { InvalidInput } from '../base/index.js';
import { lassoPath } from './lasso.js';
import { columnNorm, type Factor, fitSupport, residualSquares } from './leastSquares.js';
import { ridgePath, stlsqPath } from './stlsq.js';

/** Penalty of the ridge path: below it, directions of the columns count for little. */
const ridge = 1e-4;

/** How supports are searched for: all methods, their results improved by exchanges; or one method as it stands in the literature. */
export const searchMethods = ['all', 'stepwise', 'stlsq', 'ridge-stlsq', 'lasso'] as const;
export type SearchMethod = (typeof searchMethods)[number];

/** @throws InvalidInput for a name that is none of {@link searchMethods}. */
export function checkSearch(where: string, search: SearchMethod): void {
  if (searchMethods.includes(search)) return;
  throw new InvalidInput({ where, expected: `a search among ${searchMethods.join(', ')}`, got: `'${String(search)}'` });
}

/**
 * The best support found of each size, smallest first, the empty one included; columns ascending.
 * @param columns candidate columns; a column that depends on others to rounding is never added to them.
 * @param largest the largest size wanted; the list is shorter when no further column lowers the residual.
 * @param search - `all` unless told; one path alone has no supports of some sizes.
 * @example
 * // columns a, b and the target 2a + b
 * bestSubsets(factorize(Float64Array.of(1, 0, 2, 0, 1, 1, 1, 1, 3), 3, 3), 2, [0, 1], 2, 'stlsq') // [[], [0], [0, 1]]
 */
export function bestSubsets(
  given: Factor,
  target: number,
  columns: readonly number[],
  largest: number,
  search: SearchMethod = 'all',
): readonly (readonly number[])[] {
  if (search !== 'all') return singlePath(given, target, columns, largest, search);
  const factor = unitColumns(given);
  const best: ({ support: readonly number[]; residual: number } | undefined)[] = [];
  const offer = (start: readonly number[]): readonly number[] => {
    const found = exchange(factor, target, columns, start);
    const size = found.support.length;
    const known = best[size];
    if (known !== undefined && known.residual <= found.residual) return known.support;
    best[size] = found;
    return found.support;
  };
  let support = offer([]);
  while (support.length < Math.min(largest, columns.length)) {
    const { column, residual } = bestAddition(factor, target, columns, support);
    if (column === undefined || residual === 0) break;
    support = offer([...support, column]);
  }
  const starts = [
    ...stlsqPath(factor, target, columns),
    ...ridgePath(factor, target, columns, ridge),
    ...lassoPath(factor, target, columns).map((point) => point.support),
  ];
  const tried = new Set<string>();
  for (const start of starts) {
    if (start.length > largest || tried.has(start.join())) continue;
    tried.add(start.join());
    if (fitSupport(factor, target, start).standardErrors.every(Number.isFinite)) offer(start);
  }
  for (let shrinking: readonly number[] = columns; shrinking.length > 1; ) {
    const { coefficients, standardErrors } = fitSupport(factor, target, shrinking);
    // removing term i raises the residual by s² (c_i / stderr_i)², so the smallest |t| goes
    const t = coefficients.map((c, i) => Math.abs(c / standardErrors[i]!));
    const worst = t.indexOf(Math.min(...t.map((value) => (Number.isNaN(value) ? 0 : value))));
    const removed = worst < 0 ? t.findIndex(Number.isNaN) : worst;
    const rest = shrinking.filter((_, i) => i !== removed);
    shrinking = rest.length <= largest ? offer(rest) : rest;
  }
  return [...best] // holes become undefined: sizes that no path reached
    .filter((entry) => entry !== undefined)
    .map(({ support }) => [...support].sort((i, j) => i - j));
}

/** Best supports of each size along one path. */
function singlePath(
  given: Factor,
  target: number,
  columns: readonly number[],
  largest: number,
  search: Exclude<SearchMethod, 'all'>,
): readonly (readonly number[])[] {
  if (search === 'stepwise') return stepwise(given, target, columns, largest);
  const factor = unitColumns(given);
  const path =
    search === 'stlsq'
      ? stlsqPath(factor, target, columns)
      : search === 'ridge-stlsq'
        ? ridgePath(factor, target, columns, ridge)
        : lassoPath(factor, target, columns).map(({ support }) => support);
  const best: (readonly number[])[] = [[]];
  for (const support of path) {
    const known = best[support.length];
    if (support.length > largest) continue;
    const residual = (own: readonly number[]): number => residualSquares(factor, target, own);
    if (known === undefined || residual(support) < residual(known)) best[support.length] = support;
  }
  return best.filter((support) => support !== undefined).map((support) => [...support].sort((i, j) => i - j));
}

/** Forward selection, every support improved by exchanges before the next column is added; columns ascending. */
export function stepwise(
  given: Factor,
  target: number,
  columns: readonly number[],
  largest: number,
): readonly (readonly number[])[] {
  const factor = unitColumns(given);
  const found: (readonly number[])[] = [[]];
  while (found.length <= Math.min(largest, columns.length)) {
    const { column, residual } = bestAddition(factor, target, columns, found.at(-1)!);
    if (column === undefined) break;
    found.push(exchange(factor, target, columns, [...found.at(-1)!, column]).support);
    if (residual === 0) break;
  }
  return found.map((support) => [...support].sort((i, j) => i - j));
}

/** The same columns in units of their norms: products of four of them are then doubles, whatever the units of the data. */
function unitColumns({ rows, columns, r }: Factor): Factor {
  const norms = Array.from({ length: columns }, (_, j) => columnNorm({ rows, columns, r }, j) || 1);
  return { rows, columns, r: r.map((value, i) => value / norms[i % columns]!) };
}

function exchange(factor: Factor, target: number, columns: readonly number[], start: readonly number[]) {
  let support = start;
  let residual = fitSupport(factor, target, support).residual;
  for (;;) {
    let better: readonly number[] | undefined;
    for (let i = 0; i < support.length; i++) {
      const rest = support.filter((_, j) => j !== i);
      const addition = bestAddition(factor, target, columns, rest);
      if (addition.column !== undefined && addition.residual < residual * (1 - 1e-9)) {
        residual = addition.residual;
        better = [...rest, addition.column];
      }
    }
    if (better === undefined) return { support, residual };
    support = better;
  }
}

/** The column outside `base` whose addition leaves the smallest residual, and that residual. */
function bestAddition(factor: Factor, target: number, columns: readonly number[], base: readonly number[]) {
  const p = factor.columns;
  // project everything off the span of the base: modified Gram–Schmidt on the columns of R
  const work = new Map<number, Float64Array>();
  for (const column of [...columns, target]) {
    work.set(
      column,
      Float64Array.from({ length: p }, (_, i) => factor.r[i * p + column]!),
    );
  }
  const before = new Map([...work].map(([column, values]) => [column, dot(values, values)]));
  for (const column of base) {
    const direction = work.get(column)!;
    const norm = dot(direction, direction);
    work.delete(column);
    if (norm <= 1e-24 * before.get(column)!) continue;
    for (const values of work.values()) {
      const factorOf = dot(values, direction) / norm;
      for (let i = 0; i < p; i++) values[i] = values[i]! - factorOf * direction[i]!;
    }
  }
  const rest = work.get(target)!;
  const total = dot(rest, rest);
  let column: number | undefined;
  let gain = 0;
  for (const [candidate, values] of work) {
    if (candidate === target) continue;
    const norm = dot(values, values);
    if (norm <= 1e-24 * before.get(candidate)!) continue;
    const explained = dot(values, rest) ** 2 / norm;
    if (explained > gain) {
      gain = explained;
      column = candidate;
    }
  }
  return { column, residual: Math.max(0, total - gain) };
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
