/**
 * Canonical labelling of small coloured multigraphs: individualisation and refinement with pruning by the automorphisms
 * found [mckay-piperno-2014]. The code of a labelling is its upper triangle of multiplicities; the canonical labelling is
 * the one with the largest code among the leaves of the search tree. Most small graphs need no search, because the shape of
 * their first equitable partition shows that all leaves have the same code.
 */
import { Refiner } from './refinement.js';

/** A leaf of the search tree; `orbits[d]` is the number of equivalent choices at depth d, 0 where they were searched. */
interface Leaf {
  readonly position: Int32Array;
  readonly code: Uint16Array;
  readonly path: readonly number[];
  readonly orbits: readonly number[];
}

/** Nowhere to go back to. */
const never = Number.POSITIVE_INFINITY;

/**
 * Labels one graph after another in the same arrays: {@link begin}, then {@link colours} and {@link join}, then
 * {@link label}.
 * @example
 * const labeller = new Labeller();
 * labeller.begin(2);
 * labeller.join(0, 1);
 * labeller.label();
 * labeller.groupOrder // 2
 */
export class Labeller extends Refiner {
  /** The canonical place of each node. */
  position = new Int32Array(0);
  /** Order of the group of colour-preserving automorphisms, exact below 2^53. */
  groupOrder = 1;
  /** Generators of that group, each as the list of images; complete only if asked for. */
  generators: Int32Array[] = [];

  #first: Leaf | undefined;
  #best: Leaf | undefined;
  readonly #path: number[] = [];
  readonly #orbits: number[] = [];

  /**
   * Finds the canonical labelling.
   * @param complete - also find generators of the automorphism group.
   */
  label(complete = false): void {
    const { size, classes } = this;
    if (this.generators.length > 0) this.generators = [];
    if (this.position.length < size) this.position = new Int32Array(size);
    this.#path.length = 0;
    this.start();
    if (this.target(0) < 0 || (!complete && this.hasSymmetricShape(0) && this.#descend(0))) {
      for (let v = 0; v < size; v++) this.position[v] = classes[v]!;
      this.groupOrder = 1;
      for (let depth = 0; depth < this.#path.length; depth++) this.groupOrder *= this.#orbits[depth]!;
      return;
    }
    this.start();
    this.#path.length = 0;
    this.#first = undefined;
    this.#best = undefined;
    this.#explore(complete);
    const [first, best] = [this.#first! as Leaf, this.#best! as Leaf];
    this.position.set(best.position);
    this.groupOrder = 1;
    first.path.forEach((v, depth) => {
      const orbit = this.#orbitsFixing(first.path.slice(0, depth));
      this.groupOrder *= first.orbits[depth] || orbit.filter((root) => root === orbit[v]).length;
    });
  }

  /** Goes down to one leaf in place, given a symmetric shape; false if a collision of hashes hides a difference. */
  #descend(depth: number): boolean {
    const at = depth * this.size;
    for (let start = this.target(depth); start >= 0; start = this.target(depth)) {
      if (!this.isEquitable(depth)) return false;
      this.#orbits[this.#path.length] = this.classEnd(at, start) - start;
      this.#path.push(this.order[at + start]!);
      this.individualise(depth, start, start);
    }
    return true;
  }

  /** Searches below the current path; returns the depth to go back to. */
  #explore(complete: boolean): number {
    const depth = this.#path.length;
    const start = this.target(depth);
    if (start < 0) return this.#visitLeaf(depth);
    if (!complete && this.hasSymmetricShape(depth)) {
      this.copyDown(depth);
      const back = this.#descend(depth + 1) ? this.#visitLeaf(depth + 1) : undefined;
      this.#path.length = depth;
      if (back !== undefined) return back;
    }
    const at = depth * this.size;
    const end = this.classEnd(at, start);
    this.#orbits[depth] = 0;
    const tried: number[] = [];
    for (let place = start; place < end; place++) {
      const v = this.order[at + place]!;
      if (tried.length > 0) {
        const orbit = this.#orbitsFixing(this.#path);
        if (tried.some((w) => orbit[w] === orbit[v])) continue;
      }
      tried.push(v);
      this.copyDown(depth);
      this.individualise(depth + 1, start, place);
      this.#path.push(v);
      const back = this.#explore(complete);
      this.#path.pop();
      if (back < depth) return back;
    }
    return never;
  }

  /** Records a leaf; returns the depth to go back to when it is the image of an earlier leaf, else `never`. */
  #visitLeaf(depth: number): number {
    const { size } = this;
    const position = this.classes.slice(depth * size, (depth + 1) * size);
    const leaf: Leaf = { position, code: this.codeOf(position), path: [...this.#path], orbits: [...this.#orbits] };
    const [first, best] = [this.#first, this.#best];
    if (first === undefined || best === undefined) {
      this.#first = leaf;
      this.#best = leaf;
      return never;
    }
    for (const earlier of first === best ? [first] : [first, best]) {
      if (compareCodes(leaf.code, earlier.code) !== 0) continue;
      const at = new Int32Array(size);
      earlier.position.forEach((p, v) => {
        at[p] = v;
      });
      this.generators.push(position.map((p) => at[p]!));
      let common = 0;
      while (common < leaf.path.length && leaf.path[common] === earlier.path[common]) common++;
      return common;
    }
    if (compareCodes(leaf.code, best.code) > 0) this.#best = leaf;
    return never;
  }

  /** Orbit representatives under the generators that fix every node of a path. */
  #orbitsFixing(path: readonly number[]): Int32Array {
    const orbit = Int32Array.from({ length: this.size }, (_, v) => v);
    const find = (v: number): number => {
      let root = v;
      while (orbit[root] !== root) root = orbit[root]!;
      return root;
    };
    for (const g of this.generators) {
      if (path.some((v) => g[v] !== v)) continue;
      for (let v = 0; v < this.size; v++) {
        const [a, b] = [find(v), find(g[v]!)];
        if (a !== b) orbit[Math.max(a, b)] = Math.min(a, b);
      }
    }
    return orbit.map((_, v) => find(v));
  }
}

function compareCodes(a: Uint16Array, b: Uint16Array): number {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return 0;
}
