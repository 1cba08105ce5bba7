import { describe, expect, it } from 'vitest';
import { Inconsistent, InvalidInput } from '../../src/base/index.js';
import { checkJetScheme, type JetScheme, parseGrid, sampleJets } from '../../src/grid/index.js';
import { euclidean, hyperbolic, sphere } from '../../src/space/index.js';

const good = parseGrid('cartesian:6', euclidean(1)).jetScheme(2, 2);

describe('checkJetScheme', () => {
  const broken: readonly (readonly [string, JetScheme])[] = [
    ['a gap', { ...good, runs: good.runs.slice(1) }],
    ['a missing end', { ...good, runs: good.runs.slice(0, -1) }],
    ['an overlap', { ...good, runs: [good.runs[0]!, ...good.runs] }],
    ['an offset out of range', { ...good, runs: good.runs.map((r) => ({ ...r, offsets: Int32Array.of(0, 0, 6) })) }],
    [
      'a list of offsets of the wrong length',
      { ...good, runs: good.runs.map((r) => ({ ...r, offsets: Int32Array.of(0) })) },
    ],
    ['an unknown stencil', { ...good, runs: good.runs.map((r) => ({ ...r, stencil: 1 })) }],
    [
      'a weight that is not finite',
      { ...good, stencils: [{ width: 3, weights: new Float64Array(9).fill(Number.NaN) }] },
    ],
    ['weights of the wrong size', { ...good, stencils: [{ width: 3, weights: new Float64Array(8) }] }],
  ];
  it.each(broken)('finds %s', (_, scheme) => {
    expect(() => checkJetScheme(scheme)).toThrow(Inconsistent);
  });
  it('accepts a good scheme', () => {
    expect(checkJetScheme(good)).toBe(good);
  });
});

it('sampleJets wants one value for each node', () => {
  expect(() => sampleJets(good, [1, 2])).toThrow(InvalidInput);
});

it.each([
  ['cartesian:12x14', euclidean(2)],
  ['cartesian:10x11x12:neumann', euclidean(3)],
  ['latlon:24x50', sphere(2)],
  ['halfplane:12x14:neumann', hyperbolic(2)],
] as const)('annihilates constants and returns values as they are: %s', (spec, space) => {
  const grid = parseGrid(spec, space);
  const scheme = grid.jetScheme(2, 6);
  expect(scheme.components[0]).toEqual([]);
  const jets = sampleJets(scheme, new Float64Array(grid.size).fill(3));
  for (const [c, values] of jets.entries()) {
    for (const x of values) expect(Math.abs(x - (c === 0 ? 3 : 0))).toBeLessThan(1e-9);
  }
  const ramp = Float64Array.from({ length: grid.size }, (_, i) => i);
  expect(sampleJets(scheme, ramp)[0]).toEqual(ramp);
});
