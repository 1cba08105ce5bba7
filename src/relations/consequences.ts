/**
 * Consequences of a relation r: other relations that hold because r does. A relation holds for all values of the symmetric
 * tensors P_k of its fields at a point, which are independent of each other and of the curvature, so the following hold too.
 *
 * - union: r · γ for a graph γ;
 * - gluing: the derivative of r in P_d, contracted with a graph that has d legs; that is, one vertex of degree d is replaced
 *   by that graph, its legs joined in all d! ways (their mean), summed over the vertices of this kind;
 * - differentiation: D^k r contracted with a graph, where D_a raises the degree of each vertex in turn (D_a P_k = P_{k+1}(a)
 *   substitutes other symmetric tensors for the P_k, so there is no curvature in it); the part of one block.
 *
 * All three are written as one graph that contains, once, a vertex R: r itself (degree 0), D^k r (degree k), or ∂r/∂P_d
 * (degree d).
 */
import { GraphSum } from '../algebra/index.js';
import { Inconsistent } from '../base/index.js';
import { Rational } from '../exact/index.js';
import { type CanonicalGraph, canonicalize, type Multigraph } from '../graph/index.js';
import { type Block, blockLabel, blockOf } from './block.js';
import type { Relation } from './certificate.js';

/** How a relation leads to another one. */
export interface Consequence {
  readonly operation: 'union' | 'gluing' | 'differentiation';
  /** The relation r. */
  readonly relation: Relation;
  /** With gluing, the kind of vertex that is replaced. */
  readonly vertex?: { readonly field: string; readonly degree: number };
  /** The graph with one vertex named `place`, which stands for r, D^k r or ∂r/∂P_d. */
  readonly with: CanonicalGraph;
  readonly place: string;
  /** The part of the result that counts. */
  readonly block: Block;
}

/** One term of an explanation: a consequence of a relation, times a number. */
export interface DerivationStep {
  readonly coefficient: Rational;
  readonly consequence: Consequence;
  /** Place of the relation in the list that `relationsOfBlock` gives for its block, from 0. */
  readonly index: number;
}

interface Term {
  readonly graph: Multigraph;
  readonly coefficient: bigint;
}

interface CanonicalTerm extends Term {
  readonly graph: CanonicalGraph;
}

/** Marks vertices of r inside the graph; no field name contains it. */
const mark = "'";

/** Adds up isomorphic graphs; equal ones first, which costs less. */
function collect(terms: Iterable<Term>): CanonicalTerm[] {
  const labelled = new Map<string, Term>();
  for (const { graph, coefficient } of terms) {
    const edges = graph.edges.map(([v, w]) => (v < w ? `${v}-${w}` : `${w}-${v}`)).sort();
    add(labelled, `${graph.vertices.join()};${edges.join()};${graph.epsilon.join()}`, { graph, coefficient });
  }
  const sums = new Map<string, CanonicalTerm>();
  for (const { graph: given, coefficient } of labelled.values()) {
    const { graph, sign } = canonicalize(given);
    if (sign !== 0) add(sums, graph.key, { graph, coefficient: sign > 0 ? coefficient : -coefficient });
  }
  return [...sums.values()].filter(({ coefficient }) => coefficient !== 0n);
}

function add<T extends Term>(sums: Map<string, T>, key: string, term: T): void {
  const known = sums.get(key);
  sums.set(key, known === undefined ? term : { ...term, coefficient: term.coefficient + known.coefficient });
}

/** Half-edges: each has an owner (a vertex, or −1−k for half-edge k of the volume form) and a partner. */
interface HalfEdges {
  readonly owner: number[];
  readonly partner: number[];
}

function takeApart(graph: Multigraph): HalfEdges {
  const owner = [...graph.edges.flat(), ...graph.epsilon.flatMap((v, k) => [-1 - k, v])];
  return { owner, partner: owner.map((_, h) => h ^ 1) };
}

/** The graph of the half-edges whose partner is not −1. */
function assemble({ vertices }: Multigraph, { owner, partner }: HalfEdges): Multigraph {
  const edges: [number, number][] = [];
  const epsilon: number[] = [];
  partner.forEach((p, h) => {
    if (p < 0) return;
    if (owner[h]! < 0) epsilon[-1 - owner[h]!] = owner[p]!;
    else if (owner[p]! >= 0 && h < p) edges.push([owner[h]!, owner[p]!]);
  });
  return { vertices, edges, legs: [], epsilon };
}

