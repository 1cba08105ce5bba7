/** Files of every format, opened without reading them whole; optional packages are loaded when a file needs them. */
import { statSync } from 'node:fs';
import type { Dataset, OpenDataset } from './dataset.js';
import { openFile } from './file.js';
import { isHdf5, openHdf5 } from './hdf5.js';
import { isNetcdf, openNetcdf } from './netcdf.js';
import { isNpy, openNpy, openNpz } from './npy.js';
import { isParquet, readParquet } from './parquet.js';
import { isZip, readDataset } from './read.js';
import { readable, unreadable } from './system.js';
import { isZarr } from './zarr/mark.js';
import { openZarr } from './zarr/read.js';

/** Longest beginning that tells a format. */
const beginning = 520;

/**
 * Opens a file of any format that is known, or a Zarr folder. Arrays of NPY, NPZ without compression, NetCDF 3 and 4 and Zarr stay
 * in their file until `data` or `part` is asked for; all others are read.
 * @throws InvalidInput where the file cannot be read, is of no known format, truncated or damaged.
 * @throws Unsupported where an optional package is missing: h5wasm for NetCDF 4, hyparquet for Parquet, fzstd for Zstandard.
 * @example
 * const run = await openDataset('run.npz');
 * run.variables.get('values')?.part?.read([1, 0], [1, 3]).length // 3: the second of two slices
 */
export async function openDataset(path: string): Promise<OpenDataset> {
  const inMemory = (dataset: Dataset): OpenDataset => ({ ...dataset, close: () => undefined });
  const kind = readable(path, () => statSync(path));
  // a device may go on for ever
  if (kind.isCharacterDevice() || kind.isBlockDevice()) throw unreadable(path, 'a device');
  if (kind.isDirectory()) {
    if (!isZarr(path)) throw unreadable(path, 'EISDIR');
    return inMemory(await openZarr(path));
  }
  const file = readable(path, () => openFile(path));
  let keep = false;
  try {
    const head = file.readAt(0, Math.min(beginning, file.size));
    if (isHdf5(head)) return await openHdf5(path);
    if (isParquet(head)) return inMemory(await readParquet(path));
    const open = isNpy(head) ? openNpy : isZip(head) ? openNpz : isNetcdf(head) ? openNetcdf : undefined;
    if (open === undefined) return inMemory(readDataset(path));
    const dataset = open(file, path);
    keep = true;
    return { ...dataset, close: () => file.close() };
  } finally {
    if (!keep) file.close();
  }
}

/**
 * Reads a file of any format that is known, as {@link openDataset} does, into memory.
 * @throws InvalidInput, Unsupported as `openDataset` does.
 * @example
 * (await loadDataset('run.npz')).variables.get('values')?.shape // [2, 3]
 */
export async function loadDataset(path: string): Promise<Dataset> {
  const { format, variables, skipped, close } = await openDataset(path);
  try {
    const loaded = new Map(
      [...variables].map(([name, { shape, data, dimensions, attributes }]) => [
        name,
        { name, shape, data, ...(dimensions && { dimensions }), ...(attributes && { attributes }) },
      ]),
    );
    return { format, variables: loaded, skipped };
  } finally {
    close();
  }
}
