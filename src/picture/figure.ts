/**
 * A multigraph as strokes and marks in the plane, edges about 1 long, y downward. Parallel edges bow apart; loops are teardrops and
 * legs are strokes with an open end, both put into the widest angles their vertex has free. Components stand side by
 * side, a metric between two legs as a stroke with two open ends.
 */
import type { Multigraph } from '../graph/index.js';
import { distanceToSegment, layoutConnected, type Position } from './layout.js';

/** Kinds of strokes: an edge, a loop, a leg, a half-edge of the volume form. */
export type StrokeKind = 'edge' | 'loop' | 'leg' | 'epsilon';

/** A cubic Bézier curve. */
export interface Stroke {
  readonly kind: StrokeKind;
  readonly points: readonly [Position, Position, Position, Position];
}

/** What stands at a point: a vertex, the volume form, or the open end of leg number `leg`. */
export type Mark =
  | { readonly kind: 'vertex'; readonly at: Position; readonly field: string }
  | { readonly kind: 'epsilon'; readonly at: Position }
  | { readonly kind: 'end'; readonly at: Position; readonly leg: number; readonly outward: Position };

export interface Figure {
  readonly strokes: readonly Stroke[];
  readonly marks: readonly Mark[];
  /** Left, top, right, bottom. */
  readonly bounds: readonly [number, number, number, number];
}

const LEG = 0.62;
const GAP = 0.62;

/** The figure of a graph; the same graph gives the same figure. */
export function figureOf(graph: Multigraph): Figure {
  const parts = components(graph).map((nodes) => componentFigure(graph, nodes));
  for (const [leg, end] of graph.legs.entries()) if (end < 0 && -1 - end > leg) parts.push(metricFigure(leg, -1 - end));
  return sideBySide(parts);
}

/** Vertex numbers, and `vertices.length` for the volume form, by component; larger components first. */
function components(graph: Multigraph): number[][] {
  const size = graph.vertices.length + (graph.epsilon.length > 0 ? 1 : 0);
  const parent = Array.from({ length: size }, (_, i) => i);
  const root = (v: number): number => (parent[v] === v ? v : root(parent[v]!));
  for (const [a, b] of links(graph)) parent[root(a)] = root(b);
  const groups = new Map<number, number[]>();
  for (let v = 0; v < size; v++) groups.set(root(v), [...(groups.get(root(v)) ?? []), v]);
  return [...groups.values()].sort((a, b) => b.length - a.length || a[0]! - b[0]!);
}

function links(graph: Multigraph): (readonly [number, number])[] {
  return [...graph.edges, ...graph.epsilon.flatMap((v) => (v < 0 ? [] : [[v, graph.vertices.length] as const]))];
}

function componentFigure(graph: Multigraph, nodes: readonly number[]): Figure {
  const form = graph.vertices.length;
  const place = new Map(nodes.map((node, i) => [node, i]));
  const within = links(graph).filter(([a]) => place.has(a));
  const positions = layoutConnected(
    nodes.length,
    within.map(([a, b]) => [place.get(a)!, place.get(b)!] as const),
  );
  const at = (node: number): Position => positions[place.get(node)!]!;

  const strokes: Stroke[] = [];
  const taken = new Map<number, number[]>(nodes.map((node) => [node, []]));
  for (const [key, count] of countPairs(within)) {
    const [a, b] = key.split(' ').map(Number) as [number, number];
    const blocked = nodes.some((v) => v !== a && v !== b && distanceToSegment(at(v), at(a), at(b)) < 0.2);
    for (let k = 0; k < count; k++) {
      const step = Math.min(0.52, 1.5 / Math.max(1, count - 1));
      const bow = (k - (count - 1) / 2) * step + (blocked && count % 2 === 1 ? 0.55 : 0);
      const stroke = bowed(b === form ? 'epsilon' : 'edge', at(a), at(b), bow);
      strokes.push(stroke);
      taken.get(a)!.push(angleOf(stroke.points[0], stroke.points[1]));
      taken.get(b)!.push(angleOf(stroke.points[3], stroke.points[2]));
    }
  }

  const marks: Mark[] = [];
  for (const node of nodes) {
    const loops = graph.edges.filter(([a, b]) => a === node && b === node).length;
    const legs = graph.legs.flatMap((end, leg) => (end === (node === form ? -1 - leg : node) ? [leg] : []));
    const free = freeDirections(taken.get(node)!, loops + legs.length);
    for (const [i, { angle, room }] of free.entries()) {
      if (i < loops) {
        strokes.push(teardrop(at(node), angle, room));
      } else {
        const outward: Position = [Math.cos(angle), Math.sin(angle)];
        const end: Position = [at(node)[0] + LEG * outward[0], at(node)[1] + LEG * outward[1]];
        strokes.push(bowed('leg', at(node), end, 0));
        marks.push({ kind: 'end', at: end, leg: legs[i - loops]!, outward });
      }
    }
    if (node === form) marks.push({ kind: 'epsilon', at: at(node) });
    else marks.push({ kind: 'vertex', at: at(node), field: graph.vertices[node]! });
  }
  return bounded(strokes, marks);
}

