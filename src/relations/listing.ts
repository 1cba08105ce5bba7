/**
 * The graphs of one block. Half-edges are joined one after another, always the first free one; of vertices that look alike
 * because nothing is joined to them yet, only the first is tried. What is still met twice is told apart by its canonical form.
 */
import { type CanonicalGraph, canonicalize, compareGraphs } from '../graph/index.js';
import { type Block, blockEdges } from './block.js';

/**
 * The graphs of a block in the order of compareGraphs; those that vanish by an odd automorphism are left out.
 * @example
 * graphsOfBlock(blockOf(parseKey('u_ab u_a u_b'))).map(({ key }) => key) // ['u_aa u_b u_b', 'u_ab u_a u_b']
 */
export function graphsOfBlock(block: Block): readonly CanonicalGraph[] {
  const edgeCount = blockEdges(block);
  if (!Number.isInteger(edgeCount) || edgeCount < 0) return [];
  const kinds = block.vertices.flatMap(({ count }, kind) => new Array<number>(count).fill(kind));
  const vertices = kinds.map((kind) => block.vertices[kind]!.field);
  const full = kinds.map((kind) => block.vertices[kind]!.degree);
  const free = [...full];
  const edges: (readonly [number, number])[] = [];
  const epsilon: number[] = [];
  const found = new Map<string, CanonicalGraph>();

  const untouched = (v: number): boolean => free[v] === full[v];
  /** Whether an earlier vertex could stand in for w; `self` is the vertex whose half-edge is being joined. */
  const redundant = (w: number, self: number): boolean => {
    if (w === self || !untouched(w)) return false;
    for (let x = w - 1; x >= 0 && kinds[x] === kinds[w]; x--) if (x !== self && untouched(x)) return true;
    return false;
  };

  const join = (): void => {
    const v = free.findIndex((left) => left > 0);
    if (v < 0) {
      const { graph, sign } = canonicalize({ vertices, edges, legs: [], epsilon });
      if (sign !== 0) found.set(graph.key, graph);
      return;
    }
    // The partners of one vertex come in rising order.
    const last = edges.at(-1);
    const from = last?.[0] === v ? last[1] : v;
    for (let w = from; w < vertices.length; w++) {
      if (free[w]! < (w === v ? 2 : 1) || redundant(w, v)) continue;
      free[v]!--;
      free[w]!--;
      edges.push([v, w]);
      join();
      edges.pop();
      free[v]!++;
      free[w]!++;
    }
  };

  /** Distinct vertices at the volume form, rising. */
  const attach = (from: number): void => {
    if (epsilon.length === block.epsilon) {
      join();
      return;
    }
    for (let v = from; v < vertices.length; v++) {
      if (free[v] === 0 || redundant(v, -1)) continue;
      free[v]!--;
      epsilon.push(v);
      attach(v + 1);
      epsilon.pop();
      free[v]!++;
    }
  };
  attach(0);
  return [...found.values()].sort(compareGraphs);
}
