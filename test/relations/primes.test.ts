/**
 * Reduction decides equality as jets mod several primes do: random combinations, evaluated from the definition of a
 * contraction by code that shares nothing with the reduction.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GraphSum } from '../../src/algebra/index.js';
import { enumerateGraphs, type Multigraph } from '../../src/graph/index.js';
import { blockOf, preferenceNames, Reducer, relationsOfBlock } from '../../src/relations/index.js';

const primes = [65521, 40009, 1000003];

/** Components of the jets: one random residue for each field and multiset of frame indices. */
class Jet {
  readonly prime: number;
  readonly #known = new Map<string, number>();
  #state: number;

  constructor(prime: number, seed: number) {
    this.prime = prime;
    this.#state = seed;
  }

  component(field: string, index: readonly number[]): number {
    const name = `${field}${[...index].sort().join()}`;
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    this.#state = (this.#state * 16807) % 2147483647;
    const value = this.#state % this.prime;
    this.#known.set(name, value);
    return value;
  }
}

function contraction({ vertices, edges }: Multigraph, dimension: number, jet: Jet): number {
  const indices: number[][] = vertices.map(() => []);
  const sumFrom = (e: number): number => {
    const edge = edges[e];
    if (edge === undefined) {
      return vertices.reduce((product, field, v) => (product * jet.component(field, indices[v]!)) % jet.prime, 1);
    }
    let sum = 0;
    for (let i = 0; i < dimension; i++) {
      for (const v of edge) indices[v]!.push(i);
      sum += sumFrom(e + 1);
      for (const v of edge) indices[v]!.pop();
    }
    return sum % jet.prime;
  };
  return sumFrom(0);
}

/** The value mod p; coefficients are fractions of small integers. */
function value(sum: GraphSum, dimension: number, jet: Jet): number {
  let total = 0n;
  const p = BigInt(jet.prime);
  for (const { graph, coefficient } of sum.terms.values()) {
    const { numerator, denominator } = coefficient.constantValue()!;
    let inverse = 1n;
    for (let e = p - 2n, square = denominator % p; e > 0n; e >>= 1n, square = (square * square) % p) {
      if (e & 1n) inverse = (inverse * square) % p;
    }
    total += ((numerator * inverse) % p) * BigInt(contraction(graph, dimension, jet));
  }
  return Number(((total % p) + p) % p);
}

describe.each([1, 2, 3])('dimension %i', (dimension) => {
  const graphs = [3, 4, 5].flatMap((edges) => [...enumerateGraphs({ edges, vertices: [1, 7] })]);
  const jets = primes.map((prime, i) => new Jet(prime, 4001 + i));
  const combination = fc
    .array(fc.tuple(fc.constantFrom(...graphs), fc.integer({ min: -9, max: 9 })), { minLength: 1, maxLength: 5 })
    .map((terms) =>
      GraphSum.collect(
        0,
        terms.map(([graph, coefficient]) => ({ graph, coefficient })),
      ),
    );

  it.each(preferenceNames)(
    '%s: reduced sums have the same values, and sums of the same values reduce alike',
    (prefer) => {
      const reducer = new Reducer(dimension, { prefer });
      fc.assert(
        fc.property(combination, fc.nat(), fc.integer({ min: -3, max: 3 }), (sum, pick, factor) => {
          const reduced = reducer.reduce(sum);
          const values = jets.map((jet) => value(sum, dimension, jet));
          expect(jets.map((jet) => value(reduced, dimension, jet))).toEqual(values);
          const vanishes = values.every((x) => x === 0);
          expect(reduced.isZero()).toBe(vanishes);
          const { relations } = relationsOfBlock(blockOf([...sum.terms.values()][0]?.graph ?? graphs[0]!), dimension);
          const zero = relations[pick % Math.max(1, relations.length)]?.sum;
          if (zero === undefined) return;
          for (const jet of jets) expect(value(zero, dimension, jet)).toBe(0);
          expect(reducer.reduce(sum.plus(zero.scaled(factor))).equals(reduced)).toBe(true);
        }),
        { numRuns: 25 },
      );
    },
  );
});
