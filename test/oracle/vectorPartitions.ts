/**
 * Invariants of O(n) and SO(n) from multisets of vectors, for any n. A vertex of degree k is a monomial of degree k in
 * x_1, …, x_n, that is a vector of exponents, and a product of vertices a multiset of such vectors. Let F(μ) be the number
 * of multisets with sum μ; then S_ν occurs Σ_w sgn(w) F(ν + δ − wδ) times. A GL(n)-module S_ν has one O(n)-invariant if all
 * n rows are even, one that changes sign with the determinant if all are odd, none otherwise. Shares no code with the package.
 */

function vectors(length: number, total: number): readonly (readonly number[])[] {
  if (length === 1) return [[total]];
  return Array.from({ length: total + 1 }, (_, first) => first).flatMap((first) =>
    vectors(length - 1, total - first).map((rest) => [first, ...rest]),
  );
}

const upTo = (length: number, total: number): readonly (readonly number[])[] =>
  Array.from({ length: total + 1 }, (_, t) => vectors(length, t)).flat();

function signedPermutations(n: number): readonly { readonly image: readonly number[]; readonly sign: number }[] {
  if (n === 0) return [{ image: [], sign: 1 }];
  return signedPermutations(n - 1).flatMap(({ image, sign }) =>
    Array.from({ length: n }, (_, place) => ({
      image: [...image.slice(0, place), n - 1, ...image.slice(place)],
      sign: (n - 1 - place) % 2 === 0 ? sign : -sign,
    })),
  );
}

/** Numbers of multisets of the given kinds of vectors, by sum; the points in an order in which sums come after summands. */
function multisets(points: readonly (readonly number[])[], kinds: readonly (readonly number[])[]): Map<string, number> {
  const counts = new Map(points.map((point) => [point.join(), 0]));
  counts.set(points[0]!.join(), 1);
  for (const kind of kinds) {
    for (const point of points) {
      const before = counts.get(point.map((x, i) => x - kind[i]!).join());
      if (before !== undefined && before !== 0) counts.set(point.join(), counts.get(point.join())! + before);
    }
  }
  return counts;
}

function invariants(n: number, total: number, odd: boolean, F: (exponents: readonly number[]) => number): number {
  const delta = Array.from({ length: n }, (_, i) => n - 1 - i);
  let sum = 0;
  for (const shape of vectors(n, total)) {
    if (shape.some((row, i) => row % 2 !== (odd ? 1 : 0) || row < (shape[i + 1] ?? 0))) continue;
    for (const { image, sign } of signedPermutations(n)) {
      const exponents = shape.map((row, i) => row + delta[i]! - delta[image[i]!]!);
      if (exponents.every((x) => x >= 0)) sum += sign * F(exponents);
    }
  }
  return sum;
}

/** By total number of derivatives 0, …, most: invariants of O(n), or those that only SO(n) has, vertices in c colours. */
export function totalInvariants(n: number, most: number, odd = false, colours = 1): number[] {
  const points = upTo(n, most);
  const kinds = points.slice(1).flatMap((point) => new Array<readonly number[]>(colours).fill(point));
  const counts = multisets(points, kinds);
  return Array.from({ length: most + 1 }, (_, total) => invariants(n, total, odd, (x) => counts.get(x.join())!));
}

/** The same for vertices given as pairs [degree, number]: further coordinates count the vertices of each kind. */
export function blockInvariants(vertices: readonly (readonly [number, number])[], n: number, odd = false): number {
  const total = vertices.reduce((sum, [degree, count]) => sum + degree * count, 0);
  let tallies: readonly (readonly number[])[] = [[]];
  for (const [, count] of vertices) {
    tallies = tallies.flatMap((tally) => Array.from({ length: count + 1 }, (_, m) => [...tally, m]));
  }
  const kinds = vertices.flatMap(([degree], k) =>
    vectors(n, degree).map((vector) => [...vector, ...vertices.map((_, i) => (i === k ? 1 : 0))]),
  );
  const counts = multisets(
    upTo(n, total).flatMap((point) => tallies.map((tally) => [...point, ...tally])),
    kinds,
  );
  const all = vertices.map(([, count]) => count);
  return invariants(n, total, odd, (x) => counts.get([...x, ...all].join())!);
}
