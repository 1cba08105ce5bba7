/**
 * The graphs of one block: a multiset of vertex kinds (field, degree), legs and the volume form being further vertices of
 * fixed kind. A graph is a multiset of connected graphs (connected.ts): blocks of components are chosen in falling order,
 * components of equal blocks in falling order of their number, so that each graph is met once.
 */
import { OutOfRange } from '../base/index.js';
import { ConnectedGraphs, CoreStore } from './connected.js';
import type { Kind, Kinds } from './kind.js';
import { Multiset } from './multiset.js';
import { RootedStore } from './rooted.js';
import { type GraphView, Sketch } from './sketch.js';

/** Bytes spent on lists of connected graphs that several blocks share; beyond that they are generated again. */
const mostBytes = 2 ** 28;

/** The connected graphs of a block: for each its kinds, then the ends of its edges. */
interface ComponentList {
  readonly vertices: number;
  readonly edges: number;
  readonly graphs: number;
  readonly bytes: Uint8Array;
}

/** A block of components and how many of them. */
interface Choice {
  readonly list: ComponentList;
  readonly times: number;
}

/** Generates the graphs of blocks; what blocks share is worked out once. */
export class BlockGenerator {
  /** Kinds by their numbers in {@link GraphView.kinds}. */
  readonly catalogue: Kind[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #rooted = new RootedStore();
  readonly #cores = new CoreStore();
  readonly #lists = new Map<string, ComponentList>();
  readonly #sketch = new Sketch();
  #bytes = 0;

  #numberOf(kind: Kind): number {
    const name = `${kind.role}:${kind.degree}`;
    const known = this.#numbers.get(name) ?? this.catalogue.push(kind) - 1;
    if (known > 255) {
      throw new OutOfRange({ where: 'enumerate', expected: 'at most 256 kinds of vertices', got: 'more' });
    }
    this.#numbers.set(name, known);
    return known;
  }

  #multiset(kinds: Kinds): Multiset {
    const counts = new Map<number, number>();
    for (const kind of kinds) {
      const number = this.#numberOf(kind);
      counts.set(number, (counts.get(number) ?? 0) + 1);
    }
    const numbers = [...counts.keys()];
    return new Multiset(
      numbers,
      [...counts.values()],
      numbers.map((number) => this.catalogue[number]!.degree),
    );
  }

  #connected(of: Multiset): ConnectedGraphs {
    return new ConnectedGraphs(of, this.#rooted, this.#cores);
  }

  #listOf(of: Multiset, code: number): ComponentList {
    const name = of.name(code);
    const known = this.#lists.get(name);
    if (known !== undefined) return known;
    const [vertices, edges] = [of.sizes[code]!, of.totals[code]! / 2];
    const entry = vertices + 2 * edges;
    const sketch = new Sketch();
    let bytes = new Uint8Array(16 * entry);
    let graphs = 0;
    this.#connected(of.part(code)).each(sketch, () => {
      if (bytes.length === graphs * entry) {
        const larger = new Uint8Array(2 * bytes.length);
        larger.set(bytes);
        bytes = larger;
      }
      let at = graphs++ * entry;
      for (let v = 0; v < vertices; v++) bytes[at++] = sketch.kinds[v]!;
      for (let e = 0; e < edges; e++) {
        bytes[at++] = sketch.tails[e]!;
        bytes[at++] = sketch.heads[e]!;
      }
    });
    const list: ComponentList = { vertices, edges, graphs, bytes: bytes.slice(0, graphs * entry) };
    this.#lists.set(name, list);
    this.#bytes += list.bytes.length;
    return list;
  }

  /**
   * Calls `visit` with each graph of the block, in an order that depends on the block alone. Graphs that vanish because of
   * the volume form, or in which it has loops or parallel edges, are not left out here.
   */
  each(kinds: Kinds, mostComponents: number, visit: (graph: GraphView) => void): void {
    const sketch = this.#sketch;
    sketch.vertexCount = 0;
    sketch.edgeCount = 0;
    sketch.components = 0;
    for (const kind of kinds) {
      if (kind.degree > 0) continue;
      sketch.vertex(this.#numberOf(kind));
      sketch.components++;
    }
    if (sketch.components > mostComponents) return;
    const of = this.#multiset(kinds.filter(({ degree }) => degree > 0));
    if (of.whole === 0) visit(sketch);
    else if (sketch.components < mostComponents) this.#assemble(of, mostComponents, visit);
  }

  #assemble(of: Multiset, mostComponents: number, visit: (graph: GraphView) => void): void {
    const sketch = this.#sketch;
    const { sizes, totals, whole } = of;
    const isConnectable = (code: number): boolean => totals[code]! % 2 === 0 && totals[code]! >= 2 * (sizes[code]! - 1);
    /** Larger sums of degrees come first, then larger codes. */
    const rank = (code: number): number => totals[code]! * (whole + 1) + code;

    const write = ({ vertices, edges, bytes }: ComponentList, number: number): void => {
      const base = sketch.vertexCount;
      let at = number * (vertices + 2 * edges);
      for (let v = 0; v < vertices; v++) sketch.kinds[base + v] = bytes[at++]!;
      const start = sketch.edgeCount;
      for (let e = start; e < start + edges; e++) {
        sketch.tails[e] = base + bytes[at++]!;
        sketch.heads[e] = base + bytes[at++]!;
      }
      sketch.vertexCount = base + vertices;
      sketch.edgeCount = start + edges;
      sketch.components++;
    };

    /** All ways to choose components for a plan from its choice c on. */
    const run = (plan: readonly Choice[], c = 0): void => {
      const choice = plan[c];
      if (choice === undefined) visit(sketch);
      else fill(plan, c, choice.times, choice.list.graphs - 1);
    };
    const fill = (plan: readonly Choice[], c: number, left: number, most: number): void => {
      if (left === 0) {
        run(plan, c + 1);
        return;
      }
      const { list } = plan[c]!;
      for (let number = 0; number <= most; number++) {
        write(list, number);
        fill(plan, c, left - 1, number);
        sketch.vertexCount -= list.vertices;
        sketch.edgeCount -= list.edges;
        sketch.components--;
      }
    };

    /** Choices of blocks below a rank that make up a code. */
    const plans = (code: number, below: number, components: number): (readonly Choice[])[] => {
      if (code === 0) return [[]];
      const result: (readonly Choice[])[] = [];
      for (const part of of.parts(code)) {
        if (!isConnectable(part) || rank(part) >= below) continue;
        const times = Math.min(of.fits(part, code), components);
        for (let t = 1; t <= times; t++) {
          const rests = plans(code - t * part, rank(part), components - t);
          if (rests.length === 0) continue;
          const choice: Choice = { list: this.#listOf(of, part), times: t };
          for (const rest of rests) result.push([choice, ...rest]);
        }
      }
      return result;
    };

    const components = mostComponents - sketch.components;
    for (const part of of.parts(whole)) {
      if (!isConnectable(part)) continue;
      const times = Math.min(of.fits(part, whole), components);
      for (let t = 1; t <= times; t++) {
        const rests = plans(whole - t * part, rank(part), components - t);
        if (rests.length === 0) continue;
        if (t === 1 && (part === whole || (this.#bytes > mostBytes && !this.#lists.has(of.name(part))))) {
          this.#connected(of.part(part)).each(sketch, () => {
            for (const plan of rests) run(plan);
          });
        } else {
          const choice: Choice = { list: this.#listOf(of, part), times: t };
          for (const plan of rests) run([choice, ...plan]);
        }
      }
    }
  }
}
