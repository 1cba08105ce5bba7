/** A Python that has the packages a test compares with; tests are skipped where there is none. */
import { spawnSync } from 'node:child_process';

/** The first interpreter that imports all of the packages. */
export function pythonWith(...packages: readonly string[]): string | undefined {
  return ['python3', '/usr/bin/python3'].find(
    (python) => spawnSync(python, ['-c', `import ${packages.join(', ')}`]).status === 0,
  );
}
