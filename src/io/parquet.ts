/**
 * Parquet tables, by the optional packages hyparquet and hyparquet-writer. They are read in a thread (parquetDecode.ts): on a damaged file the
 * package may go on as good as for ever, and a thread can be stopped. Written are long tables, one row for each place, as
 * `DataFrame.to_xarray` of pandas takes them with the coordinates as index.
 */
import { statSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { InvalidInput, OutOfRange, Unsupported } from '../base/index.js';
import { type Dataset, shown } from './dataset.js';
import { optionalPackage } from './optional.js';
import { decodeParquetFile } from './parquetDecode.js';
import type { ParquetAnswer } from './parquetWorker.js';
import { readable } from './system.js';
import { longTable } from './table.js';
import type { WritableArray } from './writable.js';

/** True when the bytes begin like a Parquet file. */
export function isParquet(bytes: Uint8Array): boolean {
  return [0x50, 0x41, 0x52, 0x31].every((byte, i) => bytes[i] === byte);
}

/** Errors by their codes. */
const errors = { INVALID_INPUT: InvalidInput, OUT_OF_RANGE: OutOfRange, UNSUPPORTED: Unsupported };

/** Seconds after which a file is given up: far more than a whole one takes. */
const patience = (bytes: number): number => 20 + bytes / 2 ** 20;

/**
 * Reads a Parquet file.
 * @param limit - seconds after which it is given up.
 * @throws InvalidInput where it is damaged.
 * @throws OutOfRange where there is no memory for its rows.
 * @throws Unsupported where a package is missing that it needs.
 */
export async function readParquet(
  path: string,
  limit = patience(readable(path, () => statSync(path).size)),
): Promise<Dataset> {
  const damaged = (got: string) => new InvalidInput({ where: path, expected: 'a whole Parquet file', got });
  const worker = new Worker(new URL('./parquetWorker.js', import.meta.url), {
    workerData: path,
    // flags of this process may not suit it, such as those of code given on the command line
    execArgv: [],
  });
  let timer: NodeJS.Timeout | undefined;
  try {
    const answer = await new Promise<ParquetAnswer | undefined>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', (error: Error & { readonly code?: unknown }) => {
        // where the package runs from its sources there is no such file: it is read here
        if (String(error.code).endsWith('MODULE_NOT_FOUND')) resolve(undefined);
        else reject(damaged(`an error of its reader, '${shown(error.message)}'`));
      });
      timer = setTimeout(() => reject(damaged(`no end of it in ${limit.toFixed(0)} s`)), 1000 * limit);
    });
    if (answer === undefined) return await decodeParquetFile(path);
    if ('dataset' in answer) return answer.dataset;
    if (answer.code === 'INCONSISTENT') throw damaged(answer.complaint.got);
    throw new errors[answer.code](answer.complaint);
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}

/**
 * Arrays as a long table in Parquet, compressed by Snappy: one row for each place of the largest array.
 * @throws InvalidInput where arrays share no dimensions.
 * @throws Unsupported where hyparquet-writer is not installed.
 */
export async function encodeParquet(arrays: readonly WritableArray[], where: string): Promise<Uint8Array> {
  const { parquetWriteBuffer } = await optionalPackage(
    'hyparquet-writer',
    'writing Parquet',
    where,
    () => import('hyparquet-writer'),
  );
  const columnData = longTable(arrays, where).map(({ name, data }) => ({ name, data, type: 'DOUBLE' as const }));
  return new Uint8Array(parquetWriteBuffer({ columnData }));
}
