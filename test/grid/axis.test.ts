import { describe, expect, it } from 'vitest';
import { InvalidInput } from '../../src/base/index.js';
import { type Axis, axisDifferences, axisNodes, axisQuadrature } from '../../src/grid/axis.js';

const axis = (rule: Axis['rule'], count: number): Axis => ({ name: 'x', count, from: 1, spacing: 2 / count, rule });

describe('quadrature on an axis', () => {
  it.each([3, 6, 9, 20])('is exact on polynomials of degree < min(6, %i) with cell-centred nodes', (count) => {
    const weights = axisQuadrature(axis('open', count));
    const nodes = axisNodes(axis('open', count));
    for (let k = 0; k < Math.min(6, count); k++) {
      const sum = weights.reduce((s, w, i) => s + w * nodes[i]! ** k, 0);
      expect(sum / ((3 ** (k + 1) - 1) / (k + 1))).toBeCloseTo(1, 11);
    }
    if (count >= 12) expect(Math.min(...weights)).toBeGreaterThan(0);
  });

  it('is exact on resolved waves of a periodic axis', () => {
    const weights = axisQuadrature(axis('periodic', 12));
    const nodes = axisNodes(axis('periodic', 12));
    const integral = (f: (x: number) => number) => weights.reduce((s, w, i) => s + w * f(nodes[i]!), 0);
    expect(integral((x) => Math.cos(Math.PI * x) ** 2)).toBeCloseTo(1, 13);
    expect(integral((x) => Math.cos(11 * Math.PI * x))).toBeCloseTo(0, 13);
  });
});

describe('differences on an axis', () => {
  it('mirror at the far end', () => {
    const { classes, classOf, reach } = axisDifferences(axis('open', 12), 3, 4);
    for (let i = 0; i < reach; i++) {
      for (const [d, { offsets, weights }] of classes[classOf(i)]!.entries()) {
        const far = classes[classOf(11 - i)]![d]!;
        expect(far.offsets.map((o) => -o + 0)).toEqual(offsets.map((o) => o + 0));
        expect(far.weights.map((w) => (d % 2 === 0 ? w : -w) + 0)).toEqual(weights.map((w) => w + 0));
      }
    }
  });

  it('name the number of points a coarse axis would need', () => {
    expect(() => axisDifferences(axis('periodic', 8), 4, 6)).toThrow(/at least 9 points along x/);
    expect(() => axisDifferences(axis('neumann', 9), 4, 6)).toThrow(InvalidInput);
    expect(() => axisDifferences(axis('neumann', 9), 4, 6)).toThrow(/at least 10 points along x/);
    expect(axisDifferences(axis('periodic', 9), 4, 6).reach).toBe(4);
  });
});
