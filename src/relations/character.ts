/**
 * Characters of symmetric groups that count contractions.
 *
 * Graphs: a graph with E edges pairs up 2E half-edges, so the character is the number of perfect matchings fixed by a
 * permutation; the volume form adds n half-edges that carry the sign.
 *
 * Dimension n: by Schur–Weyl duality contractions span, as a module over permutations of the half-edges, the sum of the
 * irreducible characters χ^ν over ν with at most n rows, all even (O(n)); with the volume form, ν with exactly n rows,
 * all odd (mathematics of invariants: [weyl-1946], [macdonald-1995] I.5 and VII.2).
 */
import { OutOfRange } from '../base/index.js';
import {
  type ClassFunction,
  centraliserOrder,
  codeOfPartition,
  elementary,
  factorial,
  multiply,
  partitions,
} from './powersum.js';

/** Values at codes of partitions. */
export type Character = ReadonlyMap<number, bigint>;

/** Perfect matchings of 2E points fixed by a permutation of each cycle type. */
function matchings(points: number): Character {
  const values = new Map<number, bigint>();
  for (const parts of partitions(points)) {
    const multiplicity = new Map<number, number>();
    for (const part of parts) multiplicity.set(part, (multiplicity.get(part) ?? 0) + 1);
    let product = 1n;
    for (const [length, count] of multiplicity) product *= matchedCycles(length, count);
    values.set(codeOfPartition(parts), product);
  }
  return values;
}

/** Fixed matchings on `count` cycles of one length: cycles pair up in `length` ways, or an even cycle with itself. */
function matchedCycles(length: number, count: number): bigint {
  let [before, now] = [0n, 1n];
  for (let k = 1; k <= count; k++) {
    const next = (length % 2 === 0 ? now : 0n) + BigInt(length) * BigInt(k - 1) * before;
    [before, now] = [now, next];
  }
  return now;
}

/** Character of the contractions with E metric edges, and the volume form with n half-edges if n > 0. */
export function graphCharacter(edges: number, epsilon = 0): Character {
  const plain = matchings(2 * edges);
  if (epsilon === 0) return plain;
  const total = 2 * edges + epsilon;
  const values = new Map<number, bigint>();
  for (const parts of partitions(2 * edges)) {
    const code = codeOfPartition(parts);
    values.set(code, (plain.get(code)! * factorial(2 * edges)) / centraliserOrder(parts));
  }
  const induced: ClassFunction = multiply({ degree: 2 * edges, values }, elementary(epsilon));
  const character = new Map<number, bigint>();
  for (const parts of partitions(total)) {
    const code = codeOfPartition(parts);
    character.set(code, ((induced.values.get(code) ?? 0n) * centraliserOrder(parts)) / factorial(total));
  }
  return character;
}

/** Work allowed in {@link invariantCharacter}: (cycle types) × (shapes) × rows, a few seconds. */
const largestWork = 3e7;

const shapes = (total: number, rows: number): number => {
  // Partitions of `total` with parts at most `rows` (the conjugates).
  const counts = [1, ...new Array<number>(total).fill(0)];
  for (let part = 1; part <= rows; part++) {
    for (let k = part; k <= total; k++) counts[k]! += counts[k - part]!;
  }
  return counts[total]!;
};

/**
 * Σ χ^ν over the shapes ν of `total` boxes with at most n rows, all even; or with exactly n rows, all odd. By the
 * Murnaghan–Nakayama rule: a_δ p_ρ is expanded in alternants a_{ν+δ}, a shape being the set of its beta numbers ν_i + n − i,
 * written as the bits of one number.
 * @throws OutOfRange if the table would be too large.
 */
export function invariantCharacter(total: number, dimension: number, parity: 'even' | 'odd'): Character {
  const rows = parity === 'even' ? Math.min(dimension, total) : dimension;
  const work = shapes(total, total) * shapes(total, rows) * rows;
  if (work > largestWork) {
    throw new OutOfRange({
      where: 'count',
      expected: `a character table of at most ${largestWork} steps`,
      got: `${work} for ${total} derivatives in dimension ${dimension}`,
      hint: 'ask for fewer edges; from as many dimensions as edges on there are no relations',
    });
  }
  const bits = Array.from({ length: total + rows + 1 }, (_, i) => 2 ** i);
  const has = (set: number, i: number): boolean => Math.floor(set / bits[i]!) % 2 === 1;

  const addHook = (state: ReadonlyMap<number, number>, length: number): Map<number, number> => {
    const result = new Map<number, number>();
    for (const [set, coefficient] of state) {
      for (let i = 0; i + length < bits.length; i++) {
        if (!has(set, i) || has(set, i + length)) continue;
        let sign = coefficient;
        for (let j = i + 1; j < i + length; j++) if (has(set, j)) sign = -sign;
        const next = set - bits[i]! + bits[i + length]!;
        result.set(next, (result.get(next) ?? 0) + sign);
      }
    }
    return result;
  };

  // Beta numbers from the last row up: ν_i + (number of rows below).
  const allowed = (set: number): boolean => {
    let below = 0;
    for (let i = 0; i < bits.length; i++) {
      if (!has(set, i)) continue;
      if ((i - below) % 2 !== (parity === 'even' ? 0 : 1)) return false;
      below++;
    }
    return true;
  };

  const values = new Map<number, bigint>();
  const descend = (
    left: number,
    largest: number,
    code: readonly number[],
    state: ReadonlyMap<number, number>,
  ): void => {
    if (left === 0) {
      let sum = 0n;
      for (const [set, coefficient] of state) if (allowed(set)) sum += BigInt(coefficient);
      values.set(codeOfPartition(code), sum);
      return;
    }
    for (let part = Math.min(left, largest); part >= 1; part--) {
      descend(left - part, part, [...code, part], addHook(state, part));
    }
  };
  descend(total, total, [], new Map([[2 ** rows - 1, 1]]));
  return values;
}
