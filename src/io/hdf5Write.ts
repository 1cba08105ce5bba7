/**
 * Writing NetCDF 4: an HDF5 file with a dimension scale for every dimension, attached to the axes that have it [netcdf-4-format].
 * The library writes to a file of its own in the system's temporary folder, whose bytes are then written as all others are.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Attribute } from './dataset.js';
import { dimensioned } from './dimensions.js';
import { hdf5Package } from './hdf5.js';
import type { WritableArray } from './writable.js';

/** Level of compression: higher ones cost time and gain little on floating-point numbers. */
const deflate = 1;

/** Arrays with fewer values are not compressed. */
const fewest = 4096;

/**
 * The bytes of a NetCDF 4 file.
 * @throws InvalidInput where names repeat or shapes disagree.
 * @throws Unsupported where h5wasm is not installed.
 */
export async function encodeHdf5(given: readonly WritableArray[], where: string): Promise<Uint8Array> {
  const { arrays, lengths } = dimensioned(given, where);
  const hdf5 = await hdf5Package(where);
  const folder = mkdtempSync(join(tmpdir(), 'jetgraph-'));
  try {
    const path = join(folder, 'data.nc');
    const file = new hdf5.File(path, 'w');
    try {
      const write = ({ name, shape, data, attributes }: WritableArray) => {
        const chunked = data.length >= fewest && shape.length > 0;
        const chunks = shape.map((length, axis) => (axis === 0 && shape.length > 1 ? 1 : Math.min(length, 2 ** 20)));
        const variable = file.create_dataset({
          ...{ name, data, shape: [...shape], dtype: '<d' },
          ...(chunked && { chunks, compression: 'gzip' as const, compression_opts: deflate }),
        });
        for (const [key, value] of attributes ?? []) variable.create_attribute(key, attributeData(value));
        return variable;
      };
      const isScale = ({ name, dimensions }: (typeof arrays)[number]): boolean =>
        dimensions.length === 1 && dimensions[0] === name;
      for (const array of arrays.filter(isScale)) write(array).make_scale(array.name);
      for (const [name, length] of lengths) {
        if (arrays.some((array) => array.name === name && isScale(array))) continue;
        const scale = file.create_dataset({ name, data: new Float32Array(length), shape: [length], dtype: '<f' });
        scale.make_scale(`This is a netCDF dimension but not a netCDF variable.${String(length).padStart(10)}`);
      }
      for (const array of arrays.filter((other) => !isScale(other))) {
        const variable = write(array);
        for (const [axis, dimension] of array.dimensions.entries()) variable.attach_scale(axis, dimension);
      }
    } finally {
      file.close();
    }
    return readFileSync(path);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const attributeData = (value: Attribute): string | Float64Array =>
  typeof value === 'string' ? value : Float64Array.from(typeof value === 'number' ? [value] : value);
