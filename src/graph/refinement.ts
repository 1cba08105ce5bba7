/**
 * Coloured multigraphs with a stack of ordered partitions of their nodes, each made equitable by refinement: nodes of one
 * class see each class alike [mckay-piperno-2014]. A class is named by its first place, the number of nodes in classes
 * before it, so that a partition into single nodes is a labelling.
 */

const mix = (a: number, b: number): number => {
  const h = Math.imul(a ^ Math.imul(b + 0x7f4a7c15, 0x9e3779b1), 0x85ebca6b);
  return h ^ (h >>> 13);
};

export class Refiner {
  size = 0;
  /** Colours of the nodes, 0 after {@link begin}; nodes of smaller colour come first. */
  colours = new Int32Array(0);
  /** For each depth a row of `size` entries: the nodes by place, and the class of each node. */
  order = new Int32Array(0);
  classes = new Int32Array(0);

  #capacity = 0;
  /** size × size; the diagonal counts loops. */
  #multiplicity = new Uint16Array(0);
  /** For each node its neighbours, in a row of `size` entries. */
  #neighbours = new Int32Array(0);
  #neighbourCount = new Int32Array(0);
  #mostParallel = 0;
  #hash = new Int32Array(0);
  #next = new Int32Array(0);
  #stale = new Uint8Array(0);
  #tally = new Int32Array(0);

  /** Starts a graph of some nodes of colour 0, not joined. */
  begin(size: number): void {
    if (size > this.#capacity) {
      this.#capacity = size;
      this.colours = new Int32Array(size);
      this.#multiplicity = new Uint16Array(size * size);
      this.#neighbours = new Int32Array(size * size);
      this.#neighbourCount = new Int32Array(size);
      this.order = new Int32Array((size + 1) * size);
      this.classes = new Int32Array((size + 1) * size);
      this.#hash = new Int32Array(size);
      this.#next = new Int32Array(size);
      this.#stale = new Uint8Array(size);
    }
    this.size = size;
    this.#mostParallel = 1;
    this.#multiplicity.fill(0, 0, size * size);
    this.#neighbourCount.fill(0, 0, size);
    this.colours.fill(0, 0, size);
  }

  /** Adds one edge, or a loop. */
  join(v: number, w: number): void {
    const { size } = this;
    const multiplicity = this.#multiplicity[v * size + w]! + 1;
    this.#multiplicity[v * size + w] = multiplicity;
    if (v === w) return;
    this.#multiplicity[w * size + v] = multiplicity;
    if (multiplicity > this.#mostParallel) this.#mostParallel = multiplicity;
    if (multiplicity > 1) return;
    this.#neighbours[v * size + this.#neighbourCount[v]!++] = w;
    this.#neighbours[w * size + this.#neighbourCount[w]!++] = v;
  }

  areJoined(v: number, w: number): boolean {
    return this.#multiplicity[v * this.size + w]! > 0;
  }

  /** The partition by colour, refined, at depth 0. */
  start(): void {
    const { size, colours } = this;
    const { order, classes } = this;
    for (let v = 0; v < size; v++) {
      let place = v;
      for (; place > 0 && colours[order[place - 1]!]! > colours[v]!; place--) order[place] = order[place - 1]!;
      order[place] = v;
    }
    for (let place = 0; place < size; place++) {
      const v = order[place]!;
      const before = place > 0 ? order[place - 1]! : v;
      classes[v] = place > 0 && colours[v] === colours[before] ? classes[before]! : place;
    }
    this.#stale.fill(1, 0, size);
    this.#refine(0);
  }

  /**
   * Splits classes until all nodes of a class see each class alike. The hash depends only on classes and multiplicities: a
   * collision makes the partition coarser, never dependent on the given labelling. Only nodes marked as stale, next to one
   * that changed its class, can see classes differently.
   */
  #refine(depth: number): void {
    const { size, order, classes } = this;
    const multiplicity = this.#multiplicity;
    const neighbours = this.#neighbours;
    const neighbourCount = this.#neighbourCount;
    const hash = this.#hash;
    const next = this.#next;
    const stale = this.#stale;
    const at = depth * size;
    for (let split = true; split; ) {
      split = false;
      for (let start = 0; start < size; ) {
        let end = start;
        let known = 1;
        do known &= stale[order[at + end++]!]! ^ 1;
        while (end < size && classes[at + order[at + end]!] === start);
        if (known === 1 || end === start + 1) {
          for (let place = start; place < end; place++) next[order[at + place]!] = start;
          start = end;
          continue;
        }
        for (let place = start; place < end; place++) {
          const v = order[at + place]!;
          const row = v * size;
          const stop = row + neighbourCount[v]!;
          let sum = mix(multiplicity[row + v]!, -1);
          for (let i = row; i < stop; i++) {
            const w = neighbours[i]!;
            sum = (sum + mix(classes[at + w]!, multiplicity[row + w]!)) | 0;
          }
          hash[v] = sum;
          let to = place;
          for (; to > start && hash[order[at + to - 1]!]! > sum; to--) order[at + to] = order[at + to - 1]!;
          order[at + to] = v;
        }
        let first = start;
        let sum = hash[order[at + start]!]!;
        for (let place = start; place < end; place++) {
          const v = order[at + place]!;
          if (hash[v] !== sum) {
            sum = hash[v]!;
            first = place;
            split = true;
          }
          next[v] = first;
        }
        start = end;
      }
      if (!split) return;
      stale.fill(0, 0, size);
      for (let v = 0; v < size; v++) {
        if (classes[at + v] === next[v]) continue;
        classes[at + v] = next[v]!;
        for (let i = v * size; i < v * size + neighbourCount[v]!; i++) stale[neighbours[i]!] = 1;
      }
    }
  }

