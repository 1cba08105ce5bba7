/**
 * How many relations a block has: graphs minus independent operators, each counted by theory.
 *
 * Graphs: Burnside's lemma for the permutations of equal vertices, acting on symmetric matrices with given row sums. With the
 * volume form a permutation counts with its sign on the n vertices there. Operators: the invariants of O(n), or those that
 * change sign with the determinant, in Π Sym^m(Sym^k R^n), by Weyl's integration formula [weyl-1946] on both components of
 * O(n): the average over the torus is the average over N-th roots of unity in a prime field, exact once N exceeds all
 * exponents.
 */
import { inverse, power, times } from './residues.js';

/** `count` vertices of one field and degree. */
export interface Kind {
  readonly field: string;
  readonly degree: number;
  readonly count: number;
}

/** A multiset of vertices, and the number of half-edges of the volume form (0 without it). */
export interface Block {
  readonly kinds: readonly Kind[];
  readonly epsilon: number;
}

/** A cycle of a permutation of equal vertices, with the half-edges that each of its vertices still has. */
interface Cycle {
  readonly length: number;
  readonly degree: number;
}

const byDegree = (a: Cycle, b: Cycle): number => b.degree - a.degree || b.length - a.length;

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));

const factorial = (m: number): bigint => (m < 2 ? 1n : BigInt(m) * factorial(m - 1));

/** Ways to write `sum` as an ordered sum of `parts` whole numbers from 0. */
function compositions(sum: number, parts: number): bigint {
  if (parts === 0) return sum === 0 ? 1n : 0n;
  return factorial(sum + parts - 1) / (factorial(sum) * factorial(parts - 1));
}

/** Partitions of m as cycle lengths with the number of permutations of that type. */
function cycleTypes(m: number): { readonly lengths: readonly number[]; readonly permutations: bigint }[] {
  const found: { lengths: readonly number[]; permutations: bigint }[] = [];
  const extend = (left: number, largest: number, lengths: readonly number[], centralizer: bigint): void => {
    if (left === 0) found.push({ lengths, permutations: factorial(m) / centralizer });
    for (let length = Math.min(left, largest); length > 0; length--) {
      const equal = lengths.filter((other) => other === length).length + 1;
      extend(left - length, length, [...lengths, length], centralizer * BigInt(length * equal));
    }
  };
  extend(m, m, [], 1n);
  return found;
}

/** Counts multigraphs of blocks; remembers partial counts. */
export class GraphCounter {
  readonly #known = new Map<string, bigint>();

  /** Graphs up to isomorphism; with the volume form only those without odd automorphism. */
  count({ kinds, epsilon }: Block): bigint {
    let sum = 0n;
    const choose = (k: number, cycles: readonly Cycle[], permutations: bigint): void => {
      if (k < kinds.length) {
        const { degree, count } = kinds[k]!;
        for (const type of cycleTypes(count)) {
          const more = type.lengths.map((length) => ({ length, degree }));
          choose(k + 1, [...cycles, ...more], permutations * type.permutations);
        }
      } else {
        const sorted = [...cycles].sort(byDegree);
        sum += permutations * this.#withVolume(sorted, [], epsilon);
      }
    };
    choose(0, [], 1n);
    return sum / kinds.reduce((order, { count }) => order * factorial(count), 1n);
  }

  /** Fixed graphs with signs: whole cycles, of total length `left`, are attached to the volume form. Equal cycles are neighbours. */
  #withVolume(cycles: readonly Cycle[], done: readonly Cycle[], left: number): bigint {
    if (left === 0) return this.#fixed([...done, ...cycles]);
    const first = cycles[0];
    if (first === undefined) return 0n;
    const { length, degree } = first;
    const equal = cycles.filter((cycle) => cycle.length === length && cycle.degree === degree).length;
    let sum = 0n;
    for (let k = 0; k <= equal && k * length <= left; k++) {
      if (k > 0 && degree === 0) break;
      const attached = cycles.slice(0, equal).map((cycle, i) => (i < k ? { length, degree: degree - 1 } : cycle));
      const ways = factorial(equal) / (factorial(k) * factorial(equal - k));
      const sign = k % 2 === 1 && length % 2 === 0 ? -1n : 1n;
      sum += sign * ways * this.#withVolume(cycles.slice(equal), [...done, ...attached], left - k * length);
    }
    return sum;
  }

  /** Symmetric matrices with given row sums that are fixed by a permutation with the given cycles. */
  #fixed(cycles: readonly Cycle[]): bigint {
    const [first, ...others] = cycles.filter(({ degree }) => degree > 0).sort(byDegree);
    if (first === undefined) return 1n;
    const name = [first, ...others].map(({ length, degree }) => `${length}:${degree}`).join();
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const { length, degree } = first;
    // Edges inside a cycle: loops and equal distances add 2 to each of its vertices, opposite vertices add 1.
    const distances = 1 + Math.floor((length - 1) / 2);
    const inside = (sum: number): bigint => {
      let ways = 0n;
      for (let t = 0; 2 * t <= sum; t++) {
        if (length % 2 === 0 || 2 * t === sum) ways += compositions(t, distances);
      }
      return ways;
    };
    const join = (k: number, left: number, ways: bigint, rest: readonly Cycle[]): bigint => {
      if (k === others.length || left === 0) {
        const loops = inside(left);
        return loops === 0n ? 0n : ways * loops * this.#fixed([...rest, ...others.slice(k)]);
      }
      const other = others[k]!;
      const orbits = gcd(length, other.length);
      const [here, there] = [other.length / orbits, length / orbits];
      let sum = 0n;
      for (let t = 0; t * here <= left && t * there <= other.degree; t++) {
        const reduced = { length: other.length, degree: other.degree - t * there };
        sum += join(k + 1, left - t * here, ways * compositions(t, orbits), [...rest, reduced]);
      }
      return sum;
    };
    const total = join(0, degree, 1n, []);
    this.#known.set(name, total);
    return total;
  }
}

