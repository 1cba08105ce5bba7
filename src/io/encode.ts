/** Arrays in the format that the ending of a file name tells. */
import { extname } from 'node:path';
import { InvalidInput } from '../base/index.js';
import { encodeHdf5 } from './hdf5Write.js';
import { encodeNetcdf } from './netcdfWrite.js';
import { encodeNpz } from './npy.js';
import { encodeParquet } from './parquet.js';
import type { WritableArray } from './writable.js';
import type { OutputFile } from './write.js';
import { encodeZarr } from './zarr/write.js';

type Encode = (
  arrays: readonly WritableArray[],
  where: string,
) => OutputFile['content'] | Promise<OutputFile['content']>;

const encoders: Readonly<Record<string, Encode>> = {
  '.npz': (arrays) => encodeNpz(arrays),
  '.nc': encodeNetcdf,
  '.nc4': encodeHdf5,
  '.zarr': encodeZarr,
  '.parquet': encodeParquet,
};

/** Endings of file names that tell a format to write: NPZ, NetCDF 3, NetCDF 4, a Zarr folder, Parquet. */
export const writableEndings: readonly string[] = Object.keys(encoders);

/**
 * Arrays as a file that is yet to be written: `.npz`, `.nc` (NetCDF 3), `.nc4` (NetCDF 4), `.zarr` (a folder), `.parquet` (a long
 * table). Dimensions and attributes go with them where the format has them.
 * @throws InvalidInput for another ending, names that repeat, or shapes that disagree with their data.
 * @throws Unsupported where an optional package is missing: h5wasm for `.nc4`, hyparquet-writer for `.parquet`.
 * @example
 * const x = { name: 'x', shape: [3], data: Float64Array.of(0, 1, 2), dimensions: ['x'] };
 * writeFilesAtomic([await encodeArrays('run.nc', [x])]);
 */
export async function encodeArrays(path: string, arrays: readonly WritableArray[]): Promise<OutputFile> {
  const encode = encoders[extname(path).toLowerCase()];
  if (encode === undefined) {
    throw new InvalidInput({
      where: path,
      expected: `a file name that ends in ${writableEndings.join(', ')}`,
      got: `'${path}'`,
    });
  }
  return { path, content: await encode(arrays, path) };
}
