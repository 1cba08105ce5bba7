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
  checkDegree,
  codeOfPartition,
  elementary,
  factorial,
  matchedCycles,
  multiply,
  partitions,
} from './powersum.js';

/** Values at codes of partitions. */
export type Character = ReadonlyMap<number, bigint>;

/** Perfect matchings of 2E points fixed by a permutation of each cycle type. */
function matchings(points: number): Character {
  checkDegree(points);
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

/**
 * Character of the contractions with E metric edges, and the volume form with n half-edges if n > 0.
 * @throws OutOfRange beyond the largest degree of class functions.
 */
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

/** Ways to take a hook of one length off the shapes of one size: from shape, to shape, sign. */
type Removals = readonly (readonly [from: number, to: number, sign: number])[];

/**
 * The Murnaghan–Nakayama rule as tables. A shape with at most n rows is the set of its beta numbers ν_i + n − i; a hook of
 * length j comes off where one of them can be lowered by j, with the sign (−1)^(beta numbers passed).
 */
class HookTables {
  /** By size: beta numbers, falling. */
  readonly shapes: readonly (readonly (readonly number[])[])[];
  readonly #numbers: readonly ReadonlyMap<string, number>[];
  readonly #removals = new Map<string, Removals>();

  constructor(total: number, rows: number) {
    this.shapes = Array.from({ length: total + 1 }, (_, size) =>
      [...partitions(size)]
        .filter((parts) => parts.length <= rows)
        .map((parts) => Array.from({ length: rows }, (_, i) => (parts[i] ?? 0) + rows - 1 - i)),
    );
    this.#numbers = this.shapes.map((list) => new Map(list.map((betas, number) => [betas.join(), number])));
  }

  /** Hooks of one length off shapes of one size. */
  removals(size: number, length: number): Removals {
    const name = `${size},${length}`;
    const known = this.#removals.get(name);
    if (known !== undefined) return known;
    const found = this.shapes[size]!.flatMap((betas, from) =>
      betas.flatMap((beta, i) => {
        const lowered = beta - length;
        if (lowered < 0 || betas.includes(lowered)) return [];
        const passed = betas.filter((other) => other < beta && other > lowered).length;
        const others = betas.filter((_, k) => k !== i);
        const image = [...others.slice(0, i + passed), lowered, ...others.slice(i + passed)];
        return [[from, this.#numbers[size - length]!.get(image.join())!, passed % 2 === 0 ? 1 : -1] as const];
      }),
    );
    this.#removals.set(name, found);
    return found;
  }
}

/**
 * Σ χ^ν over the shapes ν of `total` boxes with at most n rows, all even; or with exactly n rows, all odd. Hooks are taken
 * off all these shapes at once, so that cycle types share the work of their longest cycles.
 * @throws OutOfRange beyond the largest degree of class functions, or if a value might not be a safe integer.
 */
export function invariantCharacter(total: number, dimension: number, parity: 'even' | 'odd'): Character {
  checkDegree(total);
  const values = new Map<number, bigint>();
  if (parity === 'odd' && dimension > total) {
    for (const parts of partitions(total)) values.set(codeOfPartition(parts), 0n);
    return values;
  }
  const rows = Math.min(dimension, total);
  const tables = new HookTables(total, rows);
  // dimensions[s]: the degrees of the characters of size s; ways[s]: the shapes reached by taking hooks off, with multiplicity.
  const dimensions = tables.shapes.map((list) => new Float64Array(list.length));
  const ways = tables.shapes.map((list) => new Float64Array(list.length));
  dimensions[0]![0] = 1;
  for (let size = 1; size <= total; size++) {
    for (const [from, to] of tables.removals(size, 1)) dimensions[size]![from]! += dimensions[size - 1]![to]!;
  }
  const remainder = parity === 'even' ? 0 : 1;
  tables.shapes[total]!.forEach((betas, number) => {
    if (betas.every((beta, i) => (beta - (rows - 1 - i)) % 2 === remainder)) ways[total]![number] = 1;
  });
  const pair = (size: number): number => ways[size]!.reduce((sum, way, i) => sum + way * dimensions[size]![i]!, 0);
  // All sums below are at most this one in size: it has their terms without signs.
  if (pair(total) > Number.MAX_SAFE_INTEGER) {
    throw new OutOfRange({
      where: 'count',
      expected: 'characters that are safe integers',
      got: `${pair(total)} for ${total} derivatives in dimension ${dimension}`,
      hint: 'ask for fewer edges; from as many dimensions as edges on there are no relations',
    });
  }
  const descend = (left: number, largest: number, cycles: readonly number[]): void => {
    values.set(codeOfPartition(cycles), BigInt(pair(left)));
    for (let length = Math.min(left, largest); length > 1; length--) {
      const [source, target] = [ways[left]!, ways[left - length]!.fill(0)];
      for (const [from, to, sign] of tables.removals(left, length)) target[to]! += sign * source[from]!;
      descend(left - length, length, [...cycles, length]);
    }
  };
  descend(total, total, []);
  return values;
}
