export { crc32 } from './checksum.js';
export { type Attribute, type Dataset, type NamedArray, selectVariable } from './dataset.js';
export { encodeNpz, type WritableArray, writeNpz } from './npy.js';
export { decodeDataset, readDataset } from './read.js';
export { formatUnits, parseUnits, type Units, unitsProduct } from './units.js';
export { type OutputFile, writeFileAtomic, writeFilesAtomic } from './write.js';
