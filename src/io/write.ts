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
import { isZarr } from './zarr/mark.js';

/** A file to be written, or a folder: the files in it by their paths, which `/` separates. */
export interface OutputFile {
  readonly path: string;
  readonly content: Uint8Array | string | ReadonlyMap<string, Uint8Array>;
}

/**
 * Writes files so that readers see the old content or the new, never a part; where one cannot be written, none is, and nothing
 * is left behind. Folders that are missing are made. A folder of files replaces a Zarr folder of the same name, and nothing else.
 * @throws InvalidInput where a path cannot be written.
 */
export function writeFilesAtomic(files: readonly OutputFile[]): void {
  const temporaries = files.map(({ path }) =>
    join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.tmp`),
  );
  const attempt = (action: (file: OutputFile, temporary: string) => void): void => {
    for (const [i, file] of files.entries()) {
      try {
        action(file, temporaries[i]!);
      } catch (error) {
        const got = `${systemMessage(error)} for '${file.path}'`;
        throw new InvalidInput({ where: file.path, expected: 'a path that can be written', got });
      }
    }
  };
  try {
    attempt(({ path, content }, temporary) => {
      const isFolder = existsSync(path) && statSync(path).isDirectory();
      const asFolder = typeof content !== 'string' && !(content instanceof Uint8Array);
      // A rename onto a folder fails, and would fail too late; so would one onto a file.
      if (isFolder && !(asFolder && isZarr(path))) throw Object.assign(new Error(), { code: 'EISDIR' });
      if (asFolder && existsSync(path) && !isFolder) throw Object.assign(new Error(), { code: 'ENOTDIR' });
      mkdirSync(dirname(path), { recursive: true });
      if (!asFolder) writeWhole(temporary, content);
      else {
        mkdirSync(temporary);
        for (const [name, bytes] of content) {
          mkdirSync(dirname(join(temporary, name)), { recursive: true });
          writeWhole(join(temporary, name), bytes);
        }
      }
    });
    attempt(({ path }, temporary) => {
      // a folder cannot take the place of another that is not empty: the old one steps aside
      const aside = existsSync(path) && statSync(path).isDirectory() ? `${temporary}.old` : undefined;
      if (aside !== undefined) renameSync(path, aside);
      renameSync(temporary, path);
      if (aside !== undefined) rmSync(aside, { recursive: true, force: true });
    });
  } catch (error) {
    for (const temporary of temporaries) {
      try {
        rmSync(temporary, { recursive: true, force: true });
      } catch {
        // What went wrong first is what the caller has to know.
      }
    }
    throw error;
  }
}

function writeWhole(path: string, content: Uint8Array | string): void {
  const file = openSync(path, 'wx');
  try {
    writeFileSync(file, content);
    fsyncSync(file);
  } finally {
    closeSync(file);
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
