import { create, parseDependencies } from 'mathjs';
import { describe, expect, it } from 'vitest';
import { GraphSum, normalize } from '../../src/algebra/index.js';
import { parse } from '../../src/expression/index.js';
import { enumerateGraphs } from '../../src/graph/index.js';
import { mathjsNode, sumToMathjs } from '../../src/notation/index.js';
import { declared, sampleSums, sampleTexts } from './samples.js';

const math = create({ parseDependencies });
const readBack = (sum: GraphSum): GraphSum => normalize(parse(sumToMathjs(sum), declared));

describe('mathjs', () => {
  it.each(sampleTexts.map((text, i) => ({ text, sum: sampleSums[i]! })))('$text reads back', ({ sum }) => {
    expect(readBack(sum).equals(sum)).toBe(true);
    expect(normalize(parse(mathjsNode(sum, math.parse), declared)).equals(sum)).toBe(true);
  });

  it('every graph reads back', () => {
    let count = 0;
    for (const options of [
      { edges: [0, 3] as const, isolated: [0, 1] as const },
      { edges: [0, 2] as const, fields: ['u', 'v'] },
      { edges: [0, 2] as const, legs: 2 },
      { edges: [0, 1] as const, legs: 3, fields: ['u', 'v'] },
      { edges: [0, 1] as const, epsilon: 2, legs: 1 },
      { edges: 1, epsilon: 3, legs: 1 },
    ]) {
      for (const graph of enumerateGraphs(options)) {
        const sum = GraphSum.of(graph, 2);
        if (!readBack(sum).equals(sum)) expect(`${sum}`).toBe(sumToMathjs(sum));
        count++;
      }
    }
    expect(count).toBeGreaterThan(150);
  });

  it.each([
    ['[u_a u_a]', 'norm2(grad(u))'],
    ['[v_a u_ab u_b]', 'dot(grad(u), dot(hess(u), grad(v)))'],
    ['[u_abc]', 'D(u, 3)'],
    ['[u_ab]*[v_cc]', 'lap(v)*hess(u)'],
    ['kappa*n*u - kappa*u', 'kappa*(n - 1)*u'],
    ['[X_a;a]', 'div(X)'],
    ['[X_b;b]*[X_a]', 'div(X)*X'],
  ])('%s is %s', (text, expected) => {
    expect(sumToMathjs(normalize(parse(text, declared)))).toBe(expected);
  });
});
