/** Writing files all or nothing: temporary files beside them, then renames. */
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { InvalidInput } from '../base/index.js';

/** A file to be written. */
export interface OutputFile {
  readonly path: string;
  readonly content: Uint8Array | string;
}

/**
 * Writes files so that readers see the old content or the new, never a part; where one cannot be written, none is, and nothing
 * is left behind. Folders that are missing are made.
 * @throws InvalidInput where a path cannot be written.
 */
export function writeFilesAtomic(files: readonly OutputFile[]): void {
  const temporaries = files.map(({ path }) =>
    join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.tmp`),
  );
  const attempt = (action: (path: string, temporary: string, content: Uint8Array | string) => void): void => {
    for (const [i, { path, content }] of files.entries()) {
      try {
        action(path, temporaries[i]!, content);
      } catch (error) {
        const got = `${systemMessage(error)} for '${path}'`;
        throw new InvalidInput({ where: path, expected: 'a path that can be written', got });
      }
    }
  };
  try {
    attempt((path, temporary, content) => {
      // A rename onto a folder fails, and would fail too late.
      if (existsSync(path) && statSync(path).isDirectory()) throw Object.assign(new Error(), { code: 'EISDIR' });
      mkdirSync(dirname(path), { recursive: true });
      const file = openSync(temporary, 'wx');
      try {
        writeFileSync(file, content);
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
    });
    attempt((path, temporary) => renameSync(temporary, path));
  } catch (error) {
    for (const temporary of temporaries) {
      try {
        rmSync(temporary, { force: true });
      } catch {
        // What went wrong first is what the caller has to know.
      }
    }
    throw error;
  }
}

/** One file, as {@link writeFilesAtomic} does. @throws InvalidInput where the path cannot be written. */
export function writeFileAtomic(path: string, content: Uint8Array | string): void {
  writeFilesAtomic([{ path, content }]);
}

/** The operating system's code for a failed file operation, e.g. `ENOENT`. */
export function systemMessage(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
