/** One way to read any supported file; what it is is told by its first bytes, never by its suffix. */
import { readFileSync } from 'node:fs';
import { InvalidInput, Unsupported } from '../base/index.js';
import { decodeCsv } from './csv.js';
import type { Dataset } from './dataset.js';
import { decodeMat, isMat } from './mat.js';
import { decodeNetcdf, isNetcdf } from './netcdf.js';
import { decodeNpy, decodeNpz, isNpy } from './npy.js';
import { systemMessage } from './write.js';

const HDF5 = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];

/**
 * Reads NPY, NPZ, MAT 5, NetCDF 3 or CSV from memory; `where` names the source in messages.
 * @throws InvalidInput where the bytes are of no known format, truncated or damaged.
 * @throws Unsupported for NetCDF 4 and MAT 7.3, which are HDF5.
 */
export function decodeDataset(bytes: Uint8Array, where: string): Dataset {
  const startsWith = (magic: readonly number[], at = 0): boolean => magic.every((byte, i) => bytes[at + i] === byte);
  if (isNpy(bytes)) return decodeNpy(bytes, where);
  if (startsWith([0x50, 0x4b, 3, 4]) || startsWith([0x50, 0x4b, 5, 6])) return decodeNpz(bytes, where);
  if (isNetcdf(bytes)) return decodeNetcdf(bytes, where);
  // MATLAB 7.3 puts a block of 512 bytes before the HDF5 part.
  if (startsWith(HDF5) || startsWith(HDF5, 512)) {
    throw new Unsupported({
      where,
      expected: 'NPY, NPZ, MAT 5, NetCDF 3 or CSV',
      got: 'HDF5 (NetCDF 4 or MAT 7.3)',
      hint: "convert it with 'nccopy -k classic' or MATLAB's save -v7",
    });
  }
  if (isMat(bytes)) return decodeMat(bytes, where);
  return decodeCsv(textOf(bytes, where), where);
}

/**
 * Reads a file of any supported format.
 * @throws InvalidInput where the file cannot be read or `decodeDataset` refuses it.
 * @throws Unsupported for HDF5.
 * @example
 * readDataset('run.npz').variables.get('values')?.shape // [2, 3]
 */
export function readDataset(path: string): Dataset {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw new InvalidInput({
      where: path,
      expected: 'a file that can be read',
      got: `${systemMessage(error)} for '${path}'`,
    });
  }
  return decodeDataset(bytes, path);
}

function textOf(bytes: Uint8Array, where: string): string {
  const complaint = (got: string): InvalidInput =>
    new InvalidInput({ where, expected: 'NPY, NPZ, MAT 5, NetCDF 3 or CSV', got });
  if (bytes.length === 0) throw complaint('an empty file');
  if (bytes.includes(0)) throw complaint('other binary data');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw complaint('other binary data');
  }
}
