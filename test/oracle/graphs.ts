/**
 * Isomorphisms of multigraphs the slow way: every permutation of the vertices is tried. Works on plain data and shares
 * no code with the package.
 */

/**
 * Vertices with field names, edges, legs (a vertex, −1−m for a metric to leg m, or −1−l at leg l for the volume form) and
 * the volume form (vertices, and −1−l for leg l).
 */
export interface PlainGraph {
  readonly vertices: readonly string[];
  readonly edges: readonly (readonly [number, number])[];
  readonly legs: readonly number[];
  readonly epsilon: readonly number[];
}

/** All permutations of 0..n−1 as lists of images. */
export function permutations(n: number): readonly (readonly number[])[] {
  if (n === 0) return [[]];
  return permutations(n - 1).flatMap((shorter) =>
    Array.from({ length: n }, (_, place) => [...shorter.slice(0, place), n - 1, ...shorter.slice(place)]),
  );
}

/** Sign of the permutation that sorts a list; 0 if an entry is repeated. */
export function orderSign(list: readonly number[]): -1 | 0 | 1 {
  let sign: -1 | 1 = 1;
  for (let i = 0; i < list.length; i++) {
    for (let j = 0; j < i; j++) {
      if (list[j] === list[i]) return 0;
      if (list[j]! > list[i]!) sign = sign === 1 ? -1 : 1;
    }
  }
  return sign;
}

/** The graph with vertex v renamed image[v], written down so that equal texts mean equal labelled graphs up to sign. */
function written(graph: PlainGraph, image: readonly number[]): string {
  const names: string[] = [];
  graph.vertices.forEach((name, v) => {
    names[image[v]!] = name;
  });
  const edges = graph.edges.map(([v, w]) => {
    const [a, b] = [image[v]!, image[w]!];
    return `${Math.min(a, b)}-${Math.max(a, b)}`;
  });
  const legs = graph.legs.map((end) => (end < 0 ? `leg${-1 - end}` : `${image[end]}`));
  const epsilon = graph.epsilon.map((v) => (v < 0 ? v : image[v]!)).sort((a, b) => a - b);
  return [names.join(), edges.sort().join(), legs.join(), epsilon.join()].join(' | ');
}

const imageSign = (graph: PlainGraph, image: readonly number[]): number =>
  orderSign(graph.epsilon.map((v) => (v < 0 ? v : image[v]!)));

/** An isomorphism and the sign with which it carries the first volume form to the second (0 if that repeats a vertex). */
export interface Isomorphism {
  readonly image: readonly number[];
  readonly sign: number;
}

/** Every isomorphism from a to b. */
export function isomorphisms(a: PlainGraph, b: PlainGraph): readonly Isomorphism[] {
  if (a.vertices.length !== b.vertices.length) return [];
  const identity = b.vertices.map((_, v) => v);
  const target = written(b, identity);
  return permutations(a.vertices.length)
    .filter((image) => written(a, image) === target)
    .map((image) => ({ image, sign: imageSign(a, image) * orderSign(b.epsilon) }));
}

/** Whether the operator vanishes: a repeated vertex on the volume form, or an automorphism that turns it round. */
export function vanishes(graph: PlainGraph): boolean {
  return isomorphisms(graph, graph).some(({ sign }) => graph.epsilon.length > 0 && sign !== 1);
}

/** What to list. */
export interface Size {
  readonly vertices: number;
  readonly edges: number;
  readonly fields?: readonly string[];
  readonly legs?: number;
  readonly epsilon?: number;
}

/** All lists of a given length over some choices. */
function lists<T>(length: number, choices: readonly T[]): readonly (readonly T[])[] {
  if (length === 0) return [[]];
  return lists(length - 1, choices).flatMap((list) => choices.map((choice) => [...list, choice]));
}

/** All multisets (sorted lists) of a given size over 0..n−1. */
function multisets(size: number, n: number): readonly (readonly number[])[] {
  return lists(
    size,
    Array.from({ length: n }, (_, i) => i),
  ).filter((list) => list.every((x, i) => i === 0 || list[i - 1]! <= x));
}

/** All ways to end the legs at vertices, pairwise at each other, or (marked by their own number) on the volume form. */
function legEnds(legs: number, vertices: number): readonly (readonly number[])[] {
  const choices = Array.from({ length: vertices + legs }, (_, i) => i - legs);
  return lists(legs, choices).filter((ends) => ends.every((end, l) => end >= 0 || ends[-1 - end] === -1 - l));
}

/**
 * One labelled graph from each isomorphism class without isolated vertices that does not vanish: every labelled graph is
 * written down, and each new one strikes out all its images.
 */
export function listGraphs({ vertices: v, edges: e, fields = ['u'], legs = 0, epsilon = 0 }: Size): PlainGraph[] {
  const pairs = multisets(2, v) as readonly (readonly [number, number])[];
  const images = permutations(v);
  const struck = new Set<string>();
  const result: PlainGraph[] = [];
  for (const chosen of multisets(e, pairs.length)) {
    for (const ends of legEnds(legs, v)) {
      const held = ends.filter((end, l) => end === -1 - l).sort((a, b) => a - b);
      if (held.length > epsilon) continue;
      const forms = multisets(epsilon - held.length, v)
        .map((form) => [...held, ...form])
        .filter((form) => orderSign(form) !== 0);
      for (const form of forms) {
        const parts = { edges: chosen.map((i) => pairs[i]!), legs: ends, epsilon: form };
        const touched = new Set([...parts.edges.flat(), ...ends, ...form].filter((end) => end >= 0));
        if (touched.size < v) continue;
        for (const names of lists(v, fields)) {
          const graph: PlainGraph = { vertices: names, ...parts };
          const own = written(graph, images.at(-1)!);
          if (struck.has(own)) continue;
          let turned = false;
          for (const image of images) {
            const text = written(graph, image);
            struck.add(text);
            turned ||= text === own && imageSign(graph, image) < 0;
          }
          if (!turned) result.push(graph);
        }
      }
    }
  }
  return result;
}
