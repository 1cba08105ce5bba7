/**
 * Generated sources, compared byte by byte with files that were read by a person, and their arithmetic counted in the
 * text: what a kernel reports as flops is what its source does. Each golden file says in golden/README.md what it is.
 * `JETGRAPH_GOLDEN=write npx vitest run test/kernel/golden.test.ts` writes them anew, to be read again.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { normalize } from '../../src/algebra/index.js';
import { parse } from '../../src/expression/index.js';
import { parseGrid } from '../../src/grid/index.js';
import { compileKernel } from '../../src/kernel/index.js';
import { contractionProgram } from '../../src/program/index.js';
import { euclidean, type Space, sphere } from '../../src/space/index.js';

const kernelOf = (text: string, spec: string, space: Space, accuracy: number, target: string) => {
  const program = contractionProgram([normalize(parse(text), { dimension: space.dimension })], space.dimension);
  const grid = parseGrid(spec, space);
  return compileKernel(program, grid.jetScheme(2, accuracy), { target, shape: grid.shape });
};

const goldens = [
  ['heat-cartesian.c', 'nu*lap(u) - u^3', 'cartesian:24x32', euclidean(2), 4, 'c'],
  ['gradient-latlon.c', 'norm2(grad(u))', 'latlon:10x64', sphere(2), 2, 'c'],
  ['eikonal-neumann.c', 'norm2(grad(u)) - 1', 'cartesian:40:neumann', euclidean(1), 2, 'c'],
  ['heat-cartesian.py', 'nu*lap(u) - u^3', 'cartesian:24x32', euclidean(2), 4, 'numpy'],
  ['heat-cartesian.mjs', 'nu*lap(u) - u^3', 'cartesian:24x32', euclidean(2), 4, 'js'],
] as const;

describe('generated sources', () => {
  it.each(goldens)('%s', (name, text, spec, space, accuracy, target) => {
    const path = fileURLToPath(new URL(`../golden/${name}`, import.meta.url));
    const module = kernelOf(text, spec, space, accuracy, target).module();
    if (process.env.JETGRAPH_GOLDEN === 'write') writeFileSync(path, module);
    expect(module).toBe(readFileSync(path, 'utf8'));
    expect(module).toContain('= ');
  });
});

describe('generated C', () => {
  const files = goldens.flatMap(([name, , , , , target]) =>
    target === 'c' ? [fileURLToPath(new URL(`../golden/${name}`, import.meta.url))] : [],
  );
  for (const compiler of ['gcc', 'clang'].filter((name) => spawnSync(name, ['--version']).status === 0)) {
    it.each(['-fno-openmp', '-fopenmp'])(`gives ${compiler} %s no reason for a warning`, (openmp) => {
      const strict = ['-std=c11', '-Wall', '-Wextra', '-pedantic', '-fsyntax-only', openmp];
      const { status, stderr } = spawnSync(compiler, [...strict, ...files], { encoding: 'utf8' });
      expect([status, stderr]).toEqual([0, '']);
    });
  }
});

/** Additions, subtractions and multiplications of doubles in one statement of generated C, by counting signs. */
function flopsOf(statement: string): number {
  const value = statement
    .slice(statement.indexOf(' = ') + 3)
    .replaceAll(/\[[^\]]*\]/g, '')
    .replaceAll(/\d+(\.\d+)?(e[+-]?\d+)?/g, 'x')
    .replaceAll(/(^|\()-/g, '$1');
  // A change of sign by itself is an operation of the program.
  const negation = /^-t\d+;$/.test(statement.slice(statement.indexOf(' = ') + 3)) ? 1 : 0;
  return negation + [...value.matchAll(/ [+*-] /g)].length;
}

describe('costs', () => {
  it.each([
    ['lap(u)', 'cartesian:24x32', euclidean(2), 2],
    ['lap(u) + norm2(grad(u)) + norm2(hess(u)) + u - u^3', 'cartesian:24x32', euclidean(2), 4],
    ['norm2(hess(u))', 'cartesian:18x20x24', euclidean(3), 2],
  ] as const)('of %s on %s are what the source does', (text, spec, space, accuracy) => {
    const kernel = kernelOf(text, spec, space, accuracy, 'c');
    const rows = kernel.source.slice(
      kernel.source.indexOf('static void rows0'),
      kernel.source.indexOf('All operators'),
    );
    const lines = rows.split('\n').map((line) => line.trim());
    const fills = lines
      .filter((line) => /^for .*\) l\d+\[i\] = /.test(line))
      .map((line) => line.slice(line.indexOf(') l') + 2));
    // Where the ends of a row are computed apart, the loop body stands there twice.
    const body = lines.filter((line) => /^const double [a-z]\w* = /.test(line) && !line.startsWith('const double c'));
    const names = [...new Set(body.map((line) => line.split(' = ')[0]))];
    const once = names.map((name) => body.find((line) => line.startsWith(`${name} = `))!);
    const counted = [...fills, ...once].reduce((sum, line) => sum + flopsOf(line), 0);
    expect(kernel.flopsPerPoint).toBe(counted);
    expect(kernel.bytesPerPoint).toBe(16);
  });

  it('near the poles are those of pairs of nodes in C: fewer than by tables, more than half', () => {
    const costs = ['c', 'js'].map((target) => kernelOf('norm2(hess(u))', 'latlon:20x66', sphere(2), 2, target));
    expect(costs[0]!.source).toContain('static void mirrored');
    expect(costs[0]!.source).not.toContain('static void nodes');
    const flops = costs.map(({ flopsPerPoint }) => flopsPerPoint);
    expect(flops[0]!).toBeLessThan(0.95 * flops[1]!);
    expect(flops[0]!).toBeGreaterThan(0.5 * flops[1]!);
  });

  it('count what tables take where there are no rows', () => {
    const grid = parseGrid('fibonacci:200', sphere(2));
    const scheme = grid.jetScheme(2, 2);
    const kernel = compileKernel(contractionProgram([normalize(parse('lap(u)'), { dimension: 2 })], 2), scheme);
    let terms = 0;
    for (const { count, stencil } of scheme.runs) {
      const { width, weights } = scheme.stencils[stencil]!;
      const [a, b] = [
        [0, 0],
        [1, 1],
      ].map((index) => scheme.components.findIndex((other) => `${other}` === `${index}`));
      for (let s = 0; s < width; s++) terms += weights[a! * width + s]! + weights[b! * width + s]! === 0 ? 0 : count;
    }
    expect(kernel.flopsPerPoint).toBe((2 * terms) / grid.size);
  });
});
