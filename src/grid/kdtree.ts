/**
 * A k-d tree for nearest nodes on a model space. The squared separation of two points is |x − y|² c(x) c(y) in an
 * embedding x: c = 1 in E^n and for the sphere in R^{n+1}, where it is the squared chord; in the Poincaré ball of H^n
 * c = 1/(1 − |x|²), and the separation is sinh²(d/2) [ratcliffe-2006, §4.5]. All grow with the geodesic distance d, so
 * that neighbours are exact. A box of the tree keeps its least c, which bounds separations from below.
 */
import { radius, type Space } from '../space/index.js';

const leafSize = 8;

/** Nodes of a space, ordered for the search of neighbours. */
export class NodeTree {
  readonly size: number;
  readonly #space: Space;
  readonly #width: number;
  readonly #coordinates: Float64Array;
  readonly #factors: Float64Array;
  readonly #order: Int32Array;
  /** For each box: low corner, high corner, least factor; children of b are 2b + 1 and 2b + 2. */
  readonly #boxes: Float64Array[] = [];
  // The list of the nearest nodes under construction.
  #found = 0;
  #limit = 0;
  #nodes = new Int32Array(0);
  #separations = new Float64Array(0);

  /** @param points - ambient coordinates, node by node. */
  constructor(space: Space, points: ArrayLike<number>) {
    const ambient = space.kind === 'E' ? space.dimension : space.dimension + 1;
    this.#space = space;
    this.size = points.length / ambient;
    this.#width = space.kind === 'H' ? space.dimension : ambient;
    this.#coordinates = new Float64Array(this.size * this.#width);
    this.#factors = new Float64Array(this.size);
    const point = new Float64Array(ambient);
    for (let node = 0; node < this.size; node++) {
      for (let i = 0; i < ambient; i++) point[i] = points[node * ambient + i]!;
      this.#factors[node] = this.#embed(point, this.#coordinates, node * this.#width);
    }
    this.#order = Int32Array.from({ length: this.size }, (_, i) => i);
    this.#build(0, 0, this.size);
  }

  /**
   * The `count` nodes nearest to an ambient point (all, where there are fewer), nearest first; ties in separation to
   * rounding are ordered by number.
   */
  nearest(point: ArrayLike<number>, count: number): Int32Array {
    const wanted = Math.min(count, this.size);
    if (this.#nodes.length < wanted) {
      this.#nodes = new Int32Array(wanted);
      this.#separations = new Float64Array(wanted);
    }
    this.#found = 0;
    this.#limit = wanted;
    const x = new Float64Array(this.#width);
    const factor = this.#embed(point, x, 0);
    this.#visit(0, 0, this.size, x, factor);
    const [nodes, separations] = [this.#nodes, this.#separations];
    const result = nodes.slice(0, wanted);
    for (let i = 1; i < wanted; i++) {
      for (let j = i; j > 0 && result[j - 1]! > result[j]!; j--) {
        if (separations[i]! - separations[j - 1]! > 1e-12 * separations[i]!) break;
        [result[j - 1], result[j]] = [result[j]!, result[j - 1]!];
      }
    }
    return result;
  }

  #embed(point: ArrayLike<number>, into: Float64Array, at: number): number {
    const { kind, dimension } = this.#space;
    if (kind !== 'H') {
      for (let i = 0; i < this.#width; i++) into[at + i] = point[i]!;
      return 1;
    }
    const r = radius(this.#space);
    let square = 0;
    for (let i = 0; i < dimension; i++) {
      const x = point[i]! / (r + point[dimension]!);
      into[at + i] = x;
      square += x * x;
    }
    return 1 / (1 - square);
  }

  #build(box: number, from: number, to: number): void {
    const width = this.#width;
    const [x, order] = [this.#coordinates, this.#order];
    const bounds = new Float64Array(2 * width + 1).fill(Number.POSITIVE_INFINITY);
    bounds.fill(Number.NEGATIVE_INFINITY, width, 2 * width);
    for (let k = from; k < to; k++) {
      const node = order[k]!;
      for (let i = 0; i < width; i++) {
        const value = x[node * width + i]!;
        if (value < bounds[i]!) bounds[i] = value;
        if (value > bounds[width + i]!) bounds[width + i] = value;
      }
      bounds[2 * width] = Math.min(bounds[2 * width]!, this.#factors[node]!);
    }
    this.#boxes[box] = bounds;
    if (to - from <= leafSize) return;
    let axis = 0;
    const extent = (i: number) => bounds[width + i]! - bounds[i]!;
    for (let i = 1; i < width; i++) if (extent(i) > extent(axis)) axis = i;
    order.subarray(from, to).sort((a, b) => x[a * width + axis]! - x[b * width + axis]!);
    const middle = (from + to) >> 1;
    this.#build(2 * box + 1, from, middle);
    this.#build(2 * box + 2, middle, to);
  }

  /** A lower bound of the separation of x from the nodes of a box. */
  #bound(box: number, x: Float64Array, factor: number): number {
    const bounds = this.#boxes[box]!;
    const width = this.#width;
    let sum = 0;
    for (let i = 0; i < width; i++) {
      const gap = Math.max(bounds[i]! - x[i]!, x[i]! - bounds[width + i]!, 0);
      sum += gap * gap;
    }
    return sum * factor * bounds[2 * width]!;
  }

  #visit(box: number, from: number, to: number, x: Float64Array, factor: number): void {
    if (to - from <= leafSize) {
      for (let k = from; k < to; k++) this.#offer(this.#order[k]!, x, factor);
      return;
    }
    const middle = (from + to) >> 1;
    const [left, right] = [this.#bound(2 * box + 1, x, factor), this.#bound(2 * box + 2, x, factor)];
    const leftFirst = left <= right;
    for (const first of [leftFirst, !leftFirst]) {
      const full = this.#found === this.#limit;
      if (full && (first ? left : right) > this.#separations[this.#limit - 1]!) continue;
      if (first) this.#visit(2 * box + 1, from, middle, x, factor);
      else this.#visit(2 * box + 2, middle, to, x, factor);
    }
  }

  #offer(node: number, x: Float64Array, factor: number): void {
    const width = this.#width;
    let separation = 0;
    for (let i = 0; i < width; i++) separation += (this.#coordinates[node * width + i]! - x[i]!) ** 2;
    separation *= factor * this.#factors[node]!;
    const [nodes, separations] = [this.#nodes, this.#separations];
    if (this.#found === this.#limit && separation >= separations[this.#limit - 1]!) return;
    let j = this.#found === this.#limit ? this.#limit - 1 : this.#found++;
    for (; j > 0 && separations[j - 1]! > separation; j--) {
      separations[j] = separations[j - 1]!;
      nodes[j] = nodes[j - 1]!;
    }
    separations[j] = separation;
    nodes[j] = node;
  }
}
