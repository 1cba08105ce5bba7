/**
 * The covariant derivative of a graph in constant curvature.
 *
 * For the symmetrised derivatives P_k of a scalar field ([ballerin-grong-2026]; the Taylor coefficients of u∘exp_x),
 *
 *   ∇_v P_k(w^k) = P_{k+1}(v, w^k)
 *     + Σ_{m≥1} φ_m κ^m k!/(k−2m)! [ |w|^{2m} P_{k+1−2m}(v, w^{k−2m}) − |w|^{2m−2} ⟨v,w⟩ P_{k+1−2m}(w^{k+1−2m}) ],
 *
 * where √s cot √s = Σ φ_m s^m. Polarised, |w|^{2m} P(v, w^{k−2m}) is the mean over the k!/((k−2m)! m! 2^m) choices of m
 * disjoint pairs of half-edges, and |w|^{2m−2}⟨v,w⟩ P(w^{k+1−2m}) that over the choices of a partner of v and m−1 pairs.
 * With T the sum over all ways to join two half-edges of the vertex, T^m is m! times the sum over m disjoint pairs. So the
 * first kind has the coefficient φ_m κ^m 2^m T^m, the second −φ_m κ^m (k−2m+1) 2^{m−1} T^{m−1}.
 *
 * The value of a field with values in tensors is carried back along radial geodesics; each of its slots gets one more term,
 * κ χ(κ|w|²) (v∧w)·P with (v∧w)X = v⟨w,X⟩ − w⟨v,X⟩ and χ(s) = tan(√s/2)/√s = Σ χ_m s^m. In ∇_v P_k(w^k) it is
 * Σ_m χ_m κ^{m+1} k!/(k−2m−1)! |w|^{2m} (v∧w)·P_{k−2m−1}(w^{k−2m−1}): the coefficient χ_m κ^{m+1} 2^m on T^m followed by the
 * sum over the half-edges w of the vertex.
 *
 * Half-edges that lead to the same vertex, and loops, are alike: T goes over kinds of half-edges, with multiplicities, and
 * graphs that have become equal are collected after every step. Each place of the volume form, which is covariantly constant,
 * is a kind of its own.
 */
import { OutOfRange } from '../base/index.js';
import { Polynomial, Rational } from '../exact/index.js';
import { degrees, type Multigraph, slotOwners } from '../graph/index.js';
import { GraphSum } from './graphSum.js';

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

/** χ_0, …, χ_{m−1} from φ_0, …, φ_m, because tan y = cot y − 2 cot 2y. */
function tangentCoefficients(phi: readonly Rational[]): Rational[] {
  return phi.slice(1).map((value, m) => value.times(Rational.of(2n * (1n - 4n ** BigInt(m + 1)), 4n ** BigInt(m + 1))));
}

/** Multiplicities are kept in bytes, and the derivative adds one. */
const mostHalfEdges = 254;

/** A graph on fixed nodes (vertices, slots, the new leg, legs, places of the volume form) as multiplicities; some circles split off, each a factor n. */
interface Labelled {
  readonly edges: Uint8Array;
  readonly circles: number;
  readonly weight: bigint;
}

/** A sum of labelled graphs, equal ones collected. */
class LabelledSum {
  readonly #size: number;
  readonly #terms = new Map<string, Labelled>();

  constructor(size: number) {
    this.#size = size;
  }