function metricFigure(first: number, second: number): Figure {
  const [a, b]: Position[] = [
    [-LEG / 1.4, 0],
    [LEG / 1.4, 0],
  ];
  return bounded(
    [bowed('leg', a!, b!, 0)],
    [
      { kind: 'end', at: a!, leg: first, outward: [-1, 0] },
      { kind: 'end', at: b!, leg: second, outward: [1, 0] },
    ],
  );
}

/** How often each pair of different ends is joined, smaller number first. */
function countPairs(pairs: readonly (readonly [number, number])[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [a, b] of pairs) {
    if (a === b) continue;
    const key = `${Math.min(a, b)} ${Math.max(a, b)}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

/** A curve from a to b whose middle is off the straight line by 3/4 of `bow`. */
function bowed(kind: StrokeKind, a: Position, b: Position, bow: number): Stroke {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const length = Math.max(1e-9, Math.hypot(dx, dy));
  const [nx, ny] = [(-dy / length) * bow, (dx / length) * bow];
  const along = (t: number): Position => [a[0] + t * dx + nx, a[1] + t * dy + ny];
  return { kind, points: [a, along(0.3), along(0.7), b] };
}

/** A loop at `v` towards `angle`, no wider than the free angle `room`. */
function teardrop(v: Position, angle: number, room: number): Stroke {
  const half = Math.min(0.62, 0.42 * room);
  const length = 0.92 / Math.cos(half);
  const control = (turn: number): Position => [
    v[0] + length * Math.cos(angle + turn),
    v[1] + length * Math.sin(angle + turn),
  ];
  return { kind: 'loop', points: [v, control(-half), control(half), v] };
}

/** Directions for `count` new strokes among the taken ones: each goes where most room is left, upward rather than down. */
function freeDirections(taken: readonly number[], count: number): { angle: number; room: number }[] {
  if (count === 0) return [];
  const up = -Math.PI / 2;
  if (taken.length === 0) {
    const first = count === 2 ? Math.PI : up;
    const room = (2 * Math.PI) / count;
    return Array.from({ length: count }, (_, i) => ({ angle: first + i * room, room }));
  }
  const sorted = [...taken].sort((a, b) => a - b);
  const gaps = sorted.map((from, i) => {
    const width = (sorted[i + 1] ?? sorted[0]! + 2 * Math.PI) - from;
    return { from, width, upward: -Math.sin(from + width / 2), filled: 0 };
  });
  for (let k = 0; k < count; k++) {
    const score = (gap: (typeof gaps)[number]): number => gap.width / (gap.filled + 1) + 0.01 * gap.upward;
    gaps.reduce((best, gap) => (score(gap) > score(best) + 1e-9 ? gap : best)).filled++;
  }
  return gaps.flatMap(({ from, width, filled }) =>
    Array.from({ length: filled }, (_, i) => ({
      angle: from + (width * (i + 1)) / (filled + 1),
      room: width / (filled + 1),
    })),
  );
}

function angleOf(from: Position, to: Position): number {
  return Math.atan2(to[1] - from[1], to[0] - from[0]);
}

/** Bounds from points along the curves. */
function bounded(strokes: readonly Stroke[], marks: readonly Mark[]): Figure {
  const points = marks.map(({ at }) => at);
  for (const { points: p } of strokes) for (let i = 0; i <= 16; i++) points.push(bezier(p, i / 16));
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  return { strokes, marks, bounds: [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)] };
}

function bezier(p: Stroke['points'], t: number): Position {
  const s = 1 - t;
  const [w0, w1, w2, w3] = [s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t];
  const mix = (i: 0 | 1): number => w0 * p[0][i] + w1 * p[1][i] + w2 * p[2][i] + w3 * p[3][i];
  return [mix(0), mix(1)];
}

function sideBySide(parts: readonly Figure[]): Figure {
  if (parts.length === 0) return { strokes: [], marks: [], bounds: [0, 0, 0, 0] };
  let x = 0;
  const moved = parts.map(({ strokes, marks, bounds: [left, top, right, bottom] }) => {
    const [dx, dy] = [x - left, -(top + bottom) / 2];
    x += right - left + GAP;
    const shift = ([px, py]: Position): Position => [px + dx, py + dy];
    return {
      strokes: strokes.map(
        ({ kind, points: [a, b, c, d] }): Stroke => ({
          kind,
          points: [shift(a), shift(b), shift(c), shift(d)],
        }),
      ),
      marks: marks.map((mark): Mark => ({ ...mark, at: shift(mark.at) })),
    };
  });
  return bounded(
    moved.flatMap(({ strokes }) => strokes),
    moved.flatMap(({ marks }) => marks),
  );
}
