/** How a Zarr folder is known. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Files that tell what a folder is. */
const marks = ['.zgroup', '.zarray', 'zarr.json'];

/** True for a folder that holds a Zarr group or array. */
export const isZarr = (path: string): boolean => marks.some((mark) => existsSync(join(path, mark)));
