/**
 * A file of lines that is written over a long time: `FILE.part` grows line by line and becomes FILE when it is complete. An
 * interrupted run goes on after the last complete line.
 */
import { createReadStream, existsSync } from 'node:fs';
import { type FileHandle, open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { InvalidInput, JetgraphError } from '../base/index.js';
import { makeFolders, unwritable } from '../io/index.js';

const lineFeed = 10;

/** Bytes of a line beyond which a file is none of ours. */
const longestLine = 2 ** 20;

export class PartialFile {
  readonly path: string;
  readonly #part: string;
  #file: FileHandle | undefined;

  constructor(path: string) {
    this.path = path;
    this.#part = `${path}.part`;
  }

  /**
   * Opens the file for appending; returns the number of complete lines already there, and the last of them.
   * @throws InvalidInput where it cannot be written, or holds no lines.
   */
  open(): Promise<{ readonly lines: number; readonly last: string }> {
    return this.#attempt(async () => {
      makeFolders(dirname(this.path));
      const { lines, last, complete } = await this.#completeLines();
      this.#file = await open(this.#part, 'a');
      await this.#file.truncate(complete);
      return { lines, last };
    });
  }

  /** @throws InvalidInput where it cannot be written. */
  append(text: string): Promise<void> {
    return this.#attempt(async () => this.#file?.writeFile(text));
  }

  /** Gives the file its name. @throws InvalidInput where it cannot be written. */
  complete(): Promise<void> {
    return this.#attempt(async () => {
      await this.#file?.sync();
      await this.close();
      await rename(this.#part, this.path);
    });
  }

  async close(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    await file?.close();
  }

  /** How many lines are complete, the last of them, and where it ends. */
  async #completeLines(): Promise<{ readonly lines: number; readonly last: string; readonly complete: number }> {
    let [lines, complete, size, length] = [0, 0, 0, 0];
    let last: readonly Buffer[] = [];
    let pieces: Buffer[] = [];
    if (!existsSync(this.#part)) return { lines, last: '', complete };
    for await (const chunk of createReadStream(this.#part) as AsyncIterable<Buffer>) {
      for (let start = 0, end = 0; start < chunk.length; start = end) {
        const at = chunk.indexOf(lineFeed, start);
        end = at < 0 ? chunk.length : at + 1;
        pieces.push(chunk.subarray(start, end));
        length += end - start;
        if (length > longestLine) {
          const got = `a line of more than ${longestLine} bytes`;
          throw new InvalidInput({ where: this.path, expected: `lines of graphs in '${this.#part}'`, got });
        }
        if (at < 0) continue;
        lines++;
        complete = size + end;
        last = pieces;
        pieces = [];
        length = 0;
      }
      size += chunk.length;
    }
    return { lines, last: Buffer.concat(last).toString(), complete };
  }

  /** Errors of the operating system become what is said of a path that cannot be written. */
  async #attempt<T>(action: () => Promise<T>): Promise<T> {
    try {
      return await action();
    } catch (error) {
      throw error instanceof JetgraphError ? error : unwritable(this.path, error);
    }
  }
}
