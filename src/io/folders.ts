/** Folders that are made on the way to a file. */
import { existsSync, mkdirSync, rmdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/**
 * Makes a folder and those above it that are missing, and returns these, the uppermost first. One level at a time: the recursive way of
 * Node never ends below a folder that answers ENOENT to every new one, as /proc does. Errors of the operating system are thrown as they are.
 * @example
 * makeFolders('results/first').length // 2
 */
export function makeFolders(path: string): readonly string[] {
  const missing: string[] = [];
  for (let at = resolve(path); !existsSync(at) && dirname(at) !== at; at = dirname(at)) missing.unshift(at);
  for (const folder of missing) {
    try {
      mkdirSync(folder);
    } catch (error) {
      // somebody else may have made it meanwhile
      if (!existsSync(folder) || !statSync(folder).isDirectory()) throw error;
    }
  }
  return missing;
}

/** Takes away those of the folders, as `makeFolders` returned them, that are empty. */
export function removeFolders(made: readonly string[]): void {
  try {
    for (const folder of [...made].reverse()) rmdirSync(folder);
  } catch {
    // somebody else uses it
  }
}
