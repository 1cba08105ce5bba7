/** What only the NumPy target has: pieces of arrays, checks of shapes. Runs where Python with NumPy is. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { normalize } from '../../src/algebra/index.js';
import { parse } from '../../src/expression/index.js';
import { parseGrid } from '../../src/grid/index.js';
import { compileKernel } from '../../src/kernel/index.js';
import { contractionProgram } from '../../src/program/index.js';
import { euclidean } from '../../src/space/index.js';
import { pythonWith } from '../oracle/python.js';

const folder = mkdtempSync(join(tmpdir(), 'jetgraph-numpy-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const here = spawnSync('python3', ['-c', 'import numpy']).status === 0;

function write(name: string, text: string, spec: string): string {
  const grid = parseGrid(spec, euclidean(2));
  const program = contractionProgram([normalize(parse(text), { dimension: 2 })], 2);
  const path = join(folder, name);
  const options = { target: 'numpy', shape: grid.shape };
  writeFileSync(path, compileKernel(program, grid.jetScheme(2, 4), options).module());
  return path;
}

describe('NumPy modules', () => {
  it('have a function for pieces on periodic Cartesian grids only', () => {
    const grids = ['cartesian:32x24', 'cartesian:32x24:neumann'].map((spec) => {
      const grid = parseGrid(spec, euclidean(2));
      const program = contractionProgram([normalize(parse('lap(u)'), { dimension: 2 })], 2);
      return compileKernel(program, grid.jetScheme(2, 4), { target: 'numpy', shape: grid.shape }).module();
    });
    expect(grids.map((text) => text.includes('def block('))).toEqual([true, false]);
    expect(grids[0]).toContain('HALO = (2, 2,)');
  });

  it.runIf(here)('evaluate an array in pieces', () => {
    const path = write('flow.py', 'lap(u) + norm2(grad(u)) + norm2(hess(u))', 'cartesian:128x256');
    const example = fileURLToPath(new URL('../../examples/10-arrays-beyond-one-machine.py', import.meta.url));
    const { status, stdout, stderr } = spawnSync('python3', [example, path], { encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(stdout).toContain('largest difference');
    expect(status).toBe(0);
  });

  const withDask = pythonWith('dask.array', 'distributed');
  it.runIf(withDask !== undefined)('evaluate an array in chunks on two worker processes', () => {
    const path = write('chunks.py', 'lap(u) + norm2(grad(u))', 'cartesian:128x256');
    const example = fileURLToPath(new URL('../../examples/10-arrays-beyond-one-machine.py', import.meta.url));
    const { status, stdout, stderr } = spawnSync(withDask!, [example, path], { encoding: 'utf8' });
    expect(stdout, stderr).toContain('dask.distributed with 2 worker processes: largest difference');
    expect(status).toBe(0);
  });

  it.runIf(here)('refuse wrong arrays', () => {
    write('heat.py', 'nu*lap(u)', 'cartesian:16x12');
    const tries = [
      ['{"u": np.zeros((12, 16))}, {"nu": 1.0}', "expected 'u' of shape (16, 12) or (192,), got (12, 16)"],
      ['{"u": np.zeros((16, 12), dtype=np.float32)}, {"nu": 1.0}', "expected float64 values of 'u', got float32"],
      ['{}, {"nu": 1.0}', "expected values of the field 'u', got none"],
      ['{"u": np.zeros((16, 12))}', "expected a finite parameter 'nu'"],
    ] as const;
    for (const [given, message] of tries) {
      const code = `import numpy as np, heat\nheat.run(${given})`;
      const { stderr } = spawnSync('python3', ['-c', code], { cwd: folder, encoding: 'utf8' });
      expect(stderr).toContain(`ValueError: ${message}`);
    }
  });
});
