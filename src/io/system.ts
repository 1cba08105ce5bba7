/** What is said where the operating system refuses to read or to write: one wording for all files. */
import { readFileSync } from 'node:fs';
import { InvalidInput, JetgraphError } from '../base/index.js';

/**
 * The text of a file.
 * @throws InvalidInput where it cannot be read.
 * @example
 * writeFileAtomic('note.txt', 'u_aa');
 * readText('note.txt') // 'u_aa'
 */
export const readText = (path: string): string => readable(path, () => readFileSync(path, 'utf8'));

/** Runs what reads a file or folder. @throws InvalidInput in place of an error of the operating system. */
export function readable<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof JetgraphError ? error : unreadable(path, error);
  }
}

/** What is said of a path that cannot be read: an error of the operating system, or why. */
export const unreadable = (path: string, error: unknown): InvalidInput =>
  refusal(path, 'a file that can be read', error);

/**
 * What is said of a path that cannot be written.
 * @example
 * unwritable('a.npz', new Error('full')).message // "a.npz: expected a path that can be written, got Error: full for 'a.npz'."
 */
export const unwritable = (path: string, error: unknown): InvalidInput =>
  refusal(path, 'a path that can be written', error);

/** What codes of the operating system mean. */
const meanings: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or folder',
  EISDIR: 'a folder',
  ENOTDIR: 'a part of it is no folder',
  EACCES: 'no permission',
  EPERM: 'no permission',
  EROFS: 'the disk is read only',
  ENOSPC: 'the disk is full',
};

/** The operating system's code, e.g. `ENOENT`, and what it means, for what was expected of a path. */
function refusal(path: string, expected: string, error: unknown): InvalidInput {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  const meaning = Object.hasOwn(meanings, code) ? ` (${meanings[code]})` : '';
  return new InvalidInput({ where: path, expected, got: `${code}${meaning} for '${path}'` });
}
