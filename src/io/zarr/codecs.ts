/** How chunks of Zarr arrays are unpacked: by the names of codecs that both versions of the format use. */
import { gunzipSync, inflateSync } from 'node:zlib';
import { optionalPackage } from '../optional.js';
import { decodeBlosc, type Unpack, unshuffle } from './blosc.js';
import { decodeLz4 } from './lz4.js';

/** A codec as metadata describe it. */
export interface CodecDescription {
  readonly name: string;
  readonly configuration: Readonly<Record<string, unknown>>;
}

/** Unpacks a chunk; undefined where it is damaged. `size` is what it unpacks to. */
export type ChunkDecoder = Unpack;

const attempt =
  (unpack: (packed: Uint8Array, size: number) => Uint8Array): Unpack =>
  (packed, size) => {
    try {
      return new Uint8Array(unpack(packed, size));
    } catch {
      return undefined;
    }
  };

/** The output never grows beyond what a chunk holds. */
const bounded = (size: number) => ({ maxOutputLength: Math.max(1, size) });
const inflate = attempt((packed, size) => inflateSync(packed, bounded(size)));
const gunzip = attempt((packed, size) => gunzipSync(packed, bounded(size)));

/** The decoder of one codec, or what stands in the way. @throws Unsupported where a package is missing. */
export async function chunkDecoder(codec: CodecDescription, where: string): Promise<ChunkDecoder | string> {
  const { name, configuration } = codec;
  const zstd = async (): Promise<Unpack> => {
    const { decompress } = await optionalPackage('fzstd', 'Zarr with Zstandard', where, () => import('fzstd'));
    return attempt((packed, size) => decompress(packed, new Uint8Array(size)));
  };
  switch (name) {
    case 'zlib':
      return inflate;
    case 'gzip':
      return gunzip;
    case 'zstd':
      return zstd();
    case 'lz4':
      // four bytes of size before the block
      return (packed, size) => decodeLz4(packed.subarray(4), size);
    case 'shuffle':
      return (packed) => unshuffle(packed, Number(configuration.elementsize));
    case 'crc32c':
      return (packed) => packed.subarray(0, packed.length - 4);
    case 'blosc': {
      const inner = String(configuration.cname);
      if (!['lz4', 'lz4hc', 'zlib', 'zstd'].includes(inner)) return `compressed by ${inner} in blosc`;
      // the numbers that headers give to zlib and Zstandard
      const unpackers: Record<number, Unpack> = inner === 'zstd' ? { 4: await zstd() } : { 3: inflate };
      return (packed) => decodeBlosc(packed, unpackers);
    }
    default:
      return `packed by the codec ${name}`;
  }
}
