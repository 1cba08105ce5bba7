/** How chunks of Zarr arrays are unpacked: by the names of codecs that both versions of the format use. */
import { gunzipSync, inflateSync } from 'node:zlib';
import { crc32c } from '../checksum.js';
import { optionalPackage } from '../optional.js';
import { decodeBlosc, type Unpack, unshuffle } from './blosc.js';
import { decodeLz4 } from './lz4.js';

/** A codec as metadata describe it. */
export interface CodecDescription {
  readonly name: string;
  readonly configuration: Readonly<Record<string, unknown>>;
}

/** How one codec is undone. */
export interface ChunkDecoder {
  /** Unpacks a chunk; undefined where it is damaged. `size` is what it unpacks to. */
  readonly unpack: Unpack;
  /** Bytes that the codec adds to what it packs, where their number is fixed. */
  readonly added: number;
}

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

/** Zstandard as a stream: a buffer given to the package hides what it lacks or cannot hold. */
async function zstandard(where: string): Promise<Unpack> {
  const { Decompress } = await optionalPackage('fzstd', 'Zarr with Zstandard', where, () => import('fzstd'));
  return attempt((packed, size) => {
    const out = new Uint8Array(size);
    let at = 0;
    const stream = new Decompress((part) => {
      out.set(part, at);
      at += part.length;
    });
    stream.push(packed, true);
    return out.subarray(0, at);
  });
}

/** Undoes CRC-32C: the last four bytes are the check sum of the others. */
const checked: Unpack = (packed) => {
  if (packed.length < 4) return undefined;
  const content = packed.subarray(0, packed.length - 4);
  const sum = new DataView(packed.buffer, packed.byteOffset, packed.byteLength).getUint32(content.length, true);
  return sum === crc32c(content) ? content : undefined;
};

/** The decoder of one codec, or what stands in the way. @throws Unsupported where a package is missing. */
export async function chunkDecoder(codec: CodecDescription, where: string): Promise<ChunkDecoder | string> {
  if (codec.name === 'crc32c') return { unpack: checked, added: 4 };
  const unpack = await unpacker(codec, where);
  return typeof unpack === 'string' ? unpack : { unpack, added: 0 };
}

async function unpacker({ name, configuration }: CodecDescription, where: string): Promise<Unpack | string> {
  switch (name) {
    case 'zlib':
      return inflate;
    case 'gzip':
      return gunzip;
    case 'zstd':
      return zstandard(where);
    case 'lz4':
      // four bytes of size before the block
      return (packed, size) => decodeLz4(packed.subarray(4), size);
    case 'shuffle': {
      const { elementsize: width = 4 } = configuration;
      if (!(Number.isInteger(width) && Number(width) >= 1 && Number(width) <= 255)) {
        return `shuffled in numbers of ${String(width)} bytes`;
      }
      return (packed) => unshuffle(packed, Number(width));
    }
    case 'blosc': {
      const inner = String(configuration.cname);
      if (!['lz4', 'lz4hc', 'zlib', 'zstd'].includes(inner)) return `compressed by ${inner} in blosc`;
      // the numbers that headers give to zlib and Zstandard
      const unpackers: Record<number, Unpack> = inner === 'zstd' ? { 4: await zstandard(where) } : { 3: inflate };
      return (packed, size) => decodeBlosc(packed, unpackers, size);
    }
    default:
      return `packed by the codec ${name}`;
  }
}
