/**
 * Where the vertices of one connected graph go: positions whose distances come near the distances in the graph. The stress
 * Σ (|p_i − p_j| − d_ij)²/d_ij² is made small by majorization [gansner-koren-north-2004] from several starts on a circle; the best
 * by stress, crossings and vertices on foreign edges is kept and turned to lie flat. No chance is involved: the starts come
 * from one fixed seed.
 */
import { Random } from '../base/index.js';

export type Position = readonly [number, number];
type Pair = readonly [number, number];

const STARTS = 24;
const ROUNDS = 120;
/** Length of parallel edges, whose bows need room. */
const PARALLEL = 1.25;

/**
 * Positions for `size` vertices of a connected graph, edges about 1 long, parallel ones somewhat longer; loops do not matter. A path is
 * laid out straight at once: majorization creeps towards collinear places.
 */
export function layoutConnected(size: number, edges: readonly Pair[]): readonly Position[] {
  if (size === 1) return [[0, 0]];
  const distances = graphDistances(size, edges);
  const straight = alongPath(distances);
  if (straight !== undefined) return straight;
  const random = new Random(7);
  let best: Position[] | undefined;
  let bestCost = Number.POSITIVE_INFINITY;
  for (let start = 0; start < (size === 3 ? 1 : STARTS); start++) {
    const order = Array.from({ length: size }, (_, i) => i);
    if (start > 0) for (let i = size - 1; i > 0; i--) swap(order, i, random.below(i + 1));
    const positions = majorize(onCircle(order), distances);
    const candidate = cost(positions, edges, distances);
    if (candidate < bestCost - 1e-6) [best, bestCost] = [positions, candidate];
  }
  return layFlat(best!);
}

function swap(list: number[], i: number, j: number): void {
  [list[i], list[j]] = [list[j]!, list[i]!];
}

function graphDistances(size: number, edges: readonly Pair[]): number[][] {
  const d = Array.from({ length: size }, (_, i) =>
    Array.from({ length: size }, (_, j) => (i === j ? 0 : size * PARALLEL)),
  );
  for (const [a, b] of edges) {
    if (a !== b) d[a]![b] = d[b]![a] = d[a]![b] === size * PARALLEL ? 1 : PARALLEL;
  }
  for (let k = 0; k < size; k++)
    for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) d[i]![j] = Math.min(d[i]![j]!, d[i]![k]! + d[k]![j]!);
  return d;
}

/** Places on a line where the distances are those of points on a line. */
function alongPath(d: readonly (readonly number[])[]): readonly Position[] | undefined {
  const far = Math.max(...d[0]!);
  const end = d[0]!.indexOf(far);
  const other = d[end]!.indexOf(Math.max(...d[end]!));
  const [left, right] = [Math.min(end, other), Math.max(end, other)];
  const x = d[left]!;
  const fits = x.every((a, i) => x.every((b, j) => Math.abs(Math.abs(a - b) - d[i]![j]!) < 1e-9));
  return fits && x[right] !== 0 ? x.map((a): Position => [a, 0]) : undefined;
}

function onCircle(order: readonly number[]): Position[] {
  const radius = 0.5 / Math.sin(Math.PI / Math.max(3, order.length));
  return order.map((place) => {
    const angle = (2 * Math.PI * place) / order.length;
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });
}

/** Each vertex in turn moves to the weighted mean of the places the others want it at. */
function majorize(start: readonly Position[], distances: readonly (readonly number[])[]): Position[] {
  const p = start.map(([x, y]): [number, number] => [x, y]);
  for (let round = 0; round < ROUNDS; round++) {
    for (let i = 0; i < p.length; i++) {
      let [sx, sy, sw] = [0, 0, 0];
      for (let j = 0; j < p.length; j++) {
        if (j === i) continue;
        const d = distances[i]![j]!;
        const [dx, dy] = [p[i]![0] - p[j]![0], p[i]![1] - p[j]![1]];
        const length = Math.max(1e-9, Math.hypot(dx, dy));
        const weight = 1 / (d * d);
        sx += weight * (p[j]![0] + (d * dx) / length);
        sy += weight * (p[j]![1] + (d * dy) / length);
        sw += weight;
      }
      p[i] = [sx / sw, sy / sw];
    }
  }
  return p;
}

function cost(p: readonly Position[], edges: readonly Pair[], distances: readonly (readonly number[])[]): number {
  let sum = 0;
  for (let i = 0; i < p.length; i++) {
    for (let j = 0; j < i; j++) {
      const d = distances[i]![j]!;
      const length = Math.hypot(p[i]![0] - p[j]![0], p[i]![1] - p[j]![1]);
      sum += ((length - d) / d) ** 2 + (length < 0.5 ? 4 : 0);
    }
  }
  for (const [k, [a, b]] of edges.entries()) {
    for (let v = 0; v < p.length; v++) {
      if (v !== a && v !== b && a !== b && distanceToSegment(p[v]!, p[a]!, p[b]!) < 0.25) sum += 3;
    }
    for (const [c, d] of edges.slice(0, k)) {
      if (new Set([a, b, c, d]).size === 4 && cross(p[a]!, p[b]!, p[c]!, p[d]!)) sum += 1;
    }
  }
  return sum;
}

/** Distance of a point from the segment ab. */
export function distanceToSegment([x, y]: Position, [ax, ay]: Position, [bx, by]: Position): number {
  const [dx, dy] = [bx - ax, by - ay];
  const t = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / Math.max(1e-12, dx * dx + dy * dy)));
  return Math.hypot(x - ax - t * dx, y - ay - t * dy);
}

function cross(a: Position, b: Position, c: Position, d: Position): boolean {
  const side = (p: Position, q: Position, r: Position): number =>
    Math.sign((q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]));
  return side(a, b, c) !== side(a, b, d) && side(c, d, a) !== side(c, d, b);
}

/** Turns the drawing so that two vertices are level and the height is least, with most vertices at the bottom. */
function layFlat(p: readonly Position[]): readonly Position[] {
  let best = p;
  let bestScore = Number.POSITIVE_INFINITY;
  for (let i = 0; i < p.length; i++) {
    for (let j = 0; j < p.length; j++) {
      if (i === j) continue;
      const angle = -Math.atan2(p[j]![1] - p[i]![1], p[j]![0] - p[i]![0]);
      const [c, s] = [Math.cos(angle), Math.sin(angle)];
      const turned = p.map(([x, y]): Position => [c * x - s * y, s * x + c * y]);
      const ys = turned.map(([, y]) => y);
      const [low, high] = [Math.min(...ys), Math.max(...ys)];
      // y grows downward: a mean below the middle is a larger one. The last term prefers vertex 0 on the left.
      const mean = ys.reduce((a, b) => a + b, 0) / ys.length;
      const score = high - low - 0.05 * (mean - (low + high) / 2) + 0.001 * turned[0]![0];
      if (score < bestScore - 1e-9) [best, bestScore] = [turned, score];
    }
  }
  return best;
}
