/**
 * Jet schemes on scattered nodes: at every node the Taylor coefficients of `taylor.ts` from its nearest neighbours.
 * Nodes that an isometry of the grid carries to each other share a stencil. Near an open edge the neighbours lie on
 * one side; nothing else changes there. Where the condition number of a fit is bad (nodes near a curve on which a
 * polynomial vanishes), the stencil is widened, and refused if that does not help.
 */
import { InvalidInput } from '../base/index.js';
import { ambientDimension, radius, type Space } from '../space/index.js';
import type { NodeTree } from './kdtree.js';
import { normalCoordinates } from './normal.js';
import { checkJetScheme, type JetScheme, type Run, type Stencil } from './scheme.js';
import { type FitMethod, type LocalNodes, TaylorRecipe } from './taylor.js';

/** How well the fits of a scheme are conditioned. */
export interface Conditioning {
  /** Largest condition number of a fit (1 for order 0), in units of its radius. */
  readonly worst: number;
  /** The node where it occurs. */
  readonly node: number;
  /** Number of fits that needed more neighbours than usual. */
  readonly widened: number;
}

/** The conditioning of a scheme on scattered nodes; undefined for schemes of other grids. */
export function conditioningOf(scheme: JetScheme): Conditioning | undefined {
  return 'conditioning' in scheme ? (scheme as CloudJetScheme).conditioning : undefined;
}

/** A jet scheme of a point cloud. */
export interface CloudJetScheme extends JetScheme {
  readonly conditioning: Conditioning;
}

/** A family of isometries that carry nodes to nodes and frames to frames. */
export interface CloudSymmetry {
  /** The node whose stencil a node takes. */
  model(node: number): number;
  /** Where the isometry that carries model(node) to node takes another node; −1 where it is not a node. */
  carry(node: number, other: number): number;
}

/** Scattered nodes as far as schemes need them. */
export interface CloudNodes {
  readonly spec: string;
  readonly space: Space;
  readonly points: Float64Array;
  readonly tree: NodeTree;
  readonly frame: (node: number) => readonly (readonly number[])[];
  /** Tried in order; none unless told. */
  readonly symmetries?: readonly CloudSymmetry[];
}

/**
 * A fit of degree d on well placed nodes has a condition number near 150 · 2.2^d (measured on the grids of this room); one
 * with ten times as much gets 1.3 and 1.6 times as many nodes, which on one-sided stencils makes the weights several times
 * smaller and costs no accuracy. Beyond that errors grow, so 2.2 is for fits that would be refused otherwise.
 */
const usualCondition = (degree: number): number => 1500 * 2.2 ** degree;
const worstCondition = 1e8;
const widenings = [1.3, 1.6, 2.2];

/** Nodes beyond those wanted that may be as far away as the last of them. */
const ties = 16;

/** The nearest nodes of a node, with their normal coordinates. */
export function localNodes(
  cloud: CloudNodes,
  node: number,
  count: number,
): LocalNodes & { readonly nodes: Int32Array } {
  const { space, points, tree } = cloud;
  const ambient = ambientDimension(space);
  const p = points.subarray(node * ambient, (node + 1) * ambient);
  const nodes = tree.nearest(p, count);
  return { nodes, ...normalCoordinates(space, p, cloud.frame(node), points, nodes) };
}

interface Fit {
  readonly stencil: number;
  readonly neighbours: Int32Array;
}

/**
 * Builds the scheme.
 * @throws InvalidInput when there are too few nodes, or their position does not determine the jets.
 */