  classEnd(at: number, start: number): number {
    let end = start + 1;
    while (end < this.size && this.classes[at + this.order[at + end]!] === start) end++;
    return end;
  }

  /** First place of the first class with several nodes, −1 if there is none. */
  target(depth: number): number {
    const { size } = this;
    const at = depth * size;
    for (let place = 1; place < size; place++) {
      const shared = this.classes[at + this.order[at + place]!]!;
      if (shared < place) return shared;
    }
    return -1;
  }

  /** Makes a node the first of its class, apart from the others, and refines. */
  individualise(depth: number, start: number, place: number): void {
    const { size, order, classes } = this;
    const stale = this.#stale;
    const at = depth * size;
    const end = this.classEnd(at, start);
    const v = order[at + place]!;
    for (let p = place; p > start; p--) order[at + p] = order[at + p - 1]!;
    order[at + start] = v;
    stale.fill(0, 0, size);
    for (let p = start + 1; p < end; p++) {
      const w = order[at + p]!;
      classes[at + w] = start + 1;
      for (let i = w * size; i < w * size + this.#neighbourCount[w]!; i++) stale[this.#neighbours[i]!] = 1;
    }
    this.#refine(depth);
  }

  /** One of the conditions (a) and (b), which stay true below if they hold. */
  hasSymmetricShape(depth: number): boolean {
    const { size } = this;
    const at = depth * size;
    const { order } = this;
    const neighbours = this.#neighbours;
    const parent = this.#next;
    let excess = 0;
    let shared = 0;
    for (let start = 0; start < size; ) {
      const end = this.classEnd(at, start);
      excess += end - start - 1;
      if (end > start + 1) shared++;
      for (let place = start; place < end; place++) {
        const v = order[at + place]!;
        parent[v] = end > start + 1 ? v : -1;
      }
      start = end;
    }
    if (excess <= shared + 1 || excess <= 4) return true;
    const find = (v: number): number => {
      let root = v;
      while (parent[root] !== root) root = parent[root]!;
      return root;
    };
    for (let v = 0; v < size; v++) {
      if (parent[v]! < 0) continue;
      for (let i = v * size; i < v * size + this.#neighbourCount[v]!; i++) {
        const w = neighbours[i]!;
        if (w > v || parent[w]! < 0) continue;
        const [a, b] = [find(v), find(w)];
        if (a === b) return false;
        parent[a] = b;
      }
    }
    return true;
  }

  /** Whether nodes of a class really see each class alike: the hashes cannot tell for certain. */
  isEquitable(depth: number): boolean {
    const { size } = this;
    const at = depth * size;
    const { order, classes } = this;
    const neighbours = this.#neighbours;
    const count = this.#neighbourCount;
    const multiplicity = this.#multiplicity;
    const stride = this.#mostParallel + 1;
    if (this.#tally.length < size * stride) this.#tally = new Int32Array(size * stride);
    const tally = this.#tally;
    for (let start = 0; start < size; ) {
      const end = this.classEnd(at, start);
      const v = order[at + start]!;
      let equal = true;
      if (end > start + 1) {
        for (let i = v * size; i < v * size + count[v]!; i++) {
          tally[classes[at + neighbours[i]!]! * stride + multiplicity[v * size + neighbours[i]!]!]!++;
        }
        for (let place = start + 1; place < end && equal; place++) {
          const w = order[at + place]!;
          equal = count[w] === count[v] && multiplicity[w * size + w] === multiplicity[v * size + v];
          for (let i = w * size; i < w * size + count[w]!; i++) {
            const left = --tally[classes[at + neighbours[i]!]! * stride + multiplicity[w * size + neighbours[i]!]!]!;
            if (left < 0) equal = false;
          }
          for (let i = w * size; i < w * size + count[w]!; i++) {
            tally[classes[at + neighbours[i]!]! * stride + multiplicity[w * size + neighbours[i]!]!]!++;
          }
        }
        for (let i = v * size; i < v * size + count[v]!; i++) {
          tally[classes[at + neighbours[i]!]! * stride + multiplicity[v * size + neighbours[i]!]!] = 0;
        }
      }
      if (!equal) return false;
      start = end;
    }
    return true;
  }

  copyDown(depth: number): void {
    const at = depth * this.size;
    for (const array of [this.order, this.classes]) array.copyWithin(at + this.size, at, at + this.size);
  }

  codeOf(position: Int32Array): Uint16Array {
    const { size } = this;
    const code = new Uint16Array((size * (size + 1)) / 2);
    for (let v = 0; v < size; v++) {
      for (let w = v; w < size; w++) {
        const i = Math.min(position[v]!, position[w]!);
        const j = Math.max(position[v]!, position[w]!);
        code[i * size - (i * (i - 1)) / 2 + (j - i)] = this.#multiplicity[v * size + w]!;
      }
    }
    return code;
  }
}
