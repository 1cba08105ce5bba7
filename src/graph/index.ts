export { BlockGenerator } from './block.js';
export { type Canonical, type CanonicalGraph, canonicalize } from './canonical.js';
export { type GraphJson, graphFromJson, graphToJson } from './codec.js';
export { Enumeration, type EnumerationOptions, enumerateGraphs, type Piece, type Shard } from './enumerate.js';
export { fromGraphology, toGraphology, type VertexAttributes } from './graphology.js';
export { formatKey, parseKey } from './key.js';
export { type Kind, partOf } from './kind.js';
export { Labeller } from './labelling.js';
export { BlockLister } from './lister.js';
export {
  compareGraphs,
  components,
  degrees,
  type Multigraph,
  multigraph,
  order,
  slotOwners,
  tensorsOf,
} from './multigraph.js';
export type { GraphView } from './sketch.js';
