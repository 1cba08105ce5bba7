/**
 * Graphs to and from graphology's `MultiUndirectedGraph`. Vertex v is the node `String(v)` with attribute `field`; edges
 * carry no attribute. Legs and the volume form have no counterpart there.
 */
import { MultiUndirectedGraph } from 'graphology';
import { InvalidInput, Unsupported } from '../base/index.js';
import { formatKey } from './key.js';
import { type Multigraph, multigraph } from './multigraph.js';

/** Attribute of a node: the field at that vertex. */
export interface VertexAttributes {
  field: string;
  [name: string]: unknown;
}

/**
 * @example
 * toGraphology(parseKey('u_aa')).selfLoopCount // 1
 * @throws Unsupported for a graph with legs, a volume form or fields with values in tensors.
 */
export function toGraphology(graph: Multigraph): MultiUndirectedGraph<VertexAttributes> {
  if (graph.legs.length > 0 || graph.epsilon.length > 0 || graph.tensors !== undefined) {
    throw new Unsupported({
      where: 'toGraphology',
      expected: 'a graph of scalar fields without legs and volume form',
      got: formatKey(graph),
    });
  }
  const result = new MultiUndirectedGraph<VertexAttributes>();
  graph.vertices.forEach((field, v) => {
    result.addNode(v, { field });
  });
  for (const [v, w] of graph.edges) result.addUndirectedEdge(v, w);
  return result;
}

/**
 * Vertices are numbered in graphology's node order.
 * @throws InvalidInput if an edge is directed; a node without attribute `field` carries `u`.
 */
export function fromGraphology(graph: MultiUndirectedGraph): Multigraph {
  const number = new Map(graph.nodes().map((node, v) => [node, v]));
  const edges = graph.mapEdges((edge, _attributes, source, target) => {
    if (graph.isDirected(edge)) {
      throw new InvalidInput({ where: 'fromGraphology', expected: 'undirected edges', got: `directed edge ${edge}` });
    }
    return [number.get(source)!, number.get(target)!] as const;
  });
  const vertices = graph.mapNodes((_node, attributes) => String(attributes.field ?? 'u'));
  return multigraph({ vertices, edges });
}