/** One half-edge of vertex x joined to each half-edge of y in turn: both go, and their partners become partners. */
function* joinOne({ graph, coefficient }: Term, x: number, y: number, dimension: number): Generator<Term> {
  const { owner, partner } = takeApart(graph);
  const a = owner.indexOf(x);
  for (const [b, vertex] of owner.entries()) {
    if (vertex !== y) continue;
    const joined = [...partner];
    const [p, q] = [partner[a]!, partner[b]!];
    joined[p] = q;
    joined[q] = p;
    joined[a] = -1;
    joined[b] = -1;
    yield {
      graph: assemble(graph, { owner, partner: joined }),
      coefficient: p === b ? coefficient * BigInt(dimension) : coefficient,
    };
  }
}

/** One half-edge of vertex x moved to each marked vertex in turn. */
function* moveOne({ graph, coefficient }: Term, x: number): Generator<Term> {
  const { owner, partner } = takeApart(graph);
  const a = owner.indexOf(x);
  for (const [v, name] of graph.vertices.entries()) {
    if (name.endsWith(mark)) yield { graph: assemble(graph, { owner: owner.with(a, v), partner }), coefficient };
  }
}

/** The graph without the given vertices, which have no half-edges left, and without marks. */
function cleared(graph: Multigraph, gone: readonly number[]): Multigraph {
  const kept = graph.vertices.flatMap((_, v) => (gone.includes(v) ? [] : [v]));
  const at = (v: number): number => kept.indexOf(v);
  return {
    vertices: kept.map((v) => graph.vertices[v]!.replace(mark, '')),
    edges: graph.edges.map(([v, w]) => [at(v), at(w)] as const),
    legs: [],
    epsilon: graph.epsilon.map(at),
  };
}

/** Both graphs side by side, the vertices of the first with marks. */
function beside(left: Multigraph, right: Multigraph): Multigraph {
  const shift = left.vertices.length;
  return {
    vertices: [...left.vertices.map((name) => name + mark), ...right.vertices],
    edges: [...left.edges, ...right.edges.map(([v, w]) => [v + shift, w + shift] as const)],
    legs: [],
    epsilon: [...left.epsilon, ...right.epsilon.map((v) => v + shift)],
  };
}

const halfEdgesAt = ({ edges, epsilon }: Multigraph, v: number): number =>
  [...edges.flat(), ...epsilon].filter((end) => end === v).length;

/** A sum of graphs with integer coefficients, to be divided by `divisor`. */
export interface Expansion {
  readonly terms: readonly CanonicalTerm[];
  readonly divisor: bigint;
}

/** The consequence written out. @throws Inconsistent if the relation has coefficients that are not integers. */
export function expandConsequence(consequence: Consequence): Expansion {
  const { operation, relation, vertex, place, block } = consequence;
  const { dimension } = relation.certificate;
  const degree = halfEdgesAt(consequence.with, consequence.with.vertices.indexOf(place));
  const start = [...relation.sum.terms.values()].map(({ graph, coefficient }): Term => {
    const value = coefficient.constantValue();
    if (value === undefined || value.denominator !== 1n) {
      throw new Inconsistent({ where: 'consequence', expected: 'integer coefficients', got: `${coefficient}` });
    }
    return { graph: beside(graph, consequence.with), coefficient: value.numerator };
  });
  const removed = `${place}${mark}${mark}`;
  let terms: readonly Term[] = start;
  if (operation === 'gluing') {
    terms = start.flatMap(({ graph, coefficient }) =>
      graph.vertices.flatMap((name, v) => {
        if (name !== vertex!.field + mark || halfEdgesAt(graph, v) !== vertex!.degree) return [];
        return [{ graph: { ...graph, vertices: graph.vertices.with(v, removed) }, coefficient }];
      }),
    );
  }
  for (let k = 0; k < degree; k++) {
    terms = collect(
      terms.flatMap((term) => {
        const at = term.graph.vertices.indexOf(place);
        if (operation !== 'gluing') return [...moveOne(term, at)];
        return [...joinOne(term, term.graph.vertices.indexOf(removed), at, dimension)];
      }),
    );
  }
  const label = blockLabel(block);
  const result = collect(
    terms.map(({ graph, coefficient }) => {
      const gone = graph.vertices.flatMap((name, v) => (name === place || name === removed ? [v] : []));
      return { graph: cleared(graph, gone), coefficient };
    }),
  ).filter(({ graph }) => blockLabel(blockOf(graph)) === label);
  const ways = Array.from({ length: operation === 'gluing' ? degree : 0 }, (_, k) => BigInt(k + 1));
  return { terms: result, divisor: ways.reduce((product, k) => product * k, 1n) };
}

/**
 * The relation that follows, as the header of this file defines it.
 * @throws Inconsistent if the relation has coefficients that are not integers.
 */
export function consequenceSum(consequence: Consequence): GraphSum {
  const { terms, divisor } = expandConsequence(consequence);
  return GraphSum.collect(0, terms).scaled(Rational.of(1n, divisor));
}