export function cloudScheme(
  cloud: CloudNodes,
  order: number,
  accuracy: number,
  method: FitMethod,
  onProgress?: (fraction: number) => void,
): CloudJetScheme {
  const { space, tree, symmetries = [] } = cloud;
  const { size } = tree;
  const recipe = new TaylorRecipe(space.dimension, order, accuracy, method);
  checkSize(cloud, recipe);
  const stencils: Stencil[] = [];
  const fits = new Map<number, Fit>();
  let [worst, worstNode, widened] = [1, 0, 0];
  const fitAt = (node: number): Fit => {
    let fit = fits.get(node);
    if (fit !== undefined) return fit;
    const { neighbours, weights, condition, widening } = conditionedFit(cloud, recipe, node);
    if (condition > worst) [worst, worstNode] = [condition, node];
    if (widening > 1) widened++;
    fit = { stencil: stencils.push({ width: neighbours.length, weights }) - 1, neighbours };
    if (symmetries.length > 0) fits.set(node, fit);
    return fit;
  };
  const runs: Run[] = [];
  for (let node = 0; node < size; node++) {
    if (node % 64 === 0) onProgress?.(node / size);
    const { stencil, neighbours } = carriedFit(symmetries, fitAt, node);
    const offsets = neighbours.map((q) => q - node);
    const last = runs.at(-1);
    if (last?.stencil === stencil && last.offsets.every((offset, s) => offset === offsets[s])) {
      runs[runs.length - 1] = { ...last, count: last.count + 1 };
    } else {
      runs.push({ start: node, count: 1, stencil, offsets });
    }
  }
  const { dimension, components } = recipe;
  const scheme = checkJetScheme({ dimension, order, accuracy, components, size, stencils, runs });
  return { ...scheme, conditioning: { worst, node: worstNode, widened } };
}

function carriedFit(symmetries: readonly CloudSymmetry[], fitAt: (node: number) => Fit, node: number): Fit {
  for (const { model, carry } of symmetries) {
    const own = model(node);
    if (own === node) continue;
    const { stencil, neighbours } = fitAt(own);
    const carried = neighbours.map((q) => carry(node, q));
    if (!carried.includes(-1)) return { stencil, neighbours: carried };
  }
  return fitAt(node);
}

function conditionedFit(cloud: CloudNodes, recipe: TaylorRecipe, node: number) {
  const { order, accuracy } = recipe;
  const fitWith = (widening: number) => {
    const local = localNodes(cloud, node, order === 0 ? 1 : recipe.width(widening) + ties);
    const fit = recipe.weights(local, widening);
    return { ...fit, neighbours: local.nodes.slice(0, fit.width), widening };
  };
  let best = fitWith(1);
  for (const widening of widenings) {
    const limit = widening > 2 ? worstCondition : usualCondition(order + accuracy - 1);
    if (best.condition <= limit || best.neighbours.length >= cloud.tree.size) break;
    const fit = fitWith(widening);
    if (fit.condition < best.condition) best = fit;
  }
  if (best.condition <= worstCondition) return best;
  throw new InvalidInput({
    where: `grid ${cloud.spec}`,
    expected: `nodes that determine jets of order ${order} at accuracy ${accuracy} around node ${node}`,
    got: `a fit of condition ${best.condition.toExponential(1)}`,
    hint: 'add nodes, spread them, or lower the accuracy',
  });
}

/** There must be enough nodes, and on a sphere those of a stencil must lie within a quarter turn. */
function checkSize(cloud: CloudNodes, recipe: TaylorRecipe): void {
  const { space, tree } = cloud;
  if (recipe.order === 0) return;
  const { order, accuracy } = recipe;
  const wanted = recipe.width();
  const fail = (expected: string, got: string): never => {
    const where = `grid ${cloud.spec}`;
    const hint = 'refine the grid or lower the accuracy';
    throw new InvalidInput({
      where,
      expected: `${expected} for jets of order ${order} at accuracy ${accuracy}`,
      got,
      hint,
    });
  };
  if (tree.size < wanted) fail(`at least ${wanted} nodes`, String(tree.size));
  if (space.kind !== 'S') return;
  const reach = localNodes(cloud, 0, wanted).distances[wanted - 1]!;
  const quarter = (Math.PI / 2) * radius(space);
  if (!(reach < quarter))
    fail(`${wanted} nodes within a quarter turn of each node`, `${reach / quarter} quarter turns`);
}
