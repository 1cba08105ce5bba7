/** Files to be written, checked before anything is computed: a command writes all of them or none. */
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { InvalidInput } from '../base/index.js';

/** @throws InvalidInput unless the paths are different `.npz` and `.png` files in folders that can be written. */
export function checkOutputs(paths: readonly string[]): void {
  const refuse = (expected: string, got: string): never => {
    throw new InvalidInput({ where: '--output', expected, got });
  };
  for (const [i, path] of paths.entries()) {
    const folder = dirname(resolve(path));
    if (path.trim() === '') refuse('the name of a file to write', "''");
    if (existsSync(path) && statSync(path).isDirectory()) refuse('the name of a file to write', `the folder '${path}'`);
    if (!/\.(npz|png)$/i.test(path)) refuse('a file name that ends in .npz or .png', `'${path}'`);
    if (!existsSync(folder)) refuse(`a folder for '${path}'`, `'${dirname(path)}', which does not exist`);
    try {
      accessSync(folder, constants.W_OK);
    } catch {
      refuse(`a folder for '${path}'`, `'${dirname(path)}', which cannot be written`);
    }
    if (paths.slice(0, i).some((other) => resolve(other) === resolve(path))) {
      refuse('a different name for each file', `'${path}' twice`);
    }
  }
}
