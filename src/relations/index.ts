export {
  type Block,
  type BlockOptions,
  blockDegrees,
  blockEdges,
  blockLabel,
  blockOf,
  blockOfVertices,
  blocksWithEdges,
  type Degrees,
  totalDegree,
  type VertexKind,
} from './block.js';
export { type BlockRelations, type Certificate, minorSum, type Relation, relationsOfBlock } from './certificate.js';
export { type Consequence, consequenceSum, type DerivationStep } from './consequences.js';
export { countGraphs, type Group, graphCounter, rankInDimension } from './count.js';
export { type CountOptions, type CountRow, countRows, countRowsExactly } from './countRows.js';
export { vanishingDimensions } from './dimensions.js';
export { evaluateGraph, evaluateSum, evaluationSpace, RandomJet } from './evaluate.js';
export { connectedTotals, graphTotals } from './graphTotals.js';
export { legNames, openLegs } from './legs.js';
export { graphsOfBlock } from './listing.js';
export type { Minor } from './minors.js';
export { derivationInWords, type OriginJson, type RelationReference, relationName } from './origin.js';
export { type Preference, preferenceNames, preferenceOrder } from './preference.js';
export { type ExplainedRelation, explainRelations } from './primitive.js';
export { type RelationJson, type RelationOptions, relations, relationToJson } from './query.js';
export { basisOfBlock, isZeroInDimension, type ReduceOptions, Reducer, reduce } from './reduce.js';
