/**
 * The conformance suite over all targets that run here; those that need a compiler or NumPy where these are.
 * `wasm.test.ts` has it for wasm, with and without threads.
 */
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { targetNames } from '../../src/kernel/index.js';
import { kernelConformance } from '../laws/kernelConformance.js';

const runs = (program: string, ...args: string[]): boolean => spawnSync(program, args).status === 0;

/** What each target needs beside this process. */
const needs: Readonly<Record<string, () => boolean>> = {
  c: () => ['cc', 'gcc', 'clang'].some((compiler) => runs(compiler, '--version')),
  numpy: () => ['python3', 'python'].some((interpreter) => runs(interpreter, '-c', 'import numpy')),
};

for (const target of targetNames.filter((name) => !['wasm', 'wgsl'].includes(name))) {
  if (needs[target]?.() ?? true) kernelConformance(target, { small: target in needs });
  else {
    describe(`kernel target ${target}`, () => {
      it('has nothing to run it here', () => {
        expect(needs[target]!()).toBe(false);
      });
    });
  }
}
