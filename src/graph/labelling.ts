/**
 * Canonical labelling of small coloured graphs with edge multiplicities: individualisation and refinement with pruning
 * by the automorphisms found [mckay-piperno-2014]. The code of a labelling is its upper triangle of multiplicities; the
 * canonical labelling is the one with the largest code among the leaves of the search tree.
 */

/** A symmetric matrix of multiplicities (the diagonal counts loops) with a colour class, 0, 1, 2, …, for each node. */
export interface ColouredGraph {
  readonly size: number;
  /** size × size, row-major. */
  readonly multiplicity: Uint32Array;
  readonly colours: Int32Array;
}

/** What the search finds. `position[v]` is the canonical place of node v; nodes of smaller colour come first. */
export interface Labelling {
  readonly position: Int32Array;
  /** Generators of the group of colour-preserving automorphisms, each as the list of images. */
  readonly generators: readonly Int32Array[];
  /** Order of that group (exact below 2^53). */
  readonly groupOrder: number;
}

interface Leaf {
  readonly position: Int32Array;
  readonly code: Uint32Array;
  readonly path: readonly number[];
}

const mix = (a: number, b: number): number => {
  const h = Math.imul(a ^ Math.imul(b + 0x7f4a7c15, 0x9e3779b1), 0x85ebca6b);
  return h ^ (h >>> 13);
};

/**
 * Splits colour classes until all nodes of a class see each class alike. A colour is the number of nodes in smaller
 * classes, so that a discrete colouring is a labelling. The hash depends only on colours and multiplicities: a collision
 * makes the partition coarser, never dependent on the given labelling.
 */
function refine(graph: ColouredGraph, colours: Int32Array): void {
  const { size, multiplicity } = graph;
  const hash = new Int32Array(size);
  const nodes = Array.from({ length: size }, (_, v) => v);
  for (let classes = -1; ; ) {
    for (let v = 0; v < size; v++) {
      let sum = mix(multiplicity[v * size + v]!, -1);
      for (let w = 0; w < size; w++) {
        const m = multiplicity[v * size + w]!;
        if (m > 0 && w !== v) sum = (sum + mix(colours[w]!, m)) | 0;
      }
      hash[v] = sum;
    }
    nodes.sort((v, w) => colours[v]! - colours[w]! || hash[v]! - hash[w]!);
    const next = new Int32Array(size);
    let count = 0;
    for (let i = 0; i < size; i++) {
      const [v, previous] = [nodes[i]!, nodes[i - 1]];
      const same = previous !== undefined && colours[v] === colours[previous] && hash[v] === hash[previous];
      if (!same) count++;
      next[v] = same ? next[previous]! : i;
    }
    colours.set(next);
    if (count === classes || count === size) return;
    classes = count;
  }
}

function codeOf(graph: ColouredGraph, position: Int32Array): Uint32Array {
  const { size, multiplicity } = graph;
  const code = new Uint32Array((size * (size + 1)) / 2);
  for (let v = 0; v < size; v++) {
    for (let w = v; w < size; w++) {
      const i = Math.min(position[v]!, position[w]!);
      const j = Math.max(position[v]!, position[w]!);
      code[i * size - (i * (i - 1)) / 2 + (j - i)] = multiplicity[v * size + w]!;
    }
  }
  return code;
}

function compareCodes(a: Uint32Array, b: Uint32Array): number {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return 0;
}

/** Orbit representatives under the generators that fix every node of the path. */
function orbitsFixing(size: number, generators: readonly Int32Array[], path: readonly number[]): Int32Array {
  const orbit = Int32Array.from({ length: size }, (_, v) => v);
  const find = (v: number): number => {
    let r = v;
    while (orbit[r] !== r) r = orbit[r]!;
    return r;
  };
  for (const g of generators) {
    if (path.some((v) => g[v] !== v)) continue;
    for (let v = 0; v < size; v++) {
      const [a, b] = [find(v), find(g[v]!)];
      if (a !== b) orbit[Math.max(a, b)] = Math.min(a, b);
    }
  }
  return orbit.map((_, v) => find(v));
}

/** The canonical labelling and the automorphism group. */
export function canonicalLabelling(graph: ColouredGraph): Labelling {
  const { size } = graph;
  const generators: Int32Array[] = [];
  let first: Leaf | undefined;
  let best: Leaf | undefined;
  const path: number[] = [];
  const never = size + 1;

  const commonDepth = (leaf: Leaf): number => {
    let depth = 0;
    while (depth < path.length && path[depth] === leaf.path[depth]) depth++;
    return depth;
  };

  /** Records a leaf; returns the depth to go back to when it is the image of an earlier leaf, else `never`. */
  const visitLeaf = (position: Int32Array): number => {
    const leaf: Leaf = { position, code: codeOf(graph, position), path: [...path] };
    if (first === undefined || best === undefined) {
      first = leaf;
      best = leaf;
      return never;
    }
    for (const earlier of first === best ? [first] : [first, best]) {
      if (compareCodes(leaf.code, earlier.code) !== 0) continue;
      const at = new Int32Array(size);
      earlier.position.forEach((p, v) => {
        at[p] = v;
      });
      generators.push(leaf.position.map((p) => at[p]!));
      return commonDepth(earlier);
    }
    if (compareCodes(leaf.code, best.code) > 0) best = leaf;
    return never;
  };

  const explore = (colours: Int32Array): number => {
    const count = new Int32Array(size);
    for (const c of colours) count[c]!++;
    const cell = count.findIndex((c) => c > 1);
    if (cell < 0) return visitLeaf(colours);
    const depth = path.length;
    const tried: number[] = [];
    for (let v = 0; v < size; v++) {
      if (colours[v] !== cell) continue;
      if (tried.length > 0) {
        const orbit = orbitsFixing(size, generators, path);
        if (tried.some((w) => orbit[w] === orbit[v])) continue;
      }
      tried.push(v);
      const child = colours.map((c, w) => (c === cell && w !== v ? c + 1 : c));
      refine(graph, child);
      path.push(v);
      const back = explore(child);
      path.pop();
      if (back < depth) return back;
    }
    return never;
  };

  const counts = new Map<number, number>();
  for (const c of graph.colours) counts.set(c, (counts.get(c) ?? 0) + 1);
  const below = (colour: number): number => {
    let sum = 0;
    for (const [c, k] of counts) if (c < colour) sum += k;
    return sum;
  };
  const start = graph.colours.map(below);
  refine(graph, start);
  explore(start);

  const { path: firstPath } = first!;
  let groupOrder = 1;
  firstPath.forEach((v, depth) => {
    const orbit = orbitsFixing(size, generators, firstPath.slice(0, depth));
    groupOrder *= orbit.filter((r) => r === orbit[v]).length;
  });
  return { position: best!.position, generators, groupOrder };
}
