/** What a relation follows from, as data and in words. */
import { formatKey } from '../graph/index.js';
import { type Block, blockDegrees, blockEdges, type Degrees } from './block.js';
import type { Relation } from './certificate.js';
import type { Consequence, DerivationStep } from './consequences.js';

/** A relation among those of its block. */
export interface RelationReference {
  readonly edges: number;
  readonly degrees: Degrees;
  /** The graphs contain the volume form. */
  readonly oriented?: true;
  /** Place in the list of relations of the block, from 0. */
  readonly index: number;
}

/** One term of what a relation follows from; the relation is their sum. */
export interface OriginJson {
  readonly coefficient: string;
  readonly operation: Consequence['operation'];
  readonly relation: RelationReference;
  /** With gluing: the vertex that is replaced, with free indices. */
  readonly vertex?: string;
  /**
   * Key of a graph with one vertex named `place`, which stands for the relation (union), its derivative of that order
   * (differentiation), or its derivative in the jet `vertex` (gluing).
   */
  readonly with: string;
  readonly place: string;
}

const vertexKey = ({ field, degree }: { readonly field: string; readonly degree: number }): string =>
  formatKey({ vertices: [field], edges: [], legs: new Array<number>(degree).fill(0), epsilon: [] });

const reference = (block: Block, index: number, fields: readonly string[]): RelationReference => ({
  edges: blockEdges(block),
  degrees: blockDegrees(block, fields),
  ...(block.epsilon > 0 && { oriented: true }),
  index,
});

/** A step as data. */
export function originToJson(
  { coefficient, consequence, index }: DerivationStep,
  fields: readonly string[],
): OriginJson {
  const { operation, relation, vertex, place } = consequence;
  return {
    coefficient: coefficient.toString(),
    operation,
    relation: reference(relation.block, index, fields),
    ...(vertex !== undefined && { vertex: vertexKey(vertex) }),
    with: consequence.with.key,
    place,
  };
}

/** Indices of a factor in index notation. */
const indicesOf = (factor: string): readonly string[] => factor.split('_')[1]?.match(/[a-z]\d*/g) ?? [];

/**
 * A name for a relation of the basis of its block: `2,2,1,1`, `eps 3,2,1`, `u:2,1 v:1`, and if the block has several,
 * `2,2,2,1,1 (3)` for the third.
 */
export function relationName({ block, certificate }: Relation, index: number, fields: readonly string[]): string {
  const degrees = blockDegrees(block, fields);
  const lists = Array.isArray(degrees)
    ? [degrees.join()]
    : Object.entries(degrees).map(([field, list]) => `${field}:${list}`);
  return [
    ...(block.epsilon > 0 ? ['eps'] : []),
    ...lists,
    ...(certificate.relations > 1 ? [`(${index + 1})`] : []),
  ].join(' ');
}

/** The graph without its vertex `place`, whose half-edges become free indices a, b, …: `u_ab -> u_a u_b`. */
function substitution({ with: graph, place, vertex }: Consequence): string {
  const from = vertexKey(vertex!);
  const free = indicesOf(from);
  const isPlace = (factor: string): boolean => factor.split('_')[0] === place;
  const factors = graph.key.split(' ');
  const renamed = new Map<string, string>();
  const metrics: string[] = [];
  const own = indicesOf(factors.find(isPlace)!);
  for (const [k, index] of own.entries()) {
    if (own.indexOf(index) < k) metrics.push(`g_${renamed.get(index)}${free[k]}`);
    else renamed.set(index, free[k]!);
  }
  const letters = Array.from('abcdefghijklmnopqrstuvwxyz').filter((letter) => !free.includes(letter));
  const rename = (index: string): string => {
    const name = renamed.get(index) ?? letters.shift() ?? index;
    renamed.set(index, name);
    return name;
  };
  const others = factors
    .filter((factor) => !isPlace(factor))
    .map((factor) => [factor.split('_')[0], indicesOf(factor).map(rename).join('')].filter(Boolean).join('_'));
  return `${from} -> ${[...metrics, ...others].join(' ')}`;
}

function stepInWords({ consequence, index }: DerivationStep, fields: readonly string[]): string {
  const { operation, relation, place } = consequence;
  const name = relationName(relation, index, fields);
  if (operation === 'gluing') return `${name} with ${substitution(consequence)}`;
  if (operation === 'differentiation') return `${name} as ${place} in ${consequence.with.key}`;
  const rest = consequence.with.key.split(' ').filter((factor) => factor !== place);
  return rest.length === 0 ? name : `${name} times ${rest.join(' ')}`;
}

/**
 * What a relation follows from, in words: `1/3 of 2,2,2 with u_ab -> u_a u_b`. Legs on the right of an arrow are meant
 * symmetrised.
 */
export function derivationInWords(from: readonly DerivationStep[], fields: readonly string[]): string {
  return from
    .map((step, k) => {
      const negative = step.coefficient.sign() < 0;
      const size = (negative ? step.coefficient.negated() : step.coefficient).toString();
      const sign = k === 0 ? (negative ? 'minus ' : '') : negative ? ', minus ' : ', plus ';
      return `${sign}${size === '1' ? '' : `${size} of `}${stepInWords(step, fields)}`;
    })
    .join('');
}
