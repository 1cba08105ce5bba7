/**
 * Grids of scattered nodes on any space: jets by `cloudscheme.ts`, values between the nodes by the local polynomial of
 * the nearest node in normal coordinates. `shape` has one number, the nodes; there are no axes.
 */
import { checkOptions, InvalidInput } from '../base/index.js';
import { ambientDimension, colatitudeChart, frameAt, modelDefect, radius, type Space } from '../space/index.js';
import { cellsOf } from './cells.js';
import { type CloudJetScheme, type CloudNodes, type CloudSymmetry, cloudScheme, localNodes } from './cloudscheme.js';
import { checkJetRequest, type Grid, interpolationWidth } from './grid.js';
import { NodeTree } from './kdtree.js';
import { writeNormalCoordinates } from './normal.js';
import { once } from './once.js';
import { ambientNames } from './productgrid.js';
import { type FitMethod, LocalPolynomial, nodesFor } from './taylor.js';

/** A grid of scattered nodes. */
export interface CloudGrid extends Grid {
  jetScheme(order: number, accuracy: number, onProgress?: (fraction: number) => void): CloudJetScheme;
}

/** What a grid of scattered nodes is made from. */
export interface CloudParts {
  readonly spec: string;
  readonly space: Space;
  readonly points: Float64Array;
  readonly method?: FitMethod;
  /** Computed when first asked for, perhaps from the volumes of the cells; these unless told. */
  readonly weights?: (volumes: () => Float64Array) => Float64Array;
  readonly neighbours?: (node: number) => Int32Array;
  readonly edge?: () => Int32Array;
  /** Whether the nodes cover the space, so that values are known everywhere. */
  readonly closed?: boolean;
  readonly symmetries?: readonly CloudSymmetry[];
}

/** Options of {@link pointCloudGrid}. */
export interface PointCloudOptions {
  /** Quadrature weights; areas of cells (dimension 2) or volumes guessed from distances (other dimensions) otherwise. */
  readonly weights?: ArrayLike<number>;
  /** `least-squares` unless told. */
  readonly method?: FitMethod;
  /** What messages call the grid; `cloud` unless told. */
  readonly spec?: string;
}

/**
 * A grid of the caller's own nodes, anywhere on a space. Jets near the edge of the region that the nodes cover come from
 * neighbours on one side.
 * @param points - ambient coordinates, node by node (size × ambientDimension, flat).
 * @throws InvalidInput for nodes that are not on the space or coincide, and for weights of another number.
 * @example
 * const { points } = parseGrid('fibonacci:500', sphere(2));
 * const grid = pointCloudGrid(sphere(2), points);
 * grid.jetScheme(2, 4).conditioning.worst < 1e5 // true
 */
export function pointCloudGrid(space: Space, points: ArrayLike<number>, options: PointCloudOptions = {}): CloudGrid {
  const where = 'pointCloudGrid';
  checkOptions(where, options, ['weights', 'method', 'spec']);
  const { weights, method = 'least-squares', spec = 'cloud' } = options;
  const ambient = ambientDimension(space);
  const size = points.length / ambient;
  if (!Number.isInteger(size) || size < 1) {
    throw new InvalidInput({
      where,
      expected: `${ambient} coordinates for each node`,
      got: `${points.length} numbers`,
    });
  }
  if (method !== 'least-squares' && method !== 'rbf-fd') {
    throw new InvalidInput({ where, expected: "method 'least-squares' or 'rbf-fd'", got: `'${String(method)}'` });
  }
  if (weights !== undefined && weights.length !== size) {
    throw new InvalidInput({ where, expected: `${size} weights`, got: String(weights.length) });
  }
  const own = Float64Array.from(points);
  for (let node = 0; node < size; node++) {
    const p = own.subarray(node * ambient, (node + 1) * ambient);
    // The defect is relative to the radius; on the hyperboloid rounding grows with the square of the coordinates.
    const tolerance = 1e-8 * (space.kind === 'H' ? 1 - 2 * space.kappa * p[space.dimension]! ** 2 : 1);
    const onSpace = p.every(Number.isFinite) && Math.abs(modelDefect(space, p)) <= tolerance;
    if (!onSpace || (space.kind === 'H' && p[space.dimension]! <= 0)) {
      throw new InvalidInput({
        where,
        expected: `ambient coordinates of points of ${space.kind}^${space.dimension} with curvature ${space.kappa}`,
        got: `(${Array.from(p).join(', ')}) at node ${node}`,
      });
    }
  }
  const given = weights === undefined ? undefined : Float64Array.from(weights);
  return cloudGrid({ spec, space, points: own, method, ...(given && { weights: () => given }) });
}

