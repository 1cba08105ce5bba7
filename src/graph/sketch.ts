/**
 * A graph under construction in flat arrays: what the generators of this room write and hand to a visitor. Vertices and
 * edges are appended and taken back like on a stack.
 */

/** Most vertices or edges of a graph that is generated: numbers of vertices fit a byte. */
export const mostParts = 250;

/** Read-only view for visitors; it changes after the visit. */
export interface GraphView {
  readonly vertexCount: number;
  readonly edgeCount: number;
  /** Number of the kind of each vertex in the catalogue of the generator. */
  readonly kinds: Uint8Array;
  /** Edge e joins `tails[e]` and `heads[e]`. */
  readonly tails: Uint8Array;
  readonly heads: Uint8Array;
  /** Number of connected components. */
  readonly components: number;
}

export class Sketch implements GraphView {
  vertexCount = 0;
  edgeCount = 0;
  components = 0;
  readonly kinds = new Uint8Array(mostParts);
  readonly tails = new Uint8Array(mostParts);
  readonly heads = new Uint8Array(mostParts);

  vertex(kind: number): number {
    this.kinds[this.vertexCount] = kind;
    return this.vertexCount++;
  }

  edge(tail: number, head: number): void {
    this.tails[this.edgeCount] = tail;
    this.heads[this.edgeCount++] = head;
  }

  loops(vertex: number, count: number): void {
    for (let i = 0; i < count; i++) this.edge(vertex, vertex);
  }
}
