import { describe, expect, it } from 'vitest';
import { jetIndices, symmetricIndices } from '../../src/base/index.js';

function binomial(n: number, k: number): number {
  return k === 0 ? 1 : (binomial(n - 1, k - 1) * n) / k;
}

/** All index lists, unsorted ones too. */
function words(dimension: number, length: number): number[][] {
  if (length === 0) return [[]];
  return words(dimension, length - 1).flatMap((word) => Array.from({ length: dimension }, (_, i) => [...word, i]));
}

describe('index lists of symmetric tensors', () => {
  const sizes = [1, 2, 3, 4].flatMap((n) => [0, 1, 2, 3, 4].map((k) => [n, k] as const));

  it.each(sizes)('dimension %i, length %i: the sorted words, in lexicographic order', (n, k) => {
    const sorted = words(n, k).filter((word) => word.every((i, p) => p === 0 || word[p - 1]! <= i));
    expect(symmetricIndices(n, k)).toEqual(sorted);
  });

  it.each(sizes)('jets in dimension %i, order %i have C(n+k, k) components', (n, k) => {
    const indices = jetIndices(n, k);
    expect(indices).toHaveLength(binomial(n + k, k));
    expect(new Set(indices.map(String)).size).toBe(indices.length);
    expect(indices.every((index, c) => c === 0 || indices[c - 1]!.length <= index.length)).toBe(true);
  });

  it('jets of lower order are a prefix', () => {
    const long = jetIndices(3, 4);
    expect(long.slice(0, jetIndices(3, 2).length)).toEqual(jetIndices(3, 2));
  });
});
