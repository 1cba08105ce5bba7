/**
 * Voronoi cells: the points nearer to one node than to any other. In the central projection from p onto T_pM, which
 * takes geodesics to straight lines on every space of constant curvature, the points nearer to p than to q are the
 * half-plane Σ y_i ⟨e_i, q − p⟩ ≤ |q − p|²/2; in dimension 2 a cell is a polygon, cut from a disk. Without that disk the
 * cells at an open edge would have no end: it has 3/4 of the distance to the third neighbour for radius.
 */
import { ambientDimension, inner, radius, type Space } from '../space/index.js';
import { type CloudNodes, localNodes } from './cloudscheme.js';

/** Cells of all nodes. */
export interface Cells {
  readonly volumes: Float64Array;
  /** Nodes whose cells share a side. */
  readonly neighbours: readonly Int32Array[];
}

/** Corner of a cell, and the node on the other side of the edge that begins there (−1: the disk). */
interface Corner {
  readonly x: number;
  readonly y: number;
  readonly beyond: number;
}

const discCorners = 24;

/** Cells; in other dimensions than 2 volumes are guessed from the distance to the k-th neighbour, k = 4n. */
export function cellsOf(cloud: CloudNodes): Cells {
  const { tree, space } = cloud;
  const volumes = new Float64Array(tree.size);
  const neighbours: Int32Array[] = [];
  for (let node = 0; node < tree.size; node++) {
    if (space.dimension === 2) {
      const corners = cellAt(cloud, node);
      volumes[node] = polygonArea(space, corners);
      neighbours.push(sharedSides(corners));
    } else {
      const { nodes, distances } = localNodes(cloud, node, 4 * space.dimension + 1);
      volumes[node] = ballVolume(space, distances.at(-1)!) / distances.length;
      neighbours.push(nodes.slice(1, 2 * space.dimension + 1));
    }
  }
  return { volumes, neighbours };
}

/** The nodes beyond the sides. Where four cells meet in a point, rounding makes a tiny side, which does not count. */
function sharedSides(corners: readonly Corner[]): Int32Array {
  const size = Math.max(...corners.map(({ x, y }) => Math.hypot(x, y)));
  const beyond = corners.flatMap((corner, k) => {
    const next = corners[(k + 1) % corners.length]!;
    const isSide = Math.hypot(next.x - corner.x, next.y - corner.y) > 1e-6 * size;
    return isSide && corner.beyond >= 0 ? [corner.beyond] : [];
  });
  return Int32Array.from(new Set(beyond)).sort();
}

/** Corners of the cell of a node in the central projection, counterclockwise. */
function cellAt(cloud: CloudNodes, node: number): Corner[] {
  const { space, points, tree } = cloud;
  const ambient = ambientDimension(space);
  const r = radius(space);
  const p = points.subarray(node * ambient, (node + 1) * ambient);
  const frame = cloud.frame(node);
  let corners: Corner[] = [];
  for (let count = 16, done = 1; ; count *= 2) {
    const { nodes, distances } = localNodes(cloud, node, count);
    if (corners.length === 0) corners = disc(space, 0.75 * distances[Math.min(3, distances.length - 1)]!);
    for (; done < nodes.length; done++) {
      const furthest = Math.max(...corners.map(({ x, y }) => unprojected(space, Math.hypot(x, y))));
      if (distances[done]! > 2 * furthest) return corners;
      const q = points.subarray(nodes[done]! * ambient, (nodes[done]! + 1) * ambient);
      const chord = Array.from(q, (x, a) => x - p[a]!);
      const normal = frame.map((e) => inner(space, e, chord) / r);
      corners = clipped(corners, normal[0]!, normal[1]!, inner(space, chord, chord) / (2 * r * r), nodes[done]!);
    }
    if (nodes.length === tree.size) return corners;
  }
}

/** Coordinates are in units of the radius of curvature. */
function disc(space: Space, distance: number): Corner[] {
  const r = radius(space);
  const x = distance / r;
  let size = x;
  if (space.kind === 'S') size = Math.tan(Math.min(2 * x, 1.4));
  else if (space.kind === 'H') size = Math.tanh(x);
  return Array.from({ length: discCorners }, (_, k) => {
    const angle = (2 * Math.PI * k) / discCorners;
    return { x: size * Math.cos(angle), y: size * Math.sin(angle), beyond: -1 };
  });
}

/** Geodesic distance of a point of the projection. */
function unprojected(space: Space, size: number): number {
  const r = radius(space);
  if (space.kind === 'S') return r * Math.atan(size);
  return space.kind === 'H' ? r * Math.atanh(size) : r * size;
}

/** The part of a convex polygon with a x + b y ≤ c. */
function clipped(corners: readonly Corner[], a: number, b: number, c: number, node: number): Corner[] {
  const result: Corner[] = [];
  for (const [k, corner] of corners.entries()) {
    const next = corners[(k + 1) % corners.length]!;
    const [here, there] = [a * corner.x + b * corner.y - c, a * next.x + b * next.y - c];
    if (here <= 0) result.push(corner);
    if (here <= 0 === there <= 0) continue;
    const t = here / (here - there);
    const [x, y] = [corner.x + t * (next.x - corner.x), corner.y + t * (next.y - corner.y)];
    result.push({ x, y, beyond: here <= 0 ? node : corner.beyond });
  }
  return result;
}

/**
 * Area of a polygon around the point of projection: triangles with an apex there, tan(E/2) = det(a, b, c) / (1 + ab + bc + ca)
 * for their excess (or defect) E.
 */
function polygonArea(space: Space, corners: readonly Corner[]): number {
  const sign = Math.sign(space.kappa);
  let sum = 0;
  for (const [k, b] of corners.entries()) {
    const c = corners[(k + 1) % corners.length]!;
    const cross = b.x * c.y - b.y * c.x;
    if (sign === 0) sum += cross / 2;
    else {
      const [nb, nc] = [b, c].map(({ x, y }) => Math.sqrt(1 + sign * (x * x + y * y))) as [number, number];
      sum += 2 * Math.atan(cross / (nb * nc + nb + nc + 1 + sign * (b.x * c.x + b.y * c.y)));
    }
  }
  return sum * radius(space) ** 2;
}

/** Volume of a geodesic ball: ω_{n−1} ∫ s(t)^{n−1} dt by Simpson's rule. */
function ballVolume(space: Space, distance: number): number {
  const n = space.dimension;
  const r = radius(space);
  const size = (t: number): number => {
    if (space.kind === 'E') return t;
    return r * (space.kind === 'S' ? Math.sin(Math.min(t / r, Math.PI)) : Math.sinh(t / r));
  };
  const steps = 16;
  let sum = 0;
  for (let k = 0; k <= steps; k++) {
    const factor = k === 0 || k === steps ? 1 : k % 2 === 1 ? 4 : 2;
    sum += factor * size((k * distance) / steps) ** (n - 1);
  }
  let sphereArea = n % 2 === 0 ? 2 * Math.PI : 2;
  for (let k = n % 2 === 0 ? 2 : 1; k < n; k += 2) sphereArea *= (2 * Math.PI) / k;
  return (sphereArea * sum * distance) / (3 * steps);
}
