/** The graphs of one block. */
import { BlockLister, type CanonicalGraph } from '../graph/index.js';
import { type Block, blockEdges } from './block.js';
import { hasSlots, takeApart, tiedGraphs } from './tied.js';

/**
 * The graphs of a block in the order of compareGraphs; those that vanish by an odd automorphism are left out.
 * @example
 * graphsOfBlock(blockOf(parseKey('u_ab u_a u_b'))).map(({ key }) => key) // ['u_aa u_b u_b', 'u_ab u_a u_b']
 */
export function graphsOfBlock(block: Block): readonly CanonicalGraph[] {
  const edges = blockEdges(block);
  if (!Number.isInteger(edges) || edges < 0) return [];
  if (hasSlots(block)) {
    const apart = takeApart(block);
    return tiedGraphs(graphsOfBlock(apart.block), apart);
  }
  const vertices = block.vertices.flatMap(({ field, degree, count }) =>
    Array.from({ length: count }, () => ({ role: field, degree })),
  );
  return new BlockLister().list(block.epsilon > 0 ? [...vertices, { role: '*', degree: block.epsilon }] : vertices);
}
