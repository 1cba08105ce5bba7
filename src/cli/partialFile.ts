/**
 * A file of lines that is written over a long time: `FILE.part` grows line by line and becomes FILE when it is complete. An
 * interrupted run goes on after the last complete line.
 */
import { createReadStream, existsSync } from 'node:fs';
import { type FileHandle, mkdir, open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

const lineFeed = 10;

export class PartialFile {
  readonly path: string;
  readonly #part: string;
  #file: FileHandle | undefined;

  constructor(path: string) {
    this.path = path;
    this.#part = `${path}.part`;
  }

  /** Opens the file for appending; returns the number of complete lines already there, and the last of them. */
  async open(): Promise<{ readonly lines: number; readonly last: string }> {
    await mkdir(dirname(this.path), { recursive: true });
    let lines = 0;
    let complete = 0;
    let size = 0;
    let last = Buffer.alloc(0);
    let tail = Buffer.alloc(0);
    if (existsSync(this.#part)) {
      for await (const chunk of createReadStream(this.#part) as AsyncIterable<Buffer>) {
        for (let start = 0, end = 0; start < chunk.length; start = end) {
          const at = chunk.indexOf(lineFeed, start);
          end = at < 0 ? chunk.length : at + 1;
          tail = Buffer.concat([tail, chunk.subarray(start, end)]);
          if (at < 0) continue;
          lines++;
          complete = size + end;
          last = tail;
          tail = Buffer.alloc(0);
        }
        size += chunk.length;
      }
    }
    this.#file = await open(this.#part, 'a');
    await this.#file.truncate(complete);
    return { lines, last: last.toString() };
  }

  async append(text: string): Promise<void> {
    await this.#file?.writeFile(text);
  }

  /** Gives the file its name. */
  async complete(): Promise<void> {
    await this.#file?.sync();
    await this.close();
    await rename(this.#part, this.path);
  }

  async close(): Promise<void> {
    await this.#file?.close();
    this.#file = undefined;
  }
}
