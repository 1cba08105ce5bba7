/** Files to be written, checked before anything is computed: a command writes all of them or none. */
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { InvalidInput } from '../base/index.js';
import { encodeArrays, type OutputFile, type WritableArray, writableEndings, writeFilesAtomic } from '../io/index.js';

/** What `--output` takes. */
export const outputHelp = '.npz, .nc (NetCDF 3), .nc4 (NetCDF 4), .zarr or .parquet';

/** Files that a command leaves behind. */
export interface Outputs {
  readonly output: string;
  readonly png?: string;
  readonly animation?: string;
}

/** Pictures that are written beside the arrays. */
export interface Pictures {
  readonly png: Uint8Array | undefined;
  readonly animation?: Uint8Array | undefined;
}

/** Writes arrays, and pictures where there are some, as `writeTogether` does. */
export function writeOutputs(
  { output, png, animation }: Outputs,
  arrays: readonly WritableArray[],
  pictures: Pictures,
): Promise<void> {
  const file = (path: string | undefined, content: Uint8Array | undefined): readonly OutputFile[] =>
    path === undefined || content === undefined ? [] : [{ path, content }];
  return writeTogether(async () => [
    await encodeArrays(output, arrays),
    ...file(png, pictures.png),
    ...file(animation, pictures.animation),
  ]);
}

/** Writes files: all of them or none. An interrupt that comes meanwhile counts once the files are whole. */
export async function writeTogether(files: () => Promise<readonly OutputFile[]>): Promise<void> {
  const stop = (): void => process.exit(130);
  process.on('SIGINT', stop);
  try {
    writeFilesAtomic(await files());
    // a signal that came while the files were written is delivered in the next rounds of the event loop
    for (let round = 0; round < 2; round++) await new Promise((resolve) => setImmediate(resolve));
  } finally {
    process.off('SIGINT', stop);
  }
}

/** Why a folder can neither be written nor made; undefined where it can. */
export function folderFault(path: string): string | undefined {
  let existing = resolve(path);
  while (!existsSync(existing) && dirname(existing) !== existing) existing = dirname(existing);
  if (!statSync(existing).isDirectory()) return `the file '${existing}'`;
  try {
    accessSync(existing, constants.W_OK);
    return undefined;
  } catch {
    return `'${existing}', which cannot be written`;
  }
}

/**
 * Checks an option that names a file to be written.
 * @throws InvalidInput unless it is a file with one of the endings, in a folder that can be written or made.
 */
export function checkOutput(option: string, path: string, endings: readonly string[]): void {
  const refuse = (expected: string, got: string): never => {
    throw new InvalidInput({ where: option, expected: `${option} with ${expected}`, got });
  };
  if (path.trim() === '') refuse('the name of a file', "''");
  const isFolder = existsSync(path) && statSync(path).isDirectory();
  if (isFolder && !path.toLowerCase().endsWith('.zarr')) refuse('the name of a file', `the folder '${path}'`);
  if (!endings.some((ending) => path.toLowerCase().endsWith(ending))) {
    refuse(`a file name that ends in ${endings.join(', ').replace(/, (?=[^,]*$)/, ' or ')}`, `'${path}'`);
  }
  const fault = folderFault(dirname(path));
  if (fault !== undefined) refuse(`a folder for '${path}'`, fault);
}

/**
 * Checks the options `--output`, `--png` and `--animation`.
 * @throws InvalidInput unless they name different files with an ending that tells a format, in folders that can be written or made.
 */
export function checkOutputs({ output, png, animation }: Outputs): void {
  checkOutput('--output', output, writableEndings);
  if (png !== undefined) checkOutput('--png', png, ['.png']);
  if (animation !== undefined) checkOutput('--animation', animation, ['.png', '.apng']);
  if (png !== undefined && animation !== undefined && resolve(png) === resolve(animation)) {
    const expected = 'a file for --animation other than that of --png';
    throw new InvalidInput({ where: '--animation', expected, got: `'${animation}' twice` });
  }
}
