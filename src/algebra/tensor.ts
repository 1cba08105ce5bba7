/**
 * Tensor algebra on sums of graphs: contraction and permutation of legs, and the operations made from them. Legs are
 * numbered from 0 here.
 */
import { checkInteger, InvalidInput, type TensorType } from '../base/index.js';
import { Polynomial, Rational } from '../exact/index.js';
import { derivative, derivativeTerms, type SummandGraph } from './derivative.js';
import { GraphSum } from './graphSum.js';
import { assemble, halfEdgesAt, join, takeApart } from './wiring.js';

/** @throws InvalidInput unless the sum has the given rank. */
export function checkRank(where: string, sum: GraphSum, rank: number): void {
  if (sum.rank !== rank) {
    throw new InvalidInput({ where, expected: `a tensor of rank ${rank}`, got: `rank ${sum.rank}` });
  }
}

/**
 * Joins legs i and j by the metric; a metric between the two gives the factor n, the volume form at both 0.
 * @throws InvalidInput unless i and j are different legs of the sum.
 */
export function contract(sum: GraphSum, i: number, j: number): GraphSum {
  if (sum.rank < 2) {
    throw new InvalidInput({ where: 'contract', expected: 'a tensor of rank 2 or more', got: `rank ${sum.rank}` });
  }
  for (const leg of [i, j]) checkInteger('contract', 'a position', leg + 1, 1, sum.rank);
  if (i === j) {
    throw new InvalidInput({ where: 'contract', expected: 'two different positions', got: `${i + 1} twice` });
  }
  return GraphSum.collect(sum.rank - 2, contracted(sum.terms.values(), i, j));
}

const n = Polynomial.variable('n');

function* contracted(terms: Iterable<SummandGraph>, i: number, j: number): Generator<SummandGraph> {
  for (const { graph, coefficient } of terms) {
    const wiring = takeApart(graph);
    join(wiring, halfEdgesAt(wiring, -1 - i)[0]!, halfEdgesAt(wiring, -1 - j)[0]!);
    const joined = assemble(wiring);
    if (joined === undefined) continue;
    yield {
      graph: joined,
      coefficient: wiring.circles === 0 ? coefficient : coefficient.times(n.power(wiring.circles)),
    };
  }
}

/** Leg l of the result is leg `from[l]` of the argument. */
export function permuteLegs(sum: GraphSum, from: readonly number[]): GraphSum {
  const moved = (end: number): number => (end >= 0 ? end : -1 - from.indexOf(-1 - end));
  const entries = [...sum.terms.values()].map(({ graph, coefficient }) => ({
    coefficient,
    graph: { ...graph, legs: from.map((l) => moved(graph.legs[l]!)), epsilon: graph.epsilon.map(moved) },
  }));
  return GraphSum.collect(sum.rank, entries);
}

/** The metric itself, rank 2. */
export const metric: GraphSum = GraphSum.of({ vertices: [], edges: [], legs: [-2, -1], epsilon: [] });

/**
 * The symmetrised k-th covariant derivative of a field: the vertex with k legs, then a leg for each index of the value.
 * @param type - absent for a scalar field.
 */
export function symmetricDerivative(field: string, k: number, type?: TensorType): GraphSum {
  const slots = Array.from({ length: type?.rank ?? 0 }, (_, s) => 1 + s);
  const legs = [...new Array<number>(k).fill(0), ...slots];
  return GraphSum.of({ vertices: [field], edges: [], legs, epsilon: [], ...(type && { tensors: { [field]: type } }) });
}

/** Contraction of the derivative with the first index. */
export function divergence(sum: GraphSum): GraphSum {
  if (sum.rank === 0) throw new InvalidInput({ where: 'div', expected: 'a tensor of rank 1 or more', got: 'a scalar' });
  return GraphSum.collect(sum.rank - 1, contracted(derivativeTerms(sum), 0, 1));
}

/** The connection Laplacian div ∘ grad, on tensors of any rank. */
export function laplacian(sum: GraphSum): GraphSum {
  return divergence(derivative(sum));
}

/** Last index of a with the first of b. */
export function dot(a: GraphSum, b: GraphSum): GraphSum {
  if (a.rank === 0 || b.rank === 0) {
    throw new InvalidInput({
      where: 'dot',
      expected: 'two tensors of rank 1 or more',
      got: `ranks ${a.rank} and ${b.rank}`,
      hint: 'multiply scalars with *',
    });
  }
  return contract(a.times(b), a.rank - 1, a.rank);
}

/** Full contraction of two tensors of equal rank, index by index. */
export function inner(a: GraphSum, b: GraphSum): GraphSum {
  checkRank('inner', b, a.rank);
  let product = a.times(b);
  for (let r = a.rank; r > 0; r--) product = contract(product, 0, r);
  return product;
}

/** @throws InvalidInput unless the rank is 2. */
export function trace(sum: GraphSum): GraphSum {
  checkRank('trace', sum, 2);
  return contract(sum, 0, 1);
}

/** @throws InvalidInput unless the rank is 2. */
export function transpose(sum: GraphSum): GraphSum {
  checkRank('transpose', sum, 2);
  return permuteLegs(sum, [1, 0]);
}

/**
 * Mean over all permutations of the first `count` legs, with their signs if `antisymmetric`. Those of legs 0, …, k are the
 * exchanges of one of them with leg k after those of legs 0, …, k−1: k+1 steps instead of (k+1)!, and like graphs are
 * collected on the way.
 */
function mean(sum: GraphSum, count: number, antisymmetric: boolean): GraphSum {
  let result = sum;
  const identity = Array.from({ length: sum.rank }, (_, l) => l);
  for (let k = 1; k < count; k++) {
    let total = result;
    for (let l = 0; l < k; l++) {
      const exchanged = permuteLegs(result, identity.with(l, k).with(k, l));
      total = antisymmetric ? total.minus(exchanged) : total.plus(exchanged);
    }
    result = total.scaled(Rational.of(1, k + 1));
  }
  return result;
}

/** Mean over all permutations of the legs, or of the first few. */
export const symmetrise = (sum: GraphSum, count: number = sum.rank): GraphSum => mean(sum, count, false);

/** Mean over all permutations of the legs with their signs. */
export const antisymmetrise = (sum: GraphSum): GraphSum => mean(sum, sum.rank, true);

/**
 * The k-th elementary symmetric polynomial of the eigenvalues of a rank-2 tensor A, by Newton's identities
 * k σ_k = Σ_{i=1..k} (−1)^{i−1} σ_{k−i} tr A^i; valid in every dimension.
 */
export function elementarySymmetric(k: number, sum: GraphSum): GraphSum {
  checkRank('sigma', sum, 2);
  // σ_20 takes some ten seconds, σ_30 minutes.
  checkInteger('sigma', 'the first argument', k, 0, 20);
  const traces: GraphSum[] = [];
  for (let i = 1, power = sum; i <= k; i++, power = i <= k ? dot(power, sum) : power) traces.push(trace(power));
  const sigma = [GraphSum.constant(1)];
  for (let j = 1; j <= k; j++) {
    let total = GraphSum.zero();
    for (let i = 1; i <= j; i++) total = total.plus(sigma[j - i]!.times(traces[i - 1]!).scaled(i % 2 === 1 ? 1 : -1));
    sigma.push(total.scaled(Rational.of(1, j)));
  }
  return sigma[k]!;
}
