/**
 * Rooted trees with loops. A *branch* is a vertex with one half-edge left free, the root, that carries loops and a *forest*:
 * a multiset of branches hung on it. A forest is a list in falling order of (size, number) of its branches, stored as head
 * and tail; lists of forests are sorted by their heads, so that those with a head below a bound come first.
 */
import type { Multiset } from './multiset.js';
import type { Sketch } from './sketch.js';

/** A growing list of 32-bit integers. */
class IntegerList {
  #values = new Int32Array(1024);
  length = 0;

  push(value: number): void {
    if (this.length === this.#values.length) {
      const larger = new Int32Array(2 * this.length);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.length++] = value;
  }

  at(i: number): number {
    return this.#values[i]!;
  }
}

/** Consecutive numbers of branches or forests, the end excluded. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

const none: Range = { start: 0, end: 0 };

/** All branches and forests met so far, each once; number 0 is the empty forest. */
export class RootedStore {
  readonly #branchKind = new IntegerList();
  readonly #branchLoops = new IntegerList();
  readonly #branchForest = new IntegerList();
  readonly #branchSize = new IntegerList();
  readonly #head = new IntegerList();
  readonly #tail = new IntegerList();
  readonly #branches = new Map<string, Range>();
  readonly #forests = new Map<string, Range>();

  constructor() {
    this.#head.push(-1);
    this.#tail.push(-1);
  }

  /** Vertices of the largest branch of a non-empty forest. */
  headSize(forest: number): number {
    return this.#branchSize.at(this.#head.at(forest));
  }

  /** Branches whose vertices form a sub-multiset. */
  branches(of: Multiset, code: number): Range {
    if (of.totals[code]! % 2 === 0) return none;
    const name = of.name(code);
    const known = this.#branches.get(name);
    if (known !== undefined) return known;
    const choices: { readonly kind: number; readonly loops: number; readonly forests: Range }[] = [];
    of.kinds.forEach((kind, k) => {
      if (of.digit(code, k) === 0) return;
      const degree = of.degrees[k]!;
      for (let loops = 0; 2 * loops < degree; loops++) {
        choices.push({ kind, loops, forests: this.forests(of, code - of.weights[k]!, degree - 2 * loops - 1) });
      }
    });
    const start = this.#branchKind.length;
    for (const { kind, loops, forests } of choices) {
      for (let forest = forests.start; forest < forests.end; forest++) {
        this.#branchKind.push(kind);
        this.#branchLoops.push(loops);
        this.#branchForest.push(forest);
        this.#branchSize.push(of.sizes[code]!);
      }
    }
    const range = { start, end: this.#branchKind.length };
    this.#branches.set(name, range);
    return range;
  }

  /** Forests of a number of branches whose vertices form a sub-multiset. */
  forests(of: Multiset, code: number, branches: number): Range {
    if (branches === 0) return code === 0 ? { start: 0, end: 1 } : none;
    if (of.sizes[code]! < branches || (of.totals[code]! - branches) % 2 !== 0) return none;
    const name = String.fromCharCode(branches) + of.name(code);
    const known = this.#forests.get(name);
    if (known !== undefined) return known;
    const choices: { readonly size: number; readonly heads: Range; readonly tails: Range }[] = [];
    for (const part of of.parts(code)) {
      const heads = this.branches(of, part);
      if (heads.start === heads.end) continue;
      const tails = this.forests(of, code - part, branches - 1);
      if (tails.start < tails.end) choices.push({ size: of.sizes[part]!, heads, tails });
    }
    choices.sort((a, b) => a.size - b.size || a.heads.start - b.heads.start);
    const start = this.#head.length;
    for (const { size, heads, tails } of choices) {
      let allowed = tails.start;
      for (let head = heads.start; head < heads.end; head++) {
        while (allowed < tails.end && this.#notAfter(allowed, size, head)) allowed++;
        for (let tail = tails.start; tail < allowed; tail++) {
          this.#head.push(head);
          this.#tail.push(tail);
        }
      }
    }
    const range = { start, end: this.#head.length };
    this.#forests.set(name, range);
    return range;
  }

  /** The forest is empty, or its head comes before the given branch or is that branch. */
  #notAfter(forest: number, size: number, branch: number): boolean {
    if (forest === 0) return true;
    const head = this.#head.at(forest);
    const headSize = this.#branchSize.at(head);
    return headSize < size || (headSize === size && head <= branch);
  }

  /** Hangs the branches of a forest on a vertex. */
  writeForest(sketch: Sketch, forest: number, parent: number): void {
    for (let rest = forest; rest !== 0; rest = this.#tail.at(rest)) {
      sketch.edge(parent, this.writeBranch(sketch, this.#head.at(rest)));
    }
  }

  /** Appends a branch and returns its root. */
  writeBranch(sketch: Sketch, branch: number): number {
    const root = sketch.vertex(this.#branchKind.at(branch));
    sketch.loops(root, this.#branchLoops.at(branch));
    this.writeForest(sketch, this.#branchForest.at(branch), root);
    return root;
  }
}
