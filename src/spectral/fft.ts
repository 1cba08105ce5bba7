/**
 * Discrete Fourier transforms of complex data of any length n, X_j = Σ_k x_k e^{−2πi jk/n} (forward, unnormalised).
 *
 * Lengths with factors 2, 3 and 5: the self-sorting (Stockham) form of the mixed-radix algorithm [van-loan-1992, section
 * 1.7]. With m = n/r, a pass of radix r sends x[q + s(p + k m)], k < r, to y[q + s(r p + j)] = w_n^{jp} Σ_k x_k w_r^{jk} for
 * p < m, q < s; then n becomes m and s becomes r s. Starting with s > 1 transforms s interleaved sequences at once: the
 * columns of an array. Other lengths: Bluestein's convolution, jk = (j² + k² − (j − k)²)/2 [van-loan-1992, section 4.2].
 */

interface Pass {
  readonly radix: number;
  /** Length of the remaining transforms, divided by the radix. */
  readonly parts: number;
  /** w_n^{jp} at 2((radix − 1)p + j − 1), j from 1. */
  readonly twiddles: Float64Array;
}

interface Chirp {
  readonly plan: FourierPlan;
  /** e^{−πi k²/n}, real and imaginary parts. */
  readonly re: Float64Array;
  readonly im: Float64Array;
  /** Transform of the conjugate chirp, divided by the length. */
  readonly kernelRe: Float64Array;
  readonly kernelIm: Float64Array;
}

/** cos and sin of 2π k/n, reduced so that k beyond n costs no accuracy. */
function root(k: number, n: number): readonly [number, number] {
  const angle = (2 * Math.PI * (k % n)) / n;
  return [Math.cos(angle), Math.sin(angle)];
}

/**
 * A transform of one length; tables are made once. Not to be used by two callers at the same time.
 * @example
 * const [re, im] = [Float64Array.of(1, 2, 3), new Float64Array(3)];
 * new FourierPlan(3).forward(re, im); // re[0] is 6
 */
export class FourierPlan {
  readonly length: number;
  readonly #passes: readonly Pass[];
  readonly #chirp: Chirp | undefined;
  #re = new Float64Array(0);
  #im = new Float64Array(0);

  constructor(length: number) {
    this.length = length;
    let rest = length;
    const passes: Pass[] = [];
    for (const radix of [4, 2, 3, 5]) {
      for (; rest % radix === 0; rest /= radix) {
        const parts = rest / radix;
        const twiddles = new Float64Array(2 * (radix - 1) * parts);
        for (let p = 0, t = 0; p < parts; p++) {
          for (let j = 1; j < radix; j++, t += 2) {
            const [cos, sin] = root(j * p, rest);
            twiddles[t] = cos;
            twiddles[t + 1] = -sin;
          }
        }
        passes.push({ radix, parts, twiddles });
      }
    }
    this.#passes = passes;
    this.#chirp = rest === 1 ? undefined : makeChirp(length);
  }

