/**
 * Multigraphs counted the textbook way [Pólya]: average over all permutations of enough vertices the number of fixed graphs,
 * read off the cycles on pairs of vertices. Shares no code with the package.
 */

function partitions(n: number, largest = n): readonly (readonly number[])[] {
  if (n === 0) return [[]];
  return Array.from({ length: Math.min(n, largest) }, (_, i) => i + 1).flatMap((part) =>
    partitions(n - part, part).map((rest) => [part, ...rest]),
  );
}

const factorial = (n: number): bigint => (n === 0 ? 1n : BigInt(n) * factorial(n - 1));
const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));

/** Permutations of n points with given cycle lengths. */
function permutations(cycles: readonly number[]): bigint {
  const repeats = new Map<number, number>();
  for (const length of cycles) repeats.set(length, (repeats.get(length) ?? 0) + 1);
  return [...repeats].reduce(
    (count, [length, times]) => count / (BigInt(length) ** BigInt(times) * factorial(times)),
    factorial(cycles.reduce((sum, length) => sum + length, 0)),
  );
}

/** Lengths of the cycles on unordered pairs of vertices, repetition allowed. */
function pairCycles(cycles: readonly number[]): number[] {
  return cycles.flatMap((a, i) => [
    ...new Array<number>(Math.floor((a + 1) / 2)).fill(a),
    ...(a % 2 === 0 ? [a / 2] : []),
    ...cycles.slice(i + 1).flatMap((b) => new Array<number>(gcd(a, b)).fill((a * b) / gcd(a, b))),
  ]);
}

/** Multigraphs with exactly E edges and no isolated vertices, the vertices in c colours. */
export function countByBurnside(edges: number, colours: number): number {
  // 2E vertices of each colour are enough; a graph is counted with the isolated ones that complete it.
  const each = 2 * edges;
  let chosen: readonly { readonly cycles: readonly number[]; readonly size: bigint }[] = [{ cycles: [], size: 1n }];
  for (let c = 0; c < colours; c++) {
    chosen = chosen.flatMap(({ cycles, size }) =>
      partitions(each).map((more) => ({ cycles: [...cycles, ...more], size: size * permutations(more) })),
    );
  }
  let sum = 0n;
  for (const { cycles, size } of chosen) {
    const series: bigint[] = [1n, ...new Array<bigint>(edges).fill(0n)];
    for (const length of pairCycles(cycles)) {
      for (let e = length; e <= edges; e++) series[e]! += series[e - length]!;
    }
    sum += size * series[edges]!;
  }
  return Number(sum / factorial(each) ** BigInt(colours));
}
