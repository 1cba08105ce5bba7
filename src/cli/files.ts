/** Files to be written, checked before anything is computed: a command writes all of them or none. */
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { InvalidInput } from '../base/index.js';

/** Why a folder can neither be written nor made; undefined where it can. */
export function folderFault(path: string): string | undefined {
  let existing = resolve(path);
  while (!existsSync(existing) && dirname(existing) !== existing) existing = dirname(existing);
  if (!statSync(existing).isDirectory()) return `the file '${existing}'`;
  try {
    accessSync(existing, constants.W_OK);
    return undefined;
  } catch {
    return `'${existing}', which cannot be written`;
  }
}

/**
 * Checks the options `--output` and `--png`.
 * @throws InvalidInput unless they are different files with the ending .npz and .png, in folders that can be written or made.
 */
export function checkOutputs({ output, png }: { readonly output: string; readonly png?: string }): void {
  const check = (option: string, path: string, ending: string): void => {
    const refuse = (expected: string, got: string): never => {
      throw new InvalidInput({ where: option, expected: `${option} with ${expected}`, got });
    };
    if (path.trim() === '') refuse('the name of a file', "''");
    if (existsSync(path) && statSync(path).isDirectory()) refuse('the name of a file', `the folder '${path}'`);
    if (!path.toLowerCase().endsWith(ending)) refuse(`a file name that ends in ${ending}`, `'${path}'`);
    const fault = folderFault(dirname(path));
    if (fault !== undefined) refuse(`a folder for '${path}'`, fault);
  };
  check('--output', output, '.npz');
  if (png !== undefined) check('--png', png, '.png');
}
