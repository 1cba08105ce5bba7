/**
 * Geodesic triangulations: each triangle is cut into four at the midpoints (p + q)/|p + q| of its sides, again and again.
 * Nodes keep their numbers; a midpoint gets the next one when its side is first met.
 */
import { ambientDimension, radius, type Space } from '../space/index.js';

/** Points (ambient, flat) and triangles (three nodes each, flat). */
export interface Triangulation {
  readonly points: Float64Array;
  readonly triangles: Int32Array;
}

/** One bisection of all sides; the space is curved. */
export function bisected(space: Space, { points, triangles }: Triangulation): Triangulation {
  const width = ambientDimension(space);
  const r = radius(space);
  const all = Array.from(points);
  const middles = new Map<number, number>();
  const count = points.length / width;
  const middle = (a: number, b: number): number => {
    const side = Math.min(a, b) * count + Math.max(a, b);
    let node = middles.get(side);
    if (node === undefined) {
      node = all.length / width;
      middles.set(side, node);
      const sum = Array.from({ length: width }, (_, i) => points[a * width + i]! + points[b * width + i]!);
      const last = space.kind === 'H' ? -1 : 1;
      const square = sum.reduce((s, x, i) => s + (i === width - 1 ? last : 1) * x * x, 0);
      for (const x of sum) all.push((x * r) / Math.sqrt(Math.abs(square)));
    }
    return node;
  };
  const cut: number[] = [];
  for (let t = 0; t < triangles.length; t += 3) {
    const [a, b, c] = [triangles[t]!, triangles[t + 1]!, triangles[t + 2]!];
    const [ab, bc, ca] = [middle(a, b), middle(b, c), middle(c, a)];
    cut.push(a, ab, ca, ab, b, bc, ca, bc, c, ab, bc, ca);
  }
  return { points: Float64Array.from(all), triangles: Int32Array.from(cut) };
}

/** The nodes that share a side with each node, in rising order. */
export function sideNeighbours({ triangles }: Triangulation, size: number): Int32Array[] {
  const sets = Array.from({ length: size }, () => new Set<number>());
  for (let t = 0; t < triangles.length; t += 3) {
    for (let k = 0; k < 3; k++) {
      const [a, b] = [triangles[t + k]!, triangles[t + ((k + 1) % 3)]!];
      sets[a]!.add(b);
      sets[b]!.add(a);
    }
  }
  return sets.map((set) => Int32Array.from(set).sort());
}

/** The ends of sides that belong to one triangle only, in rising order. */
export function rimNodes({ triangles }: Triangulation, size: number): Int32Array {
  const sides = new Map<number, number>();
  for (let t = 0; t < triangles.length; t += 3) {
    for (let k = 0; k < 3; k++) {
      const [a, b] = [triangles[t + k]!, triangles[t + ((k + 1) % 3)]!];
      const side = Math.min(a, b) * size + Math.max(a, b);
      sides.set(side, (sides.get(side) ?? 0) + 1);
    }
  }
  const rim = new Set<number>();
  for (const [side, count] of sides) if (count === 1) rim.add(side % size).add(Math.floor(side / size));
  return Int32Array.from(rim).sort();
}

/**
 * A third of the area of its triangles for each node: exact for the area of the triangulated region, error O(h²)
 * otherwise. tan(E/2) = det(a, b, c) / (1 + ab + bc + ca) for the excess (or defect) E of a geodesic triangle.
 */
export function triangleWeights(space: Space, { points, triangles }: Triangulation): Float64Array {
  const r = radius(space);
  const sign = Math.sign(space.kappa);
  const weights = new Float64Array(points.length / 3);
  const at = (node: number): number[] => [0, 1, 2].map((i) => points[node * 3 + i]! / r);
  for (let t = 0; t < triangles.length; t += 3) {
    const nodes = [0, 1, 2].map((k) => triangles[t + k]!);
    const [a, b, c] = nodes.map(at) as [number[], number[], number[]];
    const product = (u: readonly number[], v: readonly number[]) =>
      sign * (u[0]! * v[0]! + u[1]! * v[1]!) + u[2]! * v[2]!;
    const det =
      a[0]! * (b[1]! * c[2]! - b[2]! * c[1]!) -
      a[1]! * (b[0]! * c[2]! - b[2]! * c[0]!) +
      a[2]! * (b[0]! * c[1]! - b[1]! * c[0]!);
    const area = 2 * Math.atan(Math.abs(det) / (1 + product(a, b) + product(b, c) + product(c, a))) * r * r;
    for (const node of nodes) weights[node]! += area / 3;
  }
  return weights;
}