/** Largest number of points at which the torus is sampled. */
const mostPoints = 10_000;

/** A prime 1 mod N below 2^26 and an element of order N. */
function rootOfUnity(N: number): readonly [prime: number, root: number] {
  const isPrime = (q: number): boolean => {
    for (let d = 2; d * d <= q; d++) if (q % d === 0) return false;
    return true;
  };
  let q = 2 ** 26 - ((2 ** 26 - 1) % N);
  while (!isPrime(q)) q -= N;
  const order = (w: number): number => {
    let k = 1;
    for (let x = w; x !== 1; x = times(x, w, q)) k++;
    return k;
  };
  for (let a = 2; ; a++) {
    const w = power(a, (q - 1) / N, q);
    if (order(w) === N) return [q, w];
  }
}

/** Counts independent operators of blocks with a given number of derivatives in dimension n. */
export class OperatorCounter {
  readonly #degree: number;
  /** 0 if the torus is too large. */
  readonly #prime: number = 0;
  /** For each component of O(n): at each point the weight, then h_m[h_k] at place k·(degree + 1) + m. */
  readonly #tables: readonly (readonly Float64Array[])[] = [];

  constructor(dimension: number, degree: number) {
    this.#degree = degree;
    const N = degree + dimension + 1;
    const half = Math.floor(dimension / 2);
    if (N ** half > mostPoints) return;
    const [prime, root] = rootOfUnity(N);
    this.#prime = prime;
    const roots = Array.from({ length: N }, (_, k) => power(root, k, prime));
    const inverses = Array.from({ length: degree + 1 }, (_, k) => (k === 0 ? 0 : inverse(k, prime)));
    const at = (k: number): number => roots[((k % N) + N) % N]!;

    /** h_0, …, h_m from power sums: m h_m = Σ p_i h_{m−i}. */
    const complete = (m: number, sums: (i: number) => number): number[] => {
      const h = [1];
      for (let j = 1; j <= m; j++) {
        let sum = 0;
        for (let i = 1; i <= j; i++) sum = (sum + times(sums(i), h[j - i]!, prime)) % prime;
        h.push(times(sum, inverses[j]!, prime));
      }
      return h;
    };

    const component = (rank: number, short: number, trace: (i: number, angles: number) => number): Float64Array[] =>
      Array.from({ length: N ** rank }, (_, point) => {
        const a = Array.from({ length: rank }, (_, i) => Math.floor(point / N ** i) % N);
        // One factor 1 − z^α for each positive root α: z_i z_j and z_i / z_j for i < j, and z_i^short.
        let weight = inverse(N ** rank % prime, prime);
        const factor = (exponent: number): void => {
          weight = times(weight, (1 + prime - at(exponent)) % prime, prime);
        };
        for (let i = 0; i < rank; i++) {
          if (short > 0) factor(short * a[i]!);
          for (let j = i + 1; j < rank; j++) {
            factor(a[i]! + a[j]!);
            factor(a[i]! - a[j]!);
          }
        }
        const sums = Array.from({ length: degree + 1 }, (_, i) => {
          const angles = a.reduce((sum, x) => sum + at(i * x) + at(-i * x), 0);
          return ((trace(i, angles) % prime) + prime) % prime;
        });
        const table = new Float64Array((degree + 1) ** 2);
        table[0] = weight;
        for (let k = 1; k <= degree; k++) {
          const most = Math.floor(degree / k);
          const symmetric = Array.from({ length: most + 1 }, (_, i) => complete(k, (j) => sums[i * j]!)[k]!);
          table.set(
            complete(most, (i) => symmetric[i]!),
            k * (degree + 1),
          );
        }
        return table;
      });

    const sign = (i: number): number => (i % 2 === 0 ? 1 : -1);
    this.#tables =
      dimension % 2 === 1
        ? [component(half, 1, (_, angles) => 1 + angles), component(half, 1, (i, angles) => sign(i) * (1 + angles))]
        : [component(half, 0, (_, angles) => angles), component(half - 1, 2, (i, angles) => 1 + sign(i) + angles)];
  }

  /**
   * Number of independent operators; undefined if the integral is too large.
   * @param graphs - the number of graphs, a bound for the result, which comes out modulo a prime.
   */
  count({ kinds, epsilon }: Block, graphs: bigint): number | undefined {
    const q = this.#prime;
    if (graphs >= BigInt(q)) return undefined;
    const [plus, minus] = this.#tables.map((tables) =>
      tables.reduce((sum, table) => {
        const value = kinds.reduce((product, { degree, count }) => {
          return degree === 0 ? product : times(product, table[degree * (this.#degree + 1) + count]!, q);
        }, table[0]!);
        return (sum + value) % q;
      }, 0),
    ) as [number, number];
    return times((epsilon > 0 ? plus + q - minus : plus + minus) % q, inverse(2, q), q);
  }
}