/** Assembles a grid from its parts. */
export function cloudGrid(parts: CloudParts): CloudGrid {
  const { spec, space, points, method = 'least-squares', symmetries } = parts;
  const ambient = ambientDimension(space);
  const size = points.length / ambient;
  const chart = space.kind === 'S' && space.dimension === 2 ? colatitudeChart(space) : undefined;
  const pointAt = (node: number) => points.subarray(node * ambient, (node + 1) * ambient);
  const frame = (node: number): number[][] => {
    const p = pointAt(node);
    return chart === undefined ? frameAt(space, p) : chart.frame(chart.fromAmbient(p));
  };
  const nodes = once((): CloudNodes => {
    const tree = new NodeTree(space, points);
    const cloud = { spec, space, points, tree, frame, ...(symmetries && { symmetries }) };
    checkDistinct(cloud);
    return cloud;
  });
  const cells = once(() => cellsOf(nodes()));
  // Building a scheme takes seconds on large grids, and the same one is wanted again and again.
  let latest: CloudJetScheme | undefined;
  const edge = once(() => (parts.closed === true ? new Int32Array(0) : (parts.edge?.() ?? edgeOf(nodes()))));
  const weights = once(() => parts.weights?.(() => cells().volumes) ?? cells().volumes);
  const variables = once(() => cloudVariables(space, points, size, chart));
  return {
    spec,
    space,
    shape: [size],
    size,
    axes: [],
    points,
    get weights() {
      return weights();
    },
    get variables() {
      return variables();
    },
    frame,
    neighbours: (node) => parts.neighbours?.(node) ?? cells().neighbours[node]!,
    get edge() {
      return edge();
    },
    jetScheme(order, accuracy, onProgress) {
      checkJetRequest(order, accuracy);
      if (latest?.order !== order || latest.accuracy !== accuracy) {
        latest = cloudScheme(nodes(), order, accuracy, method, onProgress);
      }
      return latest;
    },
    interpolate(values, targets, options = {}) {
      const accuracy = interpolationWidth(this, values, options);
      return interpolateCloud(nodes(), values, targets, accuracy - 1, parts.closed === true ? undefined : edge());
    },
  };
}

function checkDistinct(cloud: CloudNodes): void {
  const { space, spec, tree } = cloud;
  if (tree.size < 2) return;
  for (let node = 0; node < tree.size; node++) {
    const { nodes, distances } = localNodes(cloud, node, 2);
    if (distances[1]! > 1e-12 * radius(space)) continue;
    const expected = 'nodes at different places';
    throw new InvalidInput({ where: `grid ${spec}`, expected, got: `nodes ${nodes[0]} and ${nodes[1]} at one` });
  }
}

/**
 * Nodes with most of their 4n neighbours on one side: the mean of the normal coordinates is above 0.4 of their mean length.
 * For a plane half of a disk or ball it is 0.64 in dimension 2 and 0.5 in dimension 3.
 */
function edgeOf(cloud: CloudNodes): Int32Array {
  const n = cloud.space.dimension;
  const all = Int32Array.from({ length: cloud.tree.size }, (_, node) => node);
  return all.filter((node) => {
    const { coordinates, distances } = localNodes(cloud, node, 4 * n + 1);
    const mean = Array.from({ length: n }, (_, i) =>
      distances.reduce((sum, _d, s) => sum + coordinates[s * n + i]!, 0),
    );
    return Math.hypot(...mean) > 0.4 * distances.reduce((sum, d) => sum + d, 0);
  });
}

