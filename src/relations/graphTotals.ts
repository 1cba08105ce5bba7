/**
 * Numbers of multigraphs by edges alone [oeis-a007717], connected ones [oeis-a007719], in any number of fields.
 *
 * Permutations of the 2E half-edges act on pairs (perfect matching, coloured set partition), whose orbits are the graphs, so
 * by Burnside their number is (1/(2E)!) Σ_π (fixed matchings) · (fixed set partitions). A cycle type is built from long cycles
 * to short ones; sums over all types with the same number of half-edges so far share one polynomial (setPartitions.ts). Fixed
 * matchings are a product over the lengths of cycles.
 */
import { OutOfRange } from '../base/index.js';
import { binomial, factorial, matchedCycles } from './powersum.js';
import { momentsOf, type OrbitPolynomial, one, settle, timesCycle } from './setPartitions.js';

/** Largest number of edges: some ten seconds. */
const mostEdges = 50;

function addTo(sum: Map<string, bigint>, f: OrbitPolynomial, scale: bigint): void {
  for (const [monomial, coefficient] of f) sum.set(monomial, (sum.get(monomial) ?? 0n) + scale * coefficient);
}

/**
 * Numbers of graphs without isolated vertices with 0, 1, …, E edges, up to isomorphism.
 * @param colours - number of fields.
 * @example
 * graphTotals(5).map(Number) // [1, 2, 7, 23, 79, 274]
 * @throws OutOfRange beyond 50 edges.
 */
export function graphTotals(edges: number, colours = 1): readonly bigint[] {
  if (edges > mostEdges) {
    throw new OutOfRange({ where: 'count', expected: `at most ${mostEdges} edges`, got: String(edges) });
  }
  const most = 2 * edges;
  // sums[h]: over all choices of cycles so far with h half-edges in all, h! times the average.
  let sums: OrbitPolynomial[] = [one, ...Array.from({ length: most }, () => new Map())];
  for (let j = most; j >= 1; j--) {
    const next = sums.map(() => new Map<string, bigint>());
    for (const [h, start] of sums.entries()) {
      let f = start;
      for (let r = 0; h + j * r <= most && f.size > 0; r++) {
        if (r > 0) f = timesCycle(f, j);
        const types = factorial(j * r) / (BigInt(j) ** BigInt(r) * factorial(r));
        const scale = matchedCycles(j, r) * types * binomial(h + j * r, h);
        if (scale > 0n) addTo(next[h + j * r]!, f, scale);
      }
    }
    const moments = momentsOf(j, colours, most / j);
    sums = next.map((f) => settle(f, j, moments));
  }
  return Array.from({ length: edges + 1 }, (_, e) => (sums[2 * e]!.get('') ?? 0n) / factorial(2 * e));
}

/**
 * Numbers of connected graphs with 0, 1, …, E edges and no isolated vertex (none with 0 edges), by the inverse of the Euler
 * transform: from Σ a_E x^E = Π (1 − x^k)^{−b_k} follows E a_E = Σ_k s_k a_{E−k} with s_k = Σ_{d|k} d b_d.
 * @example
 * connectedTotals(5).map(Number) // [0, 2, 4, 11, 30, 95]
 * @throws OutOfRange beyond 50 edges.
 */
export function connectedTotals(edges: number, colours = 1): readonly bigint[] {
  const all = graphTotals(edges, colours);
  const sums: bigint[] = [0n];
  const connected: bigint[] = [0n];
  for (let e = 1; e <= edges; e++) {
    let s = BigInt(e) * all[e]!;
    for (let k = 1; k < e; k++) s -= sums[k]! * all[e - k]!;
    sums.push(s);
    for (let d = 1; d < e; d++) if (e % d === 0) s -= BigInt(d) * connected[d]!;
    connected.push(s / BigInt(e));
  }
  return connected;
}
