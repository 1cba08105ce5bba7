/**
 * Symmetrised covariant derivatives of spherical harmonics on the unit sphere. With m_± = e_θ ± i e_φ, D = ∇ along m_+ and
 * D̄ along m_− are −ð and −ð̄ [goldberg-1967]. For Y of degree l put Z_s = D^s Y, Z_{−s} = D̄^s Y; then
 *
 *   D Z_{−s} = −(l(l+1) − s(s−1)) Z_{1−s} for s ≥ 1, |Z_s| = √((l+s)!/(l−s)!) |_sY_lm|,
 *
 * and P_k(m_+^a, m_−^b) = c_{a,b} Z_{a−b} with numbers c_{a,b} = c_{b,a}, polynomials in l(l+1). The derivation rule
 * (`algebra/derivative.ts`, κ = 1, v = m_+, w = x m_+ + y m_−, |w|² = 4xy, ⟨v,w⟩ = 2y) at x^a y^b, a + b = k, reads
 *
 *   C(k,a) c_{a+1,b} = C(k,a) d c_{a,b}
 *     − Σ_{r≥1} φ_r k!/(k−2r)! [4^r C(k−2r, a−r) − 2·4^{r−1} C(k+1−2r, a−r+1)] c_{a−r+1,b−r},
 *
 * where D Z_{a−b} = d Z_{a−b+1}. The frame components follow from e_θ = (m_+ + m_−)/2, e_φ = (m_+ − m_−)/2i.
 */

/** Taylor coefficients φ_r of √s cot √s to order 6 in the derivatives. */
const cotangent = [1, -1 / 3, -1 / 45, -2 / 945];

const binomial = (n: number, k: number): number => {
  if (k < 0 || k > n) return 0;
  let value = 1;
  for (let i = 1; i <= k; i++) value = (value * (n - k + i)) / i;
  return value;
};

/**
 * c_{a,b} for a + b ≤ order ≤ 6 at degree l, as c[a][b].
 * @example
 * spinCoefficients(3, 2)[1][1] // −12: P_2(m_+, m_−) = Δ
 */
export function spinCoefficients(l: number, order: number): readonly (readonly number[])[] {
  const c: number[][] = Array.from({ length: order + 1 }, () => []);
  c[0]![0] = 1;
  for (let k = 0; k < order; k++) {
    for (let b = 0; 2 * b <= k + 1; b++) {
      const a = k - b;
      const s = a - b;
      let value = (s >= 0 ? 1 : -(l * (l + 1) - s * (s + 1))) * c[a]![b]!;
      let falling = 1;
      for (let r = 1; r <= b; r++) {
        falling *= (k - 2 * r + 2) * (k - 2 * r + 1);
        const bracket = 4 ** r * binomial(k - 2 * r, a - r) - 2 * 4 ** (r - 1) * binomial(k + 1 - 2 * r, a - r + 1);
        value -= ((cotangent[r]! * falling) / binomial(k, a)) * bracket * c[a - r + 1]![b - r]!;
      }
      c[a + 1]![b] = value;
      c[b]![a + 1] = value;
    }
  }
  return c;
}

/** √((l+s)!/(l−s)!), zero for s > l. */
export function spinNorm(l: number, s: number): number {
  let square = 1;
  for (let i = 1 - s; i <= s; i++) square *= l + i;
  return Math.sqrt(square);
}

/** One term of a frame component: `weight` times the even (real) or odd (imaginary) part at spin s ≥ 0. */
export interface SpinTerm {
  readonly spin: number;
  readonly weight: number;
}

/**
 * P_k(e_θ^p, e_φ^q) = Σ weight · (Re for even q, Im for odd q) of P_k(m_+^a, m_−^b), a − b = spin. The weight contains
 * 2^{−k}, the sign of (−i)^q and the factor 2 for the two spins ±s.
 */
export function frameComponent(p: number, q: number): readonly SpinTerm[] {
  const k = p + q;
  const sign = Math.floor(q / 2) % 2 === 0 ? 1 : -1;
  const terms: SpinTerm[] = [];
  for (let spin = k % 2; spin <= k; spin += 2) {
    const a = (k + spin) / 2;
    // The coefficient of x^a y^b in (x + y)^p (x − y)^q.
    let t = 0;
    for (let i = 0; i <= q; i++) t += binomial(p, a - i) * binomial(q, i) * ((q - i) % 2 === 0 ? 1 : -1);
    if (t !== 0) terms.push({ spin, weight: (sign * t * (spin === 0 ? 1 : 2)) / 2 ** k });
  }
  return terms;
}
