/**
 * Connected graphs of a block. Loops and pendant trees come off: what remains is one vertex, one edge, or a core
 * (cores.ts) on at least two *stems*, vertices that carry loops and a forest and have at least two half-edges left.
 *
 * - No core: a tree with loops, rooted at its centroid [jordan-1869], a vertex all of whose branches have less than half of
 *   the vertices, or at the edge between two branches with half of the vertices each.
 * - A core: a multiset of stems that uses up the block, then a core in which equal stems are interchangeable.
 *
 * Each graph is met once, and none is compared with another.
 */
import { type CoreList, listCores } from './cores.js';
import type { Multiset } from './multiset.js';
import type { Range, RootedStore } from './rooted.js';
import { mostParts, type Sketch } from './sketch.js';

/** Stems with the same vertices, root, loops and free half-edges. */
interface StemGroup {
  readonly kind: number;
  readonly loops: number;
  readonly free: number;
  readonly forests: Range;
}

/** Stems with equal ones side by side: for each run the free half-edges of a stem and the number of stems. */
class Runs {
  count = 0;
  readonly free = new Uint8Array(mostParts);
  readonly length = new Uint8Array(mostParts);
  /** Number of the first stem of each run. */
  readonly first = new Uint8Array(mostParts);

  /** Adds a stem, to the last run if it is equal to the stems there. */
  push(free: number, stem: number, equal: boolean): void {
    if (equal) {
      this.length[this.count - 1]!++;
      return;
    }
    this.free[this.count] = free;
    this.length[this.count] = 1;
    this.first[this.count++] = stem;
  }

  pop(equal: boolean): void {
    if (equal) this.length[this.count - 1]!--;
    else this.count--;
  }
}

/** Core lists by the multiset of (free half-edges, number of equal stems), shared by all blocks. */
export class CoreStore {
  /** A trie over runs: child by parent · 2^16 + free · 2^8 + length. */
  readonly #children = new Map<number, number>();
  readonly #lists: (CoreList | undefined)[] = [undefined];
  readonly #order = new Uint8Array(mostParts);

  /**
   * The cores on the stems of some runs.
   * @param place - receives the stem at each vertex of the cores.
   */
  list(runs: Runs, place: Uint8Array): CoreList {
    const { count, free, length, first } = runs;
    const order = this.#order;
    for (let i = 0; i < count; i++) {
      const rank = free[i]! * 256 + length[i]!;
      let j = i;
      for (; j > 0 && free[order[j - 1]!]! * 256 + length[order[j - 1]!]! < rank; j--) order[j] = order[j - 1]!;
      order[j] = i;
    }
    let node = 0;
    let vertices = 0;
    for (let i = 0; i < count; i++) {
      const run = order[i]!;
      const edge = node * 65536 + free[run]! * 256 + length[run]!;
      let child = this.#children.get(edge);
      if (child === undefined) {
        child = this.#lists.push(undefined) - 1;
        this.#children.set(edge, child);
      }
      node = child;
      for (let j = 0; j < length[run]!; j++) place[vertices++] = first[run]! + j;
    }
    const known = this.#lists[node];
    if (known !== undefined) return known;
    const classes = Array.from(order.subarray(0, count), (run) => ({ degree: free[run]!, count: length[run]! }));
    const list = listCores(classes);
    this.#lists[node] = list;
    return list;
  }
}

/** The connected graphs of one block, as often as they are asked for. */
export class ConnectedGraphs {
  readonly #of: Multiset;
  readonly #rooted: RootedStore;
  readonly #cores: CoreStore;
  readonly #stems: (readonly StemGroup[] | undefined)[];
  /** For each code the smallest possible largest code of stems that make it up. */
  readonly #bottleneck: Int32Array;

  constructor(of: Multiset, rooted: RootedStore, cores: CoreStore) {
    this.#of = of;
    this.#rooted = rooted;
    this.#cores = cores;
    this.#stems = new Array(of.whole + 1);
    this.#bottleneck = new Int32Array(of.whole + 1).fill(-1);
  }

  /** Writes each graph on top of the sketch, calls `visit`, and takes it back. */
  each(sketch: Sketch, visit: () => void): void {
    const { sizes, totals, whole } = this.#of;
    if (totals[whole]! % 2 !== 0 || totals[whole]! < 2 * (sizes[whole]! - 1)) return;
    sketch.components++;
    this.#trees(sketch, visit);
    this.#withCore(sketch, visit);
    sketch.components--;
  }

