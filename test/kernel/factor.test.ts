import { describe, expect, it } from 'vitest';
import { factorStencil } from '../../src/kernel/factor.js';

type Matrix = ReadonlyMap<number, ReadonlyMap<number, number>>;

/** Weights at the shifts 1 and −1 in some source rows: a difference along each. */
const difference = (sources: Readonly<Record<number, number>>): Matrix =>
  new Map(
    Object.entries(sources).map(([source, weight]) => [
      Number(source),
      new Map([
        [-1, -weight],
        [1, weight],
      ]),
    ]),
  );

/** The weights that a factored stencil stands for, multiplied out. */
function multipliedOut(matrices: readonly Matrix[]): readonly Record<string, number>[] {
  const { lines, functionals } = factorStencil(matrices);
  return functionals.map(({ along, across }) => {
    const weights: Record<string, number> = {};
    const add = (source: number, shift: number, weight: number): void => {
      const key = `${source} ${shift}`;
      weights[key] = (weights[key] ?? 0) + weight;
    };
    for (const { line, factor, terms } of along) {
      const { sources, weights: across } = lines[line]!;
      sources.forEach((source, k) => {
        for (const { shift, weight } of terms) add(source, shift, factor * across[k]! * weight);
      });
    }
    for (const { source, weight } of across) add(source, 0, weight);
    return weights;
  });
}

describe('factored stencils', () => {
  it('stand for the same weights where lines overlap that others are written with', () => {
    const matrices = [
      difference({ 1: 1, 2: 1, 3: 1 }),
      difference({ 1: 1, 2: 1, 3: 1, 4: 2, 5: 2, 6: 2 }),
      difference({ 7: 1, 8: 3 }),
      difference({ 2: 1, 3: 1, 4: 2, 5: 2, 7: 1, 8: 3 }),
    ];
    expect(multipliedOut(matrices)).toEqual(
      matrices.map((matrix) =>
        Object.fromEntries(
          [...matrix].flatMap(([source, row]) => [...row].map(([shift, weight]) => [`${source} ${shift}`, weight])),
        ),
      ),
    );
  });
});
