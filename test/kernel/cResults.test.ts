/**
 * Programs with many results, which the target C keeps and writes in whole cache lines: every value beside the target
 * js, on arrays that do and do not begin at the same place in a line, on rows with and without ends, with threads.
 */
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { GraphSum } from '../../src/algebra/index.js';
import { parseGrid } from '../../src/grid/index.js';
import { compileKernel } from '../../src/kernel/index.js';
import { candidateLibrary } from '../../src/library/index.js';
import { contractionProgram } from '../../src/program/index.js';
import { euclidean, type Space, sphere } from '../../src/space/index.js';

const compiles = ['cc', 'gcc', 'clang'].some((compiler) => spawnSync(compiler, ['--version']).status === 0);

function resultsOn(spec: string, space: Space, target: string): { source: string; values: Float64Array[] } {
  const library = candidateLibrary({ dimension: 2, edges: [1, 3], maxOrder: 2, maxDegree: 6 }).slice(0, 14);
  const sums = library.map(({ graph }) => GraphSum.of(graph));
  const kernel = compileKernel(contractionProgram(sums, 2), parseGrid(spec, space).jetScheme(2, 2), {
    target,
    threads: target === 'c' ? 3 : 1,
  });
  const u = Float64Array.from({ length: kernel.size }, (_, i) => Math.sin(0.37 * i) + 0.2 * Math.cos(0.011 * i * i));
  const values = sums.map(() => new Float64Array(kernel.size).fill(Number.NaN));
  kernel.run({ u }, {}, values);
  return { source: kernel.source, values };
}

describe.skipIf(!compiles)('many results of the target c', () => {
  it.each([
    ['cartesian:96x104', euclidean(2), true],
    ['cartesian:97x99', euclidean(2), true],
    ['cartesian:1201x9', euclidean(2), true],
    ['cartesian:9x1201', euclidean(2), true],
    ['cartesian:97x101:neumann', euclidean(2), true],
    ['latlon:80x130', sphere(2), true],
    ['cartesian:64x64', euclidean(2), false],
  ] as const)('%s', (spec, space, kept) => {
    const [c, js] = [resultsOn(spec, space, 'c'), resultsOn(spec, space, 'js')];
    expect(c.source.includes('hand_on(')).toBe(kept);
    c.values.forEach((values, k) => {
      const scale = Math.max(...js.values[k]!.map(Math.abs));
      const error = values.reduce((most, value, i) => Math.max(most, Math.abs(value - js.values[k]![i]!)), 0);
      expect(values.every(Number.isFinite)).toBe(true);
      expect(error / scale).toBeLessThan(1e-12);
    });
  });
});
