/**
 * What a canonical form must do: depend on the isomorphism class alone, tell classes apart as the brute-force oracle
 * does, and come with a relabelling, a sign and an automorphism count that are what they say.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from '../../src/base/index.js';
import { canonicalize, type Multigraph, multigraph, parseKey } from '../../src/graph/index.js';
import { isomorphisms, orderSign, vanishes } from '../oracle/graphs.js';

/** Sizes of random graphs, all inclusive. */
export interface GraphBounds {
  readonly vertices: number;
  readonly edges: number;
  readonly fields?: readonly string[];
  readonly legs?: number;
  readonly epsilon?: number;
}

/**
 * Random multigraphs: loops, parallel edges, isolated vertices, metrics between legs, legs on the volume form anywhere among
 * its half-edges, repeated volume-form vertices.
 */
export function randomGraphs({
  vertices,
  edges,
  fields = ['u'],
  legs = 0,
  epsilon = 0,
}: GraphBounds): fc.Arbitrary<Multigraph> {
  return fc
    .array(fc.constantFrom(...fields), { minLength: 1, maxLength: vertices })
    .chain((names) => {
      const vertex = fc.nat(names.length - 1);
      return fc.record({
        vertices: fc.constant(names),
        edges: fc.array(fc.tuple(vertex, vertex), { maxLength: edges }),
        ends: fc.array(fc.option(vertex), { maxLength: legs }),
        epsilon: fc.array(vertex, { maxLength: epsilon }),
        held: fc.array(fc.nat(legs), { maxLength: epsilon === 0 ? 0 : 2 }),
      });
    })
    .map(({ ends, held, ...parts }) => {
      // Where two volume half-edges were to go to one leg, the second stays at its vertex.
      const epsilon = parts.epsilon.map((v, i) => {
        const leg = held[i];
        return leg !== undefined && leg < ends.length && held.indexOf(leg) === i ? -1 - leg : v;
      });
      // The other loose ends are joined in pairs by metrics; one left over goes to vertex 0.
      const onVolume = (l: number): boolean => epsilon.includes(-1 - l);
      const loose = ends.flatMap((end, l) => (end === null && !onVolume(l) ? [l] : []));
      const legEnds = ends.map((end, l) => {
        if (onVolume(l)) return -1 - l;
        const partner = loose[loose.indexOf(l) ^ 1];
        return end ?? (partner === undefined ? 0 : -1 - partner);
      });
      return multigraph({ ...parts, epsilon, legs: legEnds });
    });
}

const apply = (graph: Multigraph, image: readonly number[]): Multigraph => {
  const vertices: string[] = [];
  graph.vertices.forEach((name, v) => {
    vertices[image[v]!] = name;
  });
  return {
    vertices,
    edges: graph.edges.map(([v, w]) => [image[v]!, image[w]!] as const),
    legs: graph.legs.map((end) => (end < 0 ? end : image[end]!)),
    epsilon: graph.epsilon.map((v) => (v < 0 ? v : image[v]!)),
  };
};

/** Legs by their number, then vertices: the order of the volume form's half-edges in a canonical graph. */
const volumeOrder = (epsilon: readonly number[]): number[] => {
  const legs = epsilon.filter((v) => v < 0).sort((a, b) => b - a);
  return [...legs, ...epsilon.filter((v) => v >= 0).sort((a, b) => a - b)];
};

function shuffled<T>(list: readonly T[], random: Random): T[] {
  const result = [...list];
  for (let i = result.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [result[i], result[j]] = [result[j]!, result[i]!];
  }
  return result;
}

/** The same operator in other words, up to the sign of the reordered volume form. */
export function disguised(graph: Multigraph, seed: number): { readonly graph: Multigraph; readonly sign: number } {
  const random = new Random(seed);
  const image = shuffled(
    graph.vertices.map((_, v) => v),
    random,
  );
  const moved = apply(graph, image);
  const places = shuffled(
    graph.epsilon.map((_, i) => i),
    random,
  );
  return {
    graph: {
      ...moved,
      edges: shuffled(moved.edges, random).map(([v, w]) => (random.below(2) === 0 ? [v, w] : [w, v])),
      epsilon: places.map((i) => moved.epsilon[i]!),
    },
    sign: orderSign(places),
  };
}

