/**
 * All ways in which a block can receive consequences of smaller relations. A block is smaller if it has fewer derivatives in
 * all (without the volume form: fewer edges), or as many and fewer vertices, or as many of both and no volume form where the
 * other has one, or else vertices of earlier fields (of two fields u, v the relations of u alone come first).
 *
 * Graphs beside the relation are connected, and so are graphs that contain it: a further component γ only takes the
 * consequence without γ, which is a relation of a smaller block, to its union with γ.
 */
import { type CanonicalGraph, components } from '../graph/index.js';
import { type Block, blockLabel, blockOfVertices, blocksWithEdges, totalDegree } from './block.js';
import type { Consequence } from './consequences.js';
import { graphsOfBlock } from './listing.js';

/** A vertex of a block. */
interface Kind {
  readonly field: string;
  readonly degree: number;
}

/** The part of a consequence that does not depend on the relation, only on its block. */
export type Way = Pick<Consequence, 'operation' | 'vertex' | 'with' | 'place' | 'block'>;

const vertexList = (block: Block): Kind[] =>
  block.vertices.flatMap(({ field, degree, count }) => new Array<Kind>(count).fill({ field, degree }));

const sameKind = (a: Kind, b: Kind): boolean => a.field === b.field && a.degree === b.degree;

/** The vertices that are left when some are taken away, or undefined if they are not there. */
function without(vertices: readonly Kind[], taken: readonly Kind[]): Kind[] | undefined {
  const rest = [...vertices];
  for (const kind of taken) {
    const at = rest.findIndex((other) => sameKind(kind, other));
    if (at < 0) return undefined;
    rest.splice(at, 1);
  }
  return rest;
}

/** What blocks are compared by: derivatives, vertices, volume form, then fields. */
function measures(block: Block, fields: readonly string[]): number[] {
  const vertices = vertexList(block);
  const ofField = fields.map((name) => -vertices.filter(({ field }) => field === name).length);
  return [totalDegree(block), vertices.length, block.epsilon, ...ofField];
}

/** Whether relations of the first block may explain those of the second. */
export function isSmaller(a: Block, b: Block, fields: readonly string[]): boolean {
  const [x, y] = [measures(a, fields), measures(b, fields)];
  const at = x.findIndex((value, i) => value !== y[i]);
  return at >= 0 && x[at]! < y[at]!;
}

/** The smaller blocks without isolated vertices, as far as relations are concerned: n + 1 edges at least. */
export function smallerBlocks(block: Block, dimension: number, fields: readonly string[]): Block[] {
  const epsilons = block.epsilon > 0 ? [0, block.epsilon] : [0];
  return epsilons.flatMap((epsilon) => {
    const most = (totalDegree(block) - epsilon) / 2;
    const list: Block[] = [];
    for (let edges = epsilon > 0 ? 1 : dimension + 1; edges <= most; edges++) {
      for (const other of blocksWithEdges(edges, { fields, epsilon })) {
        if (isSmaller(other, block, fields)) list.push(other);
      }
    }
    return list;
  });
}

/** Sub-multisets of the vertices onto which the given ones can be raised, at least one of them by something. */
function* raised(vertices: readonly Kind[], from: readonly Kind[]): Generator<Kind[]> {
  const seen = new Set<string>();
  function* extend(k: number, rest: readonly Kind[], chosen: readonly Kind[]): Generator<Kind[]> {
    if (k === from.length) {
      const block = blockOfVertices(chosen);
      const label = blockLabel(block);
      if (!seen.has(label) && without(from, chosen) === undefined) {
        seen.add(label);
        yield vertexList(block);
      }
      return;
    }
    const tried: Kind[] = [];
    for (const kind of rest) {
      if (kind.field !== from[k]!.field || kind.degree < from[k]!.degree) continue;
      if (tried.some((other) => sameKind(kind, other))) continue;
      tried.push(kind);
      yield* extend(k + 1, without(rest, [kind])!, [...chosen, kind]);
    }
  }
  yield* extend(0, vertices, []);
}

/** Lists graphs with one vertex named `place`. */
export class Ways {
  readonly place: string;
  readonly #graphs = new Map<string, readonly CanonicalGraph[]>();

  /** @param fields - names that the vertex must not have. */
  constructor(fields: readonly string[]) {
    let place = 'R';
    while (fields.includes(place)) place += 'R';
    this.place = place;
  }

  #graphsWith(rest: readonly Kind[], degree: number, epsilon: number): readonly CanonicalGraph[] {
    const block = blockOfVertices([...rest, { field: this.place, degree }], epsilon);
    const label = blockLabel(block);
    const known = this.#graphs.get(label);
    if (known !== undefined) return known;
    const isolated = rest.every((kind) => kind.degree === 0);
    const list = graphsOfBlock(block).filter(
      (graph) => isolated || components(graph).length === (degree === 0 ? 2 : 1),
    );
    this.#graphs.set(label, list);
    return list;
  }

  /** The ways from one block to another, unions first, then gluings, then derivatives of rising order. */
  *between(source: Block, target: Block): Generator<Way> {
    const { place } = this;
    const [from, to] = [vertexList(source), vertexList(target)];
    const epsilon = target.epsilon - source.epsilon;
    const common = { place, block: target };
    const beside = without(to, from);
    if (beside !== undefined) {
      for (const graph of this.#graphsWith(beside, 0, epsilon)) yield { ...common, operation: 'union', with: graph };
    }
    for (const { field, degree } of source.vertices) {
      const vertex = { field, degree };
      const rest = without(to, without(from, [vertex])!);
      if (rest === undefined) continue;
      for (const graph of this.#graphsWith(rest, degree, epsilon)) {
        yield { ...common, operation: 'gluing', vertex, with: graph };
      }
    }
    const order = totalDegree(source);
    const ways = [...raised(to, from)].map((image) => ({
      rest: without(to, image)!,
      degree: totalDegree(blockOfVertices(image)) - order,
    }));
    for (const { rest, degree } of ways.sort((a, b) => a.degree - b.degree)) {
      for (const graph of this.#graphsWith(rest, degree, epsilon)) {
        yield { ...common, operation: 'differentiation', with: graph };
      }
    }
  }
}
