/**
 * How far a discrete operator is from commuting with isometries: ‖N(u∘g) − N(u)∘g‖ / ‖N(u)‖ for a smooth u and a
 * random isometry g. u∘g is sampled exactly; N(u)∘g has to be interpolated, and the error of that is estimated by
 * interpolating forth and back.
 */
import { checkInteger, checkOptions, Inconsistent, InvalidInput, Random } from '../base/index.js';
import type { Grid } from '../grid/index.js';
import {
  applyIsometry,
  combine,
  composeIsometries,
  distance,
  type Isometry,
  inner,
  inverseIsometry,
  origin,
  radius,
  randomIsometry,
  type Space,
} from '../space/index.js';

/** Options of {@link equivarianceError}. */
export interface EquivarianceOptions {
  /** Seed of the isometry and of the default field; default 1. */
  readonly seed?: number;
  /** Number of isometries; the worst result counts. Default 3. */
  readonly trials?: number;
  /** −1 tries isometries that reverse the orientation; default 1. */
  readonly orientation?: 1 | -1;
  /** A smooth function of the ambient coordinates; default a random sum of three waves. */
  readonly field?: (point: readonly number[]) => number;
  /** Points per axis for interpolation, even; default 8. */
  readonly accuracy?: number;
}

/** Result of {@link equivarianceError}: relative errors in the L² norm. */
export interface EquivarianceError {
  /** ‖N(u∘g) − N(u)∘g‖ / ‖N(u)‖, the interpolation of N(u) included. */
  readonly error: number;
  /** Estimated share of the interpolation. */
  readonly interpolation: number;
}

/**
 * Measures equivariance. On a grid with a boundary only nodes are compared that the isometries, which are close to
 * rotations about the centre, keep well inside; periodic continuation plays no part.
 * @param op - takes the values of a field at the nodes to values at the nodes; must be local.
 * @example
 * equivarianceError((u) => u.map((x) => x ** 2), parseGrid('latlon:32x64', sphere(2))).error < 1e-3 // true
 * @throws InvalidInput for unknown options, a result of the wrong length, or one that is not finite where it is compared.
 */
export function equivarianceError(
  op: (values: Float64Array) => Float64Array,
  grid: Grid,
  options: EquivarianceOptions = {},
): EquivarianceError {
  const where = 'equivarianceError';
  checkOptions(where, options, ['seed', 'trials', 'orientation', 'field', 'accuracy']);
  const { seed = 1, trials = 3, orientation = 1, accuracy = 8 } = options;
  checkInteger(where, 'trials', trials, 1);
  const random = new Random(seed);
  const { space, size } = grid;
  const width = grid.points.length / size;
  const points = Array.from({ length: size }, (_, i) => Array.from(grid.points.subarray(i * width, (i + 1) * width)));
  const { centre, reach } = interior(grid, points);
  const field = options.field ?? randomWaves(centre, Math.min(reach, radius(space)), random);
  const apply = (f: (point: readonly number[]) => number): Float64Array => {
    const result = op(Float64Array.from(points, f));
    if (result.length !== size)
      throw new InvalidInput({ where, expected: `${size} values from the operator`, got: `${result.length}` });
    const bad = nodes.find((i) => !Number.isFinite(result[i]!));
    if (bad === undefined) return result;
    throw new InvalidInput({
      where,
      expected: 'finite values from the operator',
      got: `${result[bad]} at node ${bad}`,
    });
  };
  const nodes = points.flatMap((p, i) => (space.kind === 'S' || distance(space, centre, p) <= 0.35 * reach ? [i] : []));
  if (nodes.length === 0) throw new InvalidInput({ where, expected: 'a finer grid', got: grid.spec });
  const norm = (value: (i: number) => number): number =>
    Math.sqrt(nodes.reduce((sum, i) => sum + grid.weights[i]! * value(i) ** 2, 0));
  const moved = (values: Float64Array, g: Isometry): Float64Array =>
    grid.interpolate(
      values,
      points.flatMap((p) => applyIsometry(g, p)),
      { accuracy },
    );
  const image = apply(field);
  const toCentre = carrier(space, centre);
  let [error, interpolation] = [0, 0];
  for (let trial = 0; trial < trials; trial++) {
    const around = randomIsometry(space, random, { orientation, reach: 0.15 * reach });
    const g = composeIsometries(composeIsometries(toCentre, around), inverseIsometry(toCentre));
    const direct = apply((p) => field(applyIsometry(g, p)));
    const carried = moved(image, g);
    const back = moved(
      carried.map((x) => (Number.isNaN(x) ? 0 : x)),
      inverseIsometry(g),
    );
    const scale = norm((i) => carried[i]!);
    // The zero operator commutes with everything.
    const relative = (size: number): number => (size === 0 ? 0 : size / scale);
    error = Math.max(error, relative(norm((i) => direct[i]! - carried[i]!)));
    interpolation = Math.max(interpolation, relative(norm((i) => back[i]! - image[i]!) / 2));
  }
  if (Number.isNaN(error)) throw new Inconsistent({ where, expected: 'comparable values', got: 'NaN' });
  return { error, interpolation };
}

