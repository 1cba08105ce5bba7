/**
 * Parquet tables, by the optional packages hyparquet and hyparquet-writer: each column of numbers is an array over the dimension
 * `row`, a null is NaN, a time is its number of seconds since 1970. Columns of text, lists and structures are skipped by name.
 * Written are long tables, one row for each place, as `DataFrame.to_xarray` of pandas takes them with the coordinates as index.
 */
import { InvalidInput, Unsupported } from '../base/index.js';
import { type Dataset, DatasetBuilder, shown } from './dataset.js';
import { openFile } from './file.js';
import type { WritableArray } from './npy.js';
import { optionalPackage } from './optional.js';
import { longTable } from './table.js';

/** True when the bytes begin like a Parquet file. */
export function isParquet(bytes: Uint8Array): boolean {
  return [0x50, 0x41, 0x52, 0x31].every((byte, i) => bytes[i] === byte);
}

/** Codecs that hyparquet has itself. */
const ownCodecs: readonly string[] = ['UNCOMPRESSED', 'SNAPPY'];

const secondsSince = 'seconds since 1970-01-01T00:00:00';

/**
 * Reads a Parquet file.
 * @throws InvalidInput where it is damaged.
 * @throws Unsupported where a package is missing that it needs.
 */
export async function readParquet(path: string): Promise<Dataset> {
  const { parquetMetadata, parquetRead, parquetSchema } = await optionalPackage(
    'hyparquet',
    'Parquet',
    path,
    () => import('hyparquet'),
  );
  const disk = openFile(path);
  try {
    const bytes = (start: number, end = disk.size): ArrayBuffer => {
      const from = start < 0 ? disk.size + start : start;
      return new Uint8Array(disk.readAt(from, end - from)).buffer;
    };
    const damaged = (error: unknown): never => {
      const got = shown(error instanceof Error ? error.message : String(error));
      throw new InvalidInput({
        where: path,
        expected: 'a whole Parquet file',
        got: `an error of its reader, '${got}'`,
      });
    };
    const metadata = await Promise.resolve()
      .then(() => parquetMetadata(footer(bytes, disk.size)))
      .catch(damaged);
    const rows = Number(metadata.num_rows);
    if (!(rows * 8 <= 2 ** 40)) damaged(new Error(`${rows} rows`));
    const codecs = new Set(
      metadata.row_groups.flatMap(({ columns }) => columns.map((c) => String(c.meta_data?.codec))),
    );
    const compressors = [...codecs].every((codec) => ownCodecs.includes(codec))
      ? undefined
      : (
          await optionalPackage(
            'hyparquet-compressors',
            `Parquet with ${[...codecs].join(', ')}`,
            path,
            () => import('hyparquet-compressors'),
          )
        ).compressors;
    const builder = new DatasetBuilder(path);
    const columns = new Map<string, Float64Array>();
    for (const { element, children } of parquetSchema(metadata).children) {
      const { type, name, logical_type: logical, converted_type: converted } = element;
      const text = type === 'BYTE_ARRAY' && converted !== 'DECIMAL' && logical?.type !== 'DECIMAL';
      if (children.length > 0 || element.repetition_type === 'REPEATED') builder.skip(name, 'a structure');
      else if (text || (type === 'FIXED_LEN_BYTE_ARRAY' && logical?.type !== 'FLOAT16' && converted !== 'DECIMAL')) {
        builder.skip(name, 'text');
      } else {
        const data = new Float64Array(rows).fill(Number.NaN);
        columns.set(name, data);
        const isTime =
          logical?.type === 'TIMESTAMP' ||
          logical?.type === 'DATE' ||
          converted?.startsWith('TIMESTAMP') ||
          converted === 'DATE' ||
          type === 'INT96';
        const attributes = new Map(isTime ? [['units', secondsSince]] : []);
        builder.add({ name, shape: [rows], data, dimensions: ['row'], attributes });
      }
    }
    const put = (name: string, from: number, values: ArrayLike<unknown>): void => {
      const column = columns.get(name)!;
      for (let i = 0; i < values.length; i++) column[from + i] = numberOf(values[i], name, path);
    };
    if (columns.size > 0 && rows > 0) {
      await parquetRead({
        file: { byteLength: disk.size, slice: bytes },
        metadata,
        columns: [...columns.keys()],
        ...(compressors !== undefined && { compressors }),
        parsers: {
          timestampFromMilliseconds: (value) => Number(value) / 1e3,
          timestampFromMicroseconds: (value) => Number(value) / 1e6,
          timestampFromNanoseconds: (value) => Number(value) / 1e9,
          dateFromDays: (value) => value * 86_400,
        },
        onChunk: ({ columnName, columnData, rowStart }) => put(columnName, rowStart, columnData),
      }).catch((error: unknown) => {
        if (error instanceof InvalidInput || error instanceof Unsupported) throw error;
        damaged(error);
      });
    }
    return builder.build('parquet');
  } finally {
    disk.close();
  }
}

/** The end of the file, with all of its metadata: their length stands in its last eight bytes. */
function footer(bytes: (start: number, end?: number) => ArrayBuffer, size: number): ArrayBuffer {
  const length = size < 12 ? 0 : new DataView(bytes(-8)).getUint32(0, true);
  return bytes(-Math.min(size, length + 8));
}

function numberOf(value: unknown, name: string, where: string): number {
  if (value === null || value === undefined) return Number.NaN;
  const result = typeof value === 'boolean' ? Number(value) : Number(value as number | bigint);
  if (typeof value !== 'bigint' || Number.isSafeInteger(result)) return result;
  throw new InvalidInput({ where, expected: `64-bit integers below 2^53 in '${shown(name)}'`, got: String(value) });
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
