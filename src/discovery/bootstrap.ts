/**
 * Intervals for regression coefficients by the block bootstrap: whole blocks of rows are drawn with replacement, so errors may be
 * correlated and unequal inside a block, and overlapping blocks let them be so everywhere [kunsch-1989]. With ĉ fitted to all rows, s a
 * block's score Aᵀ(y − Aĉ) and M its Gram matrix AᵀA, the fit to the blocks drawn is ĉ + (Σ M)⁻¹ Σ s exactly, and no digit of a small
 * misfit is lost. Few blocks scatter less than they should: deviations are widened by √(m/(m − k)) and by Student's quantile over
 * the normal one, m the blocks drawn and k the terms.
 */
import { checkInteger, InvalidInput, Random } from '../base/index.js';
import type { Factor } from './leastSquares.js';
import { studentCritical } from './studentQuantile.js';

/** An interval of numbers, ends included; infinite ends where the data do not determine the coefficient. */
export type Interval = readonly [low: number, high: number];

/** Sums over one block of rows, at coefficients fitted to all rows; k terms. */
export interface RowBlock {
  /** AᵀA, k × k. */
  readonly gram: Float64Array;
  /** Aᵀ(y − Aĉ), k numbers. */
  readonly score: Float64Array;
}

/** How to resample. */
export interface BootstrapOptions {
  /** Probability that an interval holds the true coefficient; default 0.95. */
  readonly confidence?: number;
  /** Number of resamples; default 1000. */
  readonly resamples?: number;
  /** Default 1. */
  readonly seed?: number;
}

/** Resamples that may be singular before an interval is given up. */
const mostSingular = 0.01;

/** @throws InvalidInput for a confidence outside (0, 1) or fewer than 100 resamples. */
export function checkBootstrap(where: string, { confidence = 0.95, resamples = 1000 }: BootstrapOptions): void {
  if (!(confidence > 0 && confidence < 1)) {
    throw new InvalidInput({ where, expected: 'a confidence between 0 and 1', got: String(confidence) });
  }
  checkInteger(where, 'resamples', resamples, 100);
}

/**
 * An interval for each coefficient.
 * @param blocks disjoint, or overlapping with every row weighted by one over the number of blocks that it is in.
 * @param draws how many blocks make a resample: as many as are disjoint.
 * @throws InvalidInput for fewer than two blocks, a confidence outside (0, 1), or fewer than 100 resamples.
 * @example
 * // y = 2 x, two blocks without error
 * const block = { gram: Float64Array.of(5), score: Float64Array.of(0) };
 * bootstrapIntervals([2], [block, block], 2) // [[2, 2]]
 */
export function bootstrapIntervals(
  coefficients: readonly number[],
  blocks: readonly RowBlock[],
  draws: number,
  options: BootstrapOptions = {},
): readonly Interval[] {
  const where = 'bootstrapIntervals';
  checkBootstrap(where, options);
  const { confidence = 0.95, resamples = 1000, seed = 1 } = options;
  if (blocks.length < 2) {
    throw new InvalidInput({ where, expected: 'at least 2 blocks', got: String(blocks.length) });
  }
  const k = coefficients.length;
  const times = Math.max(2, Math.round(draws));
  const random = new Random(seed, 'bootstrap');
  const mean = new Float64Array(k);
  for (const { score } of blocks) for (let i = 0; i < k; i++) mean[i] = mean[i]! + score[i]! / blocks.length;
  const deviations = coefficients.map(() => new Float64Array(resamples));
  const gram = new Float64Array(k * k);
  const score = new Float64Array(k);
  let found = 0;
  for (let resample = 0; resample < resamples; resample++) {
    gram.fill(0);
    score.fill(0);
    for (let draw = 0; draw < times; draw++) {
      const block = blocks[random.below(blocks.length)]!;
      for (let i = 0; i < gram.length; i++) gram[i] = gram[i]! + block.gram[i]!;
      for (let i = 0; i < k; i++) score[i] = score[i]! + block.score[i]! - mean[i]!;
    }
    const change = solvePositive(gram, score);
    if (change === undefined) continue;
    for (const [i, list] of deviations.entries()) list[found] = change[i]!;
    found++;
  }
  if (found < (1 - mostSingular) * resamples) {
    return coefficients.map(() => [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]);
  }
  const alpha = 1 - confidence;
  const freedom = Math.max(1, times - k);
  const widening =
    Math.sqrt(times / freedom) * (studentCritical(alpha, freedom) / studentCritical(alpha, Number.POSITIVE_INFINITY));
  return coefficients.map((coefficient, i): Interval => {
    const sorted = deviations[i]!.subarray(0, found).sort();
    return [
      coefficient + widening * quantile(sorted, alpha / 2),
      coefficient + widening * quantile(sorted, 1 - alpha / 2),
    ];
  });
}

/** Blocks of rows given as triangular factors, at coefficients fitted to all of them. */
export function blocksOfFactors(
  factors: readonly Factor[],
  target: number,
  support: readonly number[],
  coefficients: readonly number[],
): readonly RowBlock[] {
  const k = support.length;
  return factors.map(({ columns: p, r }) => {
    const gram = new Float64Array(k * k);
    const score = new Float64Array(k);
    for (let row = 0; row < p; row++) {
      const at = (column: number): number => r[row * p + column]!;
      const rest = support.reduce((sum, column, j) => sum - coefficients[j]! * at(column), at(target));
      for (const [i, column] of support.entries()) {
        score[i] = score[i]! + at(column) * rest;
        for (const [j, other] of support.entries()) gram[i * k + j] = gram[i * k + j]! + at(column) * at(other);
      }
    }
    return { gram, score };
  });
}

/** x with M x = b, or undefined where the symmetric matrix M, scaled to a unit diagonal, is not positive to rounding. */
export function solvePositive(m: Float64Array, b: Float64Array): Float64Array | undefined {
  const k = b.length;
  const scale = Float64Array.from(b, (_, i) => Math.sqrt(m[i * k + i]!));
  const l = new Float64Array(k * k);
  const x = new Float64Array(k);
  for (let i = 0; i < k; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = m[i * k + j]! / scale[i]! / scale[j]!;
      for (let a = 0; a < j; a++) sum -= l[i * k + a]! * l[j * k + a]!;
      if (i !== j) l[i * k + j] = sum / l[j * k + j]!;
      else if (!(sum > 1e-14)) return undefined;
      else l[i * k + i] = Math.sqrt(sum);
    }
    let sum = b[i]! / scale[i]!;
    for (let a = 0; a < i; a++) sum -= l[i * k + a]! * x[a]!;
    x[i] = sum / l[i * k + i]!;
  }
  for (let i = k - 1; i >= 0; i--) {
    for (let a = i + 1; a < k; a++) x[i] = x[i]! - l[a * k + i]! * x[a]!;
    x[i] = x[i]! / l[i * k + i]!;
  }
  return x.map((value, i) => value / scale[i]!);
}

function quantile(sorted: Float64Array, p: number): number {
  const place = p * (sorted.length - 1);
  const below = Math.floor(place);
  const above = Math.min(sorted.length - 1, below + 1);
  return sorted[below]! + (place - below) * (sorted[above]! - sorted[below]!);
}