/** The centre of the region and its distance to the outermost nodes; on the sphere there is no boundary. */
function interior(grid: Grid, points: readonly number[][]): { centre: number[]; reach: number } {
  const { space, shape, axes } = grid;
  if (space.kind === 'S') return { centre: origin(space), reach: radius(space) };
  const mean = points[0]!.map((_, c) => points.reduce((sum, p, i) => sum + grid.weights[i]! * p[c]!, 0));
  const length =
    space.kind === 'H'
      ? Math.sqrt(-inner(space, mean, mean)) / radius(space)
      : grid.weights.reduce((sum, w) => sum + w, 0);
  const centre = mean.map((x) => x / length);
  // On boxes the seams of periodic axes count as edges too: the fields need not repeat.
  const isBox = axes.length > 0 && axes.every(({ rule }) => rule !== 'centre');
  const atEndOfAxis = (node: number): boolean => {
    let rest = node;
    return shape.reduceRight((found, count) => {
      const i = rest % count;
      rest = Math.floor(rest / count);
      return found || i === 0 || i === count - 1;
    }, false);
  };
  const outermost = isBox ? points.filter((_, node) => atEndOfAxis(node)) : Array.from(grid.edge, (i) => points[i]!);
  return {
    centre,
    reach: outermost.reduce((least, p) => Math.min(least, distance(space, centre, p)), Number.POSITIVE_INFINITY),
  };
}

/** An isometry that takes the origin to a point: a translation, or the reflection that swaps the two. */
function carrier(space: Space, point: readonly number[]): Isometry {
  const start = origin(space);
  const identity = start.map((_, i) => start.map((__, j) => (i === j ? 1 : 0)));
  const difference = combine([1, point], [-1, start]);
  if (space.kind === 'E') return { space, linear: identity, translation: difference };
  const zero = start.map(() => 0);
  const square = inner(space, difference, difference);
  if (square === 0) return { space, linear: identity, translation: zero };
  // v ↦ v − 2 <w,v>/<w,w> w with w the difference.
  const columns = identity.map((e) => combine([1, e], [(-2 * inner(space, difference, e)) / square, difference]));
  return { space, linear: columns.map((_, i) => columns.map((column) => column[i]!)), translation: zero };
}

function randomWaves(centre: readonly number[], length: number, random: Random): (point: readonly number[]) => number {
  const waves = [1, 2, 3].map(() => ({
    vector: centre.map(() => (1.5 * random.normal()) / length),
    phase: 2 * Math.PI * random.uniform(),
  }));
  return (point) =>
    waves.reduce(
      (sum, { vector, phase }) =>
        sum + Math.sin(phase + vector.reduce((dot, a, i) => dot + a * (point[i]! - centre[i]!), 0)),
      0,
    );
}
