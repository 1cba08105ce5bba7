/**
 * The covariant derivative of a graph in constant curvature.
 *
 * For the symmetrised derivatives P_k of a scalar field ([ballerin-grong-2026]; the Taylor coefficients of u∘exp_x),
 *
 *   ∇_v P_k(w^k) = P_{k+1}(v, w^k)
 *     + Σ_{m≥1} φ_m κ^m k!/(k−2m)! [ |w|^{2m} P_{k+1−2m}(v, w^{k−2m}) − |w|^{2m−2} ⟨v,w⟩ P_{k+1−2m}(w^{k+1−2m}) ],
 *
 * where √s cot √s = Σ φ_m s^m. Polarised, |w|^{2m} P(v, w^{k−2m}) is the mean over the k!/((k−2m)! m! 2^m) choices of m
 * disjoint pairs of half-edges, and |w|^{2m−2}⟨v,w⟩ P(w^{k+1−2m}) that over the choices of a partner of v and m−1 pairs;
 * so each choice of the first kind has the coefficient φ_m κ^m m! 2^m, each of the second −φ_m κ^m (k−2m+1) (m−1)! 2^{m−1}.
 */
import { Polynomial, Rational } from '../exact/index.js';
import type { Multigraph } from '../graph/index.js';
import { GraphSum } from './graphSum.js';
import { assemble, copyWiring, halfEdgesAt, join, link, takeApart, type Wiring } from './wiring.js';

const factorial = (k: number): Rational => (k <= 1 ? Rational.one : factorial(k - 1).times(Rational.of(k)));

/** φ_0, …, φ_m: Taylor coefficients of √s cot √s, from φ(s) · sin √s/√s = cos √s. */
export function cotangentCoefficients(m: number): Rational[] {
  const phi: Rational[] = [];
  for (let k = 0; k <= m; k++) {
    const alternating = (denominator: Rational, j: number): Rational =>
      Rational.of(j % 2 === 0 ? 1 : -1).dividedBy(denominator);
    let sum = alternating(factorial(2 * k), k);
    for (let j = 0; j < k; j++) sum = sum.minus(phi[j]!.times(alternating(factorial(2 * (k - j) + 1), k - j)));
    phi.push(sum);
  }
  return phi;
}

/** All ways to choose `count` disjoint pairs from the items. */
function* disjointPairs(items: readonly number[], count: number): Generator<readonly (readonly [number, number])[]> {
  if (count === 0) {
    yield [];
    return;
  }
  for (let i = 0; i + 2 * count <= items.length; i++) {
    for (let j = i + 1; j < items.length; j++) {
      const rest = items.filter((_, position) => position > i && position !== j);
      for (const others of disjointPairs(rest, count - 1)) yield [[items[i]!, items[j]!], ...others];
    }
  }
}

interface Entry {
  readonly graph: Multigraph;
  readonly coefficient: Polynomial;
}

const n = Polynomial.variable('n');
const kappa = Polynomial.variable('kappa');

/** The rule above at vertex x; the new leg is −1, the lowest, so that it becomes leg 0. */
function* deriveVertex(wiring: Wiring, x: number): Generator<Entry> {
  const newLeg = 0;
  const finish = (result: Wiring, coefficient: Polynomial): Entry => ({
    graph: assemble(result),
    coefficient: coefficient.times(n.power(result.circles)),
  });
  const raised = copyWiring(wiring);
  link(raised, -1 - newLeg, x);
  yield finish(raised, Polynomial.one);
  const half = halfEdgesAt(wiring, x);
  const k = half.length;
  const phi = cotangentCoefficients(Math.floor(k / 2));
  for (let m = 1; 2 * m <= k; m++) {
    const scale = kappa.power(m).times(phi[m]!);
    const power = (j: number): Rational => factorial(j).times(Rational.of(2 ** j));
    for (const pairs of disjointPairs(half, m)) {
      const result = copyWiring(wiring);
      for (const [a, b] of pairs) join(result, a, b);
      link(result, -1 - newLeg, x);
      yield finish(result, scale.times(power(m)));
    }
    for (const partner of half) {
      const rest = half.filter((h) => h !== partner);
      for (const pairs of disjointPairs(rest, m - 1)) {
        const result = copyWiring(wiring);
        for (const [a, b] of pairs) join(result, a, b);
        join(result, partner, link(result, x, -1 - newLeg));
        yield finish(result, scale.times(power(m - 1)).times(-(k - 2 * m + 1)));
      }
    }
  }
}

/**
 * The covariant derivative; the new index comes first: `∇T` has rank r + 1 and leg 0 is the direction.
 * @example
 * derivative(GraphSum.of(parseKey('u_ab'))).toString()
 * // '1/3*kappa g_ab u_c + 1/3*kappa g_ac u_b - 2/3*kappa g_bc u_a + u_abc'
 * @throws Unsupported for a graph with a volume form.
 */
export function derivative(sum: GraphSum): GraphSum {
  const entries: Entry[] = [];
  for (const { graph, coefficient } of sum.terms.values()) {
    const wiring = takeApart({ ...graph, legs: [] });
    // The legs move up by one to leave number 0 to the new leg.
    graph.legs.forEach((end, l) => {
      if (end >= 0) link(wiring, -1 - (l + 1), end);
      else if (-1 - end > l) link(wiring, -1 - (l + 1), end - 1);
    });
    for (let x = 0; x < graph.vertices.length; x++) {
      for (const entry of deriveVertex(wiring, x)) {
        entries.push({ graph: entry.graph, coefficient: entry.coefficient.times(coefficient) });
      }
    }
  }
  return GraphSum.collect(sum.rank + 1, entries);
}
