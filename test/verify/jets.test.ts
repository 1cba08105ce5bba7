/** Values at jets against the definition; residues against exact integers. */
import { describe, expect, it } from 'vitest';
import { readKey } from '../../src/verify/graphs.js';
import { Jet } from '../../src/verify/jets.js';
import { inverse, power, rankModulo, times } from '../../src/verify/residues.js';
import { bruteContraction } from '../oracle/bruteContraction.js';

/** Small, so that the oracle's sums stay exact. */
const prime = 101;

describe('jets', () => {
  it.each([
    ['u', 2],
    ['1', 3],
    ['u_aabb v_cc', 3],
    ['u_ab u_ac u_bc', 2],
    ['u_aabc u_bd v_cd', 3],
    ['u_abc u_abc w', 4],
    ['eps_a u_abb', 1],
    ['eps_ab u_ac v_bdd u_c', 2],
    ['eps_ab u_ad u_cd u_bc', 2],
    ['eps_abc u_ad v_b u_ce w_de', 3],
    ['eps_abcd u_a v_b w_c u_dee', 4],
  ])('%s in dimension %i', (key, n) => {
    const graph = readKey(key);
    const jet = new Jet(n, prime, 7);
    const component = (field: string, index: readonly number[]): number =>
      jet.component(
        field,
        Array.from({ length: n }, (_, i) => index.filter((j) => j === i).length),
      );
    const exact = bruteContraction({ ...graph, legs: [] }, n, component);
    expect(jet.valueOf(graph)).toBe(((exact % prime) + prime) % prime);
  });

  it('gives up on tensors that are too large', () => {
    expect(new Jet(8, prime, 1).valueOf(readKey('u_abcdef v_abcdef'))).toBeUndefined();
    expect(new Jet(7, prime, 1).valueOf(readKey('eps_abcdefg u_a u_b u_c u_d u_e u_f u_g'))).toBeUndefined();
  });

  it('two jets differ', () => {
    const values = [1, 2].map((seed) => new Jet(2, 67_108_859, seed).valueOf(readKey('u_aa')));
    expect(values[0]).not.toBe(values[1]);
  });
});

describe('residues', () => {
  const p = 67_108_859;
  it('products of the largest residues are exact', () => {
    for (const [a, b] of [
      [p - 1, p - 1],
      [p - 1, p - 2],
      [p - 1, 1],
      [12_345_678, 65_432_109],
    ] as const) {
      expect(times(a, b, p)).toBe(Number((BigInt(a) * BigInt(b)) % BigInt(p)));
    }
    expect(times(inverse(12_345, p), 12_345, p)).toBe(1);
    expect(power(3, p - 1, p)).toBe(1);
  });

  it('rank depends on the prime', () => {
    const rows = (modulus: number): Float64Array[] =>
      [
        [1, 2, 3],
        [0, 0, 5],
        [1, 2, 8],
      ].map((row) => Float64Array.from(row, (x) => x % modulus));
    const given = rows(p);
    expect(rankModulo(given, p)).toBe(2);
    expect(given).toEqual(rows(p));
    expect(rankModulo(rows(5), 5)).toBe(1);
    expect(rankModulo([], p)).toBe(0);
  });
});