  /** Adds a multiple of a graph in which some edges come and go: each change is [node, node, difference]. */
  add(
    { edges, circles, weight }: Labelled,
    times: number,
    changes: readonly (readonly [number, number, number])[],
    more = 0,
  ): void {
    if (times === 0) return;
    const size = this.#size;
    const changed = edges.slice();
    for (const [v, w, difference] of changes) {
      changed[v * size + w]! += difference;
      if (v !== w) changed[w * size + v]! += difference;
    }
    const key = String.fromCharCode(circles + more, ...changed);
    const sum = (this.#terms.get(key)?.weight ?? 0n) + weight * BigInt(times);
    this.#terms.set(key, { edges: changed, circles: circles + more, weight: sum });
  }

  values(): Iterable<Labelled> {
    return this.#terms.values();
  }
}

/** T at node x: every way to join two of its half-edges by the metric. */
function joinPairs(terms: Iterable<Labelled>, x: number, size: number): LabelledSum {
  const result = new LabelledSum(size);
  for (const term of terms) {
    const to = (w: number): number => term.edges[x * size + w]!;
    const loops = to(x);
    let single = 0;
    for (let v = 0; v < size; v++) {
      if (v === x || to(v) === 0) continue;
      single += to(v);
      result.add(term, (to(v) * (to(v) - 1)) / 2, [
        [x, v, -2],
        [v, v, 1],
      ]);
      for (let w = v + 1; w < size; w++) {
        if (w === x) continue;
        result.add(term, to(v) * to(w), [
          [x, v, -1],
          [x, w, -1],
          [v, w, 1],
        ]);
      }
    }
    result.add(term, 2 * loops * single + 2 * loops * (loops - 1), [[x, x, -1]]);
    result.add(term, loops, [[x, x, -1]], 1);
  }
  return result;
}

/** Every way to give a half-edge of node x to the new leg. */
function giveAway(terms: Iterable<Labelled>, x: number, leg: number, size: number): LabelledSum {
  const result = new LabelledSum(size);
  for (const term of terms) {
    for (let w = 0; w < size; w++) {
      const count = term.edges[x * size + w]!;
      if (w === x) {
        result.add(term, 2 * count, [
          [x, x, -1],
          [leg, x, 1],
        ]);
      } else {
        result.add(term, count, [
          [x, w, -1],
          [leg, w, 1],
        ]);
      }
    }
  }
  return result;
}

/**
 * v∧w at a slot of node x, summed over the half-edges w of x: what was at the slot goes to the new leg and what was at w to
 * the slot, minus the other way round.
 */
function turnSlot(terms: Iterable<Labelled>, x: number, slot: number, leg: number, size: number): LabelledSum {
  const result = new LabelledSum(size);
  for (const term of terms) {
    let outside = 0;
    while (term.edges[slot * size + outside] === 0) outside++;
    for (let w = 0; w < size; w++) {
      // A half-edge that joins the vertex to the slot itself: P_v − n P_v.
      if (w === slot) {
        if (outside !== x) continue;
        const turned = [
          [x, slot, -1],
          [leg, slot, 1],
        ] as const;
        result.add(term, 1, turned);
        result.add(term, -1, turned, 1);
        continue;
      }
      const count = term.edges[x * size + w]! * (w === x ? 2 : 1);
      const apart = [
        [slot, outside, -1],
        [x, w, -1],
      ] as const;
      result.add(term, count, [...apart, [outside, leg, 1], [w, slot, 1]]);
      result.add(term, -count, [...apart, [outside, w, 1], [slot, leg, 1]]);
    }
  }
  return result;
}

/** A graph with a coefficient, not in canonical form. */
export interface SummandGraph {
  readonly graph: Multigraph;
  readonly coefficient: Polynomial;
}

const n = Polynomial.variable('n');
const kappa = Polynomial.variable('kappa');

/** The rules above at every vertex of a graph; the new leg becomes leg 0. */
function* deriveGraph(graph: Multigraph): Generator<SummandGraph> {
  const { vertices, edges, legs, epsilon } = graph;
  const owners = slotOwners(graph);
  const leg = vertices.length + owners.length;
  const volume = leg + 1 + legs.length;
  const size = volume + epsilon.length;
  const matrix = new Uint8Array(size * size);
  const join = (v: number, w: number): void => {
    matrix[v * size + w]!++;
    if (v !== w) matrix[w * size + v]!++;
  };
  for (const [v, w] of edges) join(v, w);
  legs.forEach((end, l) => {
    if (end >= 0) join(leg + 1 + l, end);
    else if (-1 - end > l) join(leg + 1 + l, leg - end);
  });
  epsilon.forEach((end, i) => {
    join(volume + i, end >= 0 ? end : leg - end);
  });
  const finish = function* (sum: LabelledSum, scale: Polynomial): Generator<SummandGraph> {
    for (const { edges, circles, weight } of sum.values()) {
      const rejoined = toMultigraph(graph, leg, volume, edges, size);
      if (rejoined === undefined) continue;
      const factor = circles === 0 ? scale : scale.times(n.power(circles));
      yield { graph: rejoined, coefficient: weight === 1n ? factor : factor.times(Rational.of(weight)) };
    }
  };
  const halfEdges = degrees(graph);
  for (let x = 0; x < vertices.length; x++) {
    const slots = owners.flatMap((owner, s) => (owner === x ? [vertices.length + s] : []));
    const start: Labelled = { edges: matrix, circles: 0, weight: 1n };
    const raised = new LabelledSum(size);
    raised.add(start, 1, [[leg, x, 1]]);
    yield* finish(raised, Polynomial.one);
    if (halfEdges[x]! > mostHalfEdges) {
      const expected = `at most ${mostHalfEdges} derivatives of one factor`;
      throw new OutOfRange({ where: 'derivative', expected, got: `${halfEdges[x]}` });
    }
    let degree = matrix[x * size + x]!;
    for (let w = 0; w < size; w++) degree += matrix[x * size + w]!;
    const phi = cotangentCoefficients(Math.ceil(degree / 2));
    const chi = tangentCoefficients(phi);
    let joined: Iterable<Labelled> = [start];
    for (let m = 1; 2 * m - 1 <= degree; m++) {
      const power = kappa.power(m).times(2 ** (m - 1));
      for (const slot of slots) yield* finish(turnSlot(joined, x, slot, leg, size), power.times(chi[m - 1]!));
      if (2 * m > degree) break;
      const scale = power.times(phi[m]!);
      yield* finish(giveAway(joined, x, leg, size), scale.times(-(degree - 2 * m + 1)));
      const next = joinPairs(joined, x, size);
      joined = [...next.values()];
      const withLeg = new LabelledSum(size);
      for (const term of joined) withLeg.add(term, 1, [[leg, x, 1]]);
      yield* finish(withLeg, scale.times(2));
    }
  }
}

/**
 * Nodes before `first` are vertices and slots, from there to `volume` legs, from there on places of the volume form. Nothing
 * if two of these are joined, where the operator vanishes.
 */
function toMultigraph(
  { vertices, tensors }: Multigraph,
  first: number,
  volume: number,
  matrix: Uint8Array,
  size: number,
): Multigraph | undefined {
  const edges: [number, number][] = [];
  const legs = new Array<number>(volume - first);
  const epsilon = new Array<number>(size - volume);
  const endOf = (node: number): number => (node < first ? node : -1 - (node - first));
  for (let v = 0; v < size; v++) {
    for (let w = v; w < size; w++) {
      for (let m = matrix[v * size + w]!; m > 0; m--) {
        if (v >= volume) return undefined;
        if (w < first) edges.push([v, w]);
        else if (w >= volume) {
          epsilon[w - volume] = endOf(v);
          if (v >= first) legs[v - first] = endOf(v);
        } else {
          legs[w - first] = endOf(v);
          if (v >= first) legs[v - first] = endOf(w);
        }
      }
    }
  }
  return { vertices, edges, legs, epsilon, ...(tensors && { tensors }) };
}

/** The terms of the covariant derivative, leg 0 the direction; graphs are not canonical and may repeat. */
export function* derivativeTerms(sum: GraphSum): Generator<SummandGraph> {
  for (const { graph, coefficient } of sum.terms.values()) {
    for (const term of deriveGraph(graph)) {
      yield { graph: term.graph, coefficient: term.coefficient.times(coefficient) };
    }
  }
}

/**
 * The covariant derivative; the new index comes first: `∇T` has rank r + 1 and leg 0 is the direction.
 * @example
 * derivative(GraphSum.of(parseKey('u_ab'))).toString()
 * // '1/3*kappa g_ab u_c + 1/3*kappa g_ac u_b - 2/3*kappa g_bc u_a + u_abc'
 */
export function derivative(sum: GraphSum): GraphSum {
  return GraphSum.collect(sum.rank + 1, derivativeTerms(sum));
}
