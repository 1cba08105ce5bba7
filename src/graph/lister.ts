/** The graphs of a block in canonical form and in order. */
import { BlockGenerator } from './block.js';
import { type CanonicalGraph, canonicalize } from './canonical.js';
import { type Kind, type Kinds, partOf } from './kind.js';
import { compareGraphs, type Multigraph } from './multigraph.js';
import type { GraphView } from './sketch.js';

/**
 * The multigraph that a generated graph stands for; nothing if the volume form has a loop or a parallel edge, where the
 * operator vanishes.
 */
export function toMultigraph(view: GraphView, catalogue: readonly Kind[]): Multigraph | undefined {
  const vertices: string[] = [];
  const legs: number[] = [];
  const epsilon: number[] = [];
  const edges: (readonly [number, number])[] = [];
  /** Numbers of vertices; leg l is −1 − l, the volume form undefined. */
  const ends: (number | undefined)[] = [];
  for (let v = 0; v < view.vertexCount; v++) {
    const kind = catalogue[view.kinds[v]!]!;
    const part = partOf(kind);
    ends.push(part === 'vertex' ? vertices.push(kind.role) - 1 : part === 'volume' ? undefined : -1 - part);
  }
  for (let e = 0; e < view.edgeCount; e++) {
    const [v, w] = [ends[view.tails[e]!], ends[view.heads[e]!]];
    if (v === undefined || w === undefined) {
      const end = v ?? w;
      if (end === undefined || epsilon.includes(end)) return undefined;
      epsilon.push(end);
      if (end < 0) legs[-1 - end] = end;
    } else if (v >= 0 && w >= 0) edges.push([v, w]);
    else {
      if (v < 0) legs[-1 - v] = w;
      if (w < 0) legs[-1 - w] = v;
    }
  }
  return { vertices, edges, legs, epsilon };
}

/** Lists the graphs of blocks; what blocks share is worked out once. */
export class BlockLister {
  readonly #generator = new BlockGenerator();

  /**
   * The graphs in the order of compareGraphs; those that vanish by an odd automorphism are left out.
   * @throws OutOfRange for a block too large.
   */
  list(kinds: Kinds, mostComponents = Number.POSITIVE_INFINITY): readonly CanonicalGraph[] {
    const graphs: CanonicalGraph[] = [];
    this.#generator.each(kinds, mostComponents, (view) => {
      const given = toMultigraph(view, this.#generator.catalogue);
      if (given === undefined) return;
      const { graph, sign } = canonicalize(given);
      if (sign !== 0) graphs.push(graph);
    });
    return graphs.sort(compareGraphs);
  }
}
