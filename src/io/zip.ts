/**
 * ZIP archives as NumPy writes them: stored or deflated entries, read from the central directory.
 * Source: PKWARE APPNOTE 6.3 [pkware-zip].
 */
import { inflateRawSync } from 'node:zlib';
import { ByteReader } from './bytes.js';
import { crc32 } from './checksum.js';
import { memoryFile, type RandomAccess } from './file.js';

const END_RECORD = 0x06054b50;
const CENTRAL_ENTRY = 0x02014b50;
const LOCAL_ENTRY = 0x04034b50;

/** What stands in place of a number that does not fit, in archives of 4 GiB and more. */
const zip64 = 0xffffffff;

/** Bytes that a directory may take. */
const largestDirectory = 2 ** 28;

/** One entry of an archive. */
export interface ZipEntry {
  readonly name: string;
  /** The bytes in the archive of an entry that is not compressed; its check sum is not looked at. */
  readonly stored: RandomAccess | undefined;
  /** Unpacked and checked against its CRC-32. */
  readonly content: () => Uint8Array;
}

/**
 * Entries of an archive by name, unpacked and checked against their CRC-32.
 * @throws InvalidInput where the archive is truncated, damaged, encrypted, or larger than 4 GiB (zip64).
 */
export function readZip(bytes: Uint8Array, where: string): Map<string, Uint8Array> {
  return new Map(zipEntries(memoryFile(bytes), where).map(({ name, content }) => [name, content()]));
}

/**
 * Entries of an archive on disk or in memory.
 * @throws InvalidInput where the archive is truncated, damaged, encrypted, or larger than 4 GiB (zip64).
 */
export function zipEntries(file: RandomAccess, where: string): readonly ZipEntry[] {
  const { offset: directory, count } = findEndRecord(file, where);
  const entries: ZipEntry[] = [];
  const names = new Set<string>();
  const left = Math.max(0, file.size - directory);
  const reader = new ByteReader(
    file.readAt(Math.min(directory, file.size), Math.min(left, largestDirectory)),
    where,
    true,
  );
  let packedTotal = 0;
  for (let i = 0; i < count; i++) {
    const header = new ByteReader(reader.take(46, 'zip directory entry'), where, true);
    if (header.u32('signature') !== CENTRAL_ENTRY) {
      throw reader.complaint('a zip directory entry', `other bytes at ${directory + reader.offset - 46}`);
    }
    header.offset = 8;
    const flags = header.u16('flags');
    const method = header.u16('method');
    header.offset = 16;
    const crc = header.u32('CRC');
    const packedSize = header.u32('size');
    const size = header.u32('size');
    const lengths = [header.u16('length'), header.u16('length'), header.u16('length')] as const;
    header.offset = 42;
    const start = header.u32('offset');
    const name = new TextDecoder().decode(reader.take(lengths[0], 'zip entry name'));
    reader.take(lengths[1] + lengths[2], 'zip extra fields');

    if ([packedSize, size, start].includes(zip64)) throw reader.complaint('a zip below 4 GiB', 'a larger one (zip64)');
    packedTotal += packedSize;
    if (packedTotal > file.size) throw reader.complaint('zip entries that fit the file', `${packedTotal} bytes`);
    if ((flags & 1) !== 0) throw reader.complaint('an unencrypted zip', 'an encrypted entry');
    if (names.has(name)) throw reader.complaint('distinct zip entry names', 'one name twice');
    names.add(name);
    const local = new ByteReader(piece(file, start, 30, where), where, true);
    if (local.u32('zip local header') !== LOCAL_ENTRY) {
      throw reader.complaint('a zip local header', `other bytes at ${start}`);
    }
    local.offset = 26;
    const skip = local.u16('zip local header') + local.u16('zip local header');
    const begin = start + 30 + skip;
    if (begin + packedSize > file.size) {
      throw reader.complaint(
        `${packedSize} bytes of zip entry at byte ${begin}`,
        `${Math.max(0, file.size - begin)} bytes`,
      );
    }
    const packed: RandomAccess = {
      size: packedSize,
      readAt: (offset, length) => file.readAt(begin + offset, length),
    };
    entries.push({
      name,
      stored: method === 0 && packedSize === size ? packed : undefined,
      content: () => {
        const content = unpack(packed.readAt(0, packedSize), method, size, reader);
        if (crc32(content) !== crc) throw reader.complaint('a zip entry that agrees with its CRC-32', 'other content');
        return content;
      },
    });
  }
  return entries;
}

/** A piece of the file, refused where it is not all there. */
function piece(file: RandomAccess, offset: number, length: number, where: string): Uint8Array {
  return new ByteReader(file.readAt(offset, Math.min(length, Math.max(0, file.size - offset))), where, true).take(
    length,
    'zip local header',
  );
}

/** The end record is the last 22 bytes, before a comment of at most 65535 bytes. */
function findEndRecord(file: RandomAccess, where: string): { readonly offset: number; readonly count: number } {
  const length = Math.min(file.size, 22 + 65535);
  const reader = new ByteReader(file.readAt(file.size - length, length), where, true);
  for (let at = length - 22; at >= 0; at--) {
    reader.offset = at;
    if (reader.u32('zip end record') !== END_RECORD) continue;
    reader.offset = at + 10;
    const count = reader.u16('zip end record');
    reader.offset += 4;
    return { count, offset: reader.u32('zip end record') };
  }
  throw reader.complaint('a complete zip archive', 'one without its end record (truncated?)');
}

function unpack(packed: Uint8Array, method: number, size: number, reader: ByteReader): Uint8Array {
  let content = packed;
  if (method === 8) {
    // The stated size is not trusted with an allocation: the output grows as it comes, and not beyond it.
    try {
      content = inflateRawSync(packed, { maxOutputLength: Math.max(1, size) });
    } catch {
      throw reader.complaint('deflated data', 'damaged data');
    }
  } else if (method !== 0) {
    throw reader.complaint('a stored or deflated zip entry', `compression method ${method}`);
  }
  if (content.length !== size) throw reader.complaint(`a zip entry of ${size} bytes`, `${content.length} bytes`);
  return content;
}