  /**
   * Transforms in place `stride` sequences that lie interleaved from `offset` on: element k of sequence q is at
   * offset + q + stride·k.
   */
  forward(re: Float64Array, im: Float64Array, offset = 0, stride = 1): void {
    const size = this.length * stride;
    if (this.#chirp !== undefined) {
      this.#bluestein(this.#chirp, re, im, offset, stride);
      return;
    }
    if (this.#re.length < size) {
      this.#re = new Float64Array(size);
      this.#im = new Float64Array(size);
    }
    let [xr, xi, x0]: [Float64Array, Float64Array, number] = [re, im, offset];
    let [yr, yi, y0]: [Float64Array, Float64Array, number] = [this.#re, this.#im, 0];
    let s = stride;
    for (const pass of this.#passes) {
      run(pass, s, xr, xi, x0, yr, yi, y0);
      s *= pass.radix;
      [xr, xi, x0, yr, yi, y0] = [yr, yi, y0, xr, xi, x0];
    }
    if (xr !== re) {
      re.set(xr.subarray(0, size), offset);
      im.set(xi.subarray(0, size), offset);
    }
  }

  /** The inverse times n: the sum with e^{+2πi jk/n}. */
  backward(re: Float64Array, im: Float64Array, offset = 0, stride = 1): void {
    this.forward(im, re, offset, stride);
  }

  #bluestein(chirp: Chirp, re: Float64Array, im: Float64Array, offset: number, stride: number): void {
    const { plan, kernelRe, kernelIm } = chirp;
    const n = this.length;
    if (this.#re.length < plan.length) {
      this.#re = new Float64Array(plan.length);
      this.#im = new Float64Array(plan.length);
    }
    const [ar, ai] = [this.#re, this.#im];
    for (let q = offset; q < offset + stride; q++) {
      ar.fill(0);
      ai.fill(0);
      for (let k = 0, at = q; k < n; k++, at += stride) {
        const [c, s] = [chirp.re[k]!, chirp.im[k]!];
        ar[k] = re[at]! * c - im[at]! * s;
        ai[k] = re[at]! * s + im[at]! * c;
      }
      plan.forward(ar, ai);
      for (let k = 0; k < ar.length; k++) {
        const [a, b] = [ar[k]!, ai[k]!];
        ar[k] = a * kernelRe[k]! - b * kernelIm[k]!;
        ai[k] = a * kernelIm[k]! + b * kernelRe[k]!;
      }
      plan.backward(ar, ai);
      for (let k = 0, at = q; k < n; k++, at += stride) {
        const [c, s] = [chirp.re[k]!, chirp.im[k]!];
        re[at] = ar[k]! * c - ai[k]! * s;
        im[at] = ar[k]! * s + ai[k]! * c;
      }
    }
  }
}

function makeChirp(n: number): Chirp {
  const length = 2 ** Math.ceil(Math.log2(2 * n - 1));
  const plan = new FourierPlan(length);
  const re = new Float64Array(n);
  const im = new Float64Array(n);
  const kernelRe = new Float64Array(length);
  const kernelIm = new Float64Array(length);
  for (let k = 0; k < n; k++) {
    const [cos, sin] = root((k * k) % (2 * n), 2 * n);
    re[k] = cos;
    im[k] = -sin;
    for (const at of [k, (length - k) % length]) {
      kernelRe[at] = cos / length;
      kernelIm[at] = sin / length;
    }
  }
  plan.forward(kernelRe, kernelIm);
  return { plan, re, im, kernelRe, kernelIm };
}

function run(
  { radix, parts, twiddles }: Pass,
  s: number,
  xr: Float64Array,
  xi: Float64Array,
  x0: number,
  yr: Float64Array,
  yi: Float64Array,
  y0: number,
): void {
  const butterfly = { 2: radix2, 3: radix3, 4: radix4, 5: radix5 }[radix]!;
  butterfly(parts, s, twiddles, xr, xi, x0, yr, yi, y0);
}

type Butterfly = (
  m: number,
  s: number,
  w: Float64Array,
  xr: Float64Array,
  xi: Float64Array,
  x0: number,
  yr: Float64Array,
  yi: Float64Array,
  y0: number,
) => void;

const radix2: Butterfly = (m, s, w, xr, xi, x0, yr, yi, y0) => {
  for (let p = 0; p < m; p++) {
    const [c, d] = [w[2 * p]!, w[2 * p + 1]!];
    let a = x0 + s * p;
    let y = y0 + 2 * s * p;
    for (const end = a + s; a < end; a++, y++) {
      const b = a + s * m;
      const re = xr[a]! - xr[b]!;
      const im = xi[a]! - xi[b]!;
      yr[y] = xr[a]! + xr[b]!;
      yi[y] = xi[a]! + xi[b]!;
      yr[y + s] = re * c - im * d;
      yi[y + s] = re * d + im * c;
    }
  }
};

const radix3: Butterfly = (m, s, w, xr, xi, x0, yr, yi, y0) => {
  const sine = Math.sqrt(3) / 2;
  for (let p = 0, t = 0; p < m; p++, t += 4) {
    const [c1, d1, c2, d2] = [w[t]!, w[t + 1]!, w[t + 2]!, w[t + 3]!];
    let a = x0 + s * p;
    let y = y0 + 3 * s * p;
    for (const end = a + s; a < end; a++, y++) {
      const b = a + s * m;
      const c = b + s * m;
      const sumRe = xr[b]! + xr[c]!;
      const sumIm = xi[b]! + xi[c]!;
      const re = xr[a]! - sumRe / 2;
      const im = xi[a]! - sumIm / 2;
      const turnRe = sine * (xi[b]! - xi[c]!);
      const turnIm = sine * (xr[c]! - xr[b]!);
      yr[y] = xr[a]! + sumRe;
      yi[y] = xi[a]! + sumIm;
      yr[y + s] = (re + turnRe) * c1 - (im + turnIm) * d1;
      yi[y + s] = (re + turnRe) * d1 + (im + turnIm) * c1;
      yr[y + 2 * s] = (re - turnRe) * c2 - (im - turnIm) * d2;
      yi[y + 2 * s] = (re - turnRe) * d2 + (im - turnIm) * c2;
    }
  }
};

const radix4: Butterfly = (m, s, w, xr, xi, x0, yr, yi, y0) => {
  for (let p = 0, t = 0; p < m; p++, t += 6) {
    const [c1, d1, c2, d2, c3, d3] = [w[t]!, w[t + 1]!, w[t + 2]!, w[t + 3]!, w[t + 4]!, w[t + 5]!];
    let a = x0 + s * p;
    let y = y0 + 4 * s * p;
    for (const end = a + s; a < end; a++, y++) {
      const b = a + s * m;
      const c = b + s * m;
      const d = c + s * m;
      const r0 = xr[a]! + xr[c]!;
      const i0 = xi[a]! + xi[c]!;
      const r1 = xr[a]! - xr[c]!;
      const i1 = xi[a]! - xi[c]!;
      const r2 = xr[b]! + xr[d]!;
      const i2 = xi[b]! + xi[d]!;
      // −i (x_b − x_d)
      const r3 = xi[b]! - xi[d]!;
      const i3 = xr[d]! - xr[b]!;
      yr[y] = r0 + r2;
      yi[y] = i0 + i2;
      yr[y + s] = (r1 + r3) * c1 - (i1 + i3) * d1;
      yi[y + s] = (r1 + r3) * d1 + (i1 + i3) * c1;
      yr[y + 2 * s] = (r0 - r2) * c2 - (i0 - i2) * d2;
      yi[y + 2 * s] = (r0 - r2) * d2 + (i0 - i2) * c2;
      yr[y + 3 * s] = (r1 - r3) * c3 - (i1 - i3) * d3;
      yi[y + 3 * s] = (r1 - r3) * d3 + (i1 - i3) * c3;
    }
  }
};

const radix5: Butterfly = (m, s, w, xr, xi, x0, yr, yi, y0) => {
  const [cos1, sin1] = root(1, 5);
  const [cos2, sin2] = root(2, 5);
  for (let p = 0, t = 0; p < m; p++, t += 8) {
    let a = x0 + s * p;
    let y = y0 + 5 * s * p;
    for (const end = a + s; a < end; a++, y++) {
      const b = a + s * m;
      const c = b + s * m;
      const d = c + s * m;
      const e = d + s * m;
      const r1 = xr[b]! + xr[e]!;
      const i1 = xi[b]! + xi[e]!;
      const r2 = xr[c]! + xr[d]!;
      const i2 = xi[c]! + xi[d]!;
      const u1 = xr[b]! - xr[e]!;
      const v1 = xi[b]! - xi[e]!;
      const u2 = xr[c]! - xr[d]!;
      const v2 = xi[c]! - xi[d]!;
      const f1 = xr[a]! + cos1 * r1 + cos2 * r2;
      const g1 = xi[a]! + cos1 * i1 + cos2 * i2;
      const f2 = xr[a]! + cos2 * r1 + cos1 * r2;
      const g2 = xi[a]! + cos2 * i1 + cos1 * i2;
      // −i times the odd parts
      const h1 = sin1 * v1 + sin2 * v2;
      const k1 = -sin1 * u1 - sin2 * u2;
      const h2 = sin2 * v1 - sin1 * v2;
      const k2 = -sin2 * u1 + sin1 * u2;
      yr[y] = xr[a]! + r1 + r2;
      yi[y] = xi[a]! + i1 + i2;
      yr[y + s] = (f1 + h1) * w[t]! - (g1 + k1) * w[t + 1]!;
      yi[y + s] = (f1 + h1) * w[t + 1]! + (g1 + k1) * w[t]!;
      yr[y + 2 * s] = (f2 + h2) * w[t + 2]! - (g2 + k2) * w[t + 3]!;
      yi[y + 2 * s] = (f2 + h2) * w[t + 3]! + (g2 + k2) * w[t + 2]!;
      yr[y + 3 * s] = (f2 - h2) * w[t + 4]! - (g2 - k2) * w[t + 5]!;
      yi[y + 3 * s] = (f2 - h2) * w[t + 5]! + (g2 - k2) * w[t + 4]!;
      yr[y + 4 * s] = (f1 - h1) * w[t + 6]! - (g1 - k1) * w[t + 7]!;
      yi[y + 4 * s] = (f1 - h1) * w[t + 7]! + (g1 - k1) * w[t + 6]!;
    }
  }
};
