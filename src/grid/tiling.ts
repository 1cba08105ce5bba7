/**
 * Grids from regular tilings of H²: `tiling:p,q:depth[:k]`, regular p-gons, q around each vertex, (p − 2)(q − 2) > 4. The tiles
 * are those that at most `depth` reflections in sides take the central one to; its centre is the base point. Each tile is cut into p
 * triangles at its centre (for p = 3 it is one already), and these into four k times (k = 0 unless told): the nodes are
 * the corners of the triangles. The distance between nodes is fixed by p, q and k in units of the radius of curvature.
 * The edge is open: stencils there are one-sided. Weights are thirds of areas of triangles, so that they sum up to the
 * area of the tiles. The circumradius ρ has cosh ρ = cot(π/p) cot(π/q) ([coxeter-1954]).
 */
import { InvalidInput, OutOfRange } from '../base/index.js';
import { radius, type Space } from '../space/index.js';
import { type CloudGrid, cloudGrid } from './cloud.js';
import { once } from './once.js';
import { bisected, rimNodes, sideNeighbours, type Triangulation, triangleWeights } from './triangulation.js';

type Vector = readonly [number, number, number];

const nodeLimit = 400_000;

/**
 * Builds the grid; the space must be H².
 * @throws InvalidInput when {p, q} is no tiling of H²; OutOfRange beyond 400,000 nodes.
 */
export function tilingGrid(
  spec: string,
  space: Space,
  p: number,
  q: number,
  depth: number,
  bisections: number,
): CloudGrid {
  const where = `grid ${spec}`;
  if (!((p - 2) * (q - 2) > 4)) {
    const hint = 'for example tiling:7,3:4 or tiling:4,5:3';
    throw new InvalidInput({ where, expected: 'p, q with (p - 2)(q - 2) > 4', got: `${p}, ${q}`, hint });
  }
  let net = tilesOf(where, p, q, depth);
  for (let k = 0; k < bisections; k++) {
    if (net.points.length * 4 > 3 * nodeLimit) throw tooLarge(where);
    net = bisected({ ...space, kappa: -1 }, net);
  }
  const r = radius(space);
  const scaled = { ...net, points: net.points.map((x) => x * r) };
  const size = net.points.length / 3;
  const neighbours = once(() => sideNeighbours(net, size));
  return cloudGrid({
    spec,
    space,
    points: scaled.points,
    weights: () => triangleWeights(space, scaled),
    neighbours: (node) => neighbours()[node]!,
    edge: () => rimNodes(net, size),
  });
}

const tooLarge = (where: string): OutOfRange =>
  new OutOfRange({ where, expected: `at most ${nodeLimit} nodes`, got: 'more', hint: 'lower the depth' });

/** The tiles by layers, on the unit hyperboloid. */
function tilesOf(where: string, p: number, q: number, depth: number): Triangulation {
  const circumradius = Math.acosh(1 / (Math.tan(Math.PI / p) * Math.tan(Math.PI / q)));
  const corners = Array.from({ length: p }, (_, k): Vector => {
    const angle = ((2 * k + 1) * Math.PI) / p - Math.PI / 2;
    const [sinh, cosh] = [Math.sinh(circumradius), Math.cosh(circumradius)];
    return [sinh * Math.cos(angle), sinh * Math.sin(angle), cosh];
  });
  const centres = new PlaceNumbers();
  const nodes = new PlaceNumbers();
  const triangles: number[] = [];
  let layer: { centre: Vector; corners: readonly Vector[] }[] = [{ centre: [0, 0, 1], corners }];
  centres.numberOf([0, 0, 1]);
  for (let d = 0; layer.length > 0; d++) {
    const next: typeof layer = [];
    for (const tile of layer) {
      const numbers = tile.corners.map((corner) => nodes.numberOf(corner));
      if (p === 3) triangles.push(...numbers);
      else {
        const centre = nodes.numberOf(tile.centre);
        for (let k = 0; k < p; k++) triangles.push(centre, numbers[k]!, numbers[(k + 1) % p]!);
      }
      if (nodes.size > nodeLimit) throw tooLarge(where);
      if (d === depth) continue;
      for (let k = 0; k < p; k++) {
        const normal = sideNormal(tile.corners[k]!, tile.corners[(k + 1) % p]!);
        const centre = reflected(tile.centre, normal);
        const known = centres.size;
        if (centres.numberOf(centre) === known) {
          next.push({ centre, corners: tile.corners.map((corner) => reflected(corner, normal)) });
        }
      }
    }
    layer = next;
  }
  return { points: Float64Array.from(nodes.points.flat()), triangles: Int32Array.from(triangles) };
}

/** Lorentz product, time last. */
const product = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] - a[2] * b[2];

/** The unit vector orthogonal to two points: the geodesic through them is where it vanishes. */
function sideNormal(a: Vector, b: Vector): Vector {
  const n: Vector = [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], -(a[0] * b[1] - a[1] * b[0])];
  const size = Math.sqrt(product(n, n));
  return [n[0] / size, n[1] / size, n[2] / size];
}

function reflected(x: Vector, normal: Vector): Vector {
  const twice = 2 * product(x, normal);
  const [a, b] = [x[0] - twice * normal[0], x[1] - twice * normal[1]];
  return [a, b, Math.sqrt(1 + a * a + b * b)];
}

/**
 * Numbers of places in the order of their first appearance. Corners and centres of tiles are at least 0.5 apart, which is
 * 2 sinh 0.25 > 0.4 in the first two coordinates: one cell of width 0.2 and those around it hold all candidates.
 */
class PlaceNumbers {
  readonly points: Vector[] = [];
  readonly #cells = new Map<number, number>();

  get size(): number {
    return this.points.length;
  }

  numberOf(point: Vector): number {
    const [i, j] = [Math.floor(point[0] / 0.2), Math.floor(point[1] / 0.2)];
    const key = (di: number, dj: number): number => (i + di) * 2 ** 26 + (j + dj);
    for (let di = -1; di <= 1; di++) {
      for (let dj = -1; dj <= 1; dj++) {
        const number = this.#cells.get(key(di, dj));
        if (number === undefined) continue;
        const other = this.points[number]!;
        if (Math.hypot(point[0] - other[0], point[1] - other[1]) < 0.1) return number;
      }
    }
    this.#cells.set(key(0, 0), this.points.length);
    return this.points.push(point) - 1;
  }
}
