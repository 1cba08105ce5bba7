/** For tests: exact solutions, and a spectral method of lines where there is none. No code shared with the package. */

const tau = 2 * Math.PI;

/** Samples f(x, t) on a periodic line at many times. */
export function sampleLine(f: (x: number, t: number) => number, n: number, length: number, times: readonly number[]) {
  return times.map((t) => Float64Array.from({ length: n }, (_, i) => f((i * length) / n, t)));
}

export const uniformTimes = (count: number, end: number): number[] =>
  Array.from({ length: count }, (_, i) => (i * end) / (count - 1));

const modes = [
  [1, 0.4, 0.3],
  [2, 0.25, 1.7],
  [3, -0.15, 0.6],
  [4, 0.1, 2.9],
] as const;

/** Heat equation u_t = ν u_xx on a circle of length 2π: a positive Fourier series. Returns [u, u_x]. */
function heat(nu: number, x: number, t: number): [number, number] {
  let value = 1.2;
  let slope = 0;
  for (const [k, amplitude, phase] of modes) {
    const decay = amplitude * Math.exp(-nu * k * k * t);
    value += decay * Math.cos(k * x + phase);
    slope -= k * decay * Math.sin(k * x + phase);
  }
  return [value, slope];
}

/** u_t = ν u_xx. */
export const heatSolution = (nu: number) => (x: number, t: number) => heat(nu, x, t)[0];

/** Burgers u_t = ν u_xx − u u_x by Cole and Hopf: u = −2ν φ_x / φ with φ_t = ν φ_xx. */
export const burgersSolution = (nu: number) => (x: number, t: number) => {
  const [value, slope] = heat(nu, x, t);
  return (-2 * nu * slope) / value;
};

/** u_t = ν u_xx + c u_x²: u = (ν / c) log φ. */
export const growthSolution = (nu: number, c: number) => (x: number, t: number) =>
  (nu / c) * Math.log(heat(nu, x, t)[0]);

/** Two solitons of u_t = −6 u u_x − u_xxx (Hirota): u = 2 (log F)_xx, F = 1 + e₁ + e₂ + A e₁ e₂. */
export const solitonPair = (k1: number, k2: number, x1: number, x2: number) => (x: number, t: number) => {
  const e1 = Math.exp(k1 * (x - x1 - k1 * k1 * t));
  const e2 = Math.exp(k2 * (x - x2 - k2 * k2 * t));
  const e12 = ((k1 - k2) / (k1 + k2)) ** 2 * e1 * e2;
  const F = 1 + e1 + e2 + e12;
  const F1 = k1 * e1 + k2 * e2 + (k1 + k2) * e12;
  const F2 = k1 * k1 * e1 + k2 * k2 * e2 + (k1 + k2) ** 2 * e12;
  return (2 * (F * F2 - F1 * F1)) / (F * F);
};

/** u_t = ν u_xx + r u (1 − u) on a circle of length 2π: Fourier differentiation matrix, classical Runge–Kutta. */
export function fisherRun(nu: number, r: number, n: number, times: readonly number[]): Float64Array[] {
  const second = Array.from({ length: n }, (_, d) => {
    let sum = 0;
    for (let k = -n / 2 + 1; k < n / 2; k++) sum -= (k * k * Math.cos((tau * k * d) / n)) / n;
    return sum;
  });
  const rate = (u: Float64Array) =>
    u.map((value, i) => {
      let laplacian = 0;
      for (let j = 0; j < n; j++) laplacian += second[(i - j + n) % n]! * u[j]!;
      return nu * laplacian + r * value * (1 - value);
    });
  const add = (u: Float64Array, h: number, v: Float64Array) => u.map((value, i) => value + h * v[i]!);
  let u = Float64Array.from({ length: n }, (_, i) => {
    const x = (tau * i) / n;
    return 0.35 + 0.2 * Math.cos(x) + 0.1 * Math.sin(2 * x + 1) - 0.05 * Math.cos(3 * x);
  });
  const steps = 8;
  return times.map((t, i) => {
    const h = i === 0 ? 0 : (t - times[i - 1]!) / steps;
    for (let s = 0; i > 0 && s < steps; s++) {
      const k1 = rate(u);
      const k2 = rate(add(u, h / 2, k1));
      const k3 = rate(add(u, h / 2, k2));
      const k4 = rate(add(u, h, k3));
      u = u.map((value, j) => value + (h / 6) * (k1[j]! + 2 * k2[j]! + 2 * k3[j]! + k4[j]!));
    }
    return u;
  });
}
