/**
 * Numbers of graphs and of independent operators of a block by theory, without listing anything: the half-edges of a block
 * carry the representation with characteristic Π h_m[h_k] (m vertices of degree k; slots are further factors), and contractions are counted by its inner
 * product with the characters of character.ts.
 */
import { checkInteger, InvalidInput, OutOfRange } from '../base/index.js';
import { type Block, blockEdges, splitIsolated, type VertexKind } from './block.js';
import { type Character, graphCharacter, invariantCharacter } from './character.js';
import { binomial, type ClassFunction, factorial, multiply, plethysm, unit } from './powersum.js';

/** Full isometry group, or its identity component, which also allows the volume form. */
export type Group = 'O' | 'SO';

/** Character of the independent contractions in dimension n. */
export function independentCharacter(edges: number, epsilon: number, dimension: number): Character {
  if (epsilon > 0) return invariantCharacter(2 * edges + epsilon, dimension, 'odd');
  if (dimension >= edges) return graphCharacter(edges);
  return invariantCharacter(2 * edges, dimension, 'even');
}

/** Vertex kinds of one name have the same factor. */
const nameOf = ({ degree, count, type }: VertexKind): string =>
  `${count},${degree}${type === undefined ? '' : `,${type.symmetry}${type.rank}`}`;

/** Inner products of blocks with characters. Keeps the factors it has met, and the product that consecutive blocks share. */
export class BlockProducts {
  readonly #plethysms = new Map<string, ClassFunction>();
  #shared: readonly { readonly kind: string; readonly product: ClassFunction }[] = [];

  #factor(kind: VertexKind): ClassFunction {
    const name = nameOf(kind);
    const known = this.#plethysms.get(name) ?? plethysm(kind.count, kind.degree, kind.type);
    this.#plethysms.set(name, known);
    return known;
  }

  /** @throws OutOfRange beyond the largest degree of class functions. */
  with(block: Block, characters: readonly Character[]): bigint[] {
    const { vertices } = block;
    const kinds = vertices.map(nameOf);
    let same = 0;
    while (same < kinds.length - 1 && this.#shared[same]?.kind === kinds[same]) same++;
    const steps = this.#shared.slice(0, same);
    for (let k = same; k < kinds.length - 1; k++) {
      const before = steps.at(-1)?.product ?? unit;
      steps.push({ kind: kinds[k]!, product: multiply(before, this.#factor(vertices[k]!)) });
    }
    this.#shared = steps;

    const [a, b] = [steps.at(-1)?.product ?? unit, vertices.length === 0 ? unit : this.#factor(vertices.at(-1)!)];
    const sums = characters.map(() => 0n);
    for (const [x, p] of a.values) {
      for (const [y, q] of b.values) {
        const product = p * q;
        for (const [c, character] of characters.entries()) {
          const value = character.get(x + y);
          if (value !== undefined && value !== 0n) sums[c]! += product * value;
        }
      }
    }
    const degree = a.degree + b.degree;
    return sums.map((sum) => (sum * binomial(degree, a.degree)) / factorial(degree));
  }
}

/** A count as a number. @throws OutOfRange if it is not a safe integer. */
export function safeCount(count: bigint): number {
  if (count <= BigInt(Number.MAX_SAFE_INTEGER)) return Number(count);
  throw new OutOfRange({
    where: 'count',
    expected: `counts of at most ${Number.MAX_SAFE_INTEGER}`,
    got: String(count),
    hint: 'countRowsExactly gives them as bigint',
  });
}

/**
 * Counts the graphs of many blocks, as {@link countGraphs} does for one: characters and products are kept from block to block,
 * so that the 1575 blocks of 12 edges take about a second if they come in the order of `blocksWithEdges`.
 * @example
 * [...blocksWithEdges(2)].map(graphCounter()) // [1, 1, 2, 2, 1]
 */
export function graphCounter(): (block: Block) => number {
  const products = new BlockProducts();
  const characters = new Map<string, Character>();
  return (block) => {
    const { core } = splitIsolated(block);
    const edges = blockEdges(core);
    if (!Number.isInteger(edges) || edges < 0) return 0;
    const name = `${edges},${core.epsilon}`;
    const character = characters.get(name) ?? graphCharacter(edges, core.epsilon);
    characters.set(name, character);
    return safeCount(products.with(core, [character])[0]!);
  };
}

/**
 * Number of graphs of a block up to isomorphism (with the volume form: of those that do not vanish by symmetry). Isolated
 * vertices make no difference. Legs can be given as vertices of degree 1 in fields of their own; graphs with two legs joined
 * are counted then.
 * @example
 * countGraphs(blockOf(parseKey('u_ab u_a u_b'))) // 2
 * @throws OutOfRange beyond 33 derivatives.
 */
export function countGraphs(block: Block): number {
  return graphCounter()(block);
}

/**
 * Dimension of the space of operators spanned by the graphs of a block in dimension n.
 * @throws InvalidInput for a dimension below 1 or one that does not fit the volume form; OutOfRange if too large.
 */
export function rankInDimension(block: Block, dimension: number): number {
  const where = 'rank';
  checkInteger(where, 'dimension', dimension, 1);
  checkEpsilon(where, block, dimension);
  const { core } = splitIsolated(block);
  const edges = blockEdges(core);
  if (!Number.isInteger(edges) || edges < 0) return 0;
  return safeCount(new BlockProducts().with(core, [independentCharacter(edges, core.epsilon, dimension)])[0]!);
}

/** @throws InvalidInput if the volume form belongs to another dimension. */
export function checkEpsilon(where: string, block: Block, dimension: number): void {
  if (block.epsilon === 0 || block.epsilon === dimension) return;
  throw new InvalidInput({
    where,
    expected: `a volume form with ${dimension} half-edges in dimension ${dimension}`,
    got: `${block.epsilon}`,
  });
}
