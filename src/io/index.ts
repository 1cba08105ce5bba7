export { type CoordinateRole, coordinateRole } from './cf.js';
export { crc32 } from './checksum.js';
export {
  type Attribute,
  type Dataset,
  type NamedArray,
  type OpenDataset,
  type PartReader,
  selectVariable,
} from './dataset.js';
export { encodeArrays, writableEndings } from './encode.js';
export { makeFolders } from './folders.js';
export { encodeNpz, writeNpz } from './npy.js';
export { loadDataset, openDataset } from './open.js';
export { decodeDataset, readDataset } from './read.js';
export { readText, unwritable } from './system.js';
export { fromLongTable } from './table.js';
export { formatUnits, parseUnits, type Units, unitsProduct } from './units.js';
export type { WritableArray } from './writable.js';
export { type OutputFile, writeFileAtomic, writeFilesAtomic } from './write.js';
