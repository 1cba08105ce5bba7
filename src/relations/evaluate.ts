/**
 * Operators at random jets mod p: a check of relations and ranks that uses nothing but the definition of a contraction. A
 * jet is a choice of independent random components for the symmetric tensors ∇^{sym k}u of each field at one point; N_γ is
 * the product of components summed over one index 0..n−1 for each edge, component by component of the graph.
 */
import type { GraphSum } from '../algebra/index.js';
import { checkInteger, InvalidInput, Random } from '../base/index.js';
import { fieldPrime, invertResidue, multiplyResidues, ResidueRowSpace, toResidue } from '../exact/index.js';
import { components, type Multigraph } from '../graph/index.js';

/** A random jet in dimension n with entries mod p, drawn when first asked for; the same seed gives the same jet. */
export class RandomJet {
  readonly dimension: number;
  readonly seed: number;
  readonly #tables = new Map<string, Map<number, number>>();

  constructor(dimension: number, seed: number) {
    checkInteger('random jet', 'dimension', dimension, 1);
    this.dimension = dimension;
    this.seed = seed;
  }

  /** Components of one field at one degree, by a code that names how often each frame index occurs. */
  component(field: string, degree: number, code: number): number {
    const name = `${field}:${degree}`;
    const table = this.#tables.get(name) ?? new Map<number, number>();
    this.#tables.set(name, table);
    const known = table.get(code);
    if (known !== undefined) return known;
    let state = this.seed;
    for (const char of `${name}:${code}`) state = new Random(state ^ char.charCodeAt(0)).uint32();
    const value = new Random(state).below(fieldPrime);
    table.set(code, value);
    return value;
  }
}

/** How often index i occurs, as digit i: a vertex has fewer than 32 half-edges, a jet at most 10 frame indices. */
const digit = 32;

/** All ways to put 0..n−1 on the half-edges of the volume form, with signs. */
function* leviCivita(n: number): Generator<readonly [indices: readonly number[], sign: number]> {
  function* extend(chosen: readonly number[], sign: number): Generator<readonly [readonly number[], number]> {
    if (chosen.length === n) yield [chosen, sign];
    for (let i = 0; i < n; i++) {
      if (chosen.includes(i)) continue;
      const larger = chosen.filter((j) => j > i).length;
      yield* extend([...chosen, i], larger % 2 === 0 ? sign : -sign);
    }
  }
  yield* extend([], 1);
}

/**
 * The value of a graph without legs at a jet, mod p.
 * @example
 * evaluateGraph(parseKey('u_aa'), new RandomJet(2, 1)) // u_00 + u_11
 * @throws InvalidInput for legs, a volume form of another dimension, or a dimension or degree that is too large.
 */
export function evaluateGraph(graph: Multigraph, jet: RandomJet): number {
  const { dimension } = jet;
  const where = 'evaluate at a jet';
  if (graph.legs.length > 0)
    throw new InvalidInput({ where, expected: 'a graph without legs', got: `${graph.legs.length}` });
  if (graph.epsilon.length > 0 && graph.epsilon.length !== dimension) {
    throw new InvalidInput({
      where,
      expected: `${dimension} half-edges of the volume form`,
      got: `${graph.epsilon.length}`,
    });
  }
  checkInteger(where, 'dimension', dimension, 1, 10);
  const weights = Array.from({ length: dimension }, (_, i) => digit ** i);
  const degree = graph.vertices.map(
    (_, v) => [...graph.edges.flat(), ...graph.epsilon].filter((end) => end === v).length,
  );
  checkInteger(where, 'degree of a vertex', Math.max(0, ...degree), 0, digit - 1);
  const codes = graph.vertices.map(() => 0);

  const sumOver = (part: readonly number[], edges: Multigraph['edges'], at: number): number => {
    if (at === edges.length) {
      return part.reduce((p, v) => multiplyResidues(p, jet.component(graph.vertices[v]!, degree[v]!, codes[v]!)), 1);
    }
    const [v, w] = edges[at]!;
    let sum = 0;
    for (const weight of weights) {
      codes[v]! += weight;
      codes[w]! += weight;
      sum += sumOver(part, edges, at + 1);
      codes[v]! -= weight;
      codes[w]! -= weight;
    }
    return toResidue(sum);
  };

  let product = 1;
  for (const part of components(graph)) {
    const edges = graph.edges.filter(([v]) => part.includes(v));
    let value = 0;
    if (graph.epsilon.some((v) => part.includes(v))) {
      for (const [indices, sign] of leviCivita(dimension)) {
        graph.epsilon.forEach((v, k) => {
          codes[v]! += weights[indices[k]!]!;
        });
        value = toResidue(value + sign * sumOver(part, edges, 0));
        graph.epsilon.forEach((v, k) => {
          codes[v]! -= weights[indices[k]!]!;
        });
      }
    } else {
      value = sumOver(part, edges, 0);
    }
    product = multiplyResidues(product, value);
  }
  return product;
}

/**
 * The value of a sum with constant coefficients at a jet, mod p.
 * @throws InvalidInput if a coefficient contains a variable.
 */
export function evaluateSum(sum: GraphSum, jet: RandomJet): number {
  let total = 0;
  for (const { graph, coefficient } of sum.terms.values()) {
    const value = coefficient.constantValue();
    if (value === undefined) {
      throw new InvalidInput({ where: 'evaluate at a jet', expected: 'constant coefficients', got: `${coefficient}` });
    }
    const p = BigInt(fieldPrime);
    const [numerator, denominator] = [value.numerator, value.denominator].map((x) => toResidue(Number(x % p)));
    const scale = multiplyResidues(numerator!, invertResidue(denominator!));
    total = toResidue(total + multiplyResidues(scale, evaluateGraph(graph, jet)));
  }
  return total;
}

/** Random jets in a row that must bring nothing new before the space is taken to be exhausted. */
const confirmations = 3;

/**
 * The space spanned by the values of the given graphs at random jets. Its rank is at most the dimension of the span of the
 * operators, and equal to it with probability close to 1; its kernel is then the space of relations mod p.
 */
export function evaluationSpace(graphs: readonly Multigraph[], dimension: number, seed = 1): ResidueRowSpace {
  const space = new ResidueRowSpace(graphs.length);
  for (let k = 0, idle = 0; idle < confirmations; k++) {
    const jet = new RandomJet(dimension, seed + 7919 * k);
    idle = space.add(graphs.map((graph) => evaluateGraph(graph, jet))) ? 0 : idle + 1;
  }
  return space;
}
