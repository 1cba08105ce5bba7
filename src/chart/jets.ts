/**
 * Symmetrised covariant derivatives in a chart. With Q_k(w) = ∇^{sym k}u(w, …, w) for w with constant components in the
 * orthonormal frame, ∇_w of the symmetrised derivative gives
 *
 *   Q_{k+1}(w) = Σ_i w_i h_i ∂_i Q_k(w) − Σ_j A_j(w) ∂Q_k/∂w_j,   A(w) = ∇_w w,
 *   A_j(w) = Σ_{i≠j} (w_i² b_ij − w_i w_j b_ji),
 *
 * so every component is a combination Σ_α T_α ∂^α u of chart partials with coefficients in the ring of the chart.
 */
import { jetIndices } from '../base/index.js';
import { Polynomial, Rational } from '../exact/index.js';
import { type Geometry, partial, reduceBy } from './geometry.js';

/** A combination of partial derivatives of a field: sorted coordinate numbers, joined by commas → coefficient. */
export type PartialCombination = ReadonlyMap<string, Polynomial>;

/** Sorted coordinate numbers as a key, and back. */
export const keyOfIndex = (index: readonly number[]): string => [...index].sort((a, b) => a - b).join();
export const indexOfKey = (key: string): number[] => (key === '' ? [] : key.split(',').map(Number));

type Mutable = Map<string, Polynomial>;

function add(target: Mutable, key: string, value: Polynomial): void {
  if (value.isZero()) return;
  const total = value.plus(target.get(key) ?? Polynomial.zero);
  if (total.isZero()) target.delete(key);
  else target.set(key, total);
}

const factorial = (k: number): bigint => (k <= 1 ? 1n : BigInt(k) * factorial(k - 1));

/** β! for a sorted index list. */
function multiplicity(index: readonly number[]): bigint {
  return [...new Set(index)].reduce((size, i) => size * factorial(index.filter((j) => j === i).length), 1n);
}

/**
 * The components P_β(e_β1, …, e_βk) for all sorted β of length ≤ order.
 * @returns β joined by commas → combination of partials.
 */
export function chartJets(geometry: Geometry, order: number): ReadonlyMap<string, PartialCombination> {
  const { scales, turns } = geometry;
  const n = scales.length;
  const axes = scales.map((_, i) => i);
  const reduce = (p: Polynomial): Polynomial => reduceBy(geometry.rules, p);
  // Level k: exponents of w (as an index list) → combination.
  let level = new Map<string, Mutable>([['', new Map([['', Polynomial.one]])]]);
  const levels = [level];
  for (let k = 0; k < order; k++) {
    const next = new Map<string, Mutable>();
    const at = (beta: readonly number[]): Mutable => {
      const key = keyOfIndex(beta);
      const found = next.get(key) ?? new Map<string, Polynomial>();
      next.set(key, found);
      return found;
    };
    for (const [betaKey, combination] of level) {
      const beta = indexOfKey(betaKey);
      for (const [alpha, coefficient] of combination) {
        for (const i of axes) {
          const target = at([...beta, i]);
          const scaled = coefficient.times(scales[i]!);
          add(target, keyOfIndex([...indexOfKey(alpha), i]), scaled);
          add(target, alpha, partial(geometry, coefficient, i).times(scales[i]!));
        }
        for (const j of new Set(beta)) {
          const count = beta.filter((i) => i === j).length;
          const rest = beta.toSpliced(beta.indexOf(j), 1);
          for (const i of axes) {
            if (i === j) continue;
            add(at([...rest, i, i]), alpha, coefficient.times(turns[i]![j]!).times(-count));
            add(at([...rest, i, j]), alpha, coefficient.times(turns[j]![i]!).times(count));
          }
        }
      }
    }
    for (const combination of next.values()) {
      for (const [alpha, coefficient] of combination) {
        const reduced = reduce(coefficient);
        if (reduced.isZero()) combination.delete(alpha);
        else combination.set(alpha, reduced);
      }
    }
    level = next;
    levels.push(level);
  }
  // Q_k = Σ_β k!/β! P_β w^β.
  return new Map(
    jetIndices(n, order).map((beta) => {
      const factor = Rational.of(multiplicity(beta), factorial(beta.length));
      const combination = levels[beta.length]!.get(keyOfIndex(beta)) ?? new Map<string, Polynomial>();
      return [keyOfIndex(beta), new Map([...combination].map(([alpha, c]) => [alpha, c.times(factor)]))];
    }),
  );
}