  #trees(sketch: Sketch, visit: () => void): void {
    const of = this.#of;
    const rooted = this.#rooted;
    const { vertexCount, edgeCount } = sketch;
    const size = of.sizes[of.whole]!;
    const done = (): void => {
      visit();
      sketch.vertexCount = vertexCount;
      sketch.edgeCount = edgeCount;
    };
    of.kinds.forEach((kind, k) => {
      for (let loops = 0; 2 * loops <= of.degrees[k]!; loops++) {
        const forests = rooted.forests(of, of.whole - of.weights[k]!, of.degrees[k]! - 2 * loops);
        for (let forest = forests.start; forest < forests.end; forest++) {
          if (forest !== 0 && 2 * rooted.headSize(forest) >= size) break;
          const root = sketch.vertex(kind);
          sketch.loops(root, loops);
          rooted.writeForest(sketch, forest, root);
          done();
        }
      }
    });
    for (const part of of.parts(of.whole)) {
      const rest = of.whole - part;
      if (2 * of.sizes[part]! !== size || part < rest) continue;
      const left = rooted.branches(of, part);
      const right = rooted.branches(of, rest);
      for (let i = left.start; i < left.end; i++) {
        for (let j = part === rest ? i : right.start; j < right.end; j++) {
          const root = rooted.writeBranch(sketch, i);
          sketch.edge(root, rooted.writeBranch(sketch, j));
          done();
        }
      }
    }
  }

  #stemsOf(code: number): readonly StemGroup[] {
    const known = this.#stems[code];
    if (known !== undefined) return known;
    const of = this.#of;
    const others = of.totals[of.whole]! - of.totals[code]!;
    const groups: StemGroup[] = [];
    of.kinds.forEach((kind, k) => {
      if (of.digit(code, k) === 0) return;
      const degree = of.degrees[k]!;
      for (let loops = 0; 2 * loops + 2 <= degree; loops++) {
        for (let free = 2; free <= Math.min(degree - 2 * loops, others); free++) {
          const forests = this.#rooted.forests(of, code - of.weights[k]!, degree - 2 * loops - free);
          if (forests.start < forests.end) groups.push({ kind, loops, free, forests });
        }
      }
    });
    this.#stems[code] = groups;
    return groups;
  }

  /** Larger than any code if stems cannot make up this code. */
  #bottleneckOf(code: number): number {
    if (code === 0) return 0;
    const known = this.#bottleneck[code]!;
    if (known >= 0) return known;
    let best = this.#of.whole + 1;
    for (const part of this.#of.parts(code)) {
      if (part >= best) break;
      if (this.#stemsOf(part).length > 0) best = Math.min(best, Math.max(part, this.#bottleneckOf(code - part)));
    }
    this.#bottleneck[code] = best;
    return best;
  }

  #withCore(sketch: Sketch, visit: () => void): void {
    const of = this.#of;
    const rooted = this.#rooted;
    const roots = new Uint8Array(mostParts);
    const place = new Uint8Array(mostParts);
    const runs = new Runs();

    const join = ({ graphs, edges, ends }: CoreList): void => {
      const { edgeCount } = sketch;
      const { tails, heads } = sketch;
      let at = 0;
      for (let graph = 0; graph < graphs; graph++) {
        for (let e = edgeCount; e < edgeCount + edges; e++) {
          tails[e] = roots[place[ends[at++]!]!]!;
          heads[e] = roots[place[ends[at++]!]!]!;
        }
        sketch.edgeCount = edgeCount + edges;
        visit();
      }
      sketch.edgeCount = edgeCount;
    };

    /** Stems in falling order of (code, group, forest). */
    const choose = (rest: number, stems: number, lastCode: number, lastGroup: number, lastForest: number): void => {
      const parts = of.parts(rest);
      for (let p = parts.length - 1; p >= 0; p--) {
        const code = parts[p]!;
        const last = code === rest;
        if (code > lastCode || (last && stems === 0) || this.#bottleneckOf(rest - code) > code) continue;
        const groups = this.#stemsOf(code);
        const most = code === lastCode ? lastGroup : groups.length - 1;
        for (let g = most; g >= 0; g--) {
          const { kind, loops, free: half, forests } = groups[g]!;
          const again = code === lastCode && g === lastGroup;
          const end = again ? lastForest + 1 : forests.end;
          let list: CoreList | undefined;
          for (let forest = forests.start; forest < end; forest++) {
            const equal = again && forest === lastForest;
            const { vertexCount, edgeCount } = sketch;
            roots[stems] = sketch.vertex(kind);
            sketch.loops(roots[stems]!, loops);
            rooted.writeForest(sketch, forest, roots[stems]!);
            runs.push(half, stems, equal);
            if (last) {
              if (list === undefined || equal) list = this.#cores.list(runs, place);
              join(list);
            } else choose(rest - code, stems + 1, code, g, forest);
            runs.pop(equal);
            sketch.vertexCount = vertexCount;
            sketch.edgeCount = edgeCount;
          }
        }
      }
    };
    choose(of.whole, 0, of.whole, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);
  }
}
