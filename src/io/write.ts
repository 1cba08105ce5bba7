/** Writing files all or nothing: a temporary file in the same folder, then a rename. */
import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { InvalidInput } from '../base/index.js';

/**
 * Writes a file so that readers see the old content or the new, never a part; on failure nothing is left behind.
 * @throws InvalidInput where the path cannot be written.
 */
export function writeFileAtomic(path: string, content: Uint8Array | string): void {
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    const file = openSync(temporary, 'wx');
    try {
      writeFileSync(file, content);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw new InvalidInput({ where: path, expected: 'a path that can be written', got: systemMessage(error) });
  }
}

/** The operating system's code for a failed file operation, e.g. `ENOENT`. */
export function systemMessage(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
