/**
 * Index lists of symmetric tensors. A component of a symmetric tensor of degree k in dimension n is named by a
 * sorted list of k frame indices in 0..n−1, e.g. `[0, 0, 1]`; the empty list names the value itself.
 */

/**
 * All sorted index lists of length 0..order, by length, then lexicographically: the fixed component order of a jet.
 * @example
 * jetIndices(2, 2) // [[], [0], [1], [0, 0], [0, 1], [1, 1]]
 */
export function jetIndices(dimension: number, order: number): readonly (readonly number[])[] {
  const result: number[][] = [];
  for (let k = 0; k <= order; k++) result.push(...symmetricIndices(dimension, k));
  return result;
}

/** All sorted index lists of one length, lexicographically. */
export function symmetricIndices(dimension: number, length: number): number[][] {
  if (length === 0) return [[]];
  const result: number[][] = [];
  const extend = (prefix: number[], from: number): void => {
    if (prefix.length === length) {
      result.push(prefix);
      return;
    }
    for (let i = from; i < dimension; i++) extend([...prefix, i], i);
  };
  extend([], 0);
  return result;
}
