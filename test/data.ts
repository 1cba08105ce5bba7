/** Where tests find the data files that are not part of the repository. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Path of a data file in `$JETGRAPH_DATA` or in `../shared/data` beside the checkout; undefined where neither has it.
 * @example
 * describe.runIf(dataFile('burgers.mat') !== undefined)('burgers.mat', () => …);
 */
export function dataFile(name: string): string | undefined {
  const beside = fileURLToPath(new URL('../../shared/data', import.meta.url));
  const folders = [process.env.JETGRAPH_DATA, beside].filter((folder) => folder !== undefined && folder !== '');
  return folders.map((folder) => join(folder!, name)).find((path) => existsSync(path));
}
