/**
 * Writing Zarr, version 2 [zarr-v2], as xarray does: a group with consolidated metadata, `_ARRAY_DIMENSIONS` on every array, one chunk
 * for each place along the first axis of an array of more axes, compressed by zlib.
 */
import { deflateSync } from 'node:zlib';
import { dimensioned, type NamedAxes } from '../dimensions.js';
import type { WritableArray } from '../writable.js';

const level = 1;

/** Files of a Zarr group by their paths in its folder. @throws InvalidInput where names repeat or shapes disagree. */
export function encodeZarr(given: readonly WritableArray[], where: string): ReadonlyMap<string, Uint8Array> {
  const { arrays } = dimensioned(given, where);
  const files = new Map<string, Uint8Array>();
  const metadata: Record<string, unknown> = {};
  const put = (path: string, content: unknown): void => {
    metadata[path] = content;
    files.set(path, json(content));
  };
  put('.zgroup', { zarr_format: 2 });
  put('.zattrs', {});
  for (const array of arrays) addArray(array, put, files);
  files.set('.zmetadata', json({ metadata, zarr_consolidated_format: 1 }));
  return files;
}

const json = (content: unknown): Uint8Array => new TextEncoder().encode(`${JSON.stringify(content, undefined, 1)}\n`);

function addArray(
  { name, shape, data, dimensions, attributes }: NamedAxes,
  put: (path: string, content: unknown) => void,
  files: Map<string, Uint8Array>,
): void {
  const chunks = shape.map((length, axis) => (axis === 0 && shape.length > 1 ? 1 : Math.max(1, length)));
  put(`${name}/.zarray`, {
    ...{ zarr_format: 2, shape, chunks, dtype: '<f8', order: 'C', filters: null, fill_value: 'NaN' },
    compressor: { id: 'zlib', level },
  });
  put(`${name}/.zattrs`, { _ARRAY_DIMENSIONS: dimensions, ...Object.fromEntries(attributes ?? []) });
  const size = chunks.reduce((product, length) => product * length, 1);
  for (let start = 0, k = 0; start < data.length; start += size, k++) {
    const raw = new Uint8Array(size * 8);
    const view = new DataView(raw.buffer);
    for (let i = 0; i < size; i++) view.setFloat64(8 * i, data[start + i]!, true);
    const index = shape.length === 0 ? '0' : shape.map((_, axis) => (axis === 0 && shape.length > 1 ? k : 0)).join('.');
    files.set(`${name}/${index}`, deflateSync(raw, { level }));
  }
}
