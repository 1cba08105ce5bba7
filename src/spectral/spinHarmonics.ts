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
 * Rows where λ at l₀ is below 1e-280 are left out: there λ_lm stays below 1e-15 for all l up to 1500
 * ([reinecke-seljebotn-2013, section 2] for the growth), and arithmetic would be slow as numbers denormalise.
 * Mirror: _sλ_lm(π−θ) = (−1)^{l+m} _{−s}λ_lm(θ).
 */

/** Largest degree for which doubles need no scaling. */
export const largestDegree = 1500;

/** Values for one s ≥ 0 and m ≥ 0 at the given θ: row l − first of each array is degree l. */
export interface SpinBlock {
  /** Lowest degree, max(m, s). */
  readonly first: number;
  /** The first θ whose values are to be used; before it they are negligible and may hold anything. */
  readonly from: number;
  /** W = ½((−1)^s _sλ + _{−s}λ), which has the parity (−1)^{l+m+s} about the equator. */
  readonly even: Float64Array;
  /** X = ½((−1)^s _sλ − _{−s}λ), of the other parity; not to be used for s = 0, where it vanishes. */
  readonly odd: Float64Array;
}

/** C(2j, j+i) / 4^j. */
function centralBinomial(j: number, i: number): number {
  let value = 1;
  for (let k = 1; k <= j; k++) value *= (2 * k - 1) / (2 * k);
  for (let k = 0; k < Math.abs(i); k++) value *= (j - k) / (j + k + 1);
  return value;
}

/** Least size of a first value that is followed. */
const negligible = 1e-280;

/** Writes _sλ_lm for l from max(m, |s|) to `degree` at all θ, one row for each l; returns the first θ where it is not 0. */
function column(s: number, m: number, degree: number, theta: Float64Array, out: Float64Array): number {
  const rows = theta.length;
  const first = Math.max(m, Math.abs(s));
  // With j = max(m, |s|) and i the other of the two, up to sign: √((2j+1)/4π C(2j, j+i)/4^j) (2 sin cos)^j tan^i(θ/2);
  // for i < 0, sin θ / tan(θ/2) = 1 + cos θ keeps the pole regular.
  const other = m >= Math.abs(s) ? s : m * Math.sign(s);
  const sign = m < -s && (s + m) % 2 !== 0 ? -1 : 1;
  const size = sign * Math.sqrt(((2 * first + 1) / (4 * Math.PI)) * centralBinomial(first, other));
  let from = rows;
  for (let i = rows - 1; i >= 0; i--) {
    const x = theta[i]!;
    const value =
      size *
      (other < 0
        ? Math.sin(x) ** (first + other) * (1 + Math.cos(x)) ** -other
        : Math.sin(x) ** first * Math.tan(x / 2) ** other);
    out[i] = Math.abs(value) < negligible ? 0 : value;
    if (out[i] !== 0) from = i;
  }
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
    for (let i = from; i < rows; i++) {
      const value = out[at + i]!;
      const delta = back * difference[i]! - height[i]! * scale * value;
      difference[i] = delta;
      out[at + rows + i] = growth * value + delta;
    }
  }
  return from;
}

/**
 * Blocks on colatitudes in [0, π/2], rising, up to one degree. They are kept where all of them take little memory; otherwise
 * a block is good until the next one is asked for.
 */
export class SpinBlocks {
  readonly #theta: Float64Array;
  readonly #degree: number;
  readonly #kept = new Map<string, SpinBlock>();
  readonly #keep: boolean;
  #last = '';
  #scratch: readonly [Float64Array, Float64Array] = [new Float64Array(0), new Float64Array(0)];

  constructor(theta: Float64Array, degree: number) {
    this.#theta = theta;
    this.#degree = degree;
    // 16 MiB for each spin weight.
    this.#keep = degree * degree * theta.length <= 2 ** 22;
  }

  /** Requires m and s up to the degree. */
  block(s: number, m: number): SpinBlock {
    const key = `${s},${m}`;
    const known = this.#kept.get(key);
    if (known !== undefined) return known;
    const size = (this.#degree - Math.max(m, s) + 1) * this.#theta.length;
    if (this.#keep) this.#scratch = [new Float64Array(size), new Float64Array(s === 0 ? 0 : size)];
    else {
      this.#kept.delete(this.#last);
      if (this.#scratch[1].length < size) this.#scratch = [new Float64Array(size), new Float64Array(size)];
    }
    const block = this.#compute(s, m, ...this.#scratch);
    this.#kept.set(key, block);
    this.#last = key;
    return block;
  }

  #compute(s: number, m: number, even: Float64Array, odd: Float64Array): SpinBlock {
    const first = Math.max(m, s);
    const rows = this.#theta.length;
    const plus = column(s, m, this.#degree, this.#theta, even);
    if (s === 0) return { first, from: plus, even, odd };
    const minus = column(-s, m, this.#degree, this.#theta, odd);
    const from = Math.min(plus, minus);
    const sign = s % 2 === 0 ? 0.5 : -0.5;
    for (let l = first; l <= this.#degree; l++) {
      const at = (l - first) * rows;
      for (let i = from; i < rows; i++) {
        const [a, b] = [i < plus ? 0 : sign * even[at + i]!, i < minus ? 0 : 0.5 * odd[at + i]!];
        even[at + i] = a + b;
        odd[at + i] = a - b;
      }
    }
    return { first, from, even, odd };
  }
}
