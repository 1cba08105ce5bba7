/** Quadrature of Clenshaw and Curtis in cos θ, with nodes at both poles [davis-rabinowitz-1984, section 2.5.5]. */

/**
 * Weights at all j π/n, 0 ≤ j ≤ n, for sin θ dθ: exact for cosine polynomials of degree ≤ n. For n = 2 that is Simpson's rule in cos θ.
 * @example
 * clenshawCurtis(2) // [1/3, 4/3, 1/3]
 */
export function clenshawCurtis(n: number): Float64Array {
  // ∫ cos kθ sin θ dθ = 2/(1 − k²) for even k.
  return Float64Array.from({ length: n + 1 }, (_, j) => {
    let sum = 1;
    for (let k = 2; k <= n; k += 2)
      sum += ((k === n ? 1 : 2) / (1 - k * k)) * Math.cos((Math.PI * ((k * j) % (2 * n))) / n);
    return ((j === 0 || j === n ? 1 : 2) * sum) / n;
  });
}