/**
 * Degree-d polynomials around the n + 1 nodes nearest to a target, with the weights ((D − d_i)/d_i)² of Shepard's method, D the
 * distance to the next node: continuous, and equal to the values at the nodes. Where the nodes do not cover the space, NaN further away
 * than they are apart, and beyond about half of that at the edge: polynomials grow fast outside.
 */
function interpolateCloud(
  cloud: CloudNodes,
  values: ArrayLike<number>,
  targets: ArrayLike<number>,
  degree: number,
  edge: Int32Array | undefined,
) {
  const { space, points, tree } = cloud;
  const n = space.dimension;
  const ambient = ambientDimension(space);
  const polynomial = new LocalPolynomial(n, degree);
  const count = nodesFor('least-squares', n, degree);
  if (tree.size < count) {
    const expected = `at least ${count} nodes to interpolate with accuracy ${degree + 1}`;
    throw new InvalidInput({ where: `grid ${cloud.spec}`, expected, got: String(tree.size) });
  }
  const atEdge = new Set(edge);
  const fits = new Map<
    number,
    ReturnType<LocalPolynomial['fit']> & { frame: readonly (readonly number[])[]; reach: number }
  >();
  const fitAt = (node: number) => {
    let fit = fits.get(node);
    if (fit === undefined) {
      const local = localNodes(cloud, node, count);
      const own = Float64Array.from(local.nodes, (q) => values[q]!);
      const reach =
        edge === undefined ? Number.POSITIVE_INFINITY : (atEdge.has(node) ? 0.6 : 1.2) * local.distances[2 * n]!;
      fit = { ...polynomial.fit(local, own), frame: cloud.frame(node), reach };
      fits.set(node, fit);
    }
    return fit;
  };
  const result = new Float64Array(Math.floor(targets.length / ambient));
  const target = new Float64Array(ambient);
  const coordinates = new Float64Array(n);
  for (let k = 0; k < result.length; k++) {
    for (let a = 0; a < ambient; a++) target[a] = targets[k * ambient + a]!;
    let [sum, weights, limit] = [0, 0, 0];
    const around = tree.nearest(target, n + 2);
    // The furthest one, with which the others are compared, comes first.
    for (let rank = around.length - 1; rank >= 0; rank--) {
      const node = around[rank]!;
      const fit = fitAt(node);
      const p = points.subarray(node * ambient, (node + 1) * ambient);
      const distance = writeNormalCoordinates(space, p, fit.frame, target, 0, coordinates, 0);
      if (rank === around.length - 1) limit = distance;
      if (rank === 0 && distance > fit.reach) sum = Number.NaN;
      const weight = ((limit - distance) / Math.max(distance, 1e-9 * limit)) ** 2;
      sum += weight * polynomial.evaluate(fit, coordinates);
      weights += weight;
    }
    result[k] = sum / weights;
  }
  return result;
}

function cloudVariables(
  space: Space,
  points: Float64Array,
  size: number,
  chart: ReturnType<typeof colatitudeChart> | undefined,
): ReadonlyMap<string, Float64Array> {
  const result = new Map<string, Float64Array>();
  const names = ambientNames(space);
  const column = (f: (p: Float64Array) => number) =>
    Float64Array.from({ length: size }, (_, node) =>
      f(points.subarray(node * names.length, (node + 1) * names.length)),
    );
  if (chart !== undefined) {
    for (const [i, name] of chart.coordinates.entries())
      result.set(
        name,
        column((p) => chart.fromAmbient(p)[i]!),
      );
  }
  if (space.kind === 'H') {
    const r = radius(space);
    const disk = ['x', 'y', 'z'].slice(0, space.dimension);
    for (const [i, name] of disk.entries())
      result.set(
        name,
        column((p) => p[i]! / (r + p[space.dimension]!)),
      );
  }
  for (const [i, name] of names.entries())
    result.set(
      name,
      column((p) => p[i]!),
    );
  return result;
}
