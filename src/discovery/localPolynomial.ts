/**
 * Local polynomial weights: fit a polynomial to samples on a line by weighted least squares and read off its value or a
 * derivative at a point, Σ_j w_j u(node_j). With degree + 1 nodes the fit is interpolation and the formula the classical
 * finite difference of order `degree` [fornberg-1988]; with more nodes it smooths (Savitzky–Golay for equal weights,
 * [savitzky-golay-1964]). The bell (1 − s²)³ damps the side lobes that equal weights leave. Exact for polynomials up to `degree`.
 */
import { InvalidInput } from '../base/index.js';

/**
 * Weights of the `derivative`-th derivative at `centre`.
 * @param nodes distinct positions, at least degree + 1 of them.
 * @throws InvalidInput for too few nodes, nodes that coincide, or a derivative above the degree.
 * @example
 * localPolynomialWeights([-1, 0, 1], 0, 2, 1) // [-0.5, 0, 0.5]
 */
export function localPolynomialWeights(
  nodes: ArrayLike<number>,
  centre: number,
  degree: number,
  derivative: number,
): Float64Array {
  const count = nodes.length;
  if (count < degree + 1 || derivative > degree || derivative < 0) {
    throw new InvalidInput({
      where: 'localPolynomialWeights',
      expected: `at least ${degree + 1} nodes and a derivative from 0 to ${degree}`,
      got: `${count} nodes, derivative ${derivative}`,
    });
  }
  let reach = 0;
  for (let j = 0; j < count; j++) reach = Math.max(reach, Math.abs(nodes[j]! - centre));
  const scale = (reach || 1) * (1 + 1 / count); // keeps the outermost node's bell above zero
  const positions = Array.from(nodes, (node) => (node - centre) / scale);
  const bells = positions.map((s) => (1 - s * s) ** 1.5); // square root of the weight
  // orthonormal columns q_d = Σ_m transform[d][m] · (bell s^m), by Gram–Schmidt done twice
  const basis: Float64Array[] = [];
  const transform: Float64Array[] = [];
  for (let d = 0; d <= degree; d++) {
    const q = Float64Array.from(positions, (s, j) => bells[j]! * s ** d);
    const t = new Float64Array(degree + 1);
    t[d] = 1;
    const size = Math.hypot(...q);
    for (let pass = 0; pass < 2; pass++) {
      for (const [e, other] of basis.entries()) {
        const overlap = q.reduce((sum, value, j) => sum + value * other[j]!, 0);
        for (let j = 0; j < count; j++) q[j] = q[j]! - overlap * other[j]!;
        for (let m = 0; m <= degree; m++) t[m] = t[m]! - overlap * transform[e]![m]!;
      }
    }
    const norm = Math.hypot(...q);
    if (!(norm > 1e-12 * size)) {
      throw new InvalidInput({
        where: 'localPolynomialWeights',
        expected: `at least ${degree + 1} distinct nodes`,
        got: `[${Array.from(nodes).join(', ')}]`,
      });
    }
    basis.push(q.map((value) => value / norm));
    transform.push(t.map((value) => value / norm));
  }
  // coefficient of s^m is Σ_d transform[d][m] ⟨q_d, bell u⟩; the m-th derivative is m! / scale^m times it
  let factor = 1;
  for (let m = 1; m <= derivative; m++) factor *= m / scale;
  return Float64Array.from(bells, (bell, j) => {
    let sum = 0;
    for (let d = derivative; d <= degree; d++) sum += transform[d]![derivative]! * basis[d]![j]!;
    return sum * bell * factor;
  });
}

/** Start of the window of `width` neighbours nearest to being centred on `index`, inside 0..count−1. */
export function windowStart(index: number, width: number, count: number): number {
  return Math.max(0, Math.min(index - (width - 1) / 2, count - width));
}
