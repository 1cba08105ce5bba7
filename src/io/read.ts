/** One way to read any supported file; what it is is told by its first bytes, never by its suffix. */
import { readFileSync } from 'node:fs';
import { InvalidInput, Unsupported } from '../base/index.js';
import { decodeCsv } from './csv.js';
import type { Dataset } from './dataset.js';
import { isHdf5 } from './hdf5.js';
import { decodeMat, isMat } from './mat.js';
import { decodeNetcdf, isNetcdf } from './netcdf.js';
import { decodeNpy, decodeNpz, isNpy } from './npy.js';
import { isParquet } from './parquet.js';
import { readable } from './system.js';

/** True when the bytes begin like a ZIP archive. */
export function isZip(bytes: Uint8Array): boolean {
  return (
    bytes[0] === 0x50 && bytes[1] === 0x4b && ((bytes[2] === 3 && bytes[3] === 4) || (bytes[2] === 5 && bytes[3] === 6))
  );
}

/**
 * Reads NPY, NPZ, MAT 5, NetCDF 3 or CSV from memory; `where` names the source in messages.
 * @throws InvalidInput where the bytes are of no known format, truncated or damaged.
 * @throws Unsupported for HDF5 (NetCDF 4, MAT 7.3) and Parquet, which `loadDataset` reads.
 */
export function decodeDataset(bytes: Uint8Array, where: string): Dataset {
  if (isNpy(bytes)) return decodeNpy(bytes, where);
  if (isZip(bytes)) return decodeNpz(bytes, where);
  if (isNetcdf(bytes)) return decodeNetcdf(bytes, where);
  if (isHdf5(bytes) || isParquet(bytes)) {
    throw new Unsupported({
      where,
      expected: 'NPY, NPZ, MAT 5, NetCDF 3 or CSV',
      got: isHdf5(bytes) ? 'HDF5 (NetCDF 4 or MAT 7.3)' : 'Parquet',
      hint: 'loadDataset and openDataset read it, with an optional package',
    });
  }
  if (isMat(bytes)) return decodeMat(bytes, where);
  return decodeCsv(textOf(bytes, where), where);
}

/**
 * Reads a file of a format that needs no further package.
 * @throws InvalidInput where the file cannot be read or `decodeDataset` refuses it.
 * @throws Unsupported for HDF5 and Parquet.
 * @example
 * readDataset('run.npz').variables.get('values')?.shape // [2, 3]
 */
export function readDataset(path: string): Dataset {
  return decodeDataset(
    readable(path, () => readFileSync(path)),
    path,
  );
}

function textOf(bytes: Uint8Array, where: string): string {
  const complaint = (got: string): InvalidInput =>
    new InvalidInput({ where, expected: 'NPY, NPZ, MAT 5, NetCDF, Zarr, Parquet or CSV', got });
  if (bytes.length === 0) throw complaint('an empty file');
  if (bytes.includes(0)) throw complaint('other binary data');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw complaint('other binary data');
  }
}
