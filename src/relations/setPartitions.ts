/**
 * Set partitions that a permutation fixes. The half-edges of a graph are partitioned into vertices, so the characteristic of
 * all vertex sets at once is Σ_ρ M(ρ) p_ρ / z_ρ, M(ρ) the number of partitions into coloured blocks that are fixed by a
 * permutation of cycle type ρ.
 *
 * An orbit of d blocks is met by cycles of lengths j that d divides, each in d ways, up to a turn of the orbit. Hence, with a
 * variable t_j for each cycle of length j and c colours, Σ M t = exp(c Σ_d (exp(d Σ_{d|j} t_j) − 1)/d). That is the moment
 * generating function of a_j = Σ_{d|j} y_d with independent y_d, where y_d/d has the Poisson distribution with mean c/d:
 *
 *     M(j_1, j_2, …) = E[a_{j_1} a_{j_2} ⋯],   E[y_d^{s+1}] = c E[(y_d + d)^s].
 *
 * Taken from the longest cycle down, y_d can be averaged over as soon as no cycle of length d or more is to come, which keeps
 * the polynomials in the y_d short.
 */
import {
  binomial,
  type ClassFunction,
  centraliserOrder,
  checkDegree,
  codeOfPartition,
  factorial,
  unit,
} from './powersum.js';

/** A polynomial in y_1, y_2, …; a monomial is the string of its variables, y_d as the character of code d, d falling. */
export type OrbitPolynomial = ReadonlyMap<string, bigint>;

export const one: OrbitPolynomial = new Map([['', 1n]]);

const variable = (d: number): string => String.fromCharCode(d);

/** f·a_j, for f in y_1, …, y_j. */
export function timesCycle(f: OrbitPolynomial, j: number): OrbitPolynomial {
  const result = new Map<string, bigint>();
  for (let d = 1; d <= j; d++) {
    if (j % d !== 0) continue;
    const y = variable(d);
    for (const [monomial, coefficient] of f) {
      let at = 0;
      while (at < monomial.length && monomial[at]! > y) at++;
      const product = monomial.slice(0, at) + y + monomial.slice(at);
      const before = result.get(product);
      result.set(product, before === undefined ? coefficient : before + coefficient);
    }
  }
  return result;
}

/** E[y_d^s] for s = 0, …, most. */
export function momentsOf(d: number, colours: number, most: number): readonly bigint[] {
  const moments = [1n];
  for (let s = 0; s < most; s++) {
    let sum = 0n;
    for (let i = 0; i <= s; i++) sum += binomial(s, i) * BigInt(d) ** BigInt(i) * moments[s - i]!;
    moments.push(BigInt(colours) * sum);
  }
  return moments;
}

/** The average over y_d, given its moments, for f in y_1, …, y_d. */
export function settle(f: OrbitPolynomial, d: number, moments: readonly bigint[]): OrbitPolynomial {
  const y = variable(d);
  const result = new Map<string, bigint>();
  for (const [monomial, coefficient] of f) {
    let power = 0;
    while (monomial[power] === y) power++;
    const rest = monomial.slice(power);
    result.set(rest, (result.get(rest) ?? 0n) + coefficient * moments[power]!);
  }
  return result;
}

/**
 * Characteristic of all multisets of vertices of positive degree with `degree` half-edges in all, in c colours: the part of
 * that degree of the plethystic exponential of c Σ_k h_k.
 * @throws OutOfRange beyond the largest degree of class functions.
 */
export function vertexSets(degree: number, colours: number): ClassFunction {
  checkDegree(degree);
  if (degree === 0) return unit;
  const moments = Array.from({ length: degree + 1 }, (_, d) => momentsOf(d, colours, d === 0 ? 0 : degree / d));
  const permutations = factorial(degree);
  const values = new Map<number, bigint>();
  const descend = (left: number, largest: number, parts: readonly number[], polynomial: OrbitPolynomial): void => {
    let f = polynomial;
    for (let part = largest; part > 1; part--) {
      if (part <= left) descend(left - part, part, [...parts, part], timesCycle(f, part));
      f = settle(f, part, moments[part]!);
    }
    // What is left are cycles of length 1, and f is a polynomial in y_1.
    let fixed = 0n;
    for (const [monomial, coefficient] of f) fixed += coefficient * moments[1]![monomial.length + left]!;
    const cycles = [...parts, ...new Array<number>(left).fill(1)];
    values.set(codeOfPartition(cycles), (fixed * permutations) / centraliserOrder(cycles));
  };
  descend(degree, degree, [], one);
  return { degree, values };
}
