/** Builds `dist`, where it is older than the sources, for the tests that start the command or import the package by its name. */
import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Time of the latest change of a file in a folder; 0 for no folder. */
function latestChange(folder: string): number {
  const path = join(root, folder);
  if (statSync(path, { throwIfNoEntry: false }) === undefined) return 0;
  const names = readdirSync(path, { recursive: true, encoding: 'utf8' });
  return Math.max(0, ...names.map((name) => statSync(join(path, name)).mtimeMs));
}

export function setup(): void {
  if (latestChange('dist') > latestChange('src')) return;
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  execFileSync(process.execPath, [compiler, '-p', 'tsconfig.build.json'], { cwd: root, stdio: 'inherit' });
}
