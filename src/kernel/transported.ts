/**
 * Jets of fields with values in tensors. With F(w) the value at exp_p w carried back to p along the geodesic, and Y_j(w) the
 * product of the value at exp_p w, an ambient vector, with the frame vector e_j of p,
 *
 *   F_i = Y_i + κ g(κ|w|²) w_i Σ_j w_j Y_j,   g(s) = (1/cos √s − 1)/s = Σ g_m s^m,
 *
 * because the transport turns the tangent of the geodesic into w/|w| and leaves what is orthogonal to it. The Y_j are
 * combinations of the ambient components of the field, which are scalar functions: their jets can be sampled.
 */

/** A multiple of the derivative `index` of the component `value` of Y. */
export interface TransportTerm {
  readonly value: readonly number[];
  readonly index: readonly number[];
  readonly coefficient: number;
}

/** g_0, …, g_m from cos x · (1/cos x) = 1. */
function secantCoefficients(m: number): number[] {
  const secant = [1];
  for (let k = 1; k <= m + 1; k++) {
    let [sum, factor] = [0, 1];
    for (let j = 1; j <= k; j++) {
      factor /= -((2 * j - 1) * (2 * j));
      sum -= factor * secant[k - j]!;
    }
    secant.push(sum);
  }
  return secant.slice(1);
}

const factorial = (k: number): number => (k <= 1 ? 1 : k * factorial(k - 1));

/** Exponents e_0, …, e_{n−1} with a given sum. */
function* exponents(sum: number, count: number): Generator<readonly number[]> {
  if (count === 1) yield [sum];
  else
    for (let first = 0; first <= sum; first++)
      for (const rest of exponents(sum - first, count - 1)) yield [first, ...rest];
}

/** The terms for one slot of the value, the others staying as they are. */
function turnSlot(term: TransportTerm, slot: number, n: number, kappa: number): TransportTerm[] {
  const i = term.value[slot]!;
  const powers = Array.from({ length: n }, (_, a) => term.index.filter((b) => b === a).length);
  const size = (list: readonly number[]): number => list.reduce((product, e) => product * factorial(e), 1);
  const order = term.index.length;
  const result = [term];
  secantCoefficients(Math.floor(order / 2)).forEach((g, m) => {
    if (2 * m + 2 > order) return;
    for (let j = 0; j < n; j++) {
      for (const square of exponents(m, n)) {
        const left = powers.map((e, a) => e - 2 * square[a]! - Number(a === i) - Number(a === j));
        if (left.some((e) => e < 0)) continue;
        const multinomial = factorial(m) / size(square);
        result.push({
          value: term.value.with(slot, j),
          index: left.flatMap((e, a) => new Array<number>(e).fill(a)),
          coefficient: (term.coefficient * kappa ** (m + 1) * g * multinomial * size(powers)) / size(left),
        });
      }
    }
  });
  return result;
}

/**
 * The derivative `index` of the component `value` of F at 0 in terms of those of Y.
 * @example
 * transportTerms([0], [0, 1], 2, 1)
 * // F_0,01 = Y_0,01 + Y_1/2 on the unit sphere
 */
export function transportTerms(
  value: readonly number[],
  index: readonly number[],
  dimension: number,
  kappa: number,
): readonly TransportTerm[] {
  let terms: readonly TransportTerm[] = [{ value, index, coefficient: 1 }];
  if (kappa === 0) return terms;
  for (let slot = 0; slot < value.length; slot++) {
    terms = terms.flatMap((term) => turnSlot(term, slot, dimension, kappa));
  }
  return terms;
}
