/**
 * The rule by which the weak form chooses a model, in one place.
 *
 * For a support S let c be the coefficients, M the Gram matrix and Q the sum of squares that S leaves unexplained, all corrected for
 * noise (errorsInVariables.ts), so that Q ≈ 0 for a true support whatever the noise. Term j explains d_j = c_j² / (M_SS⁻¹)_jj: by so much
 * Q would rise without it. Against it stand
 *
 * 1. chance: t² · stderr_j² / (M_SS⁻¹)_jj, stderr_j from the scatter of the scores over blocks of windows (sandwich [white-1980],
 *    [liang-zeger-1986]) and t the critical value of Student's distribution for an error of 1% in any of all candidates (Bonferroni),
 *    with one degree of freedom less than the blocks are worth that bear on c_j [carter-2017], but no fewer than three;
 * 2. what neither S nor noise explains: `priceOfTerm`² − 1 times |Q|, less what chance does to Q itself. Without noise this is
 *    discretisation error, of which further terms always explain a part, significantly: see modelSelection.ts, whose price it shares;
 * 3. the least contribution that is worth a term: (10⁻⁵)² of the sum of squares of u_t. Solvers and rounding err by as much.
 *
 * The *evidence* for term j is d_j over the sum of the three; a support is accepted when every term has evidence above 1. Of the best
 * supports of all sizes (bestSubsets.ts) the largest accepted one is chosen.
 */
import { bestSubsets, type SearchMethod } from '../bestSubsets.js';
import { provedSubsets } from '../branchAndBound.js';
import { type Criterion, orderBy } from '../criterion.js';
import { type InformationCriteria, informationCriteria } from '../informationCriterion.js';
import { type Factor, fitSupport, residualOf } from '../leastSquares.js';
import { priceOfTerm } from '../modelSelection.js';
import { stability } from '../stability.js';
import { studentCritical } from '../studentQuantile.js';
import { scores, unexplained } from './blockScores.js';
import { factorOfGram } from './errorsInVariables.js';
import type { WeakDesign } from './weakDesign.js';
import { validateWeak } from './weakValidation.js';

/** Probability that a term is taken although no candidate belongs in the equation. */
const familyError = 0.01;
const leastContribution = 1e-5;

/** Degrees of freedom below which a spread says so little that Student's quantile would refuse terms of any size. */
const fewestFreedom = 3;

/** A fitted support. */
export interface WeakFit {
  readonly support: readonly number[];
  readonly coefficients: readonly number[];
  /** Sandwich standard errors over blocks. */
  readonly standardErrors: readonly number[];
  /** For each term; above 1 it is worth having. */
  readonly evidence: readonly number[];
  /** Square root of the share of u_t that neither the model nor noise explains. */
  readonly misfit: number;
  /** ‖u_t − Σ c N‖ / ‖u_t‖ over the windows, noise included. */
  readonly residual: number;
  readonly condition: number;
  readonly accepted: boolean;
  /** Error on blocks held out, relative to u_t and without what noise does, and its standard error. */
  readonly validation: { readonly error: number; readonly standardError: number };
  readonly information: InformationCriteria;
}

/** Fits one support and weighs its terms. */
export function weighSupport(
  design: WeakDesign,
  target: number,
  support: readonly number[],
  candidates: number,
): WeakFit {
  const { corrected, observed, blocks } = design;
  const { coefficients, residual, condition } = fitSupport(corrected, target, support);
  const total = squares(observed, target);
  const size = support.length;
  const inverse = inverseGram(corrected, support);
  const own = blocks.map(({ gram }) => scores(gram, corrected.columns, target, support, coefficients));
  const freedom = Math.max(1, blocks.length - size);
  const effective = support.map((_, j) => effectiveBlocks(design, support, inverse, j) - 1);
  const spread = support.map((_, j) => {
    let sum = 0;
    for (const part of own) {
      let influence = 0;
      for (let i = 0; i < size; i++) influence += inverse[j * size + i]! * part[i]!;
      sum += influence * influence;
    }
    return Math.sqrt((sum * blocks.length) / freedom);
  });
  const parts = blocks.map(({ gram }) => unexplained(gram, corrected.columns, target, support, coefficients));
  const q = parts.reduce((sum, part) => sum + part, 0);
  const mean = q / parts.length;
  const scatter = Math.sqrt(
    (parts.reduce((sum, part) => sum + (part - mean) ** 2, 0) * parts.length) / Math.max(1, parts.length - 1),
  );
  const rest = Math.max(0, Math.max(Math.abs(q), residual) - 2 * scatter);
  const evidence = support.map((_, j) => {
    const unit = inverse[j * size + j]!;
    const explained = coefficients[j]! ** 2 / unit;
    const t = studentCritical(familyError / Math.max(1, candidates), Math.max(fewestFreedom, effective[j]!));
    const chance = (t * spread[j]!) ** 2 / unit;
    return explained / (chance + (priceOfTerm ** 2 - 1) * rest + leastContribution ** 2 * total);
  });
  const observedResidual = Math.sqrt(residualOf(observed, target, support, coefficients) / total);
  return {
    support,
    coefficients,
    standardErrors: spread,
    evidence,
    misfit: Math.sqrt(rest / total),
    residual: observedResidual,
    condition,
    accepted: evidence.every((value) => value > 1),
    validation: validateWeak(design, target, support, coefficients),
    information: informationCriteria(design.samples, size, observedResidual),
  };
}

