/**
 * Class functions of symmetric groups as symmetric functions in power sums [macdonald-1995, I.7]. A homogeneous function
 * of degree N is Σ_ρ a_ρ p_ρ / N! over partitions ρ of N; for the characteristic of a representation a_ρ is the character at
 * cycle type ρ times the number of permutations of that type, an integer. Everything here has integral a_ρ.
 *
 * A partition of a given number is coded by Σ_i m_i w_i (m_i parts of size i), so that p_ρ p_σ has the sum of the codes.
 */
import { OutOfRange, type TensorType } from '../base/index.js';

/** Largest degree for which the codes of its partitions are distinct safe integers. */
export const largestDegree = 33;

/** w_i: mixed radix, the digit m_i being at most largestDegree / i; the degree leaves no choice for m_1. */
const weights: readonly number[] = (() => {
  const result = [0, 0];
  let weight = 1;
  for (let i = 2; i <= largestDegree; i++) {
    result.push(weight);
    weight *= Math.floor(largestDegree / i) + 1;
  }
  return result;
})();

/** Σ a_ρ p_ρ / N!, as code of ρ → a_ρ. */
export interface ClassFunction {
  readonly degree: number;
  readonly values: ReadonlyMap<number, bigint>;
}

export const codeOfPartition = (parts: readonly number[]): number => parts.reduce((sum, i) => sum + weights[i]!, 0);

/** Partitions of N as falling lists, in reverse lexicographic order. */
export function* partitions(total: number, largest = total): Generator<readonly number[]> {
  if (total === 0) yield [];
  for (let part = Math.min(total, largest); part >= 1; part--) {
    for (const rest of partitions(total - part, part)) yield [part, ...rest];
  }
}

export function factorial(n: number): bigint {
  let result = 1n;
  for (let k = 2n; k <= n; k++) result *= k;
  return result;
}

export const binomial = (n: number, k: number): bigint => factorial(n) / (factorial(k) * factorial(n - k));

/** z_ρ = Π i^{m_i} m_i!, the order of the centraliser of a permutation of cycle type ρ. */
export function centraliserOrder(parts: readonly number[]): bigint {
  let result = 1n;
  let run = 0;
  parts.forEach((part, i) => {
    run = part === parts[i - 1] ? run + 1 : 1;
    result *= BigInt(part) * BigInt(run);
  });
  return result;
}

/** Perfect matchings fixed on `count` cycles of one length: cycles pair up in `length` ways, or an even one with itself. */
export function matchedCycles(length: number, count: number): bigint {
  let [before, now] = [0n, 1n];
  for (let k = 1; k <= count; k++) {
    const next = (length % 2 === 0 ? now : 0n) + BigInt(length) * BigInt(k - 1) * before;
    [before, now] = [now, next];
  }
  return now;
}

export const unit: ClassFunction = { degree: 0, values: new Map([[0, 1n]]) };

/** @throws OutOfRange beyond {@link largestDegree}. */
export function checkDegree(degree: number): void {
  if (degree > largestDegree) {
    throw new OutOfRange({
      where: 'count',
      expected: `at most ${largestDegree} derivatives in all`,
      got: String(degree),
      hint: `ask for at most ${Math.floor(largestDegree / 2)} edges, or for graphs alone, without a dimension`,
    });
  }
}

/** Product of symmetric functions: induction of representations. */
export function multiply(a: ClassFunction, b: ClassFunction): ClassFunction {
  const degree = a.degree + b.degree;
  checkDegree(degree);
  const factor = binomial(degree, a.degree);
  const values = new Map<number, bigint>();
  for (const [x, p] of a.values) {
    const scaled = p * factor;
    for (const [y, q] of b.values) values.set(x + y, (values.get(x + y) ?? 0n) + scaled * q);
  }
  return { degree, values };
}

/** Σ of terms scale·f over functions of one degree, divided exactly by an integer. */
function combine(
  degree: number,
  terms: readonly { readonly f: ClassFunction; readonly scale: bigint }[],
  divisor = 1n,
): ClassFunction {
  const values = new Map<number, bigint>();
  for (const { f, scale } of terms) {
    for (const [code, value] of f.values) values.set(code, (values.get(code) ?? 0n) + scale * value);
  }
  return { degree, values: new Map([...values].map(([code, value]) => [code, value / divisor])) };
}

/** p_i[h_k] = Σ_{λ ⊢ k} p_{iλ} / z_λ. */
function powerOfComplete(i: number, k: number): ClassFunction {
  checkDegree(i * k);
  const values = new Map<number, bigint>();
  for (const parts of partitions(k)) {
    values.set(codeOfPartition(parts.map((part) => i * part)), factorial(i * k) / centraliserOrder(parts));
  }
  return { degree: i * k, values };
}

/** p_i[e_k] = Σ_{λ ⊢ k} sgn(λ) p_{iλ} / z_λ. */
function powerOfElementary(i: number, k: number): ClassFunction {
  checkDegree(i * k);
  const values = new Map<number, bigint>();
  for (const parts of partitions(k)) {
    const size = factorial(i * k) / centraliserOrder(parts);
    values.set(codeOfPartition(parts.map((part) => i * part)), (k - parts.length) % 2 === 0 ? size : -size);
  }
  return { degree: i * k, values };
}

/** p_i of the half-edges of a vertex: symmetric derivatives, and slots with their symmetry. */
function powerOfVertex(i: number, degree: number, type: TensorType | undefined): ClassFunction {
  const derivatives = powerOfComplete(i, degree);
  if (type === undefined) return derivatives;
  if (type.symmetry === 'symmetric') return multiply(derivatives, powerOfComplete(i, type.rank));
  if (type.symmetry === 'antisymmetric') return multiply(derivatives, powerOfElementary(i, type.rank));
  return Array.from({ length: type.rank }).reduce<ClassFunction>(
    (product) => multiply(product, powerOfComplete(i, 1)),
    derivatives,
  );
}

/**
 * The plethysm h_m[f] for m like vertices, f = h_k for k derivatives, times the slots of the type; by
 * m h_m[f] = Σ_i p_i[f] h_{m−i}[f].
 */
export function plethysm(m: number, degree: number, type?: TensorType): ClassFunction {
  const list: ClassFunction[] = [unit];
  for (let j = 1; j <= m; j++) {
    const terms = Array.from({ length: j }, (_, i) => ({
      f: multiply(powerOfVertex(i + 1, degree, type), list[j - i - 1]!),
      scale: 1n,
    }));
    list.push(combine(j * (degree + (type?.rank ?? 0)), terms, BigInt(j)));
  }
  return list[m]!;
}

/** e_n = Σ_ρ sgn(ρ) p_ρ / z_ρ. */
export function elementary(n: number): ClassFunction {
  checkDegree(n);
  const values = new Map<number, bigint>();
  for (const parts of partitions(n)) {
    const size = factorial(n) / centraliserOrder(parts);
    values.set(codeOfPartition(parts), (n - parts.length) % 2 === 0 ? size : -size);
  }
  return { degree: n, values };
}

/** ⟨f, χ⟩ = (1/N!) Σ_ρ a_ρ χ(ρ) for a class function χ given by its values at codes of partitions. */
export function innerProduct(f: ClassFunction, character: ReadonlyMap<number, bigint>): bigint {
  let sum = 0n;
  for (const [code, value] of f.values) sum += value * (character.get(code) ?? 0n);
  return sum / factorial(f.degree);
}
