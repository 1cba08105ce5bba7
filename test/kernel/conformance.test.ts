/**
 * The conformance suite over all targets that run here; those that need a compiler or NumPy where these are.
 * `wasm.test.ts` has it for wasm, with and without threads.
 */
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { GraphSum } from '../../src/algebra/index.js';
import { Polynomial } from '../../src/exact/index.js';
import { parseKey } from '../../src/graph/index.js';
import { parseGrid } from '../../src/grid/index.js';
import { compileKernel, targetNames } from '../../src/kernel/index.js';
import { contractionProgram } from '../../src/program/index.js';
import { euclidean, sphere } from '../../src/space/index.js';
import { conformanceField, kernelConformance, worstError } from '../laws/kernelConformance.js';
import { randomKernels } from '../laws/randomKernels.js';

const runs = (program: string, ...args: string[]): boolean => spawnSync(program, args).status === 0;

/** What each target needs beside this process. */
const needs: Readonly<Record<string, () => boolean>> = {
  c: () => ['cc', 'gcc', 'clang'].some((compiler) => runs(compiler, '--version')),
  numpy: () => ['python3', 'python'].some((interpreter) => runs(interpreter, '-c', 'import numpy')),
};

/** Names that generated sources use themselves, and keywords. */
const fieldNames = [
  'a',
  's',
  'w',
  'q',
  'i',
  'm',
  'l0',
  'r0',
  'p',
  'row',
  'int',
  'for',
  'lambda',
  'np',
  'out',
  'node',
  'base',
];

function acceptsAnyName(target: string): void {
  it(`${target} accepts any names of fields and parameters`, () => {
    for (const [spec, space] of [
      ['cartesian:24x20', euclidean(2)],
      ['icosahedral:1', sphere(2)],
    ] as const) {
      const { size, jetScheme } = parseGrid(spec, space);
      const sums = fieldNames.map((name) =>
        GraphSum.of(parseKey(`${name}_a ${name}_a ${name}`), Polynomial.variable('if').plus(Polynomial.variable('c'))),
      );
      const out = fieldNames.map(() => new Float64Array(size));
      const u = Float64Array.from({ length: size }, (_, i) => Math.sin(i));
      const fields = Object.fromEntries(fieldNames.map((name) => [name, u]));
      compileKernel(contractionProgram(sums, 2), jetScheme(1, 2), { target }).run(fields, { if: 3, c: 1 }, out);
      for (const values of out) expect(Buffer.from(values.buffer).equals(Buffer.from(out[0]!.buffer))).toBe(true);
      expect(out[0]!.some((value) => value !== 0)).toBe(true);
    }
  });
}

/** A field of which only values are taken near poles, and fields that differ whose names could be mixed up. */
function tellsFieldsApart(target: string): void {
  it.each([
    ['v_ u_aa', 'latlon:20x64'],
    ['f_aa p0_bb p0_cc', 'latlon:20x40'],
    // Other derivatives of each: at poles some terms have weights for those of one field only.
    ['u_ab v_a v_b', 'latlon:20x70:poles'],
    // Combinations of jets beside fields and parameters with like names.
    ['lin0 p_bb', 'latlon:20x40'],
    // Rows so wide that only some lines are stored.
    ['v_ u_aa v_bb w_cd w_cd', 'latlon:16x4102'],
  ] as const)(`${target} tells fields apart: %s on %s`, (key, spec) => {
    const grid = parseGrid(spec, sphere(2));
    const sum = GraphSum.of(parseKey(key.replaceAll('_ ', ' ')), Polynomial.variable('lin0'));
    const program = contractionProgram([sum], 2);
    const scheme = grid.jetScheme(2, 2);
    const names = [...new Set(program.slots.map(({ field }) => field))];
    const fields = Object.fromEntries(names.map((name, seed) => [name, conformanceField(grid, 'random', seed)]));
    const out = [new Float64Array(grid.size)];
    compileKernel(program, scheme, { target, shape: grid.shape }).run(fields, { lin0: 0.75 }, out);
    expect(worstError(program, scheme, fields, { lin0: 0.75 }, out)).toBeLessThan(1);
  });
}

function needsNoField(target: string): void {
  it.each(['latlon:20x70:poles', 'icosahedral:1'])(`${target} needs no field for constants: %s`, (spec) => {
    const { size, jetScheme } = parseGrid(spec, sphere(2));
    const program = contractionProgram([GraphSum.constant(2).scaled(Polynomial.variable('a'))], 2);
    const out = [new Float64Array(size)];
    compileKernel(program, jetScheme(1, 2), { target }).run({}, { a: 3 }, out);
    expect(new Set(out[0])).toEqual(new Set([6]));
  });
}

for (const target of targetNames.filter((name) => !['wasm', 'wgsl'].includes(name))) {
  if (needs[target]?.() ?? true) {
    kernelConformance(target, { small: target in needs });
    acceptsAnyName(target);
    tellsFieldsApart(target);
    needsNoField(target);
    randomKernels(
      target,
      target in needs ? { runs: 12, seconds: 5, operators: 4 } : { runs: 20, seconds: 4, operators: 20 },
    );
  } else {
    describe(`kernel target ${target}`, () => {
      it('has nothing to run it here', () => {
        expect(needs[target]!()).toBe(false);
      });
    });
  }
}
