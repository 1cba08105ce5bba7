/**
 * Spin-weighted spherical harmonics _sY_lm(θ, φ) = _sλ_lm(θ) e^{imφ}, normalised on the unit sphere, with
 * ð _sY_lm = √((l−s)(l+s+1)) _{s+1}Y_lm and m ≥ 0 [goldberg-1967]; without the sign (−1)^m of Condon and Shortley.
 *
 * In l they satisfy, with e_l = √((l²−m²)(l²−s²)/(4l²−1)) / l (Wigner's d^l_{m,−s}; [varshalovich-1988, section 4.8]),
 *
 *   e_{l+1} λ_{l+1} = (cos θ + ms/(l(l+1))) λ_l − e_l λ_{l−1}   from l₀ = max(m, |s|) upwards, and
 *   _sλ_{mm} = √((2m+1)/4π · C(2m, m+s)) sin^{m+s}(θ/2) cos^{m−s}(θ/2) for m ≥ |s|.
 *
 * Near the pole that loses l² units of rounding. With g_l the limit of λ_{l+1}/λ_l as θ → 0, the differences
 * δ_l = λ_{l+1} − g_l λ_l satisfy δ_l = e_l/(e_{l+1} g_{l−1}) δ_{l−1} − 2 sin²(θ/2)/e_{l+1} λ_l, and little is lost
 * (Reinsch's device for Legendre polynomials; [deuflhard-1976]). λ is a Jacobi polynomial of degree k = l − l₀ and indices
 * μ = |m+s|, ν = |m−s|, so that g_l² = (2l+3)/(2l+1) (k+1+μ+ν)(k+1+μ)/((k+1)(k+1+ν)). Used for θ ≤ π/2.
 *
 * Where sin^m θ underflows, λ_lm is negligible for all l below a limit beyond 1500: [reinecke-seljebotn-2013, section 2].
 * Mirror: _sλ_lm(π−θ) = (−1)^{l+m} _{−s}λ_lm(θ).
 */

/** Largest degree for which doubles need no scaling. */
export const largestDegree = 1500;

/** Values for one s ≥ 0 and m ≥ 0 at all given θ: row l − first of each array is degree l. */
export interface SpinBlock {
  /** Lowest degree, max(m, s). */
  readonly first: number;
  /** W = ½((−1)^s _sλ + _{−s}λ), which has the parity (−1)^{l+m+s} about the equator. */
  readonly even: Float64Array;
  /** X = ½((−1)^s _sλ − _{−s}λ), of the other parity; empty for s = 0, where it vanishes. */
  readonly odd: Float64Array;
}

/** C(2j, j+i) / 4^j. */
function centralBinomial(j: number, i: number): number {
  let value = 1;
  for (let k = 1; k <= j; k++) value *= (2 * k - 1) / (2 * k);
  for (let k = 0; k < Math.abs(i); k++) value *= (j - k) / (j + k + 1);
  return value;
}

/** _sλ_lm for l from max(m, |s|) to `degree` at all θ, one row for each l. */
function column(s: number, m: number, degree: number, theta: Float64Array): Float64Array {
  const rows = theta.length;
  const first = Math.max(m, Math.abs(s));
  const out = new Float64Array((degree - first + 1) * rows);
  // With j = max(m, |s|) and i the other of the two, up to sign: √((2j+1)/4π C(2j, j+i)/4^j) (2 sin cos)^j tan^i(θ/2).
  const other = m >= Math.abs(s) ? s : m * Math.sign(s);
  const sign = m < -s && (s + m) % 2 !== 0 ? -1 : 1;
  const size = sign * Math.sqrt(((2 * first + 1) / (4 * Math.PI)) * centralBinomial(first, other));
  for (let i = 0; i < rows; i++) out[i] = size * Math.sin(theta[i]!) ** first * Math.tan(theta[i]! / 2) ** other;
  const e = (l: number): number => Math.sqrt(((l * l - m * m) * (l * l - s * s)) / (4 * l * l - 1)) / l;
  const [mu, nu] = [Math.abs(m + s), Math.abs(m - s)];
  const g = (l: number): number => {
    const k = l - first + 1;
    return Math.sqrt((((2 * l + 3) / (2 * l + 1)) * (k + mu + nu) * (k + mu)) / (k * (k + nu)));
  };
  const height = theta.map((x) => 2 * Math.sin(x / 2) ** 2);
  const difference = new Float64Array(rows);
  for (let l = first; l < degree; l++) {
    const at = (l - first) * rows;
    const scale = 1 / e(l + 1);
    const back = l === first ? 0 : (e(l) * scale) / g(l - 1);
    const growth = g(l);
    for (let i = 0; i < rows; i++) {
      const value = out[at + i]!;
      const delta = back * difference[i]! - height[i]! * scale * value;
      difference[i] = delta;
      out[at + rows + i] = growth * value + delta;
    }
  }
  return out;
}

/** Blocks on a set of colatitudes up to one degree; kept where all of them take little memory. */
export class SpinBlocks {
  readonly #theta: Float64Array;
  readonly #degree: number;
  readonly #kept = new Map<string, SpinBlock>();
  readonly #keep: boolean;

  constructor(theta: Float64Array, degree: number) {
    this.#theta = theta;
    this.#degree = degree;
    // 32 MiB for each spin weight.
    this.#keep = degree * degree * theta.length <= 2 ** 22;
  }

  /** Requires m and s up to the degree. */
  block(s: number, m: number): SpinBlock {
    const key = `${s},${m}`;
    const known = this.#kept.get(key);
    if (known !== undefined) return known;
    const block = this.#compute(s, m);
    if (this.#keep) this.#kept.set(key, block);
    return block;
  }

  #compute(s: number, m: number): SpinBlock {
    const first = Math.max(m, s);
    const even = column(s, m, this.#degree, this.#theta);
    if (s === 0) return { first, even, odd: new Float64Array(0) };
    const odd = column(-s, m, this.#degree, this.#theta);
    const sign = s % 2 === 0 ? 0.5 : -0.5;
    for (let i = 0; i < even.length; i++) {
      const [plus, minus] = [sign * even[i]!, 0.5 * odd[i]!];
      even[i] = plus + minus;
      odd[i] = plus - minus;
    }
    return { first, even, odd };
  }
}