/** A graph with the same degrees that is often, but not always, another one: two edges exchange their ends. */
function switched(graph: Multigraph, seed: number): Multigraph {
  const random = new Random(seed);
  if (graph.edges.length < 2) return graph;
  const edges = shuffled(graph.edges, random);
  const [[a, b], [c, d], ...rest] = edges as [readonly [number, number], readonly [number, number]];
  return { ...graph, edges: [[a, d], [c, b], ...rest] };
}

const sortedEdges = (graph: Multigraph): string[] =>
  graph.edges.map(([v, w]) => `${Math.min(v, w)}-${Math.max(v, w)}`).sort();

/** The suite for one kind of random graph. At most 6 vertices: the oracle tries all permutations. */
export function canonicalLaws(name: string, graphs: fc.Arbitrary<Multigraph>, numRuns: number): void {
  const seeds = fc.integer({ min: 0, max: 2 ** 31 });
  const law = (title: string, check: (graph: Multigraph, seed: number) => void): void => {
    it(title, () => {
      fc.assert(fc.property(graphs, seeds, check), { numRuns });
    });
  };

  describe(`canonical form: ${name}`, () => {
    law('the relabelling is a permutation that leads to the canonical graph, with the stated sign', (graph) => {
      const { graph: canonical, relabelling, sign } = canonicalize(graph);
      expect([...relabelling].sort((a, b) => a - b)).toEqual(graph.vertices.map((_, v) => v));
      const moved = apply(graph, relabelling);
      expect(canonical.vertices).toEqual(moved.vertices);
      expect(sortedEdges(canonical)).toEqual(sortedEdges(moved));
      expect(canonical.legs).toEqual(moved.legs);
      expect(canonical.epsilon).toEqual(volumeOrder(moved.epsilon));
      if (sign !== 0) expect(sign).toBe(orderSign(moved.epsilon.map((v) => canonical.epsilon.indexOf(v))));
    });

    law('it is idempotent', (graph) => {
      const once = canonicalize(graph);
      const twice = canonicalize(once.graph);
      expect(twice.graph).toEqual(once.graph);
      expect(twice.sign).toBe(Math.abs(once.sign));
      expect(twice.automorphisms).toBe(once.automorphisms);
    });

    law('it is invariant under renaming and reordering, the sign covariant', (graph, seed) => {
      const other = disguised(graph, seed);
      const [a, b] = [canonicalize(graph), canonicalize(other.graph)];
      expect(b.graph).toEqual(a.graph);
      expect(b.automorphisms).toBe(a.automorphisms);
      expect(b.sign).toBe(a.sign === 0 ? 0 : a.sign * other.sign);
    });

    law('it tells apart what the oracle tells apart', (graph, seed) => {
      const other = disguised(switched(graph, seed), seed).graph;
      const [a, b] = [canonicalize(graph), canonicalize(other)];
      const found = isomorphisms(graph, other);
      expect(a.graph.key === b.graph.key).toBe(found.length > 0);
      if (found.length > 0 && a.sign !== 0) expect(a.sign * b.sign).toBe(found[0]!.sign);
    });

    law('automorphisms and vanishing are those of the oracle', (graph) => {
      const { automorphisms, sign } = canonicalize(graph);
      expect(automorphisms).toBe(isomorphisms(graph, graph).length);
      expect(sign === 0).toBe(vanishes(graph));
    });

    law('printing, parsing and canonicalizing gives the key back', (graph) => {
      const { graph: canonical, sign } = canonicalize(graph);
      const again = canonicalize(parseKey(canonical.key));
      expect(again.graph).toEqual(canonical);
      expect(again.sign).toBe(Math.abs(sign));
    });
  });
}
