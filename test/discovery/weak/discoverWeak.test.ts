import { describe, expect, it } from 'vitest';
import { discoverWeak } from '../../../src/discovery/index.js';
import { candidateLibrary } from '../../../src/library/index.js';
import { dataFile } from '../../data.js';
import { lineData, noisy } from './lineData.js';

const oriented = candidateLibrary({ dimension: 1, edges: [0, 1], maxDegree: 3, group: 'SO' });

/** Chosen terms: key → coefficient. */
const terms = (found: ReturnType<typeof discoverWeak>) =>
  Object.fromEntries(found.equations[0]!.terms.map(({ graph, coefficient }) => [graph.key, coefficient]));

function expectEquation(
  found: ReturnType<typeof discoverWeak>,
  expected: Readonly<Record<string, number>>,
  relative: number,
): void {
  const equation = terms(found);
  expect(Object.keys(equation).sort()).toEqual(Object.keys(expected).sort());
  for (const [key, value] of Object.entries(expected)) {
    expect(Math.abs(equation[key]! / value - 1)).toBeLessThan(relative);
  }
}

/** Noise in standard deviations of the data, and the largest relative error of a coefficient that is allowed. */
type Level = readonly [noise: number, error: number];

describe.runIf(dataFile('burgers.mat') !== undefined)('burgers.mat', () => {
  const { grid, values, times } = lineData('burgers.mat');
  const levels: readonly Level[] = [
    [0, 1e-6],
    [0.1, 1e-2],
    [0.3, 5e-2],
  ];

  it.each(levels)('with noise %f is u_t = 0.1 u_xx − u u_x to %f', (level, allowed) => {
    const fields = { u: noisy(values, level, 3) };
    const found = discoverWeak({ grid, trajectories: [{ times, fields }], library: oriented });
    expectEquation(found, { u_aa: 0.1, 'eps_a u_a u': -1 }, allowed);
  });
});

describe.runIf(dataFile('kdv.mat') !== undefined)('kdv.mat', () => {
  const { grid, values, times } = lineData('kdv.mat');
  const levels: readonly Level[] = [
    [0, 1e-6],
    [0.01, 1e-3],
  ];

  it.each(levels)('with noise %f is u_t = −6 u u_x − u_xxx to %f', (level, allowed) => {
    const fields = { u: noisy(values, level, 3) };
    const found = discoverWeak({ grid, trajectories: [{ times, fields }], library: oriented });
    expectEquation(found, { 'eps_a u_a u': -6, 'eps_a u_abb': -1 }, allowed);
  });
});
