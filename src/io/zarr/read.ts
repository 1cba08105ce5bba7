/**
 * Zarr stores in folders, versions 2 [zarr-v2] and 3 [zarr-v3], as zarr-python and xarray write them. Chunks are read when they are
 * needed; chunks that are not there hold the fill value. Values mean what the CF conventions say (cf.ts). Own code and no package,
 * because `discover` reads slices in the middle of a computation and packages for Zarr answer later.
 */
import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { InvalidInput } from '../../base/index.js';
import { decodeNumbers, NUMBER_SIZES } from '../bytes.js';
import { meaning } from '../cf.js';
import { type Dataset, DatasetBuilder, FileArray, fromFortranOrder, shown, sizeOf } from '../dataset.js';
import { readable, readText } from '../system.js';
import { type ChunkDecoder, chunkDecoder } from './codecs.js';
import { isZarr } from './mark.js';
import { arrayOfVersion2, arrayOfVersion3, parseMetadata, type ZarrArray } from './metadata.js';

/**
 * Opens a Zarr store; values stay in it.
 * @throws InvalidInput where its metadata are damaged.
 * @throws Unsupported where a package for its compression is not installed.
 */
export async function openZarr(path: string): Promise<Dataset> {
  const builder = new DatasetBuilder(path);
  await addNode(builder, path, '', path, new Set());
  return builder.build('zarr');
}

/** Adds an array, or what a group holds. */
async function addNode(
  builder: DatasetBuilder,
  folder: string,
  name: string,
  where: string,
  visited: Set<string>,
): Promise<void> {
  const metadata = (file: string) =>
    existsSync(join(folder, file)) ? parseMetadata(readText(join(folder, file)), join(folder, file)) : undefined;
  const version3 = metadata('zarr.json');
  const array =
    version3 === undefined
      ? toArray(metadata('.zarray'), (own) => arrayOfVersion2(own, metadata('.zattrs') ?? {}, where))
      : version3.node_type === 'array'
        ? arrayOfVersion3(version3, where)
        : undefined;
  if (array !== undefined) {
    await addArray(builder, folder, name === '' ? 'values' : name, array, where);
    return;
  }
  // links to folders may go around in circles
  const own = readable(folder, () => realpathSync(folder));
  if (visited.has(own) || !isZarr(folder)) return;
  visited.add(own);
  for (const entry of readable(folder, () => readdirSync(folder)).sort()) {
    const inner = join(folder, entry);
    if (existsSync(inner) && statSync(inner).isDirectory())
      await addNode(builder, inner, name === '' ? entry : `${name}/${entry}`, where, visited);
  }
}

const toArray = <A, B>(value: A | undefined, map: (value: A) => B): B | undefined =>
  value === undefined ? undefined : map(value);

async function addArray(
  builder: DatasetBuilder,
  folder: string,
  name: string,
  array: ZarrArray | string,
  where: string,
): Promise<void> {
  if (typeof array === 'string') {
    builder.skip(name, array);
    return;
  }
  const decoders: ChunkDecoder[] = [];
  for (const codec of array.codecs) {
    const decoder = await chunkDecoder(codec, where);
    if (typeof decoder === 'string') {
      builder.skip(name, decoder);
      return;
    }
    decoders.push(decoder);
  }
  const { shape, chunk, attributes, dimensions } = array;
  const count = sizeOf(chunk);
  const size = count * NUMBER_SIZES[array.type];
  if (chunk.length !== shape.length || !(size < 2 ** 31)) {
    throw new InvalidInput({
      where,
      expected: `chunks of '${shown(name)}' of rank ${shape.length} below 2 GiB`,
      got: chunk.join('×'),
    });
  }
  const readChunk = (index: readonly number[]): Float64Array | undefined => {
    const file = join(folder, array.chunkPath(index));
    if (!existsSync(file)) return undefined;
    let bytes: Uint8Array | undefined = readable(file, () => readFileSync(file));
    for (const [i, { unpack }] of decoders.entries()) {
      const added = decoders.slice(i + 1).reduce((sum, decoder) => sum + decoder.added, 0);
      bytes = bytes && unpack(bytes, size + added);
    }
    if (bytes?.length !== size) {
      throw new InvalidInput({
        where: file,
        expected: `a chunk of ${size} bytes`,
        got: bytes === undefined ? 'damaged data' : `${bytes.length}`,
      });
    }
    const values = decodeNumbers(bytes, array.type, array.littleEndian);
    return array.fortranOrder ? fromFortranOrder(values, chunk) : values;
  };
  const read = (start: readonly number[], wanted: readonly number[]): Float64Array =>
    meaning(assemble(readChunk, array, start, wanted), {
      ...{ attributes, type: array.type, filled: false, where },
    });
  builder.add(new FileArray({ name, shape, attributes, ...(dimensions && { dimensions }) }, { read, chunk }, where));
}

/** A part of an array from the chunks that it meets. */
function assemble(
  readChunk: (index: readonly number[]) => Float64Array | undefined,
  { shape, chunk, fill }: ZarrArray,
  start: readonly number[],
  count: readonly number[],
): Float64Array {
  const out = new Float64Array(sizeOf(count)).fill(fill);
  if (out.length === 0) return out;
  const rank = shape.length;
  const first = start.map((from, a) => Math.floor(from / chunk[a]!));
  const last = start.map((from, a) => Math.floor((from + count[a]! - 1) / chunk[a]!));
  const index = [...first];
  const advance = (counter: number[], low: readonly number[], high: readonly number[]): boolean => {
    for (let a = rank - 1; a >= 0; a--) {
      counter[a] = counter[a]! + 1;
      if (counter[a]! <= high[a]!) return true;
      counter[a] = low[a]!;
    }
    return false;
  };
  do {
    const values = readChunk(index);
    if (values === undefined) continue;
    // what chunk and part share, in places of the array
    const low = index.map((c, a) => Math.max(c * chunk[a]!, start[a]!));
    const high = index.map((c, a) => Math.min((c + 1) * chunk[a]!, start[a]! + count[a]!) - 1);
    const run = rank === 0 ? 1 : high[rank - 1]! - low[rank - 1]! + 1;
    const place = [...low];
    const rows = high.map((end, a) => (a === rank - 1 ? low[a]! : end));
    do {
      let from = 0;
      let to = 0;
      for (let a = 0; a < rank; a++) {
        from = from * chunk[a]! + place[a]! - index[a]! * chunk[a]!;
        to = to * count[a]! + place[a]! - start[a]!;
      }
      out.set(values.subarray(from, from + run), to);
    } while (advance(place, low, rows));
  } while (advance(index, first, last));
  return out;
}
