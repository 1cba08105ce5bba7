/**
 * Integer roots of polynomials with integer coefficients, exactly: between two neighbouring zeros of its derivative a
 * polynomial is monotone, so bisection over the integers finds its only zero there.
 */

/** a_0 + a_1 x + a_2 x² + …, the last coefficient not zero. */
export type IntegerPolynomial = readonly bigint[];

const valueAt = (p: IntegerPolynomial, x: bigint): bigint => p.reduceRight((sum, a) => sum * x + a, 0n);

const derivative = (p: IntegerPolynomial): bigint[] => p.slice(1).map((a, k) => a * BigInt(k + 1));

const absolute = (a: bigint): bigint => (a < 0n ? -a : a);

/** Rising integers, among them the integer part of every real zero in [low, high]. */
function partsOfZeros(p: IntegerPolynomial, low: bigint, high: bigint): bigint[] {
  if (p.length <= 1) return [];
  const turns = partsOfZeros(derivative(p), low, high);
  const found = new Set(turns);
  for (const [k, first] of [low, ...turns.map((f) => f + 1n)].entries()) {
    let [a, b] = [first, turns[k] ?? high];
    const [left, right] = [valueAt(p, a), valueAt(p, b)];
    if (a > b || left * right > 0n) continue;
    while (b - a > 1n) {
      const middle = (a + b) / 2n;
      if (left * valueAt(p, middle) > 0n) a = middle;
      else b = middle;
    }
    for (const x of [a, b]) found.add(x);
  }
  return [...found].sort((x, y) => (x < y ? -1 : 1));
}

/** The integer roots that are at least `low`, rising. The polynomial is not zero. */
export function integerRoots(p: IntegerPolynomial, low: bigint): bigint[] {
  // Cauchy's bound: every root is smaller in size than 1 + max |a_k / a_d|.
  const largest = p.reduce((most, a) => (absolute(a) > most ? absolute(a) : most), 0n);
  const high = largest / absolute(p.at(-1)!) + 2n;
  if (high < low) return [];
  const candidates = partsOfZeros(p, low, high).flatMap((f) => [f, f + 1n]);
  return [...new Set(candidates)].filter((x) => x >= low && valueAt(p, x) === 0n);
}