/** The fits of the best supports of all sizes, the chosen one first; by the rule above the others by the evidence for their weakest term. */
export function chooseWeak(
  design: WeakDesign,
  target: number,
  columns: readonly number[],
  options: {
    readonly maxTerms: number;
    readonly proved: boolean;
    readonly search: SearchMethod;
    readonly criterion: Criterion;
  },
): readonly WeakFit[] {
  const { corrected } = design;
  const found = bestSubsets(corrected, target, columns, options.maxTerms, options.search);
  const proved = options.proved ? provedSubsets(corrected, target, columns, options.maxTerms) : [];
  const supports = [...proved, ...found.filter(({ length }) => !proved.some((own) => own.length === length))];
  const fits = supports.map((support) => weighSupport(design, target, support, columns.length));
  if (options.criterion !== 'standard') return orderBy(options.criterion, fits);
  const chosen = fits.reduce((best, fit) => (fit.accepted && fit.support.length >= best.support.length ? fit : best));
  const weakest = ({ evidence }: WeakFit): number => Math.min(Number.MAX_VALUE, ...evidence);
  const others = fits.filter((fit) => fit !== chosen).sort((a, b) => weakest(b) - weakest(a));
  return [chosen, ...others];
}

/** (Σ h)² / Σ h² with h the share of each block in what determines coefficient j: as many blocks of equal weight. */
function effectiveBlocks(
  { blocks, corrected }: WeakDesign,
  support: readonly number[],
  inverse: Float64Array,
  j: number,
): number {
  const k = support.length;
  let sum = 0;
  let squared = 0;
  for (const { gram } of blocks) {
    let h = 0;
    for (const [a, row] of support.entries()) {
      for (const [b, column] of support.entries()) {
        h += inverse[j * k + a]! * inverse[j * k + b]! * gram[row * corrected.columns + column]!;
      }
    }
    const share = Math.max(0, h);
    sum += share;
    squared += share * share;
  }
  return squared === 0 ? 1 : (sum * sum) / squared;
}

/** For each column the share of halves of the blocks whose best support of `size` columns holds it. */
export function weakStability(
  { blocks, corrected }: WeakDesign,
  target: number,
  columns: readonly number[],
  size: number,
  options: { readonly pairs: number; readonly seed: number },
): ReadonlyMap<number, number> {
  const p = corrected.columns;
  const factorOf = (half: readonly number[]): Factor => {
    const gram = new Float64Array(p * p);
    for (const b of half) for (let i = 0; i < gram.length; i++) gram[i] = gram[i]! + blocks[b]!.gram[i]!;
    return factorOfGram(
      gram,
      p,
      half.reduce((sum, b) => sum + blocks[b]!.rows, 0),
    );
  };
  return stability(blocks.length, factorOf, target, columns, size, options);
}

function squares({ columns: p, r }: Factor, column: number): number {
  let sum = 0;
  for (let i = 0; i <= column; i++) sum += r[i * p + column]! ** 2;
  return sum;
}

/** M_SS⁻¹, row-major, from the triangular factor of the columns in units of their norms. */
function inverseGram({ columns: p, r }: Factor, support: readonly number[]): Float64Array {
  const k = support.length;
  const norms = support.map((column) => Math.sqrt(squares({ columns: p, r, rows: p }, column)) || 1);
  // Gauss–Jordan on the scaled Gram matrix: k is small and the pivots positive
  const width = 2 * k;
  const a = new Float64Array(k * width);
  for (let i = 0; i < k; i++) {
    for (let j = 0; j < k; j++) {
      let sum = 0;
      for (let m = 0; m < p; m++) sum += r[m * p + support[i]!]! * r[m * p + support[j]!]!;
      a[i * width + j] = sum / norms[i]! / norms[j]!;
    }
    a[i * width + i] = a[i * width + i]! + 1e-15;
    a[i * width + k + i] = 1;
  }
  for (let c = 0; c < k; c++) {
    const pivot = a[c * width + c]!;
    for (let j = 0; j < width; j++) a[c * width + j] = a[c * width + j]! / pivot;
    for (let i = 0; i < k; i++) {
      const factor = a[i * width + c]!;
      if (i === c || factor === 0) continue;
      for (let j = 0; j < width; j++) a[i * width + j] = a[i * width + j]! - factor * a[c * width + j]!;
    }
  }
  const inverse = new Float64Array(k * k);
  for (let i = 0; i < k; i++) {
    for (let j = 0; j < k; j++) inverse[i * k + j] = a[i * width + k + j]! / norms[i]! / norms[j]!;
  }
  return inverse;
}
