/**
 * Reading Parquet by the optional package hyparquet: each column of numbers is an array over the dimension `row`, a null is NaN, a time is
 * its number of seconds since 1970. Columns of text, lists and structures are skipped by name.
 */
import type { Compressors, FileMetaData } from 'hyparquet';
import { InvalidInput, JetgraphError } from '../base/index.js';
import { beyondDoubles } from './bytes.js';
import { type Dataset, DatasetBuilder, shown } from './dataset.js';
import { openFile, type RandomAccess } from './file.js';
import { withRoom } from './memory.js';
import { optionalPackage } from './optional.js';
import { readable } from './system.js';

/** Codecs that hyparquet has itself. */
const ownCodecs: readonly string[] = ['UNCOMPRESSED', 'SNAPPY'];

const secondsSince = 'seconds since 1970-01-01T00:00:00';

/**
 * Reads a Parquet file.
 * @throws InvalidInput where it is damaged.
 * @throws OutOfRange where there is no memory for its rows.
 * @throws Unsupported where a package is missing that it needs.
 */
export async function decodeParquetFile(path: string): Promise<Dataset> {
  const parquet = await optionalPackage('hyparquet', 'Parquet', path, () => import('hyparquet'));
  const disk = readable(path, () => openFile(path));
  try {
    return await decodeParquet(parquet, disk, path);
  } catch (error) {
    if (error instanceof JetgraphError) throw error;
    const got = `an error of its reader, '${shown(error instanceof Error ? error.message : String(error))}'`;
    throw new InvalidInput({ where: path, expected: 'a whole Parquet file', got });
  } finally {
    disk.close();
  }
}

async function decodeParquet(
  { parquetMetadata, parquetRead, parquetSchema }: typeof import('hyparquet'),
  disk: RandomAccess,
  where: string,
): Promise<Dataset> {
  const bytes = (start: number, end = disk.size): ArrayBuffer => {
    const from = start < 0 ? disk.size + start : start;
    if (!(from >= 0 && from <= end && end <= disk.size)) throw new Error(`bytes ${from} to ${end} of ${disk.size}`);
    return new Uint8Array(disk.readAt(from, end - from)).buffer;
  };
  const metadata = parquetMetadata(footer(bytes, disk.size));
  const rows = Number(metadata.num_rows);
  const inGroups = metadata.row_groups.reduce((sum, group) => sum + Number(group.num_rows), 0);
  if (rows !== inGroups || !(rows >= 0)) throw new Error(`${rows} rows, ${inGroups} in groups`);
  const columns = new Map<string, Float64Array>();
  const times = new Set<string>();
  const builder = new DatasetBuilder(where);
  for (const { element, children } of parquetSchema(metadata).children) {
    const { type, name, logical_type: logical, converted_type: converted } = element;
    const text = type === 'BYTE_ARRAY' && converted !== 'DECIMAL' && logical?.type !== 'DECIMAL';
    if (children.length > 0 || element.repetition_type === 'REPEATED') builder.skip(name, 'a structure');
    else if (text || (type === 'FIXED_LEN_BYTE_ARRAY' && logical?.type !== 'FLOAT16' && converted !== 'DECIMAL')) {
      builder.skip(name, 'text');
    } else {
      const make = () => new Float64Array(rows).fill(Number.NaN);
      columns.set(name, withRoom(rows, shown(name), where, make));
      const isTime =
        logical?.type === 'TIMESTAMP' ||
        logical?.type === 'DATE' ||
        converted?.startsWith('TIMESTAMP') ||
        converted === 'DATE' ||
        type === 'INT96';
      if (isTime) times.add(name);
    }
  }
  const inexact = new Set<string>();
  if (columns.size > 0 && rows > 0) {
    const compressors = await compressorsOf(metadata, where);
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
      onChunk: ({ columnName, columnData, rowStart }) => {
        const column = columns.get(columnName);
        for (let i = 0; column !== undefined && i < columnData.length; i++) {
          const value: unknown = columnData[i];
          column[rowStart + i] = numberOf(value);
          if (typeof value === 'bigint' && !Number.isSafeInteger(Number(value))) inexact.add(columnName);
        }
      },
    });
  }
  for (const [name, data] of columns) {
    const attributes = new Map(times.has(name) ? [['units', secondsSince]] : []);
    if (inexact.has(name)) builder.skip(name, beyondDoubles);
    else builder.add({ name, shape: [rows], data, dimensions: ['row'], attributes });
  }
  return builder.build('parquet');
}

/** The codecs that the file needs beyond those of the reader itself. */
async function compressorsOf({ row_groups: groups }: FileMetaData, where: string): Promise<Compressors | undefined> {
  const codecs = new Set(groups.flatMap(({ columns }) => columns.map((column) => String(column.meta_data?.codec))));
  if ([...codecs].every((codec) => ownCodecs.includes(codec))) return undefined;
  const purpose = `Parquet with ${[...codecs].map(shown).join(', ')}`;
  const load = () => import('hyparquet-compressors');
  return (await optionalPackage('hyparquet-compressors', purpose, where, load)).compressors;
}

/** The end of the file, with all of its metadata: their length stands in its last eight bytes. */
function footer(bytes: (start: number, end?: number) => ArrayBuffer, size: number): ArrayBuffer {
  const length = size < 12 ? 0 : new DataView(bytes(-8)).getUint32(0, true);
  return bytes(-Math.min(size, length + 8));
}

/** The number in a cell, the nearest double to it; NaN for none. */
function numberOf(value: unknown): number {
  return typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean'
    ? Number(value)
    : Number.NaN;
}
