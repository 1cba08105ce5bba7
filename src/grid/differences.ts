/**
 * Finite-difference weights on a line. `fornbergWeights` differentiates the polynomial through given nodes;
 * the conditioned variants differentiate the polynomial through the nodes that also satisfies a homogeneous
 * condition at 0, so that they are exact on exactly the polynomials that satisfy it.
 * Source: [fornberg-1988].
 */
import { Inconsistent } from '../base/index.js';

/** Boundary condition that a sampled function satisfies at 0: u = 0, u' = 0, or nothing. */
export type WallCondition = 'dirichlet' | 'neumann' | 'none';

/**
 * Weights of derivatives 0..order at z of the interpolating polynomial: result[d][j] belongs to nodes[j].
 * @example
 * fornbergWeights([-1, 0, 1], 0, 2)[2] // [1, -2, 1]
 */
export function fornbergWeights(nodes: readonly number[], z: number, order: number): number[][] {
  const table = Array.from({ length: order + 1 }, () => new Array<number>(nodes.length).fill(0));
  table[0]![0] = 1;
  let previous = 1;
  for (let i = 1; i < nodes.length; i++) {
    let product = 1;
    for (let j = 0; j < i; j++) {
      const gap = nodes[i]! - nodes[j]!;
      product *= gap;
      if (j === i - 1) {
        for (let d = Math.min(i, order); d >= 0; d--) {
          const lower = d === 0 ? 0 : d * table[d - 1]![j]!;
          table[d]![i] = (previous / product) * (lower - (nodes[j]! - z) * table[d]![j]!);
        }
      }
      for (let d = Math.min(i, order); d >= 0; d--) {
        const lower = d === 0 ? 0 : d * table[d - 1]![j]!;
        table[d]![j] = ((nodes[i]! - z) * table[d]![j]! - lower) / gap;
      }
    }
    previous = product;
  }
  return table;
}

/**
 * Weights of derivative `order` at z from positive nodes, for functions with the given condition at 0. Exact on
 * polynomials of degree < nodes.length (+ 1 with a condition) that satisfy it.
 */
export function conditionedWeights(
  nodes: readonly number[],
  z: number,
  order: number,
  condition: WallCondition,
): number[] {
  let weights: number[];
  if (condition === 'none') weights = fornbergWeights(nodes, z, order)[order]!;
  else if (condition === 'dirichlet') weights = fornbergWeights([0, ...nodes], z, order)[order]!.slice(1);
  else {
    // The polynomial is q + c ℓ with q through the nodes, ℓ their nodal polynomial and c = −q'(0) / ℓ'(0).
    const slope = fornbergWeights(nodes, 0, 1)[1]!;
    const correction = nodalDerivative(nodes, z, order) / nodalDerivative(nodes, 0, 1);
    weights = fornbergWeights(nodes, z, order)[order]!.map((w, j) => w - correction * slope[j]!);
  }
  checkExactness(nodes, z, order, condition, weights);
  return weights;
}

/** The derivative of order d at z of ℓ(x) = Π (x − nodes[j]). */
function nodalDerivative(nodes: readonly number[], z: number, d: number): number {
  let taylor = [1];
  for (const node of nodes) {
    const next = [...taylor.map((c) => c * (z - node)), 0];
    for (const [k, c] of taylor.entries()) next[k + 1]! += c;
    taylor = next;
  }
  let factorial = 1;
  for (let k = 2; k <= d; k++) factorial *= k;
  return (taylor[d] ?? 0) * factorial;
}

/** Verifies exactness on the monomials that satisfy the condition, relative to the size of the terms. */
function checkExactness(
  nodes: readonly number[],
  z: number,
  order: number,
  condition: WallCondition,
  weights: readonly number[],
): void {
  const top = nodes.length - (condition === 'none' ? 1 : 0);
  for (let k = 0; k <= top; k++) {
    if ((condition === 'dirichlet' && k === 0) || (condition === 'neumann' && k === 1)) continue;
    let exact = k < order ? 0 : z ** (k - order);
    for (let j = 0; j < order; j++) exact *= k - j;
    let sum = 0;
    let scale = Math.abs(exact);
    for (const [j, w] of weights.entries()) {
      const term = w * nodes[j]! ** k;
      sum += term;
      scale += Math.abs(term);
    }
    if (!(Math.abs(sum - exact) <= 1e-9 * scale)) {
      const got = `${sum} instead of ${exact}`;
      throw new Inconsistent({ where: 'finite differences', expected: `exactness on degree ${k}`, got });
    }
  }
}
