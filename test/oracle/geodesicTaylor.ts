/**
 * Symmetrised covariant derivatives of u(p) = exp(<a, p>) from the ambient model alone: along p ↦ exp_p(w) the
 * ambient form gives <a, exp_p w> = <a,p> c(κ|w|²) + <a,w> s(κ|w|²), c = Σ (−x)^j / (2j)!, s = Σ (−x)^j / (2j+1)!,
 * and the Taylor coefficients of its exponential in w are the P_k. Knows no chart and no Christoffel symbol.
 */
type Poly = Map<string, number>; // exponents "i,j,…" → coefficient

function multiply(a: Poly, b: Poly, order: number): Poly {
  const out: Poly = new Map();
  for (const [k, x] of a) {
    for (const [l, y] of b) {
      const other = l.split(',').map(Number);
      const sum = k.split(',').map((e, i) => Number(e) + other[i]!);
      if (sum.reduce((s, e) => s + e, 0) > order) continue;
      const key = sum.join();
      out.set(key, (out.get(key) ?? 0) + x * y);
    }
  }
  return out;
}

function combine(terms: readonly (readonly [number, Poly])[]): Poly {
  const out: Poly = new Map();
  for (const [factor, poly] of terms) for (const [k, x] of poly) out.set(k, (out.get(k) ?? 0) + factor * x);
  return out;
}

const factorial = (k: number): number => (k < 2 ? 1 : k * factorial(k - 1));

/**
 * P_k(e_i1, …, e_ik) at a point where <a,p> = `height` and <a,e_i> = `slopes[i]`, for a sorted list of frame indices.
 */
export function exponentialJet(
  kappa: number,
  height: number,
  slopes: readonly number[],
  order: number,
): (index: readonly number[]) => number {
  const n = slopes.length;
  const exponents = (f: (i: number) => number) => Array.from({ length: n }, (_, i) => f(i)).join();
  const one: Poly = new Map([[exponents(() => 0), 1]]);
  const square: Poly = new Map(slopes.map((_, i) => [exponents((j) => (i === j ? 2 : 0)), kappa]));
  const slope: Poly = new Map(slopes.map((x, i) => [exponents((j) => (i === j ? 1 : 0)), x]));
  const even: [number, Poly][] = [];
  const odd: [number, Poly][] = [];
  let power = one;
  for (let j = 0; 2 * j <= order; j++) {
    even.push([(-1) ** j / factorial(2 * j), power]);
    odd.push([(-1) ** j / factorial(2 * j + 1), power]);
    power = multiply(power, square, order);
  }
  const exponent = combine([
    [height, combine(even.slice(1))],
    [1, multiply(slope, combine(odd), order)],
  ]);
  let term = one;
  let sum: Poly = one;
  for (let k = 1; k <= order; k++) {
    term = combine([[1 / k, multiply(term, exponent, order)]]);
    sum = combine([
      [1, sum],
      [1, term],
    ]);
  }
  return (index) => {
    const counts = Array.from({ length: n }, (_, i) => index.filter((j) => j === i).length);
    const size = counts.reduce((product, c) => product * factorial(c), 1);
    return Math.exp(height) * size * (sum.get(counts.join()) ?? 0);
  };
}
