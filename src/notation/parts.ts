/**
 * A graph as a product in the order in which it is written: undifferentiated factors and connected parts without legs, each
 * with an exponent, then what has legs or a volume form.
 */
import { type CanonicalGraph, canonicalize, parseKey } from '../graph/index.js';
import { connected, type Factor, factorsOf, indicesOf, renamed, writeFactors } from './factors.js';
import { customaryName, type Named } from './shapes.js';

/** A power of a connected part, or what has legs or a volume form. Different parts have different indices. */
export interface Part {
  readonly factors: readonly Factor[];
  readonly exponent: number;
  readonly name?: Named;
}

/** The parts of a graph; none for the empty graph. */
export function partsOf(graph: CanonicalGraph): readonly Part[] {
  const rank = graph.legs.length;
  const factors = factorsOf(graph);
  const hasIndices = (factor: Factor): boolean => indicesOf(factor).length > 0;
  const isOpen = (part: readonly Factor[]): boolean =>
    part.some((factor) => factor.kind === 'volume' || indicesOf(factor).some((i) => i < rank));
  let next = rank;
  const relabelled = (part: readonly Factor[]): Factor[] => {
    const names = new Map<number, number>();
    return renamed(part, (i) => {
      if (i < rank) return i;
      if (!names.has(i)) names.set(i, next++);
      return names.get(i)!;
    });
  };
  const parts = new Map<string, Part>();
  const multiply = (key: string, first: () => Omit<Part, 'exponent'>): void => {
    const known = parts.get(key);
    parts.set(key, known === undefined ? { ...first(), exponent: 1 } : { ...known, exponent: known.exponent + 1 });
  };
  for (const factor of factors) if (!hasIndices(factor)) multiply(factor.name, () => ({ factors: [factor] }));
  const groups = connected(factors.filter(hasIndices));
  for (const group of groups.filter((part) => !isOpen(part))) {
    const given = parseKey(writeFactors(group), graph.tensors === undefined ? {} : { tensors: graph.tensors });
    const { graph: part, sign } = canonicalize(given);
    multiply(`${sign} ${part.key}`, () => {
      const name = customaryName(part);
      return name === undefined ? { factors: relabelled(group) } : { factors: group, name };
    });
  }
  const open = groups.filter(isOpen).flat();
  if (open.length > 0) {
    parts.set('open', { factors: relabelled(factors.filter((factor) => open.includes(factor))), exponent: 1 });
  }
  return [...parts.values()];
}
