/**
 * A graph taken apart into half-edges, so that they can be rejoined. Each half-edge has an owner (a vertex or slot v of V, or
 * V+i for place i of the volume form, or −1−l for the outer end of leg l) and a partner; the pairs are the edges, legs and
 * metrics of the graph and what the volume form holds.
 */
import type { TensorTypes } from '../base/index.js';
import { type Multigraph, slotOwners } from '../graph/index.js';

/** Scratch value of one rewriting step; it does not leave this room. */
export interface Wiring {
  readonly vertices: readonly string[];
  readonly tensors: TensorTypes | undefined;
  /** Number of vertices and slots. */
  readonly ends: number;
  readonly owner: number[];
  /** −1 for a half-edge that has been joined away. */
  readonly partner: number[];
  /** Closed metric circles split off so far; each is a factor n. */
  circles: number;
}

export function takeApart(graph: Multigraph): Wiring {
  const { vertices, tensors } = graph;
  const ends = vertices.length + slotOwners(graph).length;
  const wiring: Wiring = { vertices, tensors, ends, owner: [], partner: [], circles: 0 };
  for (const [v, w] of graph.edges) link(wiring, v, w);
  graph.legs.forEach((end, l) => {
    if (end >= 0 || -1 - end > l) link(wiring, -1 - l, end);
  });
  graph.epsilon.forEach((end, i) => {
    link(wiring, ends + i, end);
  });
  return wiring;
}

/** Adds an edge between two owners; returns the half-edge at the first. */
export function link(wiring: Wiring, ownerA: number, ownerB: number): number {
  const a = wiring.owner.push(ownerA) - 1;
  const b = wiring.owner.push(ownerB) - 1;
  wiring.partner[a] = b;
  wiring.partner[b] = a;
  return a;
}

/** Half-edges whose owner is given. */
export function halfEdgesAt(wiring: Wiring, owner: number): number[] {
  return wiring.owner.flatMap((o, h) => (o === owner && wiring.partner[h]! >= 0 ? [h] : []));
}

/** Joins two half-edges by a metric: both go, and their partners become partners. */
export function join(wiring: Wiring, a: number, b: number): void {
  const { partner } = wiring;
  const [p, q] = [partner[a]!, partner[b]!];
  if (p === b) {
    wiring.circles++;
  } else {
    partner[p] = q;
    partner[q] = p;
  }
  partner[a] = -1;
  partner[b] = -1;
}

/**
 * Puts the graph together; the remaining legs are numbered anew in the order of their old numbers. Nothing if the volume
 * form is joined to itself, where the operator vanishes.
 */
export function assemble(wiring: Wiring): Multigraph | undefined {
  const { vertices, tensors, ends, owner, partner } = wiring;
  const outer = owner
    .map((o, h) => ({ leg: -1 - o, h }))
    .filter(({ leg, h }) => leg >= 0 && partner[h]! >= 0)
    .sort((a, b) => a.leg - b.leg);
  const newLeg = new Map(outer.map(({ h }, l) => [h, l]));
  const edges: [number, number][] = [];
  const epsilon: number[] = [];
  for (const [h, p] of partner.entries()) {
    if (p < 0) continue;
    const [from, to] = [owner[h]!, owner[p]!];
    if (from >= ends) {
      if (to >= ends) return undefined;
      epsilon[from - ends] = to >= 0 ? to : -1 - newLeg.get(p)!;
    } else if (p > h && from >= 0 && to >= 0 && to < ends) {
      edges.push([from, to]);
    }
  }
  const legs = outer.map(({ h }, l) => {
    const p = partner[h]!;
    const to = owner[p]!;
    return to >= ends ? -1 - l : to >= 0 ? to : -1 - newLeg.get(p)!;
  });
  return { vertices, edges, legs, epsilon, ...(tensors && { tensors }) };
}
