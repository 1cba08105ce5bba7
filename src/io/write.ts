/** Writing files all or nothing: temporary files beside them, then renames. */
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { makeFolders, removeFolders } from './folders.js';
import { unwritable } from './system.js';
import { isZarr } from './zarr/mark.js';

/** A file to be written, or a folder: the files in it by their paths, which `/` separates. */
export interface OutputFile {
  readonly path: string;
  readonly content: Uint8Array | string | ReadonlyMap<string, Uint8Array>;
}

/** A file on its way. */
interface Pending extends OutputFile {
  /** Where it goes: a link is followed. */
  readonly target: string;
  /** Beside it, the new content until it is whole. */
  readonly temporary: string;
  /** Beside it, the old content until all files are in place. */
  readonly old: string;
}

/**
 * Writes files so that readers see the old content or the new, never a part; where one cannot be written, none is, and nothing
 * is left behind. Folders that are missing are made. A folder of files replaces a Zarr folder of the same name, and nothing else.
 * @throws InvalidInput where a path cannot be written, or is a device or a pipe.
 */
export function writeFilesAtomic(files: readonly OutputFile[]): void {
  const pending = files.map((file): Pending => {
    const target = followed(file.path);
    const beside = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString('hex')}`);
    return { ...file, target, temporary: `${beside}.tmp`, old: `${beside}.old` };
  });
  const made: string[] = [];
  const undo: (() => void)[] = [];
  const attempt = (action: (file: Pending) => void): void => {
    for (const file of pending) {
      try {
        action(file);
      } catch (error) {
        throw unwritable(file.path, error);
      }
    }
  };
  try {
    attempt((file) => {
      checkTarget(file);
      made.push(...makeFolders(dirname(file.target)));
      writeTemporary(file);
    });
    attempt(({ temporary, target, old }) => {
      if (existsSync(target)) {
        stepAside(target, old);
        undo.push(() => putBack(old, target));
        renameSync(temporary, target);
      } else {
        renameSync(temporary, target);
        undo.push(() => rmSync(target, { recursive: true }));
      }
    });
  } catch (error) {
    for (const action of undo.reverse()) quietly(action);
    for (const { temporary } of pending) quietly(() => rmSync(temporary, { recursive: true, force: true }));
    removeFolders(made);
    throw error;
  }
  for (const { old } of pending) quietly(() => rmSync(old, { recursive: true, force: true }));
}

const isFolder = (path: string): boolean => existsSync(path) && statSync(path).isDirectory();

const asFolder = (content: OutputFile['content']): content is ReadonlyMap<string, Uint8Array> =>
  typeof content !== 'string' && !(content instanceof Uint8Array);

/** Where a link leads; the path itself where it is none, or leads nowhere. */
function followed(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** Refuses what a rename would not replace, or should not: it would fail, or take away a device, once others are in place. */
function checkTarget({ target, content }: Pending): void {
  const refuse = (code: string): never => {
    throw Object.assign(new Error(), { code });
  };
  if (isFolder(target) && !(asFolder(content) && isZarr(target))) refuse('EISDIR');
  if (!existsSync(target) || isFolder(target)) return;
  if (asFolder(content)) refuse('ENOTDIR');
  if (!statSync(target).isFile()) refuse('a device or a pipe');
}

function writeTemporary({ temporary, content }: Pending): void {
  if (!asFolder(content)) {
    writeWhole(temporary, content);
    return;
  }
  mkdirSync(temporary);
  for (const [name, bytes] of content) {
    makeFolders(dirname(join(temporary, name)));
    writeWhole(join(temporary, name), bytes);
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

/** A folder cannot take the place of another that is not empty, so the old one moves; a file stays until the new one replaces it. */
function stepAside(target: string, old: string): void {
  if (isFolder(target)) renameSync(target, old);
  // on a file system without links there is no way back
  else quietly(() => linkSync(target, old));
}

function putBack(old: string, target: string): void {
  if (!existsSync(old)) return;
  if (isFolder(old)) rmSync(target, { recursive: true, force: true });
  renameSync(old, target);
}

/** What went wrong first is what the caller has to know. */
function quietly(action: () => void): void {
  try {
    action();
  } catch {
    // left as it is
  }
}

/** One file, as {@link writeFilesAtomic} does. @throws InvalidInput where the path cannot be written. */
export function writeFileAtomic(path: string, content: Uint8Array | string): void {
  writeFilesAtomic([{ path, content }]);
}
